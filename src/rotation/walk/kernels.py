"""Passes over a reduced diagram: the cheapest way on from every node and counted value."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rotation.compiled import compiled

DIMENSIONS = 3


class Net(NamedTuple):
    """A reduced diagram with counters carried along: node 0 is the end, the last is the beginning.

    Every node has a box of cells, one for each combination of counted values (in steps from the
    start) between `low` and `high`; those of node i are cells base[i]..base[i+1]-1, the last
    dimension running fastest. Rows of `child` and `arc`: not held (0), held (1).
    """

    level: NDArray[np.int32]
    child: NDArray[np.int32]
    arc: NDArray[np.int32]
    arc_cost: NDArray[np.int64]
    arc_step: NDArray[np.int32]  # [arcs, dimensions]; 1 or 3 dimensions, unused ones in front
    arc_linear: NDArray[np.int64]
    base: NDArray[np.int64]
    low: NDArray[np.int32]
    high: NDArray[np.int32]
    ends: NDArray[np.float64]  # what the end's cells cost; inf: not allowed


class Prices(NamedTuple):
    """What one question asks: a price for each arc and each shift, and what must be held."""

    arc: NDArray[np.float64]
    taking: NDArray[np.float64]  # inf: must not be held
    must: NDArray[np.int32]  # how many of the shifts before this one must be held


# Numba counts references to every array of a tuple that it hands on or looks into: inside loops
# only plain arrays are used, and helpers are inlined.
@compiled()
def fill(net: Net, prices: Prices, below: NDArray[np.float64]) -> None:
    """Write the least cost from every cell to the end."""
    level, child, arc, _cost, step, _linear, base, low, high, ends = net
    arc_price, taking, must = prices
    inner = low.shape[1] - 1
    for cell in range(ends.size):
        below[cell] = ends[cell]
    for node in range(1, level.size):
        for cell in range(base[node], base[node + 1]):
            below[cell] = np.inf
        shift = level[node]
        for held in range(2):
            to = child[held, node]
            if to < 0 or must[level[to]] != must[shift + held]:
                continue
            by = arc[held, node]
            price = arc_price[by] + taking[shift] if held else arc_price[by]
            first = max(low[node, inner], low[to, inner] - step[by, inner])
            last = min(high[node, inner], high[to, inner] - step[by, inner])
            here = base[node] + first - low[node, inner]
            there = base[to] + first + step[by, inner] - low[to, inner]
            if inner == 0:
                lower(below, here, below, there, last - first + 1, price)
            elif first <= last:
                size = last - first + 1
                boxes(net, (node, to, by), (here, there, size), price, below, below, True)


@compiled(inline="always")
def lower(
    into: NDArray[np.float64],
    here: int,
    source: NDArray[np.float64],
    there: int,
    size: int,
    price: float,
) -> None:
    """Lower a row of cells to another row's cost and a price; unsigned to be quick."""
    if size > 0:
        start, origin = np.uint64(here), np.uint64(there)
        for cell in range(np.uint64(size)):
            way = source[origin + cell] + price
            known = into[start + cell]
            into[start + cell] = way if way < known else known


@compiled(inline="always")
def least(
    one: NDArray[np.float64], here: int, other: NDArray[np.float64], there: int, size: int
) -> float:
    """Find the least sum of two rows of cells."""
    best = np.inf
    if size > 0:
        start, origin = np.uint64(here), np.uint64(there)
        for cell in range(np.uint64(size)):
            whole = one[start + cell] + other[origin + cell]
            best = whole if whole < best else best
    return best


