"""Sums of what shifts add."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rotation.domain import Shift, sorted_shifts
from rotation.limits.measure import GRAIN, Finding, squared


@dataclass(frozen=True)
class Part:
    """What some shifts add to a total.

    `each`: the amount for every one held. `any`: once, when at least one is held. `none`: once,
    when none is held.
    """

    amount: int
    shifts: tuple[Shift, ...]
    when: Literal["each", "any", "none"] = "each"

    def value(self, on: Collection[Shift]) -> int:
        """Measure the part on a set of shifts."""
        if self.when == "each":
            return self.amount * sum(shift in on for shift in self.shifts)
        return self.amount * (any(shift in on for shift in self.shifts) == (self.when == "any"))


@dataclass(frozen=True, kw_only=True)
class Total:
    """The sum of what shifts add stays within low..high, or is priced around an aim.

    Parameters
    ----------
    low, high
        Bounds in the total's own measure; None: open.
    unit
        How much of the measure is one unit of breach; divides `GRAIN`.
    aim
        Instead of bounds: priced by the squared distance in units, linear between whole units.
    idle
        Counts even where no held shift takes part (something is missing, and that is the breach).
    flat
        One unit of breach however far the total is out.
    start, end
        The stretch it speaks of.
    """

    parts: tuple[Part, ...]
    low: int | None = None
    high: int | None = None
    unit: int = 1
    aim: int | None = None
    idle: bool = False
    flat: bool = False
    about: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def value(self, on: Collection[Shift]) -> int:
        """Measure the total on a set of shifts."""
        return sum(part.value(on) for part in self.parts)

    def grains(self, value: int) -> int:
        """Price a value of the total, in grains."""
        if self.aim is not None:
            return squared(value - self.aim, self.unit)
        low = self.low - value if self.low is not None else 0
        high = value - self.high if self.high is not None else 0
        out = max(low, high, 0)
        return GRAIN * (out > 0) if self.flat else out * (GRAIN // self.unit)

    def broken(self) -> Finding:
        """Return it as broken by one unit with all its shifts, for words about what it asks."""
        shifts = tuple(shift for part in self.parts for shift in part.shifts)
        return Finding(self, GRAIN, shifts, 0, self.start, self.end)

    def findings(self, held: AbstractSet[Shift], past: AbstractSet[Shift]) -> Iterator[Finding]:
        """Measure a line: at most one finding."""
        value = self.value(held | past)
        grains = self.grains(value)
        if not grains:
            return
        own = [shift for part in self.parts for shift in part.shifts]
        if not self.idle and not any(shift in held for shift in own):
            return
        on = sorted_shifts(list({shift for shift in own if shift in held or shift in past}))
        yield Finding(self, grains, on, value, self.start, self.end)
