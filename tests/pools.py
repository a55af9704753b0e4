"""Pools for tests that do jobs in this process, or do not do them."""

from __future__ import annotations

from collections import deque

from rotation.pool import Done, Event, Job, Lost, Told, failure_words


class SerialPool:
    """Does jobs in this process, one after the other, in the order in which they come."""

    def __init__(self, width: int = 3) -> None:
        self.width = width
        self.submitted = 0
        self.closed = False
        self._waiting: deque[tuple[int, Job, object]] = deque()
        self._events: deque[Event] = deque()

    def submit(self, key: int, job: Job, payload: object) -> None:
        """Take a job."""
        self.submitted += 1
        self._waiting.append((key, job, payload))

    def next(self) -> Event:
        """Do the next job, and tell what happened to it."""
        if not self._events:
            key, job, payload = self._waiting.popleft()
            try:
                answer = job(payload, lambda said: self._events.append(Told(key, said)))
            except Exception as error:
                self._events.append(Lost(key, failure_words(error)))
            else:
                self._events.append(Done(key, answer))
        return self._events.popleft()

    def hear(self, seconds: float) -> Event | None:
        """Do the next job, where there is one."""
        return self.next() if self._events or self._waiting else None

    def close(self) -> None:
        """Remember that it is over."""
        self.closed = True


class LosingPool(SerialPool):
    """Loses every job."""

    def next(self) -> Event:
        """Say of the next job that it is lost."""
        return Lost(self._waiting.popleft()[0], "its worker died")


class SlowPool(SerialPool):
    """Does nothing while it is asleep."""

    asleep = True

    def hear(self, seconds: float) -> Event | None:
        """Do the next job, where it is awake."""
        return None if self.asleep else super().hear(seconds)
