"""A crew's dive, to be done here or wherever there is room: what it needs, and what comes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from rotation.master.linear import Ints
from rotation.pool import Tell
from rotation.solver.dive import ROUNDS, STEP, Dive
from rotation.solver.fitting import Fitter
from rotation.solver.generation import Generation
from rotation.solver.lines import Work

LEAST = 0.05
"""Seconds that the master's programme is given however late it is."""


@dataclass(frozen=True)
class Errand:
    """What a crew's dive needs; it pickles.

    Parameters
    ----------
    work
        The crew's work.
    lines
        The lines, as positions, that each of its people begins with.
    noise, seed
        How the dive differs from others.
    below
        In grains: rotas that are not cheaper are not wanted.
    seconds
        How long it may take.
    rounds, step
        Rounds of new lines after each step of the dive, and the most that one settles.
    """

    work: Work
    lines: tuple[tuple[Ints, ...], ...]
    noise: float
    seed: int
    below: float
    seconds: float
    rounds: int = ROUNDS
    step: float = STEP

    def light(self) -> Errand:
        """Return it without what only names people and shifts."""
        work = self.work
        walks = tuple(replace(walk, pairs=()) for walk in work.walks)
        linear = replace(work.linear, pairs=(None,) * len(work.linear.pairs))
        return replace(self, work=replace(work, linear=linear, walks=walks))


@dataclass(frozen=True)
class Brought:
    """What a crew's dive came to.

    Parameters
    ----------
    lines
        The line of each of its people, as positions; None where none cheaper were found.
    value
        In grains: what the rota with them costs at least, where nobody else's line has changed.
    seconds
        How long it took.
    """

    lines: tuple[Ints, ...] | None
    value: float
    seconds: float


def dived(
    errand: Errand,
    tell: Tell | None = None,
    *,
    fitter: Fitter | None = None,
    over: Callable[[], bool] = lambda: False,
) -> Brought:
    """Dive for a crew: a job for a pool, or a call.

    Parameters
    ----------
    fitter
        Finds lines for those whom a dive leaves none; without one, walks have to do.
    over
        Whether to stop before its time.
    """
    began = time.monotonic()
    ends = began + errand.seconds
    own = Generation(errand.work, cap=inf)
    for walk, lines in zip(errand.work.walks, errand.lines, strict=True):
        own.lines.learn([(walk, line) for line in lines])
    own_fitter = fitter or Fitter()
    dive = Dive(
        *(own, own_fitter, errand.noise, errand.seed, errand.below, errand.rounds, errand.step)
    )
    found = dive.run(
        lambda: over() or time.monotonic() > ends, lambda: max(LEAST, ends - time.monotonic())
    )
    seconds = time.monotonic() - began
    if found is None or dive.value >= errand.below:
        return Brought(None, inf, seconds)
    return Brought(tuple(found), dive.value, seconds)
