"""One person's line by CP-SAT, where walks do not find it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from rotation.board.board import Board
from rotation.board.terms import linear
from rotation.domain import Shift


def cheapest(
    board: Board,
    pairs: Sequence[tuple[str, Shift]],
    costs: NDArray[np.float64],
    forced: NDArray[np.int8] | None,
    work: float,
) -> NDArray[np.int32] | None:
    """Find a line that a board allows and that costs little.

    Parameters
    ----------
    board
        One to which the rules of one person were posted.
    pairs
        (person id, shift) for each position of the line.
    costs
        What each position costs on top, in grains.
    forced
        1: must be held; -1: must not; 0: as is best.
    work
        Deterministic time allowed.

    Returns
    -------
    The positions held, ascending; None where no line was found.
    """
    literals = [board.literals()[pair] for pair in pairs]
    model = board.model.clone()
    whole = np.rint(costs).astype(np.int64).tolist()
    terms = [(each.grains, each.var) for each in board.prices]
    model.minimize(linear([*terms, *zip(whole, literals, strict=True)]))
    for position in np.flatnonzero(forced) if forced is not None else ():
        assert forced is not None  # noqa: S101
        model.add(literals[position] == int(forced[position] > 0))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = work
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.catch_sigint_signal = False
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    held = [n for n, literal in enumerate(literals) if solver.boolean_value(literal)]
    return np.array(held, np.int32)
