"""Whose lines are made anew together, how many people at a time, and over which days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numpy.typing import NDArray

from rotation.master.levels import Levels
from rotation.master.linear import Floats, Ints
from rotation.solver.generation import dear
from rotation.solver.lines import LONG, Work

FIRST_SHARE, FIRST_PAIRS = 0.2, 2_000
"""Share of the people in the first crews, and about how many assignments are possible in one at
most: one that is too large takes its time and says no more than that."""

FEWEST, MOST_SHARE = 3, 0.7
"""People in a crew: at least so many, and at most such a share of all."""

GROWS, SHRINKS = 1.15, 0.5
"""How the size follows what crews take: by so much where they are quick, by as much as they are too
slow where they are, and at most so."""

QUICK, SLOW, SLOWEST, BRIEF = 0.03, 0.08, 10.0, 4.0
"""A crew's dive that takes less than this share of the time lets the next be larger, and one that
takes more than that share, or seconds, smaller; so many seconds for a stretch, as two short ones
gain what one long one does, and sooner."""

SOONEST = 1e-3
"""Seconds that a crew takes at least."""

AT_FIRST = {False: 1.0, True: 0.2}
"""Seconds that a crew seems to take before there was any, of whole lines and for a stretch."""

LATELY = 0.7
"""Share of what crews took before that is remembered after each."""

GIVEN = 1.5
"""Times as long as that, and a crew's dive ends without anything."""

REMEMBERS = 0.9
"""Share of how a kind did before that is remembered after each crew."""

CURIOUS = 0.05
"""Share of the time of a kind that always finds something that each has whatever it finds."""

KINDS = ("anybody", "alike", "disagreeing", "dear", "stretch", "dear stretch")
"""Whole lines of people drawn evenly, who could take each other's shifts, whose lines the master
would have otherwise, who have a part in what is dear, such as an empty seat; and what many people
do in a stretch of days, or in one where something is dear."""

STRETCHES = KINDS[-2:]
"""Those for a stretch of days: over a long horizon they are tried before the others."""

OTHERS = 0.02
"""How likely others are drawn for what is dear, for each who has a part in it."""

FIRST_DAYS, MANY = 4.0, 100
"""Days of the first stretches, and the people of one at most."""


@dataclass(frozen=True)
class Drawn:
    """A crew to be: kind, people as blocks, and the x that may change (None: all theirs)."""

    kind: str
    blocks: list[int]
    open_: NDArray[np.bool_] | None = None


