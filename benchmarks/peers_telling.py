"""What a peer's process is asked, and how it tells of the rosters that it finds.

A peer is a module with a `main` that calls `tell_of`. It runs in a process of its own, on as many
cores as everybody else, and writes a line of JSON for the rosters that stand when a time that is
asked for passes. Nothing of this project but the reader of instances is needed for it, so that a
peer may live in an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

Row = tuple[str, int, str]
"""Person, day from 0, shift: one assignment of a roster."""

OFTEN = 5.0
"""Seconds after which a new roster is told of even where no time that is asked for has passed."""


class Unsupported(Exception):
    """The peer cannot say this instance."""


class Missing(Exception):
    """The peer is not installed; says what would install it."""


@dataclass(frozen=True)
class Asked:
    """What a peer is asked to do."""

    instance: str
    marks: tuple[float, ...]
    workers: int
    seed: int

    @property
    def path(self) -> Path:
        """The instance's file.

        Raises
        ------
        Unsupported
            It is the example team, which has more rules than the files of the set.
        """
        if self.instance == "example":
            raise Unsupported("says the rules of instance files only")
        return Path(self.instance)


@dataclass(frozen=True)
class Found:
    """Where a search stands.

    Parameters
    ----------
    objective, bound
        As the peer says; None where it does not.
    roster
        None where the peer tells of its rosters only at the end.
    """

    seconds: float
    objective: float | None = None
    bound: float | None = None
    roster: tuple[Row, ...] | None = None


class Teller:
    """Keeps the time of one search, and tells what stands at each of the times asked for.

    The clock starts with the instance read and the peer's libraries loaded: what is left to the
    search is building the peer's own model, and searching.
    """

    def __init__(self, asked: Asked, out: TextIO) -> None:
        self._out = out
        self._marks = asked.marks
        self._waiting: Found | None = None
        self._told = 0.0
        self._began = time.monotonic()

    def passed(self) -> float:
        """Seconds since the clock started."""
        return time.monotonic() - self._began

    def left(self) -> float:
        """Seconds that the search may still take."""
        return max(0.1, self._marks[-1] - self.passed())

    def found(
        self,
        objective: float | None,
        bound: float | None = None,
        roster: Iterable[Row] | None = None,
    ) -> None:
        """Hear of what stands now."""
        now = self.passed()
        before = self._waiting.seconds if self._waiting else now
        if any(before <= mark < now for mark in self._marks) or now - self._told > OFTEN:
            self.tell()
        self._waiting = Found(now, objective, bound, None if roster is None else tuple(roster))

    def tell(self) -> None:
        """Write what was heard last."""
        if self._waiting is not None:
            print(json.dumps(asdict(self._waiting)), file=self._out, flush=True)
            self._told, self._waiting = self.passed(), None


Search = Callable[[Asked, Teller], None]


def tell_of(prepare: Callable[[Asked], Search], arguments: list[str] | None = None) -> int:
    """Run a peer as the process that it is.

    Parameters
    ----------
    prepare
        Loads what is needed, reads the instance, and returns the search.
    """
    asked = asked_of(arguments)
    out = _lines_only()
    _confine(asked.workers)
    try:
        search = prepare(asked)
        teller = Teller(asked, out)
        search(asked, teller)
    except Missing as error:
        return _answer(out, "missing", error)
    except Unsupported as error:
        return _answer(out, "unsupported", error)
    teller.tell()
    print(json.dumps({"ended": teller.passed()}), file=out, flush=True)
    return 0


def asked_of(arguments: list[str] | None = None) -> Asked:
    """Read what `command_of` wrote."""
    parser = argparse.ArgumentParser()
    parser.add_argument("instance")
    parser.add_argument("--seconds", type=float, nargs="+", required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    read = parser.parse_args(arguments)
    return Asked(read.instance, tuple(sorted(read.seconds)), read.workers, read.seed)


def command_of(asked: Asked) -> list[str]:
    """Write what `asked_of` reads."""
    times = [f"{mark:g}" for mark in asked.marks]
    numbers = ["--workers", str(asked.workers), "--seed", str(asked.seed)]
    return [asked.instance, *numbers, "--seconds", *times]


def _lines_only() -> TextIO:
    """Keep standard output to ourselves: what libraries print there goes to standard error."""
    sys.stdout.flush()
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


def _confine(cores: int) -> None:
    """Take as many cores as everybody gets, however many workers a peer starts."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def _answer(out: TextIO, kind: str, error: Any) -> int:
    print(json.dumps({kind: str(error)}), file=out, flush=True)
    return 0
