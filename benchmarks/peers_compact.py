"""An instance of the set as the compact programme that textbooks give.

It has a column per person, day and shift, and windows of days for what must come in a row: the
least of a run is said for each length below it, which may not stand between two of its ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from math import inf

from benchmarks.nrp_reader import Contract, Instance
from benchmarks.peers_telling import Row

WEEK = 7
SATURDAY = 5

Terms = Iterable[tuple[float, int]]
"""(coefficient, column)."""


@dataclass
class Programme:
    """Columns with prices and bounds, rows between bounds, and what is paid whatever happens."""

    prices: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, list[tuple[float, int]], float]] = field(default_factory=list)
    constant: float = 0.0

    def column(self, price: float = 0.0, most: float = 1.0, *, whole: bool = True) -> int:
        """Add a column from 0 to `most`."""
        self.prices.append(price)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.prices) - 1

    def row(self, least: float, terms: Terms, most: float) -> None:
        """Add a row; one that no column is in says nothing or is impossible."""
        merged: dict[int, float] = {}
        for coefficient, column in terms:
            merged[column] = merged.get(column, 0.0) + coefficient
        if merged or least > 0 or most < 0:
            self.rows.append((least, [(c, column) for column, c in merged.items()], most))


class Compact:
    """The programme of an instance, and the roster of a solution."""

    def __init__(self, instance: Instance) -> None:
        self.programme = Programme()
        self._of = instance
        self._never = set(instance.days_off)
        self.columns = {
            (who, day, kind): self.programme.column()
            for who, contract in instance.staff.items()
            for day in range(instance.days)
            if (who, day) not in self._never
            for kind in instance.kinds
            if contract.most.get(kind, 1)
        }
        for who, contract in instance.staff.items():
            self._person(who, contract)
        self._wishes()
        self._cover()

    def roster(self, values: Iterable[float]) -> Iterator[Row]:
        """List the assignments of a solution."""
        held = list(values)
        return (cell for cell, column in self.columns.items() if held[column] > 0.5)

    def _work(self, who: str, day: int, coefficient: float = 1.0) -> list[tuple[float, int]]:
        """Say that somebody works on a day."""
        cells = ((who, day, kind) for kind in self._of.kinds)
        return [(coefficient, self.columns[cell]) for cell in cells if cell in self.columns]

    def _works(self, who: str, days: Iterable[int]) -> list[tuple[float, int]]:
        return list(chain.from_iterable(self._work(who, day) for day in days))

    def _person(self, who: str, contract: Contract) -> None:
        days, rows = self._of.days, self.programme
        for day in range(days):
            rows.row(0, self._work(who, day), 1)
        minutes = [
            (self._of.kinds[kind].minutes, self.columns[who, day, kind])
            for day in range(days)
            for kind in self._of.kinds
            if (who, day, kind) in self.columns
        ]
        rows.row(contract.min_minutes, minutes, contract.max_minutes)
        for first in range(days - contract.max_in_row):
            rows.row(
                0,
                self._works(who, range(first, first + contract.max_in_row + 1)),
                contract.max_in_row,
            )
        self._short(who, contract)
        self._sequence(who)
        self._weekends(who, contract)
        for kind, most in contract.most.items():
            cells = [(who, day, kind) for day in range(days) if (who, day, kind) in self.columns]
            if most < len(cells):
                rows.row(0, [(1, self.columns[cell]) for cell in cells], most)

    def _short(self, who: str, contract: Contract) -> None:
        """Refuse every run of work, and of days off, that is too short and has both its ends."""
        for sign, least in ((1.0, contract.min_in_row), (-1.0, contract.min_off_in_row)):
            for length in range(1, least):
                for first in range(1, self._of.days - length):
                    self._no_run(who, first, length, sign)

    def _no_run(self, who: str, first: int, length: int, sign: float) -> None:
        ends = [first - 1, first + length]
        terms = [(-sign, column) for day in ends for _, column in self._work(who, day)]
        inside = self._works(who, range(first, first + length))
        terms += [(sign, column) for _, column in inside]
        # Work: inside - ends <= length - 1. Off: ends - inside <= 1.
        self.programme.row(-inf, terms, length - 1 if sign > 0 else 1)

    def _sequence(self, who: str) -> None:
        for name, kind in self._of.kinds.items():
            for day in range(self._of.days - 1):
                now = self.columns.get((who, day, name))
                after = [self.columns.get((who, day + 1, each)) for each in kind.never_next]
                next_day = [(1.0, column) for column in after if column is not None]
                if now is not None and next_day:
                    self.programme.row(-inf, [(1.0, now), *next_day], 1)

    def _weekends(self, who: str, contract: Contract) -> None:
        saturdays = range(SATURDAY, self._of.days, WEEK)
        if contract.max_weekends >= len(saturdays):
            return
        worked = []
        for saturday in saturdays:
            worked.append(self.programme.column())
            for day in (saturday, saturday + 1):
                terms = [*self._work(who, day), (-1.0, worked[-1])]
                self.programme.row(-inf, terms, 0)
        self.programme.row(0, [(1.0, column) for column in worked], contract.max_weekends)

    def _wishes(self) -> None:
        for sign, wishes in ((-1, self._of.on), (1, self._of.off)):
            for wish in wishes:
                column = self.columns.get((wish.person, wish.day, wish.shift))
                if column is not None:
                    self.programme.prices[column] += sign * wish.weight
                self.programme.constant += wish.weight if sign < 0 else 0

    def _cover(self) -> None:
        """Price who is missing and who is too many; both are whole by themselves."""
        for (day, kind), wanted in self._of.cover.items():
            cells = [(who, day, kind) for who in self._of.staff]
            terms = [(1.0, self.columns[cell]) for cell in cells if cell in self.columns]
            short = self.programme.column(self._of.under or 0, wanted, whole=False)
            spare = self.programme.column(self._of.over or 0, len(cells), whole=False)
            self.programme.row(wanted, [*terms, (1.0, short), (-1.0, spare)], wanted)
