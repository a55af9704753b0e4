"""Everybody's lines: the grid that every price lies on."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from rotation.solver.lines import Work
from tests.solver.test_generation import made


@pytest.mark.parametrize(
    ("step", "offset", "blur", "value", "raised"),
    [
        (480, 0, False, 0.0, 0),
        (480, 0, False, 1.0, 480),
        (480, 0, False, 480.0, 480),
        (480, 0, False, 481.0, 960),
        # 7 more than a multiple: 7, 487, 967.
        (480, 7, False, 480.0, 487),
        (480, 7, False, 488.0, 967),
        (480, -3, False, 478.0, 957),
        (480, 0, False, -479.0, 0),
        # A thousandth above is what was rounded, not the next price; half a grain is.
        (480, 0, True, 480.001, 480),
        (480, 0, True, 480.5, 960),
        (480, 7, True, 487.009, 487),
        # No step: nothing has a price but what is paid anyway.
        (0, 5, False, 5.0, 5),
        (480, 7, False, -inf, -inf),
        (480, 7, False, inf, inf),
        # As large as prices get.
        (1, 0, False, 10.0**15 + 1, 10**15 + 1),
    ],
)
def test_bounds_rise_to_the_next_price(
    step: int, offset: int, blur: bool, value: float, raised: float
) -> None:
    """A bound between two prices that a rota can have is the upper one."""
    of = made().work
    walks = tuple(replace(walk, rows=(0,) if blur else ()) for walk in of.walks)
    of = replace(of, walks=walks, step=step, offset=offset)
    assert of.on_grid(value) == raised


def test_the_grid_of_a_problem() -> None:
    """Seats at 10 and wishes at 1 a breach of 4800 grains: every price is a multiple of 4800."""
    made_work: Work = made().work
    assert made_work.exact
    assert made_work.step == 48_000  # nobody wishes anything: only empty seats cost
    assert made_work.offset % made_work.step == 0


@pytest.mark.parametrize(
    ("step", "offset", "price", "below"),
    [(480, 0, 960, 480), (480, 0, 961, 960), (480, 7, 487, 7), (0, 5, 5, 4)],
)
def test_the_dearest_price_below_one(step: int, offset: int, price: int, below: float) -> None:
    """The next one down on the grid; without a grid a grain less."""
    of = replace(made().work, step=step, offset=offset)
    assert of.below(price) == below
