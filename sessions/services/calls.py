"""The call of a phase: a held mailing that invites those who may act in it and have not answered; then a reminder.

Who is called and in which words, the phase's app has registered (`registries.PhaseCall`); here is only asked. Nothing
leaves until staff release it in the outbox.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User
from dialogue_portal import audit
from dialogue_portal.registries import Phase, PhaseCall, Words, phases
from dialogue_portal.states import InvalidTransition
from mailings.models import Mailing, Message
from mailings.occasions import Link, Moment
from mailings.services import Letter, discard, hold, samples
from sessions.models import (
    DialogueSession,
    PhaseChange,
    PhaseState,
    PhaseWindow,
    SessionStatus,
    phase_exists,
    phases_of,
    window_of,
)

# What a letter tells of the meeting, or its reader looks up and plans by.
WHEN_AND_WHERE = ["starts_at", "ends_at", "time_zone", "venue"]


class NoCall(Exception):
    """There is no call to write now; `reason` says why, and what to do."""

    def __init__(self, reason: Words) -> None:
        self.reason = reason
        super().__init__(str(reason))


class CallMoved(Exception):
    """Since the page was shown a call was written, released or thrown away: it has to be asked again."""


@dataclass(frozen=True)
class Called:
    """A delegation or organisation that a call goes to, and those who act for it; none: nobody can be written to."""

    principal: Any
    people: Sequence[Any]


@dataclass(frozen=True)
class Call:
    """The call of one phase as it would be written now, beside what was written before."""

    session: DialogueSession
    key: str
    # The latest first.
    written: list[Mailing]

    @property
    def phase(self) -> Phase:
        return phases[self.key]

    @property
    def rule(self) -> PhaseCall:
        return call_of(self.key)

    @property
    def held(self) -> Mailing | None:
        return next((mailing for mailing in self.written if mailing.is_held), None)

    @property
    def is_reminder(self) -> bool:
        """Whether one was released already."""
        return any(not mailing.is_held for mailing in self.written)

    @property
    def occasion(self) -> str:
        return self.rule.reminder if self.is_reminder else self.rule.occasion

    @property
    def mark(self) -> str:
        """What was written when the page was shown: the page sends it back, so that nothing is doubled unasked."""
        return "".join(f"{one.pk}{'-' if one.is_held else '+'}" for one in self.written[:1])

    @cached_property
    def called(self) -> list[Called]:
        return with_people(self.rule.called(self.session))

    @property
    def reached(self) -> list[Called]:
        return [one for one in self.called if one.people]

    @property
    def unreached(self) -> list[Any]:
        """Those for whom nobody acts."""
        return [one.principal for one in self.called if not one.people]

    @cached_property
    def letters(self) -> list[Letter]:
        """One to each person, naming all for whom they may act and who have not answered."""
        names: dict[User, list[str]] = {}
        for one in self.called:
            for person in one.people:
                names.setdefault(person, []).append(str(one.principal))
        values = self._values() if names else {}
        return [Letter(person, values | {"principal": ", ".join(acting)}) for person, acting in names.items()]

    def _values(self) -> dict[str, object]:
        session, zone = self.session, self.session.time_zone
        window = window_of(session, self.key)
        if window is None:
            raise NoCall(hindrance(session, self.key))
        begins = Moment(session.starts_at, zone) if session.starts_at else _("at a time to be announced")
        return {
            "session": session.title_as_read,
            "begins": begins,
            "phase": self.phase.label,
            "opens": Moment(window.opens_at, zone),
            "until": Moment(window.closes_at, zone),
            "limits": lazy(lambda: self.rule.limits(session), str)(),
            "url": Link(self.phase.page, {"slug": session.slug}),
        }

    def samples(self) -> list[Message]:
        """The letter to the first recipient of each language."""
        return samples(occasion=self.occasion, letters=self.letters, scope=self.session)

    def reaches_anybody(self) -> bool:
        """Asked of the database without reading who that is: the cockpit asks again and again."""
        return self.rule.called(self.session).filter(members__is_active=True).exists()

    def is_outdated(self) -> bool:
        """Whether the phase's times, the meeting's or its venue were changed since one is held. Two queries at most."""
        if self.held is None:
            return False
        phase = PhaseChange.objects.filter(session=self.session, phase=self.key, changed_at__gt=self.held.created_at)
        meeting = AuditEntry.objects.get_for_object(self.session).filter(
            timestamp__gt=self.held.created_at, changes__has_any_keys=WHEN_AND_WHERE
        )
        return phase.exists() or meeting.exists()


def call_of(phase: str) -> PhaseCall:
    """Raises NoCall for a phase that is never called for."""
    if phase not in phases or (call := phases[phase].call) is None:
        raise NoCall(_("Nobody is called to this phase."))
    return call


def with_people(principals: models.QuerySet[Any]) -> list[Called]:
    """Delegations or organisations in their own order, each with those who act for it. Two queries."""
    people = User.objects.filter(is_active=True).order_by("full_name", "pk")
    return [
        Called(one, list(one.members.all())) for one in principals.prefetch_related(models.Prefetch("members", people))
    ]


def calls_of(session: DialogueSession) -> list[Call]:
    """Of each phase that exists in the session and has a call, in the order of the phase bar. One query."""
    keys = [key for key in phases_of(session) if phases[key].call]
    return _calls(session, keys)


def call_for(session: DialogueSession, phase: str) -> Call:
    return _calls(session, [phase])[0]


def _calls(session: DialogueSession, keys: Iterable[str]) -> list[Call]:
    occasions = {key: (call_of(key).occasion, call_of(key).reminder) for key in keys}
    wanted = [occasion for pair in occasions.values() for occasion in pair]
    found = list(Mailing.objects.about(session).filter(occasion__in=wanted)) if wanted else []
    return [Call(session, key, [one for one in found if one.occasion in pair]) for key, pair in occasions.items()]


def hindrance(session: DialogueSession, phase: str) -> Words:
    """Why nobody can be called to this phase now, and what to do; empty if somebody can."""
    if not phase_exists(session, phase):
        return _("This meeting is held without this phase.")
    if session.status == SessionStatus.CANCELLED:
        return _("The meeting is cancelled: nobody is called to it.")
    if not session.is_under_way:
        return _("The session is a draft: those who are called could not open it. Publish it first.")
    if not call_of(phase).open_to & set(session.open_to):
        return _("The rules of this meeting do not let those take part who would be called. Change them first.")
    return _hindrance_of(window_of(session, phase))


def _hindrance_of(window: PhaseWindow | None) -> Words:
    if window is None:
        return _("The letter says when the phase is open: set its times first.")
    if window.state() == PhaseState.CLOSED:
        return _("The phase is closed. Set a later time first, or give one of them leave to come late.")
    return ""


@transaction.atomic
def write_call(session: DialogueSession, phase: str, *, actor: User, seen: str) -> Mailing:
    """Hold the call, or the reminder if a call was released; one that is held still is thrown away for it.

    `seen` is the `mark` of what the page showed. Raises CallMoved if that is no longer so, NoCall if there is none to
    write or nobody to write to.
    """
    # Of two who write at once the second meets the call of the first.
    DialogueSession.objects.select_for_update().get(pk=session.pk)
    if reason := hindrance(session, phase):
        raise NoCall(reason)
    call = call_for(session, phase)
    if call.mark != seen:
        raise CallMoved
    if not call.letters:
        raise NoCall(_("Nobody is left to be written to."))
    with audit.acting_as(actor):
        if call.held:
            _discard(call.held)
        return hold(occasion=call.occasion, letters=call.letters, scope=session)


def _discard(held: Mailing) -> None:
    try:
        discard(held)
    except (InvalidTransition, Mailing.DoesNotExist) as error:
        # Released or thrown away at this very moment.
        raise CallMoved from error
