"""What the team's rules posted, read back as a linear programme.

No rule is said twice: whatever a rule tells the board, its linear relaxation is made from that.
A constraint that cannot be relaxed is left out, so that the programme never forbids a true rota
and never prices one too dear.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rotation.board.board import Board
from rotation.board.message import message
from rotation.master.linear import Linear, Sparse

INFINITE = float("inf")

FEW = 3
"""Up to so many terms a maximum is kept above each of them, beyond only above their mean."""

PRECISE = 1_000
"""Up to so many possible assignments a maximum is kept above each of its terms."""

FAR = 2**50
"""From here on a bound of the model stands for none."""


@dataclass
class Sum:
    """A linear sum over variables of the model, by index, and a constant."""

    terms: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    constant: int = 0

    def add(self, index: int, factor: int) -> None:
        """Add a variable, or the negation of one, so many times."""
        if index >= 0:
            self.terms[index] += factor
        else:
            self.constant += factor
            self.terms[-index - 1] -= factor

    def plus(self, other: Sum, factor: int) -> Sum:
        """Add another sum so many times."""
        for index, coefficient in other.terms.items():
            self.terms[index] += coefficient * factor
        self.constant += other.constant * factor
        return self


@dataclass
class _Row:
    total: Sum
    low: float
    high: float
    defines: int | None = None
    """The variable that this row defines, from below or from above."""

    def wants_low(self) -> Iterator[int]:
        """List the variables that this row is easier to keep with when they are lower."""
        for index, factor in self.total.terms.items():
            eased = self.high if factor > 0 else -self.low
            if factor and index != self.defines and eased < INFINITE:
                yield index


def relaxation(board: Board) -> Linear:
    """Read the linear programme of everything that was posted to a board.

    The board is one to which the team's rules were posted; what it knows of single people's lines
    (pairs that exclude each other) is left to their lines.
    """
    return _Reader(board).read()


class _Reader:
    def __init__(self, board: Board) -> None:
        self.board = board
        self.model = message(board)
        self.domains = [(each.domain[0], each.domain[-1]) for each in self.model.variables]
        self.rows: list[_Row] = []
        self.pairs = {literal.index: pair for pair, literal in board.literals().items()}
        self.owner = {index: who for index, (who, _) in self.pairs.items()}

    def read(self) -> Linear:
        for constraint in self.model.constraints:
            self._constraint(constraint)
        cost = Sum(constant=self.board.constant)
        for each in self.board.prices:
            cost.add(each.var.index, each.grains)
        return self._laid_out(cost)

    # -- constraint by constraint ------------------------------------------------------------

    def _constraint(self, constraint: Any) -> None:
        given = list(constraint.enforcement_literal)
        kind = constraint.WhichOneof("constraint")
        if kind == "linear":
            self._linear(constraint.linear, given)
        elif kind == "bool_or":
            self._at_least_one([*constraint.bool_or.literals, *(-g - 1 for g in given)])
        elif kind == "bool_and":
            for literal in constraint.bool_and.literals:
                self._at_least_one([literal, *(-g - 1 for g in given)])
        elif kind == "at_most_one" and not given:
            self._at_most_one(constraint.at_most_one.literals)
        elif kind == "exactly_one" and not given:
            self._keep(_sum(constraint.exactly_one.literals), 1, 1)
        elif kind == "lin_max" and not given:
            self._greatest(constraint.lin_max)

    def _at_most_one(self, literals: Sequence[int]) -> None:
        if not self._one_persons(literals):
            self._keep(_sum(literals), -INFINITE, 1)

    def _one_persons(self, indices: Iterable[int]) -> bool:
        """Say whether all of these are shifts of one person: then their own line sees to it."""
        whose = {self.owner.get(index) for index in indices}
        return len(whose) == 1 and None not in whose

    def _at_least_one(self, literals: Iterable[int]) -> None:
        self._keep(_sum(literals), 1, INFINITE)

    def _linear(self, linear: Any, given: list[int]) -> None:
        total = Sum()
        for index, coefficient in zip(linear.vars, linear.coeffs, strict=True):
            total.add(index, coefficient)
        domain = list(linear.domain)
        low = domain[0] if domain[0] > -FAR else -INFINITE
        high = domain[-1] if domain[-1] < FAR else INFINITE
        if not given:
            self._keep(total, low, high)
            return
        least, most = self._range(total)
        # Out of force by as much as the sum can be out, for each literal that does not hold.
        if least < low < INFINITE:
            self._keep(_freed(total, int(low) - least, given), low, INFINITE)
        if -INFINITE < high < most:
            self._keep(_freed(total, int(high) - most, given), -INFINITE, high)

    def _greatest(self, greatest: Any) -> None:
        target = _affine(greatest.target)
        choices = [_affine(each) for each in greatest.exprs]
        single = next(iter(target.terms)) if len(target.terms) == 1 else None
        rising = single if single is not None and target.terms[single] > 0 else None
        positive = all(self._range(each)[0] >= 0 for each in choices)
        if positive and len(choices) > FEW and len(self.pairs) > PRECISE:
            # At least their mean: one row for many, which hardly ever makes a difference.
            mean = Sum().plus(target, len(choices))
            for each in choices:
                mean.plus(each, -1)
            self._keep(mean, 0, INFINITE, rising)
        else:
            for each in choices:
                self._keep(Sum().plus(target, 1).plus(each, -1), 0, INFINITE, rising)
        if positive:
            total = Sum().plus(target, 1)
            for each in choices:
                total.plus(each, -1)
            self._keep(total, -INFINITE, 0, rising)

    def _range(self, total: Sum) -> tuple[int, int]:
        least = most = total.constant
        domains = self.domains
        for index, coefficient in total.terms.items():
            low, high = domains[index]
            if coefficient < 0:
                low, high = high, low
            least += coefficient * low
            most += coefficient * high
        return least, most

    def _keep(self, total: Sum, low: float, high: float, defines: int | None = None) -> None:
        """Remember a row, unless the domains or one person's own line already see to it."""
        if self._one_persons(index for index, factor in total.terms.items() if factor):
            return
        least, most = self._range(total)
        if least >= low and most <= high:
            return
        self.rows.append(_Row(total, low, high, defines))

    # -- laying it out -----------------------------------------------------------------------

    def _laid_out(self, cost: Sum) -> Linear:
        rows = self._needed(cost)
        constants = {index for index, (low, high) in enumerate(self.domains) if low == high}
        x = {index: column for column, index in enumerate(self.pairs)}
        sure = constants - x.keys()
        used = {i for row in rows for i, factor in row.total.terms.items() if factor}
        used |= {index for index, factor in cost.terms.items() if factor}
        y = {i: column for column, i in enumerate(sorted(used - x.keys() - constants))}
        held: list[dict[int, float]] = []
        rest: list[dict[int, float]] = []
        fixed: list[int] = []
        for row in rows:
            terms = {i: factor for i, factor in row.total.terms.items() if factor}
            held.append({x[i]: factor for i, factor in terms.items() if i in x})
            rest.append({y[i]: factor for i, factor in terms.items() if i in y})
            known = sum(f * self.domains[i][0] for i, f in terms.items() if i in sure)
            fixed.append(row.total.constant + known)
        shift = np.array(fixed, np.float64)
        sure_cost = sum(
            factor * self.domains[i][0] for i, factor in cost.terms.items() if i in sure
        )
        return Linear(
            pairs=tuple(self.pairs.values()),
            held=Sparse.of(held),
            rest=Sparse.of(rest),
            low=np.array([row.low for row in rows], np.float64) - shift,
            high=np.array([row.high for row in rows], np.float64) - shift,
            held_cost=np.array([cost.terms.get(i, 0) for i in x], np.float64),
            rest_cost=np.array([cost.terms.get(i, 0) for i in y], np.float64),
            rest_low=np.array([self.domains[i][0] for i in y], np.float64),
            rest_high=np.array([self.domains[i][1] for i in y], np.float64),
            constant=cost.constant + sure_cost,
        )

    def _needed(self, cost: Sum) -> list[_Row]:
        """Leave out what keeps a variable from being low that nothing wants low."""
        low = {index for index, factor in cost.terms.items() if factor > 0}
        kept = [row for row in self.rows if row.defines is None or row.high < INFINITE]
        waiting = [row for row in self.rows if row.defines is not None and row.high == INFINITE]
        for row in kept:
            low.update(row.wants_low())
        while fresh := [row for row in waiting if row.defines in low]:
            waiting = [row for row in waiting if row.defines not in low]
            kept += fresh
            for row in fresh:
                low.update(row.wants_low())
        return self._without_stand_ins(kept, low | cost.terms.keys())

    def _without_stand_ins(self, rows: list[_Row], needed: Collection[int]) -> list[_Row]:
        """Write for "one of somebody's shifts" their sum, where more of it is only better."""
        sums: dict[int, Sum] = {}
        for row in rows:
            index = row.defines
            if index is None or index in needed or row.total.constant:
                continue
            others = {i: factor for i, factor in row.total.terms.items() if i != index and factor}
            whose = {self.owner.get(i, "") for i in others}
            if row.total.terms[index] == 1 and len(whose) == 1 and "" not in whose:
                sums[index] = Sum(defaultdict(int, {i: -f for i, f in others.items()}))
        kept = [row for row in rows if row.defines not in sums]
        for row in kept:
            for index in sums.keys() & row.total.terms.keys():
                row.total.plus(sums[index], row.total.terms.pop(index))
        return kept


def _sum(literals: Iterable[int]) -> Sum:
    total = Sum()
    for literal in literals:
        total.add(literal, 1)
    return total


def _freed(total: Sum, slack: int, given: Iterable[int]) -> Sum:
    """Add so much to a sum for each of these literals that does not hold."""
    freed = Sum().plus(total, 1)
    for literal in given:
        freed.add(-literal - 1, slack)
    return freed


def _affine(expression: Any) -> Sum:
    total = Sum(constant=expression.offset)
    for index, coefficient in zip(expression.vars, expression.coeffs, strict=True):
        total.add(index, coefficient)
    return total
