"""Everybody's walks in parts that a pool has a share in: what is sent, kept there, and taken back.

A worker keeps the diagrams that it has been sent, so that a round sends prices only; one that has
none, or none any more, says so and is sent them again. Nobody waits: parts are walked here from the
last one on until all are there, so that a slow or lost worker costs nothing.
"""

from __future__ import annotations

import pickle
import threading
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rotation.master.linear import Floats
from rotation.pool import Done, Event, Lost, Pool, Tell, Told
from rotation.walk.diagram import Diagram
from rotation.walk.pricing import Line

AT_ONCE = 3
"""Lines taken from each walk."""

MOST_PARTS = 12
"""Sending one takes milliseconds, whoever walks it."""

MOST_KEPT = 512_000_000
"""Bytes of diagrams, as they are sent, that a worker keeps: the newest ones."""

LOSSES = 3
"""Parts lost one after the other, none coming back between them, after which no more are sent."""


@dataclass(frozen=True)
class Ask:
    """What positions and sums of somebody's line cost, and what each position must be.

    `cut` is their diagram cut by that, where there is one here; it is not sent.
    """

    taking: Floats
    steps: Floats
    forced: NDArray[np.int8] | None
    cut: Diagram | None = None


def walked(diagram: Diagram, ask: Ask | None) -> list[Line]:
    """Find somebody's cheapest lines, the best first; none where nothing is asked."""
    if ask is None:
        return []
    own = diagram if ask.cut is None else ask.cut
    return own.several(ask.taking, ask.steps, AT_ONCE, ask.forced)


@dataclass(frozen=True)
class Part:
    """Some people's walks of a round; `packed` are their diagrams where they go with it."""

    name: str
    asks: tuple[Ask | None, ...]
    packed: bytes | None


class Lacking:
    """The answer of a worker that has no diagrams of that name."""


class _Kept:
    """Diagrams that this process was sent, the oldest use first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[tuple[Diagram, ...], int]] = OrderedDict()

    def of(self, part: Part) -> tuple[Diagram, ...] | None:
        """Return the diagrams of a part, and keep them; None where they are not here."""
        with self._lock:
            known = self._held.pop(part.name, None)
        if known is None and part.packed is not None:
            known = pickle.loads(part.packed), len(part.packed)  # noqa: S301 (from who asks us)
        if known is None:
            return None
        with self._lock:
            self._held[part.name] = known
            while len(self._held) > 1 and sum(size for _, size in self._held.values()) > MOST_KEPT:
                self._held.popitem(last=False)
        return known[0]


_KEPT = _Kept()


def priced(part: Part, tell: Tell) -> list[list[Line]] | Lacking:
    """Walk the lines of a part: a job for a pool."""
    diagrams = _KEPT.of(part)
    if diagrams is None:
        return Lacking()
    return [walked(diagram, ask) for diagram, ask in zip(diagrams, part.asks, strict=True)]


class Parts:
    """Shares walks out between here and a pool.

    Attributes
    ----------
    answered
        How many parts came back in time for their round.
    """

    def __init__(self, pool: Pool, diagrams: Sequence[Diagram]) -> None:
        self.pool, self.answered = pool, 0
        self._diagrams = diagrams
        number = min(len(diagrams), max(2, pool.width), MOST_PARTS)
        self._members = [range(part, len(diagrams), number) for part in range(number)]
        self._packed = [
            pickle.dumps(tuple(diagrams[block] for block in own), pickle.HIGHEST_PROTOCOL)
            for own in self._members
        ]
        self._run = uuid.uuid4().hex
        self._known: set[int] = set()
        self._going: dict[int, tuple[int, int]] = {}
        self._round = self._sent = self._losses = 0
        self._asks: Sequence[Ask | None] = ()
        self._found: dict[int, list[list[Line]]] = {}

    @property
    def lost(self) -> bool:
        """Say whether nobody is left to send anything to."""
        return self._losses >= LOSSES

    def price(self, asks: Sequence[Ask | None]) -> list[list[Line]]:
        """Find everybody's cheapest lines, as walks here alone would."""
        self._round += 1
        self._asks, self._found = asks, {}
        self._hear()
        for part in range(len(self._members)):
            if part not in self._under_way() and part not in self._found:
                self._send(part)
        for part in reversed(range(len(self._members))):
            self._here(part)
        lines: list[list[Line]] = [[] for _ in asks]
        for part, own in enumerate(self._members):
            for block, found in zip(own, self._found[part], strict=True):
                lines[block] = found
        return lines

    def _under_way(self) -> set[int]:
        return {part for _, part in self._going.values()}

    def _here(self, part: int) -> None:
        own = []
        for block in self._members[part]:
            self._hear()
            if part in self._found:
                return
            own.append(walked(self._diagrams[block], self._asks[block]))
        self._found[part] = own

    def _send(self, part: int, *, whole: bool = False) -> None:
        if self.lost:
            return
        whole = whole or part not in self._known
        self._known.add(part)
        asks = tuple(_light(self._asks[block]) for block in self._members[part])
        asked = Part(f"{self._run}-{part}", asks, self._packed[part] if whole else None)
        self._sent += 1
        self._going[self._sent] = self._round, part
        self.pool.submit(self._sent, priced, asked)

    def _hear(self) -> None:
        """Take whatever has come back."""
        while self._going and (event := self.pool.hear(0.0)) is not None:
            self._take(event)

    def _take(self, event: Event) -> None:
        if isinstance(event, Told):
            return
        round_, part = self._going.pop(event.key)
        if isinstance(event, Lost):
            self._losses += 1
        elif isinstance(event, Done):
            self._losses = 0
            if isinstance(event.answer, Lacking):
                self._send(part, whole=True)  # for later rounds, if it is too late for this one
            elif round_ == self._round and part not in self._found:
                assert isinstance(event.answer, list)  # noqa: S101
                self.answered += 1
                self._found[part] = event.answer
            elif part not in self._found:
                self._send(part)


def _light(ask: Ask | None) -> Ask | None:
    return None if ask is None else replace(ask, cut=None)
