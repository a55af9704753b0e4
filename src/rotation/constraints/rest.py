"""Rest between shifts and rest in the week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from rotation.clock import DAY
from rotation.domain import LocalDate, Shift, Span, say_date
from rotation.durations import say_duration
from rotation.errors import InvalidRule
from rotation.limits import Clash, Finding, Limit, Line, Part, Total
from rotation.rule import PersonRule, rule


def rested(line: Line) -> tuple[Shift, ...]:
    """List the shifts that rest is about: active ones that do not run alongside others."""
    return tuple(shift for shift in line.active if not shift.type.alongside)


@dataclass(frozen=True)
class TooSoon:
    """Say whether a shift starts less than some elapsed time after another's end."""

    least: timedelta

    def __call__(self, first: Shift, second: Shift) -> bool:
        """Measure from the end of the first to the start of the second."""
        return second.start - first.end < self.least


@rule("rest")
@dataclass(frozen=True, kw_only=True)
class Rest(PersonRule):
    """Nobody starts a shift too soon after the last.

    Parameters
    ----------
    least
        Shortest elapsed time between one active shift's end and the next's start, above 0 h;
        shifts that run alongside others do not count.

    Sources
    -------
    Directive 2003/88/EC, Art. 3: 11 consecutive hours in every 24.

    Examples
    --------
    [rules.rest]
    least = "11h"
    """

    unit: ClassVar[str] = "clash"
    least: timedelta = timedelta(hours=11)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.least <= timedelta(0):
            raise InvalidRule("least", f"must be above 0 h, got {say_duration(self.least)}")

    def __str__(self) -> str:
        return f"{self.whose()} rests {say_duration(self.least)} between shifts"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Let no shift start within the rest after another."""
        yield Clash(
            among=rested(line),
            test=TooSoon(self.least),
            reach=self.least,
            shared=True,
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Say how long the rest is."""
        first, second = finding.shifts
        rest = say_duration(second.start - first.end)
        return (
            f"{line.person.name} rests {rest} between {first} and {second},"
            f" needs {say_duration(self.least)}"
        )


@rule("weekly_rest")
@dataclass(frozen=True, kw_only=True)
class WeeklyRest(PersonRule):
    """Every week holds a long stretch free of active shifts, those alongside others aside.

    A week that the horizon's end cuts is not judged, nor one without a shift of the horizon.

    Parameters
    ----------
    least
        Length of the free stretch, elapsed time, above 0 h.
    every
        Length of a rolling window, in whole days of the local calendar.
    rolling
        Judge each window of `every` that starts at a local midnight, not only calendar weeks.

    Sources
    -------
    Directive 2003/88/EC, Art. 5: 24 hours in each seven days, plus the 11 hours of Art. 3.

    Examples
    --------
    [rules.weekly_rest]
    least = "35h"
    every = "7d"
    rolling = true                 # in any seven days, not only from Monday to Sunday
    """

    unit: ClassVar[str] = "week"
    least: timedelta = timedelta(hours=35)
    every: timedelta = timedelta(days=7)
    rolling: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.every < DAY or self.every % DAY:
            raise InvalidRule("every", f"must be whole days, got {say_duration(self.every)}")
        if not self.rolling and self.every != 7 * DAY:
            raise InvalidRule("every", "must be 7d unless rolling = true")
        if not timedelta(0) < self.least <= self.every:
            says = f"must be above 0 h and at most {say_duration(self.every)}"
            raise InvalidRule("least", f"{says}, got {say_duration(self.least)}")

    def __str__(self) -> str:
        each = f"each {self.every.days} days" if self.rolling else "each week"
        return f"{self.whose()} has {say_duration(self.least)} free in a row in {each}"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Ask each window for a free stretch."""
        for first in self._windows(line):
            window = line.clock.week_span(first, self.every.days)
            near = [s for s in rested(line) if s.span.overlaps(window)]
            if near:
                yield self._window(line, first, window, near)

    def _windows(self, line: Line) -> Iterator[LocalDate]:
        days = self.every.days
        horizon = line.problem.horizon
        first = min([horizon.first, *(line.clock.read(s).date for s in line.open[:1])])
        day = first - (days - 1) * DAY if self.rolling else line.clock.week(first)
        while day + (days - 1) * DAY <= horizon.last:
            yield day
            day += DAY if self.rolling else 7 * DAY

    def _window(self, line: Line, first: LocalDate, window: Span, near: list[Shift]) -> Total:
        """Ask for one free stretch: it can begin with the window or where a shift ends."""
        latest = window.end - self.least
        starts = {window.start} | {s.end for s in near if window.start < s.end <= latest}
        parts = []
        for start in sorted(starts):
            stretch = Span(start, start + self.least)
            inside = tuple(shift for shift in near if shift.span.overlaps(stretch))
            parts.append(Part(1, inside, "none"))
        # Every shift of the window takes part, also where no free stretch could begin any more.
        parts.append(Part(0, tuple(near)))
        last = first + (self.every.days - 1) * DAY
        return Total(
            parts=tuple(parts),
            low=1,
            about=(
                f"{line.person.name} has {say_duration(self.least)} free in a row"
                f" between {say_date(first)} and {say_date(last)}"
            ),
            start=window.start,
            end=window.end,
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Say the longest free stretch there is."""
        limit = finding.limit
        assert isinstance(limit, Total)  # noqa: S101
        assert limit.start is not None  # noqa: S101
        assert limit.end is not None  # noqa: S101
        edge, longest = limit.start, timedelta(0)
        for shift in finding.shifts:
            longest = max(longest, shift.start - edge)
            edge = max(edge, shift.end)
        longest = max(longest, limit.end - edge)
        first = line.clock.date_of(limit.start)
        last = first + (self.every.days - 1) * DAY
        return (
            f"{line.person.name} has at most {say_duration(longest)} free in a row between"
            f" {say_date(first)} and {say_date(last)}, needs {say_duration(self.least)}"
        )
