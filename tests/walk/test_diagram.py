"""A diagram says of every line what its automata say of it."""

from __future__ import annotations

import pickle
import random

import numpy as np
import pytest

from rotation.walk.automaton import Automaton, Curve
from rotation.walk.diagram import Diagram, build
from tests.walk.random_automata import lines, random_automaton, walk


def judged(
    automata: list[Automaton], line: tuple[int, ...], linear: tuple[int, ...]
) -> tuple[int, list[int]] | None:
    """Price a line by hand; `linear`: the curves (by their order) that are not asked."""
    total = 0
    counted = []
    counter = -1
    for automaton in automata:
        walked = walk(automaton, line)
        if walked is None:
            return None
        total += walked[0]
        if automaton.curve is None:
            continue
        counter += 1
        if counter in linear:
            counted.append(walked[1])
            continue
        price = automaton.curve.price(walked[1])
        if price is None:
            return None
        total += price
    return total, counted


def some(chance: random.Random, shifts: int, plain: int, counting: int) -> list[Automaton]:
    """Draw automata, mixed."""
    drawn = [random_automaton(chance, shifts) for _ in range(plain)]
    drawn += [random_automaton(chance, shifts, most_states=3, counts=True) for _ in range(counting)]
    chance.shuffle(drawn)
    return drawn


def agrees(diagram: Diagram, automata: list[Automaton], shifts: int) -> int:
    """Compare every line; count the allowed ones."""
    allowed = 0
    for line in lines(shifts):
        own = diagram.own(np.array(line, np.int32))
        by_hand = judged(automata, line, diagram.linear)
        assert (None if own is None else (own[0], own[1].tolist())) == by_hand
        allowed += own is not None
    return allowed


@pytest.mark.parametrize("counting", [0, 1, 2, 3, 4])
def test_every_line_costs_what_its_automata_say(counting: int) -> None:
    """Own prices and allowed lines are those of walking the automata one by one."""
    allowed = 0
    for seed in range(40):
        chance = random.Random(f"{seed}/{counting}")
        shifts = chance.randint(1, 7)
        automata = some(chance, shifts, chance.randint(0, 4), counting)
        diagram = build(automata, shifts)
        assert len(diagram.counters) == counting
        assert sorted((*diagram.carried, *diagram.linear)) == list(range(counting))
        allowed += agrees(diagram, automata, shifts)
    assert allowed > 100  # of 40 x about 50 lines: the comparison is not between nothings


def test_nothing_asked_allows_everything() -> None:
    """Without automata all 2**4 lines are allowed, free of charge, in 4 nodes and the end."""
    diagram = build([], 4)
    assert agrees(diagram, [], 4) == 16
    assert diagram.nodes == 5
    assert diagram.exact


def test_no_open_shifts_leave_one_empty_line() -> None:
    """With no shifts only constants and the curve of the start remain: 7 + 3 * 3."""
    empty = np.zeros(0, np.int32)
    nought = np.zeros(0, np.int64)
    curve = Curve(3, 3, 3, 1, lambda value: value * value)
    automaton = Automaton(
        empty, np.zeros(1, np.int32), empty, empty, nought, nought, nought, nought, 7, curve
    )
    diagram = build([automaton], 0)
    assert diagram.best([]).value == 16
    own = diagram.own([])
    assert own is not None
    assert own[0] == 16
    assert [line.taken.tolist() for line in diagram.several([], [], 3)] == [[]]


def refusing(stage: int) -> Automaton:
    """Allow neither to hold a shift nor to leave it."""
    never = np.array([-1], np.int32)
    free = np.zeros(1, np.int64)
    return Automaton(
        np.array([stage], np.int32),
        np.array([0, 1], np.int32),
        never,
        never,
        free,
        free,
        free,
        free,
    )


def test_no_line_at_all_is_no_error() -> None:
    """Where nothing is allowed, values are infinite and lists are empty."""
    diagram = build([refusing(1)], 3)
    assert diagram.best(np.zeros(3)).value == np.inf
    assert diagram.several(np.zeros(3), [], 3) == []
    assert diagram.own([]) is None
    value, holding, leaving = diagram.through(np.zeros(3))
    assert value == np.inf
    assert holding.tolist() == leaving.tolist() == [np.inf] * 3
    assert diagram.nodes == 0


