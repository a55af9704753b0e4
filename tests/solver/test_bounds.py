"""The bound is never above the true optimum, and what it leaves out is in no cheaper schedule."""

from __future__ import annotations

import pytest

from rotation.rule import Group
from rotation.solver import lines
from rotation.walk.walker import TooManyStates, automata
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem
from tests.constraints.test_every_rule import CASES, make
from tests.solver.bounding import SIZES, check, drawn_as, every_rule
from tests.solver.middle_teams import check_team, middle_team, proved, team_rules
from tests.solver.trying import Case, case, legal

ALWAYS = [rule(name) for name in RULES if RULES[name].always]

COVER = [rule("staffing", weight=9), rule("mix", weight=4), rule("coverage", weight=1)]


@pytest.mark.parametrize("seed", range(10))
def test_every_rule_on(seed: int) -> None:
    """With every rule on, hard and soft by chance, however little of the lines is drawn."""
    tried = case(random_problem(seed + 9000, most_pairs=6), every_rule(seed))
    for name in SIZES:
        with drawn_as(name):
            checked = check(tried, seed)
        assert not checked.wrong, (name, checked.wrong[:3])
        assert checked.asked > 20


@pytest.mark.parametrize("seed", [210, 419])
def test_what_bounds_once_stumbled_over(seed: int) -> None:
    """Lines that are dearer than what is missing first was; a basis that simplex was stuck at."""
    tried = case(random_problem(seed), every_rule(seed))
    checked = check(tried, seed)
    assert not checked.wrong, checked.wrong[:3]
    assert checked.bound > 0.4 * checked.best


@pytest.mark.parametrize(("name", "number"), CASES)
def test_each_rule_with_cover(name: str, number: int) -> None:
    """Each rule as each of its instances, against cover that pulls the other way."""
    problem = random_problem(number * 31 + len(name), most_pairs=6)
    cover = [] if name in ("staffing", "mix", "coverage") else COVER
    own = [] if RULES[name].always else [make(name, number)]
    tried = case(problem, [*ALWAYS, *cover, *own])
    with drawn_as(("whole", "rows")[number % 2]):
        checked = check(tried, number)
    assert not checked.wrong, checked.wrong[:3]


def test_many_are_tight() -> None:
    """The bound says something: where all is drawn, it is the optimum itself in many problems."""
    tight = 0
    for seed in range(5):
        checked = check(case(random_problem(seed + 9000, most_pairs=6), every_rule(seed)), seed)
        tight += checked.bound == checked.best
    assert tight >= 2


def test_rules_with_one_label_keep_their_people() -> None:
    """Two rules of one name, one for Ana and one for Bo, stay each with their own."""
    problem = random_problem(9001, most_pairs=6)
    rules = [
        *ALWAYS,
        rule("staffing", weight=1),
        *(
            rule("days_in_row", max=1, weight=900, people=Group(ids=(who,)))
            for who in ("ana", "bo")
        ),
        rule("count", shifts=("early", "late", "night", "watch"), max_per_period=0, weight=70),
        rule(
            "count",
            shifts=("early", "late", "night", "watch"),
            min_per_period=3,
            weight=60,
            people=Group(ids=("bo",)),
        ),
    ]
    checked = check(Case(problem, rules, legal(problem, rules)), 1)
    assert not checked.wrong, checked.wrong[:3]


def test_a_limit_that_is_not_walked_is_not_rounded_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices that the master cannot see still move the grid that its bound is rounded up to."""
    walked = automata

    def fewer(limit: object, line: object, weight: int | None, **sizes: int) -> object:
        if weight == 1:
            raise TooManyStates
        return walked(limit, line, weight, **sizes)  # type: ignore[arg-type]

    monkeypatch.setattr("rotation.solver.drawing.automata", fewer)
    for seed in range(6):
        problem = random_problem(seed + 40, most_pairs=6)
        rules = [
            *ALWAYS,
            rule("staffing", weight=1000),
            rule("days_off_in_row", min=3, weight=1),
            rule("fair", of="hours", weight=1),
            rule("requests", weight=1),
        ]
        checked = check(Case(problem, rules, legal(problem, rules)), seed)
        assert not checked.wrong, checked.wrong[:3]
        assert not lines.work(problem, rules).exact


def test_nothing_legal_is_no_bound_broken() -> None:
    """Where nobody may hold what must be held, any bound is right, and none is said wrongly."""
    problem = random_problem(9003, most_pairs=6)
    rules = [*ALWAYS, rule("hours", max_per_period=0.0), rule("staffing")]
    rules.append(rule("count", shifts=("early", "late", "night"), min_per_period=4))
    assert not legal(problem, rules)
    checked = check(Case(problem, rules, {}), 1)
    assert not checked.wrong


@pytest.mark.parametrize("seed", [4, 6])
def test_teams_that_cp_sat_proves(seed: int) -> None:
    """On a team over a week or two, no bound is above what CP-SAT proved the best."""
    problem, rules = middle_team(seed), team_rules(seed)
    proof = proved(problem, rules, seconds=60.0)
    assert proof is not None
    checked = check_team(problem, rules, proof, seed)
    assert not checked.wrong, checked.wrong[:3]
    assert 0 < checked.bound <= checked.best
