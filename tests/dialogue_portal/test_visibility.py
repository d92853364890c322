"""Rows that a person sees in lists are those that the rule about one row lets them open: no more, no fewer.

The rows are of every kind there is; what the person is in them (memberships, roles, deputies, dates) is drawn.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
import rules
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from hypothesis import example, given, settings, strategies as st

from accounts.models import DelegationMember, Organization, OrganizationMember, User
from sessions.models import DialogueSession, Document, DocumentFile, Role, Series, SessionRole, SessionStatus
from speakers.models import SpeakingIntent
from speakers.models.intents import IntentStatus
from stakeholders.models import Application, ApplicationStatus, ConflictOfInterest, Route
from summaries.models import Amendment, Comment, ConsultationRound, GroupPosition, Summary, SummaryVersion
from tests.factories import OrganizationFactory, ParticipantFactory, SessionFactory, UserFactory, delegation

DELEGATIONS = ("NO", "KE")
ORGANIZATIONS = ("Ours", "Theirs")
GROUPS = ("african", "asia_pacific", "none")
# Of the sessions and of their texts, by the place at which a `Held` names them.
STATUSES = (SessionStatus.DRAFT, SessionStatus.PUBLISHED, SessionStatus.CANCELLED)
TEXTS = ("in_consultation", "published", "finalized")


class Term(NamedTuple):
    """From when to when a role is held, in days from today; None is without end."""

    starts: int | None = None
    ends: int | None = None

    def dates(self) -> dict[str, date | None]:
        today = timezone.now().date()
        days = {"starts_on": self.starts, "ends_on": self.ends}
        return {name: None if day is None else today + timedelta(days=day) for name, day in days.items()}


class Held(NamedTuple):
    """A role in the session at a place; a deputy's has the principal's term beside its own."""

    session: int
    role: Role
    group: str
    term: Term = Term()
    principal: Term | None = None


class Facts(NamedTuple):
    """All that decides what a person sees. Delegations and organisations by name; True for those whom they lead."""

    delegations: dict[str, bool]
    organizations: set[str]
    roles: list[Held]


EVERYTHING = Facts(
    delegations=dict.fromkeys(DELEGATIONS, True),
    organizations=set(ORGANIZATIONS),
    roles=[
        Held(place, role, GROUPS[0] if role == Role.BUREAU else "") for place in range(len(STATUSES)) for role in Role
    ],
)

days = st.sampled_from((None, -1, 0, 1))
terms = st.builds(Term, days, days)
held = st.one_of(
    st.builds(Held, st.integers(0, 2), role, st.sampled_from(groups), terms, st.none() | terms)
    for role, groups in [(st.just(Role.BUREAU), GROUPS), (st.sampled_from([*(set(Role) - {Role.BUREAU})]), ("",))]
)
people = st.builds(
    Facts,
    st.dictionaries(st.sampled_from(DELEGATIONS), st.booleans()),
    st.sets(st.sampled_from(ORGANIZATIONS)),
    st.lists(held, max_size=4, unique_by=lambda one: (one.session, one.role, one.group)),
)


class World(NamedTuple):
    person: User
    other: User
    sessions: list[DialogueSession]


def make_documents(world: World) -> None:
    """Public and not, under an embargo and past one; of each a version that was, and the current one."""
    now = timezone.now()
    for session in world.sessions:
        for is_public in (True, False):
            for embargo_until in (None, now - timedelta(hours=1), now + timedelta(hours=1)):
                document = Document.objects.create(
                    session=session, kind="other", title="X", is_public=is_public, embargo_until=embargo_until
                )
                for number in (1, 2):
                    document.files.create(number=number, is_current=number == 2, size=1)


def make_series(world: World) -> None:
    """One with each session, and one without any."""
    for session in [*world.sessions, None]:
        series = Series.objects.create(title="Round tables")
        DialogueSession.objects.filter(pk=session and session.pk).update(series=series)


def make_intents(world: World) -> None:
    for session in world.sessions[:2]:
        for iso2 in DELEGATIONS:
            for status in IntentStatus:
                for by in (world.person, world.other):
                    SpeakingIntent.objects.create(
                        session=session,
                        delegation=delegation(iso2),
                        participant=ParticipantFactory(session=session),
                        on_behalf_of=f"Group of {by.full_name}",
                        status=status,
                        registered_by=by,
                    )


def make_applications(world: World) -> None:
    """In every status and by every route; the person has declared a conflict in half of them."""
    now = timezone.now()
    for session in world.sessions[:2]:
        for number, status in enumerate(ApplicationStatus):
            for name, route in zip(ORGANIZATIONS, (Route.NOMINATION, Route.INVITATION), strict=True):
                # One organisation applies to a session once: the others are its namesakes.
                organization = OrganizationFactory(name=name)
                row = Application.objects.create(
                    session=session,
                    organization=organization,
                    route=route,
                    status=status,
                    started_by=world.other,
                    submitted_at=now,
                    decision_released_at=now,
                    screening_reason="Not in good standing",
                )
                if number % 2:
                    ConflictOfInterest.objects.create(application=row, reviewer=world.person, declaration="conflict")


def make_versions(world: World) -> None:
    """Of each session's text: in a round that has begun, in one that has not, in none, and final."""
    now = timezone.now()
    for session, status in zip(world.sessions, TEXTS, strict=True):
        summary = Summary.objects.create(session=session, title="S", organ="O")
        begun, to_come, _draft, final = (
            summary.versions.create(number=number, purpose="draft", content=[], masthead={}, made_by=world.other)
            for number in range(1, 5)
        )
        for version, opens_at in ((begun, now - timedelta(days=1)), (to_come, now + timedelta(days=1))):
            ConsultationRound.objects.create(
                version=version, opens_at=opens_at, closes_at=opens_at + timedelta(days=3), opened_by=world.other
            )
        published_at = now if status == "published" else None
        Summary.objects.filter(pk=summary.pk).update(final_version=final, status=status, published_at=published_at)