@compiled()
def boxes(
    net: Net,
    move: tuple[int, int, int],
    row: tuple[int, int, int],
    price: float,
    below: NDArray[np.float64],
    above: NDArray[np.float64],
    up: bool,
) -> float:
    """Carry costs over one move between boxes of three dimensions, row by row.

    `up`: into `below`; otherwise down into `above`, and then it returns the least cost of a whole
    line that makes this move.
    """
    node, to, by = move
    here, there, size = row
    step, low, high = net.arc_step, net.low, net.high
    best = np.inf
    for one in range(high[node, 0] - low[node, 0] + 1):
        far = one + low[node, 0] + step[by, 0] - low[to, 0]
        for two in range(high[node, 1] - low[node, 1] + 1):
            wide = two + low[node, 1] + step[by, 1] - low[to, 1]
            inside = 0 <= far <= high[to, 0] - low[to, 0] and 0 <= wide <= high[to, 1] - low[to, 1]
            if inside:
                at = here + _offset(low, high, node, one, two)
                other = there + _offset(low, high, to, far, wide)
                if up:
                    lower(below, at, below, other, size, price)
                else:
                    lower(above, other, above, at, size, price)
                    best = min(best, price + least(above, at, below, other, size))
    return best


@compiled(inline="always")
def _offset(low: NDArray[np.int32], high: NDArray[np.int32], node: int, one: int, two: int) -> int:
    middle = np.int64(high[node, 1]) - low[node, 1] + 1
    inner = np.int64(high[node, 2]) - low[node, 2] + 1
    return int((one * middle + two) * inner)


@compiled()
def first_cell(net: Net) -> int:
    """Find the beginning's cell; -1: it has none."""
    node = net.level.size - 1
    cell = np.int64(0)
    for axis in range(net.low.shape[1]):
        low, high = np.int64(net.low[node, axis]), np.int64(net.high[node, axis])
        if low > 0 or high < 0:
            return -1
        cell = cell * (high - low + 1) - low
    return int(net.base[node] + cell)


@compiled(inline="always")
def _reached(
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    step: NDArray[np.int32],
    counted: NDArray[np.int64],
    to: int,
    by: int,
) -> int:
    """Find which cell of a node a move leads to; below 0: none."""
    cell = np.int64(0)
    for axis in range(counted.size):
        value = counted[axis] + step[by, axis]
        if not low[to, axis] <= value <= high[to, axis]:
            cell = np.int64(-1)
        if cell >= 0:
            size = np.int64(high[to, axis]) - low[to, axis] + 1
            cell = cell * size + value - low[to, axis]
    return int(cell)


@compiled()
def follow(
    net: Net,
    prices: Prices,
    below: NDArray[np.float64],
    turning: int,
    taken: NDArray[np.int32],
    turns: NDArray[np.float64],
) -> tuple[int, int]:
    """Follow the best line, leaving shifts where it makes no difference.

    Parameters
    ----------
    turning
        At the line's node of this number it goes the other way; -1: nowhere.
    taken
        Where the positions held are written.
    turns
        Given (not empty): for each of its nodes, the value of the best line that parts there.

    Returns
    -------
    How many positions it holds, and how many nodes it has.
    """
    level, child, arc, _cost, step, _linear, base, low, high, _ends = net
    arc_price, taking, must = prices
    counted = np.zeros(low.shape[1], np.int64)
    moves, ways = np.zeros(2), np.zeros(2)
    node = level.size - 1
    count = at = 0
    spent = 0.0
    while node > 0:
        for held in range(2):
            to, by = child[held, node], arc[held, node]
            moves[held] = ways[held] = np.inf
            if to >= 0 and must[level[to]] == must[level[node] + held]:
                moves[held] = arc_price[by] + taking[level[node]] if held else arc_price[by]
                cell = _reached(low, high, step, counted, to, by)
                ways[held] = moves[held] + below[base[to] + cell] if cell >= 0 else np.inf
        held = 1 if ways[1] < ways[0] else 0
        if turns.size:
            turns[at] = spent + ways[1 - held]
        if at == turning:
            held = 1 - held
        if held == 1:
            taken[count] = level[node]
            count += 1
        for axis in range(counted.size):
            counted[axis] += step[arc[held, node], axis]
        at += 1
        spent += moves[held]
        node = child[held, node]
    return count, at
