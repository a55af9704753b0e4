"""Enough people of the right kind on every shift: staffing and mix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from rotation.domain import Schedule, Shift
from rotation.errors import InvalidRule
from rotation.limits import GRAIN, Demand
from rotation.rule import Breach, Rule, rule

if TYPE_CHECKING:
    from rotation.board import Board

MINUTE_UNCOVERED = 1000
"""Default price of one person-minute short; the dearest thing there is, see docs/prices.md."""

TENTH = GRAIN // 10
"""Grains of a seat between min and target: a tenth of an empty one."""


@rule("staffing")
@dataclass(frozen=True, kw_only=True)
class Staffing(Rule):
    """Every shift has its people: never above max, priced below min, a tenth below target.

    The three numbers are those of the shift's date in seats.csv, else those of rota.toml.

    Parameters
    ----------
    weight
        Price of an empty seat. Absent: an empty seat costs as much as its minutes uncovered.
    over
        Price of each person above target. Absent: up to max they cost nothing.

    Examples
    --------
    [rules.staffing]
    weight = 500000                # every empty seat costs the same, however long its shift
    """

    by_default: ClassVar[bool] = True
    for_groups: ClassVar[bool] = False
    essential: ClassVar[bool] = True
    unit: ClassVar[str] = "person-shift"
    own_price: ClassVar[str] = f"{MINUTE_UNCOVERED} for each minute of the empty seat"
    over: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.over is not None and self.over <= 0:
            raise InvalidRule("over", f"must be a whole number above 0, got {self.over}")

    def __str__(self) -> str:
        return "every shift has its people"

    def seat_price(self, shift: Shift) -> int:
        """Price one empty seat of a shift."""
        return shift.minutes * MINUTE_UNCOVERED if self.weight is None else self.weight

    def post(self, board: Board) -> None:
        """Keep each shift at most full, and price what it lacks or has too much."""
        for shift in board.problem.shifts:
            terms = [(1, literal) for _, literal in board.takers(shift)]
            seats = shift.seats
            says = f"{shift} has at most {seats.most}"
            if len(terms) > seats.most:
                board.bound(terms, 0, seats.most, Demand(self.label, "", says, shift.start))
            self._post_lack(board, shift, terms)
            above = board.excess(terms, -seats.target) if self.over is not None else None
            if above is not None and self.over is not None:
                board.price(above, GRAIN, self.over, self.label)

    def _post_lack(self, board: Board, shift: Shift, terms: list[tuple[int, Any]]) -> None:
        """Price max(n, least) to target: what lies below target, without what lies below min."""
        seats, price = shift.seats, self.seat_price(shift)
        lacks = {seats.least: GRAIN - TENTH, seats.target: TENTH}
        if seats.least == seats.target:
            lacks = {seats.least: GRAIN}
        for wanted, grains in lacks.items():
            short = board.shortfall(terms, wanted)
            if short is not None:
                board.price(short, grains, price, self.label, essential=self.essential)

    def breaches(self, schedule: Schedule) -> Iterator[Breach]:
        """Judge each shift of the horizon."""
        for shift in schedule.problem.shifts:
            on, seats = len(schedule.on[shift.key]), shift.seats
            if on > seats.most:
                yield self._breach(
                    shift, None, (on - seats.most) * GRAIN, on, f"at most {seats.most}"
                )
            if on > seats.target and self.over is not None:
                wanted = f"{seats.target} if possible"
                yield self._breach(shift, self.over, (on - seats.target) * GRAIN, on, wanted)
            grains = max(0, seats.least - on) * GRAIN
            grains += (seats.target - max(on, seats.least)) * TENTH if on < seats.target else 0
            if grains:
                wanted = (
                    f"at least {seats.least}" if on < seats.least else f"{seats.target} if possible"
                )
                yield self._breach(shift, self.seat_price(shift), grains, on, wanted)

    def _breach(self, shift: Shift, weight: int | None, grains: int, on: int, want: str) -> Breach:
        people = "nobody" if on == 0 else "1 person" if on == 1 else f"{on} people"
        says = f"{shift} has {people}, wants {want}"
        return Breach(self.label, weight, "", shift.start, shift.end, grains, says)


@rule("mix")
@dataclass(frozen=True, kw_only=True)
class MixOf(Rule):
    """Each `mix` line of a shift is met, up to the number of people on it.

    Parameters
    ----------
    weight
        Price of one person of the kind too few; the default ranks it below an hour uncovered
        and above any wish.

    Examples
    --------
    [rules.mix]                    # the lines themselves are `mix` of a shift
    weight = 20000
    """

    by_default: ClassVar[bool] = True
    for_groups: ClassVar[bool] = False
    essential: ClassVar[bool] = True
    unit: ClassVar[str] = "person"
    weight: int | None = 10_000

    def __str__(self) -> str:
        return "every shift has its mix of people"

    def post(self, board: Board) -> None:
        """Price or forbid min(wanted, people on it) - people of the kind, where above 0."""
        for shift in board.problem.shifts:
            for line in shift.type.mix:
                takers = board.takers(shift)
                kind = [literal for person, literal in takers if line.ask.met_by(person)]
                others = [literal for person, literal in takers if not line.ask.met_by(person)]
                self._post_line(board, shift, line.people, kind, others)

    def _post_line(
        self, board: Board, shift: Shift, wanted: int, kind: list[Any], others: list[Any]
    ) -> None:
        """Let the lacking be min(wanted - of the kind, others), where both are above 0."""
        most = min(wanted, len(others))
        for lacking in range(1, most + 1):
            # So many lack where that many others are on it and too few of the kind.
            few = ~self._at_least(board, kind, wanted - lacking + 1)
            some = self._at_least(board, others, lacking)
            both = board.all_of([few, some])
            if self.weight is None:
                demand = Demand(self.label, "", f"{shift} has its mix", shift.start)
                board.clause([~both], demand)
            else:
                board.price(both, GRAIN, self.weight, self.label, essential=self.essential)

    def _at_least(self, board: Board, literals: list[Any], number: int) -> Any:
        if number > len(literals):
            return board.no
        return board.any_of(literals) if number == 1 else board.at_least(literals, number)

    def breaches(self, schedule: Schedule) -> Iterator[Breach]:
        """Judge each mix line of each shift."""
        for shift in schedule.problem.shifts:
            on = schedule.on[shift.key]
            for line in shift.type.mix:
                of_kind = sum(line.ask.met_by(person) for person in on)
                short = min(line.people, len(on)) - of_kind
                if short > 0:
                    says = f"{shift} has {of_kind} of kind {line.ask}, wants {line.people}"
                    yield Breach(
                        self.label, self.weight, "", shift.start, shift.end, short * GRAIN, says
                    )
