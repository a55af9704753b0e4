"""An instance of the set in Timefold's words: a cell for each day of everybody.

Facts are known by identity, and streams are joined and grouped by them rather than by numbers,
which Timefold's Python hashes slowly.
"""

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import HardSoftScore

from benchmarks.nrp_reader import Contract, Instance

WEEK = 7
SATURDAY = 5


@dataclass(eq=False)
class Kind:
    """A shift of the set."""

    id: str
    minutes: int
    never_next: list[str]


@dataclass(eq=False)
class Person:
    """Somebody, with the contract's numbers."""

    id: str
    max_minutes: int
    min_minutes: int
    max_in_row: int
    min_in_row: int
    min_off_in_row: int
    max_weekends: int
    last_day: int
    unit: int


@dataclass(eq=False)
class Day:
    """A day, with the weekend that it is of (from 1, 0 for none)."""

    number: int
    weekend: int


@dataclass(eq=False)
class Most:
    """The greatest number of a shift for somebody."""

    person: Person
    kind: Kind
    number: int


@dataclass(eq=False)
class Cover:
    """How many are wanted on a shift of a day."""

    day: Day
    kind: Kind
    people: int
    under: int
    over: int


@dataclass(eq=False)
class Wish:
    """A request for (`on`) or against a shift of a day."""

    person: Person
    day: Day
    kind: Kind
    weight: int
    on: bool


@planning_entity
@dataclass(eq=False)
class Cell:
    """A day of somebody that is no fixed day off: which shift, if any."""

    id: Annotated[str, PlanningId]
    person: Person
    day: Day
    following: Day | None
    kinds: Annotated[list[Kind], ValueRangeProvider]
    kind: Annotated[Kind | None, PlanningVariable(allows_unassigned=True)] = field(default=None)


@planning_solution
@dataclass(eq=False)
class Roster:
    """Everything."""

    people: Annotated[list[Person], ProblemFactCollectionProperty]
    most: Annotated[list[Most], ProblemFactCollectionProperty]
    covers: Annotated[list[Cover], ProblemFactCollectionProperty]
    wishes: Annotated[list[Wish], ProblemFactCollectionProperty]
    cells: Annotated[list[Cell], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def roster_of(instance: Instance) -> Roster:
    """Say an instance; what nobody may have is no value, rather than a rule."""
    kinds = {
        name: Kind(name, each.minutes, list(each.never_next))
        for name, each in instance.kinds.items()
    }
    people = {name: _person(name, each, instance) for name, each in instance.staff.items()}
    days = [Day(n, 1 + n // WEEK if n % WEEK >= SATURDAY else 0) for n in range(instance.days)]
    off = set(instance.days_off)
    cells = [
        Cell(f"{name} {day.number}", person, day, after, _kinds(kinds, instance.staff[name]))
        for name, person in people.items()
        for day, after in zip(days, [*days[1:], None], strict=True)
        if (name, day.number) not in off
    ]
    return Roster(
        people=list(people.values()),
        most=[
            Most(people[name], kinds[kind], number)
            for name, each in instance.staff.items()
            for kind, number in each.most.items()
            if 0 < number < instance.days
        ],
        covers=[
            Cover(days[day], kinds[kind], number, instance.under or 0, instance.over or 0)
            for (day, kind), number in instance.cover.items()
        ],
        wishes=[
            Wish(people[each.person], days[each.day], kinds[each.shift], each.weight, on)
            for on, wishes in ((True, instance.on), (False, instance.off))
            for each in wishes
        ],
        cells=cells,
    )


def _kinds(kinds: dict[str, Kind], contract: Contract) -> list[Kind]:
    return [kind for name, kind in kinds.items() if contract.most.get(name, 1)]


def _person(name: str, contract: Contract, instance: Instance) -> Person:
    return Person(
        name,
        contract.max_minutes,
        contract.min_minutes,
        contract.max_in_row,
        contract.min_in_row,
        contract.min_off_in_row,
        contract.max_weekends,
        instance.days - 1,
        min(kind.minutes for kind in instance.kinds.values()),
    )
