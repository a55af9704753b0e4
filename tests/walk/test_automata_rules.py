"""The automata of every person rule cost what its findings cost, whatever is held."""

from __future__ import annotations

import pytest

from rotation.limits import Line
from rotation.rule import PersonRule
from tests.constraints.random_problems import random_problem
from tests.constraints.test_every_rule import CASES, INSTANCES, RULES, make
from tests.walk.reading import agrees

PERSON_CASES = [case for case in CASES if issubclass(RULES[case[0]], PersonRule)]


def test_most_rules_are_person_rules() -> None:
    """So that the cases below are not empty by mistake."""
    assert {name for name, _ in PERSON_CASES} > {"rest", "hours", "days_in_row", "nights", "fair"}
    assert len(INSTANCES) > 10


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("name", "number"), PERSON_CASES)
def test_automata_and_judge_agree(name: str, number: int, seed: int) -> None:
    """Over every choice of seven shifts, hard, priced, and with totals counted."""
    problem = random_problem(seed * 1000 + number, most_pairs=14)
    rule = make(name, number)
    assert isinstance(rule, PersonRule)
    for person in rule.members(problem):
        line = Line(person, problem, problem.served[person.id], problem.shifts)
        for limit in rule.limits(line):
            weights = {rule.weight, 3} if name == "fair" else {rule.weight, 3, None}
            for weight in sorted(weights, key=str):
                agrees(limit, line, weight)
            agrees(limit, line, 2, most_states=1)
