"""A part of a board as a model of its own: what is not free has become numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from rotation.board.rows import FAR, Ints, Rows
from rotation.board.tightening import Ends, added, tighten


class Part:
    """A few free variables of a schedule, and every constraint that they take part in.

    Parameters
    ----------
    values
        Every variable of a schedule that is allowed, but for those that may change.
    freed
        Variables that may change, ascending.
    touched
        Constraints that have any of them.

    Attributes
    ----------
    possible
        Whether its sums leave every variable a value; they do where the schedule is allowed.
    """

    def __init__(self, rows: Rows, values: Ints, freed: Ints, touched: Ints) -> None:
        self._rows, self._values = rows, values
        given = _Given(rows, values, _placed(rows, freed), touched)
        always = given.constraints[given.open == 0]
        always = always[np.diff(rows.sums_of.starts)[always] == 1]
        sums = rows.sums_of.items[rows.sums_of.starts[always]]
        self._ends = Ends(values.copy(), values.copy())
        self._ends.least[freed], self._ends.most[freed] = rows.least[freed], rows.most[freed]
        tighten(self._ends, rows, sums, rows.low[always], rows.high[always])
        self.possible = bool((self._ends.least <= self._ends.most).all())
        self._freed = self._ends.among(freed)
        self._place = _placed(rows, self._freed)
        self._given = _Given(rows, self._ends.least, self._place, given.constraints)

    def whole(self, solution: Sequence[int]) -> Ints:
        """Return the schedule with the part as it was solved."""
        values = self._ends.least.copy()
        values[self._freed] = solution
        return values

    def model(self, *, hinted: bool = True, dearer: bool = False) -> cp_model.CpModel:
        """Say the part to CP-SAT: its price at most what it is, where it may not be dearer."""
        rows, freed, model = self._rows, self._freed, cp_model.CpModel()
        proto = model.proto
        least, most = self._ends.least[freed].tolist(), self._ends.most[freed].tolist()
        for low, high in zip(least, most, strict=True):
            proto.variables.add().domain.extend([low, high])
        self._say_constraints(proto)
        priced = np.flatnonzero(rows.prices[freed])
        grains = rows.prices[freed[priced]]
        proto.objective.vars.extend(priced.tolist())
        proto.objective.coeffs.extend(grains.tolist())
        if not dearer:
            now = int(grains @ self._values[freed[priced]])
            proto.objective.domain.extend([-FAR, now])
        if hinted:
            proto.solution_hint.vars.extend(range(len(freed)))
            proto.solution_hint.values.extend(self._values[freed].tolist())
        return model

    def _say_constraints(self, proto: Any) -> None:
        rows, touched = self._rows, self._given.constraints
        places, begins = rows.sums_of.places(touched)
        sums = _Sums(rows, self._ends, self._place, rows.sums_of.items[places])
        single = np.diff(begins) == 1
        low, high = rows.low[touched], rows.high[touched]
        # Where the sum cannot leave its range there is nothing to say.
        kept = ~(single & sums.within(begins[:-1], low, high))
        told = zip(
            begins[:-1][kept].tolist(),
            begins[1:][kept].tolist(),
            low[kept].tolist(),
            high[kept].tolist(),
            np.flatnonzero(kept).tolist(),
            strict=True,
        )
        for first, after, least, most, number in told:
            constraint = proto.constraints.add()
            if self._given.open[number]:
                constraint.enforcement_literal.extend(self._given.literals(number))
            if after - first > 1:
                sums.say_greatest(constraint.lin_max, range(first, after))
            else:
                sums.say_range(constraint.linear, first, least, most)


def _placed(rows: Rows, freed: Ints) -> Ints:
    """Say of each variable which one of the part it is; -1 where it is none."""
    place = np.full(len(rows.least), -1, np.int64)
    place[freed] = np.arange(len(freed))
    return place


class _Given:
    """What constraints depend on, without those that cannot apply.

    Attributes
    ----------
    constraints
        Those that may apply.
    open
        How many free literals each of them depends on.
    """

    def __init__(self, rows: Rows, values: Ints, place: Ints, touched: Ints) -> None:
        places, begins = rows.given.places(touched)
        literals = rows.given.items[places]
        variables = np.maximum(literals, ~literals)
        free = place[variables] >= 0
        false = ~free & ((values[variables] != 0) != (literals >= 0))
        apply = added(false.astype(np.int64), begins) == 0
        self.constraints: Ints = touched[apply]
        self.open: Ints = added(free.astype(np.int64), begins)[apply]
        free &= np.repeat(apply, np.diff(begins))
        found = place[variables[free]]
        self._literals = np.where(literals[free] >= 0, found, ~found).tolist()
        self._begins = np.concatenate([[0], np.cumsum(self.open)]).tolist()

    def literals(self, number: int) -> list[int]:
        """List the free literals that the n-th constraint depends on, as the part has them."""
        found: list[int] = self._literals[self._begins[number] : self._begins[number + 1]]
        return found


class _Sums:
    """Sums of a part: the fixed variables are numbers by now."""

    def __init__(self, rows: Rows, ends: Ends, place: Ints, which: Ints) -> None:
        places, begins = rows.sums.places(which)
        variables, factors = rows.sums.items[places], rows.factors[places]
        free = place[variables] >= 0
        kept, fixed = factors * free, factors * ~free
        self._offset = rows.offsets[which] + added(fixed * ends.least[variables], begins)
        either = kept * ends.least[variables], kept * ends.most[variables]
        self._low = added(np.minimum(*either), begins) + self._offset
        self._high = added(np.maximum(*either), begins) + self._offset
        self._offsets = self._offset.tolist()
        self._lowest, self._highest = self._low.tolist(), self._high.tolist()
        self._begins = np.concatenate([[0], np.cumsum(free)])[begins].tolist()
        self._variables = place[variables][free].tolist()
        self._factors = factors[free].tolist()

    def within(self, numbers: Ints, low: Ints, high: Ints) -> NDArray[np.bool_]:
        """Say which sums cannot leave their ranges."""
        inside: NDArray[np.bool_] = (self._low[numbers] >= low) & (self._high[numbers] <= high)
        return inside

    def _write(self, number: int, expression: Any, *, offset: bool = True) -> None:
        own = slice(self._begins[number], self._begins[number + 1])
        expression.vars.extend(self._variables[own])
        expression.coeffs.extend(self._factors[own])
        if offset:
            expression.offset = self._offsets[number]

    def say_range(self, linear: Any, number: int, low: int, high: int) -> None:
        """Keep a sum within its range."""
        self._write(number, linear, offset=False)
        low, high = low - self._offsets[number], high - self._offsets[number]
        linear.domain.extend([max(low, -FAR), min(high, FAR)])

    def say_greatest(self, maximum: Any, own: Collection[int]) -> None:
        """Let the first sum be the greatest of the others."""
        target, *others = own
        self._write(target, maximum.target)
        floor = max(others, key=self._lowest.__getitem__)
        for other in others:
            # One that never reaches above what another cannot fall below adds nothing.
            if other == floor or self._highest[other] > self._lowest[floor]:
                self._write(other, maximum.exprs.add())
