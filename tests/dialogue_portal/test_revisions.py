"""Two people who save the same row: one wins, the other sees both texts and decides."""

import threading
from urllib.parse import urlencode

import pytest
from django import forms
from django.db import connection
from django.http import QueryDict

from accounts.models import AuditEntry, Organization
from dialogue_portal.revisions import RevisionFormMixin, StaleRevision, save_revision
from tests.factories import OrganizationFactory


class OrganizationForm(RevisionFormMixin, forms.ModelForm):
    class Meta:
        model = Organization
        fields = ["name", "kind"]


def typed(row, name, **more):
    """The form as the page that showed `row` sends it."""
    form = OrganizationForm(instance=Organization.objects.get(pk=row.pk))
    return {"name": name, "kind": row.kind, "seen_revision": form["seen_revision"].value(), **more}


def save(row, data):
    form = OrganizationForm(QueryDict(urlencode(data)), instance=Organization.objects.get(pk=row.pk))
    assert form.is_valid()
    try:
        save_revision(form.instance, seen=form.cleaned_data["seen_revision"])
    except StaleRevision as error:
        form.show_conflict(error.current)
    return form


@pytest.mark.django_db
def test_second_saver_sees_both_texts_and_may_then_keep_theirs():
    row = OrganizationFactory(name="Before")
    anna, ben = typed(row, "Anna’s"), typed(row, "Ben’s", kind="academia")

    save(row, anna)
    lost = save(row, ben)

    row.refresh_from_db()
    assert (row.name, row.revision) == ("Anna’s", 2)
    assert [(c.label, c.theirs, c.yours) for c in lost.conflicts] == [
        ("Name of the organization", "Anna’s", "Ben’s"),
        ("Kind of organization", "Non-governmental organization", "Academia"),
    ]
    assert lost["name"].value() == "Ben’s"
    assert "Somebody else saved this" in str(lost.non_field_errors())

    again = {name: lost.data[name] for name in ("name", "kind", "seen_revision")}
    assert not save(row, again).conflicts
    row.refresh_from_db()
    assert (row.name, row.kind, row.revision) == ("Ben’s", "academia", 3)


@pytest.mark.django_db
def test_save_writes_the_named_fields_only_and_is_logged():
    row = OrganizationFactory(name="Before")
    row.name, row.website = "After", "https://example.org"

    save_revision(row, seen=1, fields=["name"])

    row.refresh_from_db()
    assert (row.name, row.website, row.revision) == ("After", "", 2)
    latest = AuditEntry.objects.get_for_object(row).order_by("-pk").first()
    assert latest.changes == {"name": ["Before", "After"]}


@pytest.mark.django_db(transaction=True)
def test_of_savers_at_the_same_moment_one_wins():
    row = OrganizationFactory()
    start = threading.Barrier(4)
    outcomes = []

    def saver(number):
        mine = Organization.objects.get(pk=row.pk)
        mine.name = f"Saver {number}"
        start.wait()
        try:
            outcomes.append(save_revision(mine, seen=1).name)
        except StaleRevision:
            outcomes.append(None)
        connection.close()

    threads = [threading.Thread(target=saver, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    row.refresh_from_db()
    assert [name for name in outcomes if name] == [row.name]
    assert row.revision == 2
