"""Counting what is paid: every sum of whole numbers is a whole number, which a master forgets.

Where a third of a seat is short on each of three days, a seat is short on one of them, or none is.
So a work is given rows that count how many units are paid of what costs the same: of all of it, of
its first and second half, of their halves, down to single ones. They say nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from rotation.master.linear import Ints, Linear, Sparse
from rotation.solver.lines import Work

MOST = 1_500
"""Up to so many prices are halved down to single ones; of more all of the same cost is counted."""


@dataclass(frozen=True)
class Count:
    """A row that counts units of what costs the same.

    Parameters
    ----------
    row
        Of the programme.
    price
        Of one unit, in grains.
    depth
        0 for all that costs so much, 1 for a half of it, and so on.
    """

    row: int
    price: float
    depth: int


def counted(work: Work) -> tuple[Work, tuple[Count, ...]]:
    """Add rows that count what is paid to a work's programme.

    Returns
    -------
    The work with them, and what each of them counts.
    """
    linear = work.linear
    first = linear.held.rows
    groups = list(_groups(linear))
    counts = tuple(
        Count(first + number, float(linear.rest_cost[group[0]]), depth)
        for number, (depth, group) in enumerate(groups)
    )
    low = [float(linear.rest_low[group].sum()) for _, group in groups]
    high = [float(linear.rest_high[group].sum()) for _, group in groups]
    rows = Sparse.of([dict.fromkeys(group.tolist(), 1.0) for _, group in groups])
    held, rest = linear.held, linear.rest
    longer = replace(
        linear,
        held=Sparse(_ending(held.start, len(groups)), held.index, held.value),
        rest=Sparse(
            np.concatenate([rest.start, rest.start[-1] + rows.start[1:]]).astype(np.int32),
            np.concatenate([rest.index, rows.index]),
            np.concatenate([rest.value, rows.value]),
        ),
        low=np.concatenate([linear.low, low]),
        high=np.concatenate([linear.high, high]),
    )
    return replace(work, linear=longer), counts


def _groups(linear: Linear) -> Iterator[tuple[int, Ints]]:
    """List what costs the same, whole and in halves, with how often it was halved."""
    paid = np.flatnonzero((linear.rest_cost > 0) & (linear.rest_high > linear.rest_low))
    halved = len(paid) <= MOST
    for price in np.unique(linear.rest_cost[paid])[::-1]:
        waiting = [(0, paid[linear.rest_cost[paid] == price].astype(np.int32))]
        while waiting:
            depth, group = waiting.pop(0)
            yield depth, group
            if len(group) > 1 and halved:
                half = len(group) // 2
                waiting += [(depth + 1, group[:half]), (depth + 1, group[half:])]


def _ending(start: Ints, more: int) -> Ints:
    """Add so many rows without any entry."""
    return np.concatenate([start, np.full(more, start[-1], np.int32)])
