"""What a diagram says of one given line, and of every shift by itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rotation.compiled import compiled
from rotation.walk.kernels import Net, Prices, boxes, first_cell, least, lower

_FAR = np.int64(2**62)


@compiled()
def priced(
    net: Net,
    taken: NDArray[np.int32],
    counted: NDArray[np.int64],
    linear: NDArray[np.int64],
) -> tuple[bool, int]:
    """Walk a line; tell whether its moves are allowed and what they cost, and count."""
    level, child, arc, arc_cost, step, arc_linear, _base, _low, _high, _ends = net
    node = level.size - 1
    at = 0
    cost = np.int64(0)
    while node > 0:
        held = 1 if at < taken.size and taken[at] == level[node] else 0
        passed = at < taken.size and taken[at] < level[node]
        if passed or child[held, node] < 0:
            return False, 0
        at += held
        by = arc[held, node]
        cost += arc_cost[by]
        for counter in range(linear.size):
            linear[counter] += arc_linear[by, counter]
        for axis in range(counted.size):
            counted[axis] += step[by, axis]
        node = child[held, node]
    return at == taken.size, int(cost)


@compiled()
def sweep(
    net: Net,
    prices: Prices,
    below: NDArray[np.float64],
    above: NDArray[np.float64],
    holding: NDArray[np.float64],
    leaving: NDArray[np.float64],
) -> None:
    """Lower, for each shift, the least cost of a line that holds it and of one that does not.

    leaving[k, i] speaks of the 2**k shifts from i on: a move may pass over many.
    """
    level, child, arc, _cost, step, _linear, base, low, high, _ends = net
    arc_price, taking, must = prices
    inner = low.shape[1] - 1
    above[:] = np.inf
    above[first_cell(net)] = 0.0
    _lower(leaving, 0, level[-1], below[first_cell(net)])
    for node in range(level.size - 1, 0, -1):
        shift = level[node]
        for held in range(2):
            to = child[held, node]
            if to < 0 or must[level[to]] != must[shift + held]:
                continue
            by = arc[held, node]
            price = arc_price[by] + taking[shift] if held else arc_price[by]
            first = max(low[node, inner], low[to, inner] - step[by, inner])
            last = min(high[node, inner], high[to, inner] - step[by, inner])
            size = last - first + 1
            here = base[node] + first - low[node, inner]
            there = base[to] + first + step[by, inner] - low[to, inner]
            if inner == 0:
                lower(above, there, above, here, size, price)
                best = price + least(above, here, below, there, size)
            elif size > 0:
                best = boxes(net, (node, to, by), (here, there, size), price, below, above, False)
            else:
                best = np.inf
            if held and best < holding[shift]:
                holding[shift] = best
            _lower(leaving, shift + held, level[to], best)
    _spread(leaving)


@compiled(inline="always")
def _lower(leaving: NDArray[np.float64], first: int, end: int, best: float) -> None:
    """Lower a stretch of shifts: two overlapping powers of two cover it."""
    if first < end:
        power = 0
        while 2 << power <= end - first:
            power += 1
        leaving[power, first] = min(leaving[power, first], best)
        last = end - (1 << power)
        leaving[power, last] = min(leaving[power, last], best)


@compiled()
def _spread(leaving: NDArray[np.float64]) -> None:
    for power in range(leaving.shape[0] - 1, 0, -1):
        half = 1 << (power - 1)
        for first in range(leaving.shape[1] - 2 * half + 1):
            best = leaving[power, first]
            leaving[power - 1, first] = min(leaving[power - 1, first], best)
            leaving[power - 1, first + half] = min(leaving[power - 1, first + half], best)


@compiled()
def ranges(
    child: NDArray[np.int32],
    arc: NDArray[np.int32],
    steps: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
) -> None:
    """Write between which counts every node is reached from the beginning (empty: high < low)."""
    far = np.int64(2) ** 62
    low[:], high[:] = far, -far
    low[-1], high[-1] = 0, 0
    for node in range(low.shape[0] - 1, 0, -1):
        for held in range(2):
            to = child[held, node]
            if to >= 0:
                for counter in range(steps.shape[1]):
                    step = steps[arc[held, node], counter]
                    low[to, counter] = min(low[to, counter], low[node, counter] + step)
                    high[to, counter] = max(high[to, counter], high[node, counter] + step)


@compiled()
def narrow(
    child: NDArray[np.int32],
    arc: NDArray[np.int32],
    steps: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
) -> None:
    """Narrow the ranges to counts from which the end's range can still be met."""
    far = np.int64(2) ** 62
    for node in range(1, low.shape[0]):
        for counter in range(steps.shape[1]):
            least, most = far, -far
            for held in range(2):
                to = child[held, node]
                if to >= 0 and low[to, counter] <= high[to, counter]:
                    step = steps[arc[held, node], counter]
                    least = min(least, low[to, counter] - step)
                    most = max(most, high[to, counter] - step)
            low[node, counter] = max(low[node, counter], least)
            high[node, counter] = min(high[node, counter], most)
            if low[node, counter] > high[node, counter]:
                low[node, counter], high[node, counter] = 0, -1


@compiled()
def counts(
    offsets: NDArray[np.int32],
    take_to: NDArray[np.int32],
    skip_to: NDArray[np.int32],
    take_step: NDArray[np.int64],
    skip_step: NDArray[np.int64],
) -> tuple[int, int]:
    """Return the least and the greatest sum of steps on a way through an automaton's tables."""
    low, high = np.zeros(1, np.int64), np.zeros(1, np.int64)
    for stage in range(offsets.size - 1):
        first, end = offsets[stage], offsets[stage + 1]
        size = offsets[stage + 2] - end if stage + 2 < offsets.size else 1
        lower, higher = np.full(size, _FAR), np.full(size, -_FAR)
        for row in range(first, end):
            if low[row - first] == _FAR:
                continue
            for to, step in ((take_to[row], take_step[row]), (skip_to[row], skip_step[row])):
                if to >= 0:
                    lower[to] = min(lower[to], low[row - first] + step)
                    higher[to] = max(higher[to], high[row - first] + step)
        low, high = lower, higher
    return low[0], high[0]
