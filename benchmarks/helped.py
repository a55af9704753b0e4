"""What workers of a Dask scheduler add to the search of one team.

    python -m benchmarks.helped [--people 336] [--rounds 12] [--seconds 60] [--scheduler ADDRESS]

`alone` and `together` are seconds of walking everybody's lines once, here and shared out, at the
same prices; the lines are compared, and `parts` is how many came from workers in how many rounds.
`crews` is how many crews dived in a second: here one after the other, or with --scheduler by its
workers, where this process only draws them and takes what they bring; `busy` is how many seconds of
the processor a crew costs this process, which says how many workers it can keep at work.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from math import inf
from typing import Any

import numpy as np

from benchmarks.teams import team
from rotation.board import Settings
from rotation.board.closing import Copy
from rotation.domain import Problem
from rotation.organisation.dask_pool import DaskPool
from rotation.pool import Pool
from rotation.rule import Rule
from rotation.solver.abroad import Abroad
from rotation.solver.build import build
from rotation.solver.crewing import Crewing
from rotation.solver.fitting import Fitter, allowed
from rotation.solver.generation import Generation
from rotation.solver.lines import Work, work
from rotation.solver.parts import Ask, Parts
from rotation.solver.pricing import Pricing
from rotation.solver.seating import Seating
from rotation.solver.standing import Standing
from rotation.walk.pricing import Line


class Both(Pricing):
    """Walks everybody's lines alone, and once more with a pool, and compares."""

    def __init__(self, made: Work, pool: Pool | None) -> None:
        super().__init__(made.walks)
        self.alone: list[float] = []
        self.together: list[float] = []
        self.parts = None if pool is None else Parts(pool, [w.diagram for w in made.walks])

    def price(self, asks: Sequence[Ask | None]) -> list[list[Line]]:
        """Walk everybody's lines."""
        began = time.monotonic()
        lines = super().price(asks)
        self.alone.append(time.monotonic() - began)
        if self.parts is not None:
            began = time.monotonic()
            others = self.parts.price(asks)
            self.together.append(time.monotonic() - began)
            assert told(others) == told(lines)  # noqa: S101
        return lines


def told(lines: Sequence[Sequence[Line]]) -> list[list[tuple[float, bytes]]]:
    """Return lines as what can be compared."""
    return [[(line.value, line.taken.tobytes()) for line in own] for own in lines]


def rounds(made: Work, count: int, pool: Pool | None) -> dict[str, Any]:
    """Measure rounds of generating lines."""
    pricing = Both(made, pool)
    began = time.monotonic()
    generation = Generation(made, pricing=pricing)
    generation.run(lambda: len(pricing.alone) >= count, lambda: 600.0)
    found = {
        "round_seconds": (time.monotonic() - began) / max(1, generation.rounds),
        "alone": statistics.median(pricing.alone),
    }
    if pricing.parts is None:
        return found
    together = statistics.median(pricing.together)
    return found | {"together": together, "parts": [pricing.parts.answered, len(pricing.alone)]}


def crews(
    problem: Problem, rules: Sequence[Rule], made: Work, seconds: float, pool: Pool | None
) -> dict[str, Any]:
    """Measure crews, from a rota of one walk after the other."""
    board = build(problem, rules)
    standing = Standing(board, Copy(board), inf)
    fitter = Fitter(problem, rules)
    seating = Seating(made, fitter, 0)
    seating.first(lambda: False)
    lines = seating.seated()
    loose = [w.block for w, line in zip(made.walks, lines, strict=True) if not allowed(w, line)]
    standing.suggest(made.rota_of(lines), np.array(loose, np.int32))
    crewing = Crewing(made, fitter, standing, Settings(seconds=seconds))
    before, began, busy = standing.price, time.monotonic(), time.process_time()
    standing.ends = began + seconds
    if pool is not None:
        abroad = Abroad(pool, crewing, standing)
        abroad.go_on()
        done = abroad.answered
    else:
        done = 0
        while not standing.done() and crewing.ready():
            crewing.once()
            done += 1
    return {
        "crews": done / (time.monotonic() - began),
        "busy": (time.process_time() - busy) / max(1, done),
        "price_before": before,
        "price_after": standing.price,
    }


@contextmanager
def opened(address: str | None) -> Iterator[Pool | None]:
    """Open the pool of a scheduler, if one is given."""
    if address is None:
        yield None
        return
    with closing(DaskPool(address)) as pool:
        yield pool


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--people", type=int, default=336)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--scheduler")
    asked = parser.parse_args()
    problem, rules = team(asked.people)
    made = work(problem, rules)
    found: dict[str, Any] = {"people": len(made.walks)}
    with opened(asked.scheduler) as pool:
        found |= rounds(made, asked.rounds, pool)
    with opened(asked.scheduler) as pool:
        found |= crews(problem, rules, made, asked.seconds, pool)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
