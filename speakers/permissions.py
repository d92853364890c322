"""Who may do what with intents, statements, points and the floor. Rows are filtered by `visible_to` beside them."""

import rules
from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.permissions import delegations_of, is_focal_point, is_lead, is_secretariat
from sessions.models import DialogueSession, Participant, Role
from sessions.permissions import can_see_session, has_role, roles_of
from speakers.models import FloorRequest, IntentStatus, Point, SpeakingIntent, Statement
from speakers.models.intents import FLOOR_ROLES


@rules.predicate
def acts_for_a_delegation(user: User, session: object) -> bool:
    """A focal point of some delegation; which one, the form settles."""
    return is_focal_point(user, None)


@rules.predicate
def acts_for_its_delegation(user: User, intent: SpeakingIntent) -> bool:
    return is_focal_point(user, intent.delegation)


@rules.predicate
def is_settled(user: User, intent: SpeakingIntent) -> bool:
    """It is the delegation's own word, neither provisional nor discarded."""
    return intent.is_settled


@rules.predicate
def leads_its_delegation(user: User, intent: SpeakingIntent) -> bool:
    return is_lead(user, intent.delegation)


@rules.predicate
def left_it(user: User, intent: SpeakingIntent) -> bool:
    """The person to whom the invitation was forwarded."""
    return intent.registered_by_id == user.pk


@rules.predicate
def has_verified_an_address(user: User, session: object) -> bool:
    """Signed in under some address that is known to be the person's own."""
    return user.is_authenticated and EmailAddress.objects.filter(user=user, verified=True).exists()


@rules.predicate
def sees_it_in_the_pool(user: User, intent: SpeakingIntent) -> bool:
    """The moderator, who presides and the rapporteur see what stands, in their own session."""
    return intent.status == IntentStatus.ACTIVE and not roles_of(user, intent.session).isdisjoint(FLOOR_ROLES)


@rules.predicate
def sees_its_intent(user: User, statement: Statement) -> bool:
    return bool(can_view_intent(user, statement.intent))


@rules.predicate
def notes_in_its_session(user: User, point: Point) -> bool:
    return bool(can_note_points(user, point.session))


can_note_points = is_secretariat | has_role(Role.RAPPORTEUR)
can_amend_intent = is_settled & (is_secretariat | acts_for_its_delegation)
can_decide = is_secretariat | leads_its_delegation
can_view_intent = can_amend_intent | can_decide | sees_it_in_the_pool | (left_it & ~is_settled)

# On a session.
rules.add_perm("speakers.register_intent", acts_for_a_delegation)
rules.add_perm("speakers.view_pool", is_secretariat | has_role(*FLOOR_ROLES))
rules.add_perm("speakers.manage_intents", is_secretariat)
rules.add_perm("speakers.note_point", can_note_points)

# On a series: its own delegation's choice; which one, the form settles.
rules.add_perm("speakers.state_series_choice", acts_for_a_delegation)

# On a point.
rules.add_perm("speakers.amend_point", notes_in_its_session)

# On an intent. Accessibility needs go to those who act on them and to nobody else (domain, "No speakers' list").
rules.add_perm("speakers.view_intent", can_view_intent)
rules.add_perm("speakers.amend_intent", can_amend_intent)
rules.add_perm("speakers.view_accessibility_needs", can_amend_intent)

# A provisional one: left by whoever followed a forwarded link, confirmed or discarded by lead or staff.
rules.add_perm("speakers.leave_provisional_intent", has_verified_an_address)
rules.add_perm("speakers.view_provisional_intent", can_decide | left_it)
rules.add_perm("speakers.confirm_provisional_intent", can_decide)
rules.add_perm("speakers.discard_provisional_intent", can_decide | left_it)

# On a statement.
rules.add_perm("speakers.view_statement", sees_its_intent)


def has_intent_that_stands(user: User, session: DialogueSession) -> bool:
    """One of the person's delegations takes part in the session; one query."""
    own = delegations_of(user)
    return bool(own) and session.intents.active().filter(delegation__in=own).exists()


# The floor. On a session: who presides opens and closes the meeting, the moderator gives the floor (domain, "People").
@rules.predicate
def speaks_for_its_delegation(user: User, participant: Participant) -> bool:
    return participant.delegation_id is not None and is_focal_point(user, participant.delegation)


@rules.predicate
def asked_by_its_delegation(user: User, request: FloorRequest) -> bool:
    return bool(speaks_for_its_delegation(user, request.participant))


rules.add_perm("speakers.view_screen", can_see_session)
rules.add_perm("speakers.view_console", is_secretariat | has_role(*FLOOR_ROLES))
rules.add_perm("speakers.run_floor", is_secretariat | has_role(Role.MODERATOR, Role.PRESIDING_CHAIR))
rules.add_perm("speakers.run_meeting", is_secretariat | has_role(Role.PRESIDING_CHAIR))
rules.add_perm("speakers.open_request_page", acts_for_a_delegation)
# On a participant, and on a request for the floor.
rules.add_perm("speakers.request_floor", speaks_for_its_delegation)
rules.add_perm("speakers.withdraw_request", asked_by_its_delegation)
