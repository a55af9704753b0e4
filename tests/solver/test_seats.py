"""Rotas of walks alone."""

from __future__ import annotations

import numpy as np
import pytest

from rotation.solver.fitting import allowed
from rotation.solver.lines import work
from rotation.solver.seating import Seating
from rotation.solver.seats import Seats
from tests.solver.test_proving import eight_alike


def test_shares_become_whole_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a dive's shares, say: everybody has a line that is allowed, and nobody wanted none."""
    of, rules, standing, prover = eight_alike(lends=False)
    made = work(of, rules)
    empty = standing.copy.settle([], 10.0)
    assert empty is not None
    standing.offer(empty)
    before = standing.price
    seats = Seats(made, prover._fitter, standing, prover._relay, 0)
    monkeypatch.setattr(Seating, "regroup", lambda *_: None)
    # Three from Monday to Wednesday, and two who have a half of a week that has no rest.
    cells = {walk.block: np.zeros(7) for walk in made.walks}
    for block in (1, 2, 3):
        cells[block][:3] = 1.0
    cells[0][:], cells[4][:] = 0.5, 0.5
    assert seats.rounded(cells)
    lines = seats._seating.seated()
    assert all(map(allowed, made.walks, lines))
    assert standing.price < before