def test_a_curve_that_nothing_meets_allows_no_line() -> None:
    """A hard total out of reach is the same as a dead end."""
    chance = random.Random(1)
    automaton = random_automaton(chance, 4, counts=True)
    curve = Curve(0, 0, 0, 1, lambda value: None)
    impossible = Automaton(**{**automaton.__dict__, "curve": curve})
    assert build([impossible], 4).best(np.zeros(4)).value == np.inf


@pytest.mark.parametrize("limits", [{"most_nodes": 6}, {"most_values": 3}, {"most_cells": 20}])
def test_a_relaxation_is_never_dearer(limits: dict[str, int]) -> None:
    """With less room everything allowed stays allowed, at no higher price."""
    left_out = linear = 0
    for seed in range(60):
        chance = random.Random(seed)
        shifts = chance.randint(3, 6)
        automata = some(chance, shifts, 4, 2)
        diagram = build(automata, shifts, **limits)
        left_out += len(diagram.left_out)
        linear += len(diagram.linear)
        kept = [one for at, one in enumerate(automata) if at not in diagram.left_out]
        counters = [one.curve for one in kept if one.curve is not None]
        assert [curve.start for curve in diagram.counters] == [one.start for one in counters]
        for line in lines(shifts):
            exactly = judged(automata, line, ())
            if exactly is not None:
                own = diagram.own(np.array(line, np.int32))
                assert own is not None
                later = [
                    counters[at].price(int(value))
                    for at, value in zip(diagram.linear, own[1], strict=True)
                ]
                assert own[0] + sum(price or 0 for price in later) <= exactly[0]
    assert left_out if "most_nodes" in limits else linear


def test_more_states_than_bits_leaves_the_widest_out() -> None:
    """Four words hold 20 machines of 12 bits; a 21st makes the widest go, not the narrow ones."""
    chance = random.Random(3)
    narrow = [random_automaton(chance, 5) for _ in range(2)]
    stages, offsets = np.array([0, 4], np.int32), np.array([0, 1, 4097], np.int32)
    to = np.zeros(4097, np.int32)
    free = np.zeros(4097, np.int64)
    wide = Automaton(stages, offsets, to, to, free, free, free, free)
    # 5 x 12 bits in a word of 64, 4 words
    diagram = build([*narrow, *[wide] * 21], 5)
    assert diagram.left_out
    assert min(diagram.left_out) >= 2
    assert agrees(diagram, narrow, 5)


def test_equal_nodes_are_one() -> None:
    """Leaving two states that behave alike apart would need 2 nodes for the second shift."""
    stages, offsets = np.array([0, 1], np.int32), np.array([0, 1, 3], np.int32)
    to, other = np.array([0, 0, 0], np.int32), np.array([1, 0, 0], np.int32)
    free = np.zeros(3, np.int64)
    cost = np.array([5, 0, 0], np.int64)
    automaton = Automaton(stages, offsets, other, to, cost, free, free, free)
    assert build([automaton], 2).nodes == 3


def test_the_same_automata_draw_the_same_diagram() -> None:
    """Twice the same bytes."""
    chance = random.Random(5)
    automata = some(chance, 6, 4, 0)
    assert pickle.dumps(build(automata, 6)) == pickle.dumps(build(automata, 6))


def test_a_pickled_diagram_prices_as_before() -> None:
    """What other processes get back answers alike, without the curves' own functions."""
    chance = random.Random(11)
    automata = some(chance, 5, 1, 2)
    diagram = build(automata, 5)
    again = pickle.loads(pickle.dumps(diagram))  # noqa: S301
    taking = np.array([chance.randint(-9, 9) for _ in range(5)], np.float64)
    assert again.best(taking).value == diagram.best(taking).value < np.inf
    assert agrees(again, automata, 5)
    with pytest.raises(RuntimeError, match="stayed behind"):
        again.counters[0].price(0)
