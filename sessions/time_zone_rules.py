"""A time zone as a calendar file has to state it (RFC 5545, section 3.6.5): which offset applies from when on.

The library's own rules give the onset of summer time by the clock after the change; the RFC asks for the clock before
it ("DTSTART … in terms of TZOFFSETFROM"), and a strict reader would be an hour late. So they are made here.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@lru_cache(maxsize=64)
def time_zone_rules(name: str, first_year: int, last_year: int) -> Timezone:
    """What holds in a zone from the beginning of one year to the end of another, change by change."""
    zone = ZoneInfo(name)
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    rules = Timezone()
    rules.add("tzid", name)
    rules.add_component(_observance(moment, zone, moment.astimezone(zone).utcoffset()))
    while (change := _next_change(moment, end, zone)) is not None:
        rules.add_component(_observance(change, zone, (change - MINUTE).astimezone(zone).utcoffset()))
        moment = change
    return rules


def _next_change(moment: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """The first moment after this one at which the zone's offset or its name changes, to the minute."""
    held = _rule(moment, zone)
    later = moment
    while _rule(later, zone) == held:
        if later >= end:
            return None
        later += 24 * HOUR
    step = 24 * HOUR
    while step > MINUTE:
        # Back to where the old rule still holds, then on by smaller steps.
        later -= step
        step = HOUR if step > HOUR else MINUTE
        while _rule(later, zone) == held:
            later += step
    return later


def _rule(moment: datetime, zone: ZoneInfo) -> tuple[timedelta | None, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _observance(onset: datetime, zone: ZoneInfo, offset_before: timedelta | None) -> Component:
    local = onset.astimezone(zone)
    # `dst` is negative where the winter's clock is the exception (Dublin, Casablanca): still a change from standard.
    part: Component = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", (onset + (offset_before or timedelta())).replace(tzinfo=None))
    part.add("tzoffsetfrom", offset_before)
    part.add("tzoffsetto", local.utcoffset())
    part.add("tzname", local.tzname())
    return part
