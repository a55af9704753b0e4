"""Making a schedule better part by part: each is made again as well as can be, the rest stays."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from math import inf
from random import Random

import numpy as np

from rotation.board import Board, Outcome, Settings
from rotation.board.freeing import Effort, Found, Freeing
from rotation.board.rows import Ints
from rotation.solver.choosing import KINDS, Floats, Fractions, Ground, State

LOOKS = 0.05
"""Seconds between two looks at the clock and at whether to stop."""

FIRST_SIZE = 300
"""Person-days of the first parts."""

AHEAD = 8
"""Parts under way where work counts: as many whatever the number of workers."""

PART_SECONDS, PART_WORK = 5.0, 0.5
"""What a part may take; most are done in a tenth."""

STALE, MORE, MOST = 20, 1.5, 16.0
"""After so many parts without a gain each may take more, and up to how many times as much."""

GROWS, SHRINKS = 1.1, 0.85
"""How a kind's size follows what is solved and what is not."""

HINTED = 0.5
"""Share of the parts that begin with what they are now; the others come out as cheap but different
where they can, from where there may be more to find."""

REPLAY_WORK = 0.1
"""What bringing a finding to a newer schedule may take."""


@dataclass
class Aside:
    """What others found out meanwhile; it may be replaced at any moment.

    Parameters
    ----------
    fractions
        A relaxation's answer: the parts where the schedule differs are looked at.
    schedule
        A schedule of the same board, to go on from where it is cheaper.
    lent
        Until when there is one more worker, by the monotonic clock.
    """

    fractions: Fractions | None = None
    schedule: Outcome | None = None
    lent: float = -inf

    def helpers(self) -> int:
        """Return how many workers there are besides."""
        return int(time.monotonic() < self.lent)


@dataclass
class _Kind:
    """How one kind of part has done."""

    name: str
    size: float = FIRST_SIZE
    score: float = 1.0


def _kinds() -> list[_Kind]:
    return [_Kind(name) for name in KINDS]


@dataclass(frozen=True)
class _Job:
    kind: _Kind
    base: Ints
    pairs: Ints
    seed: int
    hinted: bool
    work: float


@dataclass
class _Chances:
    """Chooses kinds by what they gained for their work, and fits their size to what is solved."""

    rng: Random
    largest: int
    kinds: list[_Kind] = field(default_factory=_kinds)
    pace: float = 0.0
    work: float = PART_WORK
    stale: int = 0

    def draw(self, *, told: bool) -> _Kind:
        """Choose a kind; only where a relaxation is told, the one that looks at it."""
        kinds = [kind for kind in self.kinds if told or kind.name != "disagreeing"]
        return self.rng.choices(kinds, [0.1 + kind.score for kind in kinds])[0]

    def learn(self, kind: _Kind, found: Found, gained: int) -> None:
        """Remember how a part went."""
        self.stale = 0 if gained > 0 else self.stale + 1
        if self.stale >= STALE:
            self.stale, self.work = 0, min(self.work * MORE, PART_WORK * MOST)
        pace = gained / (found.work + 0.05)
        self.pace = max(0.95 * self.pace, pace)
        kind.score += 0.1 * ((pace / self.pace if self.pace else 0.0) - kind.score)
        done = found.status in ("optimal", "infeasible") and found.work < self.work / 4
        factor = GROWS if done else SHRINKS if found.status in ("feasible", "unknown") else 1.0
        kind.size = min(max(kind.size * factor, 20.0), float(self.largest))


