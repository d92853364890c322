"""Who may read, write and decide on the Chair's summary. Rows are filtered by `visible_to` beside these.

The Chair's team is the Commission's Chair, the rapporteur and the secretariat. What one regional group says is
confidential to the Bureau member of that group and the Chair's team.
"""

from typing import Protocol

import rules

from accounts.models import RegionalGroup, User
from accounts.permissions import is_secretariat
from sessions.models import DialogueSession, Role
from sessions.permissions import has_role, held_roles
from summaries.models import Contribution, GroupPosition, Rendering, SummaryVersion


class OfSession(Protocol):
    """A row of a session's summary: the summary, a section, a paragraph, a round."""

    @property
    def session(self) -> DialogueSession: ...


def of_session(holds: rules.predicates.Predicate) -> rules.predicates.Predicate:
    """The predicate about a session, asked of the session itself or of a row of its summary."""

    def holds_there(user: User, row: DialogueSession | OfSession) -> bool:
        return bool(holds(user, row if isinstance(row, DialogueSession) else row.session))

    return rules.predicate(holds_there, name=f"of_session:{holds.name}")


is_chair = has_role(Role.COMMISSION_CHAIR)
is_bureau = has_role(Role.BUREAU)
is_in_chairs_team = is_secretariat | has_role(Role.COMMISSION_CHAIR, Role.RAPPORTEUR)


def groups_of(user: User, session: DialogueSession) -> list[str]:
    """The regional groups for which a person sits on the Bureau today; usually one."""
    own = (held for held in held_roles(user) if held.session == session.pk and held.role == Role.BUREAU)
    return sorted(held.regional_group for held in own)


@rules.predicate
def is_published(user: User, version: SummaryVersion) -> bool:
    return version.summary.is_published and version.summary.final_version_id == version.pk


@rules.predicate
def is_of_the_team(user: User, version: SummaryVersion) -> bool:
    return bool(is_in_chairs_team(user, version.session))


@rules.predicate
def is_consulted_on(user: User, version: SummaryVersion) -> bool:
    """A Bureau member, on a version whose round has begun."""
    return bool(is_bureau(user, version.session)) and version.has_been_opened


@rules.predicate
def may_read_its_version(user: User, rendering: Rendering) -> bool:
    return bool(can_view_version(user, rendering.version))


@rules.predicate
def speaks_for_its_group(user: User, said: Contribution | GroupPosition) -> bool:
    return said.regional_group in groups_of(user, said.session)


@rules.predicate
def may_read_it(user: User, said: Contribution | GroupPosition) -> bool:
    """The same rows as `OfGroupQuerySet.visible_to`."""
    return bool(is_in_chairs_team(user, said.session)) or speaks_for_its_group(user, said)


can_view_version = is_published | is_of_the_team | is_consulted_on
can_decide = is_secretariat | is_chair

# On a session or a row of its summary. The secretariat records a decision on the Chair's instruction.
rules.add_perm("summaries.read_draft", of_session(is_in_chairs_team))
rules.add_perm("summaries.draft_summary", of_session(is_secretariat | has_role(Role.RAPPORTEUR)))
rules.add_perm("summaries.open_consultation", of_session(can_decide))
rules.add_perm("summaries.read_consultation", of_session(is_in_chairs_team | is_bureau))
rules.add_perm("summaries.speak_for_group", of_session(is_bureau))
rules.add_perm("summaries.record_position", is_secretariat)
rules.add_perm("summaries.decide_contribution", of_session(can_decide))
rules.add_perm("summaries.publish_summary", of_session(can_decide))

# On a version, on a rendering.
rules.add_perm("summaries.view_version", can_view_version)
rules.add_perm("summaries.view_rendering", may_read_its_version)

# On a group's position; on a comment or an amendment.
rules.add_perm("summaries.view_position", may_read_it)
rules.add_perm("summaries.view_contribution", may_read_it)
rules.add_perm("summaries.withdraw_contribution", speaks_for_its_group)

# The Bureau is the five regional groups; a member for States in none may sit beside them.
BUREAU_GROUPS = [group for group in RegionalGroup.values if group != RegionalGroup.NONE]
