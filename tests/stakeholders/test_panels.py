"""Suggesting, changing, recommending, deciding, making known."""

import pytest
from django.urls import reverse

from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition, check_transition
from mailings.models import Message
from sessions.models import Instruction
from sessions.services import InstructionMissing
from stakeholders import services
from stakeholders.models import PANEL_TRANSITIONS, Application, Panel, PanelStatus
from stakeholders.services.panels import field_of
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, decider_data, role
from tests.stakeholders.rows import (
    application,
    decided,
    field_of_applicants,
    member,
    recommended,
    reviewed,
    revision_of,
)

pytestmark = pytest.mark.django_db
RULES = {"one_per_region": True, "min_kinds": 2}


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def people(session):
    return role(session, "reviewer"), role(session, "commission_chair"), UserFactory(is_secretariat=True)


def seats(session, stage="recommended"):
    return session.panel.seats.filter(stage=stage, alternate_for=None)


def suggest(session, rules=None, seen=None):
    return services.suggest_set(
        session, actor=UserFactory(), seen=seen or revision_of(session), rules=RULES if rules is None else rules
    )


@pytest.mark.parametrize(
    ("source", "target"), [(s, t) for s in PanelStatus for t in PanelStatus if t not in PANEL_TRANSITIONS[s]]
)
def test_illegal_move_of_a_panel_is_refused(source, target):
    with pytest.raises(InvalidTransition):
        check_transition(PANEL_TRANSITIONS, source, target)


def test_suggestion_takes_the_best_set_with_alternates_and_costs(session):
    rows = field_of_applicants(session, 12)
    reviewer = role(session, "reviewer")
    for row, score in zip(rows, [5, 4, 3, 2, 1, 5, 0, 0, 0, 0, 0, 0], strict=True):
        reviewed(row, reviewer, score)

    suggestion = suggest(session)

    assert suggestion.score == pytest.approx(5 + 4 + 3 + 2)
    assert seats(session).count() == 4
    assert len({seat.application.organization.regional_group for seat in seats(session)}) == 4
    assert session.panel.record["costs"]["one_per_region"] > 0
    assert all(seat.alternates.filter(rank=1).exists() for seat in seats(session))


def test_without_a_set_the_collision_is_recorded_and_the_set_stays(session):
    field_of_applicants(session)
    suggest(session)

    suggestion = suggest(session, {"min_languages": 5})

    assert suggestion.collision == ("min_languages",)
    assert session.panel.seats.exists()
    assert Panel.objects.get().record["collision"] == ["min_languages"]


def test_second_of_two_suggestions_is_told(session):
    field_of_applicants(session)
    suggest(session, seen=1)
    with pytest.raises(StaleRevision):
        suggest(session, seen=1)


def test_change_keeps_the_reasons_of_those_who_stay(session):
    rows = field_of_applicants(session)
    suggest(session)
    stays = seats(session).first()
    stays.reason = "Speaks from practice."
    stays.save()
    joining = next(row for row in rows if not seats(session).filter(application=row).exists())

    services.change_set(
        session,
        actor=UserFactory(),
        seen=revision_of(session),
        applications=[str(stays.application_id), str(joining.pk), "unknown"],
    )

    assert {(seat.application, seat.reason) for seat in seats(session)} == {
        (stays.application, "Speaks from practice."),
        (joining, ""),
    }


def test_a_set_has_no_more_seats_than_the_session_allows(session):
    rows = field_of_applicants(session)
    with pytest.raises(services.WrongSize):
        services.change_set(session, actor=UserFactory(), seen=1, applications=[str(row.pk) for row in rows[:5]])


def test_recommendation_needs_reasons_and_size(session, people):
    rows = field_of_applicants(session)
    reviewer = people[0]

    def recommend(reasons="A set.", seat_reason="Why."):
        keys = {str(seat.application_id): seat_reason for seat in seats(session)}
        return services.recommend_panel(
            session, actor=reviewer, seen=revision_of(session), reasons=reasons, seat_reasons=keys
        )

    services.change_set(session, actor=reviewer, seen=1, applications=[str(rows[0].pk)])
    with pytest.raises(services.WrongSize):
        recommend()
    suggest(session)
    with pytest.raises(services.ReasonMissing):
        recommend(seat_reason=" ")
    with pytest.raises(services.ReasonMissing):
        recommend(reasons=" ")
    assert recommend().status == "recommended"


def test_recommendation_records_the_set_and_recusals_and_writes_to_the_chair(session, people):
    rows = field_of_applicants(session)
    reviewer, chair, _staff = people
    services.declare_conflicts(rows[:1], reviewer=reviewer, conflicts={rows[0].pk})

    panel = recommended(session, reviewer)

    assert panel.record["recusals"] == [{"reviewer": str(reviewer), "organization": "Organization 000"}]
    assert len(panel.record["set"]) == 4
    assert panel.record["broken"] == []
    assert Message.objects.get().recipient == chair


def test_who_withdrew_is_not_recommended(session, people):
    field_of_applicants(session)
    suggest(session)
    services.withdraw_application(seats(session).first().application, actor=people[2])
    with pytest.raises(services.WrongSize):
        services.recommend_panel(session, actor=people[0], seen=revision_of(session), reasons="A set.", seat_reasons={})


def test_a_recommended_set_is_not_changed(session, people):
    field_of_applicants(session)
    recommended(session, people[0])
    with pytest.raises(InvalidTransition):
        suggest(session)


def test_the_chair_approves(session, people):
    field_of_applicants(session)

    panel = decided(session, people[0], people[1])

    assert (panel.decision, panel.decided_by) == ("approved", people[1])
    assert set(seats(session, "decided").values_list("application", "reason")) == set(
        seats(session).values_list("application", "reason")
    )


