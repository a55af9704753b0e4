"""Crews that dive elsewhere make the rota better, and are not missed where they are lost."""

from __future__ import annotations

import pytest

from rotation.board import Settings
from rotation.solver.abroad import LOSSES, Abroad, send_crews
from tests.constraints.random_problems import random_problem
from tests.pools import LosingPool, SerialPool
from tests.solver.bounding import every_rule
from tests.solver.test_crewing import begun
from tests.solver.trying import Case, case


def tried(seed: int) -> Case:
    """Make a small problem all of whose rotas are priced."""
    return case(random_problem(seed + 9100, most_pairs=6), every_rule(seed))


class Counted(SerialPool):
    """Ends the search after so many jobs."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    @property
    def over(self) -> bool:
        """Whether there were so many."""
        return self.submitted >= self.most


def test_what_is_brought_makes_the_rota_cheaper(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the dearest rota a dozen crews nearly always come to the cheapest; all are counted."""
    reached = 0
    for seed in range(4):
        small = tried(seed)
        standing, crewing = begun(small, seed)
        pool = Counted(12)
        monkeypatch.setattr(standing, "done", lambda pool=pool: pool.over)
        abroad = Abroad(pool, crewing, standing)
        abroad.go_on()
        assert pool.submitted == 12
        assert 12 - pool.width <= abroad.answered <= 12
        reached += standing.price == min(small.priced.values())
    assert reached >= 3


def test_lost_crews_are_told_of_once() -> None:
    """Where none comes back no more are sent, and the search goes on."""
    standing, crewing = begun(tried(0), 0)
    pool = LosingPool()
    abroad = Abroad(pool, crewing, standing)
    with pytest.warns(RuntimeWarning, match="goes on without workers elsewhere: its worker died"):
        abroad.go_on()
    assert abroad.answered == 0
    assert pool.submitted < LOSSES + pool.width
    assert not standing.done()


def test_without_lines_nothing_is_sent() -> None:
    """Where the search is over before the prover has drawn any, it ends."""
    standing, _ = begun(tried(0), 0)
    pool = SerialPool()
    standing.over.set()
    send_crews(pool, standing, Settings())
    assert pool.submitted == 0
