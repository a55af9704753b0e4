"""Everybody's line of work as a diagram to walk, and what is left of it to the master.

What the diagram of a line cannot carry (a sum with too many values) becomes a row of the master:
the lower hull of its price, which is never above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rotation.board.board import Board
from rotation.board.relaxation import relaxation
from rotation.domain import Problem, Shift, Specialist
from rotation.limits import Clash, Limit, Line, Total
from rotation.master.linear import Floats, Ints, Linear, Sparse
from rotation.rule import PersonRule, Rule
from rotation.solver.build import allowed_shifts
from rotation.walk.automaton import Automaton, Curve
from rotation.walk.diagram import MOST_VALUES, Diagram, build
from rotation.walk.walker import TooManyStates, automata


@dataclass(frozen=True)
class Walk:
    """One person's lines.

    Parameters
    ----------
    block
        Whose, as a number from 0.
    pairs
        (person id, shift) for each open shift, in the order of the line.
    x
        The x of the master for each of them.
    rows
        The row of the master for each linear counter of the diagram.
    from_, unit
        What each linear counter counts from in its row, and how much of it is one there.
    within
        The least and the greatest value that each linear counter may come to.
    kept
        Positions that stay as they are: 1 held, -1 not, 0 open; None where all are open.
    """

    block: int
    pairs: tuple[Any, ...]
    x: Ints
    diagram: Diagram
    rows: tuple[int, ...] = ()
    from_: tuple[int, ...] = ()
    unit: tuple[int, ...] = ()
    within: tuple[tuple[int, int], ...] = ()
    kept: NDArray[np.int8] | None = None


@dataclass(frozen=True)
class Work:
    """All lines, what ties them together, and the grid that every price lies on.

    Parameters
    ----------
    exact
        No limit was left out and no sum left to the master.
    step
        Every price is a multiple of it, plus `offset`.
    """

    linear: Linear
    walks: tuple[Walk, ...]
    exact: bool
    step: int
    offset: int


def team_board(
    problem: Problem, rules: Sequence[Rule], allowed: Mapping[str, Sequence[Shift]]
) -> Board:
    """Post what the rules ask of all together, and which shifts of one person overlap."""
    board = Board(problem, allowed)
    for each in rules:
        if not isinstance(each, PersonRule) or type(each).limits is PersonRule.limits:
            each.post(board)
        elif each.always:
            _exclude(board, each)
    return board


def _exclude(board: Board, rule: PersonRule) -> None:
    for person in rule.members(board.problem):
        line = board.line(person)
        for limit in rule.limits(line):
            if isinstance(limit, Clash) and limit.unless is None:
                board.post(limit, line, weight=None, rule=rule.label, words=lambda _: "")


def work(problem: Problem, rules: Sequence[Rule]) -> Work:
    """Make the master's programme and everybody's diagram."""
    allowed = allowed_shifts(problem, rules)
    linear = relaxation(team_board(problem, rules, allowed))
    own = [rule for rule in rules if isinstance(rule, PersonRule)]
    members = [(rule, {person.id for person in rule.members(problem)}) for rule in own]
    x_of = {pair: index for index, pair in enumerate(linear.pairs)}
    walks: list[Walk] = []
    rows: list[_Row] = []
    step = _team_step(linear)
    offset, exact = linear.constant, True
    size = Size.of(len(problem.people), len(linear.pairs) // max(1, len(problem.people)))
    for block, person in enumerate(problem.people):
        line = Line(person, problem, problem.served[person.id], tuple(allowed[person.id]))
        asked = [rule for rule, ids in members if person.id in ids]
        found, diagram, lost = drawn(line, asked, size)
        exact = exact and diagram.exact and not lost
        # What is not walked is still paid, in whole grains times its weight.
        step = gcd(step, *(_step(each) for each in found), *(weight or 0 for weight in lost))
        offset += sum(each.constant for each in found)
        x = np.array([x_of[person.id, shift] for shift in line.open], np.int32)
        pairs = tuple((person.id, shift) for shift in line.open)
        walks.append(_walk(Walk(block, pairs, x, diagram), linear.held.rows, rows))
    return Work(_extended(_rising(linear), rows), tuple(walks), exact, step, offset)


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
        return cls(
            joint=max(12, 1_000_000_000 // shifts**3) if shifts > 100 else 10**9,
            nodes=300_000 if shifts <= 100 else 100_000 if shifts <= 250 else 50_000,
            cells=min(2_000_000, max(200_000, 40_000_000 // max(1, people))),
        )


WIDE = 64
"""Above this many values a sum is counted in any case."""

FEW = 12
"""Up to this many values a long sum is drawn like any other."""

CARRIED = 3
"""Most sums that a diagram counts beside it."""


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
    hard = [limit for limit, weight in limits if weight is None and isinstance(limit, Total)]
    lost: list[int | None] = []
    asked: list[_Asked] = []
    for limit, weight in limits:
        if weight is None and any(_seen_to(limit, other) for other in hard if other is not limit):
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


def _seen_to(limit: Limit, other: Total) -> bool:
    """Say whether keeping another sum below its bound keeps this one below its own, whatever."""
    if not isinstance(limit, Total) or limit.high is None or limit.low is not None:
        return False
    if other.high is None or limit.aim is not None or other.aim is not None or limit.flat:
        return False
    if any(part.when != "each" for part in (*limit.parts, *other.parts)):
        return False
    wanted, amounts = _each(limit), _each(other)
    if any(amount < 0 for amount in amounts.values()):
        return False
    if any(amounts.get(shift, 0) <= 0 for shift in wanted):
        return False
    most = max((amount / amounts[shift] for shift, amount in wanted.items()), default=0.0)
    # Where each bounds the other exactly, only one may go: the one with room to spare.
    return max(most, 0.0) * other.high < limit.high


def _each(total: Total) -> Counter[tuple[Any, ...]]:
    """Add up what each shift adds."""
    adds: Counter[tuple[Any, ...]] = Counter()
    for part in total.parts:
        for shift in part.shifts:
            adds[shift.order] += part.amount
    return adds


def _team_step(linear: Linear) -> int:
    return gcd(*(int(cost) for cost in (*linear.held_cost, *linear.rest_cost) if cost))


def _step(each: Automaton) -> int:
    costs = np.concatenate([each.take_cost, each.skip_cost])
    step = int(np.gcd.reduce(costs)) if len(costs) else 0
    if each.curve is not None:
        step = gcd(step, *(price for price in map(each.curve.price, _values(each.curve)) if price))
    return step


def _values(curve: Curve) -> range:
    first = curve.lowest + (curve.start - curve.lowest) % curve.step
    return range(first, curve.highest + 1, curve.step)


# -- what is left to the master ------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """A sum in the master: pieces (length, price of each unit) from a first value on."""

    first_price: int
    pieces: tuple[tuple[int, int], ...]


def _walk(walk: Walk, above: int, rows: list[_Row]) -> Walk:
    """Add rows for the linear counters."""
    numbers, firsts, units, ends = [], [], [], []
    diagram = walk.diagram
    for counter in diagram.linear:
        curve = diagram.counters[counter]
        points = [(v, p) for v in _values(curve) if (p := curve.price(v)) is not None]
        hull = _hull(points)
        firsts.append(hull[0][0])
        units.append(curve.step)
        ends.append((points[0][0], points[-1][0]))
        numbers.append(above + len(rows))
        pieces = tuple(
            ((after - before) // curve.step, (there - here) * curve.step // (after - before))
            for (before, here), (after, there) in pairwise(hull)
        )
        rows.append(_Row(hull[0][1], pieces))
    return replace(
        walk,
        rows=tuple(numbers),
        from_=tuple(firsts),
        unit=tuple(units),
        within=tuple(ends),
    )


def _hull(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the corners of the lower hull of points sorted by their first."""
    hull: list[tuple[int, int]] = []
    for x, y in points:
        while len(hull) > 1 and (hull[-1][1] - hull[-2][1]) * (x - hull[-2][0]) >= (
            y - hull[-2][1]
        ) * (hull[-1][0] - hull[-2][0]):
            hull.pop()
        hull.append((x, y))
    return hull


