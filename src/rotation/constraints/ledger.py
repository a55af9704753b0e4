"""Everybody's account of what is shared: opening, expected, served, share, closing, unavoidable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rotation import duty
from rotation.constraints.fairness import FADES, HOURS, Fair, balance, shares, takers, weights
from rotation.domain import Problem, Requirement, Schedule, Shift, Specialist
from rotation.limits import HOUR, Line
from rotation.rule import Rule


@dataclass(frozen=True)
class Balance:
    """One person's account of one load; hours for loads that are hours, else a count.

    `unavoidable` is how much of what they served nobody else could have taken, at least.
    """

    person: str
    load: str
    opening: float
    expected: float
    served: float
    share: float
    closing: float
    unavoidable: float


def balances(rules: tuple[Rule, ...], schedule: Schedule) -> list[Balance]:
    """Return the ledger after a schedule: each person and load of a fair rule, sorted."""
    found = [row for each in rules if isinstance(each, Fair) for row in _ledger(each, schedule)]
    return sorted(found, key=lambda row: (row.load, row.person))


def _ledger(fair: Fair, schedule: Schedule) -> Iterator[Balance]:
    problem = schedule.problem
    lines = {person.id: Line.judged(person, schedule) for person in fair.members(problem)}
    account = {who: balance(fair, line) for who, line in lines.items()}
    share = shares(sum(served for _, _, served in account.values()), weights(fair, problem))
    for who, (opening, expects, served) in account.items():
        yield Balance(
            person=who,
            load=fair.load,
            opening=opening,
            expected=expects,
            served=served,
            share=share[who],
            closing=FADES * opening + served - share[who],
            unavoidable=min(served, unavoidable(fair, lines[who])),
        )


def unavoidable(fair: Fair, line: Line) -> float:
    """Bound from below what somebody carries that nobody else can, in hours or a count.

    Each need that only they can meet (a seat, an instant of coverage) and do is a set of shifts
    of which they must work one; needs that share no shift add up by their cheapest shift.
    """
    own, used, total = line.clock, set[object](), 0
    for options in _all_sole_needs(line.problem).get(line.person.id, []):
        keys: set[object] = set(options)
        if fair.of == "weekends":
            keys |= {first for shift in options for first in own.read(shift).weekends}
        if not keys & used and keys.intersection(line.open):
            used |= keys
            total += min(fair.adds(own, shift) for shift in options)
    return total / (HOUR if fair.of in HOURS else 100)


@lru_cache(maxsize=32)
def _all_sole_needs(problem: Problem) -> Mapping[str, list[tuple[Shift, ...]]]:
    """Person id -> the needs that only they can meet, each as the shifts that would meet it."""
    needs: dict[str, list[tuple[Shift, ...]]] = defaultdict(list)
    able = takers(problem)
    for shift, people in able.items():
        if len(people) <= shift.seats.least:
            for person in people:
                needs[person.id].append((shift,))
    responding = [shift for shift in problem.shifts if shift.type.responds]
    for requirement in problem.requirements:
        for window in duty.judged_windows(requirement, problem):
            near = [shift for shift in responding if shift.span.overlaps(window)]
            for piece in duty.cut(window, near):
                _note_sole(needs, [s for s in near if s.span.overlaps(piece)], able, requirement)
    return needs


def _note_sole(
    needs: dict[str, list[tuple[Shift, ...]]],
    shifts: list[Shift],
    able: Mapping[Shift, tuple[Specialist, ...]],
    requirement: Requirement,
) -> None:
    through: dict[str, list[Shift]] = defaultdict(list)
    for shift in shifts:
        for person in able[shift]:
            if requirement.ask.met_by(person):
                through[person.id].append(shift)
    if len(through) <= requirement.people:
        for who, options in through.items():
            needs[who].append(tuple(options))
