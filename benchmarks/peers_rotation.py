"""Ourselves: the product's one `solve`, as `rotation make` calls it."""

from __future__ import annotations

import sys

from benchmarks.peers_judge import rows_of, team_at
from benchmarks.peers_telling import Asked, Search, Teller, tell_of
from rotation.board import Progress, Settings
from rotation.errors import NoSchedule
from rotation.limits import GRAIN
from rotation.solver.solve import solve


def prepare(asked: Asked) -> Search:
    """Read the instance as a team."""
    problem, rules = team_at(asked.instance)

    def search(asked: Asked, teller: Teller) -> None:
        def tell(progress: Progress) -> None:
            if progress.best is not None:
                bound = None if progress.bound is None else progress.bound / GRAIN
                teller.found(progress.best / GRAIN, bound)

        settings = Settings(seconds=teller.left(), workers=asked.workers, seed=asked.seed)
        try:
            solution = solve(problem, rules, settings, tell)
        except NoSchedule:
            return
        bound = solution.bound / GRAIN
        teller.found(solution.price / GRAIN, bound, rows_of(solution.schedule))

    return search


if __name__ == "__main__":
    sys.exit(tell_of(prepare))
