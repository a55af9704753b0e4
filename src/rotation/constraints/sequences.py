"""What may follow what: days in a row, forbidden successions, spacing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from rotation.clock import DAY
from rotation.constraints.marks import count, day_marks, refuse_below, run_dates
from rotation.constraints.rest import TooSoon
from rotation.domain import Shift, say_date
from rotation.durations import say_duration
from rotation.errors import InvalidRule
from rotation.limits import Clash, Finding, Limit, Line, Run
from rotation.local import LocalClock
from rotation.rule import PersonRule, ShiftIds, rule


@rule("days_in_row")
@dataclass(frozen=True, kw_only=True)
class DaysInRow(PersonRule):
    """Working days on consecutive local dates are neither too many nor too few.

    Parameters
    ----------
    max, min
        Longest and shortest run of working days. A run that touches the horizon's end is not too
        short; where there is no history.csv to say what was worked before, neither is one that
        touches its start.

    Examples
    --------
    [rules.days_in_row]
    max = 6
    """

    unit: ClassVar[str] = "day"
    max: int | None = None
    min: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        refuse_below(1, max=self.max, min=self.min)
        if self.max is None and self.min is None:
            raise InvalidRule("", "max or min must be given")
        if self.max is not None and self.min is not None and self.min > self.max:
            raise InvalidRule("min", f"must be at most max, got {self.min} > {self.max}")

    def __str__(self) -> str:
        asks = [
            *([f"at most {count(self.max, 'day')}"] if self.max else []),
            *([f"at least {count(self.min, 'day')}"] if self.min else []),
        ]
        return f"{self.whose()} works {' and '.join(asks)} in a row"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Bound the runs of working days."""
        horizon = line.problem.horizon
        yield Run(
            marks=day_marks(line.active, line),
            high=self.max,
            low=self.min,
            open_from=horizon.last,
            open_until=horizon.first if line.problem.history is None else None,
            about=str(self).replace(self.whose(), line.person.name, 1),
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Say how long the run is."""
        bound = self.max if self.max and finding.value > self.max else self.min
        word = "at most" if bound == self.max else "at least"
        first, last = run_dates(finding, line)
        return (
            f"{line.person.name} works {count(finding.value, 'day')} in a row"
            f" ({say_date(first)} to {say_date(last)}), {word} {bound} wanted"
        )


@rule("days_off_in_row")
@dataclass(frozen=True, kw_only=True)
class DaysOffInRow(PersonRule):
    """Free days between two working days come in runs that are long enough.

    Parameters
    ----------
    min
        Shortest run of free local dates between two working days.

    Examples
    --------
    [rules.days_off_in_row]
    min = 2
    weight = 20
    """

    unit: ClassVar[str] = "day"
    min: int = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        refuse_below(1, min=self.min)

    def __str__(self) -> str:
        return f"{self.whose()} is free at least {count(self.min, 'day')} in a row"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Bound the runs of free days."""
        yield Run(
            marks=day_marks(line.active, line),
            low=self.min,
            off=True,
            about=f"{line.person.name} is free at least {count(self.min, 'day')} in a row",
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Say how short the run is."""
        first, last = run_dates(finding, line)
        return (
            f"{line.person.name} is free only {count(finding.value, 'day')} in a row between"
            f" {say_date(first)} and {say_date(last)}, at least {self.min} wanted"
        )


@dataclass(frozen=True)
class _NextDay:
    """Say whether two shifts are of a pair of ids, on a local date and the one after it."""

    pairs: frozenset[tuple[str, str]]
    clock: LocalClock

    def __call__(self, first: Shift, second: Shift) -> bool:
        """Look at the ids, then at the dates."""
        if (first.type.id, second.type.id) not in self.pairs:
            return False
        return self.clock.read(second).date - self.clock.read(first).date == DAY


@rule("sequence")
@dataclass(frozen=True, kw_only=True)
class Sequence(PersonRule):
    """Some shifts do not follow others on the next local date.

    Parameters
    ----------
    forbidden
        Pairs of shift ids: the second does not start on the local date after the first's.

    Examples
    --------
    [rules.sequence]
    forbidden = [["amer-late", "amer-day"], ["emea-late", "emea-early"]]
    """

    unit: ClassVar[str] = "clash"
    forbidden: tuple[ShiftIds, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.forbidden:
            raise InvalidRule("forbidden", "must list at least one pair of shift ids")
        for pair in self.forbidden:
            if len(pair) != 2:
                got = ", ".join(pair) or "nothing"
                raise InvalidRule("forbidden", f"must be pairs of two shift ids, got {got}")

    def __str__(self) -> str:
        who = "nobody" if self.people is None else f"nobody ({self.people})"
        return f"{who} works {self._pairs()} on the next day"

    def _pairs(self) -> str:
        return ", ".join(f"{first} then {second}" for first, second in self.forbidden)

    def limits(self, line: Line) -> Iterator[Limit]:
        """Forbid the successions."""
        pairs = frozenset((pair[0], pair[1]) for pair in self.forbidden)
        named = {shift_id for pair in pairs for shift_id in pair}
        yield Clash(
            among=tuple(shift for shift in line.all if shift.type.id in named),
            test=_NextDay(pairs, line.clock),
            reach=2 * DAY,
            next_only=False,
            shared=True,
            about=f"{line.person.name} never works {self._pairs()} on the next day",
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Name the two shifts."""
        first, second = finding.shifts
        return f"{line.person.name} has {second} on the day after {first}"


@rule("spacing")
@dataclass(frozen=True, kw_only=True)
class Spacing(PersonRule):
    """Turns at the same duty lie well apart.

    Parameters
    ----------
    shifts
        Shift ids; any of them counts as a turn.
    least
        Elapsed time from the end of one turn to the same person's next. Across a change to
        summer time three calendar weeks are an hour short of P21D.

    Examples
    --------
    [rules.spacing]
    shifts = ["watch"]
    least = "P20D"
    """

    unit: ClassVar[str] = "clash"
    shifts: ShiftIds = ()
    least: timedelta = timedelta(days=20)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.shifts:
            raise InvalidRule("shifts", "must list at least one shift id")
        if self.least <= timedelta(0):
            raise InvalidRule("least", f"must be above 0 h, got {say_duration(self.least)}")

    def __str__(self) -> str:
        return f"{self.whose()} has {say_duration(self.least)} between turns of {self._duty()}"

    def _duty(self) -> str:
        return ", ".join(self.shifts)

    def limits(self, line: Line) -> Iterator[Limit]:
        """Let no turn start too soon after the last."""
        yield Clash(
            among=tuple(shift for shift in line.all if shift.type.id in self.shifts),
            test=TooSoon(self.least),
            reach=self.least,
            shared=True,
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Say how far apart the turns are."""
        first, second = finding.shifts
        gap = say_duration(second.start - first.end)
        return (
            f"{line.person.name} has {gap} between {first} and {second},"
            f" needs {say_duration(self.least)}"
        )
