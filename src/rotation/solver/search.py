"""How a board is searched: cover first, then the price, each run starting from the last.

The essential prices (seats, mix, coverage) are so much dearer than all others that a solver given
both at once loses itself in them. So a rota that pays none of them is looked for first, which is
quick; only where there is none the least of them is. Then one worker tries the whole price with
the essential part held there, and `_whole` says what that proves of the rota without the hold.
What that leaves open, `together` works on: a search in parts, and a proof from the master's side.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rotation.board import Board, Outcome, Progress, Settings, hearing, run
from rotation.board.board import Pair
from rotation.board.closing import Copy
from rotation.board.engine import Goal, Status
from rotation.domain import Problem
from rotation.errors import SolverDisagrees
from rotation.news import News
from rotation.rule import Rule
from rotation.solver.abroad import Away
from rotation.solver.apart import Apart
from rotation.solver.beginning import begun
from rotation.solver.fitting import Fitter
from rotation.solver.joint import TELLS, Joint
from rotation.solver.standing import Standing

QUICK_WORK = 0.5
"""Deterministic time in which small problems are proved by one worker, the same way every time."""

FREE_TRIES = ((0, 2.0), (2, 10.0))
"""How a rota without any essential price is looked for: (linearisation level, work). Without a
relaxation it is found 10 times sooner where there are many; with one, where there are few."""

COVER_SHARE = 0.4
"""Share of the time that looking for the least essential price may take."""

FIRST_SHARE = 0.2
"""Share of the time that each try of a large board's first schedule may take."""

LARGE, SEATS_SHARE, LOOKS = 8_000, 0.1, 0.05
"""From so many possible assignments on walks find a first schedule sooner than CP-SAT is ready to
look for one: they are waited for, as long as such a share of the time, and looked at so often."""

TINY = 600
"""Up to so many possible assignments the others wait whether one worker proves it by itself."""

SMALL = 2_500
"""Up to so many possible assignments one worker by itself is tried first: it may prove it all."""

SETTLE_WORK = 5.0
"""Deterministic time in which one worker may find the schedule that others proved the best."""


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
        enough: threading.Event | None = None,
        **changed: Any,
    ) -> Outcome:
        """Run the board within what is left of the time and of the work."""
        limit = self.settings.work if work is None else work
        settings = replace(self.settings, seconds=self.left() * share, work=limit, **changed)
        offset = time.monotonic() - self.began
        outcome = run(board, settings, self.later(offset), goal=goal, start=start, enough=enough)
        if outcome.interrupted:
            self.heard.set()
        self.parallel = self.parallel or settings.workers > 1
        if goal != "price" and outcome.held is not None:
            # What is proved of another goal is nothing about the price.
            return replace(outcome, status="feasible", bound=None)
        return outcome

    def later(self, offset: float) -> Callable[[Progress], None] | None:
        """Tell of progress as seen from the beginning of the search."""
        tell = self.tell
        if tell is None:
            return None
        return lambda progress: tell(replace(progress, seconds=progress.seconds + offset))


def search(
    board: Board,
    rules: Sequence[Rule],
    settings: Settings,
    on_progress: Callable[[Progress], None] | None = None,
    start: Collection[Pair] = (),
    away: Away | None = None,
    apart: Apart | None = None,
) -> Outcome:
    """Find the best schedule there is time for; `price` and `bound` are of the whole price.

    Parameters
    ----------
    rules
        What was posted to the board.
    start
        Assignments to begin from, as far as they are possible, where what is left of them obeys the
        hard rules: what was published, what was made by hand, what the last run came to.
    away
        Workers elsewhere that help.
    apart
        A process that is getting ready to prove; None: one is started if it is needed.
    """
    with hearing() as heard:
        clock = _Clock(settings, on_progress, time.monotonic(), heard)
        return _searched(board, rules, clock, start, away, apart)


def _searched(
    board: Board,
    rules: Sequence[Rule],
    clock: _Clock,
    start: Collection[Pair],
    away: Away | None,
    apart: Apart | None,
) -> Outcome:
    copy = Copy(board)
    first = begun(copy, start, clock.left, clock.heard.is_set) if start else None
    if first is None and clock.interrupted:
        return _ended(clock, Outcome("unknown", 0.0))
    joint = Joint(board, copy, rules, clock.settings, clock.left(), first, away, apart)
    tiny = len(board.literals()) <= TINY
    if not tiny:
        joint.begin()
    best = first or _first(board, clock, joint)
    if best.held is not None:
        joint.standing.offer(best)
        joint.standing.raise_bound(best.bound or 0)
    stuck = best.held is None and joint.standing.best is None
    if joint.standing.lineless is not None:
        joint.end()
        return _ended(clock, _refuted(board, rules, joint.standing))
    hopeless = stuck and (tiny or best.status == "infeasible")
    if clock.interrupted or best.status == "optimal" or hopeless:
        joint.end()
        # Somebody else may have found a rota where the first look for one was stopped.
        return _ended(clock, joint.standing.outcome() or best)
    joint.begin()
    board.cover_at_most(None)
    offset = time.monotonic() - clock.began
    tell = clock.later(offset)
    found = joint.wait(clock.heard, tell) or best
    if joint.standing.lineless is not None:
        return _ended(clock, _refuted(board, rules, joint.standing))
    clock.parallel = True  # also one worker shares its time out by the clock
    if found.status == "optimal" and clock.parallel and not clock.interrupted:
        found = _settled(board, clock, found)
    return _ended(clock, found)


