"""Bottom-up: dead ends go, states that behave alike become one node."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rotation.compiled import compiled
from rotation.walk.kernels_unfold import Unfolded, half_full

_FAR = np.int64(2**62)


class Folded(NamedTuple):
    """A reduced diagram: node 0 is the end, the last node is the beginning.

    Children have smaller numbers than their parents; -1: not allowed. `arc_*`: the distinct
    (cost, label) pairs that moves refer to. A node whose shift can only be left, free of charge,
    is passed over, so a child may be several shifts further on.
    """

    level: NDArray[np.int32]
    child: NDArray[np.int32]  # [2, nodes]
    arc: NDArray[np.int32]  # [2, nodes]
    arc_cost: NDArray[np.int64]
    arc_label: NDArray[np.int32]
    arc_slots: NDArray[np.int32]  # hash table of arcs + 1
    node_slots: NDArray[np.int32]
    node_stamps: NDArray[np.int32]
    tally: NDArray[np.int64]  # [nodes, arcs, what the cheapest line costs before any counter]


def space(states: int) -> Folded:
    """Set room aside for as many nodes as there are states."""
    slots = 1 << (4 * states + 7).bit_length()
    return Folded(
        level=np.empty(states + 1, np.int32),
        child=np.empty((2, states + 1), np.int32),
        arc=np.empty((2, states + 1), np.int32),
        arc_cost=np.empty(2 * states + 2, np.int64),
        arc_label=np.empty(2 * states + 2, np.int32),
        arc_slots=np.zeros(slots, np.int32),
        node_slots=np.zeros(slots, np.int32),
        node_stamps=np.zeros(slots, np.int32),
        tally=np.zeros(3, np.int64),
    )


@compiled()
def fold(unfolded: Unfolded, shifts: int, made: Folded) -> None:
    """Reduce into `made`; no nodes at all where no line is allowed.

    Costs are moved up to the first move that makes them certain (every node's cheapest way on is
    free), which makes more nodes alike and leaves the total of every line as it was.
    """
    _keys, layers, child, cost, label, _labels, _slots, _key_slots, _stamps, total = unfolded
    level, nodes, arcs, arc_cost, arc_label, arc_slots, node_slots, stamps, tally = made
    name = np.full(total[0], -1, np.int64)
    ahead = np.zeros(total[0], np.int64)
    level[0], nodes[:, 0], arcs[:, 0], tally[0] = shifts, -1, 0, 1
    name[layers[shifts] : layers[shifts + 1]] = 0
    for stage in range(shifts - 1, -1, -1):
        slots = half_full(layers[stage + 1] - layers[stage])
        for state in range(layers[stage], layers[stage + 1]):
            skip, take = child[0, state], child[1, state]
            skip_node = name[skip] if skip >= 0 else np.int64(-1)
            take_node = name[take] if take >= 0 else np.int64(-1)
            skip_cost = cost[0, state] + ahead[skip] if skip_node >= 0 else _FAR
            take_cost = cost[1, state] + ahead[take] if take_node >= 0 else _FAR
            if skip_node < 0 and take_node < 0:
                continue
            ahead[state] = least = min(skip_cost, take_cost)
            if take_node < 0 and label[0, state] == 0:
                name[state] = skip_node
                continue
            skip_arc = take_arc = 0
            if skip_node >= 0:
                skip_arc = _arc(
                    arc_cost, arc_label, arc_slots, tally, skip_cost - least, label[0, state]
                )
            if take_node >= 0:
                take_arc = _arc(
                    arc_cost, arc_label, arc_slots, tally, take_cost - least, label[1, state]
                )
            both = (skip_node, take_node, skip_arc, take_arc)
            node = _node(nodes, arcs, node_slots, stamps, tally, stage + 1, slots - 1, both)
            name[state], level[node] = node, stage
    tally[2] = ahead[0]
    if name[0] < 0:
        tally[0] = 0


@compiled(inline="always")
def _mix(one: np.int64, other: np.int64) -> np.uint64:
    mixed = np.uint64(one) * np.uint64(0x9E3779B97F4A7C15) ^ np.uint64(other)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)


@compiled(inline="always")
def _arc(
    arc_cost: NDArray[np.int64],
    arc_label: NDArray[np.int32],
    arc_slots: NDArray[np.int32],
    tally: NDArray[np.int64],
    cost: np.int64,
    label: np.int64,
) -> int:
    """Find the arc of this cost and label, or add it."""
    mask = arc_slots.size - 1
    slot = np.int64(_mix(cost, label) >> np.uint64(33)) & mask
    found = np.int64(-1)
    while found < 0 and arc_slots[slot] > 0:
        known = np.int64(arc_slots[slot]) - 1
        if arc_cost[known] == cost and arc_label[known] == label:
            found = known
        slot = (slot + 1) & mask
    if found < 0:
        found = tally[1]
        tally[1] += 1
        arc_slots[slot] = found + 1
        arc_cost[found] = cost
        arc_label[found] = label
    return int(found)


@compiled(inline="always")
def _node(
    nodes: NDArray[np.int32],
    arcs: NDArray[np.int32],
    node_slots: NDArray[np.int32],
    stamps: NDArray[np.int32],
    tally: NDArray[np.int64],
    stamp: int,
    mask: int,
    both: tuple[np.int64, np.int64, int, int],
) -> int:
    """Find the node of this stage (`stamp`) with these children and arcs, or add it."""
    skip, take, skip_arc, take_arc = both
    mixed = _mix(((skip + 1) << 32) | (take + 1), np.int64((skip_arc << 32) | take_arc))
    slot = np.int64(mixed >> np.uint64(33)) & mask
    found = np.int64(-1)
    while found < 0 and stamps[slot] == stamp:
        known = np.int64(node_slots[slot])
        same = nodes[0, known] == skip and nodes[1, known] == take
        if same and arcs[0, known] == skip_arc and arcs[1, known] == take_arc:
            found = known
        slot = (slot + 1) & mask
    if found < 0:
        found = tally[0]
        tally[0] += 1
        stamps[slot] = stamp
        node_slots[slot] = found
        nodes[0, found], nodes[1, found] = skip, take
        arcs[0, found], arcs[1, found] = skip_arc, take_arc
    return int(found)


@compiled()
def cheapest(
    offsets: NDArray[np.int32],
    skip_to: NDArray[np.int32],
    take_to: NDArray[np.int32],
    skip_cost: NDArray[np.int64],
    take_cost: NDArray[np.int64],
) -> int:
    """Price the cheapest way through one automaton; 2**62 where there is none."""
    ahead = np.zeros(offsets[-1] + 1, np.int64)
    end = np.int64(offsets[-1])
    for stage in range(offsets.size - 2, -1, -1):
        following = np.int64(offsets[stage + 1])
        for row in range(offsets[stage], offsets[stage + 1]):
            best = _FAR
            if skip_to[row] >= 0 and ahead[following + skip_to[row]] < _FAR:
                best = min(best, ahead[following + skip_to[row]] + skip_cost[row])
            if take_to[row] >= 0 and ahead[following + take_to[row]] < _FAR:
                best = min(best, ahead[following + take_to[row]] + take_cost[row])
            ahead[row] = best
    return int(ahead[0] if end else 0)
