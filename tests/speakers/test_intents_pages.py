"""The delegate's pages and the pool in the browser's hands: who sees what, and nothing typed is lost."""

import re
from itertools import cycle

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.models import Delegation, DelegationMember
from accounts.services.delegations import remove_focal_point
from dialogue_portal.models import Export
from sessions.models import Participant
from speakers.models import SpeakingIntent
from speakers.providers import intent_tasks
from speakers.services.intents import register_intent, withdraw_intent
from tests.factories import (
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    delegation,
    focal_point,
    leading_question,
    open_phase,
    role,
)

pytestmark = pytest.mark.django_db
NEEDS = "A ramp to the podium"
TYPED = {"name": "A. Wanjiru", "level": "minister", "language": "fr", "outline": "Alliances of water users"}


@pytest.fixture
def session():
    session = SessionFactory(slug="dialogue")
    open_phase(session, "intents")
    return session


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def intent(session, staff):
    return register(session, "KE", staff, name="A. Wanjiru", outline="Water users", accessibility_needs=NEEDS)


def register(session, iso2, actor, questions=(), **fields):
    new = SpeakingIntent(session=session, delegation=delegation(iso2), **fields)
    return register_intent(new, questions=questions, actor=actor)[0]


def page(name, *args):
    return reverse(f"speakers:{name}", args=["dialogue", *args])


def form_data(**changed):
    return {**TYPED, **changed}


def test_visitor_reads_how_ministers_take_part(client, intent):
    text = client.get(page("intent")).content.decode()

    assert "No speakers’ list is kept" in text
    assert "Kenya" not in text


def test_delegate_registers_and_lands_on_the_summary(client, session):
    delegate = focal_point("KE")
    client.force_login(delegate)
    assert client.get(page("intent")).url == page("register-intent")
    data = form_data(
        delegation=delegation("KE").pk, questions=[leading_question(session).pk], accessibility_needs=NEEDS
    )

    response = client.post(page("register-intent"), data, follow=True)

    intent = SpeakingIntent.objects.get()
    assert response.redirect_chain == [(f"{intent.get_absolute_url()}?sent=1", 302)]
    text = response.content.decode()
    assert all(words in text for words in ["A. Wanjiru", "How do alliances form?", "French", NEEDS])
    assert f"intent:dialogue:{delegate.pk}" in text
    assert client.get(page("intent")).url == intent.get_absolute_url()


def test_double_click_makes_one(client, session):
    client.force_login(focal_point("KE"))
    form = client.get(page("register-intent")).context["form"]
    data = form_data(delegation=delegation("KE").pk, client_token=form["client_token"].value())

    first, second = (client.post(page("register-intent"), data) for _ in range(2))

    assert first.url == second.url
    assert SpeakingIntent.objects.count() == Participant.objects.count() == 1


def test_delegate_cannot_register_for_another_delegation(client, session):
    client.force_login(focal_point("KE"))
    client.post(page("register-intent"), form_data(delegation=delegation("FR").pk))

    assert not SpeakingIntent.objects.exists()


@pytest.fixture
def of_two(client):
    """Acts for Kenya and for Tuvalu; Kenya comes first until they switch."""
    person = focal_point("KE")
    DelegationMember.objects.create(delegation=delegation("TV"), user=person)
    client.force_login(person)
    return person


def switch(client, iso2, **fields):
    principal = f"delegation:{delegation(iso2).pk}"
    return client.post(reverse("accounts:act-for"), {"principal": principal, **fields})


def test_person_of_several_delegations_acts_for_one_at_a_time(client, session, of_two):
    assert "You act for <strong>Kenya</strong>" in client.get(page("register-intent")).content.decode()
    client.post(page("register-intent"), form_data(delegation=delegation("KE").pk))

    assert switch(client, "TV", next=page("intent"))["Location"] == page("intent")

    assert client.get(page("intent")).url == page("register-intent")
    text = client.get(page("register-intent")).content.decode()
    assert "You act for <strong>Tuvalu</strong>" in text
    assert str(delegation("TV").pk) in text
    intent = SpeakingIntent.objects.get()
    # An intent's own page is for whom the intent is.
    assert "You act for <strong>Kenya</strong>" in client.get(intent.get_absolute_url()).content.decode()


def test_form_of_another_tab_is_for_whom_it_said(client, session, of_two):
    switch(client, "TV")

    client.post(page("register-intent"), form_data(delegation=delegation("KE").pk))

    assert SpeakingIntent.objects.get().delegation == delegation("KE")


