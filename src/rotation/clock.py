"""Wall clock <-> UTC: the only place that resolves local times, on a pinned zone database.

Importing this module makes `zoneinfo` read the pinned `tzdata` package instead of the operating
system's copy, for the whole process: calendar libraries must see the zones that we see.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo

from rotation.domain import (
    Horizon,
    Shift,
    ShiftType,
    Span,
    Wall,
    Window,
    sorted_shifts,
)

zoneinfo.reset_tzpath(to=())
ZoneInfo.clear_cache()

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_SYSTEM_ZONES = Path("/usr/share/zoneinfo")
_NOT_ZONES = {"Factory", "localtime", "posixrules"}


def tzdata_version() -> str:
    """Version of the pinned zone database, as the IANA writes it: 2026f."""
    year, number, *_ = metadata.version("tzdata").split(".")
    return f"{year}{chr(ord('a') + int(number) - 1)}"


@cache
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone of that name.

    Raises
    ------
    ValueError
        No such zone in the pinned database.
    """
    if name not in zone_names():
        raise ValueError(f'no such zone "{name}"')
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every zone of the pinned database that somebody can live in."""
    return frozenset(zoneinfo.available_timezones() - _NOT_ZONES)


def foreign_zone_differences(
    zone_names: Iterable[str], span: Span, system: Path = _SYSTEM_ZONES
) -> list[str]:
    """Name the zones whose clock the operating system reads otherwise than we do in a stretch.

    Other programs on the computer would show such a shift at another hour. Zones that the
    system does not have, or cannot read, are left out. Sorted by name.

    Parameters
    ----------
    system
        Folder of the operating system's zone database.
    """
    return [
        name
        for name in sorted(set(zone_names))
        if (theirs := _foreign_zone(name, system)) and _differ(zone(name), theirs, span)
    ]


def _foreign_zone(name: str, system: Path) -> ZoneInfo | None:
    try:
        with (system / zone(name).key).open("rb") as compiled:
            return ZoneInfo.from_file(compiled)
    except (OSError, ValueError):
        return None


def _differ(ours: ZoneInfo, theirs: ZoneInfo, span: Span) -> bool:
    """Compare two clocks once an hour; no two editions move a clock change by less."""
    return any(
        moment.astimezone(ours).utcoffset() != moment.astimezone(theirs).utcoffset()
        for moment in (span.start + n * HOUR for n in range(-(-span.length // HOUR)))
    )


@dataclass(frozen=True)
class Resolved:
    """The instant that a wall time means, and what was odd about it: gap, overlap or nothing."""

    instant: datetime
    oddity: str = ""


def resolve(day: date, wall: Wall, zone_name: str) -> Resolved:
    """Find the instant of a wall time on a local date.

    A time in a gap is the first instant after the gap, one in an overlap its first occurrence.
    24:00 is the next day's 00:00.

    Examples
    --------
    >>> resolve(date(2018, 3, 11), Wall(150), "America/Chicago").oddity
    'gap'
    """
    naive = datetime(day.year, day.month, day.day) + wall.minute * _MINUTE
    return _resolve(naive, zone_name)


@lru_cache(maxsize=200_000)
def _resolve(naive: datetime, zone_name: str) -> Resolved:
    tz = zone(zone_name)
    first = naive.replace(tzinfo=tz, fold=0)
    instant = first.astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None) != naive:
        return Resolved(_end_of_gap(naive, tz), "gap")
    second = naive.replace(tzinfo=tz, fold=1)
    return Resolved(instant, "overlap" if second.utcoffset() != first.utcoffset() else "")


def _end_of_gap(naive: datetime, tz: ZoneInfo) -> datetime:
    """Find the first instant after the gap that swallows a wall time."""
    # In a gap fold=1 reads the later offset, which lies before the transition, and fold=0 after it.
    before = naive.replace(tzinfo=tz, fold=1).astimezone(UTC)
    after = naive.replace(tzinfo=tz, fold=0).astimezone(UTC)
    return change_between(before, after, tz)


def change_between(before: datetime, after: datetime, tz: ZoneInfo) -> datetime:
    """Find the one instant in (before, after] from which a zone has another offset, by halving."""
    old = before.astimezone(tz).utcoffset()
    while after - before > SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(tz).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def instant(day: date, wall: Wall, zone_name: str) -> datetime:
    """Return the UTC instant of a wall time on a local date; see `resolve`."""
    return resolve(day, wall, zone_name).instant


@lru_cache(maxsize=200_000)
def midnight(day: date, zone_name: str) -> datetime:
    """Return the first instant of a local date."""
    return resolve(day, Wall(0), zone_name).instant


def local(moment: datetime, zone_name: str) -> datetime:
    """Read an instant on a zone's wall clock."""
    return moment.astimezone(zone(zone_name))


@lru_cache(maxsize=200_000)
def local_date(moment: datetime, zone_name: str) -> date:
    """Return the local date of an instant."""
    return moment.astimezone(zone(zone_name)).date()


