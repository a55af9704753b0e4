"""A Total as a machine: the value so far, as long as it matters, and which parts are held."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from rotation.limits import GRAIN, Line, Total
from rotation.walk.automaton import Automaton, Curve
from rotation.walk.explore import TooManyStates, build, never, reach
from rotation.walk.sums import GATE, Sum, summed

State = tuple[int, int]
"""Value so far, bits of the parts under way that are held; -1 for the bits: nothing matters."""

DONE: State = (0, -1)

FAR = 1 << 62
"""Beyond every value of a total."""


@dataclass(frozen=True)
class Price:
    """What a value of a total costs, and where it stops to matter.

    Parameters
    ----------
    unit
        Cost of one grain; None: not allowed.
    """

    limit: Total
    unit: int | None

    def __call__(self, value: int) -> int | None:
        """Price a final value."""
        grains = self.limit.grains(value)
        if self.unit is None:
            return None if grains else 0
        return grains * self.unit

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """The values that cost nothing; around an aim, those are the aim."""
        aim = self.limit.aim
        return (self.limit.low, self.limit.high) if aim is None else (aim, aim)

    @property
    def bent(self) -> bool:
        """Rise ever steeper, so that a value matters wherever it lies."""
        return self.limit.aim is not None and self.unit is not None

    @property
    def slope(self) -> int:
        """What each further step out costs."""
        return 0 if self.unit is None else GRAIN // self.limit.unit * self.unit


class TotalMachine:
    """Reads a line and remembers the value, until no shift to come can make it matter."""

    def __init__(self, total: Sum, price: Price) -> None:
        self.total = total
        self.price = price
        low, high = price.bounds
        self.low = -FAR if low is None else low
        self.high = FAR if high is None else high
        self.bent, self.slope = price.bent, price.slope
        # From these on, how far out the end will be is certain; by one more where out is out.
        self.stop = price.unit is None or price.limit.flat
        self.floor = -FAR if low is None else min(self.low, self.high) - self.stop
        self.ceiling = FAR if high is None else max(self.low, self.high) + self.stop
        self.positions = total.positions
        settled = self._settle(0, total.base, 0)
        self.start: State | None = settled[0] if settled else None
        self.constant = settled[1] if settled else 0

    @property
    def signature(self) -> Hashable:
        """Return the sum and its price."""
        limit = self.price.limit
        bounds = (limit.low, limit.high, limit.aim, limit.unit, limit.flat)
        return "total", self.total.signature, bounds, self.price.unit

    def shape(self, stage: int) -> Hashable:
        """Return what a shift adds, which parts it is on, and what can come after it."""
        total, last = self.total, stage + 1 == len(self.positions)
        coming = total.less[stage + 1], total.more[stage + 1], total.under_way[stage + 1]
        return total.each[stage], total.flags[stage], total.keeps[stage], coming, last

    def step(self, stage: int, state: State, taken: bool, /) -> tuple[State, int, int] | None:
        """Add what a shift adds."""
        value, bits = state
        if bits < 0:
            return DONE, 0, 0
        if taken:
            gained, bits = self.total.taken(stage, bits)
            value += gained
        return self._settle(stage + 1, value, bits & self.total.keeps[stage])

    def finish(self, _state: State, /) -> int:
        """End: the last step has paid."""
        return 0

    def _settle(self, stage: int, value: int, bits: int) -> tuple[State, int, int] | None:
        """Bring a state to what still matters, and pay what is certain."""
        counts = not self.total.gated or bool(bits & GATE)
        if stage == len(self.positions):
            paid = self.price(value) if counts else 0
            return None if paid is None else (DONE, paid, 0)
        if self.bent:
            return (value, bits), 0, 0
        less, more = self.total.room(stage, bits)
        least, greatest = value + less, value + more
        if self.low <= least and greatest <= self.high:
            return DONE, 0, 0
        above, below = least - self.ceiling, self.floor - greatest
        if not counts or (above < 0 and below < 0):
            return (value, bits), 0, 0
        if self.stop:
            return None if self.price.unit is None else (DONE, GRAIN * self.price.unit, 0)
        # What is certain is paid, so that values that end alike become one.
        if above >= 0:
            return (value - above, bits), above * self.slope, 0
        return (value + below, bits), below * self.slope, 0


class CountMachine:
    """Reads a line and counts what it adds; only parts under way are remembered."""

    def __init__(self, total: Sum) -> None:
        self.total = total
        self.positions = total.positions
        self.start: int | None = 0
        self.constant = 0

    @property
    def signature(self) -> Hashable:
        """Return the sum."""
        return "count", self.total.signature

    def shape(self, stage: int) -> Hashable:
        """Return what a shift adds and which parts it is on."""
        total = self.total
        return total.each[stage], total.flags[stage], total.keeps[stage]

    def step(self, stage: int, bits: int, taken: bool, /) -> tuple[int, int, int]:
        """Count what a shift adds."""
        gained = 0
        if taken:
            gained, bits = self.total.taken(stage, bits)
        return bits & self.total.keeps[stage], 0, gained

    def finish(self, _bits: int, /) -> int:
        """End: the curve prices what was counted."""
        return 0


class IdleMachine:
    """Gives back what a total would cost as long as no shift takes part in it."""

    def __init__(self, total: Sum, refund: int) -> None:
        self.positions = total.positions
        self.refund = refund
        self.start: bool | None = False
        self.constant = 0

    @property
    def signature(self) -> Hashable:
        """Return the number of shifts and what is given back."""
        return "idle", len(self.positions), self.refund

    def shape(self, _stage: int) -> Hashable:
        """Return the same for each: any shift takes part."""
        return None

    def step(self, _stage: int, part: bool, taken: bool, /) -> tuple[bool, int, int]:
        """Note that a shift takes part."""
        return part or taken, 0, 0

    def finish(self, part: bool, /) -> int:
        """Give it back where none did."""
        return 0 if part else -self.refund


MOST = 4096
"""States of one stage beyond which a limit is not walked."""


def total_automata(
    limit: Total, line: Line, weight: int | None, most_states: int
) -> list[Automaton]:
    """Make the automata of a total: its values as states, or counted where those are many."""
    total = summed(limit, line)
    if not total.positions and (total.gated or not limit.grains(total.base)):
        return []
    price = Price(replace(limit, parts=()), weight)
    if total.gated and weight is None:
        return _exact(total, price, line, MOST)
    try:
        return _exact(total, price, line, most_states)
    except TooManyStates:
        counted, width = _counted(total, price)
    try:
        # Where parts under way are nearly as many as values, counting saves nothing.
        return _exact(total, price, line, 2 * width - 1)
    except TooManyStates:
        return counted


def _exact(total: Sum, price: Price, line: Line, most_states: int) -> list[Automaton]:
    made = build(TotalMachine(total, price), most_states)
    return [never(bool(line.open)) if made is None else made]


def _counted(total: Sum, price: Price) -> tuple[list[Automaton], int]:
    """Return the counting automaton, the one that gives back what is idle, and the most states."""
    made = build(CountMachine(total), MOST)
    assert made is not None  # noqa: S101
    lowest, highest, step = reach(made, total.base)
    curve = Curve(total.base, lowest, highest, step, price, price.limit.about)
    found = [replace(made, curve=curve)]
    idle = price(total.base) if total.gated else None
    if idle:
        back = build(IdleMachine(total, idle), MOST)
        assert back is not None  # noqa: S101
        found.append(back)
    return found, int(max(made.offsets[1:] - made.offsets[:-1], default=1))