def test_task_of_each_delegation_leads_to_its_own_form(client, session, of_two):
    links = {task.url for task in intent_tasks(of_two)}

    pages = [client.get(link).content.decode() for link in sorted(links)]

    assert {"Kenya" if "<strong>Kenya" in text else "Tuvalu" for text in pages} == {"Kenya", "Tuvalu"}


def test_choice_ends_with_the_membership(client, session, of_two):
    switch(client, "TV", next=page("register-intent"))
    assert "<strong>Tuvalu</strong>" in client.get(page("register-intent")).content.decode()
    remove_focal_point(of_two.delegation_memberships.get(delegation__iso2="TV"), actor=of_two)

    assert "<strong>Kenya</strong>" in client.get(page("register-intent")).content.decode()
    switch(client, "TV")
    assert "<strong>Kenya</strong>" in client.get(page("register-intent")).content.decode()


def test_focal_points_share_one_intent_and_a_successor_goes_on_with_it(client, session):
    first, second = focal_point("KE"), focal_point("KE")
    client.force_login(first)
    client.post(page("register-intent"), form_data(delegation=delegation("KE").pk))
    intent = SpeakingIntent.objects.get()

    remove_focal_point(first.delegation_memberships.get(), actor=second)
    client.force_login(second)
    client.post(page("amend-intent", intent.pk), form_data(seen_revision=1, name="B. Otieno"))

    intent.refresh_from_db()
    assert (intent.name, intent.registered_by) == ("B. Otieno", first)
    client.force_login(first)
    assert client.get(intent.get_absolute_url()).status_code == 403


def test_closed_phase_keeps_what_was_typed_and_says_what_to_do(client, session):
    session.phase_windows.all().delete()
    client.force_login(focal_point("KE"))

    text = client.post(page("register-intent"), form_data(delegation=delegation("KE").pk)).content.decode()

    assert "Write to the secretariat" in text
    assert "Alliances of water users" in text
    assert not SpeakingIntent.objects.exists()


def test_second_intent_is_refused_with_a_link_to_the_first(client, intent):
    client.force_login(focal_point("KE"))
    text = client.post(page("register-intent"), form_data(delegation=delegation("KE").pk)).content.decode()

    assert f'<a href="{intent.get_absolute_url()}">' in text
    assert "Alliances of water users" in text


def test_conflict_shows_both_texts_and_saving_again_decides(client, intent):
    client.force_login(focal_point("KE"))
    SpeakingIntent.objects.update(revision=2, name="Saved meanwhile")
    response = client.post(page("amend-intent", intent.pk), form_data(seen_revision=1, outline="Water users"))

    assert [(c.label, c.theirs, c.yours) for c in response.context["form"].conflicts][:2] == [
        ("Name of the minister, as it will be announced", "Saved meanwhile", "A. Wanjiru"),
        ("Level", "To be confirmed", "Minister"),
    ]
    assert response.context["form"]["seen_revision"].value() == "2"
    client.post(page("amend-intent", intent.pk), form_data(seen_revision=2))
    assert SpeakingIntent.objects.get().name == "A. Wanjiru"


def test_amend_tells_why_it_cannot(client, session, intent, staff):
    client.force_login(focal_point("KE"))
    group = register(session, "KE", staff, on_behalf_of="African Group")
    data = form_data(seen_revision=1)
    assert "already" in client.post(page("amend-intent", group.pk), data).content.decode()
    withdraw_intent(group, actor=staff)
    assert "Reinstate it first" in client.post(page("amend-intent", group.pk), data).content.decode()
    session.phase_windows.all().delete()
    assert "Write to the secretariat" in client.post(page("amend-intent", intent.pk), data).content.decode()


def test_delegate_withdraws_after_a_question_and_reinstates(client, session, intent):
    client.force_login(focal_point("KE"))
    assert "Withdraw the intent" in client.get(page("withdraw-intent", intent.pk)).content.decode()
    client.post(page("withdraw-intent", intent.pk))
    twice = client.post(page("withdraw-intent", intent.pk), follow=True)
    assert "somebody else has done this already" in twice.content.decode()
    assert SpeakingIntent.objects.get().is_withdrawn

    client.post(page("reinstate-intent", intent.pk))
    assert not SpeakingIntent.objects.get().is_withdrawn
    session.phase_windows.all().delete()
    refused = client.post(page("withdraw-intent", intent.pk), follow=True)
    assert "Write to the secretariat" in refused.content.decode()


