"""Small random automata, and what they say of a line when it is walked by hand."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from rotation.walk.automaton import Automaton, Curve


def random_automaton(
    chance: random.Random, shifts: int, *, most_states: int = 4, counts: bool = False
) -> Automaton:
    """Draw an automaton with up to `most_states` states at a stage."""
    stages = sorted(chance.sample(range(shifts), chance.randint(0, shifts)))
    sizes = [1] + [chance.randint(1, most_states) for _ in stages[1:]]
    following = [*sizes[1:], 1]
    sizes = sizes[: len(stages)]
    rows = [size for size, count in zip(following, sizes, strict=False) for _ in range(count)]
    refusing = chance.choice([0, 0, 0.1, 0.25])

    def moves() -> np.ndarray:
        to = [-1 if chance.random() < refusing else chance.randrange(size) for size in rows]
        return np.array(to, np.int32)

    def amounts(top: int, unit: int = 1) -> np.ndarray:
        some = [unit * chance.choice([0, 0, chance.randint(-2, top)]) for _ in rows]
        return np.array(some, np.int64)

    unit = chance.choice([1, 3, 60])
    take_step, skip_step = amounts(5, unit), amounts(2, unit)
    if not counts:
        take_step, skip_step = take_step * 0, skip_step * 0
    return Automaton(
        stages=np.array(stages, np.int32),
        offsets=np.cumsum([0, *sizes]).astype(np.int32),
        take_to=moves(),
        skip_to=moves(),
        take_cost=amounts(9),
        skip_cost=amounts(9),
        take_step=take_step,
        skip_step=skip_step,
        constant=chance.randint(-5, 5),
        curve=_curve(chance, len(stages), unit) if counts else None,
    )


def _curve(chance: random.Random, stages: int, unit: int) -> Curve:
    start = chance.randint(-3, 3) * unit + chance.randint(0, 2)
    aim = start + unit * chance.randint(-2, 8)
    slack = chance.choice([None, None, 4])

    def price(value: int) -> int | None:
        if slack is not None and abs(value - aim) > slack * unit:
            return None
        return abs(value - aim) ** 2 - 7

    # a step adds -2..5 units
    return Curve(start, start - 2 * stages * unit, start + 5 * stages * unit, unit, price)


def lines(shifts: int) -> Iterator[tuple[int, ...]]:
    """List every line of so many shifts."""
    for size in range(shifts + 1):
        yield from combinations(range(shifts), size)


def walk(automaton: Automaton, line: Sequence[int]) -> tuple[int, int] | None:
    """Walk one line by hand: its cost before the curve, and what it counts; None: not allowed."""
    state, cost = 0, automaton.constant
    counted = automaton.curve.start if automaton.curve else 0
    for at, stage in enumerate(automaton.stages):
        row = automaton.offsets[at] + state
        held = int(stage) in line
        state = int((automaton.take_to if held else automaton.skip_to)[row])
        if state < 0:
            return None
        cost += int((automaton.take_cost if held else automaton.skip_cost)[row])
        counted += int((automaton.take_step if held else automaton.skip_step)[row])
    return cost, counted
