"""A board's model as arrays of linear sums, so that a part of it is taken out quickly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rotation.board.board import Board
from rotation.board.message import message

Ints = NDArray[np.int64]

FAR = 2**60
"""Further than any sum reaches: an end that is open."""


@dataclass(frozen=True)
class Lists:
    """Many short lists in one array: list n is `items[starts[n]:starts[n + 1]]`."""

    starts: Ints
    items: Ints

    @staticmethod
    def of(lists: Iterable[Sequence[int]]) -> Lists:
        """Join lists."""
        starts, items = [0], list[int]()
        for each in lists:
            items.extend(each)
            starts.append(len(items))
        return Lists(np.array(starts, np.int64), np.array(items, np.int64))

    @staticmethod
    def grouped(keys: Ints, items: Ints, size: int) -> Lists:
        """List for each key from 0 to size - 1 the items that stand beside it."""
        order = np.argsort(keys, kind="stable")
        starts = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(keys, minlength=size), out=starts[1:])
        return Lists(starts, items[order])

    def __len__(self) -> int:
        return len(self.starts) - 1

    def owners(self) -> Ints:
        """Say of each item whose list it is in."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def places(self, which: Ints) -> tuple[Ints, Ints]:
        """Return where the items of these lists stand, and where each list begins in that."""
        sizes = self.starts[which + 1] - self.starts[which]
        begins = np.zeros(len(which) + 1, np.int64)
        np.cumsum(sizes, out=begins[1:])
        shift = np.repeat(self.starts[which] - begins[:-1], sizes)
        return np.arange(begins[-1], dtype=np.int64) + shift, begins


@dataclass(frozen=True)
class Rows:
    """What a model says, as sums of variables.

    Sum n is `offsets[n]` and `factors` times the variables of list n of `sums`. A constraint is
    either a sum that lies in low..high where all of `given` hold, or, where it has several sums,
    the first of them equal to the greatest of the others.

    Parameters
    ----------
    sums_of
        Constraint -> its sums.
    given
        Constraint -> the literals it depends on; a negative one is the opposite of ~literal.
    least, most
        Of each variable.
    prices
        Of one unit of each variable, in grains.
    constant
        What is paid besides, in grains.
    """

    sums: Lists
    factors: Ints
    offsets: Ints
    sums_of: Lists
    given: Lists
    low: Ints
    high: Ints
    least: Ints
    most: Ints
    prices: Ints
    constant: int


class _Reading:
    """Collects the sums of a model, constraint by constraint."""

    def __init__(self) -> None:
        self.variables: list[list[int]] = []
        self.factors: list[int] = []
        self.offsets: list[int] = []
        self.sums_of: list[list[int]] = []
        self.given: list[list[int]] = []
        self.low: list[int] = []
        self.high: list[int] = []

    def add(self, constraint: Any) -> None:
        """Read one constraint."""
        low, high = -FAR, FAR
        kind = constraint.WhichOneof("constraint")
        if kind == "lin_max":
            maximum = constraint.lin_max
            sums = [self._sum(each) for each in (maximum.target, *maximum.exprs)]
        elif kind == "linear" and len(constraint.linear.domain) == 2:
            low, high = constraint.linear.domain
            sums = [self._sum(constraint.linear)]
        elif kind == "bool_or":
            low, sums = 1, [self._count(list(constraint.bool_or.literals))]
        elif kind == "at_most_one":
            high, sums = 1, [self._count(list(constraint.at_most_one.literals))]
        elif kind == "bool_and":
            literals = list(constraint.bool_and.literals)
            low, sums = len(literals), [self._count(literals)]
        else:
            raise TypeError(f"a constraint of a kind that no board posts: {constraint}")
        self.sums_of.append(sums)
        self.given.append(list(constraint.enforcement_literal))
        self.low.append(max(low, -FAR))
        self.high.append(min(high, FAR))

    def _sum(self, expression: Any) -> int:
        offset = getattr(expression, "offset", 0)
        return self._new(list(expression.vars), list(expression.coeffs), offset)

    def _count(self, literals: Sequence[int]) -> int:
        """Count literals: the opposite of a variable is 1 - variable."""
        variables = [max(literal, ~literal) for literal in literals]
        factors = [1 if literal >= 0 else -1 for literal in literals]
        return self._new(variables, factors, factors.count(-1))

    def _new(self, variables: list[int], factors: list[int], offset: int) -> int:
        self.variables.append(variables)
        self.factors.extend(factors)
        self.offsets.append(offset)
        return len(self.offsets) - 1


def read(board: Board) -> Rows:
    """Read a board's model as it stands, the hold of its cover included."""
    reading, model = _Reading(), message(board)
    for constraint in model.constraints:
        reading.add(constraint)
    domains = [list(variable.domain) for variable in model.variables]
    return Rows(
        Lists.of(reading.variables),
        np.array(reading.factors, np.int64),
        np.array(reading.offsets, np.int64),
        Lists.of(reading.sums_of),
        Lists.of(reading.given),
        np.array(reading.low, np.int64),
        np.array(reading.high, np.int64),
        np.array([domain[0] for domain in domains], np.int64),
        np.array([domain[-1] for domain in domains], np.int64),
        *_prices(board, len(domains)),
    )


def _prices(board: Board, size: int) -> tuple[Ints, int]:
    """Price each variable, and what is left: a negated literal is 1 less its variable."""
    prices, constant = np.zeros(size, np.int64), board.constant
    for each in board.prices:
        index = each.var.index
        prices[max(index, ~index)] += each.grains if index >= 0 else -each.grains
        constant += each.grains if index < 0 else 0
    return prices, constant
