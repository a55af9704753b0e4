"""CP-SAT by itself: the whole model of our own rules, given to it once.

`--style portfolio` is CP-SAT as it comes, with the eight workers that its makers advise as the
least, on the same cores; `few` has as many workers as cores and the searches that prove most for
us. Neither has anything of ours but the model: no start, no columns, no neighbourhoods.
"""

from __future__ import annotations

import sys

from benchmarks.peers_judge import rows_of, team_at
from benchmarks.peers_telling import Asked, Search, Teller, tell_of
from rotation.board import Progress, Settings, run
from rotation.limits import GRAIN
from rotation.solver.build import build
from rotation.solver.solve import judged

PORTFOLIO = 8
OFTEN = 0.1
"""Seconds between two looks at the best so far."""


def prepare(asked: Asked, style: str) -> Search:
    """Read the instance as a team."""
    problem, rules = team_at(asked.instance)

    def search(asked: Asked, teller: Teller) -> None:
        def tell(progress: Progress) -> None:
            if progress.best is not None:
                bound = None if progress.bound is None else progress.bound / GRAIN
                teller.found(progress.best / GRAIN, bound)

        board = build(problem, rules)
        many = style == "portfolio"
        settings = Settings(
            seconds=teller.left(),
            workers=PORTFOLIO if many else asked.workers,
            seed=asked.seed,
            linear=1 if many else 2,
        )
        outcome = run(board, settings, tell, every=OFTEN)
        if outcome.held is not None:
            solution = judged(problem, rules, outcome)
            bound = solution.bound / GRAIN
            teller.found(solution.price / GRAIN, bound, rows_of(solution.schedule))

    return search


def main(arguments: list[str]) -> int:
    """Run the style that is named first."""
    style, *rest = arguments
    return tell_of(lambda asked: prepare(asked, style), rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