class Improving:
    """A search in parts under way; it can be left for a while and gone on with.

    Parameters
    ----------
    start
        A schedule of this board, `values` included.
    """

    def __init__(self, board: Board, start: Outcome, settings: Settings) -> None:
        self.freeing = Freeing(board)
        self.ground = Ground(self.freeing)
        self.settings = settings
        self._start = start
        self.best: Ints = np.array(start.values, np.int64)
        self.price = self.freeing.price(self.best)
        self.chances = _Chances(Random(settings.seed), self.ground.people * self.ground.days)  # noqa: S311
        self.work = 0.0
        self.whole = not self.freeing.pairs
        self._told: tuple[Fractions, Floats] | None = None
        self.deadline = time.monotonic() + settings.seconds

    def go_on(
        self,
        seconds: float,
        stop: threading.Event,
        aside: Aside,
        on_better: Callable[[Outcome], None] | None = None,
    ) -> int:
        """Go on for so many seconds; return by how many grains its own finds are cheaper."""
        self.deadline = time.monotonic() + seconds
        self.freeing.begin()
        self.hear(aside)
        gained = 0
        for own in _merged(self, stop, aside):
            gained += own
            if on_better is not None:
                on_better(self.outcome())
        return gained

    def outcome(self) -> Outcome:
        """Return the schedule as it is."""
        return self.freeing.outcome(self.best, self._start)

    def job(self, aside: Aside) -> _Job:
        """Choose the next part."""
        rng = self.chances.rng
        shares = self._shares(aside.fractions)
        kind = self.chances.draw(told=shares is not None)
        state = State.of(self.ground, self.best, shares)
        pairs = KINDS[kind.name](state, round(kind.size), rng)
        seed, hinted = rng.randrange(2**31), rng.random() < HINTED
        return _Job(kind, self.best, pairs, seed, hinted, self.chances.work)

    def _shares(self, fractions: Fractions | None) -> Floats | None:
        """Lay out a relaxation's answer, once for each."""
        if fractions is None:
            return None
        if self._told is None or self._told[0] is not fractions:
            self._told = fractions, self.ground.shares(fractions)
        return self._told[1]

    def solve(self, job: _Job) -> Found:
        """Make a part again."""
        part = self.freeing.part(job.base, job.pairs)
        return self.freeing.solve(part, self._effort(job, job.work))

    def _effort(self, job: _Job, work: float) -> Effort:
        left = self.deadline - time.monotonic()
        share = PART_SECONDS * max(1.0, work / PART_WORK)
        seconds = left if self.settings.work is not None else min(share, left)
        return Effort(seconds, work, job.seed, self.settings.linear, job.hinted)

    def merge(self, job: _Job, found: Found) -> int:
        """Take over what a part came to; return by how many grains the price fell."""
        self.work += found.work
        values, before = found.values, self.price
        if values is not None and job.base is not self.best:
            values = self._replayed(job, values)
        if values is not None:
            price = self.freeing.price(values)
            if price <= self.price:
                self.best, self.price = values, price
        self.chances.learn(job.kind, found, before - self.price)
        everything = len(job.pairs) == len(self.freeing.pairs)
        self.whole = self.whole or (everything and found.status == "optimal")
        return before - self.price

    def _replayed(self, job: _Job, values: Ints) -> Ints | None:
        """Bring what was found for an older schedule to the newest."""
        if self.freeing.price(values) >= self.freeing.price(job.base):
            return None
        own = self.freeing.variables
        changed = np.flatnonzero(values[own] != job.base[own])
        part = self.freeing.part(self.best, changed)
        found = self.freeing.solve(part, self._effort(job, REPLAY_WORK))
        self.work += found.work
        return found.values

    def hear(self, aside: Aside) -> None:
        """Go on from somebody else's schedule where it is cheaper."""
        other = aside.schedule
        if other is not None and other.price is not None and other.price < self.price:
            self.best = np.array(other.values, np.int64)
            self.price = self.freeing.price(self.best)

    def over(self) -> bool:
        """Say whether the time, the work or the schedule leaves nothing to do."""
        spent = self.settings.work is not None and self.work >= self.settings.work
        return spent or self.whole or time.monotonic() >= self.deadline


def improve(
    board: Board,
    start: Outcome,
    settings: Settings,
    *,
    stop: threading.Event | None = None,
    on_better: Callable[[Outcome], None] | None = None,
    aside: Aside | None = None,
) -> Outcome:
    """Make a complete schedule cheaper for as long as the settings allow.

    The whole price is minimised, with the hold on the cover as the board has it. `settings.workers`
    parts are solved at a time; where `settings.work` is given, the result does not depend on how
    many, nor on the clock, unless the seconds run out first.

    Parameters
    ----------
    start
        A schedule of this board, `values` included.
    stop
        Set by another thread to end the search; what was found comes out.
    on_better
        Told of every cheaper schedule, from the calling thread.
    aside
        What others find out meanwhile; not where the result has to be repeatable.
    """
    began, stop, aside = time.monotonic(), stop or threading.Event(), aside or Aside()
    search = Improving(board, start, settings)
    search.go_on(settings.seconds, stop, aside, on_better)
    return replace(
        search.outcome(),
        seconds=time.monotonic() - began,
        interrupted=stop.is_set(),
        work=search.work,
    )


def _merged(search: Improving, stop: threading.Event, aside: Aside) -> Iterator[int]:
    """Solve parts in threads, take over what they come to, and tell by how much each is better."""
    workers, in_turn = search.settings.workers, search.settings.work is not None
    pending: deque[tuple[_Job, Future[Found]]] = deque()
    with ThreadPoolExecutor(workers + (not in_turn), thread_name_prefix="part") as pool:
        try:
            while not stop.is_set() and not search.over():
                search.hear(aside)
                ahead = max(AHEAD, workers) if in_turn else workers + aside.helpers()
                while len(pending) < ahead:
                    job = search.job(aside)
                    pending.append((job, pool.submit(search.solve, job)))
                ready = _ready(pending, in_turn=in_turn)
                if ready is not None and (own := search.merge(ready[0], ready[1].result())):
                    yield own
        finally:
            _end(search.freeing, [future for _, future in pending])
        for job, future in pending:
            if in_turn or future.cancelled():
                continue
            if own := search.merge(job, future.result()):
                yield own


def _ready(
    pending: deque[tuple[_Job, Future[Found]]], *, in_turn: bool
) -> tuple[_Job, Future[Found]] | None:
    """Take out a part that is solved: where they go in turn, only ever the oldest."""
    looked = [pending[0][1]] if in_turn else [future for _, future in pending]
    done, _ = wait(looked, timeout=LOOKS, return_when=FIRST_COMPLETED)
    for number, (_, future) in enumerate(pending):
        if future in done:
            ready = pending[number]
            del pending[number]
            return ready
    return None


def _end(freeing: Freeing, futures: list[Future[Found]]) -> None:
    """Stop what is being solved, and wait for it."""
    left = {future for future in futures if not future.cancel()}
    while left:
        freeing.end()
        _, left = wait(left, timeout=LOOKS / 5)
