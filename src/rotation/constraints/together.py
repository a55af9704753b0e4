"""People who work together, and people who do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from rotation import eligibility
from rotation.domain import Problem, Schedule, Shift, Specialist
from rotation.errors import InvalidRule
from rotation.limits import GRAIN, Demand
from rotation.rule import Breach, PersonIds, Rule, ShiftIds, rule

if TYPE_CHECKING:
    from rotation.board import Board


@dataclass(frozen=True, kw_only=True)
class _Among(Rule):
    """A rule about listed people on the same shift; those on leave for it do not count."""

    for_groups: ClassVar[bool] = False
    unit: ClassVar[str] = "shift"
    who: PersonIds = ()
    shifts: ShiftIds = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(set(self.who)) < 2:
            raise InvalidRule("who", f"must list at least two people, got {len(set(self.who))}")

    def counted(self, shift: Shift, problem: Problem) -> list[Specialist]:
        """List the people who count for a shift."""
        if self.shifts and shift.type.id not in self.shifts:
            return []
        listed = [problem.person[who] for who in dict.fromkeys(self.who)]
        return [p for p in listed if eligibility.absence_during(p, shift, problem) is None]

    def broken(self, on: int, counted: int) -> bool:
        """Say whether so many of those who count is a breach."""
        raise NotImplementedError

    def demand(self, shift: Shift) -> Demand:
        """Name what is asked of one shift."""
        return Demand(self.label, "", f"{self} on {shift}", shift.start)

    def forbid(self, board: Board, literals: list[Any], shift: Shift) -> None:
        """Say to the board that it must hold."""
        raise NotImplementedError

    def post(self, board: Board) -> None:
        """Forbid or price each shift by itself."""
        for shift in board.problem.shifts:
            people = self.counted(shift, board.problem)
            if len(people) < 2:
                continue
            literals = [board.holds(person, shift) for person in people]
            if self.weight is None:
                self.forbid(board, literals, shift)
            else:
                broken = self.broken_literal(board, literals)
                board.price(broken, GRAIN, self.weight, self.label)

    def broken_literal(self, board: Board, literals: list[Any]) -> Any:
        """Return a literal that is true if and only if the shift is a breach."""
        raise NotImplementedError

    def breaches(self, schedule: Schedule) -> Iterator[Breach]:
        """Judge each shift by itself."""
        for shift in schedule.problem.shifts:
            people = self.counted(shift, schedule.problem)
            on = [person for person in people if person in schedule.on[shift.key]]
            if len(people) > 1 and self.broken(len(on), len(people)):
                names = " and ".join(person.name for person in on)
                says = f"{shift} has {names}: {self}"
                yield Breach(self.label, self.weight, "", shift.start, shift.end, GRAIN, says)


@rule("together")
@dataclass(frozen=True, kw_only=True)
class Together(_Among):
    """Of the listed people all or none are on a shift; those on leave for it do not count.

    Parameters
    ----------
    who
        Person ids, two or more.
    shifts
        Shift ids it is about; empty: all.

    Examples
    --------
    [rules.together]               # a newcomer learns beside a senior
    who = ["ji-woo-han", "hui-min-tan"]
    shifts = ["apac-day"]
    """

    def __str__(self) -> str:
        return f"{', '.join(self.who)} work together"

    def broken(self, on: int, counted: int) -> bool:
        """Some but not all."""
        return 0 < on < counted

    def forbid(self, board: Board, literals: list[Any], shift: Shift) -> None:
        """Make them equal."""
        for one, other in zip(literals, literals[1:] + literals[:1], strict=True):
            board.clause([~one, other], self.demand(shift))

    def broken_literal(self, board: Board, literals: list[Any]) -> Any:
        """One is on it and another is not."""
        return board.all_of([board.any_of(literals), ~board.all_of(literals)])


@rule("apart")
@dataclass(frozen=True, kw_only=True)
class Apart(_Among):
    """Of the listed people at most one is on a shift.

    Parameters
    ----------
    who
        Person ids, two or more.
    shifts
        Shift ids it is about; empty: all.

    Examples
    --------
    [rules.apart]
    who = ["ana-castillo", "bo-whitaker"]
    weight = 30
    """

    def __str__(self) -> str:
        return f"{', '.join(self.who)} work apart"

    def broken(self, on: int, counted: int) -> bool:
        """More than one."""
        return on > 1

    def forbid(self, board: Board, literals: list[Any], shift: Shift) -> None:
        """Let at most one be on it."""
        terms = [(1, literal) for literal in literals]
        board.bound(terms, 0, 1, self.demand(shift))

    def broken_literal(self, board: Board, literals: list[Any]) -> Any:
        """Any two are on it."""
        pairs = [
            board.all_of([one, other])
            for index, one in enumerate(literals)
            for other in literals[index + 1 :]
        ]
        return board.any_of(pairs)
