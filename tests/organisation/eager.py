"""Pools for tests that note who answers, and for which a round of walks is never too quick."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rotation.organisation.dask_pool import DaskPool
from rotation.pool import Done, Event, Job
from rotation.solver import pricing
from rotation.solver.parts import Lacking


class Noting(DaskPool):
    """Notes in a file that it is open, and the job of each answer that came from a worker."""

    def __init__(self, address: str, notes: Path) -> None:
        self._notes, self._names = notes, dict[int, str]()
        super().__init__(address)
        self._note("opened")

    def submit(self, key: int, job: Job, payload: object) -> None:
        """Send a job."""
        self._names[key] = job.__name__
        super().submit(key, job, payload)

    def hear(self, seconds: float) -> Event | None:
        """Note each answer."""
        event = super().hear(seconds)
        if isinstance(event, Done) and not isinstance(event.answer, Lacking):
            self._note(self._names[event.key])
        return event

    def _note(self, what: str) -> None:
        with self._notes.open("a") as file:
            file.write(f"{what} {os.getpid()}\n")


@dataclass(frozen=True)
class Eager:
    """Opens such a pool; in a process that it is sent to, help is worth it at once."""

    address: str
    notes: Path

    def __call__(self) -> Noting:
        """Open it."""
        return Noting(self.address, self.notes)

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        pricing.WORTH, pricing.REMEMBERED = 0.0, 1

    def answered(self) -> Counter[str]:
        """Count answers by the name of their job, and how many pools were opened."""
        return Counter(line.split()[0] for line in self.notes.read_text().splitlines())


def eager(address: str, place: Path) -> Eager:
    """Make an opener that notes in a file of a folder."""
    notes = place / "notes"
    notes.touch()
    return Eager(address, notes)
