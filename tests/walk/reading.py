"""Reads automata the slow way, and checks them against the limit's own findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from rotation.limits import Limit, Line
from rotation.walk.automaton import Automaton
from rotation.walk.walker import automata

Held = tuple[bool, ...]
"""For each open shift of a line, whether it is held."""


def every_way(line: Line) -> Iterator[Held]:
    """List every choice of open shifts to hold."""
    return product((False, True), repeat=len(line.open))


def read(made: Automaton, held: Held) -> int | None:
    """Walk one automaton over a line: its cost, None where it is not allowed."""
    state, cost = 0, made.constant
    count = made.curve.start if made.curve else 0
    for stage, position in enumerate(made.stages):
        row = made.offsets[stage] + state
        assert row < made.offsets[stage + 1]
        on = held[position]
        state = int((made.take_to if on else made.skip_to)[row])
        if state < 0:
            return None
        cost += int((made.take_cost if on else made.skip_cost)[row])
        count += int((made.take_step if on else made.skip_step)[row])
    assert state == 0
    if made.curve is None:
        assert not made.take_step.any()
        assert not made.skip_step.any()
        return cost
    curve = made.curve
    assert curve.lowest <= count <= curve.highest
    assert (count - curve.start) % curve.step == 0
    price = curve.price(count)
    return None if price is None else cost + price


def read_all(made: Sequence[Automaton], held: Held) -> int | None:
    """Add up several automata."""
    costs = [read(each, held) for each in made]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def judged(limit: Limit, line: Line, held: Held, weight: int | None) -> int | None:
    """Price the limit's findings; None where a hard one has any."""
    on = frozenset(shift for shift, yes in zip(line.open, held, strict=True) if yes)
    grains = sum(finding.grains for finding in limit.findings(on, line.past_set))
    if weight is None:
        return None if grains else 0
    return weight * grains


def well_made(made: Automaton) -> None:
    """Check the shape of the tables."""
    sizes = (made.offsets[1:] - made.offsets[:-1]).tolist()
    assert made.offsets[0] == 0
    assert len(made.offsets) == len(made.stages) + 1
    assert (made.stages[1:] > made.stages[:-1]).all()
    assert sizes[:1] in ([], [1])
    for table in (made.take_to, made.skip_to, made.take_cost, made.skip_cost):
        assert len(table) == made.offsets[-1]
    for stage, following in enumerate([*sizes[1:], *([1] if sizes else [])]):
        rows = slice(made.offsets[stage], made.offsets[stage + 1])
        for table in (made.take_to, made.skip_to):
            assert table[rows].min() >= -1
            assert table[rows].max() < following


def agrees(
    limit: Limit, line: Line, weight: int | None, *, most_states: int = 64
) -> list[Automaton]:
    """Check that the automata cost what the findings cost, whatever is held; return them."""
    made = automata(limit, line, weight, most_states=most_states)
    for each in made:
        well_made(each)
    for held in every_way(line):
        assert read_all(made, held) == judged(limit, line, held, weight), (limit, held)
    return made
