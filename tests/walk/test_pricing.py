"""Answers to priced questions are those of trying every line."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from rotation.walk.diagram import Diagram, build
from tests.walk.random_automata import lines
from tests.walk.test_diagram import judged, some


@dataclass(frozen=True, eq=False)
class Asked:
    """A diagram, a question, and the value of every allowed line by enumeration."""

    diagram: Diagram
    taking: NDArray[np.float64]
    stepping: NDArray[np.float64]
    forced: NDArray[np.int8] | None
    values: dict[tuple[int, ...], float]


def asked(seed: str) -> Asked:
    """Draw a question."""
    chance = random.Random(seed)
    shifts = chance.randint(1, 8)
    automata = some(chance, shifts, chance.randint(0, 3), chance.randint(0, 3))
    room = chance.choice([2000, 12])
    diagram = build(automata, shifts, most_values=room)
    taking = np.array([chance.randint(-20, 20) for _ in range(shifts)], np.float64)
    stepping = np.array([chance.randint(-2, 2) for _ in diagram.linear], np.float64)
    forced = None
    if chance.random() < 0.5:
        forced = np.array([chance.choice([0, 0, 0, 1, -1]) for _ in range(shifts)], np.int8)
    starts = [diagram.counters[at].start for at in diagram.linear]
    values = {}
    for line in lines(shifts):
        own = judged(automata, line, diagram.linear)
        if own is not None and (forced is None or _obeys(line, forced)):
            stepped = np.array(own[1]) - np.array(starts)
            values[line] = own[0] + taking[list(line)].sum() + float(stepped @ stepping)
    return Asked(diagram, taking, stepping, forced, values)


def _obeys(line: tuple[int, ...], forced: NDArray[np.int8]) -> bool:
    return all(
        force == 0 or (position in line) == (force > 0) for position, force in enumerate(forced)
    )


def questions() -> Iterator[Asked]:
    """Draw 150 questions."""
    for seed in range(150):
        yield asked(f"question {seed}")


def test_best_is_the_least_of_all_lines() -> None:
    """The best value is the least by enumeration, and the line named has it."""
    found = 0
    for one in questions():
        line = one.diagram.best(one.taking, one.stepping, one.forced)
        assert line.value == min(one.values.values(), default=np.inf)
        if one.values:
            assert one.values[tuple(line.taken.tolist())] == line.value
            found += 1
    assert found > 50


@pytest.mark.parametrize("number", [1, 3, 6])
def test_several_are_different_lines_with_their_values(number: int) -> None:
    """The best comes first; as many as asked or as there are ways to part from it."""
    for one in questions():
        several = one.diagram.several(one.taking, one.stepping, number, one.forced)
        assert len(several) >= min(number, 2, len(one.values))
        assert len(several) <= number
        names = [tuple(line.taken.tolist()) for line in several]
        assert len(set(names)) == len(names)
        assert [one.values[name] for name in names] == [line.value for line in several]
        if several:
            best = one.diagram.best(one.taking, one.stepping, one.forced)
            assert names[0] == tuple(best.taken.tolist())


def test_through_is_the_best_with_and_without_every_shift() -> None:
    """For every shift, the least over lines that hold it and over lines that do not."""
    for one in questions():
        value, holding, leaving = one.diagram.through(one.taking, one.stepping, one.forced)
        assert value == min(one.values.values(), default=np.inf)
        for position in range(one.taking.size):
            held = [cost for line, cost in one.values.items() if position in line]
            left = [cost for line, cost in one.values.items() if position not in line]
            assert holding[position] == min(held, default=np.inf)
            assert leaving[position] == min(left, default=np.inf)


def test_counters_run_in_up_to_three_dimensions() -> None:
    """The questions above cover none to three carried counters, and linear ones."""
    kinds = {(len(one.diagram.carried), bool(one.diagram.linear)) for one in questions()}
    assert {(0, False), (1, False), (2, False), (3, False), (1, True)} <= kinds


def test_threads_do_not_disturb_each_other() -> None:
    """Two threads asking different diagrams at once get what one gets."""
    drawn = list(questions())

    def answers(one: Asked) -> list[float]:
        return [one.diagram.best(one.taking, one.stepping, one.forced).value for _ in range(20)]

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(answers, drawn))
    assert both == [[min(one.values.values(), default=np.inf)] * 20 for one in drawn]


def test_what_is_asked_stays_as_it_was() -> None:
    """Forced shifts are priced in a copy."""
    taking = np.array([-1.0, -1.0, -1.0])
    line = build([], 3).best(taking, [], np.array([-1, 0, 1], np.int8))
    assert line.taken.tolist() == [1, 2]
    assert taking.tolist() == [-1.0] * 3


def test_a_shift_passed_over_cannot_be_forced() -> None:
    """Without room for it in any line, demanding a shift leaves no line."""
    for one in questions():
        for position in range(one.taking.size):
            if one.forced is None and not any(position in line for line in one.values):
                must = np.zeros(one.taking.size, np.int8)
                must[position] = 1
                assert one.diagram.best(one.taking, one.stepping, must).value == np.inf
