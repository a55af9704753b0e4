"""Where work is done beside the program: processes of this computer, or anything like them.

A pool takes jobs under keys and gives back what happens to them, in the order in which it does. It
knows nothing of rotas: a job is a function of a module, called with its payload and with a function
to tell progress with. A worker that dies loses no job: it is tried again with another one.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

TRIES = 3
"""How often a job is begun before a worker that dies over it is put down to the job."""

Tell = Callable[[object], None]
Job = Callable[[Any, Tell], object]


@dataclass(frozen=True)
class Told:
    """A job that is still going told something."""

    key: int
    says: object


@dataclass(frozen=True)
class Done:
    """A job ended with an answer."""

    key: int
    answer: object


@dataclass(frozen=True)
class Lost:
    """A job that ends without an answer, and why."""

    key: int
    says: str


Event = Told | Done | Lost


class Pool(Protocol):
    """Where jobs are done."""

    @property
    def width(self) -> int:
        """How many jobs it is worth to have submitted at one time."""

    def submit(self, key: int, job: Job, payload: object) -> None:
        """Take a job; keys of jobs that have not ended differ."""

    def next(self) -> Event:
        """Wait for the next thing that happens to a job; there must be one that has not ended."""

    def close(self) -> None:
        """End every worker of ours, whatever it is doing."""


@dataclass
class _Hand:
    """One worker process and the job that it has."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    key: int | None = None


class LocalPool:
    """Processes of this computer, each with one job at a time.

    Parameters
    ----------
    workers
        How many processes.
    """

    def __init__(self, workers: int) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._workers = workers
        self._hands: list[_Hand] = []
        self._waiting: deque[int] = deque()
        self._jobs: dict[int, tuple[Job, object]] = {}
        self._tries: dict[int, int] = {}

    @property
    def width(self) -> int:
        """As many as there are processes: a job that waits would only use memory."""
        return self._workers

    def submit(self, key: int, job: Job, payload: object) -> None:
        """Take a job; it begins as soon as a process is free."""
        self._jobs[key], self._tries[key] = (job, payload), 0
        self._waiting.append(key)
        self._feed()

    def next(self) -> Event:
        """Wait for what happens next; a dead process is replaced, its job tried again."""
        while True:
            self._feed()
            busy = {hand.connection: hand for hand in self._hands if hand.key is not None}
            for ready in wait(list(busy)):
                assert isinstance(ready, Connection)  # noqa: S101
                event = self._heard(busy[ready])
                if event is not None:
                    return event

    def close(self) -> None:
        """End every process."""
        for hand in self._hands:
            hand.connection.close()
            hand.process.kill()
            hand.process.join()
        self._hands = []

    def _feed(self) -> None:
        while self._waiting:
            hand = self._free()
            if hand is None:
                return
            key = self._waiting[0]
            try:
                hand.connection.send(self._jobs[key])
            except OSError:  # it died while it had nothing to do
                self._bury(hand)
                continue
            self._waiting.popleft()
            self._tries[key] += 1
            hand.key = key

    def _free(self) -> _Hand | None:
        for hand in self._hands:
            if hand.key is None:
                return hand
        if len(self._hands) >= self._workers:
            return None
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs,), name="rotation-worker")
        process.start()
        theirs.close()
        self._hands.append(_Hand(process, ours))
        return self._hands[-1]

    def _bury(self, hand: _Hand) -> None:
        hand.connection.close()
        hand.process.kill()
        hand.process.join()
        self._hands.remove(hand)

    def _heard(self, hand: _Hand) -> Event | None:
        """Take what a process sends; None where it died and its job is tried again."""
        key = hand.key
        assert key is not None  # noqa: S101
        try:
            what, said = hand.connection.recv()
        except (EOFError, OSError):
            self._bury(hand)
            if self._tries[key] < TRIES:
                self._waiting.appendleft(key)
                return None
            return self._ended(Lost(key, f"its worker died, {TRIES} times"))
        if what == "told":
            return Told(key, said)
        hand.key = None
        return self._ended(Done(key, said) if what == "done" else Lost(key, said))

    def _ended(self, event: Done | Lost) -> Event:
        del self._jobs[event.key], self._tries[event.key]
        return event


def _serve(connection: Connection) -> None:
    """Do one job after the other until nobody sends any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's to answer
    one_at_a_time = threading.Lock()

    def send(what: str, said: object) -> None:
        with one_at_a_time:
            connection.send((what, said))

    while True:
        try:
            job, payload = connection.recv()
        except EOFError:
            return
        try:
            answer = job(payload, lambda said: send("told", said))
        except Exception as error:  # whatever it is, it must not end the others
            send("failed", failure_words(error))
        else:
            send("done", answer)


def failure_words(error: BaseException) -> str:
    """Say what an unforeseen failure was, in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())