def _extended(linear: Linear, rows: Sequence[_Row]) -> Linear:
    """Add a row for each sum: what the lines come to is what its pieces come to."""
    held, rest = linear.held, linear.rest
    first = len(linear.rest_cost)
    own: list[dict[int, float]] = []
    costs: list[float] = []
    lengths: list[float] = []
    for row in rows:
        own.append({first + len(costs) + n: -1.0 for n in range(len(row.pieces))})
        costs += [float(price) for _, price in row.pieces]
        lengths += [float(length) for length, _ in row.pieces]
    more = Sparse.of(own)
    zeros = np.zeros(len(rows))
    return replace(
        linear,
        held=Sparse(_longer(held.start, len(rows)), held.index, held.value),
        rest=Sparse(
            np.concatenate([rest.start, more.start[1:] + rest.start[-1]]).astype(np.int32),
            np.concatenate([rest.index, more.index]),
            np.concatenate([rest.value, more.value]),
        ),
        low=np.concatenate([linear.low, zeros]),
        high=np.concatenate([linear.high, zeros]),
        rest_cost=np.concatenate([linear.rest_cost, costs]),
        rest_low=np.concatenate([linear.rest_low, np.zeros(len(costs))]),
        rest_high=np.concatenate([linear.rest_high, lengths]),
        constant=linear.constant + sum(row.first_price for row in rows),
    )


def _rising(linear: Linear) -> Linear:
    """Turn round what is the cheaper the higher, so that every price is of having more."""
    turned = linear.rest_cost < 0
    sign = np.where(turned, -1.0, 1.0)
    moved = np.where(turned, linear.rest_high, 0.0)
    rest = Sparse(linear.rest.start, linear.rest.index, linear.rest.value * sign[linear.rest.index])
    shift = linear.rest.times(moved)
    return replace(
        linear,
        rest=rest,
        low=linear.low - shift,
        high=linear.high - shift,
        rest_cost=linear.rest_cost * sign,
        rest_low=np.where(turned, 0.0, linear.rest_low),
        rest_high=np.where(turned, linear.rest_high - linear.rest_low, linear.rest_high),
        constant=linear.constant + round(float(linear.rest_cost @ moved)),
    )


def _longer(start: Ints, rows: int) -> Ints:
    return np.concatenate([start, np.full(rows, start[-1], np.int32)])


def stepping(walk: Walk, duals: Floats) -> tuple[Floats, float]:
    """Return the price of a step of each linear counter under the rows' duals, and a constant."""
    prices = np.zeros(len(walk.rows))
    constant = 0.0
    for n, (row, first, unit) in enumerate(zip(walk.rows, walk.from_, walk.unit, strict=True)):
        counter = walk.diagram.counters[walk.diagram.linear[n]]
        prices[n] = -duals[row] / unit
        constant -= duals[row] * (counter.start - first) / unit
    return prices, constant


__all__ = ["Specialist", "Walk", "Work", "stepping", "work"]
