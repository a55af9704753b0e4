"""A Clash as a machine: which of the coming shifts clash with what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from rotation.domain import Shift
from rotation.limits import GRAIN, Clash, Line, open_pairs
from rotation.walk.excuses import Excused, ExcusedClash
from rotation.walk.explore import FORCED, Machine


class _Beat(NamedTuple):
    """A shift of the line that is open, or served and thus held for sure."""

    shift: Shift
    position: int


class PlainClash:
    """Reads a line, remembering what clashes with what is held.

    A state is a number: its lowest `width` bits say how many of those held clash with the shift
    that is read next, the bits above the same of those after it.
    """

    def __init__(
        self, positions: Sequence[int], own: Sequence[int], width: int, *, hard: bool, last: bool
    ) -> None:
        self.positions = positions
        self.own = own
        self.width = width
        self.low = (1 << width) - 1
        self.hard = hard
        self.last = last
        self.unit = 0
        self.start: int | None = 0
        self.constant = 0

    @property
    def signature(self) -> Hashable:
        """Return what clashes with what, and what that costs."""
        forced = tuple(position == FORCED for position in self.positions)
        kind = (self.width, self.hard, self.last, self.unit)
        return "clash", forced, tuple(self.own), kind

    def shape(self, stage: int) -> Hashable:
        """Return what clashes with the shift later on."""
        return self.own[stage]

    def step(self, stage: int, state: int, taken: bool, /) -> tuple[int, int, int] | None:
        """Count the clashes with a shift that is held, and remember what it clashes with."""
        rest = state >> self.width
        if not taken:
            return rest, 0, 0
        clashes = state & self.low
        own = self.own[stage]
        if self.last:
            rest = own
        elif self.hard:
            rest |= own
        else:
            rest += own
        if clashes and self.hard:
            return None
        return rest, clashes * self.unit, 0

    def finish(self, _state: int, /) -> int:
        """End: what is left clashes with nothing."""
        return 0


def clash_machine(limit: Clash, line: Line, weight: int | None) -> Machine[Any] | None:
    """Return the machine that prices or forbids the pairs that clash; None where none can."""
    beats = _beats(limit.among, line)
    if len(beats) < len(limit.among):
        limit = replace(limit, among=tuple(beat.shift for beat in beats))
    pairs = open_pairs(limit, line)
    if limit.unless is not None:
        return _excused(limit, line, beats, pairs, weight)
    return _plain(limit, beats, pairs, weight) if pairs else None


def _beats(shifts: Sequence[Shift], line: Line) -> list[_Beat]:
    index, past = line.positions, line.past_set
    beats = []
    for shift in shifts:
        position = index.get(shift, FORCED)
        if position != FORCED or shift in past:
            beats.append(_Beat(shift, position))
    return beats


def _plain(
    limit: Clash, beats: Sequence[_Beat], pairs: Sequence[tuple[int, int]], weight: int | None
) -> PlainClash:
    hard, last = weight is None, limit.next_only
    width = 1
    if not hard and not last:
        width = max(Counter(second for _, second in pairs).values()).bit_length()
    staged = _at_stake(len(beats), pairs, between=limit.next_only)
    stage = [0] * len(beats)
    for number, beat in enumerate(staged):
        stage[beat] = number
    own = [0] * len(staged)
    for first, second in pairs:
        at = stage[first]
        own[at] |= 1 << width * (stage[second] - at - 1)
    positions = [beats[beat].position for beat in staged]
    machine = PlainClash(positions, own, width, hard=hard, last=last)
    machine.unit = 0 if weight is None else weight * GRAIN
    return machine


def _at_stake(count: int, pairs: Sequence[tuple[int, int]], *, between: bool) -> list[int]:
    """List the beats in a pair, and those between the two if they part them."""
    firsts, seconds = np.array(pairs, np.intp).reshape(-1, 2).T
    staged = np.zeros(count, np.bool_)
    staged[firsts] = staged[seconds] = True
    if between:
        furthest = np.zeros(count + 1, np.intp)
        np.maximum.at(furthest, firsts + 1, seconds)
        staged |= np.arange(count) < np.maximum.accumulate(furthest)[:count]
    return np.flatnonzero(staged).tolist()


def _excused(
    limit: Clash,
    line: Line,
    beats: Sequence[_Beat],
    pairs: Sequence[tuple[int, int]],
    weight: int | None,
) -> ExcusedClash | None:
    """Collect what would excuse each pair; a pair that history excuses is none."""
    assert limit.unless is not None  # noqa: S101
    index, past = line.positions, line.past_set
    asked: list[tuple[_Beat, _Beat, list[Shift]]] = []
    for first, second in pairs:
        one, other = beats[first], beats[second]
        excuses = limit.unless(one.shift, other.shift)
        if not any(each in past or each in (one.shift, other.shift) for each in excuses):
            asked.append((one, other, [each for each in excuses if each in index]))
    if not asked:
        return None
    of_line = {beat.shift for beat in beats}
    extra = {each for *_, excuses in asked for each in excuses} - of_line
    every = sorted([*beats, *_beats(tuple(extra), line)], key=lambda beat: beat.shift.order)
    number = {beat.shift: stage for stage, beat in enumerate(every)}
    found = [
        Excused(
            number[one.shift],
            number[other.shift],
            tuple(sorted({number[each] for each in excuses})),
        )
        for one, other, excuses in asked
    ]
    ends = [(each.first, max([each.second, *each.excuses])) for each in found]
    early = [(min(each.excuses), each.first) for each in found if each.excuses]
    staged = _at_stake(len(every), [*ends, *early], between=True)
    stage = {beat: place for place, beat in enumerate(staged)}
    return ExcusedClash(
        positions=[every[beat].position for beat in staged],
        parting=[limit.next_only and every[beat].shift in of_line for beat in staged],
        pairs=[each.renumbered(stage) for each in found],
        unit=None if weight is None else weight * GRAIN,
    )
