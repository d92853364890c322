"""Moments, periods and the time left in words: always in the meeting's zone, and in the reader's where it differs.

Read by the template tags, by mail and by exports, so that all three say the same; on pages of readers without a zone of
their own, where the second is UTC, by `static/js/reader-zone.js` too. Nothing here reads the clock unless `now` is left
out.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _, ngettext, override, pgettext, pgettext_lazy

SOON = timedelta(hours=48)

# Seats of the United Nations and its commissions, for the catalogues; other cities are shown as IANA writes them.
CITIES = (
    pgettext_lazy("city", "New York"),
    pgettext_lazy("city", "Geneva"),
    pgettext_lazy("city", "Vienna"),
    pgettext_lazy("city", "Nairobi"),
    pgettext_lazy("city", "Addis Ababa"),
    pgettext_lazy("city", "Bangkok"),
    pgettext_lazy("city", "Beirut"),
    pgettext_lazy("city", "Santiago"),
)


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone; UTC where a stored name is unknown to this machine: a page must not fail over it."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def city(zone: ZoneInfo) -> str:
    return pgettext("city", zone.key.rsplit("/", 1)[-1].replace("_", " "))


class InTwoZones(NamedTuple):
    """What the meeting's clock shows, and what the reader's does: empty where the clocks agree."""

    here: str
    elsewhere: str

    def __str__(self) -> str:
        return f"{self.here} ({self.elsewhere})" if self.elsewhere else self.here


def moment_words(moment: datetime, meeting_zone: str, reader_zone: str) -> str:
    """ "Friday 1 March 2019, 6 p.m. New York (02:00 Saturday in Nairobi)"; the bracket only where the clocks differ."""
    return str(moment_in_zones(moment, meeting_zone, reader_zone))


def moment_in_zones(moment: datetime, meeting_zone: str, reader_zone: str) -> InTwoZones:
    return _moment_in_zones(moment, meeting_zone, reader_zone, get_language())


# Lists say the same moments again and again, and to say one takes as long as to read a row.
@lru_cache(maxsize=2000)
def _moment_in_zones(moment: datetime, meeting_zone: str, reader_zone: str, _language: str | None) -> InTwoZones:
    here = moment.astimezone(zone_named(meeting_zone))
    words = _("%(date)s, %(time)s %(city)s") % {"date": _day(here), "time": _time(here), "city": city(_zone(here))}
    there = moment.astimezone(zone_named(reader_zone))
    return InTwoZones(words, "" if there.utcoffset() == here.utcoffset() else _elsewhere(there, here))


def period_words(start: datetime, end: datetime, meeting_zone: str, reader_zone: str) -> str:
    """ "Tuesday 12 March 2019, 3–6 p.m. New York (22:00–01:00 in Nairobi)"."""
    if not is_on_one_day(start, end, meeting_zone):
        return f"{moment_words(start, meeting_zone, reader_zone)} – {moment_words(end, meeting_zone, reader_zone)}"
    return str(period_in_zones(start, end, meeting_zone, reader_zone))


def is_on_one_day(start: datetime, end: datetime, meeting_zone: str) -> bool:
    zone = zone_named(meeting_zone)
    return start.astimezone(zone).date() == end.astimezone(zone).date()


def period_in_zones(start: datetime, end: datetime, meeting_zone: str, reader_zone: str) -> InTwoZones:
    """Of a period that begins and ends on one day of the meeting's."""
    return _period_in_zones(start, end, meeting_zone, reader_zone, get_language())


@lru_cache(maxsize=2000)
def _period_in_zones(
    start: datetime, end: datetime, meeting_zone: str, reader_zone: str, _language: str | None
) -> InTwoZones:
    here = start.astimezone(zone_named(meeting_zone))
    times = _times(_time(here), _time(end.astimezone(zone_named(meeting_zone))))
    words = _("%(date)s, %(time)s %(city)s") % {"date": _day(here), "time": times, "city": city(_zone(here))}
    there, there_end = start.astimezone(zone_named(reader_zone)), end.astimezone(zone_named(reader_zone))
    if there.utcoffset() == here.utcoffset():
        return InTwoZones(words, "")
    return InTwoZones(words, _elsewhere(there, here, until=date_format(there_end, "H:i")))


