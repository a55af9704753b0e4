"""The problem that a rota is made from, and a schedule that answers it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType

from rotation.domain.people import Absence, Request, Specialist
from rotation.domain.shifts import Shift, ShiftKey, ShiftType
from rotation.domain.team import Demand, Requirement, Sla, Team
from rotation.domain.times import Horizon, Span


@dataclass(frozen=True)
class Assignment:
    """One person on one shift."""

    shift: Shift
    person: Specialist

    @property
    def order(self) -> tuple[object, ...]:
        """What assignments are sorted by: start, shift, person; then so that no two tie."""
        shift = self.shift
        return (shift.start, shift.type.id, self.person.id, shift.end, shift.date)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything a rota is made from, checked and in UTC.

    Parameters
    ----------
    shifts
        The shifts of the horizon, sorted by start.
    history
        Assignments served before the horizon; None where the team keeps no history file,
        so that what was on duty before is unknown rather than nothing.
    locked, published
        (shift key, person id) promised in the horizon; published is None where nothing was.
    public_holidays
        Person id -> local date -> name, the team's own holidays included.
    ledger
        (person id, load) -> balance carried into the horizon.
    """

    team: Team
    horizon: Horizon
    people: tuple[Specialist, ...]
    shift_types: tuple[ShiftType, ...]
    shifts: tuple[Shift, ...]
    absences: tuple[Absence, ...] = ()
    history: tuple[Assignment, ...] | None = None
    locked: tuple[tuple[ShiftKey, str], ...] = ()
    published: tuple[tuple[ShiftKey, str], ...] | None = None
    requests: tuple[Request, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    slas: tuple[Sla, ...] = ()
    demand: tuple[Demand, ...] = ()
    ledger: Mapping[tuple[str, str], float] = field(default_factory=lambda: MappingProxyType({}))
    public_holidays: Mapping[str, Mapping[date, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @cached_property
    def person(self) -> Mapping[str, Specialist]:
        """Person id -> person."""
        return {person.id: person for person in self.people}

    @cached_property
    def shift(self) -> Mapping[ShiftKey, Shift]:
        """Shift key -> shift of the horizon."""
        return {shift.key: shift for shift in self.shifts}

    @cached_property
    def wishes(self) -> Mapping[str, tuple[Request, ...]]:
        """Person id -> what they wish, in the order of the file."""
        wishes: dict[str, list[Request]] = {person.id: [] for person in self.people}
        for wish in self.requests:
            if wish.person in wishes:
                wishes[wish.person].append(wish)
        return {who: tuple(own) for who, own in wishes.items()}

    @cached_property
    def served(self) -> Mapping[str, tuple[Shift, ...]]:
        """Person id -> shifts served before the horizon, sorted by start."""
        served: dict[str, list[Shift]] = {person.id: [] for person in self.people}
        for past in self.history or ():
            served[past.person.id].append(past.shift)
        return {who: tuple(sorted(s, key=lambda x: x.order)) for who, s in served.items()}

    @cached_property
    def absent(self) -> Mapping[str, tuple[Absence, ...]]:
        """Person id -> absences, sorted by start."""
        absent: dict[str, list[Absence]] = {person.id: [] for person in self.people}
        for absence in self.absences:
            absent[absence.person].append(absence)
        return {who: tuple(sorted(a, key=lambda x: x.span)) for who, a in absent.items()}

    def absence_during(self, who: str, span: Span) -> Absence | None:
        """Return somebody's first absence that shares a minute with a stretch."""
        starts, latest = self._away[who]
        # Those before `first` have ended by then, those from `last` on begin later.
        first, last = bisect_right(latest, span.start), bisect_left(starts, span.end)
        for absence in self.absent[who][first:last]:
            if absence.span.overlaps(span):
                return absence
        return None

    @cached_property
    def _away(self) -> Mapping[str, tuple[list[datetime], list[datetime]]]:
        """Person id -> starts of their absences, and the latest end of each and all before it."""
        return {
            who: (
                [absence.span.start for absence in absences],
                list(accumulate((absence.span.end for absence in absences), max)),
            )
            for who, absences in self.absent.items()
        }


@dataclass(frozen=True)
class Schedule:
    """Who is on which shift of the horizon, whoever made it."""

    problem: Problem
    assignments: tuple[Assignment, ...]

    def __post_init__(self) -> None:
        ordered = tuple(sorted(set(self.assignments), key=lambda a: a.order))
        object.__setattr__(self, "assignments", ordered)

    def __hash__(self) -> int:
        return hash(self.assignments)

    @cached_property
    def of(self) -> Mapping[str, tuple[Shift, ...]]:
        """Person id -> their shifts of the horizon, sorted by start."""
        held: dict[str, list[Shift]] = {person.id: [] for person in self.problem.people}
        for assignment in self.assignments:
            held[assignment.person.id].append(assignment.shift)
        return {who: tuple(sorted(s, key=lambda x: x.order)) for who, s in held.items()}

    @cached_property
    def on(self) -> Mapping[ShiftKey, tuple[Specialist, ...]]:
        """Shift key -> the people on it, sorted by id; every shift of the horizon has an entry."""
        people: dict[ShiftKey, list[Specialist]] = {s.key: [] for s in self.problem.shifts}
        for assignment in self.assignments:
            people.setdefault(assignment.shift.key, []).append(assignment.person)
        return {key: tuple(sorted(who, key=lambda p: p.id)) for key, who in people.items()}
