"""Shifts: the type that a team writes, and the one on a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from rotation.domain.people import Ask, Level
from rotation.domain.times import MIDNIGHT, LocalDate, Span, Wall, say_date


@dataclass(frozen=True)
class Mix:
    """At least `people` of one kind on a shift."""

    ask: Ask
    people: int


@dataclass(frozen=True)
class Seats:
    """How many people a shift takes: at least, if possible, at most."""

    least: int = 1
    target: int = 1
    most: int = 1


@dataclass(frozen=True, kw_only=True)
class ShiftType:
    """A shift as the team writes it: wall clock rules with a zone.

    Parameters
    ----------
    end
        Wall clock end; at or before `start` means the next day. None where a duration is given.
    duration_days, duration
        Calendar days, then elapsed time, where no `end` is given.
    days
        Weekdays (0 is Monday) on whose local date it starts.
    least, target, most
        How many people it takes, on dates that have no seats of their own.
    counts
        Share of elapsed time that is working time, 0..1.
    exposure
        Share of its hours spent on graphic content, 0..1.
    """

    id: str
    name: str = ""
    time_zone: str = "UTC"
    start: Wall = MIDNIGHT
    end: Wall | None = None
    duration_days: int = 0
    duration: timedelta = timedelta(0)
    days: frozenset[int] = frozenset(range(7))
    excluded: frozenset[date] = frozenset()
    least: int = 1
    target: int = 1
    most: int = 1
    kind: Literal["active", "standby"] = "active"
    counts: float = 1.0
    responds: bool = True
    alongside: bool = False
    languages: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    skills: frozenset[str] = frozenset()
    mix: tuple[Mix, ...] = ()
    exposure: float = 0.0

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def active(self) -> bool:
        """Be work rather than standby."""
        return self.kind == "active"

    @cached_property
    def seats(self) -> Seats:
        """How many people it takes on an ordinary date."""
        return Seats(self.least, self.target, self.most)


ShiftKey = tuple[str, date]


@dataclass(frozen=True)
class Shift:
    """One shift on one date: `type` and `date` name it, `start` and `end` are UTC instants.

    Parameters
    ----------
    own_seats
        How many people it takes on this date; None: as many as its type. Asked as `seats`.
    """

    type: ShiftType
    date: LocalDate
    start: datetime
    end: datetime
    own_seats: Seats | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            raise ValueError(f"a shift needs UTC instants, got {self.start} and {self.end}")
        object.__setattr__(self, "_hash", hash((self.type.id, self.date, self.start)))

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]

    def __reduce__(self) -> tuple[object, ...]:
        # The remembered hash holds in one process only: text is hashed with a seed of its own.
        return (Shift, (self.type, self.date, self.start, self.end, self.own_seats))

    @property
    def seats(self) -> Seats:
        """How many people it takes."""
        return self.own_seats or self.type.seats

    @property
    def key(self) -> ShiftKey:
        """What names the shift: id and local start date in its own zone."""
        return (self.type.id, self.date)

    @property
    def order(self) -> tuple[datetime, datetime, str, LocalDate]:
        """What shifts are sorted by wherever they are listed."""
        return (self.start, self.end, self.type.id, self.date)

    @cached_property
    def span(self) -> Span:
        """The time between its two ends."""
        return Span(self.start, self.end)

    @property
    def length(self) -> timedelta:
        """Elapsed time."""
        return self.end - self.start

    @cached_property
    def minutes(self) -> int:
        """Elapsed whole minutes."""
        return int(self.length.total_seconds()) // 60

    @property
    def active(self) -> bool:
        """Be work rather than standby."""
        return self.type.active

    def overlaps(self, other: Shift) -> bool:
        """Share at least one instant; a shift swallowed by a gap shares none."""
        return max(self.start, other.start) < min(self.end, other.end)

    def __str__(self) -> str:
        """Name the shift for people: Fri 4 Dec amer-day."""
        return f"{say_date(self.date)} {self.type.id}"


def sorted_shifts(shifts: Sequence[Shift]) -> tuple[Shift, ...]:
    """Sort shifts the way every list of them is sorted."""
    return tuple(sorted(shifts, key=lambda shift: shift.order))
