"""What the solver is told and what the judge says agree, for every rule and every schedule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from ortools.sat.python import cp_model

from rotation.board import Board
from rotation.domain import Assignment, Problem, Schedule, Shift
from rotation.limits import Line
from rotation.rule import Group, PersonRule, Rule, price, registry
from rotation.solver.build import build
from tests.constraints.random_problems import random_problem

RULES = registry()
HOUR = timedelta(hours=1)

INSTANCES: dict[str, list[dict[str, object]]] = {
    "qualified": [{}],
    "available": [{}],
    "no_overlap": [{}],
    "locked": [{}],
    "staffing": [{}, {"weight": 7}, {"weight": 7, "over": 2}, {"over": 9000}],
    "mix": [{}, {"weight": None}],
    "count": [
        {"shifts": ("late",), "max_per_period": 0},
        {"shifts": ("early", "night"), "max_per_period": 1, "weight": 4},
        {"shifts": ("early", "late", "watch"), "min_per_period": 1, "max_per_period": 2},
        {"shifts": ("night",), "min_per_period": 2, "weight": 3},
    ],
    "coverage": [{}, {"weight": None}],
    "rest": [{}, {"least": 20 * HOUR}, {"least": 40 * HOUR, "weight": 3}],
    "weekly_rest": [
        {"least": 60 * HOUR},
        {"least": 35 * HOUR, "every": 72 * HOUR, "rolling": True, "weight": 2},
        {"least": 90 * HOUR, "weight": 2},
    ],
    "hours": [
        {"max_per_week": 12.0},
        {"max_per_week": 12.5, "min_per_week": 7.25, "prorate": True, "weight": 4},
        {"max_per_period": 8.0, "min_per_period": 5.0, "weight": 1},
        {"contract_within": 2 * HOUR, "weight": 3},
        {"contract_within": 8 * HOUR, "people": Group(ids=("bo",))},
        {"min_per_week": 4.0},
    ],
    "days_in_row": [
        {"max": 1},
        {"max": 2, "weight": 5},
        {"min": 2},
        {"min": 3, "max": 3, "weight": 2},
    ],
    "days_off_in_row": [{"min": 2}, {"min": 3, "weight": 2}],
    "nights": [
        {"max_in_row": 1},
        {"free_after": 30 * HOUR},
        {"max_in_row": 1, "free_after": 50 * HOUR, "max_per_period": 1, "weight": 3},
    ],
    "weekends": [
        {"max_in_row": 1},
        {"max_per_period": 0, "weight": 2},
        {"whole": True},
        {"whole": True, "max_in_row": 1, "weight": 5},
    ],
    "sequence": [
        {"forbidden": (("late", "early"), ("night", "night"))},
        {"forbidden": (("early", "early"), ("watch", "late")), "weight": 2},
    ],
    "spacing": [
        {"shifts": ("watch",), "least": 40 * HOUR},
        {"shifts": ("early", "watch"), "least": 70 * HOUR, "weight": 3},
    ],
    "fair": [
        {"of": "weekends"},
        {"of": "nights", "weight": 2},
        {"of": "holidays"},
        {"of": "hours"},
        {"of": "unsocial"},
        {"of": "shifts", "shifts": ("watch", "early")},
        {"of": "hours", "people": Group(skill="senior")},
    ],
    "requests": [{}, {"weight": None}, {"weight": 6, "people": Group(ids=("ana",))}],
    "continuity": [{}, {"weight": None}],
    "together": [{"who": ("ana", "bo")}, {"who": ("ana", "bo"), "weight": 3}],
    "apart": [{"who": ("ana", "bo")}, {"who": ("ana", "bo"), "shifts": ("late",), "weight": 3}],
    "exposure": [
        {"max_per_day": 4 * HOUR},
        {"max_per_day": 5 * HOUR, "max_per_week": 9 * HOUR, "weight": 3},
        {"max_days_in_row": 1},
        {"max_days_in_row": 1, "weight": 2},
    ],
    "service": [{}, {"weight": 3}],
    "keep": [{}, {"weight": None}],
}

CASES = [(name, n) for name, instances in INSTANCES.items() for n in range(len(instances))]
SEEDS = range(8)

Pair = tuple[str, Shift]


def pairs_of(problem: Problem) -> list[Pair]:
    """List every person with every shift."""
    return [(person.id, shift) for person in problem.people for shift in problem.shifts]


class _Every(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    """Collects each solution: the pairs held -> the price."""

    def __init__(self, board: Board, total: object) -> None:
        super().__init__()
        self.board = board
        self.total = total
        self.found: dict[frozenset[Pair], set[int]] = {}

    def on_solution_callback(self) -> None:
        """Note one solution."""
        held = frozenset(p for p, lit in self.board.literals().items() if self.boolean_value(lit))
        self.found.setdefault(held, set()).add(self.value(self.total))


def every_solution(board: Board) -> dict[frozenset[Pair], set[int]]:
    """Enumerate what a board allows: the pairs held -> every price the model gives them."""
    total = board.model.new_int_var(-(10**15), 10**15, "total")
    terms = [each.grains * each.var for each in board.prices]
    board.model.clear_objective()
    board.model.add(total == cp_model.LinearExpr.sum([*terms, board.constant]))
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    every = _Every(board, total)
    assert solver.solve(board.model, every) in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return every.found


def every_schedule(problem: Problem) -> Iterator[tuple[frozenset[Pair], Schedule]]:
    """List every way to put people on shifts, however bad."""
    pairs = pairs_of(problem)
    for chosen in product((False, True), repeat=len(pairs)):
        held = frozenset(pair for pair, on in zip(pairs, chosen, strict=True) if on)
        rows = tuple(Assignment(shift, problem.person[who]) for who, shift in held)
        yield held, Schedule(problem, rows)


def make(name: str, number: int) -> Rule:
    """Make one of the instances."""
    return RULES[name](**INSTANCES[name][number])  # type: ignore[arg-type]


def test_every_rule_is_tried() -> None:
    """A rule that is registered is among the instances here."""
    assert sorted(INSTANCES) == list(RULES)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "number"), CASES)
def test_solver_and_judge_agree(name: str, number: int, seed: int) -> None:
    """The solver refuses what breaks a hard rule, and prices the rest as the judge does."""
    problem = random_problem(seed * 1000 + number)
    rule = make(name, number)
    everything = {person.id: problem.shifts for person in problem.people}
    board = Board(problem, everything)
    rule.post(board)
    board.close()
    solver = every_solution(board)
    for held, schedule in every_schedule(problem):
        breaches = list(rule.breaches(schedule))
        hard = [breach for breach in breaches if breach.weight is None]
        if hard:
            assert held not in solver, hard[0].says
        else:
            assert held in solver, f"refused without a breach: {sorted(map(str, held))}"
            assert solver[held] == {price(breaches)}, [b.says for b in breaches]


@pytest.mark.parametrize("seed", range(6))
def test_all_rules_together_agree(seed: int) -> None:
    """With every soft rule on at once, and the hard ones that are always on, both still agree."""
    problem = random_problem(seed)
    always = [RULES[name]() for name in RULES if RULES[name].always]
    soft = [
        replace(make(name, number), weight=number + 2)
        for name, number in CASES
        if not RULES[name].always
    ]
    rules = [*always, *soft]
    solver = every_solution(build(problem, rules))
    for held, schedule in every_schedule(problem):
        breaches = [breach for rule in rules for breach in rule.breaches(schedule)]
        if any(breach.weight is None for breach in breaches):
            assert held not in solver
        else:
            assert solver[held] == {price(breaches)}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "number"),
    [case for case in CASES if issubclass(RULES[case[0]], PersonRule) and case[0] != "fair"],
)
def test_the_judge_does_not_ask_what_might_have_been(name: str, number: int, seed: int) -> None:
    """Limits read over all that could be held find what limits over what is held find."""
    problem = random_problem(seed * 77 + number)
    rule = make(name, number)
    assert isinstance(rule, PersonRule)
    for index, (_, schedule) in enumerate(every_schedule(problem)):
        if index % 7:
            continue
        for person in rule.members(problem):
            judged = Line.judged(person, schedule)
            wide = Line(person, problem, judged.past, problem.shifts)
            held = frozenset(judged.open)
            narrow_amount = sorted(
                f.grains for x in rule.limits(judged) for f in x.findings(held, judged.past_set)
            )
            wide_amount = sorted(
                f.grains for x in rule.limits(wide) for f in x.findings(held, judged.past_set)
            )
            assert narrow_amount == wide_amount
