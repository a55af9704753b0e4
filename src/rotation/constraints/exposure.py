"""How much exposure to graphic content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from rotation.constraints.load import parts_between, say_tenths, weeks
from rotation.constraints.marks import count, day_marks
from rotation.domain import LocalDate, say_date
from rotation.durations import say_duration
from rotation.errors import InvalidRule
from rotation.limits import HOUR, Finding, Limit, Line, Run, Total, tenths
from rotation.rule import PersonRule, rule


@rule("exposure")
@dataclass(frozen=True, kw_only=True)
class Exposure(PersonRule):
    """Time on graphic content stays short: elapsed hours x the shift's exposure, local clock.

    Parameters
    ----------
    max_per_day, max_per_week
        Most exposure on one local date, and in one local week.
    max_days_in_row
        Most local dates in a row with any exposure.

    Sources
    -------
    Four hours a day is the cap that YouTube announced for its reviewers (2018); twenty a week is
    five such days. No binding standard was found.

    Examples
    --------
    [rules.exposure]
    max_per_day = "4h"
    max_per_week = "20h"
    max_days_in_row = 5
    """

    unit: ClassVar[str] = "hour or day"
    max_per_day: timedelta | None = None
    max_per_week: timedelta | None = None
    max_days_in_row: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("max_per_day", "max_per_week"):
            value = getattr(self, name)
            if value is not None and value < timedelta(0):
                raise InvalidRule(name, f"must be 0 h or more, got {say_duration(value)}")
        if self.max_days_in_row is not None and self.max_days_in_row < 1:
            raise InvalidRule("max_days_in_row", f"must be 1 or more, got {self.max_days_in_row}")
        if (self.max_per_day, self.max_per_week, self.max_days_in_row) == (None, None, None):
            raise InvalidRule("", "one of max_per_day, max_per_week, max_days_in_row must be given")

    def __str__(self) -> str:
        asks = [
            *([f"{say_duration(self.max_per_day)} a day"] if self.max_per_day is not None else []),
            *(
                [f"{say_duration(self.max_per_week)} a week"]
                if self.max_per_week is not None
                else []
            ),
            *([f"{count(self.max_days_in_row, 'day')} in a row"] if self.max_days_in_row else []),
        ]
        return f"{self.whose()} is exposed to graphic content at most {', '.join(asks)}"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Bound each date, each week and each run of exposed dates."""
        exposing = Line(
            line.person,
            line.problem,
            tuple(shift for shift in line.past if shift.type.exposure),
            tuple(shift for shift in line.open if shift.type.exposure),
        )
        if self.max_per_day is not None:
            dates = {day for s in exposing.open for day, _ in line.clock.read(s).by_date}
            for day in sorted(dates):
                yield self._within(exposing, day, 1, self.max_per_day, f"on {say_date(day)}")
        if self.max_per_week is not None:
            for first in weeks(exposing):
                where = f"in the week of {say_date(first)}"
                yield self._within(exposing, first, 7, self.max_per_week, where)
        if self.max_days_in_row is not None:
            yield Run(
                marks=day_marks(exposing.all, line, every_date=True),
                high=self.max_days_in_row,
                about=f"{line.person.name} is exposed at most"
                f" {count(self.max_days_in_row, 'day')} in a row",
            )

    def _within(
        self, line: Line, first: LocalDate, days: int, most: timedelta, where: str
    ) -> Total:
        span = line.clock.week_span(first, days)
        return Total(
            parts=parts_between(line, first, days, lambda s, minutes: minutes * s.type.exposure),
            high=tenths(most / timedelta(hours=1)),
            unit=HOUR,
            about=f"{line.person.name} is exposed at most {say_duration(most)} {where}",
            start=span.start,
            end=span.end,
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Say the bound and the exposure."""
        if isinstance(finding.limit, Run):
            return f"{finding.limit.about}, got {finding.value} from {finding.shifts[0]}"
        assert isinstance(finding.limit, Total)  # noqa: S101
        return f"{finding.limit.about}, got {say_tenths(finding.value)}"