def _refuted(board: Board, rules: Sequence[Rule], standing: Standing) -> Outcome:
    """Say that there is no rota as somebody has no line, unless there is one or soon found."""
    assert standing.lineless is not None  # noqa: S101
    person = board.problem.people[standing.lineless]
    pairs = [(person.id, shift) for shift in board.line(person).open]
    if standing.best is not None or (pairs and _has_line(board.problem, rules, pairs)):
        raise SolverDisagrees(f"{person.name} has a line by the model, and none by the walks")
    return Outcome("infeasible", 0.0, lineless=person.id)


def _has_line(problem: Problem, rules: Sequence[Rule], pairs: Sequence[Pair]) -> bool:
    return Fitter(problem, rules).modelled(problem, pairs, np.zeros(len(pairs))) is not None


def _first(board: Board, clock: _Clock, joint: Joint) -> Outcome:
    """Find a first schedule; of a small board the best, if that is quick."""
    size = len(board.literals())
    first = _covered(board, clock, joint) if size <= TINY else _some(board, clock, joint)
    if size > SMALL or first.held is None or clock.interrupted or clock.left() <= 0:
        return first
    return _quick(board, clock, first)


def _ended(clock: _Clock, best: Outcome) -> Outcome:
    return replace(
        best if best.held is None else _told(best),
        seconds=time.monotonic() - clock.began,
        interrupted=clock.interrupted,
    )


def _some(board: Board, clock: _Clock, joint: Joint) -> Outcome:
    """Find any schedule of a large board, one that pays no essential price if that is quick."""
    rota = joint.standing.rota
    until = clock.left() * (1 - SEATS_SHARE)
    if len(board.literals()) >= LARGE:
        news = News(TELLS)
        while joint.apart and clock.left() > until and not (rota.is_set() or clock.interrupted):
            rota.wait(LOOKS)
            now = time.monotonic()
            if clock.tell is not None and news.due(now, rota=rota.is_set()):
                clock.tell(joint.standing.progress(now - clock.began))
        if rota.is_set() or clock.interrupted:
            return Outcome("unknown", 0.0)
    board.cover_at_most(0)
    linear, work = FREE_TRIES[0]
    once: dict[str, Any] = {"share": FIRST_SHARE, "workers": 1, "enough": rota}
    found = clock.run(board, "any", linear=linear, work=work, **once)
    board.cover_at_most(None)
    if found.held is None and not clock.interrupted:
        joint.look_for_lines()
        if rota.is_set() or clock.interrupted:
            return Outcome("unknown", 0.0)
        found = clock.run(board, "any", linear=0, **once)
    return _confirmed(board, clock, found) if found.status == "infeasible" else found


def _quick(board: Board, clock: _Clock, first: Outcome) -> Outcome:
    """Let one worker minimise the whole price for a little, the same way every time."""
    own = clock.settings.work
    work = QUICK_WORK if own is None else min(own, QUICK_WORK)
    last = clock.run(board, "price", first.values, workers=1, work=work)
    return _better(_whole(board, last), first)


def _told(best: Outcome) -> Outcome:
    """Say of a schedule what is proved of its price, also where the search ended early."""
    bound = best.bound or 0
    return replace(best, bound=bound, status="optimal" if bound == best.price else "feasible")


def _covered(board: Board, clock: _Clock, joint: Joint) -> Outcome:
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
    if free.status == "unknown":  # what CP-SAT answers at once, walks are not asked
        joint.look_for_lines()
        if joint.standing.lineless is not None or clock.interrupted:
            return free
    least = clock.run(board, "cover", share=COVER_SHARE)
    if least.held is not None:
        assert least.cover_price is not None  # noqa: S101
        board.cover_at_most(least.cover_price)
        return least
    if not clock.interrupted and least.status == "unknown":
        joint.look_for_lines()
        if joint.standing.lineless is not None or clock.interrupted:
            return least
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
    same = clock.run(board, "price", workers=1, stop_first=True, work=SETTLE_WORK)
    board.price_at_most(None)
    if same.price != best.price:
        return best
    return replace(same, bound=best.bound, status="optimal")
