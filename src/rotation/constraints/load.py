"""How much work: hours by week, over the period and by contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from rotation import local
from rotation.clock import DAY
from rotation.domain import Horizon, LocalDate, Shift, say_date
from rotation.durations import say_duration
from rotation.errors import InvalidRule
from rotation.limits import HOUR, TENTHS, Finding, Limit, Line, Part, Total, tenths
from rotation.rule import PersonRule, rule


def weeks(line: Line) -> Iterator[LocalDate]:
    """List the first dates of the local weeks that the horizon touches, in order."""
    horizon = line.problem.horizon
    dates = [day for shift in line.open for day, _ in line.clock.read(shift).by_date]
    first = line.clock.week(min([horizon.first, *dates]))
    while first <= max([horizon.last, *dates]):
        yield first
        first += 7 * DAY


def parts_between(
    line: Line, first: LocalDate, days: int, worth: Callable[[Shift, int], float]
) -> tuple[Part, ...]:
    """List what shifts add on the local dates from `first` on, split by the clock, in tenths."""
    last = first + (days - 1) * DAY
    parts = []
    for shift in line.all:
        inside = sum(m for day, m in line.clock.read(shift).by_date if first <= day <= last)
        amount = round(worth(shift, inside) * TENTHS)
        if amount:
            parts.append(Part(amount, (shift,)))
    return tuple(parts)


def say_tenths(value: int) -> str:
    """Write tenths of minutes for people."""
    return say_duration(timedelta(minutes=value / TENTHS))


@rule("hours")
@dataclass(frozen=True, kw_only=True)
class Hours(PersonRule):
    """Working hours stay within bounds, by local week and over the horizon.

    Parameters
    ----------
    max_per_week, min_per_week
        Counted hours in each local calendar week; a shift across its edge is split by the clock.
        The minimum is asked of each week whose last date lies in the horizon; where there is no
        history.csv to say what was worked before, not of one cut by the horizon's start.
    max_per_period, min_per_period
        Counted hours of the horizon's shifts.
    contract_within
        Horizon hours lie this near to hours_per_week x available days / 7.
    prorate
        Scale limits by fte x available days / days. Missing: minima are scaled, maxima are not.

    Sources
    -------
    Directive 2003/88/EC, Art. 6: 48 hours a week on average.

    Examples
    --------
    [[rules.hours]]
    max_per_week = 48

    [[rules.hours]]                # reports call it hours[2]
    people = { skill = "part-time" }
    max_per_week = 40
    prorate = true                 # 40 h x fte x days available / 7
    weight = 5                     # each hour above costs 5
    """

    unit: ClassVar[str] = "hour"
    max_per_week: float | None = None
    min_per_week: float | None = None
    max_per_period: float | None = None
    min_per_period: float | None = None
    contract_within: timedelta | None = None
    prorate: bool | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        bounds = ("max_per_week", "min_per_week", "max_per_period", "min_per_period")
        given = {name: getattr(self, name) for name in bounds}
        for name, value in given.items():
            if value is not None and value < 0:
                raise InvalidRule(name, f"must be hours >= 0, got {value:g}")
        for each in ("week", "period"):
            low, high = given[f"min_per_{each}"], given[f"max_per_{each}"]
            if low is not None and high is not None and low > high:
                raise InvalidRule(
                    f"min_per_{each}", f"must be at most max_per_{each}, got {low:g} > {high:g}"
                )
        if self.contract_within is not None and self.contract_within < timedelta(0):
            says = f"must be 0 h or more, got {say_duration(self.contract_within)}"
            raise InvalidRule("contract_within", says)
        if self.contract_within is None and all(value is None for value in given.values()):
            raise InvalidRule("", f"one of {', '.join(bounds)} or contract_within must be given")

    def __str__(self) -> str:
        asks = [
            f"{word} {value:g} h a {each}"
            for word, each, value in (
                ("at most", "week", self.max_per_week),
                ("at least", "week", self.min_per_week),
                ("at most", "period", self.max_per_period),
                ("at least", "period", self.min_per_period),
            )
            if value is not None
        ]
        if self.contract_within is not None:
            asks.append(f"within {say_duration(self.contract_within)} of their contract")
        return f"{self.whose()} works {', '.join(asks)}"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Bound each week, the period, and the distance from the contract."""
        if self.max_per_week is not None or self.min_per_week is not None:
            for first in weeks(line):
                yield from self._week(line, first)
        yield from self._period(line)
        yield from self._contract(line)

    def _week(self, line: Line, first: LocalDate) -> Iterator[Limit]:
        days = Horizon(first, first + 6 * DAY)
        parts = parts_between(line, first, 7, local.counted_minutes)
        span = line.clock.week_span(first)
        where = f"in the week of {say_date(first)}"
        if self.max_per_week is not None:
            high = self._scaled(line, self.max_per_week, days, default=False)
            about = f"{line.person.name} works at most {say_tenths(high)} {where}"
            yield Total(
                parts=parts, high=high, unit=HOUR, about=about, start=span.start, end=span.end
            )
        horizon = line.problem.horizon
        known = first >= horizon.first or line.problem.history is not None
        if self.min_per_week is not None and days.last in horizon and known:
            low = self._scaled(line, self.min_per_week, days, default=True)
            about = f"{line.person.name} works at least {say_tenths(low)} {where}"
            yield Total(
                parts=parts,
                low=low,
                unit=HOUR,
                idle=True,
                about=about,
                start=span.start,
                end=span.end,
            )

    def _period(self, line: Line) -> Iterator[Limit]:
        days, low, high = line.problem.horizon, None, None
        asks = []
        if self.min_per_period is not None:
            low = self._scaled(line, self.min_per_period, days, default=True)
            asks.append(f"at least {say_tenths(low)}")
        if self.max_per_period is not None:
            high = self._scaled(line, self.max_per_period, days, default=False)
            asks.append(f"at most {say_tenths(high)}")
        if asks:
            yield Total(
                parts=_counted(line),
                low=low,
                high=high,
                unit=HOUR,
                idle=low is not None,
                about=f"{line.person.name} works {' and '.join(asks)} in the period",
            )

    def _contract(self, line: Line) -> Iterator[Limit]:
        if self.contract_within is None or line.person.hours_per_week is None:
            return
        available = local.available_days(line.person, line.problem, line.problem.horizon)
        agreed = tenths(line.person.hours_per_week * available / 7)
        within = tenths(self.contract_within / timedelta(hours=1))
        yield Total(
            parts=_counted(line),
            low=max(0, agreed - within),
            high=agreed + within,
            unit=HOUR,
            idle=True,
            about=f"{line.person.name} works {say_tenths(agreed)}, give or take"
            f" {say_tenths(within)}, in the period (their contract)",
        )

    def _scaled(self, line: Line, hours: float, days: Horizon, *, default: bool) -> int:
        if not (default if self.prorate is None else self.prorate):
            return tenths(hours)
        available = local.available_days(line.person, line.problem, days)
        return tenths(hours * line.person.fte * available / days.days)

    def words(self, line: Line, finding: Finding) -> str:
        """Say the bound and what was worked."""
        assert isinstance(finding.limit, Total)  # noqa: S101
        return f"{finding.limit.about}, got {say_tenths(finding.value)}"


def _counted(line: Line) -> tuple[Part, ...]:
    """List the counted time of the horizon's shifts, in tenths of minutes."""
    by_amount: dict[int, list[Shift]] = {}
    for shift in line.open:
        by_amount.setdefault(round(local.counted_minutes(shift) * TENTHS), []).append(shift)
    return tuple(Part(amount, tuple(shifts)) for amount, shifts in by_amount.items() if amount)
