"""A delegation's choices in a series, the places that staff give, and telling all of them at once.

Views call these after checking who may act. A delegation acts while choices are open; the secretariat at any time,
saying on what (`source`). Nothing here is ranked and nothing asks who came first.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, User
from accounts.permissions import is_secretariat
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import StaleRevision, save_revision
from mailings.models import Mailing
from mailings.occasions import Link, Moment
from mailings.services import Letter, hold, send
from sessions.models import Act, DialogueSession, MeetingMode, Series
from sessions.services.instructions import Source, record_instruction
from speakers.models import SeriesChoice, SeriesPlace


class ChoicesClosed(Exception):
    """Choices are not open at this moment, and the actor is not the secretariat."""


class NotInSeries(Exception):
    """A meeting that is not, or no longer, one of the series' published ones; or the same one twice."""


class WaitsInOutbox(Exception):
    """A mailing that tells of this delegation's place is written and not released: `delegation`."""

    def __init__(self, delegation: Delegation) -> None:
        self.delegation = delegation
        super().__init__(str(delegation))


class NothingToTell(Exception):
    """No place was given or changed since the last mailing, or nobody acts for these delegations."""


@transaction.atomic
def state_choice(
    choice: SeriesChoice, *, actor: User, seen: int, token: uuid.UUID | None = None, source: Source | None = None
) -> SeriesChoice:
    """Store or change a delegation's choice; the same form sent twice makes one. All its focal points are told.

    `seen` is the revision that was on the page, 0 where there was none. Raises ChoicesClosed, NotInSeries,
    StaleRevision if somebody else stated one since.
    """
    series = choice.series
    if not (series.takes_choices or is_secretariat(actor)):
        raise ChoicesClosed
    _check_meetings(series, choice.first, choice.second)
    own = SeriesChoice.objects.filter(series=series, delegation=choice.delegation)
    stored = own.select_for_update().first()
    if stored is None:
        choice.stated_by, choice.client_token = actor, token
        choice, is_new = create_once(own, token, lambda: _inserted(choice))
        if is_new:
            _tell_choice(choice, Act.REGISTERED, actor, source)
        return choice
    if token is not None and stored.client_token == token and seen == 0:
        return stored
    if seen != stored.revision:
        raise StaleRevision(stored)
    stored.first, stored.second, stored.stated_by = choice.first, choice.second, actor
    save_revision(stored, seen=seen)
    _tell_choice(stored, Act.CHANGED, actor, source)
    return stored


def _inserted(choice: SeriesChoice) -> SeriesChoice:
    choice.save(force_insert=True)
    return choice


def _check_meetings(series: Series, first: DialogueSession, second: DialogueSession | None) -> None:
    open_meetings = {meeting.pk for meeting in series.open_meetings()}
    if first == second or not {one.pk for one in (first, second) if one} <= open_meetings:
        raise NotInSeries


def _tell_choice(choice: SeriesChoice, act: Act, actor: User, source: Source | None) -> None:
    page = Link("series:choice", {"pk": choice.series_id})
    if source is not None:
        record_instruction(
            choice,
            session=choice.first,
            act=act,
            principal=choice.delegation,
            source=source,
            actor=actor,
            page=page,
        )
        return
    values = {
        "series": choice.series.title_as_read,
        "delegation": choice.delegation,
        "first": choice.first.title_as_read,
        "second": choice.second.title_as_read if choice.second else _("none"),
        "url": page,
    }
    for person in choice.delegation.members.filter(is_active=True):
        send(occasion="series-choice-received", recipient=person, values=values, scope=choice.series)


@transaction.atomic
def give_places(
    series: Series, delegations: Iterable[Delegation], meeting: DialogueSession | None, *, actor: User
) -> int:
    """Give each of these delegations a place in a meeting, or (None) take back what they were not told of yet.

    More places than seats are allowed: staff see it and decide. Gives how many places changed. Raises NotInSeries,
    WaitsInOutbox.
    """
    Series.objects.select_for_update().get(pk=series.pk)
    if meeting is not None:
        _check_meetings(series, meeting, None)
    rows = _by_delegation(series.places.select_related("mailing"))
    return sum(_give(series, one, rows.get(one.pk, []), meeting, actor) for one in delegations)


