"""A Run as a machine: how long the run is, and which marks of days to come are set already."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from rotation.limits import GRAIN, Line, Run

Part = int
"""What is known of the run so far: JOINED and EARLY, or neither."""

JOINED = 1
"""A held shift takes part in it."""

EARLY = 2
"""It begins where what came before is unknown, so that it is not too short."""

State = tuple[int, Part, int]
"""Length so far (-1: nothing to measure from), what is known of the run, marks set."""

Folded = tuple[int, Part, int]
"""Length, what is known of the run, cost."""


class _Fold(NamedTuple):
    """A mark that is decided: whether history marks it, what runs from or up to it may be."""

    past: bool
    begins: Part
    ends_open: bool


class _Stage(NamedTuple):
    """A shift: the marks it sets (bits from the first undecided one on), those decided after."""

    sets: int
    folds: tuple[_Fold, ...]


class RunMachine:
    """Reads a line and folds each mark into the run once no shift can change it any more.

    A run is paid for where it ends; what it is too long beyond `cap` is paid as it grows, so that
    no length above it is remembered.
    """

    def __init__(self, limit: Run, line: Line, weight: int | None) -> None:
        self.limit = limit
        self.unit = None if weight is None else weight * GRAIN
        self.cap = max(limit.low or 0, limit.high or 0)
        self.positions, self.stages, before = _read(limit, line)
        self.constant = 0
        self.last_open = bool(limit.marks) and _open(limit, -1)
        length, part = -1 if limit.off else 0, 0
        for fold in before:
            # What only history makes is not judged, so nothing is paid or refused here.
            folded = self._fold(length, part, False, fold)
            assert folded is not None  # noqa: S101
            length, part, _ = folded
        self.start: State | None = (length, part, 0)

    @property
    def signature(self) -> Hashable:
        """Return what each shift sets and decides, and what that costs."""
        bounds = (self.limit.low, self.limit.high, self.limit.off, self.unit)
        return "run", self.start, tuple(self.stages), self.last_open, bounds

    def shape(self, stage: int) -> Hashable:
        """Return the marks it sets and decides."""
        return self.stages[stage]

    def step(self, stage: int, state: State, taken: bool, /) -> tuple[State, int, int] | None:
        """Set marks, then fold those that are decided."""
        length, part, marks = state
        here = self.stages[stage]
        if taken:
            marks |= here.sets
        paid = 0
        for fold in here.folds:
            folded = self._fold(length, part, bool(marks & 1), fold)
            if folded is None:
                return None
            length, part, cost = folded
            paid += cost
            marks >>= 1
        return (length, part, marks), paid, 0

    def finish(self, state: State, /) -> int | None:
        """End the last run; free places after the last mark are no run."""
        length, part, _ = state
        if self.limit.off or not part & JOINED:
            return 0
        return self._end(length, self.last_open or bool(part & EARLY))

    def _fold(self, length: int, part: Part, held: bool, fold: _Fold) -> Folded | None:
        if self.limit.off:
            return self._fold_off(length, part, held or fold.past, JOINED if held else 0)
        if held or fold.past:
            known = part if length or part else fold.begins
            return self._grow(length + 1, known | JOINED if held else known)
        paid = self._end(length, fold.ends_open or bool(part & EARLY)) if part & JOINED else 0
        return None if paid is None else (0, 0, paid)

    def _grow(self, length: int, part: Part) -> Folded | None:
        high = self.limit.high
        if not part & JOINED:
            return (length if high is not None else min(length, self.cap)), part, 0
        if high is None or length <= high:
            return min(length, self.cap), part, 0
        if self.unit is None:
            return None
        return min(length, self.cap), part, max(0, length - self.cap) * self.unit

    def _fold_off(self, length: int, part: Part, marked: bool, joins: Part) -> Folded | None:
        if marked:
            paid = self._end(length, False) if length > 0 and (part or joins) else 0
            return None if paid is None else (0, joins, paid)
        if length < 0:
            return length, 0, 0
        if self.limit.high is None and length + 1 >= self.cap:
            return -1, 0, 0  # long enough: whoever works next, it costs nothing
        return length + 1, part, 0

    def _end(self, length: int, open_: bool) -> int | None:
        """Price a run that ends."""
        low, high = self.limit.low, self.limit.high
        over = max(0, length - high) if high is not None else 0
        short = max(0, low - length) if low is not None and not open_ and length else 0
        out = max(over, short)
        if self.unit is None:
            return None if out else 0
        return out * self.unit


def _open(limit: Run, number: int) -> bool:
    return limit.open_from is not None and limit.marks[number].date >= limit.open_from


def _read(limit: Run, line: Line) -> tuple[list[int], list[_Stage], list[_Fold]]:
    """Say what each shift sets and decides; marks decided before the first come last."""
    index, past = line.positions, line.past_set
    sets: dict[int, int] = {}
    folds: dict[int, list[_Fold]] = {}
    ends: list[int] = []
    decided = -1
    for number, mark in enumerate(limit.marks):
        for shift in mark.shifts:
            position = index.get(shift, -1)
            if position >= 0:
                sets[position] = sets.get(position, 0) | 1 << number
                decided = max(decided, position)
        ends.append(decided)
    for number, (mark, end) in enumerate(zip(limit.marks, ends, strict=True)):
        served = bool(past) and any(shift in past for shift in mark.shifts)
        early = limit.open_until is not None and mark.date <= limit.open_until
        ends_open = number > 0 and _open(limit, number - 1)
        folds.setdefault(end, []).append(_Fold(served, EARLY if early else 0, ends_open))
    leading = folds.get(-1, [])
    stages, folded = [], len(leading)
    positions = sorted(sets)
    for position in positions:
        own_folds = tuple(folds.get(position, ()))
        stages.append(_Stage(sets[position] >> folded, own_folds))
        folded += len(own_folds)
    return positions, stages, leading
