"""Teams to measure on: the safety-escalations example, made smaller or larger."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from math import ceil
from pathlib import Path

from rotation.domain import Assignment, Horizon, Problem, ShiftType, Specialist
from rotation.rule import Rule
from rotation.team.folder import Reading, read

EXAMPLE = resources.files("rotation.team") / "examples" / "safety-escalations"
PEOPLE = 28


def month(name: str) -> Horizon:
    """Return the horizon of a month, 2026-12."""
    first = date.fromisoformat(f"{name}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return Horizon(first, following - timedelta(days=1))


def example(name: str = "2026-12") -> Reading:
    """Read the example for a month."""
    with resources.as_file(EXAMPLE) as folder:
        return read(Path(folder), month(name))


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


def _scaled(problem: Problem, share: float) -> dict[str, object]:
    def seats(number: int) -> int:
        return max(1, ceil(number * share)) if number else 0

    kinds = {
        kind.id: replace(
            kind,
            least=seats(kind.least),
            target=max(seats(kind.least), round(kind.target * share)),
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
