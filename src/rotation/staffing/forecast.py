"""What to expect from what was: demand per language, severity and hour of the week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from rotation import clock
from rotation.clock import DAY
from rotation.domain import Demand, Wall, Window

HOUR = timedelta(hours=1)
HOURS_A_DAY = 24
WeekHour = tuple[int, int]
"""Weekday (0 is Monday) and hour of the local clock."""


@dataclass(frozen=True)
class Case:
    """One case of the past.

    Parameters
    ----------
    opened_at, responded_at
        UTC instants; `responded_at` is None where nobody answered yet.
    language
        BCP 47 tag in lower case.
    handle
        Working time it took.
    """

    opened_at: datetime
    language: str
    severity: str
    handle: timedelta
    responded_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.opened_at.tzinfo is not UTC:
            raise ValueError(f"a case needs a UTC instant, got {self.opened_at}")


def forecast(cases: Sequence[Case], *, time_zone: str) -> tuple[Demand, ...]:
    """Expect each hour of the week what it brought on average, per language and severity.

    Hours are read on one wall clock, the team's, because customers live by wall clocks: a Monday
    morning rush stays a Monday morning rush when the clocks change, in UTC it moves by an hour.

    The mean is cases divided by elapsed time. Time counts from the start of the first case's local
    day to the end of the last one's, for every language alike: a language with few cases is rare,
    not young. An hour that a clock change repeats counts twice and one that it swallows not at all,
    on both sides of the division. An hour of the week that the period never reached, and one
    without cases, expects nothing. The handling time is the mean over all hours, because an hour of
    a rare language has too few cases for one of its own.
    """
    if not cases:
        return ()
    days = [clock.local_date(case.opened_at, time_zone) for case in cases]
    elapsed = _elapsed(min(days), max(days), time_zone)
    kinds: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        kinds[case.language, case.severity].append(case)
    return tuple(
        Demand(
            language=language,
            severity=severity,
            window=window,
            cases_per_hour=rate,
            handle=_mean_handle(found),
        )
        for (language, severity), found in sorted(kinds.items())
        for window, rate in _windows(_rates(found, elapsed, time_zone), time_zone)
    )


def _elapsed(first: date, last: date, time_zone: str) -> dict[WeekHour, timedelta]:
    """Add up how long each hour of the week lasted on the local dates first..last."""
    lasted: dict[WeekHour, timedelta] = defaultdict(timedelta)
    day = first
    while day <= last:
        edges = [clock.instant(day, Wall(60 * n), time_zone) for n in range(HOURS_A_DAY + 1)]
        for hour in range(HOURS_A_DAY):
            lasted[day.weekday(), hour] += edges[hour + 1] - edges[hour]
        day += DAY
    return lasted


def _rates(
    cases: list[Case], elapsed: Mapping[WeekHour, timedelta], time_zone: str
) -> dict[WeekHour, float]:
    moments = [clock.local(case.opened_at, time_zone) for case in cases]
    counts = Counter((moment.weekday(), moment.hour) for moment in moments)
    return {hour: count / (elapsed[hour] / HOUR) for hour, count in sorted(counts.items())}


def _mean_handle(cases: list[Case]) -> timedelta:
    return sum((case.handle for case in cases), timedelta()) / len(cases)


def _windows(rates: Mapping[WeekHour, float], time_zone: str) -> list[tuple[Window, float]]:
    """Join neighbouring hours of a day with one rate, then days with the same stretch and rate."""
    days_of: dict[tuple[int, int, float], set[int]] = defaultdict(set)
    for day in range(7):
        hour = 0
        while hour < HOURS_A_DAY:
            until, rate = hour + 1, rates.get((day, hour), 0.0)
            while until < HOURS_A_DAY and rates.get((day, until), 0.0) == rate:
                until += 1
            if rate:
                days_of[hour, until, rate].add(day)
            hour = until
    ordered = sorted(days_of.items(), key=lambda entry: (min(entry[1]), entry[0]))
    return [
        (_window(start, end, frozenset(days), time_zone), rate)
        for (start, end, rate), days in ordered
    ]


def _window(start: int, end: int, days: frozenset[int], time_zone: str) -> Window:
    return Window(time_zone=time_zone, days=days, start=Wall(60 * start), end=Wall(60 * end))
