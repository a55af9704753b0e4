"""Runs of CP-SAT that another thread can stop."""

from __future__ import annotations

import threading

from ortools.sat.python import cp_model


class Stopping:
    """Runs solvers, any number at a time.

    Attributes
    ----------
    running
        Those that run now.
    """

    def __init__(self) -> None:
        self.running: set[cp_model.CpSolver] = set()
        self._lock = threading.Lock()
        self._ended = False

    def solve(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> int | None:
        """Run one, and return CP-SAT's status; None where nothing is to begin any more."""
        with self._lock:
            if self._ended:
                return None
            self.running.add(solver)
        try:
            return int(solver.solve(model))
        finally:
            with self._lock:
                self.running.discard(solver)

    def begin(self) -> None:
        """Let solvers run again after an end."""
        self._ended = False

    def end(self) -> None:
        """Stop all that run, and let nothing begin; call it until all have ended.

        One that has just begun does not hear yet.
        """
        with self._lock:
            self._ended = True
            running = list(self.running)
        for solver in running:
            solver.stop_search()
