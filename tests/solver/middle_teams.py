"""Teams too large to try every schedule of, small enough for CP-SAT to prove the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from rotation import clock
from rotation.board import Settings, run
from rotation.domain import Assignment, Horizon, Problem, Schedule
from rotation.rule import Rule, judge, price
from rotation.solver.build import build
from rotation.solver.lines import work
from tests.constraints import random_problems
from tests.constraints.random_problems import random_problem
from tests.solver.bounding import Checked, compare, every_rule
from tests.solver.trying import Held

IDS = ("ana", "bo", "cleo", "dan", "eve", "fay", "gus", "hal", "ina", "jo")

KINDS = (("early", 6, 8), ("late", 15, 8), ("night", 22, 8), ("watch", 9, 24))


@dataclass(frozen=True)
class Proof:
    """The best schedule of a team, proved so, and its price by the judge."""

    held: Held
    price: int


def middle_team(seed: int) -> Problem:
    """Make a problem of 6 to 10 people over 7 to 14 days, with facts of every kind."""
    chance = Random(f"team {seed}")
    zone = chance.choice(random_problems.ZONES)
    first = chance.choice(random_problems.STARTS)
    horizon = Horizon(first, first + (chance.randint(7, 14) - 1) * random_problems.DAY)
    kinds = tuple(
        random_problems.a_type(chance, *each, zone)
        for each in sorted(chance.sample(KINDS, chance.choice((1, 2, 2))))
    )
    people = tuple(random_problems.a_person(chance, who) for who in IDS[: chance.randint(6, 10)])
    shifts = tuple(sorted(clock.expand(kinds, horizon), key=lambda shift: shift.order))
    return replace(
        random_problem(seed),
        horizon=horizon,
        people=people,
        shift_types=kinds,
        shifts=shifts,
        history=random_problems.a_history(chance, people, kinds, first),
        **random_problems.some_facts(chance, people, shifts, horizon),
    )


def team_rules(seed: int) -> list[Rule]:
    """Make every rule there is, or some of them; few are hard."""
    chance = Random(f"team rules {seed}")
    share = chance.choice((0.3, 0.6, 1.0))
    made = [each for each in every_rule(seed) if each.always or chance.random() < share]
    return [
        each if each.weight or each.always or chance.random() < 0.2 else replace(each, weight=4)
        for each in made
    ]


def proved(problem: Problem, rules: Sequence[Rule], seconds: float) -> Proof | None:
    """Let plain CP-SAT prove the best schedule; None where it cannot, or where there is none."""
    settings = Settings(seconds=seconds, workers=1, linear=2)
    found = run(build(problem, rules), settings, goal="price")
    if found.status != "optimal" or found.held is None:
        return None
    rows = tuple(Assignment(shift, problem.person[who]) for who, shift in found.held)
    breaches = judge(rules, Schedule(problem, rows))
    assert all(breach.weight is not None for breach in breaches)
    assert price(breaches) == found.price
    return Proof(found.held, price(breaches))


def check_team(problem: Problem, rules: Sequence[Rule], proof: Proof, seed: int) -> Checked:
    """Compare all that the master says of a team with its best schedule."""
    checked = Checked(proof.price)
    compare(checked, work(problem, rules), {proof.held: proof.price}, seed)
    return checked
