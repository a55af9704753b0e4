"""A limit as a machine that reads one person's line of work shift by shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Curve:
    """What a counted total costs at its end.

    Parameters
    ----------
    start
        The value before the first shift.
    lowest, highest
        The least and the greatest value that any line can reach, start and all steps included.
    step
        Values lie on `start + k * step`; at least 1.
    price
        Final value to grains times weight; None: not allowed.
    """

    start: int
    lowest: int
    highest: int
    step: int
    price: Callable[[int], int | None]
    about: str = ""


@dataclass(frozen=True)
class Automaton:
    """A limit as a machine that reads one person's line shift by shift, in the order of line.open.

    The states before stage j are rows offsets[j]..offsets[j+1]-1 of the tables; before the first
    stage there is exactly one. A line that runs into -1, or into a None of the curve, breaks a
    hard limit. What the rows on its way cost, the constant and the curve's price together are
    what the limit's findings cost.

    Parameters
    ----------
    stages
        Increasing positions in line.open at which it looks; elsewhere it does nothing.
    offsets
        Where each stage's rows begin; one longer than stages.
    take_to, skip_to
        The local state before the next stage when the shift is held, or is not; -1: not allowed.
        After the last stage the only state is 0.
    take_cost, skip_cost
        Grains times weight.
    take_step, skip_step
        What is added to the counter; 0 where there is no curve.
    constant
        What it costs whatever is held.
    curve
        Given: the steps add up and the final value is priced by it.
    """

    stages: NDArray[np.int32]
    offsets: NDArray[np.int32]
    take_to: NDArray[np.int32]
    skip_to: NDArray[np.int32]
    take_cost: NDArray[np.int64]
    skip_cost: NDArray[np.int64]
    take_step: NDArray[np.int64]
    skip_step: NDArray[np.int64]
    constant: int = 0
    curve: Curve | None = None
