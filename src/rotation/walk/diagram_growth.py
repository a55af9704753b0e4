"""As many automata as one diagram can hold; what the others cost at least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rotation.walk.automaton import Automaton
from rotation.walk.diagram_slots import machine, width
from rotation.walk.kernels_fold import Folded, cheapest, fold, space
from rotation.walk.kernels_unfold import FITS, Unfolded, room, unfold

_NONE = 2**62


@dataclass(frozen=True, eq=False)
class Grown:
    """A reduced diagram without counters carried yet.

    Parameters
    ----------
    left_out
        Automata that would have made it too large.
    constant
        What every line costs at least before any counter; moves cost what comes on top.
    folded
        None: no line is allowed.
    steps
        What each arc adds to each counter.
    """

    left_out: tuple[int, ...]
    constant: int
    folded: Folded | None
    steps: NDArray[np.int64]


def grow(automata: Sequence[Automaton], shifts: int, most_nodes: int) -> Grown:
    """Draw all lines that the automata allow together; where it grows too large, of fewer."""
    kept = list(range(len(automata)))
    most = max(most_nodes, shifts + 1)
    while (unfolded := _unfolded([automata[at] for at in kept], shifts, most)) is None:
        kept.remove(max(kept, key=lambda at: (width(automata[at]), automata[at].stages.size, at)))
    left_out = tuple(sorted(set(range(len(automata))) - set(kept)))
    constant = sum(automata[at].constant for at in kept)
    constant += sum(least(automata[at]) for at in left_out)
    folded = space(int(unfolded.tally[0]))
    fold(unfolded, shifts, folded)
    nodes, arcs, cheapest = (int(size) for size in folded.tally)
    return Grown(
        left_out=left_out,
        constant=constant + cheapest,
        folded=_trimmed(folded, nodes, arcs) if nodes else None,
        steps=unfolded.steps[folded.arc_label[:arcs]],
    )


def _unfolded(automata: Sequence[Automaton], shifts: int, most_nodes: int) -> Unfolded | None:
    together = machine(automata, shifts)
    if together is None:
        return None
    counters = sum(automaton.curve is not None for automaton in automata)
    made = room(shifts, together.keep.shape[1], counters, most_nodes)
    return made if unfold(together, shifts, most_nodes, made) == FITS else None


def _trimmed(folded: Folded, nodes: int, arcs: int) -> Folded:
    """Keep what was used, in arrays of its own."""
    nowhere = np.zeros(0, np.int32)
    return Folded(
        level=folded.level[:nodes].copy(),
        child=folded.child[:, :nodes].copy(),
        arc=folded.arc[:, :nodes].copy(),
        arc_cost=folded.arc_cost[:arcs].copy(),
        arc_label=folded.arc_label[:arcs].copy(),
        arc_slots=nowhere,
        node_slots=nowhere,
        node_stamps=nowhere,
        tally=folded.tally,
    )


def least(automaton: Automaton) -> int:
    """Price the cheapest line of one automaton by itself, or less; 0 where it allows none."""
    way = cheapest(
        automaton.offsets,
        automaton.skip_to,
        automaton.take_to,
        automaton.skip_cost,
        automaton.take_cost,
    )
    return automaton.constant + int(way) + _cheapest_end(automaton) if way < _NONE else 0


def _cheapest_end(automaton: Automaton) -> int:
    curve = automaton.curve
    if curve is None:
        return 0
    below = curve.start - (curve.start - curve.lowest) // curve.step * curve.step
    prices = (curve.price(value) for value in range(below, curve.highest + 1, curve.step))
    return min((price for price in prices if price is not None), default=0)
