"""Dates, wall-clock times and stretches of UTC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LocalDate = date
"""A date on somebody's wall calendar, for classes with a field called `date`."""

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say_date(day: date) -> str:
    """Write a date for people, the same under every locale: Fri 4 Dec."""
    return f"{DAY_NAMES[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1]}"


@dataclass(frozen=True, order=True)
class Wall:
    """A wall-clock time of day in whole minutes, 00:00 to 24:00."""

    minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.minute <= 1440:
            raise ValueError(f"a wall time lies in 00:00..24:00, got minute {self.minute}")

    def __str__(self) -> str:
        """Write the time as HH:MM."""
        return f"{self.minute // 60:02d}:{self.minute % 60:02d}"


MIDNIGHT = Wall(0)
END_OF_DAY = Wall(1440)


@dataclass(frozen=True, order=True)
class Span:
    """A half-open stretch of time [start, end) between two UTC instants."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            raise ValueError(f"a span needs UTC instants, got {self.start} and {self.end}")

    @property
    def length(self) -> timedelta:
        """Elapsed time."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Share at least one instant; an empty stretch shares none."""
        return max(self.start, other.start) < min(self.end, other.end)

    def within(self, other: Span) -> Span | None:
        """Return the part inside `other`, None where there is none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


@dataclass(frozen=True, order=True)
class Horizon:
    """The dates a rota is made for, both inclusive."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.days))

    @property
    def days(self) -> int:
        """Number of dates."""
        return (self.last - self.first).days + 1

    @property
    def name(self) -> str:
        """2026-12 for a whole month, else 2026-12-07_2026-12-20."""
        following = self.last + timedelta(days=1)
        if self.first.day == 1 and following.day == 1 and self.days <= 31:
            return f"{self.first:%Y-%m}"
        return f"{self.first}_{self.last}"


@dataclass(frozen=True, kw_only=True)
class Window:
    """A recurring stretch of wall clock in one zone; `to` at or before `start` is the next day."""

    time_zone: str = "UTC"
    days: frozenset[int] = frozenset(range(7))
    start: Wall = MIDNIGHT
    end: Wall = END_OF_DAY
