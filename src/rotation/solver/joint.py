"""Several at work on one board: a search in parts, and a proof from the master's side.

With two workers or more they work at the same time, the prover in a process of its own, and tell
each other what they find; with one, or where work counts instead of the clock, one after the other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import inf
from random import Random

from rotation.board import Board, Outcome, Progress, Settings
from rotation.board.closing import Copy
from rotation.news import News
from rotation.rule import Rule
from rotation.solver.abroad import Away, send_crews
from rotation.solver.apart import Apart
from rotation.solver.crewing import Crewing
from rotation.solver.fitting import Fitter
from rotation.solver.lines import Work, work
from rotation.solver.neighbourhoods import Improving, improve
from rotation.solver.paces import Paces
from rotation.solver.proving import Prover
from rotation.solver.reseating import Reseating
from rotation.solver.seating import Seating
from rotation.solver.standing import Standing

LOOKS = 0.05
"""Seconds between two looks at the clock and at Ctrl-C."""

TELLS = 1.0
"""Seconds between two tellings of progress."""

SHARES = 0.4, 0.7
"""With one worker: shares of the time left for the master's side, then for the search in parts."""


SLICE = 0.015
"""Share of the time that the search in parts goes on for before it is compared."""

WAYS = ("seats", "crews", "parts")
"""By one walk after the other, by dives for a few people, by CP-SAT on parts of the board."""


