"""A crew's dive is the same wherever it is done."""

from __future__ import annotations

import pickle
from dataclasses import replace

from rotation.solver.crewing import Formed
from rotation.solver.errand import Brought, dived
from tests.constraints.random_problems import random_problem
from tests.solver.bounding import every_rule
from tests.solver.test_crewing import begun
from tests.solver.trying import case


def formed(seed: int) -> Formed:
    """Form a crew that is to better the dearest rota."""
    tried = case(random_problem(seed + 9100, most_pairs=6), every_rule(seed))
    _, crewing = begun(tried, seed)
    assert crewing.ready()
    return crewing.form()


def lines(brought: Brought) -> list[bytes] | None:
    """Return what was brought as what can be compared."""
    return None if brought.lines is None else [line.tobytes() for line in brought.lines]


def test_it_brings_the_same_from_elsewhere() -> None:
    """Sent without names and read back, an errand brings the same lines at the same price."""
    brought = 0
    for seed in range(6):
        errand = formed(seed).errand
        sent = pickle.loads(pickle.dumps(errand.light()))  # noqa: S301
        here, there = dived(errand), dived(sent)
        assert (lines(here), here.value) == (lines(there), there.value)
        brought += here.lines is not None
    assert brought > 0


def test_without_time_or_told_to_stop_it_brings_nothing() -> None:
    """Neither is a failure."""
    errand = formed(0).errand
    assert dived(replace(errand, seconds=0.0)).lines is None
    assert dived(errand, over=lambda: True).lines is None


def test_nothing_is_brought_that_is_not_cheaper() -> None:
    """Below a price that no rota has there is nothing to bring."""
    assert dived(replace(formed(0).errand, below=-1e12)).lines is None
