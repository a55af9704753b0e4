"""The instances of a comparison as our own teams, and our own judge of everybody's rosters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from benchmarks.nrp_reader import read_instance
from benchmarks.nrp_team import team_of
from benchmarks.peers_telling import Row
from benchmarks.teams import example
from rotation.domain import Assignment, Problem, Schedule
from rotation.limits import GRAIN
from rotation.rule import Rule, judge, price

EXAMPLE = "example"
"""The instance that is no file: the example's team of 28 people, a month of it."""


def team_at(instance: str) -> tuple[Problem, tuple[Rule, ...]]:
    """Read an instance as a team of ours."""
    if instance == EXAMPLE:
        reading = example()
        return reading.problem, reading.rules
    return team_of(read_instance(Path(instance)))


def rows_of(schedule: Schedule) -> list[Row]:
    """Write a schedule as rows."""
    first = schedule.problem.horizon.first
    return [
        (each.person.id, (each.shift.date - first).days, each.shift.type.id)
        for each in schedule.assignments
    ]


class WrongRoster(Exception):
    """A roster that may not be used; says why."""


def objective_of(problem: Problem, rules: tuple[Rule, ...], roster: Iterable[Row]) -> float:
    """Say what a roster costs.

    Raises
    ------
    WrongRoster
        It breaks a hard rule, or has somebody or something that the instance has not.
    """
    first = problem.horizon.first
    try:
        rota = Schedule(
            problem,
            tuple(
                Assignment(problem.shift[kind, first + timedelta(day)], problem.person[who])
                for who, day, kind in roster
            ),
        )
    except KeyError as error:
        raise WrongRoster(f"the instance has no {error}") from None
    breaches = judge(rules, rota)
    hard = [breach for breach in breaches if breach.weight is None]
    if hard:
        raise WrongRoster(f"breaks {len(hard)} hard rules, first: {hard[0].says}")
    return price(breaches) / GRAIN
