"""Everyone carries their share, within a month and across months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

from rotation import eligibility, local
from rotation.domain import LocalDate, Problem, Shift, Specialist
from rotation.errors import InvalidRule
from rotation.limits import HOUR, TENTHS, Finding, Limit, Line, Part, Total, tenths
from rotation.local import LocalClock, clock_of
from rotation.rule import PersonRule, ShiftIds, rule

Load = Literal["weekends", "nights", "holidays", "hours", "unsocial", "shifts"]

NOUNS = {
    "weekends": "weekends",
    "nights": "nights",
    "holidays": "h on holidays",
    "hours": "h of work",
    "unsocial": "h of unsocial time",
    "shifts": "turns",
}
"""What so many of a load are called."""

HOURS = ("holidays", "hours", "unsocial")
"""The loads that are hours; eight of them are one unit."""

FADES = 0.9
"""How much of an opening balance is left after a month."""


@rule("fair")
@dataclass(frozen=True, kw_only=True)
class Fair(PersonRule):
    """Everyone carries their share of a load; what was carried too much counts next month.

    Priced is the squared distance of opening + served - expected from zero, in units of the load
    (eight hours for loads that are hours), linear between whole units.

    Parameters
    ----------
    of
        weekends (worked, locally), nights (night shifts), holidays (hours on the person's own),
        hours (counted), unsocial (hours outside 08:00-20:00 local, on weekends or holidays), or
        shifts (number of the named ones).
    shifts
        Shift ids, for `of = "shifts"`.
    weight
        Price of a distance of one unit.

    Examples
    --------
    [[rules.fair]]
    of = "weekends"
    people = { skill = "amer" }    # shared among these
    """

    unit: ClassVar[str] = "squared distance from expected"
    of: Load
    shifts: ShiftIds = ()
    weight: int | None = 10

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.weight is None:
            raise InvalidRule("weight", "must be given: nobody carries their share to the hour")
        if (self.of == "shifts") != bool(self.shifts):
            need = "must list shift ids" if self.of == "shifts" else 'goes with of = "shifts" only'
            raise InvalidRule("shifts", need)

    def __str__(self) -> str:
        return f"{self.whose()} carries their share of {self.load}"

    @property
    def load(self) -> str:
        """What the ledger calls the load: weekends, shifts:watch."""
        return f"shifts:{'+'.join(self.shifts)}" if self.of == "shifts" else self.of

    @property
    def unit_size(self) -> int:
        """One unit in the load's own measure: tenths of minutes, or hundredths of a count."""
        return 8 * HOUR if self.of in HOURS else 100

    def measure(self, amount: float) -> int:
        """Write hours or a count in the load's own measure."""
        return tenths(amount) if self.of in HOURS else round(amount * 100)

    def adds(self, own: LocalClock, shift: Shift) -> int:
        """Return what a shift adds, in the load's own measure; weekends aside."""
        lived = own.read(shift)
        if self.of == "holidays":
            return lived.holiday * TENTHS
        if self.of == "unsocial":
            return lived.unsocial * TENTHS
        if self.of == "hours":
            return round(local.counted_minutes(shift) * TENTHS)
        if self.of == "nights":
            return 100 * lived.is_night
        if self.of == "weekends":
            return 100 * (shift.active and bool(lived.weekends))
        return 100 * (shift.type.id in self.shifts)

    def parts(self, line: Line) -> tuple[Part, ...]:
        """List what the shifts of the horizon add to the load."""
        if self.of != "weekends":
            worth = ((self.adds(line.clock, shift), shift) for shift in line.open)
            return tuple(Part(amount, (shift,)) for amount, shift in worth if amount)
        weekends: dict[LocalDate, list[Shift]] = defaultdict(list)
        for shift in line.open:
            if shift.active:
                for first in line.clock.read(shift).weekends:
                    weekends[first].append(shift)
        return tuple(Part(100, tuple(weekends[first]), "any") for first in sorted(weekends))

    def limits(self, line: Line) -> Iterator[Limit]:
        """Price the distance from what is expected of this person."""
        opening = line.problem.ledger.get((line.person.id, self.load), 0.0)
        yield Total(
            parts=self.parts(line),
            aim=self.measure(expected(self, line.problem)[line.person.id] - opening),
            unit=self.unit_size,
            idle=True,
            about=f"{line.person.name} carries their share of {self.load}",
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Say what was carried and what was expected."""
        opening, expects, served = balance(self, line)
        had = f", after an opening balance of {opening:+.2f}" if opening else ""
        noun = NOUNS[self.of] + (f" of {', '.join(self.shifts)}" if self.shifts else "")
        return f"{line.person.name} carries {served:.2f} {noun}, expected {expects:.2f}{had}"


def balance(fair: Fair, line: Line) -> tuple[float, float, float]:
    """Return opening, expected and served of a judged line."""
    value = sum(part.value(frozenset(line.open)) for part in fair.parts(line))
    served = value / (HOUR if fair.of in HOURS else 100)
    opening = line.problem.ledger.get((line.person.id, fair.load), 0.0)
    return opening, expected(fair, line.problem)[line.person.id], served


@lru_cache(maxsize=32)
def takers(problem: Problem) -> Mapping[Shift, tuple[Specialist, ...]]:
    """Return who may take each shift of the horizon, looked at by itself."""
    return {
        shift: tuple(p for p in problem.people if eligibility.may_take(p, shift, problem))
        for shift in problem.shifts
    }


@lru_cache(maxsize=256)
def weights(fair: Fair, problem: Problem) -> Mapping[str, float]:
    """Person id -> fte x available share of the horizon, 0 for who can serve none of the load."""
    able = {
        person.id
        for shift, people in takers(problem).items()
        for person in people
        if fair.adds(clock_of(person, problem), shift)
    }
    return {
        person.id: person.fte
        * local.available_days(person, problem, problem.horizon)
        / problem.horizon.days
        if person.id in able
        else 0.0
        for person in fair.members(problem)
    }


@lru_cache(maxsize=256)
def expected(fair: Fair, problem: Problem) -> Mapping[str, float]:
    """Person id -> their share of what the horizon's seats at target will carry, to 0.01."""
    load = _expected_weekends(fair, problem) if fair.of == "weekends" else _expected(fair, problem)
    return shares(load, weights(fair, problem))


def shares(load: float, weight: Mapping[str, float]) -> dict[str, float]:
    """Divide a load by weight, each share to 0.01."""
    whole = sum(weight.values())
    return {who: round(load * own / whole, 2) if whole else 0.0 for who, own in weight.items()}


def _expected(fair: Fair, problem: Problem) -> float:
    """Add up the seats, each by the mean over those who may take it; outsiders carry nothing."""
    members = {person.id for person in fair.members(problem)}
    total = 0.0
    for shift, people in takers(problem).items():
        if people:
            carried = (fair.adds(clock_of(p, problem), shift) for p in people if p.id in members)
            total += shift.seats.target * sum(carried) / len(people)
    return total / (HOUR if fair.of in HOURS else 100)


def _expected_weekends(fair: Fair, problem: Problem) -> float:
    """Add up, for each weekend, the most seats that any one of its days has."""
    members = {person.id for person in fair.members(problem)}
    seats: dict[LocalDate, float] = defaultdict(float)
    for shift, people in takers(problem).items():
        if not shift.active:
            continue
        for person in people:
            if person.id in members:
                for day, _ in clock_of(person, problem).read(shift).by_date:
                    seats[day] += shift.seats.target / len(people)
    most: dict[LocalDate, float] = defaultdict(float)
    for day, number in seats.items():
        first = local.weekend_of(day, problem.team.weekend)
        if first is not None:
            most[first] = max(most[first], number)
    return sum(most[first] for first in sorted(most))
