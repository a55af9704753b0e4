"""Which counted totals a diagram carries along, and how many values each needs at each node."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rotation.walk.automaton import Curve
from rotation.walk.kernels import DIMENSIONS, Net
from rotation.walk.kernels_fold import Folded
from rotation.walk.kernels_lines import narrow, ranges

_ASKED = 16


@dataclass(frozen=True)
class Carried:
    """A diagram's net, the counters it carries (in the order of its dimensions) and the others.

    `ends`: for each carried counter what its final values cost, from the net's lowest on; inf:
    not allowed.
    """

    net: Net
    carried: tuple[int, ...]
    linear: tuple[int, ...]
    ends: tuple[NDArray[np.float64], ...]


@dataclass(frozen=True)
class _Counted:
    """Where each counter can be at each node, in steps from its start."""

    steps: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    ends: dict[int, NDArray[np.float64]]  # of the counters that may be carried
    kept: dict[int, float]  # share of the values that can be reached that hard ones allow

    def sizes(self) -> NDArray[np.int64]:
        """Count the values of every counter at every node."""
        return self.high - self.low + 1


def carry(
    folded: Folded,
    steps: NDArray[np.int64],
    curves: Sequence[Curve],
    most_values: int,
    most_cells: int,
) -> Carried | None:
    """Choose the counters to carry, those that allow least of what can be reached first.

    Parameters
    ----------
    steps
        What each arc adds to each counter.
    most_values, most_cells
        How many cells one node, and all nodes together, may have.

    Returns
    -------
    None where a counter's curve allows no value that can be reached.
    """
    counted = _count(folded, steps, curves, most_values)
    if any(not ends.size for ends in counted.ends.values()):
        return None
    chosen = _choose(counted, most_values, most_cells)
    linear = tuple(counter for counter in range(len(curves)) if counter not in chosen)
    return Carried(
        net=_net(folded, counted, chosen, steps[:, linear]),
        carried=chosen,
        linear=linear,
        ends=tuple(counted.ends[counter] for counter in chosen),
    )


def _count(
    folded: Folded, steps: NDArray[np.int64], curves: Sequence[Curve], most_values: int
) -> _Counted:
    units = np.maximum(np.gcd.reduce(steps, axis=0), 1)
    strides = steps // units
    low = np.empty((folded.level.size, len(curves)), np.int64)
    high = np.empty_like(low)
    ranges(folded.child, folded.arc, strides, low, high)
    ends = {}
    kept = {}
    for counter, curve in enumerate(curves):
        first, last = int(low[0, counter]), int(high[0, counter])
        if last - first >= _ASKED * most_values:
            continue
        prices = _asked(curve, int(units[counter]), first, last)
        allowed = np.flatnonzero(prices < np.inf)
        if allowed.size < prices.size:
            kept[counter] = allowed.size / prices.size
        if allowed.size:
            low[0, counter], high[0, counter] = first + allowed[0], first + allowed[-1]
            prices = prices[allowed[0] : allowed[-1] + 1]
        ends[counter] = prices[: allowed.size and prices.size]
    narrow(folded.child, folded.arc, strides, low, high)
    return _Counted(strides, low, high, ends, kept)


def _asked(curve: Curve, unit: int, first: int, last: int) -> NDArray[np.float64]:
    prices = (curve.price(curve.start + steps * unit) for steps in range(first, last + 1))
    return np.array([np.inf if price is None else price for price in prices], np.float64)


def _choose(counted: _Counted, most_values: int, most_cells: int) -> tuple[int, ...]:
    """Carry what fits; the one with the most values becomes the last dimension."""
    sizes = counted.sizes()
    widest = sizes.max(axis=0)
    order = sorted(counted.ends, key=lambda at: (counted.kept.get(at, 1.0), int(widest[at]), at))
    chosen: list[int] = []
    cells = np.ones(sizes.shape[0], np.int64)
    for counter in order[:]:
        more = cells * sizes[:, counter]
        if len(chosen) < DIMENSIONS and more.max() <= most_values and more.sum() <= most_cells:
            chosen.append(counter)
            cells = more
    return tuple(sorted(chosen, key=lambda at: (int(widest[at]), at)))


def _net(
    folded: Folded, counted: _Counted, chosen: tuple[int, ...], linear: NDArray[np.int64]
) -> Net:
    nodes = folded.level.size
    idle = (1 if len(chosen) < 2 else DIMENSIONS) - len(chosen)
    low = np.concatenate([np.zeros((nodes, idle)), counted.low[:, chosen]], axis=1)
    high = np.concatenate([np.zeros((nodes, idle)), counted.high[:, chosen]], axis=1)
    step = np.concatenate([np.zeros((linear.shape[0], idle)), counted.steps[:, chosen]], axis=1)
    cells = np.prod(high - low + 1, axis=1)
    return Net(
        level=folded.level,
        child=folded.child,
        arc=folded.arc,
        arc_cost=folded.arc_cost,
        arc_step=np.ascontiguousarray(step, np.int32),
        arc_linear=np.ascontiguousarray(linear),
        base=np.concatenate([[0], np.cumsum(cells)]).astype(np.int64),
        low=np.ascontiguousarray(low, np.int32),
        high=np.ascontiguousarray(high, np.int32),
        ends=_outer([counted.ends[counter] for counter in chosen]),
    )


def _outer(ends: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    total = np.zeros(1)
    for prices in ends:
        total = np.add.outer(total, prices).ravel()
    return total
