"""Jobs done by processes of this computer."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from dataclasses import dataclass
from math import inf
from multiprocessing.connection import Connection, wait
from time import monotonic

from rotation.pool import Done, Event, Job, Lost, Told, failure_words

TRIES = 3
"""How often a job is begun before a worker that dies over it is put down to the job."""


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
        event = self.hear(inf)
        assert event is not None  # noqa: S101
        return event

    def hear(self, seconds: float) -> Event | None:
        """Wait for what happens next, for so long at most."""
        ends = monotonic() + seconds
        while True:
            self._feed()
            busy = {hand.connection: hand for hand in self._hands if hand.key is not None}
            for ready in wait(list(busy), None if ends == inf else max(0.0, ends - monotonic())):
                assert isinstance(ready, Connection)  # noqa: S101
                event = self._heard(busy[ready])
                if event is not None:
                    return event
            if monotonic() >= ends:
                return None

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
