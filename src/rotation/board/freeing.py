"""Running CP-SAT on a small part of a board, with all the rest left as a schedule has it.

Whatever no free shift can change is not even shown to the solver, so that a run costs what its
part costs, however large the board is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from rotation.board.board import Board, Pair
from rotation.board.engine import Outcome, Status
from rotation.board.parts import Part
from rotation.board.rows import Ints, Lists, Rows, read
from rotation.board.stopping import Stopping


@dataclass(frozen=True)
class Effort:
    """How hard a part is tried.

    Parameters
    ----------
    seconds, work
        Wall clock and deterministic time allowed.
    hinted
        Start from the schedule as it is, rather than from nowhere.
    """

    seconds: float
    work: float
    seed: int = 0
    linear: int = 2
    hinted: bool = True


@dataclass(frozen=True)
class Found:
    """What a run on a part came to.

    Parameters
    ----------
    values
        Every variable of the whole board; None where nothing as cheap was found.
    work
        Deterministic time spent.
    """

    status: Status
    values: Ints | None
    work: float


class Freeing:
    """A board that is solved part by part.

    It is read once, with its hold on the cover as it stands then, and not touched.

    Attributes
    ----------
    pairs, variables
        (person id, shift) pairs that are possible, and the variable of each.
    follows
        Variable -> the variables that may change with it.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.rows = read(board)
        self.pairs = list(board.literals())
        self.variables = np.array([lit.index for lit in board.literals().values()], np.int64)
        constraints = self.rows.sums_of.owners()
        by_sum = np.empty(len(self.rows.sums), np.int64)
        by_sum[self.rows.sums_of.items] = constraints
        self._touched, self.follows = _links(self.rows, by_sum)
        self._own = np.zeros(len(self.rows.least), np.bool_)
        self._own[self.variables] = True
        essential = [each for each in board.prices if each.essential]
        self._essential = (
            np.array([each.var.index for each in essential], np.int64),
            np.array([each.grains for each in essential], np.int64),
        )
        self._parts, self._settling = Stopping(), Stopping()

    def price(self, values: Ints) -> int:
        """Price a schedule in grains, by its variables."""
        return int(self.rows.prices @ values) + self.rows.constant

    def outcome(self, values: Ints, like: Outcome) -> Outcome:
        """Tell a schedule as a run would have, with what is known of another."""
        literals, grains = self._essential
        cover = int(np.where(literals >= 0, values[literals], 1 - values[~literals]) @ grains)
        held = frozenset(self.pairs[n] for n in np.flatnonzero(values[self.variables]))
        price = self.price(values)
        bound = None if like.bound is None else min(like.bound, price)
        known = replace(like, held=held, price=price, cover_price=cover, bound=bound)
        status: Status = "optimal" if bound == price else "feasible"
        return replace(known, status=status, values=tuple(values.tolist()))

    def part(self, values: Ints, free: Ints) -> Part:
        """Cut out what some of the pairs, told by their place in `pairs`, may change."""
        freed = self._freed(np.sort(self.variables[free]))
        return Part(self.rows, values, freed, self._touching(freed))

    def settle(self, values: Ints, held: Collection[Pair], seconds: float) -> Ints | None:
        """Bring a schedule to other pairs; None where that breaks a hard rule.

        It costs what is different. What nobody could hold anyway is passed over.

        Parameters
        ----------
        values
            Every variable of a schedule that is allowed.

        Returns
        -------
        ints
            Every variable, those that follow from the pairs as cheap as they can be.
        """
        wanted = values.copy()
        places = self.board.places
        on = np.array([places[pair] for pair in held if pair in places], np.int64)
        wanted[self.variables] = 0
        wanted[self.variables[on]] = 1
        changed = np.flatnonzero(wanted != values)
        if not len(changed):
            return wanted
        freed = self._freed(changed)
        following = freed[~self._own[freed]]
        part = Part(self.rows, wanted, following, self._touching(freed))
        if not part.possible:
            return None
        solver = cp_model.CpSolver()
        _apply(Effort(seconds, inf, linear=0), solver.parameters)
        answer = self._settling.solve(solver, part.model(hinted=False, dearer=True))
        if answer not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return part.whole(list(solver.response_proto.solution))

    def _touching(self, freed: Ints) -> Ints:
        """List the constraints that have any of some variables."""
        return np.unique(self._touched.items[self._touched.places(freed)[0]])

    def _freed(self, chosen: Ints) -> Ints:
        """List the chosen variables and all that follow from them, in the order of the model."""
        known = np.zeros(len(self._own), np.bool_)
        known[chosen] = True
        while len(chosen):
            following = np.unique(self.follows.items[self.follows.places(chosen)[0]])
            chosen = following[~known[following] & ~self._own[following]]
            known[chosen] = True
        return np.flatnonzero(known)

    def solve(self, part: Part, effort: Effort) -> Found:
        """Look for something as cheap as the schedule, or cheaper."""
        solver = cp_model.CpSolver()
        _apply(effort, solver.parameters)
        answer = self._parts.solve(solver, part.model(hinted=effort.hinted))
        if answer is None:
            return Found("unknown", None, 0.0)
        spent = solver.response_proto.deterministic_time
        if answer not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            proved = answer == cp_model.INFEASIBLE
            return Found("infeasible" if proved else "unknown", None, spent)
        values = part.whole(list(solver.response_proto.solution))
        return Found("optimal" if answer == cp_model.OPTIMAL else "feasible", values, spent)

    def stop(self) -> None:
        """Let no schedule be settled any more; call it until all have ended."""
        self._settling.end()

    def begin(self) -> None:
        """Let parts be solved again after an end."""
        self._parts.begin()

    def end(self) -> None:
        """Stop whatever is being solved, and let nothing begin; call it until all have ended."""
        self._parts.end()


def _links(rows: Rows, by_sum: Ints) -> tuple[Lists, Lists]:
    """Return variable -> its constraints, and variable -> the variables that may follow from it.

    A variable is made after all that it is defined by, so it follows from whatever stands beside
    it in a constraint where it is the last. That is too much now and then, which does no harm.
    """
    size = len(rows.least)
    given = np.maximum(rows.given.items, ~rows.given.items)
    variables = np.concatenate([rows.sums.items, given])
    constraints = np.concatenate([by_sum[rows.sums.owners()], rows.given.owners()])
    last = np.zeros(len(rows.given), np.int64)
    np.maximum.at(last, constraints, variables)
    defines = last[constraints]
    before = defines != variables
    return (
        Lists.grouped(variables, constraints, size),
        Lists.grouped(variables[before], defines[before], size),
    )


def _apply(effort: Effort, parameters: Any) -> None:
    parameters.num_workers = 1
    parameters.random_seed = effort.seed
    parameters.max_time_in_seconds = max(0.01, effort.seconds)
    parameters.max_deterministic_time = effort.work
    parameters.linearization_level = effort.linear
    parameters.catch_sigint_signal = False
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.max_presolve_iterations = 1
