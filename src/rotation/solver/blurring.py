"""Costs blurred a little, so that of many rotas that are as good one is the best.

Where hundreds of people can do the same at the same price, the master's solution from the middle
is a little of everything, and says of no assignment that it is in the rota. Whoever adds a small
amount to the price of each assignment, drawn at random, gets a solution that is whole for most, and
about as good as those before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from rotation.limits import GRAIN
from rotation.master.linear import Floats
from rotation.solver.lines import Work

BLUR = 0.2 * GRAIN
"""Most that an assignment becomes dearer, in grains: less than the least finding of weight one."""

SURE, CLEAR = 0.75, 0.4
"""An assignment with such a share is nearly in the rota; where so few of all are, it is smeared."""


def smeared(cells: Mapping[int, Floats]) -> bool:
    """Say whether the shares of the positions (block -> shares) leave most of the rota open."""
    shares = np.concatenate(list(cells.values()))
    return bool(shares[shares >= SURE].sum() < CLEAR * shares.sum())


def blurred(work: Work, seed: int) -> Work:
    """Make each assignment a little dearer, at random.

    Its rotas are those of the work, its prices and bounds are not.
    """
    linear = work.linear
    more = BLUR * np.random.default_rng(seed).random(len(linear.pairs))
    dearer = replace(linear, held_cost=linear.held_cost + more)
    return replace(work, linear=dearer, exact=False, step=0)
