"""Questions to a diagram when shifts have prices: which line is best, what is a shift worth."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rotation.walk.kernels import Net, Prices, fill, first_cell, follow
from rotation.walk.kernels_lines import sweep

_scratch = threading.local()
_TRIES = 6
_NO_TURNS = np.zeros(0)


@dataclass(frozen=True, eq=False)
class Line:
    """One line of work (the positions held, increasing) and what it costs at the prices asked."""

    value: float
    taken: NDArray[np.int32]


def nothing() -> Line:
    """Say that no line is allowed."""
    return Line(np.inf, np.zeros(0, np.int32))


def asked(
    net: Net, taking: ArrayLike, stepping: ArrayLike, forced: NDArray[np.int8] | None
) -> Prices:
    """Lay the prices of one question out for the passes over the net."""
    shifts = np.array(taking, np.float64)
    must = np.zeros(shifts.size + 1, np.int32)
    if forced is not None:
        shifts[np.asarray(forced) < 0] = np.inf
        np.cumsum(np.asarray(forced) > 0, out=must[1:])
    arcs = net.arc_cost.astype(np.float64)
    if net.arc_linear.shape[1]:
        arcs += net.arc_linear @ np.asarray(stepping, np.float64)
    return Prices(arcs, shifts, must)


def filled(net: Net, prices: Prices) -> tuple[NDArray[np.float64], float]:
    """Run the pass from the end; give every cell's least cost and the best line's."""
    below = _buffer("below", int(net.base[-1]))
    fill(net, prices, below)
    return below, _best(net, prices, below)


def _best(net: Net, prices: Prices, below: NDArray[np.float64]) -> float:
    start = first_cell(net)
    if start < 0 or prices.must[net.level[-1]]:
        return np.inf
    return float(below[start])


def _buffer(name: str, size: int) -> NDArray[np.float64]:
    """Lend this thread's own room, so that big arrays are not given back and fetched anew."""
    room: NDArray[np.float64] | None = getattr(_scratch, name, None)
    if room is None or room.size < size:
        room = np.empty(size + size // 4, np.float64)
        setattr(_scratch, name, room)
    return room[:size]


def best(net: Net, prices: Prices) -> Line:
    """Find the best line."""
    below, value = filled(net, prices)
    if value == np.inf:
        return nothing()
    return Line(value, _followed(net, prices, below, -1))


def _followed(
    net: Net,
    prices: Prices,
    below: NDArray[np.float64],
    turning: int,
    turns: NDArray[np.float64] = _NO_TURNS,
) -> NDArray[np.int32]:
    taken = np.empty(prices.taking.size, np.int32)
    count, _ = follow(net, prices, below, turning, taken, turns)
    return taken[:count].copy()


def several(net: Net, prices: Prices, number: int) -> list[Line]:
    """Find the best line and up to number - 1 others, unlike each other before merely good.

    Every other line is the best among those that first part from the best line at some shift.
    """
    below, value = filled(net, prices)
    if value == np.inf or number < 1:
        return []
    turns = np.full(prices.taking.size, np.inf)
    lines = [Line(value, _followed(net, prices, below, -1, turns))]
    order = np.flatnonzero(turns < np.inf)
    order = order[np.argsort(turns[order], kind="stable")][: _TRIES * (number - 1)]
    tried: list[Line] = []
    for at in order.tolist():
        line = Line(float(turns[at]), _followed(net, prices, below, at))
        unlike = all(_apart(line, other) for other in lines)
        (lines if unlike else tried).append(line)
        if len(lines) == number:
            break
    lines += tried[: number - len(lines)]
    return [lines[0], *sorted(lines[1:], key=lambda line: line.value)]


def _apart(line: Line, other: Line) -> bool:
    """Tell whether two lines differ in a third of what they hold, and in 3 shifts at least."""
    differ = len(set(line.taken.tolist()) ^ set(other.taken.tolist()))
    return differ >= max(3, other.taken.size // 3)


def through(net: Net, prices: Prices) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Find the best value, and each shift's best value when it is held and when it is not."""
    below, value = filled(net, prices)
    shifts = prices.taking.size
    holding = np.full(shifts, np.inf)
    leaving = np.full((max(1, shifts.bit_length()), shifts), np.inf)
    if value < np.inf:
        sweep(net, prices, below, _buffer("above", below.size), holding, leaving)
    return value, holding, leaving[0].copy()
