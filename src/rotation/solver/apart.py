"""A prover in a process of its own, so that neither waits for the other's turn at the interpreter.

It is `python -m rotation.solver.apart`: what it needs and what it finds go through its standard
input and output, pickled; both ends are this program. It gets ready while its parent builds the
board, and begins when the search does.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any, BinaryIO

from rotation.board import Settings
from rotation.board.closing import Copy
from rotation.domain import Problem
from rotation.master.linear import Floats, Ints
from rotation.pool import Opener
from rotation.rule import Rule
from rotation.solver.build import build
from rotation.solver.lines import Work, work
from rotation.solver.memory import share_heap
from rotation.solver.proving import Prover
from rotation.solver.standing import Standing
from rotation.threads import ALONE

LOOKS = 0.05
"""Seconds between two looks at whether a worker that was lent is back."""


class Apart:
    """The process as its parent sees it; it may be ended more than once."""

    def __init__(
        self,
        problem: Problem,
        rules: Sequence[Rule],
        settings: Settings,
        opener: Opener | None = None,
    ) -> None:
        self._standing: Standing | None = None
        self._told: float = inf
        self._ended = self._heard = False
        self._lock = threading.Lock()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "rotation.solver.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the parent
            env=os.environ | ALONE,
        )
        # What a problem remembers of itself changes while it is worked on: it is pickled before.
        task = pickle.dumps((problem, tuple(rules), settings, opener), pickle.HIGHEST_PROTOCOL)
        # More than a pipe holds: to tell takes until the process has loaded its libraries.
        self._telling = threading.Thread(target=self._write, args=(task,), daemon=True)
        self._telling.start()

    def listen(self, standing: Standing) -> None:
        """Let the process begin, and hear what it finds until it ends."""
        assert self._child.stdout is not None  # noqa: S101
        with self._lock:
            if self._ended:
                return
            self._heard = True  # from here on its output is closed below
        self._telling.join()
        self._send(("begin", standing.left()))
        self._standing = standing
        self.tell()
        with self._child.stdout as source:
            while True:
                try:
                    told = pickle.load(source)  # noqa: S301
                except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                    break
                getattr(standing, told[0])(*told[1:])
                self.tell()
                if told[0] == "suggest":
                    self._send(("heard",))
        standing.give_back()
        if not self._ended and self._child.wait():
            warnings.warn("the proof ended early: its process failed", RuntimeWarning, stacklevel=2)

    def tell(self) -> None:
        """Let the process know of a better rota, once it has begun."""
        standing = self._standing
        if standing is None:
            return
        with self._lock:
            price = standing.price
            if price < self._told:
                self._told = price
                self._send(("best", price, standing.held()))

    def end(self) -> None:
        """Stop the process at once."""
        self._ended = True
        self._child.kill()  # first, as whoever tells it something may hold the lock until then
        self._child.wait()
        self._telling.join()
        with self._lock:
            pipes = [self._child.stdin, None if self._heard else self._child.stdout]
            for pipe in pipes:
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()

    def _send(self, message: object) -> None:
        self._write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))

    def _write(self, told: bytes) -> None:
        assert self._child.stdin is not None  # noqa: S101
        with suppress(OSError, ValueError):  # it has ended
            self._child.stdin.write(told)
            self._child.stdin.flush()


@dataclass
class _Far:
    """Where the search stands, as the process knows it."""

    out: BinaryIO
    ends: float = inf
    price: float = inf
    bound: float = -inf
    best: Ints | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    begun: threading.Event = field(default_factory=threading.Event)
    heard: threading.Event = field(default_factory=threading.Event)

    def left(self) -> float:
        return self.ends - time.monotonic()

    def done(self) -> bool:
        return self.left() <= 0 or self.bound >= self.price

    def held(self) -> Ints | None:
        return self.best

    def raise_bound(self, bound: float) -> None:
        if bound > self.bound:
            self.bound = bound
            self._send("raise_bound", bound)

    def no_line(self, block: int) -> None:
        self._send("no_line", block)

    def lean(self, pairs: Ints, shares: Floats) -> None:
        self._send("lean", pairs, shares)

    def deal(self, work: Work) -> None:
        # The pairs are known there, and would be most of the message.
        walks = tuple(replace(walk, pairs=()) for walk in work.walks)
        self._send("deal", replace(work, linear=replace(work.linear, pairs=()), walks=walks))

    def suggest(self, held: Ints, loose: Ints) -> None:
        self.heard.clear()
        self._send("suggest", held, loose)
        self.heard.wait(max(0.0, self.left()))

    def borrow(self) -> None:
        self._send("borrow")

    def give_back(self) -> None:
        self._send("give_back")

    def lend(self, seconds: float) -> None:
        self._send("lend", seconds)
        ends = time.monotonic() + seconds
        while not self.done() and time.monotonic() < ends:
            time.sleep(LOOKS)

    def _send(self, *message: Any) -> None:
        try:
            with self.lock:
                pickle.dump(message, self.out, pickle.HIGHEST_PROTOCOL)
                self.out.flush()
        except OSError:  # nobody listens any more
            os._exit(0)

    def listen(self, source: BinaryIO) -> None:
        """Hear when the time begins, and of better rotas; without a parent nobody needs it."""
        while True:
            try:
                told = pickle.load(source)  # noqa: S301
            except Exception:
                os._exit(1)
            if told[0] == "begin":
                self.ends = time.monotonic() + told[1]
                self.begun.set()
            elif told[0] == "heard":
                self.heard.set()
            else:
                _, price, self.best = told
                self.price = price  # last: whoever sees it finds its rota


def main() -> None:
    """Prove what the parent asks for, until it is proved or the parent ends it."""
    share_heap()
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is not for the parent
    problem, rules, settings, opener = pickle.load(source)  # noqa: S301
    far = _Far(out)
    # The time may begin while it is still getting ready.
    threading.Thread(target=far.listen, args=(source,), daemon=True).start()
    made = work(problem, rules)
    far.begun.wait()
    copy = _once(lambda: Copy(build(problem, rules)))
    prover = Prover(problem, rules, settings, far, copy, opener=opener, lends=True)
    prover.begin(made)
    prover.go_on()
    out.flush()
    os._exit(0)


def _once(make: Callable[[], Copy]) -> Callable[[], Copy]:
    made: list[Copy] = []

    def get() -> Copy:
        if not made:
            made.append(make())
        return made[0]

    return get


if __name__ == "__main__":
    main()
