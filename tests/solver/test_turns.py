"""Whose turn it is: lines, crews, dives, branches or the proof."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from rotation.solver.standing import Standing
from rotation.solver.turns import STALE
from tests.solver.test_proving import prover_of


def test_branches_first_as_long_as_they_raise_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then only where crews are stale, and for no more time than the other way to prove."""
    prover = prover_of(monkeypatch)
    generation = prover.generation
    assert generation is not None
    assert prover._turns.next(generation) == "branches"
    prover._turns.raised = False
    assert prover._turns.next(generation) == "crews"
    prover._turns.stale = STALE
    # 1000 of 1100 is no near bound: nothing is worth a proof.
    assert prover._turns.next(generation) == "dives"
    generation.gap = 1.0
    assert prover._turns.next(generation) == "crews"
    generation.gap, generation.bound = 0.0, 1090.0
    assert prover._turns.next(generation) == "branches"
    prover._turns.spent["branches"] = 1.0
    assert prover._turns.next(generation) == "proof"
    prover._turns.spent.update(proof=2.0, crews=2.0)
    assert prover._turns.next(generation) == "branches"
    prover._turns.divided = True
    assert prover._turns.next(generation) == "proof"
    prover._turns.divided, generation.central = False, True
    assert prover._turns.next(generation) == "proof"


def test_lines_wait_where_others_are_to_blame_for_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rota of 1,100 with its bound at 1,000 and the master 1.1 from its end: 5 would count."""
    prover = prover_of(monkeypatch)
    generation = prover.generation
    assert generation is not None
    generation.converged = False
    turns = []
    for gap in (0.2, 0.006, 0.001):
        generation.gap = gap
        turns.append(prover._turns.next(generation))
    assert turns == ["lines", "lines", "crews"]
    standing = prover.standing
    assert isinstance(standing, Standing)
    standing.bound = 1090
    assert prover._turns.next(generation) == "lines"  # 1.1 of the 10 that are left are much
    generation.gap, generation.bound, standing.bound = 1.0, -inf, -inf
    assert prover._turns.next(generation) == "lines"  # nothing is known yet


def test_near_the_bound_dives_and_proofs_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a gap of 40 in 1,040 both may help: whichever took less of the time is next."""
    prover = prover_of(monkeypatch)
    standing = prover.standing
    assert isinstance(standing, Standing)
    assert standing.best is not None
    standing.offer(replace(standing.best, price=1040))
    assert prover.generation is not None
    prover._turns.stale, prover._turns.spent["crews"], prover._turns.spent["branches"] = (
        STALE,
        10.0,
        100.0,
    )
    monkeypatch.setattr(prover._diving, "in_time", lambda: True)
    turns = []
    for dives, proof in ((0.0, 0.0), (3.0, 0.0), (3.0, 5.0), (11.0, 11.0)):
        prover._turns.spent |= {"dives": dives, "proof": proof}
        turns.append(prover._turns.next(prover.generation))
    assert turns == ["dives", "proof", "dives", "crews"]