def _give(
    series: Series, delegation: Delegation, places: list[SeriesPlace], meeting: DialogueSession | None, actor: User
) -> bool:
    """Give one place; whether it changed anything."""
    current = current_place(places)
    if current is not None and current.waits_in_outbox:
        raise WaitsInOutbox(delegation)
    if (current.meeting_id if current else None) == (meeting.pk if meeting else None):
        return False
    untold = next((place for place in places if place.mailing_id is None), None)
    told = current_place(place for place in places if place.is_told)
    if meeting is None or (told is not None and told.meeting_id == meeting.pk):
        if untold is None:
            # Told already: only another place changes it.
            return False
        untold.delete()
        return True
    untold = untold or SeriesPlace(series=series, delegation=delegation)
    untold.meeting, untold.given_by = meeting, actor
    untold.save()
    return True


def current_place(places: Iterable[SeriesPlace]) -> SeriesPlace | None:
    """Of one delegation's places the one that holds: to be told, waiting in the outbox, or told last."""
    return max(places, key=_how_current, default=None)


def current_places(places: Iterable[SeriesPlace]) -> dict[uuid.UUID, SeriesPlace]:
    """Delegation → its place that holds."""
    return {key: max(several, key=_how_current) for key, several in _by_delegation(places).items()}


def _by_delegation(places: Iterable[SeriesPlace]) -> dict[uuid.UUID, list[SeriesPlace]]:
    found: dict[uuid.UUID, list[SeriesPlace]] = {}
    for place in places:
        found.setdefault(place.delegation_id, []).append(place)
    return found


def _how_current(place: SeriesPlace) -> tuple[int, float]:
    if place.mailing is None:
        return 2, 0
    return (1, 0) if place.mailing.released_at is None else (0, place.mailing.released_at.timestamp())


@transaction.atomic
def give_first_choices(series: Series, *, actor: User) -> int:
    """Give their first choice to all who have no place, in each meeting whose seats hold them all.

    Where more wish than seats are left nobody is given one: who gives way is for people to decide. Gives how many
    places were given.
    """
    # Seats are counted under the lock under which they are given.
    Series.objects.select_for_update().get(pk=series.pk)
    choices = series.choices.select_related("delegation")
    current = current_places(series.places.select_related("mailing"))
    fitting = who_fits(series.open_meetings(), choices, current)
    return sum(give_places(series, delegations, meeting, actor=actor) for meeting, delegations in fitting.items())


def who_fits(
    meetings: Iterable[DialogueSession], choices: Iterable[SeriesChoice], current: Mapping[uuid.UUID, SeriesPlace]
) -> dict[DialogueSession, list[Delegation]]:
    """Meeting → the delegations without a place whose first choice it is, where its seats hold them all.

    `meetings` are the series' open ones. A place in another is none, unless a mail that tells of it waits.
    """
    held = {meeting.pk: meeting for meeting in meetings}
    placed = {key for key, place in current.items() if place.meeting_id in held or place.waits_in_outbox}
    taken = Counter(place.meeting_id for place in current.values())
    waiting: dict[uuid.UUID, list[Delegation]] = {}
    for choice in choices:
        if choice.delegation_id not in placed:
            waiting.setdefault(choice.first_id, []).append(choice.delegation)
    return {
        meeting: waiting[meeting.pk]
        for meeting in held.values()
        if meeting.pk in waiting
        and (meeting.seats is None or taken[meeting.pk] + len(waiting[meeting.pk]) <= meeting.seats)
    }


@transaction.atomic
def write_to_all(series: Series, *, actor: User) -> Mailing:
    """Write to the focal points of all delegations whose place was given or changed; held until it is released.

    A place in a meeting that is not held in the series any more, and that of a delegation for which nobody acts, stay
    untold. Raises NothingToTell.
    """
    Series.objects.select_for_update().get(pk=series.pk)
    acting = Prefetch("delegation__members", User.objects.filter(is_active=True))
    untold = series.places.filter(mailing=None, meeting__in=series.held_meetings())
    told = [
        place
        for place in untold.select_related("delegation", "meeting").prefetch_related(acting, "meeting__texts")
        if place.delegation.members.all()
    ]
    if not told:
        raise NothingToTell
    letters = [
        Letter(person, _place_values(place), about=place) for place in told for person in place.delegation.members.all()
    ]
    mailing = hold(occasion="series-place", letters=letters, scope=series)
    for place in told:
        place.mailing = mailing
        place.save(update_fields=["mailing"])
    return mailing


def _place_values(place: SeriesPlace) -> dict[str, object]:
    meeting = place.meeting
    assert meeting.starts_at is not None  # noqa: S101  (published)
    return {
        "series": place.series.title_as_read,
        "delegation": place.delegation,
        "meeting": meeting.title_as_read,
        "begins": Moment(meeting.starts_at, meeting.time_zone),
        "venue": meeting.venue or MeetingMode(meeting.mode).label,
        "url": Link("sessions:detail", {"slug": meeting.slug}),
    }
