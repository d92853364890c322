"""First and second choices in a series: no rank by time, nothing typed is lost."""

from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.translation import override

from dialogue_portal.revisions import StaleRevision
from mailings.models import Message
from sessions.models import Instruction
from speakers.forms.series import SeriesChoiceForm
from speakers.models import SeriesChoice
from speakers.series_providers import series_tasks
from speakers.services.series import (
    ChoicesClosed,
    NotInSeries,
    state_choice,
)
from tests.factories import SessionFactory, delegation, focal_point, source_data
from tests.speakers.series import chosen, table, url

pytestmark = pytest.mark.django_db


def test_delegation_states_and_changes_its_choice(client, series, morning, evening):
    person, colleague = focal_point("NO"), focal_point("NO")
    client.force_login(person)

    client.post(url("choice", series), {"first": morning.pk, "second": evening.pk, "seen_revision": 0})
    client.post(url("choice", series), {"first": evening.pk, "second": "", "seen_revision": 1})

    row = SeriesChoice.objects.get()
    assert (row.first, row.second, row.delegation.iso2) == (evening, None, "NO")
    # Each time all focal points.
    told = Message.objects.filter(occasion="series-choice-received").values_list("address", flat=True)
    assert sorted(told) == sorted([person.email, colleague.email] * 2)


def test_form_reads_nothing_before_it_is_shown(series, morning, evening, django_assert_num_queries):
    row = SeriesChoice(series=series, delegation=delegation("NO"))

    with django_assert_num_queries(0):
        form = SeriesChoiceForm(instance=row, series=series)

    assert list(form.fields["first"].queryset) == [morning, evening]


def test_same_meeting_twice_is_refused_with_what_was_typed_kept(client, series, morning, evening):
    client.force_login(focal_point("NO"))

    answer = client.post(url("choice", series), {"first": morning.pk, "second": morning.pk, "seen_revision": 0})

    assert "This is your first choice already" in answer.content.decode()
    assert answer.context["form"]["first"].value() == str(morning.pk)
    assert not SeriesChoice.objects.exists()


def test_double_click_makes_one_and_a_colleagues_choice_is_a_conflict(series, morning, evening):
    person = focal_point("NO")
    token = uuid4()

    def new(first, **form):
        row = SeriesChoice(series=series, delegation=delegation("NO"), first=first)
        return state_choice(row, actor=person, seen=0, **form)

    first = new(morning, token=token)
    again = new(morning, token=token)
    with pytest.raises(StaleRevision):
        new(evening)

    assert again == first
    assert SeriesChoice.objects.get().first == morning


def test_choice_outside_the_series_or_after_the_close_is_refused(series, morning, staff):
    row = SeriesChoice(series=series, delegation=delegation("NO"), first=SessionFactory())
    with pytest.raises(NotInSeries):
        state_choice(row, actor=focal_point("NO"), seen=0)

    series.choices_until = timezone.now()
    row.first = morning
    with pytest.raises(ChoicesClosed):
        state_choice(row, actor=focal_point("NO"), seen=0)
    state_choice(row, actor=staff, seen=0)

    assert SeriesChoice.objects.get().first == morning


def test_staff_enter_a_choice_with_its_source(client, series, morning, evening, staff):
    person = focal_point("NO")
    client.force_login(staff)

    client.post(
        f"{url('enter', series)}?delegation={delegation('NO').pk}",
        {"first": morning.pk, "second": evening.pk, "seen_revision": 0, **source_data()},
    )

    assert SeriesChoice.objects.get().delegation == delegation("NO")
    assert Instruction.objects.get().delegation == delegation("NO")
    assert Message.objects.get().address == person.email


def test_task_stands_until_a_choice_that_can_be_held_is_stated(series, morning, evening, django_assert_num_queries):
    person = focal_point("NO")
    assert [task.deadline for task in series_tasks(person)] == [series.choices_until]
    series.texts.create(language="fr", text="Tables rondes")
    with override("fr"):
        assert "Tables rondes" in str(next(iter(series_tasks(person))).detail)
    row = chosen(series, "NO", morning)
    assert not list(series_tasks(person))

    # Moved out of the series: the delegation is asked again.
    morning.series = None
    morning.save()
    table(series, "Another table")

    assert [str(delegation("NO")) in str(task.detail) for task in series_tasks(person)] == [True]
    assert row.first == morning
    with django_assert_num_queries(2):
        list(series_tasks(person))
