"""Dates and stretches of time, gathered into phrases that people can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from rotation import clock
from rotation.clock import DAY
from rotation.domain import DAY_NAMES, Horizon, Span, say_date
from rotation.team.words import listed

_FEW = 4


def say_dates(days: Iterable[date], horizon: Horizon) -> str:
    """Write dates as ranges, as weekdays where they repeat, or as all of them.

    Examples
    --------
    >>> december = Horizon(date(2026, 12, 1), date(2026, 12, 31))
    >>> say_dates([date(2026, 12, n) for n in (24, 25, 26, 31)], december)
    'Thu 24 to Sat 26 Dec and Thu 31 Dec'
    >>> say_dates([date(2026, 12, n) for n in (5, 12, 19, 26)], december)
    'every Sat'
    """
    found = sorted(set(days))
    if len(found) == horizon.days:
        return "every day"
    weekdays = sorted({day.weekday() for day in found})
    if len(found) >= _FEW and set(found) == {d for d in horizon if d.weekday() in weekdays}:
        return f"every {listed([DAY_NAMES[day][:3].title() for day in weekdays], most=7)}"
    return listed([_range(run) for run in _runs(found)])


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and runs[-1][1] + DAY == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _range(run: tuple[date, date]) -> str:
    first, last = run
    if first == last:
        return say_date(first)
    start = say_date(first)
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{start.rpartition(' ')[0] if same_month else start} to {say_date(last)}"


def say_spans(spans: Iterable[Span], time_zone: str, horizon: Horizon) -> str:
    """Write stretches as times of day on one clock, each with its dates.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> day = [datetime(2026, 12, 4, hour, tzinfo=UTC) for hour in (2, 5)]
    >>> december = Horizon(date(2026, 12, 1), date(2026, 12, 31))
    >>> say_spans([Span(*day)], "UTC", december)
    '02:00-05:00 on Fri 4 Dec (UTC)'
    """
    dates: dict[str, list[date]] = defaultdict(list)
    for span in clock.joined(spans):
        for day, piece in clock.days_of(span, time_zone):
            start = clock.local(piece.start, time_zone)
            end = clock.local(piece.end, time_zone)
            until = "24:00" if piece.end == clock.midnight(day + DAY, time_zone) else f"{end:%H:%M}"
            dates[f"{start:%H:%M}-{until}"].append(day)
    phrases = [f"{times} on {say_dates(days, horizon)}" for times, days in sorted(dates.items())]
    return f"{listed(phrases)} ({time_zone})"
