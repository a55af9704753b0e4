"""How somebody's lines are drawn: which sums a diagram carries, counts beside it, or leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rotation.domain import Shift
from rotation.limits import Limit, Line, Total
from rotation.rule import PersonRule
from rotation.walk.automaton import Automaton
from rotation.walk.diagram import MOST_VALUES, Diagram, build
from rotation.walk.walker import TooManyStates, automata

CELLS = 120_000_000
"""How many counted values the diagrams of all together may carry: a round takes some 10 ns each."""


@dataclass(frozen=True)
class Size:
    """How much of everybody's lines is drawn; the more people, the less.

    Parameters
    ----------
    joint
        Most values that sums drawn into a diagram may have together, at any one shift.
    nodes, cells
        How large a diagram may be, and how many counted values it may carry in all.
    """

    joint: int
    nodes: int
    cells: int

    @classmethod
    def of(cls, people: int, shifts: int) -> Size:
        """Share a machine's memory and patience among people with so many open shifts each."""
        nodes = 300_000 if shifts <= 100 else 100_000 if shifts <= 250 else 50_000
        return cls(
            joint=max(12, 1_000_000_000 // shifts**3) if shifts > 100 else 10**9,
            # Of a whole year it takes as many to have each day's rules at all.
            nodes=max(nodes, 100 * shifts),
            cells=min(2_000_000, max(200_000, CELLS // max(1, people))),
        )


WIDE = 64
"""Above this many values a sum is counted in any case."""

FEW = 12
"""Up to this many values a long sum is drawn like any other."""

CARRIED = 3
"""Most sums that a diagram counts beside it."""


Adds = dict[Shift, int]
"""What each shift adds to a sum."""


@dataclass(frozen=True)
class _Asked:
    """A limit on somebody's line, with the machines that it came to.

    Parameters
    ----------
    beside
        It is counted beside the diagram as far as it can be.
    """

    limit: Limit
    weight: int | None
    machines: list[Automaton]
    beside: bool = False

    @property
    def sum_width(self) -> int:
        """How many values of a drawn sum are told apart at most; 0 for what is no such sum."""
        counted = self.beside or any(each.curve for each in self.machines)
        if not isinstance(self.limit, Total) or counted:
            return 0
        return max((int(np.diff(each.offsets).max(initial=1)) for each in self.machines), default=0)

    @property
    def reach(self) -> tuple[int, int]:
        """Return the first and the last position that it looks at."""
        stages = [each.stages for each in self.machines if len(each.stages)]
        first = min((int(each[0]) for each in stages), default=0)
        return first, max((int(each[-1]) for each in stages), default=0)

    def counted(self, line: Line) -> _Asked:
        """Count it beside the diagram, where that saves anything."""
        try:
            machines = automata(self.limit, line, self.weight, most_states=1)
        except TooManyStates:
            machines = self.machines
        return replace(self, machines=machines, beside=True)


def drawn(
    line: Line, rules: Sequence[PersonRule], size: Size
) -> tuple[list[Automaton], Diagram, list[int | None]]:
    """Draw somebody's lines; sums that would make the drawing too large are counted beside it.

    Returns
    -------
    What was to be drawn, the drawing, and the weights of limits that cannot be walked at all.
    """
    speaking = [rule for rule in rules if type(rule).limits is not PersonRule.limits]
    limits = [(limit, rule.weight) for rule in speaking for limit in rule.limits(line)]
    return drawn_limits(line, limits, size)


def drawn_limits(
    line: Line, limits: Sequence[tuple[Limit, int | None]], size: Size
) -> tuple[list[Automaton], Diagram, list[int | None]]:
    """Draw the lines that some limits allow; None is the weight of a hard one."""
    seen_to = _seen_to([limit for limit, weight in limits if weight is None])
    lost: list[int | None] = []
    asked: list[_Asked] = []
    for limit, weight in limits:
        if id(limit) in seen_to:
            continue
        try:
            asked.append(_Asked(limit, weight, automata(limit, line, weight, most_states=WIDE)))
        except TooManyStates:
            lost.append(weight)
    asked = _within(asked, line, size.joint)
    machines = [each for one in asked for each in one.machines]
    diagram = build(machines, len(line.open), most_nodes=size.nodes, most_cells=size.cells)
    while diagram.left_out and any(one.sum_width for one in asked):
        widest = max(one.sum_width for one in asked)
        asked = [one.counted(line) if one.sum_width == widest else one for one in asked]
        machines = [each for one in asked for each in one.machines]
        diagram = build(machines, len(line.open), most_nodes=size.nodes, most_cells=size.cells)
    return machines, diagram, lost


def _within(asked: list[_Asked], line: Line, most: int) -> list[_Asked]:
    """Count a few long sums beside the diagram, draw the smallest others, and count the rest.

    A sum over most of the line would multiply most of the diagram; beside it it costs less.
    """
    joint = np.ones(len(line.open) + 1)
    kept: dict[int, _Asked] = {}
    carried, values = 0, 1
    for number in sorted(range(len(asked)), key=lambda number: -asked[number].sum_width):
        one = asked[number]
        width, (first, last) = one.sum_width, one.reach
        long = last - first > len(line.open) / 2
        if long and width > FEW and carried < CARRIED and values * width <= MOST_VALUES:
            carried, values = carried + 1, values * width
            kept[number] = one.counted(line)
    for number in sorted(range(len(asked)), key=lambda number: asked[number].sum_width):
        one = asked[number]
        if number in kept or not one.sum_width:
            kept.setdefault(number, one)
            continue
        first, last = one.reach
        if joint[first : last + 1].max() * one.sum_width > most:
            kept[number] = one.counted(line)
        else:
            joint[first : last + 1] *= one.sum_width
            kept[number] = one
    return [kept[number] for number in range(len(asked))]


def _seen_to(hard: Sequence[Limit]) -> set[int]:
    """Return the identities of sums that stay below their bounds where others stay below theirs."""
    sums = [(limit, _each(limit)) for limit in hard if isinstance(limit, Total) and _simple(limit)]
    return {
        id(limit)
        for limit, wanted in sums
        if limit.low is None
        and not limit.flat
        and any(_implied(limit, wanted, other, adds) for other, adds in sums if other is not limit)
    }


def _simple(total: Total) -> bool:
    """Say whether it bounds from above what each shift adds by itself."""
    bounded = total.high is not None and total.aim is None
    return bounded and all(part.when == "each" for part in total.parts)


def _implied(limit: Total, wanted: Adds, other: Total, amounts: Adds) -> bool:
    """Say whether keeping another sum below its bound keeps this one below its own, whatever."""
    assert limit.high is not None  # noqa: S101
    assert other.high is not None  # noqa: S101
    if any(amounts.get(shift, 0) <= 0 for shift in wanted):
        return False
    if any(amount < 0 for amount in amounts.values()):
        return False
    most = max((amount / amounts[shift] for shift, amount in wanted.items()), default=0.0)
    # Where each bounds the other exactly, only one may go: the one with room to spare.
    return max(most, 0.0) * other.high < limit.high


def _each(total: Total) -> Adds:
    """Add up what each shift adds."""
    adds: Adds = {}
    for part in total.parts:
        for shift in part.shifts:
            adds[shift] = adds.get(shift, 0) + part.amount
    return adds
