"""Crews that dive elsewhere: as many under way as a pool has room for, each from the newest rota.

Nobody waits for them. A crew that is lost is dropped, and where nobody is left to send one to, the
search goes on without.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rotation.board import Settings
from rotation.pool import Done, Event, Lost, Opener, Pool, Told
from rotation.solver.crewing import Crewing, Formed
from rotation.solver.errand import Brought, dived
from rotation.solver.fitting import Fitter
from rotation.solver.standing import Standing

LISTENS = 0.05
"""Seconds between two looks at whether the search is over."""

LOSSES = 3
"""Crews lost one after the other, none coming back between them, after which no more are sent."""

OTHERS = 1_000_003
"""Added to the seed, so that crews elsewhere are not those that are drawn here."""


@dataclass(frozen=True)
class Away:
    """Workers elsewhere: a pool that is open, and how a process of ours opens one for itself."""

    pool: Pool
    opener: Opener


def send_crews(pool: Pool, standing: Standing, settings: Settings) -> None:
    """Let crews dive elsewhere, from when there are lines until the search is over."""
    while standing.work is None and not standing.done():
        standing.over.wait(LISTENS)
    if standing.work is not None:
        settings = replace(settings, seed=settings.seed + OTHERS)
        Abroad(pool, Crewing(standing.work, Fitter(), standing, settings), standing).go_on()


class Abroad:
    """Sends crews and takes what they bring.

    Attributes
    ----------
    answered
        How many crews came back, with something better or without.
    """

    def __init__(self, pool: Pool, crewing: Crewing, standing: Standing) -> None:
        self.answered = 0
        self._pool, self._crewing, self._standing = pool, crewing, standing
        self._going: dict[int, Formed] = {}
        self._sent = self._losses = 0
        self._leaning: object = None

    def go_on(self) -> None:
        """Send crews until the search is over or nobody is left to send them to."""
        while not self._standing.done():
            self._send()
            if not self._going:  # there is no rota yet
                self._standing.rota.wait(LISTENS)
                continue
            self._take(self._heard())
            if self._losses >= LOSSES:
                return

    def _send(self) -> None:
        crewing, standing = self._crewing, self._standing
        leaning = standing.leaning
        if leaning is not None and leaning is not self._leaning:
            self._leaning = leaning
            crewing.hear(leaning)
        while len(self._going) < self._pool.width and not standing.done() and crewing.ready():
            crew = crewing.form()
            self._sent += 1
            self._going[self._sent] = crew
            self._pool.submit(self._sent, dived, crew.errand.light())

    def _heard(self) -> list[Event]:
        """Wait a little for something to come back, and take all that has."""
        events = []
        wait = LISTENS
        while self._going and (event := self._pool.hear(wait)) is not None:
            events.append(event)
            wait = 0.0
            if len(events) >= len(self._going):
                break
        return events

    def _take(self, events: Sequence[Event]) -> None:
        answers: list[tuple[Formed, Brought]] = []
        for event in events:
            if isinstance(event, Told):
                continue
            crew = self._going.pop(event.key)
            if isinstance(event, Done):
                assert isinstance(event.answer, Brought)  # noqa: S101
                self.answered += 1
                self._losses = 0
                answers.append((crew, event.answer))
            elif isinstance(event, Lost):
                self._lose(event)
        if answers:
            self._crewing.take(answers)

    def _lose(self, event: Lost) -> None:
        self._losses += 1
        if self._losses == LOSSES:
            says = f"the search goes on without workers elsewhere: {event.says}"
            warnings.warn(says, RuntimeWarning, stacklevel=2)
