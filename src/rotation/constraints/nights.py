"""Night shifts, on everybody's own clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from rotation.clock import DAY
from rotation.constraints.marks import count, day_marks, refuse_below, run_dates
from rotation.constraints.rest import rested
from rotation.domain import LocalDate, Shift, say_date
from rotation.durations import say_duration
from rotation.errors import InvalidRule
from rotation.limits import Clash, Finding, Limit, Line, Part, Run, Total
from rotation.rule import PersonRule, rule


@rule("nights")
@dataclass(frozen=True, kw_only=True)
class Nights(PersonRule):
    """Night shifts come in short runs, with a long rest after each run.

    Parameters
    ----------
    max_in_row
        Most night shifts on consecutive local start dates.
    free_after
        Elapsed time from the last night of a run to the next active shift. Shifts that run
        alongside others neither end a run nor follow it.
    max_per_period
        Most night shifts in the horizon.

    Examples
    --------
    [rules.nights]
    max_in_row = 3
    free_after = "46h"
    max_per_period = 6
    """

    unit: ClassVar[str] = "night or clash"
    max_in_row: int | None = None
    free_after: timedelta | None = None
    max_per_period: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        refuse_below(1, max_in_row=self.max_in_row)
        refuse_below(0, max_per_period=self.max_per_period)
        if self.free_after is not None and self.free_after <= timedelta(0):
            says = f"must be above 0 h, got {say_duration(self.free_after)}"
            raise InvalidRule("free_after", says)
        if (self.max_in_row, self.free_after, self.max_per_period) == (None, None, None):
            raise InvalidRule("", "one of max_in_row, free_after, max_per_period must be given")

    def __str__(self) -> str:
        asks = [
            *([f"at most {count(self.max_in_row, 'night')} in a row"] if self.max_in_row else []),
            *([f"{say_duration(self.free_after)} free after nights"] if self.free_after else []),
            *(
                [f"at most {count(self.max_per_period, 'night')} in the period"]
                if self.max_per_period is not None
                else []
            ),
        ]
        return f"{self.whose()} has {', '.join(asks)}"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Bound runs, the rest after them, and their number."""
        read = line.clock.read
        if self.max_in_row is not None:
            yield Run(
                marks=day_marks((s for s in line.active if read(s).is_night), line),
                high=self.max_in_row,
                about=f"{line.person.name} works at most"
                f" {count(self.max_in_row, 'night')} in a row",
            )
        if self.free_after is not None:
            yield self._free_after(line, self.free_after)
        if self.max_per_period is not None:
            nights = tuple(s for s in line.open if read(s).is_night)
            yield Total(
                parts=(Part(1, nights),),
                high=self.max_per_period,
                about=f"{line.person.name} works at most {count(self.max_per_period, 'night')}"
                " in the period",
            )

    def _free_after(self, line: Line, least: timedelta) -> Clash:
        read = line.clock.read
        nights: dict[LocalDate, list[Shift]] = {}
        for shift in rested(line):
            if read(shift).is_night:
                nights.setdefault(read(shift).date, []).append(shift)

        def too_soon(first: Shift, second: Shift) -> bool:
            if not read(first).is_night or second.start - first.end >= least:
                return False
            goes_on = read(second).date - read(first).date <= DAY
            return not (read(second).is_night and goes_on)

        def run_goes_on(first: Shift, _second: Shift) -> tuple[Shift, ...]:
            day = read(first).date
            later = (shift for shift in nights[day] if shift.order > first.order)
            return (*later, *nights.get(day + DAY, ()))

        return Clash(
            among=rested(line),
            test=too_soon,
            reach=least,
            unless=run_goes_on,
            about=f"{line.person.name} is free {say_duration(least)} after nights",
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Say the bound and what was worked."""
        if isinstance(finding.limit, Clash):
            first, second = finding.shifts
            assert self.free_after is not None  # noqa: S101
            return (
                f"{line.person.name} is free {say_duration(second.start - first.end)} after the"
                f" night {first} until {second}, needs {say_duration(self.free_after)}"
            )
        if isinstance(finding.limit, Run):
            start, end = run_dates(finding, line)
            return (
                f"{finding.limit.about}, got {finding.value} ({say_date(start)} to {say_date(end)})"
            )
        return f"{finding.limit.about}, got {finding.value}"