def test_the_chair_changes_with_reasons_and_the_recommendation_is_kept(session, people):
    rows = field_of_applicants(session)
    panel = recommended(session, people[0])
    first, second, *_rest = seats(session)
    other = next(row for row in rows if not seats(session).filter(application=row).exists())
    choices = {str(first.pk): str(other.pk), str(second.pk): ""}

    def decide(reasons, choices=choices):
        return services.decide_panel(session, actor=people[1], seen=panel.revision, choices=choices, reasons=reasons)

    with pytest.raises(services.ReasonMissing):
        decide(" ")
    with pytest.raises(services.WrongSize):
        decide("Twice.", {str(first.pk): str(second.application_id)})
    with pytest.raises(services.WrongSize):
        decide("Nobody.", {str(seat.pk): "" for seat in seats(session)})
    assert decide("More voices.").decision == "changed"
    assert seats(session, "decided").count() == 3
    assert seats(session, "decided").get(application=other).reason == ""
    assert seats(session).count() == 4


def test_staff_record_the_chairs_decision_on_the_chairs_word_only(session, people, client):
    field_of_applicants(session)
    panel, chair = recommended(session, people[0]), people[1]
    staff = UserFactory(is_secretariat=True, full_name="Sofia Staff")
    with pytest.raises(InstructionMissing):
        services.decide_panel(session, actor=staff, seen=panel.revision, choices={})
    client.force_login(staff)
    choices = {f"seat-{seat.pk}": str(seat.application_id) for seat in seats(session)}
    decide = reverse("stakeholders:panel-decide", args=[session.slug])
    said = {**choices, "seen_revision": panel.revision}

    assert "Attach the letter" in client.post(decide, {**said, **decider_data(chair, reference="")}).content.decode()
    client.post(decide, {**said, **decider_data(chair, reference="As they recommend")})

    panel.refresh_from_db()
    assert (panel.status, panel.decided_by) == ("decided", chair)
    kept = Instruction.objects.get()
    assert (kept.scope, kept.person, kept.recorded_by) == (panel, chair, staff)
    assert Message.objects.get(occasion="done-on-behalf").recipient == chair
    page = reverse("stakeholders:panel", args=[session.slug])
    for reader, reads_words in ((staff, True), (chair, True), (people[0], False)):
        client.force_login(reader)
        text = client.get(page).content.decode()
        assert "Decided by Sofia Staff on behalf of" in text
        assert ("As they recommend" in text) == reads_words


def test_release_tells_everybody_at_once(session, people):
    rows = field_of_applicants(session, 5)
    rows.append(application(session, "ineligible"))
    members = {member(row): row for row in rows}
    panel = decided(session, people[0], people[1])
    assert Message.objects.exclude(occasion="panel-recommended").count() == 0

    services.release_decisions(session, actor=people[2], seen=panel.revision)

    told = dict(Message.objects.exclude(occasion="panel-recommended").values_list("recipient", "occasion"))
    chosen = set(seats(session, "decided").values_list("application", flat=True))
    assert told == {
        person.pk: "application-selected" if row.pk in chosen else "application-not-selected"
        for person, row in members.items()
    }
    statuses = sorted(Application.objects.values_list("status", flat=True))
    assert statuses == ["ineligible", "not_selected", *["selected"] * 4]
    assert not Application.objects.filter(decision_released_at=None).exists()


def test_release_waits_for_the_last_application_to_be_screened(session, people):
    field_of_applicants(session)
    panel = decided(session, people[0], people[1])
    application(session, "submitted")
    with pytest.raises(services.NotScreened) as waiting:
        services.release_decisions(session, actor=people[2], seen=panel.revision)
    assert waiting.value.count == 1


def test_release_twice_is_refused(session, people):
    field_of_applicants(session)
    panel = decided(session, people[0], people[1])
    services.release_decisions(session, actor=people[2], seen=panel.revision)
    with pytest.raises(InvalidTransition):
        services.release_decisions(session, actor=people[2], seen=panel.revision + 1)


INVITED = {"name": "World Fund", "kind": "finance_institution", "regional_group": "western_european_others"}


def invite(session, organization=None):
    return services.invite_stakeholder(
        session,
        actor=UserFactory(),
        organization=organization or INVITED,
        speaker_name="C. Head",
        speaker_title="President",
    )


def test_invited_by_the_chair_takes_a_seat_that_needs_no_reason(session, people):
    field_of_applicants(session)
    invited = invite(session)

    suggest(session)

    seat = seats(session).get(application=invited)
    assert (seat.invited_by_chair, seat.alternates.count()) == (True, 0)
    assert recommended(session, people[0]).status == "recommended"


def test_inviting_an_organization_that_applied_keeps_its_application(session):
    row = application(session, "eligible", organization=OrganizationFactory(name="World Fund"))
    assert invite(session) == row
    draft = application(session, organization=OrganizationFactory(name="Other Fund"))
    with pytest.raises(InvalidTransition):
        invite(session, {**INVITED, "name": str(draft.organization)})


def test_field_marks_open_conflicts_and_not_settled_ones(session):
    first, second = field_of_applicants(session, 2)
    reviewer = role(session, "reviewer")
    _one, settled = services.declare_conflicts([first, second], reviewer=reviewer, conflicts={first.pk, second.pk})
    services.settle_conflict(settled, actor=UserFactory(), settlement="Stood aside.")
    field = field_of(session)
    assert [field.candidates[str(row.pk)].has_conflict for row in (first, second)] == [True, False]


@pytest.mark.parametrize("count", [3, 100])
def test_field_costs_the_same_queries_for_any_number(session, count, django_assert_num_queries):
    field_of_applicants(session, count)
    with django_assert_num_queries(5):
        field_of(session)
