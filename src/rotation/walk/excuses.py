"""A Clash whose pairs may be excused, as a machine: an excuse may come before or after both."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from rotation.walk.explore import FORCED

HELD = -1
"""In place of the second shift: both are held, and only an excuse can help."""

Pending = tuple[int, tuple[int, ...]]
"""A pair whose first is held: its second's stage, and the stages of excuses yet to come."""

State = tuple[tuple[Pending, ...], tuple[int, ...]]
"""Pairs under way, and excuses held that a pair yet to begin may use."""


@dataclass(frozen=True)
class Excused:
    """A pair that clashes unless an excuse is held; all numbers are stages."""

    first: int
    second: int
    excuses: tuple[int, ...]

    def renumbered(self, stage: Mapping[int, int]) -> Excused:
        """Return it with other numbers for the stages."""
        excuses = tuple(stage[each] for each in self.excuses)
        return Excused(stage[self.first], stage[self.second], excuses)


class ExcusedClash:
    """Reads a line, remembering the pairs under way and what may still excuse them."""

    def __init__(
        self,
        *,
        positions: Sequence[int],
        parting: Sequence[bool],
        pairs: Sequence[Excused],
        unit: int | None,
    ) -> None:
        self.positions = positions
        self.parting = parting
        self.pairs = pairs
        self.unit = unit
        self.begun: dict[int, list[Excused]] = {}
        self.until: dict[int, int] = {}
        for pair in pairs:
            self.begun.setdefault(pair.first, []).append(pair)
            for excuse in pair.excuses:
                if excuse < pair.first:
                    self.until[excuse] = max(self.until.get(excuse, 0), pair.first)
        self.start: State | None = ((), ())
        self.constant = 0

    @property
    def signature(self) -> Hashable:
        """Return what clashes with what unless what, and what that costs."""
        forced = tuple(position == FORCED for position in self.positions)
        return "excused", forced, tuple(self.parting), tuple(self.pairs), self.unit

    def shape(self, stage: int) -> Hashable:
        """Return the stage: states are written in absolute stages."""
        return stage

    def step(self, stage: int, state: State, taken: bool, /) -> tuple[State, int, int] | None:
        """Carry the pairs under way past a shift, and begin its own."""
        pairs, seen = state
        going: list[Pending] = []
        broken = 0
        for pair in pairs:
            onward = self._onward(pair, stage, taken)
            if onward == (HELD, ()):
                broken += 1
            elif onward is not None:
                going.append(onward)
        if taken:
            going += [
                (pair.second, tuple(each for each in pair.excuses if each > stage))
                for pair in self.begun.get(stage, ())
                if not any(each in seen for each in pair.excuses)
            ]
            if stage in self.until:
                seen = (*seen, stage)
        if seen:
            seen = tuple(each for each in seen if self.until[each] > stage)
        if self.unit is None:
            return None if broken else ((tuple(sorted(set(going))), seen), 0, 0)
        return (tuple(sorted(going)), seen), broken * self.unit, 0

    def _onward(self, pair: Pending, stage: int, taken: bool) -> Pending | None:
        """Return what becomes of a pair; None where it can be no clash any more."""
        second, excuses = pair
        if second == stage:
            if not taken:
                return None
            second = HELD
        elif taken and self.parting[stage] and second != HELD:
            return None
        if excuses and excuses[0] == stage:
            return None if taken else (second, excuses[1:])
        return second, excuses

    def finish(self, _state: State, /) -> int:
        """End: every pair was decided at its last shift."""
        return 0
