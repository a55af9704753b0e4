"""What may change of somebody's line where the rest stays: a line of its own, and sooner walked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rotation.master.linear import Ints
from rotation.solver.leftover import Walk


@dataclass(frozen=True)
class Opened:
    """Part of a line.

    Parameters
    ----------
    walk
        Its lines; what stays is paid in each of them.
    open_
        For each position of the whole line whether it may change.
    places
        For each position of the part the one of the whole line.
    kept
        Positions of the whole line that are held whatever else is.
    """

    walk: Walk
    open_: NDArray[np.bool_]
    places: Ints
    kept: Ints

    def part(self, line: Ints) -> Ints:
        """Return what of a whole line may change, as positions of the part."""
        return np.flatnonzero(np.isin(self.places, line, assume_unique=True)).astype(np.int32)

    def whole(self, part: Ints) -> Ints:
        """Return the whole line, ascending, to a line of the part."""
        return np.sort(np.concatenate([self.kept, self.places[part]]))


def opened(walk: Walk, line: Ints, open_: NDArray[np.bool_]) -> Opened | None:
    """Open some positions of somebody's line; None where that is none.

    Parameters
    ----------
    line
        As positions; it stays as it is where it is not open.
    open_
        For each position whether it may change.
    """
    if not open_.any():
        return None
    places = np.flatnonzero(open_).astype(np.int32)
    kept = line[~open_[line]]
    if open_.all():
        return Opened(walk, open_, places, kept)
    forced = np.full(len(open_), -1, np.int8)
    forced[line] = 1
    forced[open_] = 0
    # Without pairs nobody asks for a model of this person: it would be one of all their shifts.
    own = replace(walk, pairs=(), x=walk.x[open_], diagram=walk.diagram.squeezed(forced))
    return Opened(own, open_, places, kept)
