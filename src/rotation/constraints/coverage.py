"""Somebody on duty who can answer, throughout every window: coverage and what is like it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rotation import clock, duty
from rotation.constraints.cover import MINUTE_UNCOVERED
from rotation.domain import Problem, Requirement, Schedule, Shift, Span, Specialist, say_date
from rotation.limits import GRAIN, Demand
from rotation.rule import Breach, Rule, rule

if TYPE_CHECKING:
    from rotation.board import Board


@dataclass(frozen=True, kw_only=True)
class Covering(Rule):
    """A rule that wants so many people of a kind on duty throughout some stretches of time."""

    by_default: ClassVar[bool] = True
    for_groups: ClassVar[bool] = False
    unit: ClassVar[str] = "person-minute"

    def needs(self, problem: Problem) -> Iterator[tuple[Requirement, list[Span]]]:
        """List what is wanted, and throughout which stretches (disjoint, sorted)."""
        raise NotImplementedError

    def post(self, board: Board) -> None:
        """Price or forbid each stretch between two shift edges; like stretches are one."""
        for requirement, windows in self.needs(board.problem):
            for (able, served), (minutes, first) in _stretches(requirement, windows, board).items():
                self._post_stretch(board, requirement, list(able), served, minutes, first)

    def _post_stretch(
        self,
        board: Board,
        requirement: Requirement,
        able: list[tuple[str, frozenset[Shift]]],
        served: int,
        minutes: int,
        first: Span,
    ) -> None:
        people = [
            board.any_of([board.holds(board.problem.person[who], shift) for shift in shifts])
            for who, shifts in able
        ]
        terms = [(1, literal) for literal in people]
        wanted = requirement.people - served
        enough = "1 person" if requirement.people == 1 else f"{requirement.people} people"
        says = f"{requirement.id} has {enough} on {_when(first, board.problem)}"
        demand = Demand(self.label, "", says, first.start)
        if requirement.must or self.weight is None:
            if wanted == 1:
                board.clause(people, demand)
            elif wanted > 1:
                board.bound(terms, wanted, len(terms) + wanted, demand)
            return
        short = board.shortfall(terms, wanted)
        if short is not None:
            board.price(short, minutes * GRAIN, self.weight, self.label, essential=self.essential)

    def breaches(self, schedule: Schedule) -> Iterator[Breach]:
        """Judge each window; neighbouring stretches that lack as many are one breach."""
        for requirement, windows in self.needs(schedule.problem):
            weight = None if requirement.must else self.weight
            for run in _short_runs(duty.stretches(requirement, schedule, windows)):
                minutes = sum(stretch.minutes_short for stretch in run)
                start, end = run[0].span.start, run[-1].span.end
                says = (
                    f"{requirement.id} is {run[0].short} short of {requirement.people}"
                    f" for {(end - start).total_seconds() / 3600:g} h from"
                    f" {_when(run[0].span, schedule.problem)}"
                )
                yield Breach(self.label, weight, "", start, end, minutes * GRAIN, says)


@rule("coverage")
@dataclass(frozen=True, kw_only=True)
class Coverage(Covering):
    """Somebody who can answer is on duty at every instant of every coverage window.

    Parameters
    ----------
    weight
        Price of one person-minute short, for requirements that are not `must`.

    Examples
    --------
    [rules.coverage]               # the windows themselves are [[coverage]]
    weight = 2000
    """

    essential: ClassVar[bool] = True
    weight: int | None = MINUTE_UNCOVERED

    def __str__(self) -> str:
        return "every coverage window has its people"

    def needs(self, problem: Problem) -> Iterator[tuple[Requirement, list[Span]]]:
        """List the requirements of rota.toml with the windows that are judged."""
        for requirement in problem.requirements:
            yield requirement, duty.judged_windows(requirement, problem)


def _when(span: Span, problem: Problem) -> str:
    at = clock.local(span.start, problem.team.time_zone)
    return f"{say_date(at.date())} {at:%H:%M} ({problem.team.time_zone})"


def _short_runs(stretches: list[duty.Stretch]) -> Iterator[list[duty.Stretch]]:
    run: list[duty.Stretch] = []
    for stretch in stretches:
        joins = run and run[-1].span.end == stretch.span.start and run[-1].short == stretch.short
        if run and not joins:
            yield run
            run = []
        if stretch.short:
            run.append(stretch)
    if run:
        yield run


Able = tuple[tuple[str, frozenset[Shift]], ...]
"""Who could be on duty, and through which shifts."""


def _stretches(
    requirement: Requirement, windows: list[Span], board: Board
) -> dict[tuple[Able, int], tuple[int, Span]]:
    """Group the stretches of a requirement by who could cover them: (minutes, the first one)."""
    problem = board.problem
    able = {who.id: who for who in problem.people if requirement.ask.met_by(who)}
    served = [a for a in problem.history or () if a.shift.type.responds and a.person.id in able]
    shifts = [shift for shift in problem.shifts if shift.type.responds]
    minutes: Counter[tuple[Able, int]] = Counter()
    first: dict[tuple[Able, int], Span] = {}
    for window in windows:
        near = [shift for shift in shifts if shift.span.overlaps(window)]
        past = [a for a in served if a.shift.span.overlaps(window)]
        for piece in duty.cut(window, [*near, *(a.shift for a in past)]):
            on_past = {a.person.id for a in past if a.shift.span.overlaps(piece)}
            key = (_able(board, able, near, piece, on_past), len(on_past))
            minutes[key] += int(piece.length.total_seconds()) // 60
            first.setdefault(key, piece)
    return {key: (minutes[key], first[key]) for key in first}


def _able(
    board: Board,
    able: dict[str, Specialist],
    near: list[Shift],
    piece: Span,
    on_past: set[str],
) -> Able:
    through: dict[str, set[Shift]] = defaultdict(set)
    for shift in near:
        if shift.span.overlaps(piece):
            for person, _ in board.takers(shift):
                if person.id in able and person.id not in on_past:
                    through[person.id].add(shift)
    return tuple((who, frozenset(through[who])) for who in sorted(through))
