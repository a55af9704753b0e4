"""A net cut to the lines that are left where some shifts are settled: less to walk."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rotation.compiled import compiled
from rotation.walk.kernels import Net
from rotation.walk.kernels_lines import narrow, ranges


def cut(net: Net, forced: NDArray[np.int8]) -> Net | None:
    """Cut a net.

    Parameters
    ----------
    forced
        1: held; -1: not; 0: open, for each shift.

    Returns
    -------
    None where no line is left. Asked with the same shifts forced, or more, it says of every price
    what the whole net says.
    """
    must = np.zeros(forced.size + 1, np.int32)
    np.cumsum(forced > 0, out=must[1:])
    if must[net.level[-1]]:
        return None
    if not net.arc_cost.size:  # nothing can be held anyway
        return net
    child = _open(net.level, net.child, must, np.asarray(forced < 0))
    steps = net.arc_step.astype(np.int64)
    low, high = np.empty(net.low.shape, np.int64), np.empty(net.low.shape, np.int64)
    ranges(child, net.arc, steps, low, high)
    low[0], high[0] = np.maximum(low[0], net.low[0]), np.minimum(high[0], net.high[0])
    narrow(child, net.arc, steps, low, high)
    low, high = np.maximum(low, net.low), np.minimum(high, net.high)
    left = _left(child, np.asarray((low <= high).all(axis=1)))
    if not left[-1]:
        return None
    return _with(net, child, left, low[left], high[left])


def squeezed(net: Net, forced: NDArray[np.int8]) -> Net:
    """Say the same of the open shifts alone, as if there were no others.

    Parameters
    ----------
    net
        Cut by the same.
    forced
        1: held; -1: not; 0: open, for each shift.

    """
    stays = np.append(forced == 0, True)[net.level]
    own = np.zeros((len(net.level), 1 + net.arc_step.shape[1] + net.arc_linear.shape[1]), np.int64)
    arcs = np.column_stack([net.arc_cost, net.arc_step, net.arc_linear]).astype(np.int64)
    to = np.arange(len(net.level), dtype=np.int32)
    _pass(stays, net.child, net.arc, arcs, to, own)
    if to[-1] == 0:
        return _single(net, own[-1], int((forced == 0).sum()))
    child, root = net.child[:, stays], (np.flatnonzero(stays) == to[-1])
    going = child >= 0
    counts = arcs[net.arc[:, stays]] + own[child] + np.where(root[:, None], own[-1], 0)
    low, high = net.low[stays], net.high[stays]
    low[root], high[root] = 0, 0
    number = (np.cumsum(stays) - 1).astype(np.int32)
    position = np.append(0, np.cumsum(forced == 0)).astype(np.int32)
    arc = np.zeros(going.shape, np.int32)
    arc[going] = np.arange(going.sum())
    cost, step, linear = np.split(counts[going], [1, 1 + net.arc_step.shape[1]], axis=1)
    return Net(
        level=position[net.level[stays]],
        child=np.ascontiguousarray(np.where(going, number[to[child]], -1), np.int32),
        arc=arc,
        arc_cost=np.ascontiguousarray(cost[:, 0]),
        arc_step=np.ascontiguousarray(step, np.int32),
        arc_linear=np.ascontiguousarray(linear),
        base=np.concatenate([[0], np.cumsum(np.prod(high - low + 1, axis=1))]).astype(np.int64),
        low=low,
        high=high,
        ends=net.ends,
    )


def _single(net: Net, own: NDArray[np.int64], shifts: int) -> Net:
    """Say that there is one line, which holds nothing, and what is counted on it."""
    none = np.zeros((1, net.low.shape[1]), np.int32)
    cost, step, linear = np.split(own[None], [1, 1 + net.arc_step.shape[1]], axis=1)
    return Net(
        level=np.array([shifts, 0], np.int32),
        child=np.array([[-1, 0], [-1, -1]], np.int32),
        arc=np.zeros((2, 2), np.int32),
        arc_cost=cost[:, 0],
        arc_step=step.astype(np.int32),
        arc_linear=linear,
        base=np.array([0, net.base[1], net.base[1] + 1]),
        low=np.concatenate([net.low[:1], none]),
        high=np.concatenate([net.high[:1], none]),
        ends=net.ends,
    )


@compiled()
def _pass(
    stays: NDArray[np.bool_],
    child: NDArray[np.int32],
    arc: NDArray[np.int32],
    arcs: NDArray[np.int64],
    to: NDArray[np.int32],
    own: NDArray[np.int64],
) -> None:
    """Write where each node that has one way only leads at last, and what is counted on it."""
    for node in range(1, stays.size):
        if not stays[node]:
            held = 0 if child[0, node] >= 0 else 1
            after, by = child[held, node], arc[held, node]
            to[node] = to[after]
            for column in range(own.shape[1]):
                own[node, column] = own[after, column] + arcs[by, column]


def _with(
    net: Net,
    child: NDArray[np.int32],
    left: NDArray[np.bool_],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
) -> Net:
    """Keep these nodes only, with those cells, and the arcs between them."""
    number = (np.cumsum(left) - 1).astype(np.int32)
    to = child[:, left]
    going = (to >= 0) & left[to]
    arc = net.arc[:, left]
    used = np.zeros(net.arc_cost.size, np.bool_)
    used[arc[going]] = True
    new = (np.cumsum(used) - 1).astype(np.int32)
    first, last = low[0] - net.low[0], high[0] - net.low[0]
    ends = net.ends.reshape(net.high[0] - net.low[0] + 1)
    for axis in range(ends.ndim):
        ends = ends.take(range(first[axis], last[axis] + 1), axis)
    return Net(
        level=net.level[left],
        child=np.ascontiguousarray(np.where(going, number[to], -1), np.int32),
        arc=np.ascontiguousarray(np.where(going, new[arc], 0), np.int32),
        arc_cost=net.arc_cost[used],
        arc_step=net.arc_step[used],
        arc_linear=net.arc_linear[used],
        base=np.concatenate([[0], np.cumsum(np.prod(high - low + 1, axis=1))]).astype(np.int64),
        low=low.astype(np.int32),
        high=high.astype(np.int32),
        ends=np.ascontiguousarray(ends).ravel(),
    )


@compiled()
def _open(
    level: NDArray[np.int32],
    child: NDArray[np.int32],
    must: NDArray[np.int32],
    out: NDArray[np.bool_],
) -> NDArray[np.int32]:
    """Return the moves, without those that hold or leave what they must not."""
    left = child.copy()
    for node in range(level.size):
        for held in range(2):
            to, shift = child[held, node], level[node]
            if to >= 0 and (must[level[to]] != must[shift + held] or (held and out[shift])):
                left[held, node] = -1
    return left


@compiled()
def _left(child: NDArray[np.int32], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which nodes lie on a way from the beginning to the end over kept ones."""
    ending = np.zeros(kept.size, np.bool_)
    ending[0] = kept[0]
    for node in range(1, kept.size):
        for held in range(2):
            to = child[held, node]
            if kept[node] and to >= 0 and ending[to]:
                ending[node] = True
    begun = np.zeros(kept.size, np.bool_)
    begun[-1] = ending[-1]
    for node in range(kept.size - 1, 0, -1):
        for held in range(2):
            to = child[held, node]
            if begun[node] and to >= 0 and ending[to]:
                begun[to] = True
    return begun
