"""The facts with which a summary begins, written from the record.

Date, theme, who chaired and moderated, the stakeholders, the number of States and the participants by level
(CSW63's own summary gives them in this order). It says whether it counts those registered or those who spoke.
"""

from collections import Counter
from collections.abc import Callable

from django.db import models
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.models import DelegationKind
from dialogue_portal.moments import day_words
from sessions.models import DialogueSession, Level, Participant, ParticipantCapacity, Role, SessionRole
from speakers.models import InterventionKind


class Basis(models.TextChoices):
    """Whom the facts count."""

    REGISTERED = "registered", gettext_lazy("those registered")
    SPOKE = "spoke", gettext_lazy("those who spoke")


SPOKEN_KINDS = [InterventionKind.INITIAL, InterventionKind.FOLLOW_UP]

# Not an order of precedence, which differs between bodies; just the order of the list.
LEVELS: dict[str, Callable[[int], str]] = {
    Level.HEAD_OF_STATE: lambda n: ngettext("%d Head of State", "%d Heads of State", n),
    Level.VICE_PRESIDENT: lambda n: ngettext("%d Vice-President", "%d Vice-Presidents", n),
    Level.HEAD_OF_GOVERNMENT: lambda n: ngettext("%d Head of Government", "%d Heads of Government", n),
    Level.DEPUTY_PRIME_MINISTER: lambda n: ngettext("%d Deputy Prime Minister", "%d Deputy Prime Ministers", n),
    Level.MINISTER: lambda n: ngettext("%d Minister", "%d Ministers", n),
    Level.VICE_MINISTER: lambda n: ngettext("%d Vice-Minister", "%d Vice-Ministers", n),
    Level.OTHER: lambda n: ngettext("%d other high-level participant", "%d other high-level participants", n),
    Level.TO_BE_CONFIRMED: lambda n: ngettext(
        "%d participant whose level is to be confirmed", "%d participants whose level is to be confirmed", n
    ),
}


def facts_of(session: DialogueSession, *, basis: Basis) -> list[str]:
    """The facts as paragraphs in the active language, in four queries."""
    participants = list(session.participants.filter(is_active=True).select_related("delegation", "organization"))
    return [_when_and_where(session), _who_led(session, participants), _who_took_part(session, participants, basis)]


def _when_and_where(session: DialogueSession) -> str:
    kind = session.get_kind_display().lower()
    sentence = _("The %(kind)s entitled “%(title)s” was held") % {"kind": kind, "title": session.title}
    if session.starts_at and session.ends_at:
        starts, ends = session.starts_at.astimezone(session.zone), session.ends_at.astimezone(session.zone)
        when = {"date": day_words(starts), "from": date_format(starts, "P"), "to": date_format(ends, "P")}
        sentence += _(" on %(date)s, from %(from)s to %(to)s") % when
    if session.venue:
        sentence += _(", at %(venue)s") % {"venue": session.venue}
    if session.theme:
        sentence += _(", on the priority theme “%(theme)s”") % {"theme": session.theme.strip().rstrip(".")}
    return sentence + "."


def _who_led(session: DialogueSession, participants: list[Participant]) -> str:
    chaired = _people(session, participants, ParticipantCapacity.CHAIR, Role.PRESIDING_CHAIR)
    moderated = _people(session, participants, ParticipantCapacity.MODERATOR, Role.MODERATOR)
    sentences = [
        _("The meeting was chaired by %(chair)s and moderated by %(moderator)s.")
        % {"chair": chaired or _("[name of the chair]"), "moderator": moderated or _("[name of the moderator]")}
    ]
    stakeholders = [_introduced(row) for row in participants if row.capacity == ParticipantCapacity.STAKEHOLDER]
    if stakeholders:
        names = get_text_list(stakeholders, _("and"))
        sentences.append(
            ngettext(
                "One stakeholder took part in the opening segment: %(names)s.",
                "%(count)d stakeholders took part in the opening segment: %(names)s.",
                len(stakeholders),
            )
            % {"count": len(stakeholders), "names": names}
        )
    return " ".join(sentences)


def _who_took_part(session: DialogueSession, participants: list[Participant], basis: Basis) -> str:
    counted = [row for row in participants if row.capacity == ParticipantCapacity.MINISTER and row.delegation]
    if basis == Basis.SPOKE:
        turns = session.interventions.filter(kind__in=SPOKEN_KINDS)
        spoke = set(turns.values_list("participant", flat=True))
        counted = [row for row in counted if row.pk in spoke]
    delegations = {row.delegation for row in counted if row.delegation}
    states = sum(delegation.kind != DelegationKind.OBSERVER_ENTITY for delegation in delegations)
    entities = len(delegations) - states
    whose = ngettext("%d State", "%d States", states) % states
    if entities:
        observers = ngettext("%d observer entity", "%d observer entities", entities) % entities
        whose = get_text_list([whose, observers], _("and"))
    by_level = Counter(row.level or Level.TO_BE_CONFIRMED for row in counted)
    levels = [wording(by_level[level]) % by_level[level] for level, wording in LEVELS.items() if by_level[level]]
    sentence = (
        _("Representatives of %(whose)s spoke in the dialogue")
        if basis == Basis.SPOKE
        else _("Representatives of %(whose)s had registered to take part in the dialogue")
    ) % {"whose": whose}
    return f"{sentence}: {get_text_list(levels, _('and'))}." if levels else f"{sentence}."


def _people(
    session: DialogueSession, participants: list[Participant], capacity: ParticipantCapacity, role: Role
) -> str:
    """Those registered in this capacity, else those who hold the role."""
    named = [_introduced(row) for row in participants if row.capacity == capacity and row.name]
    if not named:
        holders = SessionRole.objects.in_force().own().filter(session=session, role=role).select_related("user")
        named = [str(holder.user) for holder in holders]
    return get_text_list(named, _("and"))


def _introduced(participant: Participant) -> str:
    """Name, title and whom the person represents."""
    title = ", ".join(part for part in (participant.functional_title, participant.represents) if part)
    return f"{participant.announced_name} ({title})" if title else participant.announced_name
