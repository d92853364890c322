"""The delegate's pages and the pool in the browser's hands: who sees what, and nothing typed is lost."""

import pytest
from django.urls import reverse

from accounts.models import DelegationMember
from accounts.services.delegations import remove_focal_point
from sessions.models import Participant
from speakers.models import SpeakingIntent
from speakers.providers import intent_tasks
from speakers.services.intents import withdraw_intent
from tests.factories import (
    SessionFactory,
    UserFactory,
    delegation,
    focal_point,
    leading_question,
    open_phase,
    role,
)
from tests.speakers.intents import NEEDS, page, register

pytestmark = pytest.mark.django_db
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
