"""What choices in a series give to pages of the whole portal: tasks, links, cockpit. Registered in `apps.py`."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from accounts.models import Delegation
from accounts.permissions import delegations_of, own_delegations
from dialogue_portal.access import read_once
from dialogue_portal.registries import CockpitCard, CockpitException, MyTask, Words
from sessions.models import DialogueSession, Series, SeriesText, SessionStatus
from sessions.models.titles import in_readers_language
from speakers.models import SeriesChoice, SeriesPlace
from speakers.services.series import current_places


def series_tasks(user: Any) -> Iterable[MyTask]:
    """While choices are open: to state them, or to state them anew where the first is no longer held. Two queries."""
    delegations = own_delegations(user)
    if not delegations:
        return
    held: dict[Series, set[Any]] = {}
    meetings = DialogueSession.objects.filter(series__choices_until__gt=timezone.now(), status=SessionStatus.PUBLISHED)
    titles = in_readers_language(SeriesText.objects.all(), series=OuterRef("series"))
    rows: Any = meetings.select_related("series").only("series").annotate(of_series=titles).order_by("series__title")
    for meeting in rows:
        # As one that came `titled`.
        meeting.series.translated = meeting.of_series
        held.setdefault(meeting.series, set()).add(meeting.pk)
    # One meeting is no choice.
    open_to_choice = {series.pk: series for series, among in held.items() if len(among) > 1}
    if not open_to_choice:
        return
    chosen = SeriesChoice.objects.filter(series__in=open_to_choice, delegation__in=delegations)
    settled = {
        (row.series_id, row.delegation_id) for row in chosen if row.first_id in held[open_to_choice[row.series_id]]
    }
    for series in open_to_choice.values():
        for delegation in delegations:
            if (series.pk, delegation.pk) not in settled:
                yield _task(series, delegation)


def _task(series: Series, delegation: Delegation) -> MyTask:
    return MyTask(
        title=_("State your first and second choice"),
        detail=_("%(delegation)s · %(series)s") % {"delegation": delegation, "series": series.local_title},
        url=reverse("series:choice", kwargs={"pk": series.pk}) + f"?for={delegation.pk}",
        button=_("Choose"),
        deadline=series.choices_until,
        time_zone=series.time_zone,
    )


def session_links(session: DialogueSession, user: Any) -> Iterable[tuple[Words, str]]:
    """On each meeting of the series; nothing is asked where there is none."""
    if session.series is not None:
        yield from series_links(session.series, user)


def series_links(series: Series, user: Any) -> Iterable[tuple[Words, str]]:
    if user.has_perm("sessions.manage_series", series):
        yield _("First and second choices"), reverse("series:board", kwargs={"pk": series.pk})
    elif series.choices_until and user.has_perm("speakers.state_series_choice", series):
        yield _("Your choice in the series"), reverse("series:choice", kwargs={"pk": series.pk})


def series_card(session: DialogueSession, user: Any) -> Iterable[CockpitCard]:
    """How many prefer this meeting, for a meeting of a series."""
    if session.series is None or not user.has_perm("sessions.manage_series", session.series):
        return
    seats = _("seats are not limited")
    if session.seats is not None:
        seats = ngettext("%(n)d seat", "%(n)d seats", session.seats) % {"n": session.seats}
    yield CockpitCard(
        title=_("First choices of this meeting"),
        figure=_first_choices(session, user),
        detail=seats,
        url=reverse("series:board", kwargs={"pk": session.series_id}),
        order=25,
    )


def seat_exceptions(session: DialogueSession, user: Any) -> Iterable[CockpitException]:
    """More delegations wish for this meeting of its series than it seats."""
    if session.series_id is None or session.seats is None:
        return
    wished = _first_choices(session, user)
    if wished > session.seats:
        yield CockpitException(
            title=_("More delegations wish for this meeting than it has seats"),
            detail=_("%(wished)d first choices, %(seats)d seats.") % {"wished": wished, "seats": session.seats},
            url=reverse("sessions:series", kwargs={"pk": session.series_id}),
            button=_("Open the series"),
            order=50,
        )


def _first_choices(session: DialogueSession, user: Any) -> int:
    """How many prefer this meeting in its series; what was chosen in one that it left does not count. One query."""
    choices = SeriesChoice.objects.filter(series=session.series_id, first=session)
    return read_once(user, f"first choices of {session.pk}", choices.count)


def has_place_that_is_told(user: Any, session: DialogueSession) -> bool:
    """One of the person's delegations was given this meeting and told so; one query."""
    own = delegations_of(user)
    if not own or session.series_id is None:
        return False
    places = SeriesPlace.objects.filter(series=session.series_id, delegation__in=own)
    told = places.filter(mailing__released_at__isnull=False).select_related("mailing")
    # A delegation that was moved to another meeting has left this one.
    return any(place.meeting_id == session.pk for place in current_places(told).values())
