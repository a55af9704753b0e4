"""Lines that keep to the hard sums left to the master."""

from __future__ import annotations

import numpy as np
import pytest

from rotation.limits import Line
from rotation.rule import Rule
from rotation.solver import lines
from rotation.solver.fitting import allowed, fitted
from rotation.solver.lines import Size, Walk
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem


def walks(least: float, most: float, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Walk, Line]]:
    """Draw lines with the hours of the period left to the master."""
    monkeypatch.setattr(lines, "FEW", -1)
    monkeypatch.setattr(lines, "CARRIED", 0)
    monkeypatch.setattr(lines.Size, "of", classmethod(lambda cls, *_: Size(1, 10_000, 1)))
    always = [rule(name) for name in RULES if RULES[name].always]
    hours: Rule = rule("hours", min_per_period=least, max_per_period=most)
    found = []
    for seed in range(12):
        problem = random_problem(seed, most_pairs=10)
        made = lines.work(problem, [*always, hours])
        for walk, person in zip(made.walks, problem.people, strict=True):
            if walk.diagram.net is not None and walk.rows:
                found.append((walk, Line(person, problem, problem.served[person.id], ())))
    return found


def test_a_fitted_line_keeps_to_the_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the prices want, a fitted line has hours within the bounds, and most are found."""
    tried = hit = 0
    for walk, _ in walks(4.0, 14.0, monkeypatch):
        duals = np.zeros(max(walk.rows) + 1)
        for wish in (-1e9, 1e9):
            reduced = np.full(int(walk.x.max()) + 1, wish)
            line = fitted(walk, reduced, duals)
            tried += 1
            if line is not None:
                hit += 1
                assert allowed(walk, line)
    assert tried
    assert hit


def test_a_line_out_of_bounds_is_not_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may stay at home where the hours have a minimum."""
    found = walks(4.0, 14.0, monkeypatch)
    assert found
    for walk, _ in found:
        assert not allowed(walk, np.zeros(0, np.int32))
