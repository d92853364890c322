"""Local times of a meeting and the moments they are: the only place where a form's date and time become UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Of what is set up or kept here; any other year is a slip of the keys, and the first and last that Python knows have
# moments that it cannot say in UTC.
FIRST_YEAR, LAST_YEAR = 1945, 2199


class NoSuchTime(ValueError):
    """The clock skips this local time, or shows it twice, on the day when it is changed; or its year is a slip."""

    def __init__(self, local: datetime, zone: ZoneInfo) -> None:
        self.local, self.zone = local, zone
        super().__init__(f"{local:%Y-%m-%d %H:%M} in {zone.key}")


class SkippedTime(NoSuchTime):
    """The clock is put forward over it; `instead` is what it shows at the moment that was meant."""

    @property
    def instead(self) -> datetime:
        return to_local(self.local.replace(tzinfo=self.zone, fold=0).astimezone(UTC), self.zone)


class AmbiguousTime(NoSuchTime):
    """The clock is put back and shows it twice; `first` and `second` are the two moments."""

    @property
    def first(self) -> datetime:
        return self.local.replace(tzinfo=self.zone, fold=0)

    @property
    def second(self) -> datetime:
        return self.local.replace(tzinfo=self.zone, fold=1)


class UnlikelyYear(NoSuchTime):
    """Before FIRST_YEAR or after LAST_YEAR."""


def is_likely(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def to_utc(local: datetime, zone: ZoneInfo, *, second: bool | None = None) -> datetime:
    """The moment at which the zone's clock shows `local` (naive).

    Raises SkippedTime for one that it never shows and AmbiguousTime for one that it shows twice, unless `second` says
    which of the two is meant.
    """
    first, last = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    before, after = (one.utcoffset() or timedelta() for one in (first, last))
    if after > before:
        raise SkippedTime(local, zone)
    if after < before and second is None:
        raise AmbiguousTime(local, zone)
    return (last if second else first).astimezone(UTC)


def is_second_time(moment: datetime, zone: ZoneInfo) -> bool | None:
    """Whether it is the second of two moments at which the clock shows the same; None where it shows it once."""
    here = moment.astimezone(zone)
    if here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset():
        return None
    return bool(here.fold)


def to_local(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the zone's clock shows at a moment, naive, for a form."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def meeting_times(day: date, starts: time, ends: time | None, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """Beginning and end in UTC; an end that is not after the beginning is on the following day. Raises NoSuchTime."""
    if not is_likely(day):
        raise UnlikelyYear(datetime.combine(day, starts), zone)
    starts_at = to_utc(datetime.combine(day, starts), zone)
    if ends is None:
        return starts_at, None
    last_day = day if ends > starts else day + timedelta(days=1)
    return starts_at, to_utc(datetime.combine(last_day, ends), zone)
