"""A copy of a board to run beside others: to price a schedule, and to end a proof."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from rotation.board.board import Board, Pair
from rotation.board.engine import Outcome, outcome_of
from rotation.board.stopping import Stopping
from rotation.board.terms import linear

ANEW = 10.0
"""Seconds in which lines may be made anew."""


@dataclass(frozen=True)
class Closed:
    """What a search for something cheaper came to.

    Parameters
    ----------
    held
        The pairs of a cheaper schedule, None where none was found.
    bound
        No schedule costs less than this, in grains; what was to be undercut where none is cheaper.
    """

    held: frozenset[Pair] | None
    bound: int


class Copy:
    """A copy of a board's model with its whole price; safe to run while the board is run."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._model = board.model.clone()
        self._model.clear_hints()
        priced = [(each.grains, each.var) for each in board.prices]
        self._model.minimize(linear(priced) + board.constant)
        self._stopping = Stopping()

    def settle(
        self,
        held: Collection[Pair],
        seconds: float,
        free: Collection[str] = (),
        *,
        first: bool = False,
    ) -> Outcome | None:
        """Price a schedule, with every variable of it; None where it breaks a hard rule.

        What nobody could hold anyway is passed over.

        Parameters
        ----------
        free
            Ids of people whose lines are made anew, as well as a short while allows.
        first
            Any lines will do for them; the price may be told too high.
        """
        model = self._model.clone()
        chosen = set(held)
        fixed = {p: literal for p, literal in self.board.literals().items() if p[0] not in free}
        model.proto.solution_hint.vars.extend([each.index for each in fixed.values()])
        model.proto.solution_hint.values.extend([int(pair in chosen) for pair in fixed])
        solver = _solver(min(seconds, ANEW) if free else seconds)
        solver.parameters.stop_after_first_solution = first
        solver.parameters.fix_variables_to_their_hinted_value = True
        solver.parameters.cp_model_probing_level = 0
        _, found = self._run(solver, model)
        return found

    def close(
        self,
        price: int,
        bound: int,
        fixed: Callable[[Pair], bool | None],
        seconds: float,
        work: float,
        seed: int,
    ) -> Closed:
        """Look for a schedule that is cheaper than a price, or prove that there is none.

        Parameters
        ----------
        price, bound
            In grains; nothing is cheaper than the bound.
        fixed
            What is known of a pair in every cheaper schedule: held, not held, or nothing.
        """
        model = self._model.clone()
        for pair, literal in self.board.literals().items():
            known = fixed(pair)
            if known is not None:
                model.add(literal == int(known))
        # Its domain is that of the sum before the offset, to which negated literals add.
        offset = round(model.proto.objective.offset)
        model.proto.objective.domain.clear()
        model.proto.objective.domain.extend([bound - offset, price - 1 - offset])
        solver = _solver(seconds)
        solver.parameters.random_seed = seed
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = work
        bounds: list[float] = []
        solver.best_bound_callback = bounds.append
        answer, found = self._run(solver, model)
        if answer == cp_model.INFEASIBLE:
            return Closed(None, price)
        proved = max([bound, *(round(value) for value in bounds)])
        if found is None:
            return Closed(None, min(proved, price))
        assert found.price is not None  # noqa: S101
        cheapest = answer == cp_model.OPTIMAL
        return Closed(found.held, found.price if cheapest else min(proved, found.price))

    def end(self) -> None:
        """Stop whatever runs, and let nothing begin."""
        self._stopping.end()

    def _run(
        self, solver: cp_model.CpSolver, model: cp_model.CpModel
    ) -> tuple[int, Outcome | None]:
        answer = self._stopping.solve(solver, model)
        if answer is None:
            return cp_model.UNKNOWN, None
        if answer not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return answer, None
        found = outcome_of(self.board, solver, answer, interrupted=False, seconds=0.0)
        # What a restricted run proves is nothing about the whole.
        return answer, replace(found, status="feasible", bound=None)


def _solver(seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    solver.parameters.catch_sigint_signal = False
    return solver