def test_reinstating_beside_a_newer_intent_names_it(client, session, intent, staff):
    withdraw_intent(intent, actor=staff)
    newer = register(session, "KE", staff)
    client.force_login(focal_point("KE"))

    text = client.post(page("reinstate-intent", intent.pk), follow=True).content.decode()
    assert f'<a href="{newer.get_absolute_url()}">' in text


OWN = ["show-intent", "amend-intent", "withdraw-intent"]


@pytest.mark.parametrize("name", OWN)
def test_another_delegations_focal_point_is_refused(client, intent, name):
    client.force_login(focal_point("FR"))
    assert client.get(page(name, intent.pk)).status_code == 403
    # The page that shows it takes nothing from anybody.
    refused = 405 if name == "show-intent" else 403
    assert client.post(page(name, intent.pk), form_data(seen_revision=1)).status_code == refused


@pytest.mark.parametrize("name", [*OWN, "pool", "add-intent", "register-intent"])
def test_visitor_is_sent_to_sign_in(client, session, intent, name):
    response = client.get(page(name, intent.pk) if name in OWN else page(name))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["pool", "add-intent"])
def test_delegate_sees_no_pool(client, session, intent, name):
    client.force_login(focal_point("KE"))
    assert client.get(page(name)).status_code == 403


@pytest.mark.parametrize("floor_role", ["moderator", "presiding_chair", "rapporteur"])
def test_floor_roles_read_the_pool_without_needs_or_controls(client, session, intent, floor_role):
    client.force_login(role(session, floor_role))
    pool, detail = (client.get(page(*at)).content.decode() for at in [("pool",), ("show-intent", intent.pk)])

    assert "A. Wanjiru" in pool
    assert "Water users" in detail
    for text in (pool, detail):
        assert NEEDS not in text
        assert page("add-intent") not in text
        assert page("amend-intent", intent.pk) not in text
    assert client.get(page("pool"), {"export": "csv"}).status_code == 403


def test_moderator_of_another_session_and_of_the_past_are_refused(client, session, intent):
    for person in (role(SessionFactory(), "moderator"), role(session, "moderator", ends_on="2019-01-01")):
        client.force_login(person)
        assert client.get(page("pool")).status_code == 403
        assert client.get(page("show-intent", intent.pk)).status_code == 403


def test_needs_are_read_by_the_delegation_and_the_secretariat_and_kept_out_of_the_log(client, intent, staff):
    from accounts.models import AuditEntry

    for person in (focal_point("KE"), staff):
        client.force_login(person)
        assert NEEDS in client.get(intent.get_absolute_url()).content.decode()
    assert NEEDS not in str(list(AuditEntry.objects.values_list("changes", "object_repr")))


def test_floor_roles_see_registered_intents_only(client, session, intent, staff):
    withdraw_intent(intent, actor=staff)
    moderator = role(session, "moderator")
    client.force_login(moderator)
    assert client.get(intent.get_absolute_url()).status_code == 403
    assert "Kenya" not in client.get(page("pool"), {"shown": "withdrawn"}).content.decode()


def test_visible_to_and_view_intent_agree(session, intent, staff):
    other = register(SessionFactory(), "FR", staff)
    withdrawn = withdraw_intent(register(session, "FR", staff), actor=staff)
    people = [staff, focal_point("KE"), focal_point("FR"), UserFactory(), UserFactory(is_superuser=True)]
    people += [role(session, name) for name in ("moderator", "rapporteur", "reviewer", "presiding_chair")]
    for person in people:
        visible = set(SpeakingIntent.objects.visible_to(person))
        assert visible == {i for i in (intent, other, withdrawn) if person.has_perm("speakers.view_intent", i)}


def test_filters_narrow_the_pool(client, session, intent, staff):
    question = leading_question(session)
    register(session, "FR", staff, questions=[question], name="B. Martin", level="vice_minister")
    withdraw_intent(register(session, "BR", staff), actor=staff)
    client.force_login(staff)

    def shown(**wanted):
        groups = client.get(page("pool"), wanted).context["groups"]
        return [intent.delegation.iso2 for group in groups for intent in group.intents]

    assert shown() == ["KE", "FR"]
    assert shown(group="african") == ["KE"]
    assert shown(level="vice_minister") == shown(question=question.pk) == ["FR"]
    assert shown(shown="incomplete") == ["KE"]
    assert shown(shown="withdrawn") == ["BR"]
    assert shown(group="nonsense") == ["KE", "FR"]


def test_pool_counts_what_stands_by_group_and_level(client, session, intent, staff):
    register(session, "CI", staff, level="minister")
    withdraw_intent(register(session, "FR", staff), actor=staff)
    client.force_login(staff)
    counts = client.get(page("pool"), {"group": "grulac"}).context["counts"]

    figures = [("To be confirmed", 1), ("Minister", 1)]
    assert counts.rows == [("african", "African Group", figures, 2)]
    assert (counts.totals, counts.total) == (figures, 2)


