"""Where each automaton keeps its state while all of them read one line together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rotation.walk.automaton import Automaton

WORDS = 4
_BITS = 64
_FULL = np.uint64(2**64 - 1)


class Machine(NamedTuple):
    """All automata of a person, laid out for one pass over the shifts.

    An *item* is one automaton looking at one shift; items of shift t are first[t]..first[t+1]-1.
    `moves` tables have two rows: the shift is not held (0) or held (1).
    """

    first: NDArray[np.int32]
    table: NDArray[np.int64]  # of each item: where its states start in the columns of `to`
    word: NDArray[np.int32]
    shift: NDArray[np.uint64]
    mask: NDArray[np.uint64]  # 0 at an automaton's first look: its slot may still be another's
    counter: NDArray[np.int32]  # -1: it counts nothing
    keep: NDArray[np.uint64]  # [shifts, words]: bits that no item of the shift rewrites
    to: NDArray[np.int32]
    cost: NDArray[np.int64]
    step: NDArray[np.int64]


def width(automaton: Automaton) -> int:
    """Tell how many bits the automaton's widest stage needs."""
    sizes = np.diff(automaton.offsets)
    return (int(sizes.max()) - 1).bit_length() if sizes.size else 0


def allot(automata: Sequence[Automaton]) -> list[tuple[int, int]] | None:
    """Give every automaton a word and a position in it; None where they do not all fit.

    A slot is free again from the shift at which its automaton looks for the last time.
    """
    places = [(0, 0)] * len(automata)
    looking = [at for at, automaton in enumerate(automata) if width(automaton)]
    used = [0] * WORDS
    active: list[tuple[int, int, int]] = []
    for at in sorted(looking, key=lambda at: (int(automata[at].stages[0]), at)):
        first = int(automata[at].stages[0])
        for _end, word, mask in (slot for slot in active if slot[0] <= first):
            used[word] &= ~mask
        active = [slot for slot in active if slot[0] > first]
        place = _gap(used, width(automata[at]))
        if place is None:
            return None
        places[at] = place
        mask = ((1 << width(automata[at])) - 1) << place[1]
        used[place[0]] |= mask
        active.append((int(automata[at].stages[-1]), place[0], mask))
    return places


def _gap(used: Sequence[int], bits: int) -> tuple[int, int] | None:
    for word, taken in enumerate(used):
        for shift in range(_BITS - bits + 1):
            if not taken & (((1 << bits) - 1) << shift):
                return word, shift
    return None


def machine(automata: Sequence[Automaton], shifts: int) -> Machine | None:
    """Lay the automata out for one pass; None where their states do not fit together."""
    places = allot(automata)
    if places is None:
        return None
    looks = [automaton.stages.size for automaton in automata]
    owner = np.repeat(np.arange(len(automata)), looks)
    stages = _joined([automaton.stages for automaton in automata], np.int64)
    order = np.argsort(stages, kind="stable")
    words = np.array([word for word, _ in places], np.int32)
    positions = np.array([shift for _, shift in places], np.uint64)
    masks = np.array([(1 << width(automaton)) - 1 for automaton in automata], np.uint64)
    keep = np.full((shifts, int(words.max(initial=0)) + 1), _FULL)
    spots = masks[owner] << positions[owner]
    np.bitwise_and.at(keep, (stages, words[owner]), ~spots)
    opening = np.zeros(stages.size, bool)
    opening[np.cumsum([0, *looks])[:-1][np.array(looks, int) > 0]] = True
    counting = np.array([automaton.curve is not None for automaton in automata], bool)
    counter = np.where(counting, np.cumsum(counting) - 1, -1).astype(np.int32)
    return Machine(
        first=np.searchsorted(stages[order], np.arange(shifts + 1)).astype(np.int32),
        table=_starts(automata)[order],
        word=words[owner][order],
        shift=positions[owner][order],
        mask=np.where(opening, np.uint64(0), masks[owner])[order],
        counter=counter[owner][order],
        keep=keep,
        to=_moves([(one.skip_to, one.take_to) for one in automata], np.int32),
        cost=_moves([(one.skip_cost, one.take_cost) for one in automata], np.int64),
        step=_moves([(one.skip_step, one.take_step) for one in automata], np.int64),
    )


def _starts(automata: Sequence[Automaton]) -> NDArray[np.int64]:
    starts = []
    base = 0
    for automaton in automata:
        if automaton.stages.size:
            starts.append(base + automaton.offsets[:-1].astype(np.int64))
            base += int(automaton.offsets[-1])
    return _joined(starts, np.int64)


def _joined(parts: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *parts]).astype(kind)


def _moves(pairs: Sequence[tuple[NDArray[Any], NDArray[Any]]], kind: Any) -> NDArray[Any]:
    rows = [_joined([pair[held] for pair in pairs], kind) for held in (0, 1)]
    return np.ascontiguousarray(np.stack(rows))
