"""Everybody's lines as diagrams to walk, and the linear programme that ties them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, gcd, inf

import numpy as np

from rotation.board.board import Board
from rotation.board.relaxation import relaxation
from rotation.domain import Problem, Shift
from rotation.limits import Clash, Line
from rotation.master.linear import Ints, Linear, Longs
from rotation.master.tidy import paired, rising
from rotation.rule import PersonRule, Rule
from rotation.solver.build import allowed_shifts, uncollected
from rotation.solver.drawing import Size, drawn
from rotation.solver.leftover import Row, Walk, extended, joined, values
from rotation.walk.automaton import Automaton

LONG = 42
"""Over more days than this whole lines are too much to make anew: a stretch of days is."""

ROUNDED = 0.01
"""Grains by which a bound may be above a price by rounding alone, where sums are rows."""


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

    def lineless(self) -> int | None:
        """Return the block of the first whose own rules leave them no line; None: there is none."""
        for walk in self.walks:
            taking, stepping = np.zeros(len(walk.x)), np.zeros(len(walk.diagram.linear))
            if not np.isfinite(walk.diagram.best(taking, stepping).value):
                return walk.block
        return None

    def lines_of(self, held: Ints) -> list[Ints]:
        """Return everybody's line in a rota, as positions; a rota is the numbers of its pairs."""
        taken = np.zeros(len(self.linear.pairs), np.bool_)
        taken[held] = True
        return [np.flatnonzero(taken[walk.x]).astype(np.int32) for walk in self.walks]

    def days(self) -> Longs:
        """Return the day that each pair's shift starts on, counted from the first shift on."""
        starts = [shift.start.timestamp() for _, shift in self.linear.pairs]
        days = np.array(starts, np.float64) - min(starts, default=0.0)
        return np.asarray(days // 86400, np.int64)

    def rota_of(self, lines: Sequence[Ints]) -> Ints:
        """Return the rota that everybody's lines make: the numbers of its pairs, ascending."""
        held = [walk.x[line] for walk, line in zip(self.walks, lines, strict=True)]
        return np.sort(np.concatenate(held)).astype(np.int32)

    def on_grid(self, value: float) -> float:
        """Raise a bound to the next price that a rota can have."""
        if not self.step or value in (inf, -inf):
            return value
        # Whole prices of the rows divide into parts of a grain where sums are counted by the unit.
        rounded = ROUNDED if any(walk.rows for walk in self.walks) else 0.0
        return ceil((value - rounded - self.offset) / self.step) * self.step + self.offset

    def below(self, price: int) -> float:
        """Return the dearest price below one that a rota can have."""
        step, offset = self.step, self.offset
        return (price - 1 - offset) // step * step + offset if step else price - 1


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
    with uncollected():
        return _work(problem, rules)


def _work(problem: Problem, rules: Sequence[Rule]) -> Work:
    allowed = allowed_shifts(problem, rules)
    linear = paired(rising(relaxation(team_board(problem, rules, allowed))))
    own = [rule for rule in rules if isinstance(rule, PersonRule)]
    members = [(rule, {person.id for person in rule.members(problem)}) for rule in own]
    x_of = {pair: index for index, pair in enumerate(linear.pairs)}
    walks: list[Walk] = []
    rows: list[Row] = []
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
        walks.append(joined(Walk(block, pairs, x, diagram), linear.held.rows, rows))
    return Work(extended(linear, rows), tuple(walks), exact, step, offset)


def _team_step(linear: Linear) -> int:
    return gcd(*(int(cost) for cost in (*linear.held_cost, *linear.rest_cost) if cost))


def _step(each: Automaton) -> int:
    costs = np.concatenate([each.take_cost, each.skip_cost])
    step = int(np.gcd.reduce(costs)) if len(costs) else 0
    if each.curve is not None:
        step = gcd(step, *(price for price in map(each.curve.price, values(each.curve)) if price))
    return step
