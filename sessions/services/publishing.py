"""Publishing a session, taking it back, cancelling it. The only writer of the status field.

The history is the audit log: who moved a session to which status, and when.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.registries import phases
from dialogue_portal.revisions import StaleRevision, save_revision
from dialogue_portal.search import reindex
from dialogue_portal.states import InvalidTransition, check_transition
from sessions.local_time import to_local
from sessions.models import DialogueSession, PhaseState, PhaseWindow, PublishingRequest, SessionKind, SessionStatus
from sessions.models.meeting import TRANSITIONS
from sessions.services.late_closes import late_close
from sessions.services.phases import settable_phases


@dataclass(frozen=True)
class Lack:
    """Something to be mended before publishing. `field` names the field of the set-up page, or the phase."""

    field: str
    words: str | Promise


class NotReady(Exception):
    """A session cannot be published yet; `lacks` says why."""

    def __init__(self, lacks: list[Lack]) -> None:
        self.lacks = lacks
        super().__init__(", ".join(lack.field for lack in lacks))


def lacks_of(session: DialogueSession) -> list[Lack]:
    """What still lacks before the session can be published."""
    lacks = []
    if not session.title.strip():
        lacks.append(Lack("title", _("The session has no title.")))
    if session.starts_at is None:
        lacks.append(Lack("date", _("The date and the time of the beginning are missing.")))
    elif session.ends_at is None:
        lacks.append(Lack("ends", _("The time of the end is missing.")))
    if session.kind != SessionKind.SIDE_EVENT and not session.leading_questions.exists():
        lacks.append(Lack("questions", _("There is no leading question.")))
    for window in _windows(session):
        if session.ends_at and window.opens_at >= session.ends_at:
            words = _("The phase “%(phase)s” opens only after the meeting has ended.")
            lacks.append(Lack(window.phase, words % {"phase": phases[window.phase].label}))
    return lacks


def warnings_of(session: DialogueSession) -> list[str]:
    """What staff should know when they publish, though it hinders nothing."""
    warnings = []
    now = timezone.now()
    windows = {window.phase: window for window in _windows(session)}
    for key in settable_phases(session):
        label = {"phase": phases[key].label}
        window = windows.get(key)
        if window is None:
            warnings.append(_("The phase “%(phase)s” has no time set: it stays closed.") % label)
        elif window.state(now) == PhaseState.CLOSED:
            warnings.append(_("The phase “%(phase)s” has closed already.") % label)
        elif late := late_close(session, key, window.closes_at):
            warnings.append(late)
    warnings += _outside_commission(session)
    if session.ends_at and session.ends_at <= now:
        warnings.append(str(_("The meeting is in the past.")))
    return warnings


def _outside_commission(session: DialogueSession) -> list[str]:
    """A meeting before the first or after the last day of its Commission's session, by the meeting's own clock."""
    parent = session.commission_session
    if parent is None or session.starts_at is None:
        return []
    day = to_local(session.starts_at, session.zone).date()
    if (parent.starts_on and day < parent.starts_on) or (parent.ends_on and day > parent.ends_on):
        return [_("The meeting is not within the days of the %(session)s.") % {"session": parent}]
    return []


def _windows(session: DialogueSession) -> list[PhaseWindow]:
    """The windows that staff set, in the order of the phase bar."""
    order = {key: number for number, key in enumerate(settable_phases(session))}
    windows = [window for window in session.phase_windows.all() if window.phase in order]
    return sorted(windows, key=lambda window: order[window.phase])


def publish_session(session: DialogueSession, *, actor: User | None, seen: int) -> DialogueSession:
    """Make a draft public. Raises NotReady with what lacks, InvalidTransition (a rehearsal too), StaleRevision."""
    return _move(session, SessionStatus.PUBLISHED, seen)


def return_to_draft(session: DialogueSession, *, actor: User, seen: int) -> DialogueSession:
    """Take a published session back, or a cancelled one up again. Raises InvalidTransition, StaleRevision."""
    return _move(session, SessionStatus.DRAFT, seen)


def cancel_session(session: DialogueSession, *, actor: User, seen: int) -> DialogueSession:
    """Cancel a session; it stays visible and says so. Raises InvalidTransition, StaleRevision."""
    return _move(session, SessionStatus.CANCELLED, seen)


@transaction.atomic
def _move(session: DialogueSession, target: SessionStatus, seen: int) -> DialogueSession:
    row = DialogueSession.objects.select_for_update().get(pk=session.pk)
    if row.is_rehearsal:
        raise InvalidTransition("rehearsal", target)
    check_transition(TRANSITIONS, row.status, target)
    if row.revision != seen:
        raise StaleRevision(row)
    if target == SessionStatus.PUBLISHED and (lacks := lacks_of(row)):
        raise NotReady(lacks)
    PublishingRequest.objects.filter(session=row).delete()
    row.status = target
    saved = save_revision(row, seen=seen, fields=["status"])
    # A draft's documents are not in the index.
    reindex("documents", saved.documents.values_list("pk", flat=True))
    return saved