class Joint:
    """A search under way, by several workers."""

    def __init__(
        self,
        board: Board,
        copy: Copy,
        rules: Sequence[Rule],
        settings: Settings,
        seconds: float,
        best: Outcome | None,
        away: Away | None = None,
        apart: Apart | None = None,
    ) -> None:
        self.board, self.copy, self.rules, self.settings = board, copy, rules, settings
        self.standing = Standing(board, copy, seconds, best)
        self.away = away
        self._opener = None if away is None else away.opener
        self._free = threading.Event()
        self._failure: BaseException | None = None
        self._apart = apart
        self._made: Work | None = None
        self._threads: list[threading.Thread] = []
        self._helper: threading.Thread | None = None

    def begin(self) -> None:
        """Start the workers, once; all but the prover's process wait until the board is free."""
        if self._threads:
            return
        jobs = [self._one_after_another]
        if self.settings.workers > 1 and self.settings.work is None:
            apart = self._apart or Apart(
                self.board.problem, self.rules, self.settings, self._opener
            )
            self._apart = apart
            jobs = [partial(apart.listen, self.standing), self._at_once]
        for job in jobs:
            self._threads.append(threading.Thread(target=self._guarded, args=(job,), daemon=True))
            self._threads[-1].start()
        if self.away is not None:
            abroad = partial(send_crews, self.away.pool, self.standing, self.settings)
            self._helper = threading.Thread(target=self._guarded, args=(abroad,), daemon=True)
            self._helper.start()

    @property
    def apart(self) -> bool:
        """Whether the prover is at work, in a process of its own."""
        listens = self._apart is not None and bool(self._threads) and self._threads[0].is_alive()
        return listens and not self.standing.done()

    def look_for_lines(self) -> None:
        """See whether everybody has a line, where no other process does."""
        known = self.apart or self.standing.done() or self.standing.rota.is_set()
        lineless = None if known else self._lines().lineless()
        if lineless is not None:
            self.standing.no_line(lineless)

    def _lines(self) -> Work:
        if self._made is None:
            self._made = work(self.board.problem, self.rules)
        return self._made

    def wait(
        self, heard: threading.Event, tell: Callable[[Progress], None] | None
    ) -> Outcome | None:
        """Let the board be used, and wait until it is proved, stopped or out of time."""
        self._free.set()
        began, news = time.monotonic(), News(TELLS)
        while not self.standing.done() and any(thread.is_alive() for thread in self._threads):
            self.standing.over.wait(LOOKS)
            if heard.is_set():
                self.standing.over.set()
            if self._apart is not None:
                self._apart.tell()
            now = time.monotonic()
            if tell is not None and news.due(now, rota=self.standing.best is not None):
                tell(self.standing.progress(now - began))
        self.end()
        if self._failure is not None:
            raise self._failure
        return self.standing.outcome()

    def end(self) -> None:
        """Stop everybody."""
        self.standing.over.set()
        self._free.set()
        if self._apart is not None:
            self._apart.end()
        for thread in [*self._threads, *([self._helper] if self._helper else [])]:
            while thread.is_alive():
                self.copy.end()
                if self.standing.freeing is not None:
                    self.standing.freeing.stop()
                thread.join(LOOKS)

    def _guarded(self, job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:  # raised where it is waited for
            self._failure = error
            self.standing.over.set()

    # -- the workers -------------------------------------------------------------------------

    def _at_once(self) -> None:
        """Make the rota cheaper in parts, and as soon as there are lines in the other ways too."""
        self._free.wait()
        best, standing = self._rota(), self.standing
        if best is None:
            return
        settings = replace(self.settings, workers=max(1, self.settings.workers - 1))
        # At once, also where it takes a while: what others suggest is priced by it.
        parts = self._improving(best, settings)
        slice_ = max(1.0, SLICE * standing.left())
        paces = Paces(WAYS, Random(self.settings.seed))  # noqa: S311
        crewing: Crewing | None = None
        reseating: Reseating | None = None

        def in_parts() -> float:
            lent = standing.aside.lent - time.monotonic()
            seconds = min(slice_, standing.left(), lent if lent > 0 else inf)
            return parts.go_on(seconds, standing.over, standing.aside, self._better)

        while not standing.done():
            if standing.borrowed.is_set():
                standing.over.wait(LOOKS)
                continue
            if standing.work is not None and crewing is None:
                fitter = Fitter(self.board.problem, self.rules)
                crewing = Crewing(standing.work, fitter, standing, self.settings)
                seating = Seating(standing.work, fitter, self.settings.seed)
                reseating = Reseating(standing.work, seating, standing)
            if crewing is None or reseating is None:
                in_parts()
                continue
            # A worker that was lent can only help with parts.
            way = "parts" if standing.aside.helpers() else paces.draw()
            began, price = time.monotonic(), standing.price
            if way == "crews" and crewing.ready():
                gained = self._crews(crewing, began + slice_)
            elif way == "seats" and reseating.ready():
                gained = reseating.go_on(slice_)
            else:
                gained = in_parts()
            paces.learn(way, gained / max(1.0, price), time.monotonic() - began)

    def _crews(self, crewing: Crewing, ends: float) -> float:
        """Let crews dive until a time or until others want the core; return the grains gained."""
        standing, gained = self.standing, 0.0
        while time.monotonic() < ends and not standing.done() and crewing.ready():
            if standing.leaning is not None:
                crewing.hear(standing.leaning)
            gained += crewing.once()
            if standing.borrowed.is_set() or standing.aside.helpers():
                break
        return gained

    def _improving(self, best: Outcome, settings: Settings) -> Improving:
        """Read the board, which others then price what they find by."""
        parts = Improving(self.board, self.standing.best or best, settings)
        self.standing.freeing = parts.freeing
        return parts

    def _rota(self) -> Outcome | None:
        """Wait for a rota."""
        standing = self.standing
        while standing.best is None and not standing.done():
            standing.rota.wait(LOOKS)
        return None if standing.done() else standing.best

    def _one_after_another(self) -> None:
        self._free.wait()
        problem, standing = self.board.problem, self.standing
        prover = Prover(
            *(problem, self.rules, self.settings, standing, lambda: self.copy, SHARES[0]),
            opener=self._opener,
        )
        prover.begin(self._lines())
        self._in_parts(SHARES[1])
        prover.go_on()
        prover.end()

    def _in_parts(self, share: float) -> None:
        best, standing = self._rota(), self.standing
        if best is None:
            return
        settings = replace(self.settings, workers=1, seconds=standing.left() * share)
        aside = standing.aside if self.settings.work is None else None
        improve(self.board, best, settings, stop=standing.over, on_better=self._better, aside=aside)

    def _better(self, found: Outcome) -> None:
        self.standing.offer(found)
