"""Sessions as a calendar file (RFC 5545): the meeting, and the moment at which each phase closes.

Made by `views.calendars`. Keys stay for life and SEQUENCE grows with every save, so that calendars which subscribe move
what has moved. The link to join is in it only for one of those concerned.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from dialogue_portal.moments import moment_words, zone_named
from sessions.models import DialogueSession, PhaseWindow, SessionStatus, TextPart, phases_of
from sessions.time_zone_rules import time_zone_rules

# How often calendars that subscribe should ask again.
REFRESH = timedelta(hours=1)


def calendar_file(sessions: Iterable[DialogueSession], *, name: str, with_link: bool = False) -> bytes:
    """The file of these sessions, which have times; `with_link` only for a reader who may join them."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PORTAL_NAME}//{_host()}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # RFC 7986 and, for older programs, what came before it.
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    events = []
    for session in sessions:
        windows = [window for window in session.phase_windows.all() if window.phase in phases_of(session)]
        events.append(_meeting(session, with_link=with_link))
        events += [_deadline(session, window) for window in sorted(windows, key=lambda window: window.closes_at)]
    for rules in _zones_of(events) or [_rules_of_the_portal()]:
        calendar.add_component(rules)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _meeting(session: DialogueSession, *, with_link: bool) -> Event:
    event = _event(session, "meeting", session.revision, session.revised_at)
    event.add("summary", _title(session))
    event.add("dtstart", _local(session, session.starts_at))
    event.add("dtend", _local(session, session.ends_at))
    if session.venue:
        event.add("location", session.venue)
    lines = [f"{session.get_kind_display()} · {session.get_mode_display()}"]
    if session.commission_session:
        lines.append(str(session.commission_session))
    if with_link:
        lines += [session.join_url, session.join_details, _("For those concerned only: please do not pass it on.")]
    elif session.is_online:
        lines.append(_("The link to join is on the session’s page for those concerned, once they have signed in."))
    event.add("description", "\n".join([*filter(None, lines), _page(session)]))
    return event


def _deadline(session: DialogueSession, window: PhaseWindow) -> Event:
    """A moment without length that keeps nobody's time busy: the closing. When the phase opens is in the text."""
    revised_at = max(session.revised_at, window.revised_at)
    event = _event(session, window.phase, session.revision + window.revision, revised_at)
    words = {"phase": window.definition.label, "session": _title(session)}
    event.add("summary", _("Closes: %(phase)s – %(session)s") % words)
    event.add("dtstart", _local(session, window.closes_at))
    event.add("transp", "TRANSPARENT")
    times = {
        "opens": moment_words(window.opens_at, session.time_zone, session.time_zone),
        "closes": moment_words(window.closes_at, session.time_zone, session.time_zone),
    }
    event.add(
        "description", _("Opens: %(opens)s") % times + "\n" + _("Closes: %(closes)s") % times + f"\n{_page(session)}"
    )
    return event


def _event(session: DialogueSession, part: str, sequence: int, revised_at: datetime) -> Event:
    """What every event carries. Without a METHOD, DTSTAMP is when it was last revised (RFC 5545, 3.8.7.2)."""
    event = Event()
    event.add("uid", f"{session.pk}-{part}@{_host()}")
    event.add("sequence", sequence)
    event.add("dtstamp", revised_at)
    event.add("last-modified", revised_at)
    event.add("status", "CANCELLED" if session.status == SessionStatus.CANCELLED else "CONFIRMED")
    event.add("url", _page(session))
    return event


def _rules_of_the_portal() -> Timezone:
    """What a file without events states, for a calendar is never empty (RFC 5545, 3.6).

    Calendars that subscribe take it and ask again; at "no content" or "not found" some give up the subscription.
    """
    year = timezone.now().year
    return time_zone_rules(zone_named(settings.PORTAL_TIME_ZONE).key, year, year + 1)


def _zones_of(events: Iterable[Event]) -> list[Timezone]:
    """The rules of every zone that is used, for the years in which it is."""
    years: dict[str, list[int]] = {}
    for event in events:
        for prop in ("dtstart", "dtend"):
            if prop in event:
                moment = event.decoded(prop)
                years.setdefault(moment.tzinfo.key, []).append(moment.year)
    # A year more: moments of the meeting move.
    return [time_zone_rules(name, min(of), max(of) + 1) for name, of in sorted(years.items())]


def _local(session: DialogueSession, moment: datetime | None) -> datetime:
    assert moment is not None  # noqa: S101  (only a draft has none, and no draft comes here)
    return moment.astimezone(zone_named(session.time_zone)).replace(microsecond=0)


def _title(session: DialogueSession) -> str:
    return str(session.text(TextPart.TITLE)) or str(session)


def _page(session: DialogueSession) -> str:
    return settings.PORTAL_URL + session.get_absolute_url()


def _host() -> str:
    return urlsplit(settings.PORTAL_URL).hostname or "localhost"
