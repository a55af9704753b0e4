"""Who hands over to whom: the people next to an assignment in time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from rotation.domain import Assignment, Level, Schedule, Specialist

NEAR = timedelta(hours=1)
"""Shifts that overlap or miss each other by up to this are a hand-over all the same."""


def languages_on_duty(person: Specialist, level: Level) -> list[str]:
    """List the languages that a person answers in, as `en C2`, best first."""
    known = [(own, tag) for tag, own in person.languages.items() if own >= level]
    return [f"{tag} {own}" for own, tag in sorted(known, key=lambda each: (-each[0], each[1]))]


@dataclass(frozen=True)
class Handovers:
    """The hand-overs of one schedule, those from history into it included."""

    schedule: Schedule

    @cached_property
    def _everybody(self) -> list[Assignment]:
        return [*(self.schedule.problem.history or ()), *self.schedule.assignments]

    @cached_property
    def _by_start(self) -> list[Assignment]:
        return sorted(self._everybody, key=lambda each: (each.shift.start, each.order))

    @cached_property
    def _by_end(self) -> list[Assignment]:
        return sorted(self._everybody, key=lambda each: (each.shift.end, each.order))

    @cached_property
    def _starts(self) -> list[datetime]:
        return [each.shift.start for each in self._by_start]

    @cached_property
    def _ends(self) -> list[datetime]:
        return [each.shift.end for each in self._by_end]

    def before(self, own: Assignment) -> tuple[Assignment, ...]:
        """List who hands over to a person when an assignment starts, sorted by name."""
        at = own.shift.start
        near = self._by_end[
            bisect_left(self._ends, at - NEAR) : bisect_right(self._ends, at + NEAR)
        ]
        gaps = {each: abs(each.shift.end - at) for each in near if each.shift.start < at}
        return self._partners(own, gaps)

    def after(self, own: Assignment) -> tuple[Assignment, ...]:
        """List who takes over from a person when an assignment ends, sorted by name."""
        at = own.shift.end
        first, last = bisect_left(self._starts, at - NEAR), bisect_right(self._starts, at + NEAR)
        near = self._by_start[first:last]
        gaps = {each: abs(each.shift.start - at) for each in near if each.shift.end > at}
        return self._partners(own, gaps)

    def _partners(
        self, own: Assignment, gaps: dict[Assignment, timedelta]
    ) -> tuple[Assignment, ...]:
        """Keep the likeliest: of the same kind, then nearest, then who shares most languages."""
        able = [each for each in gaps if each.person.id != own.person.id and _may_take(own, each)]
        alike = [each for each in able if each.shift.type.kind == own.shift.type.kind] or able
        nearest = min((gaps[each] for each in alike), default=NEAR)
        alike = [each for each in alike if gaps[each] == nearest]
        shared = {each: len(self._spoken(each) & self._spoken(own)) for each in alike}
        most = max(shared.values(), default=0)
        chosen = [each for each in alike if shared[each] == most]
        return tuple(sorted(_one_each(chosen), key=lambda a: (a.person.name, a.person.id)))

    def _spoken(self, assignment: Assignment) -> set[str]:
        level = self.schedule.problem.team.working_level
        known = assignment.person.languages.items()
        return {tag.split("-")[0] for tag, own in known if own >= level}


def _may_take(own: Assignment, other: Assignment) -> bool:
    return other.shift.type.responds or other.shift.type.id == own.shift.type.id


def _one_each(assignments: Iterable[Assignment]) -> list[Assignment]:
    return list({each.person.id: each for each in assignments}.values())
