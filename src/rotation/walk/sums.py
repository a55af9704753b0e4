"""What is left of a total once history is known: a sum over the shifts that may be held."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

from rotation.limits import Line, Part, Total

GATE = 1
"""The bit that says that a held shift takes part; parts under way have the bits above it."""

Flag = tuple[int, int]
"""The bit of a part that counts once, and its amount."""


@dataclass
class Sum:
    """A total as it is read: what each stage adds, and the parts that count once.

    Parameters
    ----------
    base
        The value when nothing is held.
    gated
        It is out already, but counts only once a held shift takes part.
    positions
        The positions in line.open that matter.
    each, flags
        What a stage adds whenever held, and the parts that add something the first time.
    keeps
        The bits that still matter after a stage.
    """

    base: int
    gated: bool
    positions: list[int]
    each: list[int]
    flags: list[tuple[Flag, ...]]
    keeps: list[int]
    less: list[int]
    more: list[int]
    under_way: list[tuple[Flag, ...]]
    rooms: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def signature(self) -> Hashable:
        """Return all that makes one sum like another, wherever it lies in the line."""
        steps = (tuple(self.each), tuple(self.flags), tuple(self.keeps))
        return self.base, self.gated, steps

    def taken(self, stage: int, bits: int) -> tuple[int, int]:
        """Return what a stage adds when it is held, and the bits after it."""
        gained = self.each[stage]
        for bit, amount in self.flags[stage]:
            if not bits & bit:
                gained += amount
                bits |= bit
        return gained, bits

    def room(self, stage: int, bits: int) -> tuple[int, int]:
        """Return how far the stages from this one on can lower and raise the value."""
        if not bits:
            return self.less[stage], self.more[stage]
        known = self.rooms.get((stage, bits))
        if known is None:
            spent = [amount for bit, amount in self.under_way[stage] if bits & bit]
            less = self.less[stage] - sum(min(0, amount) for amount in spent)
            more = self.more[stage] - sum(max(0, amount) for amount in spent)
            known = self.rooms[stage, bits] = less, more
        return known


@dataclass(frozen=True)
class _Once:
    """A part that counts once: the stages from its first to its last, its amount, its bit."""

    stages: tuple[int, ...]
    amount: int
    bit: int


def summed(limit: Total, line: Line) -> Sum:
    """Sum up what history says and what each open shift adds."""
    base, each, once, own = _pieces(limit, line)
    gated = not limit.idle and limit.grains(base) > 0
    matter = {position for position, amount in each.items() if amount}
    matter.update(position for places in once for position in places)
    positions = sorted(matter | own if gated else matter)
    return _staged(base, gated, positions, each, once)


def _pieces(
    limit: Total, line: Line
) -> tuple[int, dict[int, int], dict[tuple[int, ...], int], set[int]]:
    """Return the base, what each position adds, what sets of them add once, and all of them."""
    base = 0
    each: dict[int, int] = {}
    once: dict[tuple[int, ...], int] = {}
    own: set[int] = set()
    for part in limit.parts:
        served, places = _places(part, line)
        own.update(places)
        if part.when == "each":
            base += part.amount * served
            for place in places:
                each[place] = each.get(place, 0) + part.amount
            continue
        base += part.amount * (bool(served) == (part.when == "any"))
        if served or not places:
            continue
        amount = part.amount if part.when == "any" else -part.amount
        among = tuple(sorted(set(places)))
        if len(among) == 1:
            each[among[0]] = each.get(among[0], 0) + amount
        else:
            once[among] = once.get(among, 0) + amount
    return base, each, {among: amount for among, amount in once.items() if amount}, own


def _places(part: Part, line: Line) -> tuple[int, list[int]]:
    """Return how many of a part's shifts were served, and the positions of the open ones."""
    index, past = line.positions, line.past_set
    served, places = 0, []
    for shift in part.shifts:
        place = index.get(shift)
        if place is not None:
            places.append(place)
        elif shift in past:
            served += 1
    return served, places


def _staged(
    base: int,
    gated: bool,
    positions: list[int],
    each: Mapping[int, int],
    once: Mapping[tuple[int, ...], int],
) -> Sum:
    stage = {position: number for number, position in enumerate(positions)}
    parts = _with_bits((tuple(stage[p] for p in among), once[among]) for among in once)
    count = len(positions)
    flags: list[list[Flag]] = [[(GATE, 0)] if gated else [] for _ in positions]
    under_way: list[list[Flag]] = [[] for _ in range(count + 1)]
    keeps = [-1] * count
    adds = [each.get(position, 0) for position in positions]
    less, more = [0] * (count + 1), [0] * (count + 1)
    ends: list[list[int]] = [[] for _ in positions]
    for part in parts:
        first, last = part.stages[0], part.stages[-1]
        for number in part.stages:
            flags[number].append((part.bit, part.amount))
        for number in range(first + 1, last + 1):
            under_way[number].append((part.bit, part.amount))
        keeps[last] &= ~part.bit
        ends[last].append(part.amount)
    for number in reversed(range(count)):
        can = [adds[number], *ends[number]]
        less[number] = less[number + 1] + sum(min(0, amount) for amount in can)
        more[number] = more[number + 1] + sum(max(0, amount) for amount in can)
    return Sum(
        base=base,
        gated=gated,
        positions=positions,
        each=adds,
        flags=[tuple(flag) for flag in flags],
        keeps=keeps,
        less=less,
        more=more,
        under_way=[tuple(flag) for flag in under_way],
    )


def _with_bits(parts: Iterable[tuple[tuple[int, ...], int]]) -> list[_Once]:
    """Give parts that are under way at the same time bits of their own, using them again."""
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    used = GATE
    found = []
    for stages, amount in sorted(parts):
        while busy and busy[0][0] < stages[0]:
            heappush(free, heappop(busy)[1])
        if not free:
            used <<= 1
            free.append(used)
        bit = heappop(free)
        heappush(busy, (stages[-1], bit))
        found.append(_Once(stages, amount, bit))
    return found
