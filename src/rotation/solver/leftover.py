"""Lines to walk, and the sums that their diagrams leave to the master.

What the diagram of a line cannot carry (a sum with too many values) becomes a row of the master:
the lower hull of its price, which is never above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from rotation.master.linear import Floats, Ints, Linear, Sparse
from rotation.walk.automaton import Curve
from rotation.walk.diagram import Diagram


@dataclass(frozen=True)
class Walk:
    """One person's lines.

    Parameters
    ----------
    block
        Whose, as a number from 0.
    pairs
        (person id, shift) for each open shift, in the order of the line.
    x
        The x of the master for each of them.
    rows
        The row of the master for each linear counter of the diagram.
    from_, unit
        What each linear counter counts from in its row, and how much of it is one there.
    within
        The least and the greatest value that each linear counter may come to.
    """

    block: int
    pairs: tuple[Any, ...]
    x: Ints
    diagram: Diagram
    rows: tuple[int, ...] = ()
    from_: tuple[int, ...] = ()
    unit: tuple[int, ...] = ()
    within: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Row:
    """A sum in the master: pieces (length, price of each unit) from a first value on."""

    first_price: int
    pieces: tuple[tuple[int, int], ...]


def joined(walk: Walk, above: int, rows: list[Row]) -> Walk:
    """Add rows for the linear counters."""
    numbers, firsts, units, ends = [], [], [], []
    diagram = walk.diagram
    for counter in diagram.linear:
        curve = diagram.counters[counter]
        points = [(v, p) for v in values(curve) if (p := curve.price(v)) is not None]
        hull = _hull(points)
        firsts.append(hull[0][0])
        units.append(curve.step)
        ends.append((points[0][0], points[-1][0]))
        numbers.append(above + len(rows))
        pieces = tuple(
            ((after - before) // curve.step, (there - here) * curve.step // (after - before))
            for (before, here), (after, there) in pairwise(hull)
        )
        rows.append(Row(hull[0][1], pieces))
    return replace(
        walk,
        rows=tuple(numbers),
        from_=tuple(firsts),
        unit=tuple(units),
        within=tuple(ends),
    )


def _hull(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the corners of the lower hull of points sorted by their first."""
    hull: list[tuple[int, int]] = []
    for x, y in points:
        while len(hull) > 1 and (hull[-1][1] - hull[-2][1]) * (x - hull[-2][0]) >= (
            y - hull[-2][1]
        ) * (hull[-1][0] - hull[-2][0]):
            hull.pop()
        hull.append((x, y))
    return hull


def extended(linear: Linear, rows: Sequence[Row]) -> Linear:
    """Add a row for each sum: what the lines come to is what its pieces come to."""
    held, rest = linear.held, linear.rest
    first = len(linear.rest_cost)
    own: list[dict[int, float]] = []
    costs: list[float] = []
    lengths: list[float] = []
    for row in rows:
        own.append({first + len(costs) + n: -1.0 for n in range(len(row.pieces))})
        costs += [float(price) for _, price in row.pieces]
        lengths += [float(length) for length, _ in row.pieces]
    more = Sparse.of(own)
    zeros = np.zeros(len(rows))
    return replace(
        linear,
        held=Sparse(_longer(held.start, len(rows)), held.index, held.value),
        rest=Sparse(
            np.concatenate([rest.start, more.start[1:] + rest.start[-1]]).astype(np.int32),
            np.concatenate([rest.index, more.index]),
            np.concatenate([rest.value, more.value]),
        ),
        low=np.concatenate([linear.low, zeros]),
        high=np.concatenate([linear.high, zeros]),
        rest_cost=np.concatenate([linear.rest_cost, costs]),
        rest_low=np.concatenate([linear.rest_low, np.zeros(len(costs))]),
        rest_high=np.concatenate([linear.rest_high, lengths]),
        constant=linear.constant + sum(row.first_price for row in rows),
    )


def _longer(start: Ints, rows: int) -> Ints:
    return np.concatenate([start, np.full(rows, start[-1], np.int32)])


def values(curve: Curve) -> range:
    """List what a curve may come to."""
    first = curve.lowest + (curve.start - curve.lowest) % curve.step
    return range(first, curve.highest + 1, curve.step)


def stepping(walk: Walk, duals: Floats) -> tuple[Floats, float]:
    """Return the price of a step of each linear counter under the rows' duals, and a constant."""
    prices = np.zeros(len(walk.rows))
    constant = 0.0
    for n, (row, first, unit) in enumerate(zip(walk.rows, walk.from_, walk.unit, strict=True)):
        counter = walk.diagram.counters[walk.diagram.linear[n]]
        prices[n] = -duals[row] / unit
        constant -= duals[row] * (counter.start - first) / unit
    return prices, constant
