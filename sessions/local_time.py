"""Local times of a meeting and the moments they are: the only place where a form's date and time become UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """The clock skips this local time, or shows it twice, on the day when it is changed."""


def to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the zone's clock shows `local` (naive). Raises NoSuchTime on the edge of a clock change."""
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise NoSuchTime(f"{local:%Y-%m-%d %H:%M} in {zone.key}")
    return first.astimezone(UTC)


def to_local(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the zone's clock shows at a moment, naive, for a form."""
    return moment.astimezone(zone).replace(tzinfo=None)


def meeting_times(day: date, starts: time, ends: time | None, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """Beginning and end in UTC; an end that is not after the beginning is on the following day."""
    starts_at = to_utc(datetime.combine(day, starts), zone)
    if ends is None:
        return starts_at, None
    last_day = day if ends > starts else day + timedelta(days=1)
    return starts_at, to_utc(datetime.combine(last_day, ends), zone)