def test_empty_pool_says_what_to_do(client, session, staff):
    client.force_login(staff)
    assert "Register on behalf of a delegation" in client.get(page("pool")).content.decode()
    client.force_login(role(session, "moderator"))
    assert "They appear here as delegations register them" in client.get(page("pool")).content.decode()


def fill(session, staff, count):
    """`count` intents of as many delegations, and of groups for which they speak once there are no more."""
    question = leading_question(session, number=SpeakingIntent.objects.count() + 1)
    delegations = cycle(Delegation.objects.order_by("iso2"))
    through = SpeakingIntent.questions.through
    intents = []
    for number in range(count):
        state = next(delegations)
        participant = ParticipantFactory.build(session=session, delegation=state)
        fields = {"session": session, "delegation": state, "participant": participant, "registered_by": staff}
        intents.append(SpeakingIntent(on_behalf_of=f"Group {number}" if number >= 196 else "", **fields))
    Participant.objects.bulk_create(intent.participant for intent in intents)
    SpeakingIntent.objects.bulk_create(intents)
    through.objects.bulk_create(through(speakingintent=intent, leadingquestion=question) for intent in intents)


@pytest.mark.parametrize("count", [3, 100])
def test_pool_costs_the_same_for_3_and_100(client, session, staff, django_assert_num_queries, no_links, count):
    fill(session, staff, count)
    client.force_login(staff)
    # The process asks once for the type of an export, which its entry in the audit log names.
    ContentType.objects.get_for_model(Export)
    with django_assert_num_queries(10):
        response = client.get(page("pool"))
    assert response.context["found"] == count
    with django_assert_num_queries(9):
        client.get(page("pool"), {"export": "csv"})


STATES = [("FR", ""), ("KE", "African Group"), ("CI", ""), ("HR", ""), ("KE", ""), ("BR", ""), ("VA", "")]


def test_order_of_registration_shows_nowhere(client, staff):
    """Two sessions alike but for the order in which the same intents came in: every page and export is the same."""
    seen = []
    for order in (STATES, STATES[::-1]):
        session = SessionFactory(slug="dialogue", title="Dialogue")
        open_phase(session, "intents", opens_at="2026-01-01T00:00Z", closes_at="2099-01-01T00:00Z")
        for iso2, group in order:
            register(session, iso2, staff, on_behalf_of=group)
        seen.append(
            [
                without_random(client, person, query)
                for person, query in [(staff, {}), (staff, {"export": "csv"}), (moderator(session), {})]
            ]
        )
        SpeakingIntent.objects.all().delete()
        Participant.objects.all().delete()
        session.delete()

    assert seen[0] == seen[1]
    assert all(text.index("Croatia") > 0 for text in seen[0])


def test_audit_log_gives_no_order_or_time_of_intents(client, session, intent, staff):
    register(session, "FR", staff)
    client.force_login(staff)

    def shown(**query):
        return client.get(reverse("accounts:audit-log"), query)

    for asked in ({}, {"object": "Kenya"}, {"actor": "Person"}):
        assert not [entry for entry in shown(**asked).context["entries"] if "Kenya" in entry.object_repr]
    history = shown(object=str(intent.pk))
    assert [entry.object_pk for entry in history.context["entries"]] == [str(intent.pk)]
    assert "<time" not in history.content.decode()


def moderator(session):
    person = role(session, "moderator")
    person.full_name = "The moderator"
    person.save()
    return person


def without_random(client, person, query):
    client.force_login(person)
    text = b"".join(client.get(page("pool"), query)).decode()
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "UUID", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_export_is_in_pool_order_and_runs_no_formula(client, session, intent, staff):
    register(session, "HR", staff, name="=HYPERLINK(1)", outline="+1")
    register(session, "CI", staff, name="@x")
    register(session, "CY", staff)
    client.force_login(staff)
    response = client.get(page("pool"), {"export": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith('"This is not a speakers’ list')
    assert [line.split(",")[1] for line in lines[2:]] == ["Côte d’Ivoire", "Kenya", "Cyprus", "Croatia"]
    assert "'=HYPERLINK(1)" in lines[-1]
    assert "'+1" in lines[-1]
    assert "'@x" in lines[2]
    assert NEEDS not in text
    assert response["Content-Disposition"].startswith('attachment; filename="intents-dialogue-')
