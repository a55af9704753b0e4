"""Dates, times of day, instants and durations as people write them: read, or refused in words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from rotation import clock, durations
from rotation.domain import DAY_NAMES, Wall
from rotation.team import words
from rotation.team.words import show

Days = frozenset[int] | str
"""Weekdays, or "weekdays" or "weekends", which the team's weekend decides."""

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_WALL = re.compile(r"(\d{1,2}):(\d\d)(?::00)?", re.ASCII)
_LOCAL = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::00)?", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)", re.ASCII
)
_EARLIEST, _LATEST = 1900, 9999
_LONGEST = timedelta(days=3660)


def zone(got: object) -> str:
    """Read the name of an IANA zone."""
    if not isinstance(got, str) or not got.strip():
        raise ValueError(f'must be an IANA zone such as "America/Chicago", got {show(got)}')
    name = got.strip()
    if name not in clock.zone_names():
        raise ValueError(words.no_such("zone", name, clock.zone_names()))
    return name


def day_of(got: object) -> date:
    """Read a date."""
    if isinstance(got, date) and not isinstance(got, datetime):
        return got
    match = _DATE.fullmatch(got.strip()) if isinstance(got, str) else None
    if match is None:
        raise ValueError(f"must be a date such as 2026-12-01, got {show(got)}")
    year, month, day = (int(part) for part in match.groups())
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(f"must be a date from {_EARLIEST} on, got {show(got)}")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"must be a date of the calendar, got {show(got)}") from None


def wall(got: object) -> Wall:
    """Read a time of day, 00:00 to 24:00."""
    return _wall(got, 1440)


def wall_start(got: object) -> Wall:
    """Read a time of day at which something starts: 24:00 would be the next date's."""
    return _wall(got, 1439)


def _wall(got: object, latest: int) -> Wall:
    if isinstance(got, time) and got.tzinfo is None and not (got.second or got.microsecond):
        return Wall(got.hour * 60 + got.minute)
    match = _WALL.fullmatch(got.strip()) if isinstance(got, str) else None
    minute = int(match[1]) * 60 + int(match[2]) if match else -1
    if match is None or not 0 <= minute <= latest or int(match[2]) > 59:
        raise ValueError(f'must be a time from "00:00" to "{Wall(latest)}", got {show(got)}')
    return Wall(minute)


def day_or_local(got: object) -> tuple[date, Wall | None]:
    """Read a date, or a local date-time as (date, time of day)."""
    match = _LOCAL.fullmatch(got.strip()) if isinstance(got, str) else None
    if match is not None:
        return day_of(match[1]), wall_start(match[2])
    try:
        return day_of(got), None
    except ValueError:
        if isinstance(got, str) and _DATE.fullmatch(got.strip()):
            raise
        raise ValueError(
            f"must be a date such as 2026-12-01 or a local time such as 2026-12-24T12:00,"
            f" got {show(got)}"
        ) from None


def instant(got: object) -> datetime:
    """Read an instant with `Z` or an offset."""
    if not isinstance(got, str) or not _INSTANT.fullmatch(got.strip()):
        raise ValueError(
            f"must be an instant with Z or an offset such as 2026-12-04T13:00:00Z, got {show(got)}"
        )
    try:
        moment = datetime.fromisoformat(got.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"must be an instant of the calendar, got {show(got)}") from None
    if not _EARLIEST <= moment.year < _LATEST:
        raise ValueError(f"must be an instant from {_EARLIEST} on, got {show(got)}")
    return moment


def whole_minute(got: object) -> datetime:
    """Read an instant on a whole minute."""
    moment = instant(got)
    if moment.second or moment.microsecond:
        raise ValueError(f"must be on a whole minute, got {show(got)}")
    return moment


def period(got: object) -> tuple[int, timedelta]:
    """Read a duration as (calendar days, elapsed time), on whole minutes."""
    if not isinstance(got, str):
        raise ValueError(f'must be a duration such as "11h" or "PT15M", got {show(got)}')
    try:
        days, rest = durations.parse_period(got)
        whole = timedelta(days=days) + rest
    except ValueError:
        raise ValueError(
            f'must be a duration such as "11h", "1h30m" or "PT15M", got {show(got)}'
        ) from None
    if whole > _LONGEST:
        raise ValueError(f"must be at most {_LONGEST.days} days, got {show(got)}")
    if rest % timedelta(minutes=1):
        raise ValueError(f"must be whole minutes, got {show(got)}")
    return days, rest


def duration(got: object) -> timedelta:
    """Read a duration as elapsed time; a day is 24 hours."""
    days, rest = period(got)
    return timedelta(days=days) + rest


def weekday(got: object) -> int:
    """Read a day name, in full or its first three letters; 0 is Monday."""
    for number, name in enumerate(DAY_NAMES):
        if isinstance(got, str) and got.strip().lower() in (name, name[:3]):
            return number
    near = (
        words.hint(got, [*DAY_NAMES, *(n[:3] for n in DAY_NAMES)]) if isinstance(got, str) else ""
    )
    raise ValueError(f'must be a day such as "monday" or "mon", got {show(got)}{near}')


def days_cell(got: object) -> Days:
    """Read the days of a CSV cell: daily, weekdays, weekends, or names with spaces between."""
    named = day_word(got)
    if named is not None:
        return named
    return frozenset(weekday(part) for part in re.split(r"[\s,;]+", str(got).strip()))


def day_word(got: object) -> Days | None:
    """Read one of the words for several days."""
    word = got.strip().lower() if isinstance(got, str) else ""
    if word == "daily":
        return frozenset(range(7))
    return word if word in ("weekdays", "weekends") else None


def on_days(days: Days, weekend: frozenset[int]) -> frozenset[int]:
    """Return the weekdays meant, given the team's weekend."""
    if isinstance(days, frozenset):
        return days
    return weekend if days == "weekends" else frozenset(range(7)) - weekend
