"""The same programme said with fewer rows, and with prices of having more only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rotation.master.linear import Floats, Linear, Sparse


def rising(linear: Linear) -> Linear:
    """Turn round what is the cheaper the higher, so that every price is of having more."""
    turned = linear.rest_cost < 0
    sign = np.where(turned, -1.0, 1.0)
    moved = np.where(turned, linear.rest_high, 0.0)
    rest = Sparse(linear.rest.start, linear.rest.index, linear.rest.value * sign[linear.rest.index])
    shift = linear.rest.times(moved)
    return replace(
        linear,
        rest=rest,
        low=linear.low - shift,
        high=linear.high - shift,
        rest_cost=linear.rest_cost * sign,
        rest_low=np.where(turned, 0.0, linear.rest_low),
        rest_high=np.where(turned, linear.rest_high - linear.rest_low, linear.rest_high),
        constant=linear.constant + round(float(linear.rest_cost @ moved)),
    )


def paired(linear: Linear) -> Linear:
    """Make one row of two over the same assignments: at least so many, and at most so many.

    Each may be helped out at a price by variables of its own. As the least is not above the most,
    nobody ever pays for both, and so one row says as much.
    """
    linear = _upright(linear)
    rest = linear.rest
    owner = np.repeat(np.arange(rest.rows), np.diff(rest.start))
    private = np.bincount(rest.index, minlength=len(linear.rest_cost))[rest.index] == 1
    base = np.bincount(owner, rest.value * linear.rest_low[rest.index], rest.rows)
    low, high = linear.low - base, linear.high - base
    # A unit of a helper is a unit of the row, so that whole numbers stay whole in one row.
    helping = _each(owner, private & (rest.value == 1), rest.rows)
    easing = _each(owner, private & (rest.value == -1), rest.rows)
    least = np.isfinite(low) & np.isinf(high) & helping
    most = np.isinf(low) & np.isfinite(high) & easing
    into = _partners(linear, least, most, low, high)
    held = linear.held
    kept = into == np.arange(rest.rows)
    number = np.cumsum(kept) - 1
    lows, highs = linear.low.copy(), linear.high.copy()
    for row in np.flatnonzero(~kept):
        stays = into[row]
        below, above = (row, stays) if least[row] else (stays, row)
        # What each row's variables come to at least counts in both from now on.
        lows[stays] = linear.low[below] + base[above]
        highs[stays] = linear.high[above] + base[below]
    order = np.argsort(number[into][owner], kind="stable")
    moved = number[into][owner][order]
    start = np.searchsorted(moved, np.arange(int(kept.sum()) + 1)).astype(np.int32)
    entries = np.repeat(kept, np.diff(held.start))
    lengths = np.diff(held.start)[kept]
    return replace(
        linear,
        held=Sparse(
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
            held.index[entries],
            held.value[entries],
        ),
        rest=Sparse(start, rest.index[order], rest.value[order]),
        low=lows[kept],
        high=highs[kept],
    )


def _partners(
    linear: Linear, least: NDArray[np.bool_], most: NDArray[np.bool_], low: Floats, high: Floats
) -> NDArray[np.int64]:
    """Return for each row the one that it goes into; itself where it stays."""
    waiting: dict[tuple[bytes, bytes], int] = {}
    into = np.arange(len(low))
    held = linear.held
    for row in np.flatnonzero(least | most):
        at = slice(held.start[row], held.start[row + 1])
        key = held.index[at].tobytes(), held.value[at].tobytes()
        other = waiting.get(key)
        if other is None or least[row] == least[other]:
            waiting[key] = int(row)
        elif (low[row] if least[row] else low[other]) <= (high[other] if least[row] else high[row]):
            into[row] = waiting.pop(key)
    return into


def _upright(linear: Linear) -> Linear:
    """Turn rows round whose first assignment counts against them."""
    held, rest = linear.held, linear.rest
    filled = np.diff(held.start) > 0
    turned = np.zeros(held.rows, np.bool_)
    turned[filled] = held.value[held.start[:-1][filled]] < 0
    sign = np.where(turned, -1.0, 1.0)
    return replace(
        linear,
        held=Sparse(held.start, held.index, held.value * np.repeat(sign, np.diff(held.start))),
        rest=Sparse(rest.start, rest.index, rest.value * np.repeat(sign, np.diff(rest.start))),
        low=np.where(turned, -linear.high, linear.low),
        high=np.where(turned, -linear.low, linear.high),
    )


def _each(owner: NDArray[np.int64], true: NDArray[np.bool_], rows: int) -> NDArray[np.bool_]:
    """Say of each row whether all of its entries are such."""
    all_: NDArray[np.bool_] = np.bincount(owner, ~true, rows) == 0
    return all_
