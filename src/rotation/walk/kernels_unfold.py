"""Top-down: every state that the automata reach together, shift by shift."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rotation.compiled import compiled
from rotation.walk.diagram_slots import Machine

FITS, TOO_MANY = 0, 1
MOST_LABELS = 1 << 15
_HOPE = 4  # given up early where even a quarter of this width from here on would be too much


class Unfolded(NamedTuple):
    """States before each shift (`layers`: where those of shift t begin) and their two moves.

    Rows of the tables: not held (0), held (1). A child of -1: not allowed. `label`: a row of
    `steps`, what the move adds to each counter; row 0 adds nothing.
    """

    keys: NDArray[np.uint64]
    layers: NDArray[np.int64]
    child: NDArray[np.int32]
    cost: NDArray[np.int64]
    label: NDArray[np.int32]
    steps: NDArray[np.int64]
    label_slots: NDArray[np.int32]  # hash table of labels + 1
    key_slots: NDArray[np.int32]  # hash table of the states of one shift
    key_stamps: NDArray[np.int32]  # the shift (+ 1) for which a slot was written
    tally: NDArray[np.int64]  # [states so far, labels so far]


def room(shifts: int, words: int, counters: int, most_nodes: int) -> Unfolded:
    """Set room aside; pages that are never written are never really taken."""
    most = min(6 * most_nodes, 2**30) + 2 * shifts + 4
    slots = 1 << (2 * most - 1).bit_length()
    return Unfolded(
        keys=np.empty((most, words), np.uint64),
        layers=np.zeros(shifts + 2, np.int64),
        child=np.empty((2, most), np.int32),
        cost=np.empty((2, most), np.int64),
        label=np.empty((2, most), np.int32),
        steps=np.zeros((MOST_LABELS, counters), np.int64),
        label_slots=np.zeros(4 * MOST_LABELS if counters else 1, np.int32),
        key_slots=np.zeros(slots, np.int32),
        key_stamps=np.zeros(slots, np.int32),
        tally=np.array([1, 1], np.int64),
    )


# Numba counts references to every array of a tuple that it hands on or looks into: inside loops
# only plain arrays are used, and helpers are inlined.
@compiled()
def unfold(machine: Machine, shifts: int, most_nodes: int, made: Unfolded) -> int:
    """Fill `made`; tell whether it fitted."""
    first, table, word, shift, mask, counter, keep, to, move_cost, step = machine
    keys, layers, child, cost, label, labels, label_slots, key_slots, stamps, tally = made
    fresh = np.zeros(keys.shape[1], np.uint64)
    steps = np.zeros(labels.shape[1], np.int64)
    keys[0, :], layers[1], real = 0, 1, 0
    for stage in range(shifts):
        start, end = layers[stage], layers[stage + 1]
        if tally[0] + 2 * (end - start) > keys.shape[0]:
            return TOO_MANY
        slots, fresh_nodes = half_full(end - start), 0
        for state in range(start, end):
            for held in range(2):
                _open(keys, keep, state, stage, fresh, steps)
                spent, allowed = np.int64(0), True
                for item in range(first[stage], first[stage + 1]):
                    local = (keys[state, word[item]] >> shift[item]) & mask[item]
                    row = table[item] + np.int64(local)
                    if to[held, row] < 0:
                        allowed = False
                        break
                    fresh[word[item]] |= np.uint64(to[held, row]) << shift[item]
                    spent += move_cost[held, row]
                    if counter[item] >= 0:
                        steps[counter[item]] += step[held, row]
                child[held, state] = -1
                cost[held, state] = label[held, state] = 0
                if allowed:
                    cost[held, state] = spent
                    label[held, state] = _label(labels, label_slots, tally, steps)
                    child[held, state] = _place(
                        keys, key_slots, stamps, tally, fresh, stage, slots - 1
                    )
            costs = cost[0, state] != 0 or label[0, state] != 0
            fresh_nodes += child[1, state] >= 0 or costs
        real += fresh_nodes
        ahead = fresh_nodes * (shifts - stage - 1) // _HOPE
        if real + ahead > most_nodes or tally[1] == MOST_LABELS - 1:
            return TOO_MANY
        layers[stage + 2] = tally[0]
    return FITS


@compiled(inline="always")
def _open(
    keys: NDArray[np.uint64],
    keep: NDArray[np.uint64],
    state: int,
    stage: int,
    fresh: NDArray[np.uint64],
    steps: NDArray[np.int64],
) -> None:
    """Begin a move: what no automaton rewrites stays, nothing is counted yet."""
    for at in range(fresh.size):
        fresh[at] = keys[state, at] & keep[stage, at]
    for at in range(steps.size):
        steps[at] = 0


@compiled(inline="always")
def half_full(states: int) -> int:
    """Choose a power of two that keeps a table of the states' children at most half full."""
    slots = 8
    while slots < 4 * states:
        slots *= 2
    return slots


@compiled(inline="always")
def _place(
    keys: NDArray[np.uint64],
    key_slots: NDArray[np.int32],
    stamps: NDArray[np.int32],
    tally: NDArray[np.int64],
    fresh: NDArray[np.uint64],
    stage: int,
    mask: int,
) -> int:
    """Find the state among those before the next shift, or add it."""
    mixed = np.uint64(0)
    for at in range(fresh.size):
        mixed = (mixed ^ fresh[at]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    slot = np.int64((mixed * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(32)) & mask
    found = np.int64(-1)
    while found < 0 and stamps[slot] == stage + 1:
        known = np.int64(key_slots[slot])
        same = True
        for at in range(fresh.size):
            same &= keys[known, at] == fresh[at]
        if same:
            found = known
        slot = (slot + 1) & mask
    if found < 0:
        found = tally[0]
        tally[0] += 1
        stamps[slot] = stage + 1
        key_slots[slot] = found
        for at in range(fresh.size):
            keys[found, at] = fresh[at]
    return int(found)


@compiled(inline="always")
def _label(
    labels: NDArray[np.int64],
    label_slots: NDArray[np.int32],
    tally: NDArray[np.int64],
    steps: NDArray[np.int64],
) -> int:
    """Find the row of `labels` that says these steps, or add it; the last one where it is full."""
    mixed = np.uint64(0)
    idle = True
    for at in range(steps.size):
        mixed = (mixed ^ np.uint64(steps[at])) * np.uint64(0x9E3779B97F4A7C15)
        idle &= steps[at] == 0
    found = np.int64(0 if idle else -1)
    mask = label_slots.size - 1
    slot = np.int64(mixed >> np.uint64(33)) & mask
    while found < 0 and label_slots[slot] > 0:
        known = np.int64(label_slots[slot]) - 1
        same = True
        for at in range(steps.size):
            same &= labels[known, at] == steps[at]
        if same:
            found = known
        slot = (slot + 1) & mask
    if found < 0:
        found = tally[1]
        if found < labels.shape[0] - 1:
            tally[1] += 1
            label_slots[slot] = found + 1
            for at in range(steps.size):
                labels[found, at] = steps[at]
    return int(found)
