"""Who may do what with applications, reviews and the panel. Rows are filtered by `visible_to` beside them."""

import rules

from accounts.models import User
from accounts.permissions import is_organization_member, is_secretariat, organizations_of
from sessions.models import DialogueSession, Instruction, Role
from sessions.permissions import can_see_session, has_role, roles_of
from stakeholders.models import SCREENED_ELIGIBLE, Application, ApplicationStatus, Route

READER_ROLES = {Role.REVIEWER, Role.COMMISSION_CHAIR}


@rules.predicate
def acts_for_its_organization(user: User, application: Application) -> bool:
    return is_organization_member(user, application.organization)


@rules.predicate
def was_told_to(user: User, application: Application) -> bool:
    """Of an application that the organisation has told the secretariat to enter or amend."""
    return Instruction.objects.about(application).exists()


@rules.predicate
def reads_it_once_screened(user: User, application: Application) -> bool:
    """Reviewers and the Commission's Chair, in their own session, once it was found eligible."""
    return application.status in SCREENED_ELIGIBLE and not roles_of(user, application.session).isdisjoint(READER_ROLES)


@rules.predicate
def reviews_it(user: User, application: Application) -> bool:
    """A reviewer of the session; never of the own organisation, and nobody scores whom the Chair invited."""
    return (
        application.status in SCREENED_ELIGIBLE
        and application.route != Route.INVITATION
        and Role.REVIEWER in roles_of(user, application.session)
        and not is_organization_member(user, application.organization)
    )


@rules.predicate
def has_no_stake(user: User, session: DialogueSession) -> bool:
    """No organisation of theirs applies in this session: whose does, stands aside from choosing the set."""
    own = organizations_of(user)
    return not own or not Application.objects.beyond_draft().filter(session=session, organization__in=own).exists()


can_view_application = is_secretariat | acts_for_its_organization | reads_it_once_screened
is_impartial_reviewer = has_role(Role.REVIEWER) & has_no_stake


# On a session.
def has_confirmed_its_seat(user: User, session: DialogueSession) -> bool:
    """One of the person's organisations sits on the session's panel and has confirmed it; one query."""
    own = organizations_of(user)
    confirmed = session.applications.filter(status=ApplicationStatus.CONFIRMED, organization__in=own)
    return bool(own) and confirmed.exists()


rules.add_perm("stakeholders.apply", rules.is_authenticated & can_see_session)
rules.add_perm("stakeholders.screen_applications", is_secretariat)
rules.add_perm("stakeholders.review_applications", has_role(Role.REVIEWER))
rules.add_perm(
    "stakeholders.view_panel",
    is_impartial_reviewer | ((is_secretariat | has_role(Role.COMMISSION_CHAIR)) & has_no_stake),
)
rules.add_perm("stakeholders.recommend_panel", is_impartial_reviewer)
# The secretariat records the Chair's decision on the Chair's word, with its source.
rules.add_perm("stakeholders.decide_panel", has_role(Role.COMMISSION_CHAIR) | is_secretariat)
rules.add_perm("stakeholders.release_decisions", is_secretariat)

# On an application.
rules.add_perm("stakeholders.view_application", can_view_application)
rules.add_perm("stakeholders.edit_application", acts_for_its_organization | (is_secretariat & was_told_to))
rules.add_perm("stakeholders.screen_application", is_secretariat)
rules.add_perm("stakeholders.review_application", reviews_it)
rules.add_perm("stakeholders.confirm_participation", acts_for_its_organization | is_secretariat)
