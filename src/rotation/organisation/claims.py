"""Who has whom when: shifts of shared people in one team, and what they rule out in another.

Between two shifts of one person in different teams must lie what lies between two of one team: they
do not overlap, and between active ones there is the rest that the stricter of both teams asks. A
shift that runs alongside others is as free of both as it is within its team.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import ClassVar

from rotation.constraints.rest import Rest
from rotation.constraints.wishes import Keep
from rotation.domain import Problem, Shift, ShiftKey, Specialist
from rotation.limits import Finding, Limit, Line, Part, Total
from rotation.organisation.reading import Team
from rotation.organisation.sharing import Sharing
from rotation.rule import PersonRule, Rule

Claims = Mapping[str, tuple[Shift, ...]]
"""Shared person's id -> shifts of theirs in one team."""

COURTESY = 1000
"""Price of a shift that another team would like its holder for: above what was published, fairness
and wishes, and far below an empty seat."""


@dataclass(frozen=True)
class Taken:
    """A shift of a team that somebody cannot be on for what another team has them on."""

    person: str
    key: ShiftKey
    says: str


@dataclass(frozen=True, kw_only=True)
class Elsewhere(PersonRule):
    """Nobody is on a shift while another team has them, nor too soon before or after."""

    name: ClassVar[str] = "elsewhere"
    always: ClassVar[bool] = True
    narrows: ClassVar[bool] = True
    unit: ClassVar[str] = "shift"
    taken: tuple[Taken, ...] = ()

    def __str__(self) -> str:
        return "nobody is on a shift while another team has them"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Rule out the shifts that go ill with those of other teams."""
        own = {each.key: each for each in self.taken if each.person == line.person.id}
        for shift in line.open:
            if shift.key in own:
                yield Total(
                    parts=(Part(1, (shift,)),),
                    high=0,
                    about=own[shift.key].says,
                    start=shift.start,
                    end=shift.end,
                )

    def words(self, line: Line, finding: Finding) -> str:
        """Say which shift of which team it is."""
        assert isinstance(finding.limit, Total)  # noqa: S101
        return finding.limit.about


@dataclass(frozen=True, kw_only=True)
class Courtesy(PersonRule):
    """Shifts for which another team would like somebody are left to it where that costs little."""

    name: ClassVar[str] = "courtesy"
    unit: ClassVar[str] = "shift"
    taken: tuple[Taken, ...] = ()
    weight: int | None = COURTESY

    def __str__(self) -> str:
        return "shifts that other teams want shared people for are left to them"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Count the shifts that another team wants somebody for."""
        wanted = {each.key for each in self.taken if each.person == line.person.id}
        shifts = tuple(shift for shift in line.open if shift.key in wanted)
        if shifts:
            yield Total(parts=(Part(1, shifts),), high=0, about=f"{line.person.name} is wanted")

    def words(self, line: Line, finding: Finding) -> str:
        """Say that somebody is wanted elsewhere."""
        return f"{line.person.name} is wanted by another team"


def rest_of(person: Specialist, rules: Sequence[Rule], problem: Problem) -> timedelta:
    """Return the rest that a team asks for somebody, at whatever price."""
    asked = (
        rule.least
        for rule in rules
        if isinstance(rule, Rest)
        and (rule.people is None or rule.people.includes(person, problem.team))
    )
    return max(asked, default=timedelta(0))


def clash(one: Shift, other: Shift, rest: timedelta) -> bool:
    """Say whether one person cannot be on two shifts of different teams."""
    if one.type.alongside or other.type.alongside:
        return False
    if one.overlaps(other):
        return True
    first, second = sorted((one, other), key=lambda shift: shift.order)
    return one.active and other.active and second.start - first.end < rest


@dataclass(frozen=True)
class Links:
    """The teams of one group and what lies between them.

    Parameters
    ----------
    teams
        Position -> team.
    rest
        (person id, position) -> the rest that this team asks for them.
    """

    teams: Mapping[int, Team]
    shared: Mapping[str, tuple[int, ...]]
    rest: Mapping[tuple[str, int], timedelta]

    @classmethod
    def of(cls, teams: Sequence[Team], sharing: Sharing, group: Sequence[int]) -> Links:
        """Return the links of a group of teams."""
        members = {position: teams[position] for position in group}
        ids = {person.id for team in members.values() for person in team.problem.people}
        shared = {who: sharing.teams[who] for who in sorted(ids & sharing.teams.keys())}
        rest = {
            (who, position): rest_of(
                members[position].problem.person[who],
                members[position].reading.rules,
                members[position].problem,
            )
            for who, where in shared.items()
            for position in where
        }
        return cls(members, shared, rest)

    def between(self, who: str, one: int, other: int) -> timedelta:
        """Return the rest that somebody must have between shifts of two teams."""
        return max(self.rest[who, one], self.rest[who, other])

    @cached_property
    def _people(self) -> Mapping[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {position: [] for position in self.teams}
        for who, where in self.shared.items():
            for position in where:
                found[position].append(who)
        return {position: tuple(people) for position, people in found.items()}

    @cached_property
    def _neighbours(self) -> Mapping[int, frozenset[int]]:
        return {
            position: frozenset(other for who in people for other in self.shared[who]) - {position}
            for position, people in self._people.items()
        }

    def people(self, position: int) -> tuple[str, ...]:
        """List the shared people of a team."""
        return self._people[position]

    def neighbours(self, position: int) -> frozenset[int]:
        """List the teams that share somebody with one."""
        return self._neighbours[position]

    def taken(self, position: int, claims: Mapping[int, Claims]) -> tuple[Taken, ...]:
        """List the shifts of a team that what other teams have rules out for shared people."""
        found: dict[tuple[str, ShiftKey], Taken] = {}
        for who in self.people(position):
            for other in self.shared[who]:
                if other != position:
                    theirs = claims.get(other, {}).get(who, ())
                    for each in self._ruled_out(position, who, other, theirs):
                        found.setdefault((who, each.key), each)
        return tuple(found[key] for key in sorted(found))

    def _ruled_out(
        self, position: int, who: str, other: int, theirs: Sequence[Shift]
    ) -> Iterator[Taken]:
        team = self.teams[position]
        rest = self.between(who, position, other)
        own = set(promised(team.problem, who))  # kept or refused when they were read
        for shift in team.problem.shifts:
            if shift in own:
                continue
            ill = next((each for each in theirs if clash(shift, each, rest)), None)
            if ill is not None:
                name = team.problem.person[who].name
                says = f"{name} is free on {shift}, as {self.teams[other].name} has them on {ill}"
                yield Taken(who, shift.key, says)

    def compatible(self, one: int, mine: Claims, other: int, theirs: Claims) -> bool:
        """Say whether two teams' claims on shared people go together."""
        return not any(
            clash(shift, each, self.between(who, one, other))
            for who in sorted(mine.keys() & theirs.keys())
            for shift in mine[who]
            for each in theirs[who]
        )


def served(problem: Problem, who: str) -> tuple[Shift, ...]:
    """List what somebody served in a team before the horizon."""
    return problem.served[who]


def promised(problem: Problem, who: str) -> tuple[Shift, ...]:
    """List what somebody is promised in a team."""
    return tuple(problem.shift[key] for key, person in problem.locked if person == who)


def published(team: Team, who: str) -> tuple[Shift, ...]:
    """List what was published of somebody in a team that means to keep it."""
    problem = team.problem
    if not any(isinstance(rule, Keep) for rule in team.reading.rules):
        return ()
    keys = [key for key, person in problem.published or () if person == who]
    return tuple(problem.shift[key] for key in keys if key in problem.shift)
