"""Which counted totals a diagram carries along, where it cannot carry all."""

from __future__ import annotations

import numpy as np

from rotation.walk.automaton import Automaton, Curve
from rotation.walk.diagram import build

SHIFTS = 12


def sum_of(steps: list[int], least: int, most: int) -> Automaton:
    """Count what the held shifts add; only so much of it is allowed."""
    count = len(steps)
    none = np.zeros(count, np.int64)

    def price(value: int) -> int | None:
        return 0 if least <= value <= most else None

    return Automaton(
        stages=np.arange(count, dtype=np.int32),
        offsets=np.arange(count + 1, dtype=np.int32),
        take_to=np.zeros(count, np.int32),
        skip_to=np.zeros(count, np.int32),
        take_cost=none,
        skip_cost=none,
        take_step=np.array(steps, np.int64),
        skip_step=none,
        curve=Curve(0, 0, sum(steps), 1, price),
    )


def test_the_sum_that_allows_least_is_carried_first() -> None:
    """Hours within 3 of 37 values come before a cap that allows 10 of 13, though they are wider."""
    hours = sum_of([3] * (SHIFTS - 1) + [4], 18, 20)
    cap = sum_of([1] * SHIFTS, 0, 9)
    both = build([cap, hours], SHIFTS)
    assert both.carried == (0, 1)
    one = build([cap, hours], SHIFTS, most_values=40)
    assert (one.carried, one.linear) == ((1,), (0,))


def test_where_it_does_not_fit_the_other_is() -> None:
    """With 14 values at a node there is only room for the cap."""
    hours = sum_of([3] * (SHIFTS - 1) + [4], 18, 20)
    cap = sum_of([1] * SHIFTS, 0, 9)
    small = build([cap, hours], SHIFTS, most_values=14)
    assert (small.carried, small.linear) == ((0,), (1,))
