"""Make the best rota there is time for, and prove how good it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from rotation.board import Outcome, Progress, Settings
from rotation.board.engine import Status
from rotation.domain import Assignment, Problem, Schedule
from rotation.errors import NoSchedule, SolverDisagrees
from rotation.pool import Opener
from rotation.rule import Breach, Rule, judge, price
from rotation.solver.abroad import Away
from rotation.solver.apart import Apart
from rotation.solver.build import build
from rotation.solver.memory import share_heap
from rotation.solver.search import TINY, search


@dataclass(frozen=True)
class Solution:
    """A rota, its judgement and what is known about better ones.

    Parameters
    ----------
    breaches
        Every breach of every rule; none of them hard.
    price, bound
        In grains; no schedule is cheaper than the bound.
    interrupted
        The user stopped the search.
    """

    schedule: Schedule
    breaches: tuple[Breach, ...]
    status: Status
    price: int
    bound: int
    seconds: float
    interrupted: bool = False

    @property
    def gap(self) -> float | None:
        """How far the price may be above the best possible, as a share of the bound.

        None where the bound is 0, so that nothing can be said.
        """
        if self.price == self.bound:
            return 0.0
        return (self.price - self.bound) / self.bound if self.bound > 0 else None


def solve(
    problem: Problem,
    rules: Sequence[Rule],
    settings: Settings,
    on_progress: Callable[[Progress], None] | None = None,
    start: Sequence[Assignment] = (),
    opener: Opener | None = None,
) -> Solution:
    """Make the best rota that the time allows.

    Parameters
    ----------
    start
        A rota to begin from: what was published, made by hand, or came of the last run. Of who
        fell ill, what is still possible counts. If it cannot be made to obey the hard rules, or
        less than half is possible, it is not used.
    opener
        Opens a pool of workers that help; whatever it raises is raised before anything is searched.
        None, or a limit of work: there are none.

    Raises
    ------
    NoSchedule
        The hard rules contradict each other (`proved`), or nothing was found in time.
    SolverDisagrees
        The schedule's price differs from the solver's: never to be shown as a rota.
    """
    if opener is None or settings.work is not None:
        outcome = _searched(problem, rules, settings, on_progress, start, None)
    else:
        with closing(opener()) as pool:
            away = Away(pool, opener)
            outcome = _searched(problem, rules, settings, on_progress, start, away)
    if outcome.held is None:
        proved = outcome.status == "infeasible"
        raise NoSchedule(
            _none(outcome), proved=proved, seconds=outcome.seconds, lineless=outcome.lineless
        )
    return judged(problem, rules, outcome)


def _searched(
    problem: Problem,
    rules: Sequence[Rule],
    settings: Settings,
    on_progress: Callable[[Progress], None] | None,
    start: Sequence[Assignment],
    away: Away | None,
) -> Outcome:
    share_heap()
    opener = None if away is None else away.opener
    apart = Apart(problem, rules, settings, opener) if _ahead(problem, settings) else None
    try:
        if on_progress is not None and _takes_long(problem):
            on_progress(Progress(0.0, None, None))
        board = build(problem, rules)
        begin = [(each.person.id, each.shift) for each in start]
        return search(board, rules, settings, on_progress, begin, away, apart)
    finally:
        if apart is not None:
            apart.end()


def _ahead(problem: Problem, settings: Settings) -> bool:
    """Say whether a prover beside the search gets ready before it is known to be needed."""
    return settings.workers > 1 and settings.work is None and _takes_long(problem)


def _takes_long(problem: Problem) -> bool:
    """Say whether the search may take more than a moment, as far as is known before it."""
    return len(problem.people) * len(problem.shifts) > TINY


def _none(outcome: Outcome) -> str:
    if outcome.status == "infeasible":
        return "no schedule obeys the hard rules"
    if outcome.interrupted:
        return "the search was stopped before any schedule was found"
    return "no schedule was found in time"


def judged(problem: Problem, rules: Sequence[Rule], outcome: Outcome) -> Solution:
    """Judge what the solver found in plain Python, and refuse it where the two disagree."""
    assert outcome.held is not None  # noqa: S101
    schedule = Schedule(
        problem,
        tuple(Assignment(shift, problem.person[who]) for who, shift in outcome.held),
    )
    breaches = judge(rules, schedule)
    hard = [breach for breach in breaches if breach.weight is None]
    if hard:
        raise SolverDisagrees(f"the solver's schedule breaks a hard rule: {hard[0].says}")
    assert outcome.price is not None  # noqa: S101
    assert outcome.bound is not None  # noqa: S101
    if price(breaches) != outcome.price:
        raise SolverDisagrees(
            f"the solver prices its schedule {outcome.price}, the judge {price(breaches)} grains"
        )
    return Solution(
        schedule,
        tuple(breaches),
        outcome.status,
        outcome.price,
        outcome.bound,
        outcome.seconds,
        outcome.interrupted,
    )
