"""Lines that keep to the hard sums left to the master."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rotation.limits import Line
from rotation.rule import Rule
from rotation.solver import drawing, fitting, lines
from rotation.solver.drawing import Size
from rotation.solver.fitting import Fitter, allowed, fitted, left
from rotation.solver.leftover import Walk, stepping
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem

ALWAYS = [rule(name) for name in RULES if RULES[name].always]


def walks(least: float, most: float, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Walk, Line]]:
    """Draw lines with the hours of the period left to the master."""
    monkeypatch.setattr(drawing, "FEW", -1)
    monkeypatch.setattr(drawing, "CARRIED", 0)
    monkeypatch.setattr(Size, "of", classmethod(lambda cls, *_: Size(1, 10_000, 1)))
    hours: Rule = rule("hours", min_per_period=least, max_per_period=most)
    found = []
    for seed in range(12):
        problem = random_problem(seed, most_pairs=10)
        made = lines.work(problem, [*ALWAYS, hours])
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
            found = fitted(walk, np.full(len(walk.x), wish), stepping(walk, duals)[0])
            tried += 1
            if found is not None:
                hit += 1
                assert allowed(walk, found)
    assert tried
    assert hit


def test_a_blur_finds_what_no_price_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all shifts cost alike, blurred ones let more sums be kept than exact ones."""

    def hits() -> int:
        """Count the lines that are found."""
        random = np.random.default_rng(5)
        count = 0
        for walk, _ in walks(6.0, 6.5, monkeypatch):
            reduced = -20_000 * random.integers(0, 2, len(walk.x)).astype(np.float64)
            found = fitted(walk, reduced, np.zeros(len(walk.rows)))
            count += found is not None
            assert found is None or allowed(walk, found)
        return count

    blurred = hits()
    monkeypatch.setattr(fitting, "CERTAIN", fitting.TRIES)
    assert blurred > hits()


def test_a_line_out_of_bounds_is_not_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may stay at home where the hours have a minimum."""
    found = walks(4.0, 14.0, monkeypatch)
    assert found
    for walk, _ in found:
        assert not allowed(walk, np.zeros(0, np.int32))


@pytest.mark.parametrize("wish", [-1e9, 0.0, 1e9])
def test_where_no_price_does_it_cp_sat_finds_a_line(
    wish: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a single walk, everybody for whom any line is allowed gets one that is."""
    monkeypatch.setattr(fitting, "TRIES", 0)
    monkeypatch.setattr(drawing, "FEW", -1)
    monkeypatch.setattr(drawing, "CARRIED", 0)
    monkeypatch.setattr(Size, "of", classmethod(lambda cls, *_: Size(1, 10_000, 1)))
    rules = [*ALWAYS, rule("hours", min_per_period=4.0, max_per_period=14.0)]
    found = 0
    for seed in range(6):
        problem = random_problem(seed, most_pairs=10)
        made = lines.work(problem, rules)
        costs = replace(made.linear, held_cost=np.full(len(made.linear.pairs), wish))
        made, fitter = replace(made, linear=costs), Fitter(problem, rules)
        duals = np.zeros(made.linear.held.rows)
        for walk in made.walks:
            if walk.diagram.net is None or not walk.rows:
                continue
            line = fitter.fit(made, walk, duals)
            if line is not None:
                found += 1
                assert allowed(walk, line)
                held = np.full(len(walk.x), -1, np.int8)
                held[line] = 1
                # With all of it settled there is nothing to choose.
                again = fitter.fit(made, walk, duals, held)
                assert again is not None
                assert again.tolist() == line.tolist()
    assert found


def test_what_is_left_keeps_to_each_sum_on_the_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a line that is allowed, or lines on either side of what is."""
    fits = means = 0
    monkeypatch.setattr(fitting, "EASY", 1)
    for walk, _ in walks(4.0, 14.0, monkeypatch):
        steps = np.zeros(len(walk.rows))
        for wish in (-1e6, 1e6):
            reduced = np.full(len(walk.x), wish)
            found = left(walk, reduced, steps, np.zeros(len(walk.x), np.int8))
            assert found is not None
            if len(found) == 1:
                fits += 1
                assert allowed(walk, found[0])
            else:
                means += 1
                totals = [walk.diagram.own(line) for line in found]
                values = [own[1][0] for own in totals if own is not None]
                assert min(values) <= walk.within[0][1]
                assert max(values) >= walk.within[0][0]
    assert fits
    assert means


def test_with_all_of_it_out_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reaches the least hours on no shift."""
    for walk, _ in walks(4.0, 14.0, monkeypatch):
        out = np.full(len(walk.x), -1, np.int8)
        assert left(walk, np.zeros(len(walk.x)), np.zeros(len(walk.rows)), out) is None
