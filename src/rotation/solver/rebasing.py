"""Bringing what was changed in one rota to a newer one, where others changed something else."""

from __future__ import annotations

import numpy as np

from rotation.master.linear import Ints
from rotation.solver.fitting import allowed
from rotation.solver.leftover import Walk


def rebased(walk: Walk, before: Ints, after: Ints, now: Ints) -> Ints | None:
    """Return somebody's line now with what was changed from before to after.

    Lines are positions in the walk, ascending.

    Returns
    -------
    None where that line would not be allowed by itself.
    """
    if np.array_equal(before, now):
        return after
    gone, come = np.setdiff1d(before, after), np.setdiff1d(after, before)
    line = np.union1d(np.setdiff1d(now, gone), come).astype(np.int32)
    return line if allowed(walk, line) else None