def make_views(world: World) -> None:
    """Of each group, in each session's round: a position, a comment and an amendment."""
    make_versions(world)
    for consultation in ConsultationRound.objects.filter(opens_at__lt=timezone.now()):
        section = consultation.version.summary.sections.create(heading="H", position=1)
        paragraph = section.paragraphs.create(text="Ministers met.", position=1)
        for group in GROUPS:
            in_round = {"round": consultation, "regional_group": group}
            GroupPosition.objects.create(**in_round, position="objection", stated_by=world.other)
            about = {**in_round, "paragraph": paragraph, "author": world.other}
            Comment.objects.create(**about, text="Who?")
            Amendment.objects.create(**about, proposed_text="Ministers spoke.")


# The permission to view one row, by model; and what makes such rows, beside the sessions themselves.
VIEWED: dict[Any, tuple[str, Callable[[World], None]]] = {
    DialogueSession: ("sessions.view_session", lambda world: None),
    Series: ("sessions.view_series", make_series),
    Document: ("sessions.download_document", make_documents),
    DocumentFile: ("sessions.download_file", make_documents),
    SpeakingIntent: ("speakers.view_intent", make_intents),
    Application: ("stakeholders.view_application", make_applications),
    SummaryVersion: ("summaries.view_version", make_versions),
    GroupPosition: ("summaries.view_position", make_views),
    Comment: ("summaries.view_contribution", make_views),
    Amendment: ("summaries.view_contribution", make_views),
}


@pytest.fixture
def world(db):
    sessions = [SessionFactory(status=status) for status in STATUSES]
    # The draft is a side event that those may edit who act for one of its organizers.
    DialogueSession.objects.filter(pk=sessions[0].pk).update(kind="side_event")
    sessions[0].refresh_from_db()
    for number, (iso2, members_edit) in enumerate(zip(DELEGATIONS, (True, False), strict=True)):
        sessions[0].organizers.create(delegation=delegation(iso2), members_edit=members_edit, number=number)
    return World(person=UserFactory(), other=UserFactory(), sessions=sessions)


@contextmanager
def living(world: World, facts: Facts) -> Iterator[None]:
    """The person is all this, for as long as it takes to ask."""
    with transaction.atomic():
        for iso2, leads in facts.delegations.items():
            DelegationMember.objects.create(delegation=delegation(iso2), user=world.person, is_lead=leads)
        for organization in Organization.objects.filter(name__in=facts.organizations):
            OrganizationMember.objects.create(organization=organization, user=world.person)
        for one in facts.roles:
            office = {"session": world.sessions[one.session], "role": one.role, "regional_group": one.group}
            principal = one.principal and SessionRole.objects.create(
                **office, user=world.other, **one.principal.dates()
            )
            SessionRole.objects.create(**office, user=world.person, **one.term.dates(), deputy_for=principal)
        yield
        transaction.set_rollback(True)


def everybody(person: User) -> dict[str, User | AnonymousUser]:
    """The person, the same as staff and as superuser, and a visitor; nobody has been asked anything yet."""
    staff, superuser = copy(person), copy(person)
    staff.is_secretariat = superuser.is_superuser = True
    return {"visitor": AnonymousUser(), "person": copy(person), "staff": staff, "superuser": superuser}


def listed(model: Any, person: User) -> dict[str, list[Any]]:
    return {name: list(model.objects.visible_to(user)) for name, user in everybody(person).items()}


def test_every_model_with_visible_to_names_its_view_permission():
    filtered = {model for model in apps.get_models() if hasattr(model._default_manager.all(), "visible_to")}
    assert filtered == set(VIEWED)
    assert [permission for permission, _make in VIEWED.values() if not rules.perm_exists(permission)] == []


@pytest.mark.parametrize("model", VIEWED)
def test_list_and_rule_agree(world, model):
    permission, make = VIEWED[model]
    make(world)
    rows = list(model.objects.all())

    @example(EVERYTHING)
    @given(people)
    @settings(max_examples=40, deadline=None)
    def agree(facts):
        with living(world, facts):
            for name, seen in listed(model, world.person).items():
                assert len(seen) == len(set(seen)), name
                # Another object: what was read for the list is kept on the one that was asked for it.
                user = everybody(world.person)[name]
                assert set(seen) == {row for row in rows if user.has_perm(permission, row)}, name

    agree()


@pytest.mark.parametrize("model", VIEWED)
def test_rows_tell_people_apart(world, model):
    VIEWED[model][1](world)
    with living(world, EVERYTHING):
        seen = {name: set(rows) for name, rows in listed(model, world.person).items()}

    assert seen["staff"] == seen["superuser"] == set(model.objects.all())
    assert seen["visitor"] < seen["person"] <= seen["staff"]
