"""Where a search stands, shared between those who work on it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Protocol

import numpy as np

from rotation.board import Board, Outcome, Progress
from rotation.board.closing import Copy
from rotation.board.freeing import Freeing
from rotation.limits import GRAIN
from rotation.master.linear import Floats, Ints
from rotation.solver.lines import Work
from rotation.solver.neighbourhoods import Aside


@dataclass(frozen=True)
class Leaning:
    """What the master would have: shares of pairs by their numbers."""

    pairs: Ints
    shares: Floats


class Stand(Protocol):
    """Where the search stands, as those who work on it see it, and whom they tell.

    A rota is given by the numbers of its pairs, in the board's order of (person id, shift).
    """

    @property
    def price(self) -> float:
        """The best rota's price in grains, infinite while there is none."""

    @property
    def bound(self) -> float:
        """The best bound so far, in grains."""

    def left(self) -> float:
        """Seconds that are left."""

    def done(self) -> bool:
        """Whether to stop."""

    def held(self) -> Ints | None:
        """The best rota."""

    def raise_bound(self, bound: float) -> None:
        """Tell of a bound."""

    def no_line(self, block: int) -> None:
        """Tell of somebody whose own rules leave them no line, so that there is no rota."""

    def lean(self, pairs: Ints, shares: Floats) -> None:
        """Tell how much of each pair the master would have."""

    def deal(self, work: Work) -> None:
        """Let others work on the same lines."""

    def suggest(self, held: Ints, loose: Ints) -> None:
        """Tell of a rota, not yet priced; the lines of the loose people may not be allowed."""

    def lend(self, seconds: float) -> None:
        """Let the search in parts have this worker for a while; whoever works apart waits."""

    def borrow(self) -> None:
        """Ask the search in parts to wait, so that all cores are free for this worker."""

    def give_back(self) -> None:
        """Let the search in parts go on."""


class Standing:
    """The best schedule and the best bound so far; every worker offers what it finds.

    Parameters
    ----------
    copy
        What schedules are priced on.
    aside
        What the search in parts is told of meanwhile.
    over
        Set to end the work: proved, out of time or stopped by the user.
    rota
        Set once there is a rota, or it is known that there is none.
    lineless
        The block of somebody whose own rules leave them no line.
    borrowed
        Set while the search in parts is to wait.
    freeing
        The board as the search in parts has read it, as soon as it has.
    """

    def __init__(
        self, board: Board, copy: Copy, seconds: float, best: Outcome | None = None
    ) -> None:
        self.board, self.copy = board, copy
        self.pairs = tuple(board.literals())
        self.best = best
        self.bound = -inf if best is None or best.bound is None else float(best.bound)
        self.aside = Aside()
        self.work: Work | None = None
        self.leaning: Leaning | None = None
        self.freeing: Freeing | None = None
        self.lineless: int | None = None
        self.over = threading.Event()
        self.rota = threading.Event()
        self.borrowed = threading.Event()
        self.ends = time.monotonic() + seconds
        self._lock = threading.Lock()
        if best is not None:
            self.rota.set()

    def left(self) -> float:
        """Return the seconds that are left."""
        return self.ends - time.monotonic()

    def done(self) -> bool:
        """Say whether to stop: proved, out of time, or told so."""
        return self.over.is_set() or self.left() <= 0

    @property
    def price(self) -> float:
        """Return the price of the best schedule, infinite while there is none."""
        return inf if self.best is None or self.best.price is None else float(self.best.price)

    def offer(self, found: Outcome) -> bool:
        """Take over a schedule that is cheaper than the best; say whether it was."""
        with self._lock:
            better = found.price is not None and found.price < self.price
            if better:
                self.best = found
                self.aside.schedule = found
                self.rota.set()
            self._prove()
        return better

    def raise_bound(self, bound: float) -> None:
        """Take over a bound that is higher than the one so far."""
        with self._lock:
            self.bound = max(self.bound, bound)
            self._prove()

    def no_line(self, block: int) -> None:
        """End the work: somebody has no line, and the team no rota."""
        self.lineless = block
        self.over.set()
        self.rota.set()

    def _prove(self) -> None:
        if self.bound >= self.price:
            self.over.set()

    def deal(self, work: Work) -> None:
        """Let the others work on the prover's lines; its pairs are those of the board."""
        walks = tuple(replace(w, pairs=tuple(self.pairs[x] for x in w.x)) for w in work.walks)
        self.work = replace(work, linear=replace(work.linear, pairs=self.pairs), walks=walks)

    # -- what the prover sees and tells ------------------------------------------------------

    def held(self) -> Ints | None:
        """Return the best schedule as numbers of pairs, in the board's order."""
        best = self.best
        if best is None or best.held is None:
            return None
        places = self.board.places
        return np.sort(np.array([places[pair] for pair in best.held], np.int32))

    def lean(self, pairs: Ints, shares: Floats) -> None:
        """Tell the others what the master would have."""
        self.leaning = Leaning(pairs, shares)
        self.aside.fractions = {
            self.pairs[number]: float(share) for number, share in zip(pairs, shares, strict=True)
        }

    def suggest(self, held: Ints, loose: Ints) -> None:
        """Price a schedule and take it over where it is allowed and cheaper.

        The loose people's lines are made anew. Once the board is read it costs only what is
        different from the best schedule.
        """
        free = {self.board.problem.people[number].id for number in loose}
        pairs = {self.pairs[number] for number in held}
        freeing, best, seconds = self.freeing, self.best, max(0.05, self.left())
        if freeing is not None and best is not None and best.values is not None and not free:
            values = freeing.settle(np.array(best.values, np.int64), pairs, seconds)
            found = None if values is None else freeing.outcome(values, best)
        else:
            found = self.copy.settle(pairs, seconds, free)
        if found is not None:
            self.offer(found)

    def lend(self, seconds: float) -> None:
        """Let the search in parts have one more worker for a while, from now on."""
        self.aside.lent = time.monotonic() + seconds

    def borrow(self) -> None:
        """Let the search in parts wait from now on."""
        self.borrowed.set()

    def give_back(self) -> None:
        """Let the search in parts go on."""
        self.borrowed.clear()

    def progress(self, seconds: float) -> Progress:
        """Tell where it stands."""
        price = None if self.best is None else self.best.price
        bound = None if self.bound == -inf else round(min(self.bound, self.price))
        return Progress(seconds, price, bound, self._short())

    def _short(self) -> Mapping[str, float]:
        best = self.best
        short: Counter[str] = Counter()
        if best is None or not best.cover_price or not best.values:
            return short
        for each in self.board.prices:
            index = each.var.index
            value = best.values[index] if index >= 0 else 1 - best.values[-index - 1]
            if each.essential and value:
                short[each.rule] += each.grains * value / each.weight / GRAIN
        return short

    def outcome(self) -> Outcome | None:
        """Return the best schedule with the best bound."""
        best = self.best
        if best is None or best.price is None:
            return None
        bound = 0 if self.bound == -inf else round(self.bound)
        bound = min(max(bound, best.bound or 0), best.price)
        return replace(best, bound=bound, status="optimal" if bound == best.price else "feasible")
