"""A part of a board as a model of its own: what is not free has become numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from rotation.board.rows import FAR, Ints, Rows


class Part:
    """A few free variables of a schedule, and every constraint that they take part in."""

    def __init__(self, rows: Rows, values: Ints, freed: Ints, touched: Ints) -> None:
        self._rows, self._values, self._freed = rows, values, freed
        self._place = np.full(len(rows.least), -1, np.int64)
        self._place[freed] = np.arange(len(freed))
        self._touched = touched

    def whole(self, solution: Sequence[int]) -> Ints:
        """Return the schedule with the part as it was solved."""
        values = self._values.copy()
        values[self._freed] = solution
        return values

    def model(self, *, hinted: bool = True) -> cp_model.CpModel:
        """Say the part to CP-SAT: its price at most what it is."""
        rows, freed, model = self._rows, self._freed, cp_model.CpModel()
        proto = model.proto
        ends = zip(rows.least[freed].tolist(), rows.most[freed].tolist(), strict=True)
        for low, high in ends:
            proto.variables.add().domain.extend([low, high])
        self._say_constraints(proto)
        priced = np.flatnonzero(rows.prices[freed])
        grains = rows.prices[freed[priced]]
        proto.objective.vars.extend(priced.tolist())
        proto.objective.coeffs.extend(grains.tolist())
        now = int(grains @ self._values[freed[priced]])
        proto.objective.domain.extend([-FAR, now])
        if hinted:
            proto.solution_hint.vars.extend(range(len(freed)))
            proto.solution_hint.values.extend(self._values[freed].tolist())
        return model

    def _say_constraints(self, proto: Any) -> None:
        rows, touched = self._rows, self._touched
        places, begins = rows.sums_of.places(touched)
        sums = _Sums(self, rows.sums_of.items[places])
        first, after = begins[:-1].tolist(), begins[1:].tolist()
        low, high = rows.low[touched].tolist(), rows.high[touched].tolist()
        for number, given in enumerate(self._given()):
            if given is None:
                continue
            own = range(first[number], after[number])
            if len(own) > 1:
                sums.say_greatest(proto, own, given)
            else:
                sums.say_range(proto, own[0], low[number], high[number], given)

    def _given(self) -> list[list[int] | None]:
        """Return what each constraint still depends on; None where it cannot apply."""
        rows = self._rows
        places, begins = rows.given.places(self._touched)
        literals = rows.given.items[places]
        variables = np.maximum(literals, ~literals)
        place, positive = self._place[variables], literals >= 0
        false = ((place < 0) & ((self._values[variables] != 0) != positive)).tolist()
        free = np.where(positive, place, ~place).tolist()
        fixed = (place < 0).tolist()
        given: list[list[int] | None] = []
        for start, end in zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True):
            own = range(start, end)
            never = any(false[n] for n in own)
            given.append(None if never else [free[n] for n in own if not fixed[n]])
        return given


class _Sums:
    """Sums of a part: the fixed variables are numbers by now."""

    def __init__(self, part: Part, which: Ints) -> None:
        rows, values, place = part._rows, part._values, part._place  # noqa: SLF001
        places, begins = rows.sums.places(which)
        variables, factors = rows.sums.items[places], rows.factors[places]
        free = place[variables] >= 0
        kept, fixed = factors * free, factors * ~free
        self._offsets = (rows.offsets[which] + _added(fixed * values[variables], begins)).tolist()
        ends = kept * rows.least[variables], kept * rows.most[variables]
        self._lowest = _added(np.minimum(*ends), begins).tolist()
        self._highest = _added(np.maximum(*ends), begins).tolist()
        counted = np.concatenate([[0], np.cumsum(free)])
        self._begins = counted[begins].tolist()
        self._variables = place[variables][free].tolist()
        self._factors = factors[free].tolist()

    def _write(self, number: int, expression: Any, *, offset: bool = True) -> None:
        own = slice(self._begins[number], self._begins[number + 1])
        expression.vars.extend(self._variables[own])
        expression.coeffs.extend(self._factors[own])
        if offset:
            expression.offset = self._offsets[number]

    def say_range(self, proto: Any, number: int, low: int, high: int, given: list[int]) -> None:
        """Keep a sum within its range, where it could leave it."""
        low, high = low - self._offsets[number], high - self._offsets[number]
        if self._lowest[number] >= low and self._highest[number] <= high:
            return
        constraint = proto.constraints.add()
        constraint.enforcement_literal.extend(given)
        self._write(number, constraint.linear, offset=False)
        constraint.linear.domain.extend([max(low, -FAR), min(high, FAR)])

    def say_greatest(self, proto: Any, own: Collection[int], given: list[int]) -> None:
        """Let the first sum be the greatest of the others."""
        target, *others = own
        constraint = proto.constraints.add()
        constraint.enforcement_literal.extend(given)
        maximum = constraint.lin_max
        self._write(target, maximum.target)
        floor = max(others, key=lambda other: self._lowest[other] + self._offsets[other])
        least = self._lowest[floor] + self._offsets[floor]
        for other in others:
            # One that never reaches above what another cannot fall below adds nothing.
            if other == floor or self._highest[other] + self._offsets[other] > least:
                self._write(other, maximum.exprs.add())


def _added(items: Ints, begins: Ints) -> Ints:
    """Add up each stretch of items."""
    total = np.concatenate([[0], np.cumsum(items)])
    added: Ints = total[begins[1:]] - total[begins[:-1]]
    return added