@dataclass
class Crews:
    """Draws crews: each kind has time by how often it found something lately.

    Parameters
    ----------
    seconds
        How long there is for all of it.
    largest
        Most people of a first crew, however many there are.
    worth
        Kind -> share of its crews that found something.
    took
        Whether for a stretch -> seconds that a crew takes.
    """

    work: Work
    random: Random
    seconds: float = 60.0
    largest: int = 24
    worth: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 1.0))
    took: dict[bool, float] = field(default_factory=lambda: dict(AT_FIRST))
    size: float = 0.0
    days: float = FIRST_DAYS

    def __post_init__(self) -> None:
        people, pairs = len(self.work.walks), len(self.work.linear.pairs)
        self.size = min(FIRST_SHARE * people, FIRST_PAIRS * people / max(1, pairs), self.largest)
        self.size = max(float(FEWEST), self.size)
        shifts: dict[object, int] = {}
        self._shifts = [
            np.array(
                [shifts.setdefault(self.work.linear.pairs[x][1], len(shifts)) for x in w.x],
                np.int64,
            )
            for w in self.work.walks
        ]
        self._count = len(shifts)
        self._day = self.work.days()
        self._last = int(self._day.max(initial=0)) + 1
        if self._last > LONG:
            for kind in set(KINDS) - set(STRETCHES):
                self.worth[kind], self.took[False] = 0.0, SLOWEST
        self._timed: set[bool] = set()
        self._levels = Levels(self.work.linear, dear(self.work.linear))
        self._block = np.zeros(len(self.work.linear.pairs), np.int64)
        for walk in self.work.walks:
            self._block[walk.x] = walk.block

    def patience(self, kind: str) -> float:
        """Return the seconds that a crew's dive may take."""
        return GIVEN * min(BRIEF if kind in STRETCHES else SLOWEST, SLOW * self.seconds)

    def draw(self, lines: Sequence[Ints], shares: dict[int, Floats] | None) -> Drawn:
        """Choose a kind of crew, and its people as blocks.

        Parameters
        ----------
        lines
            Everybody's line now.
        shares
            Block -> how much of each position the master would have, where it has been asked.
        """
        kind = self._kind()
        if kind in STRETCHES:
            x = self._dear(lines) if kind == "dear stretch" else None
            return self._stretch(kind, len(lines), x)
        number = min(len(lines), max(FEWEST, round(self.size)))
        weights = np.ones(len(lines))
        if kind == "alike":
            weights = self._alike(self.random.randrange(len(lines)))
        elif kind == "disagreeing" and shares is not None:
            weights = self._disagreeing(lines, shares)
        elif kind == "dear":
            weights[np.bincount(self._block[self._dear(lines)], minlength=len(lines)) == 0] = OTHERS
        keys = np.array([self.random.random() for _ in lines]) ** (1 / np.maximum(weights, 1e-9))
        return Drawn(kind, sorted(np.argsort(-keys, kind="stable")[:number].tolist()))

    def _kind(self) -> str:
        """Draw a kind: the more often, the more often it finds something, and the sooner."""
        kinds = list(self.worth)
        weights = [(CURIOUS + self.worth[kind]) / self.took[kind in STRETCHES] for kind in kinds]
        return self.random.choices(kinds, weights)[0]

    def _stretch(self, kind: str, people: int, about: Ints | None) -> Drawn:
        """Choose days, the first and last ones as often as others, and people.

        Parameters
        ----------
        about
            The x of which one is to be open, and whose people come first; None: any.
        """
        days = min(self._last, max(1, round(self.days)))
        first = self.random.randrange(1 - days, self._last)
        chosen = self.random.sample(range(people), people)
        if about is not None and len(about):
            day = int(self._day[self.random.choice(about.tolist())])
            first = self.random.randint(day - days + 1, day)
            able = set(self._block[about].tolist())
            chosen.sort(key=lambda block: block not in able)
        open_ = (self._day >= first) & (self._day < first + days)
        return Drawn(kind, sorted(chosen[:MANY]), open_)

    def _dear(self, lines: Sequence[Ints]) -> Ints:
        """Choose something dear, what costs much sooner; return the x that have a part in it."""
        held = self.work.linear.held
        x = np.zeros(len(self.work.linear.pairs))
        for walk, line in zip(self.work.walks, lines, strict=True):
            x[walk.x[line]] = 1
        paid = self._levels.price(np.arange(held.rows), held.times(x))
        paid[np.diff(held.start) == 0] = 0
        if not paid.any():
            return np.zeros(0, np.int32)
        row = self.random.choices(range(held.rows), paid.tolist())[0]
        return held.index[held.start[row] : held.start[row + 1]]

    def learn(self, kind: str, seconds: float, *, better: bool) -> None:
        """Remember how a crew did."""
        self.worth[kind] = REMEMBERS * self.worth[kind] + (1 - REMEMBERS) * better
        sort = kind in STRETCHES
        before = LATELY if sort in self._timed else 0.0
        self._timed.add(sort)
        self.took[sort] = before * self.took[sort] + (1 - before) * max(SOONEST, seconds)
        slow, factor = self.patience(kind) / GIVEN, 1.0
        if seconds < slow * QUICK / SLOW:
            factor = GROWS
        elif seconds > slow:
            factor = max(SHRINKS, slow / seconds)
        if kind in STRETCHES:
            self.days = min(max(1.0, self.days * factor), float(self._last))
        elif factor != 1.0:
            most = max(float(FEWEST), MOST_SHARE * len(self.work.walks))
            self.size = min(max(float(FEWEST), self.size * factor), most)

    def _alike(self, block: int) -> Floats:
        """Weigh people by how many of somebody's shifts they could take."""
        own = np.zeros(self._count, np.bool_)
        own[self._shifts[block]] = True
        shared = np.array([own[shifts].sum() for shifts in self._shifts], np.float64)
        shared[block] = np.inf
        alike: Floats = (shared / max(1, own.sum())) ** 2
        return alike

    def _disagreeing(self, lines: Sequence[Ints], shares: dict[int, Floats]) -> Floats:
        """Weigh people by how far their lines are from what the master would have."""
        gaps = np.zeros(len(lines))
        for walk, line in zip(self.work.walks, lines, strict=True):
            held = np.zeros(len(walk.x))
            held[line] = 1
            gaps[walk.block] = np.abs(shares[walk.block] - held).sum()
        return gaps + 0.2