@lru_cache(maxsize=200_000)
def local_day(day: date, zone_name: str) -> Span:
    """Return one local date as a stretch of UTC: 23, 24 or 25 hours, rarely something else.

    A date that a zone left out, as Samoa did 30 December 2011, is empty.
    """
    return Span(midnight(day, zone_name), midnight(day + DAY, zone_name))


@lru_cache(maxsize=200_000)
def between(day: date, start: Wall, end: Wall, zone_name: str) -> Span | None:
    """Return the stretch from one wall time of a local date to another, None where it is empty.

    An end at or before the start is the next day's. A gap can swallow a stretch whole.

    Examples
    --------
    >>> between(date(2027, 3, 13), Wall(22 * 60), Wall(6 * 60), "America/New_York").length
    datetime.timedelta(seconds=25200)
    """
    first = instant(day, start, zone_name)
    last = instant(day + DAY * (end <= start), end, zone_name)
    return Span(first, last) if first < last else None


def days_of(span: Span, zone_name: str) -> Iterator[tuple[date, Span]]:
    """Cut a stretch at local midnights: (local date, piece) in order."""
    day = local_date(span.start, zone_name)
    while midnight(day, zone_name) < span.end:
        piece = span.within(local_day(day, zone_name))
        if piece is not None:
            yield day, piece
        day += DAY


def week_of(day: date, week_starts: int) -> date:
    """Return the first date of the week that a date lies in; weekday 0 is Monday."""
    return day - timedelta(days=(day.weekday() - week_starts) % 7)


def shift_ends(shift_type: ShiftType, day: date) -> tuple[Resolved, Resolved]:
    """Resolve both ends of a shift that starts on a local date in its own zone."""
    start = resolve(day, shift_type.start, shift_type.time_zone)
    if shift_type.end is not None:
        overnight = shift_type.end <= shift_type.start
        return start, resolve(day + DAY * overnight, shift_type.end, shift_type.time_zone)
    if shift_type.duration_days == 0:
        return start, Resolved(start.instant + shift_type.duration)
    later = resolve(day + DAY * shift_type.duration_days, shift_type.start, shift_type.time_zone)
    return start, Resolved(later.instant + shift_type.duration, later.oddity)


def shift_on(shift_type: ShiftType, day: date) -> Shift:
    """Make the shift of a type that starts on a local date, whether or not the type lists it."""
    start, end = shift_ends(shift_type, day)
    return Shift(shift_type, day, start.instant, end.instant)


def listed_on(shift_type: ShiftType, day: date) -> bool:
    """Say whether a type's `days` and `except` ask for a shift on a local date."""
    return day.weekday() in shift_type.days and day not in shift_type.excluded


def runs_on(shift_type: ShiftType, day: date) -> bool:
    """Say whether a type has a shift on a local date; one swallowed whole by a gap has none."""
    if not listed_on(shift_type, day):
        return False
    start, end = shift_ends(shift_type, day)
    return start.instant < end.instant


def expand(shift_types: tuple[ShiftType, ...], horizon: Horizon) -> tuple[Shift, ...]:
    """List every shift whose date lies in the horizon, sorted by start."""
    return sorted_shifts(
        [shift_on(kind, day) for kind in shift_types for day in horizon if runs_on(kind, day)]
    )


def oddities(shift_types: tuple[ShiftType, ...], horizon: Horizon) -> Iterator[str]:
    """Say which ends of shifts fall into a gap or an overlap of their clock."""
    for kind in shift_types:
        for day in horizon:
            if not listed_on(kind, day):
                continue
            if not runs_on(kind, day):
                yield f"{kind.id} of {day} is left out: a clock change skips all of it"
                continue
            for end, resolved in zip(("starts", "ends"), shift_ends(kind, day), strict=True):
                if resolved.oddity:
                    at = local(resolved.instant, kind.time_zone)
                    yield (
                        f"{kind.id} of {day} {end} in a clock change"
                        f" ({'no such' if resolved.oddity == 'gap' else 'ambiguous'} time);"
                        f" taken as {at:%Y-%m-%d %H:%M%z}"
                    )


def windows(window: Window, span: Span) -> Iterator[Span]:
    """List the occurrences of a weekly window that touch a stretch, clipped to it, in order.

    `days` is asked of the window's own local start date. Occurrences that touch are not joined.
    """
    day = local_date(span.start, window.time_zone) - DAY
    while midnight(day, window.time_zone) < span.end:
        if day.weekday() in window.days:
            whole = between(day, window.start, window.end, window.time_zone)
            piece = whole.within(span) if whole else None
            if piece is not None:
                yield piece
        day += DAY


def joined(spans: Iterable[Span]) -> list[Span]:
    """Join stretches that touch or overlap; the result is sorted and disjoint."""
    whole: list[Span] = []
    for span in sorted(spans):
        if whole and span.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        else:
            whole.append(span)
    return whole


# Five digits are 270 years of days: enough for anybody, and no sum of them overflows.