def time_left(moment: datetime, now: datetime | None = None) -> str:
    """ "3 days left", rounded down, so that nobody is promised time that is not there; "passed" afterwards."""
    seconds = int(_until(moment, now).total_seconds())
    if seconds <= 0:
        return _("passed")
    if seconds > SOON.total_seconds():
        days = seconds // 86_400
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    if seconds >= 3600:
        hours = seconds // 3600
        return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
    if seconds >= 60:
        minutes = seconds // 60
        return ngettext("%(count)d minute left", "%(count)d minutes left", minutes) % {"count": minutes}
    return _("less than a minute left")


def is_soon(moment: datetime, now: datetime | None = None) -> bool:
    """In its last 48 hours, and not yet over."""
    return timedelta(0) < _until(moment, now) <= SOON


def _until(moment: datetime, now: datetime | None) -> timedelta:
    """The time that really passes: Python would subtract two clock times of one zone, an hour off over a change."""
    return moment.astimezone(UTC) - (now or timezone.now()).astimezone(UTC)


def _zone(moment: datetime) -> ZoneInfo:
    assert isinstance(moment.tzinfo, ZoneInfo)  # noqa: S101  (made so by the callers above)
    return moment.tzinfo


def _day(moment: datetime) -> str:
    # Translators: a date in Django's format letters, such as "Friday 1 March 2019".
    return date_words(moment, pgettext("date format", "l j F Y"))


def day_words(day: date) -> str:
    """ "1 March 2019", of a document and the like."""
    return _day_words(day, get_language())


@lru_cache(maxsize=2000)
def _day_words(day: date, _language: str | None) -> str:
    # Translators: a date in Django's format letters, such as "1 March 2019".
    return date_words(day, pgettext("date format", "j F Y"))


def date_words(day: date, letters: str) -> str:
    """A day in Django's format letters; French counts the first of a month: "1er mars 2019"."""
    if day.day == 1 and (get_language() or "").startswith("fr"):
        letters = letters.replace("j", r"j\e\r")
    return date_format(day, letters, use_l10n=False)


def _time(moment: datetime) -> str:
    # Translators: a time in Django's format letters: P is "6 p.m.", H:i is 18:00.
    return date_format(moment, pgettext("time format", "P"), use_l10n=False)


def _times(start: str, end: str) -> str:
    """ "3–6 p.m.": what both times end in is said once."""
    start_words, end_words = start.split(" "), end.split(" ")
    if len(start_words) == len(end_words) == 2 and start_words[1] == end_words[1]:
        start = start_words[0]
    return f"{start}–{end}"


def _elsewhere(there: datetime, here: datetime, until: str = "") -> str:
    time = date_format(there, "H:i", use_l10n=False) + (f"–{until}" if until else "")
    values = {"time": time, "day": date_format(there, "l", use_l10n=False), "city": city(_zone(there))}
    if _zone(there).key == "UTC":
        words = _("%(time)s UTC") if there.date() == here.date() else _("%(time)s %(day)s UTC")
    else:
        words = _("%(time)s in %(city)s") if there.date() == here.date() else _("%(time)s %(day)s in %(city)s")
    return words % values


def words_for_script() -> dict[str, Any]:
    """What `reader-zone.js` says in the browser's own zone: the words of `_elsewhere`, and cities not as in IANA."""
    names = {"time": "{time}", "day": "{day}", "city": "{city}"}
    with override("en"):
        as_iana_writes_them = [str(name) for name in CITIES]
    cities = dict(zip(as_iana_writes_them, map(str, CITIES), strict=True))
    return {
        "same_day": _("%(time)s in %(city)s") % names,
        "other_day": _("%(time)s %(day)s in %(city)s") % names,
        "cities": {name: words for name, words in cities.items() if name != words},
    }
