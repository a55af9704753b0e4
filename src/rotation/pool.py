"""Where work is done beside the program: what a pool of workers takes and what it tells.

A pool takes jobs under keys and gives back what happens to them, in the order in which it does. It
knows nothing of rotas: a job is a function of a module, called with its payload and with a function
to tell progress with. A worker that dies loses no job: it is tried again with another one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

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
    """Where jobs are done; to be used by one thread at a time."""

    @property
    def width(self) -> int:
        """How many jobs it is worth to have submitted at one time."""

    def submit(self, key: int, job: Job, payload: object) -> None:
        """Take a job; keys of jobs that have not ended differ."""

    def next(self) -> Event:
        """Wait for the next thing that happens to a job; there must be one that has not ended."""

    def hear(self, seconds: float) -> Event | None:
        """Wait for the next thing that happens to a job, for so long at most."""

    def close(self) -> None:
        """End every worker of ours, whatever it is doing."""


Opener = Callable[[], Pool]
"""Opens a pool; it pickles, so that a process of ours can open one for itself."""


def failure_words(error: BaseException) -> str:
    """Say what an unforeseen failure was, in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())
