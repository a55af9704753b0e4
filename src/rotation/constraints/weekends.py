"""Weekends, on everybody's own calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rotation.constraints.marks import count, refuse_below, weekend_marks
from rotation.domain import LocalDate, say_date
from rotation.errors import InvalidRule
from rotation.limits import Finding, Limit, Line, Part, Run, Total
from rotation.local import weekend_days
from rotation.rule import PersonRule, rule


@rule("weekends")
@dataclass(frozen=True, kw_only=True)
class Weekends(PersonRule):
    """Worked weekends are few, not too many in a row, and whole.

    A weekend is worked when any active minute falls into it, locally.

    Parameters
    ----------
    max_in_row
        Most weekends worked in a row.
    max_per_period
        Most weekends worked by the horizon's shifts.
    whole
        Active shifts start on each day of a weekend or on none; a weekend cut by the horizon's
        end is not judged.

    Examples
    --------
    [rules.weekends]
    max_in_row = 2
    max_per_period = 3
    """

    unit: ClassVar[str] = "weekend"
    max_in_row: int | None = None
    max_per_period: int | None = None
    whole: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        refuse_below(1, max_in_row=self.max_in_row)
        refuse_below(0, max_per_period=self.max_per_period)
        if self.max_in_row is None and self.max_per_period is None and not self.whole:
            raise InvalidRule("", "one of max_in_row, max_per_period, whole must be given")

    def __str__(self) -> str:
        asks = [
            *([f"at most {count(self.max_in_row, 'weekend')} in a row"] if self.max_in_row else []),
            *(
                [f"at most {count(self.max_per_period, 'weekend')} in the period"]
                if self.max_per_period is not None
                else []
            ),
            *(["whole weekends or none"] if self.whole else []),
        ]
        return f"{self.whose()} works {', '.join(asks)}"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Bound runs and number, and keep weekends whole."""
        if self.max_in_row is not None:
            yield Run(
                marks=weekend_marks(line.active, line),
                high=self.max_in_row,
                about=f"{line.person.name} works at most"
                f" {count(self.max_in_row, 'weekend')} in a row",
            )
        if self.max_per_period is not None:
            open_ = (shift for shift in line.open if shift.active)
            marks = weekend_marks(open_, line)
            yield Total(
                parts=tuple(Part(1, mark.shifts, "any") for mark in marks if mark.shifts),
                high=self.max_per_period,
                about=f"{line.person.name} works at most {count(self.max_per_period, 'weekend')}"
                " in the period",
            )
        if self.whole:
            yield from self._whole(line)

    def _whole(self, line: Line) -> Iterator[Limit]:
        read = line.clock.read
        for mark in weekend_marks((s for s in line.active), line):
            days = weekend_days(mark.date, line.problem.team.weekend)
            if len(days) < 2 or days[-1] > line.problem.horizon.last:
                continue
            by_day = [tuple(s for s in line.active if read(s).date == day) for day in days]
            starts = tuple(shift for shifts in by_day for shift in shifts)
            if not starts:
                continue
            span = line.clock.week_span(days[0], len(days))
            yield Total(
                parts=(
                    *(Part(1, shifts, "any") for shifts in by_day),
                    Part(-len(days), starts, "any"),
                ),
                low=0,
                flat=True,
                about=f"{line.person.name} works the weekend of {say_date(days[0])} whole or not",
                start=span.start,
                end=span.end,
            )

    def words(self, line: Line, finding: Finding) -> str:
        """Say the bound and what was worked."""
        if isinstance(finding.limit, Run):
            first = _first_weekend(finding, line)
            since = f" since {say_date(first)}" if first else ""
            return f"{finding.limit.about}, got {finding.value}{since}"
        assert isinstance(finding.limit, Total)  # noqa: S101
        if finding.limit.flat:
            dates = sorted({line.clock.read(shift).date for shift in finding.shifts})
            return f"{finding.limit.about}, got {', '.join(say_date(day) for day in dates)} only"
        return f"{finding.limit.about}, got {finding.value}"


def _first_weekend(finding: Finding, line: Line) -> LocalDate | None:
    weekends = [first for shift in finding.shifts for first in line.clock.read(shift).weekends]
    return min(weekends, default=None)
