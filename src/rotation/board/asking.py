"""Saying one limit of one person to the board; how, is said limit by limit beside this file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from typing import TYPE_CHECKING

from rotation.board.terms import Lit
from rotation.domain import Shift
from rotation.limits import Demand, Finding, Limit, Line

if TYPE_CHECKING:
    from rotation.board.board import Board


@dataclass(frozen=True)
class Ask:
    """Whose limit it is, at what price, for which rule, and how a finding of it is said."""

    board: Board
    line: Line
    weight: int | None
    rule: str
    words: Callable[[Finding], str]

    @property
    def person(self) -> str:
        """The person's id."""
        return self.line.person.id

    def on(self, shift: Shift) -> Lit:
        """Return the literal of a shift: true for one that was served."""
        if shift in self.line.past_set:
            return self.board.yes
        return self.board.holds(self.line.person, shift)

    def any_held(self, shifts: Sequence[Shift]) -> Lit:
        """Return a literal: at least one of these is held in the horizon."""
        past = self.line.past_set
        return self.board.any_of([self.on(shift) for shift in shifts if shift not in past])

    def demand(self, says: str, start: datetime | None) -> Demand:
        """Name what is asked, for when it contradicts something else."""
        return Demand(self.rule, self.person, says, start)

    def price(self, var: Lit, grains: int) -> None:
        """Price each unit of a variable at the limit's weight."""
        assert self.weight is not None  # noqa: S101
        self.board.price(var, grains, self.weight, self.rule)


@singledispatch
def post(limit: Limit, ask: Ask) -> None:
    """Say a limit to the board."""
    raise TypeError(f"no limit: {limit!r}")
