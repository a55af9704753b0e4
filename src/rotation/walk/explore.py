"""From a machine's steps to the tables of an automaton, as small as they can be."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

import numpy as np

from rotation.walk.automaton import Automaton, Curve
from rotation.walk.kernels_lines import counts

State = TypeVar("State", bound=Hashable)

FORCED = -1
"""The position of a stage that is no choice: what was served is held."""


class TooManyStates(Exception):
    """A limit remembers more than can be walked."""


class Machine(Protocol[State]):
    """A limit that reads a line: where it looks, what it remembers, what that costs."""

    @property
    def positions(self) -> Sequence[int]:
        """The positions in line.open that it reads, increasing; `FORCED` for what was served."""

    @property
    def start(self) -> State | None:
        """What it remembers before the first; None where nothing is allowed."""

    @property
    def constant(self) -> int:
        """What it costs from the start."""

    @property
    def signature(self) -> Hashable:
        """What makes another machine step alike, wherever it looks."""

    def shape(self, stage: int) -> Hashable:
        """Return what a step depends on besides the state: equal shapes step alike."""

    def step(self, stage: int, state: State, taken: bool, /) -> tuple[State, int, int] | None:
        """Return the next state, the cost and what is counted; None where not allowed."""

    def finish(self, state: State, /) -> int | None:
        """Return what it costs to end in a state; None where not allowed."""


Half = tuple[int, int, int]
"""What one choice does: the next state (-1: not allowed), its cost, what is counted."""

Row = tuple[Half, Half]
"""What taking does and what skipping does."""

Rows = tuple[Row, ...]
"""One row a state."""

NOT: Half = (-1, 0, 0)


def build(machine: Machine[State], most_states: int) -> Automaton | None:
    """Make the tables of a machine; None where nothing is allowed.

    Raises
    ------
    TooManyStates
        There would be more than `most_states` before some stage.
    """
    if len(machine.positions) > MOST_LIKE:
        tables = _tables(machine, most_states)
    else:
        # Weeks are alike, and so are people: most machines have been seen before.
        key = (machine.signature, most_states)
        if key not in _known:
            if len(_known) >= MOST_KNOWN:
                _known.clear()
            _known[key] = _tables(machine, most_states)
        tables = _known[key]
    if isinstance(tables, TooManyStates):
        raise TooManyStates(*tables.args)
    if tables is None:
        return None
    where = np.array(machine.positions, dtype=np.int32)
    return replace(tables, stages=where[tables.stages])


def _tables(machine: Machine[State], most_states: int) -> Automaton | TooManyStates | None:
    """Make the tables, with the number of each stage in place of its position."""
    if machine.start is None:
        return None
    try:
        layers, last = _explore(machine, machine.start, most_states)
    except TooManyStates as too_many:
        return too_many.with_traceback(None)
    ends = [machine.finish(state) for state in last]
    shrinking = _Shrinking(
        classes=tuple(-1 if end is None else 0 for end in ends),
        heights=tuple(end or 0 for end in ends),
        constant=machine.constant,
    )
    for stage in reversed(range(len(layers))):
        shrinking.put(stage, layers[stage])
    return None if shrinking.classes[0] < 0 else shrinking.automaton()


MOST_LIKE = 500
"""Machines with more stages than this are not remembered."""

MOST_KNOWN = 2000

_known: dict[Hashable, Automaton | TooManyStates | None] = {}


def _explore(
    machine: Machine[State], start: State, most_states: int
) -> tuple[list[Rows], tuple[State, ...]]:
    """List what each reachable state does, stage by stage, and the states at the end."""
    seen: dict[Hashable, tuple[Rows, tuple[State, ...]]] = {}
    states: tuple[State, ...] = (start,)
    # Equal states are one object: most stages of a long line are told apart by its identity.
    same = {states: states}
    layers: list[Rows] = []
    shape = machine.shape
    for stage, position in enumerate(machine.positions):
        key = (shape(stage), position == FORCED, id(states))
        known = seen.get(key)
        if known is None:
            rows, following = _layer(machine, stage, states)
            known = seen[key] = rows, same.setdefault(following, following)
        rows, states = known
        if len(states) > most_states:
            raise TooManyStates(f"{len(states)} states, at most {most_states} can be walked")
        layers.append(rows)
    return layers, states


def _layer(
    machine: Machine[State], stage: int, states: tuple[State, ...]
) -> tuple[Rows, tuple[State, ...]]:
    found: dict[State, int] = {}
    step = machine.step
    forced = machine.positions[stage] == FORCED

    def half(state: State, taken: bool) -> Half:
        result = step(stage, state, taken)
        if result is None:
            return NOT
        following, cost, count = result
        return found.setdefault(following, len(found)), cost, count

    rows: list[Row] = []
    for state in states:
        take = half(state, True)
        rows.append((take, take if forced else half(state, False)))
    return tuple(rows), tuple(found)


Known = tuple[tuple[int, ...], tuple[int, ...], int, tuple[Row, ...] | None]


@dataclass
class _Shrinking:
    """Merges states that do the same from here on, from the last stage to the first.

    `classes` says which state of the next stage kept each state has become, -1 where it cannot
    end well; `heights` the least that its end costs, which is paid before it is entered.
    """

    classes: tuple[int, ...]
    heights: tuple[int, ...]
    constant: int
    stages: list[int] = field(default_factory=list)
    kept: list[tuple[Row, ...]] = field(default_factory=list)
    seen: dict[tuple[int, int, int], Known] = field(default_factory=dict)
    same: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.classes, self.heights = self._one(self.classes), self._one(self.heights)

    def _one(self, numbers: tuple[int, ...]) -> tuple[int, ...]:
        """Return the same object for equal ones, so that its identity tells them apart."""
        return self.same.setdefault(numbers, numbers)

    def put(self, stage: int, rows: Rows) -> None:
        """Add the stage before those put so far; `rows` must live on."""
        key = (id(rows), id(self.classes), id(self.heights))
        known = self.seen.get(key)
        if known is None:
            classes, heights, common, kept = _shrunk(rows, self.classes, self.heights)
            known = self.seen[key] = self._one(classes), self._one(heights), common, kept
        self.classes, self.heights, common, kept = known
        self.constant += common
        if kept is not None:
            self.stages.append(stage)
            self.kept.append(kept)

    def automaton(self) -> Automaton:
        """Return the tables of all stages that matter."""
        layers = self.kept[::-1]
        # Stages that are alike share their rows: each kind is made an array once.
        kinds = {id(rows): rows for rows in layers}
        arrays = {kind: np.array(rows, dtype=np.int64) for kind, rows in kinds.items()}
        none = np.zeros((0, 2, 3), dtype=np.int64)
        table = np.concatenate([none, *(arrays[id(rows)] for rows in layers)])
        sizes = np.array([0, *(len(rows) for rows in layers)], dtype=np.int32)
        return Automaton(
            stages=np.array(self.stages[::-1], dtype=np.int32),
            offsets=np.cumsum(sizes, dtype=np.int32),
            take_to=table[:, 0, 0].astype(np.int32),
            skip_to=table[:, 1, 0].astype(np.int32),
            take_cost=table[:, 0, 1].copy(),
            skip_cost=table[:, 1, 1].copy(),
            take_step=table[:, 0, 2].copy(),
            skip_step=table[:, 1, 2].copy(),
            constant=self.constant + self.heights[0],
        )


def _shrunk(rows: Rows, classes: tuple[int, ...], heights: tuple[int, ...]) -> Known:
    """Merge the states of one stage; rows are None where it makes no difference."""
    own: list[Row | None] = []
    least: list[int] = []
    for take, skip in rows:
        taken = _onward(take, classes, heights)
        skipped = taken if skip is take else _onward(skip, classes, heights)
        if taken[0] < 0 and skipped[0] < 0:
            own.append(None)
            least.append(0)
            continue
        height = min(half[1] for half in (taken, skipped) if half[0] >= 0)
        own.append((_less(taken, height), _less(skipped, height)))
        least.append(height)
    live = [row for row in own if row is not None]
    common = min((low for low, row in zip(least, own, strict=True) if row is not None), default=0)
    lifted = tuple(
        low - common if row is not None else 0 for low, row in zip(least, own, strict=True)
    )
    if all(take == skip and not take[2] for take, skip in live):
        return tuple(-1 if row is None else row[0][0] for row in own), lifted, common, None
    number = {row: index for index, row in enumerate(dict.fromkeys(live))}
    merged = tuple(-1 if row is None else number[row] for row in own)
    return merged, lifted, common, tuple(number)


def _onward(half: Half, classes: tuple[int, ...], heights: tuple[int, ...]) -> Half:
    to, cost, count = half
    if to < 0 or classes[to] < 0:
        return NOT
    return classes[to], cost + heights[to], count


def _less(half: Half, height: int) -> Half:
    return half if half[0] < 0 else (half[0], half[1] - height, half[2])


def reach(made: Automaton, start: int) -> tuple[int, int, int]:
    """Return the least and the greatest count from `start`, and the step of its values."""
    least, greatest = counts(
        made.offsets, made.take_to, made.skip_to, made.take_step, made.skip_step
    )
    step = int(np.gcd.reduce(np.concatenate([made.take_step, made.skip_step])))
    return start + least, start + greatest, step or 1


def never(has_open: bool) -> Automaton:
    """Return the automaton that allows nothing."""
    count = int(has_open)
    bad = np.full(count, -1, dtype=np.int32)
    none = np.zeros(count, dtype=np.int64)
    curve = None if has_open else Curve(0, 0, 0, 1, _forbidden)
    stages = np.zeros(count, dtype=np.int32)
    offsets = np.arange(count + 1, dtype=np.int32)
    return Automaton(stages, offsets, bad, bad, none, none, none, none, 0, curve)


def _forbidden(_value: int) -> None:
    return None
