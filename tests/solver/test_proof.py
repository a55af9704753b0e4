"""What was proved, in plain words."""

from __future__ import annotations

import pytest

from rotation.board.engine import Status
from rotation.domain import Schedule
from rotation.limits import GRAIN
from rotation.solver.proof import percent, proof
from rotation.solver.solve import Solution
from tests.problems import person, problem

EMPTY = Schedule(problem([person("ana")], []), ())


def solution(price: int, bound: int, *, interrupted: bool = False) -> Solution:
    """Make a solution of a price, in units; optimal where the bound meets it."""
    status: Status = "optimal" if price == bound else "feasible"
    grains = (price * GRAIN, bound * GRAIN)
    return Solution(EMPTY, (), status, *grains, 1.0, interrupted)


@pytest.mark.parametrize(
    ("price", "bound", "says"),
    [
        (0, 0, "Optimal: no other rota has a lower price."),
        (50, 50, "Optimal: no other rota has a lower price."),
        (1008, 1000, "Within 0.8 % of the best possible."),
        (1500, 1000, "Within 50 % of the best possible."),
        (50, 0, "Stopped early. How much better a rota could be is not known."),
    ],
)
def test_proof(price: int, bound: int, says: str) -> None:
    """(1008 - 1000) / 1000 is 0.8 %; without a bound nothing is claimed."""
    assert proof(solution(price, bound)) == says


@pytest.mark.parametrize(
    ("price", "bound", "says"),
    [
        (50, 50, "Stopped early by you. Optimal: no other rota has a lower price."),
        (1008, 1000, "Stopped early by you. Within 0.8 % of the best possible."),
        (50, 0, "Stopped early by you. How much better a rota could be is not known."),
    ],
)
def test_proof_after_an_interrupt(price: int, bound: int, says: str) -> None:
    """Who stopped it is said, and still what was proved."""
    assert proof(solution(price, bound, interrupted=True)) == says


@pytest.mark.parametrize(
    ("share", "says"),
    [
        (0.5, "50 %"),
        (0.1, "10 %"),
        (0.101, "11 %"),
        (0.0999, "10.0 %"),
        (0.008, "0.8 %"),
        (0.0081, "0.9 %"),
        (0.00123, "0.2 %"),
        (0.00051, "0.06 %"),
        (0.000001, "0.01 %"),
    ],
)
def test_percent_never_says_less(share: float, says: str) -> None:
    """A share is rounded up, so that "within 0.8 %" is true."""
    assert percent(share) == says
    assert float(says.removesuffix(" %")) / 100 >= share
