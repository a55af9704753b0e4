"""Diving ends with one whole line for everybody, each allowed, and leaves everything as it was."""

from __future__ import annotations

import numpy as np
import pytest

from rotation.rule import Rule
from rotation.solver.dive import Dive
from rotation.solver.generation import Generation
from rotation.solver.lines import work
from tests.constraints.judging import RULES, rule
from tests.solver.bounding import never, patient
from tests.solver.middle_teams import middle_team

ALWAYS = [rule(name) for name in RULES if RULES[name].always]

SOFT = [
    *ALWAYS,
    rule("staffing", weight=60),
    rule("rest"),
    rule("days_in_row", max=3),
    rule("hours", max_per_week=40.0),
    rule("fair", of="weekends", weight=5),
    rule("requests", weight=7),
]


def dived(seed: int, rules: list[Rule], noise: float = 0.0) -> tuple[Generation, list[np.ndarray]]:
    """Generate lines for a team and dive."""
    generation = Generation(work(middle_team(seed), rules))
    generation.run(never, patient)
    lines = Dive(generation, noise=noise, seed=seed).run(never, patient)
    assert lines is not None
    return generation, lines


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_everybody_gets_a_line_that_is_allowed(seed: int, noise: float) -> None:
    """Each line keeps to its owner's hard limits."""
    generation, lines = dived(seed, SOFT, noise)
    walks = generation.work.walks
    assert len(lines) == len(walks)
    for walk, line in zip(walks, lines, strict=True):
        assert walk.diagram.own(line) is not None
    assert sum(len(line) for line in lines) > 0


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_it_leaves_the_generation_as_it_was(seed: int) -> None:
    """Nothing is forced or forbidden any more, and neither value nor bound became worse."""
    generation = Generation(work(middle_team(seed), SOFT))
    before = generation.run(never, patient)
    bound = generation.bound
    Dive(generation).run(never, patient)
    assert generation.forced == {}
    assert generation.bound == bound
    after = generation.master.solve(10.0)
    assert before is not None
    assert after is not None
    # Lines found on the way may only lower what the master pays; its bound is below it as before.
    assert after.value <= before.value + 1e-3
    assert after.value >= bound - 1e-3


def test_the_same_seed_dives_the_same() -> None:
    """Noise is drawn from the seed alone."""
    _, one = dived(1, SOFT, 0.3)
    _, other = dived(1, SOFT, 0.3)
    assert [line.tolist() for line in one] == [line.tolist() for line in other]


def test_told_to_stop_it_returns_nothing_and_cleans_up() -> None:
    """After so many questions whether to stop, the answer is yes."""
    generation = Generation(work(middle_team(1), SOFT))
    generation.run(never, patient)
    asked = iter([False] * 3 + [True] * 10_000)
    assert Dive(generation).run(lambda: next(asked), patient) is None
    assert generation.forced == {}


def test_a_dive_that_leads_nowhere_ends() -> None:
    """Somebody for whom no line is left has none made up: the dive gives up."""
    generation = Generation(work(middle_team(1), SOFT))
    generation.run(never, patient)
    walk = generation.work.walks[0]
    # The whole of their line, which overlaps and is too long: no line holds it all.
    generation.force(walk, np.ones(len(walk.x), np.int8))
    stops = iter([False] * 2_000 + [True] * 10_000)
    assert Dive(generation).run(lambda: next(stops), patient) is None
    assert next(stops) is False, "it went on until it was stopped"
    assert generation.forced == {}
