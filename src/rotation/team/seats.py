"""More seats at once than people: who could sit where, by matching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from rotation.domain import Problem, Shift, Specialist
from rotation.team.ranges import say_dates
from rotation.team.words import listed

Able = Mapping[Shift, tuple[Specialist, ...]]


def crowded(problem: Problem, able: Able) -> Iterator[str]:
    """Name shifts that together need more people at one time than may take any of them.

    Shifts that are short of people by themselves are not told again. Nobody is on two shifts
    at once, save those that may run alongside.
    """
    found: dict[tuple[str, int, str], list[date]] = defaultdict(list)
    alone = [s for s in problem.shifts if not s.type.alongside and len(able[s]) >= s.seats.least]
    told: set[frozenset[Shift]] = set()
    at_once: list[Shift] = []
    for shift in alone:
        at_once = [*(other for other in at_once if shift.start < other.end), shift]
        tight = _too_tight(at_once, able)
        if tight and tight not in told:
            told.add(tight)
            ids = listed(sorted({each.type.id for each in tight}))
            who = sorted({person.name for each in tight for person in able[each]})
            need = sum(each.seats.least for each in tight)
            found[ids, need, listed(who)].append(shift.date)
    for (ids, need, names), dates in found.items():
        when = say_dates(dates, problem.horizon)
        yield f"{ids} need {need} people at once on {when}: only {names} may take them"


def _too_tight(at_once: list[Shift], able: Able) -> frozenset[Shift]:
    """Return shifts whose seats outnumber everybody who may take any of them (Hall's theorem)."""
    holds: dict[str, int] = {}
    seats = [shift for shift in at_once for _ in range(shift.seats.least)]
    for seat in range(len(seats)):
        asked: set[str] = set()
        if not _seat(seat, seats, able, holds, asked):
            return frozenset(seats[each] for each in (seat, *(holds[who] for who in asked)))
    return frozenset()


def _seat(
    seat: int, seats: list[Shift], able: Able, holds: dict[str, int], asked: set[str]
) -> bool:
    """Find somebody for a seat, moving others if need be; `asked` gathers who was in question."""
    for person in able[seats[seat]]:
        if person.id in asked:
            continue
        asked.add(person.id)
        other = holds.get(person.id)
        if other is None or _seat(other, seats, able, holds, asked):
            holds[person.id] = seat
            return True
    return False
