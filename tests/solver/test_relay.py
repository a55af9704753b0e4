"""What the master and the others tell each other."""

from __future__ import annotations

import numpy as np
import pytest

from rotation.solver.generation import Generation
from rotation.solver.lines import work
from tests.solver.bounding import never, patient
from tests.solver.test_proving import eight_alike

LONG = np.arange(7, dtype=np.int32)
"""A week without rest, where three days in a row are the most."""


def test_the_best_rota_is_among_the_lines_of_the_master() -> None:
    """As soon as there is one: eight lines of nothing."""
    of, rules, standing, prover = eight_alike(lends=False)
    generation = Generation(work(of, rules))
    prover._relay.learn(generation)
    assert len(generation.lines) == 0
    empty = standing.copy.settle([], 10.0)
    assert empty is not None
    standing.offer(empty)
    prover._relay.learn(generation)
    assert [(block, line.tolist()) for block, line in generation.lines.all()] == [
        (block, []) for block in range(8)
    ]


def test_a_line_that_is_not_allowed_is_another_or_loose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without prices it is left to others; with them a walk finds one that is allowed."""
    of, rules, standing, prover = eight_alike(lends=False)
    told: list[tuple[int, list[int]]] = []
    monkeypatch.setattr(
        standing, "suggest", lambda held, loose: told.append((len(held), loose.tolist()))
    )
    generation = Generation(work(of, rules))
    lines = [LONG[:3]] * 7 + [LONG]
    prover._relay.fit(generation, lines)
    assert told == [(28, [7])]
    generation.run(never, patient)
    prover._relay.fit(generation, lines)
    assert told[1][0] < 28
    assert told[1][1] == []


def test_shares_are_told_as_those_of_assignments(monkeypatch: pytest.MonkeyPatch) -> None:
    """And while there is no rota, what they round to: all of the 21 that are wanted are had."""
    of, rules, standing, prover = eight_alike(lends=False)
    generation = Generation(work(of, rules))
    solved = generation.run(never, patient)
    assert solved is not None
    told: list[float] = []
    suggested: list[int] = []
    monkeypatch.setattr(standing, "lean", lambda _, shares: told.append(float(shares.sum())))
    monkeypatch.setattr(standing, "suggest", lambda held, _: suggested.append(len(held)))
    cells = prover._relay.share(generation, solved)
    assert sum(float(each.sum()) for each in cells.values()) == pytest.approx(21)
    assert told == [pytest.approx(21)]
    assert len(suggested) == 1
