"""Teams to measure on: the safety-escalations example, made smaller or larger.

`team` copies everybody with all facts; in `varied` no two people are alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from math import ceil, floor
from pathlib import Path

from benchmarks.variety import Variety
from rotation.domain import Assignment, Horizon, Problem, ShiftType, Specialist
from rotation.rule import Rule
from rotation.team.folder import Reading, read

EXAMPLE = resources.files("rotation.team") / "examples" / "safety-escalations"
PEOPLE = 28


def month(name: str, months: int = 1) -> Horizon:
    """Return the horizon of a month, 2026-12, or of so many from that one on."""
    first = following = date.fromisoformat(f"{name}-01")
    for _ in range(months):
        following = (following + timedelta(days=31)).replace(day=1)
    return Horizon(first, following - timedelta(days=1))


def example(name: str = "2026-12", months: int = 1) -> Reading:
    """Read the example for a month or more."""
    with resources.as_file(EXAMPLE) as folder:
        return read(Path(folder), month(name, months))


def team(people: int, name: str = "2026-12") -> tuple[Problem, tuple[Rule, ...]]:
    """Make the example a team of about so many people, with seats and cover in proportion.

    Larger teams hold several copies of everybody, their facts included; the smaller keeps every
    second person of each region.
    """
    reading = example(name)
    problem = reading.problem
    if people == PEOPLE:
        return problem, reading.rules
    if people < PEOPLE:
        return _smaller(problem, people / PEOPLE), reading.rules
    if people % PEOPLE:
        raise ValueError(f"people must be a multiple of {PEOPLE}, got {people}")
    return _larger(problem, people // PEOPLE), reading.rules


def varied(
    people: int, name: str = "2026-12", months: int = 1, seed: int = 0
) -> tuple[Problem, tuple[Rule, ...]]:
    """Make a team of exactly so many people, no two alike, with seats and cover in proportion.

    Everybody of the example comes first, zone by zone in proportion; whoever comes on top is like
    one of them, with leave, wishes, hours, languages, skills, balances and past shifts of their
    own. The same seed makes the same person in teams of every size.
    """
    reading = example(name, months)
    problem = reading.problem
    order = _in_proportion(problem.people)
    chosen = [(order[n % PEOPLE], n // PEOPLE + 1) for n in range(people)]
    variety = Variety(problem, seed)
    team = [variety.person(like, number) for like, number in chosen]
    share = people / PEOPLE
    return replace(
        problem,
        people=tuple(sorted((each.person for each in team), key=lambda person: person.id)),
        absences=tuple(absence for each in team for absence in each.absences),
        requests=tuple(wish for each in team for wish in each.requests),
        history=tuple(Assignment(shift, each.person) for each in team for shift in each.history),
        ledger={(each.person.id, load): b for each in team for load, b in each.ledger.items()},
        public_holidays={each.person.id: each.holidays for each in team},
        **_scaled(problem, share, least=floor),  # type: ignore[arg-type]
    ), reading.rules


def _in_proportion(people: Sequence[Specialist]) -> list[Specialist]:
    """Order people so that as many as one likes, from the first on, are of all zones."""
    size = Counter(person.time_zone for person in people)
    seen: Counter[str] = Counter()
    place: dict[str, float] = {}
    for person in people:
        seen[person.time_zone] += 1
        place[person.id] = (seen[person.time_zone] - 0.5) / size[person.time_zone]
    return sorted(people, key=lambda person: (place[person.id], person.id))


def _scaled(
    problem: Problem, share: float, least: Callable[[float], int] = ceil
) -> dict[str, object]:
    def seats(number: int, rounded: Callable[[float], int] = ceil) -> int:
        return max(1, rounded(number * share)) if number else 0

    kinds = {
        kind.id: replace(
            kind,
            least=seats(kind.least, least),
            target=max(seats(kind.least, least), round(kind.target * share)),
            most=max(1, seats(kind.most)),
        )
        for kind in problem.shift_types
    }

    def of(kind: ShiftType) -> ShiftType:
        return kinds.get(kind.id, kind)

    return {
        "shift_types": tuple(kinds.values()),
        "shifts": tuple(replace(shift, type=of(shift.type)) for shift in problem.shifts),
        "requirements": tuple(
            replace(each, people=max(1, int(each.people * share))) for each in problem.requirements
        ),
    }


def _smaller(problem: Problem, share: float) -> Problem:
    seen: Counter[str] = Counter()
    kept: list[Specialist] = []
    for person in problem.people:
        seen[person.time_zone] += 1
        if int(seen[person.time_zone] * share) > int((seen[person.time_zone] - 1) * share):
            kept.append(person)
    return _with(problem, kept, {person.id: [person.id] for person in kept}, share)


def _larger(problem: Problem, times: int) -> Problem:
    copies = {p.id: [p.id, *(f"{p.id}-{n}" for n in range(2, times + 1))] for p in problem.people}
    people = [replace(p, id=who) for p in problem.people for who in copies[p.id]]
    return _with(problem, people, copies, times)


def _with(
    problem: Problem, people: list[Specialist], copies: dict[str, list[str]], share: float
) -> Problem:
    by_id = {person.id: person for person in people}
    return replace(
        problem,
        people=tuple(sorted(people, key=lambda person: person.id)),
        absences=tuple(
            replace(each, person=who)
            for each in problem.absences
            for who in copies.get(each.person, ())
        ),
        requests=tuple(
            replace(each, person=who)
            for each in problem.requests
            for who in copies.get(each.person, ())
        ),
        history=tuple(
            Assignment(each.shift, by_id[who])
            for each in problem.history or ()
            for who in copies.get(each.person.id, ())
        ),
        ledger={
            (who, load): closing
            for (own, load), closing in problem.ledger.items()
            for who in copies.get(own, ())
        },
        public_holidays={
            who: days
            for own, days in problem.public_holidays.items()
            for who in copies.get(own, ())
        },
        **_scaled(problem, share),  # type: ignore[arg-type]
    )
