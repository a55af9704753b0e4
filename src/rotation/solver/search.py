"""How a board is searched: cover first, then the price, each run starting from the last.

The essential prices (seats, mix, coverage) are so much dearer than all others that a solver given
both at once loses itself in them. So a rota that pays none of them is looked for first, which is
quick; only where there is none the least of them is. Then the whole price is minimised with the
essential part held there, and `_whole` says what that proves of the rota without the hold.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rotation.board import Board, Outcome, Progress, Settings, hearing, run
from rotation.board.engine import Goal, Status

QUICK_WORK = 0.5
"""Deterministic time in which small problems are proved by one worker, the same way every time."""

FREE_TRIES = ((0, 2.0), (2, 10.0))
"""How a rota without any essential price is looked for: (linearisation level, work). Without a
relaxation it is found 10 times sooner where there are many; with one, where there are few."""

COVER_SHARE = 0.4
"""Share of the time that looking for the least essential price may take."""


@dataclass
class _Clock:
    """What is left of the time, and how progress is told across several runs."""

    settings: Settings
    tell: Callable[[Progress], None] | None
    began: float
    heard: threading.Event
    parallel: bool = False

    @property
    def interrupted(self) -> bool:
        """The user stopped a run, or the search between two of them."""
        return self.heard.is_set()

    def left(self) -> float:
        return self.settings.seconds - (time.monotonic() - self.began)

    def run(
        self,
        board: Board,
        goal: Goal,
        start: Sequence[int] = (),
        *,
        share: float = 1.0,
        work: float | None = None,
        **changed: Any,
    ) -> Outcome:
        """Run the board within what is left of the time and of the work."""
        limit = self.settings.work if work is None else work
        settings = replace(self.settings, seconds=self.left() * share, work=limit, **changed)
        offset = time.monotonic() - self.began
        outcome = run(board, settings, self._later(offset), goal=goal, start=start)
        if outcome.interrupted:
            self.heard.set()
        self.parallel = self.parallel or settings.workers > 1
        if goal != "price" and outcome.held is not None:
            # What is proved of another goal is nothing about the price.
            return replace(outcome, status="feasible", bound=None)
        return outcome

    def _later(self, offset: float) -> Callable[[Progress], None] | None:
        tell = self.tell
        if tell is None:
            return None
        return lambda progress: tell(replace(progress, seconds=progress.seconds + offset))


def search(
    board: Board, settings: Settings, on_progress: Callable[[Progress], None] | None = None
) -> Outcome:
    """Find the best schedule there is time for; `price` and `bound` are of the whole price."""
    with hearing() as heard:
        return _searched(board, _Clock(settings, on_progress, time.monotonic(), heard))


def _searched(board: Board, clock: _Clock) -> Outcome:
    first = _covered(board, clock)
    best = first
    if first.held is not None and not clock.interrupted and clock.left() > 0:
        best = _priced(board, clock, first)
    return replace(
        best if best.held is None else _told(best),
        seconds=time.monotonic() - clock.began,
        interrupted=clock.interrupted,
    )


def _told(best: Outcome) -> Outcome:
    """Say of a schedule what is proved of its price, also where the search ended early."""
    bound = best.bound or 0
    return replace(best, bound=bound, status="optimal" if bound == best.price else "feasible")


def _covered(board: Board, clock: _Clock) -> Outcome:
    """Find a schedule with the least essential price, and hold that price from then on."""
    board.cover_at_most(0)
    for linear, work in FREE_TRIES:
        free = clock.run(board, "any", share=COVER_SHARE, workers=1, linear=linear, work=work)
        if free.held is not None:
            return free
        if free.status == "infeasible" or clock.interrupted:
            break
    board.cover_at_most(None)
    if clock.interrupted:
        return replace(free, status="unknown")
    least = clock.run(board, "cover", share=COVER_SHARE)
    if least.held is not None:
        assert least.cover_price is not None  # noqa: S101
        board.cover_at_most(least.cover_price)
        return least
    if not clock.interrupted and least.status == "unknown":
        least = clock.run(board, "any", workers=1, linear=1)
    return _confirmed(board, clock, least) if least.status == "infeasible" else least


def _confirmed(board: Board, clock: _Clock, verdict: Outcome) -> Outcome:
    """Ask again with other settings before anybody is told that there is no schedule."""
    others: tuple[dict[str, Any], ...] = ({"linear": 0, "presolve": False}, {"linear": 2})
    for other in others:
        seed = clock.settings.seed + 1
        again = clock.run(board, "any", share=0.5, workers=1, seed=seed, **other)
        if again.status != "unknown" or clock.interrupted:
            return again
    return replace(verdict, status="unknown")


def _priced(board: Board, clock: _Clock, first: Outcome) -> Outcome:
    """Minimise the whole price from a schedule on: one worker for the small, more for the rest."""
    last = clock.run(board, "price", first.values, workers=1, work=_least(clock, QUICK_WORK))
    best = _better(_whole(board, last), first)
    for held in (True, False):
        if best.status == "optimal" or clock.interrupted or clock.left() <= 0:
            break
        if last.bound is not None and last.bound > board.most_held():
            # Even the best with this cover may cost more than one step of better wishes would save.
            board.cover_at_most(None)
        elif not held:
            break
        last = clock.run(board, "price", best.values)
        best = _better(_whole(board, last), best)
    return _settled(board, clock, best) if best.status == "optimal" and clock.parallel else best


def _least(clock: _Clock, work: float) -> float:
    """Give all the work to the one run where there is only one worker."""
    own = clock.settings.work
    if clock.settings.workers == 1:
        return own if own is not None else float("inf")
    return work if own is None else min(own, work)


def _better(after: Outcome, before: Outcome) -> Outcome:
    """Keep the cheaper schedule and the higher bound."""
    if after.price is None or before.price is None:
        return before
    bounds = [bound for bound in (after.bound, before.bound) if bound is not None]
    cheaper = min((after, before), key=lambda outcome: outcome.price or 0)
    bound = min(max(bounds, default=0), cheaper.price or 0)
    status: Status = "optimal" if bounds and bound == cheaper.price else "feasible"
    return replace(cheaper, bound=bound, status=status)


def _whole(board: Board, outcome: Outcome) -> Outcome:
    """Say what a run with the essential price held proves of the whole.

    A schedule above the hold pays at least one step of the essential prices more than the hold.
    """
    if outcome.bound is None or board.held is None:
        return outcome
    return replace(outcome, bound=min(outcome.bound, board.most_held()))


def _settled(board: Board, clock: _Clock, best: Outcome) -> Outcome:
    """Find the one optimal schedule that one worker finds, whichever the others found first."""
    board.price_at_most(best.price)
    same = clock.run(board, "price", workers=1, stop_first=True)
    board.price_at_most(None)
    if same.price != best.price:
        return best
    return replace(same, bound=best.bound, status="optimal")
