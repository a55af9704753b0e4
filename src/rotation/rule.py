"""What a rule is, what a breach is, and where rules are found.

A *person rule* declares limits on one person's line of work and is thereby posted, judged and
walked without another line. A *team rule* is about several people at once: it posts itself to the
board and judges a finished schedule. Either way `breaches` is the definition.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rotation import local
from rotation.domain import Problem, Schedule, Shift, Specialist, Team
from rotation.errors import InvalidRule
from rotation.limits import GRAIN, Demand, Finding, Limit, Line, Total

if TYPE_CHECKING:
    from rotation.board import Board

ShiftIds = tuple[str, ...]
"""Shift ids of rota.toml, as a rule's parameter."""

PersonIds = tuple[str, ...]
"""Person ids, as a rule's parameter."""


@dataclass(frozen=True)
class Breach:
    """One place where a rule is not kept.

    Parameters
    ----------
    rule
        The rule's label in reports: rest, hours[2].
    weight
        Price of one unit; None: the rule must hold.
    person
        Person id, or "" where it is nobody's own.
    grains
        How far, in whole grains (`limits.GRAIN` to a unit).
    says
        The breach in people's words.
    """

    rule: str
    weight: int | None
    person: str
    start: datetime
    end: datetime
    grains: int
    says: str

    @property
    def amount(self) -> float:
        """How far, in units of the rule."""
        return self.grains / GRAIN

    @property
    def order(self) -> tuple[object, ...]:
        """What breaches are sorted by."""
        return (self.rule, self.start, self.person, self.end, self.says)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Some of the people: all that is given must hold of a person.

    `language` is asked at the team's working level.
    """

    ids: PersonIds = ()
    skill: str | None = None
    language: str | None = None
    holidays: str | None = None
    time_zone: str | None = None

    def includes(self, person: Specialist, team: Team) -> bool:
        """Say whether a person is of the group."""
        return (
            (not self.ids or person.id in self.ids)
            and (self.skill is None or self.skill in person.skills)
            and (self.language is None or person.speaks(self.language, team.working_level))
            and (self.holidays is None or person.holidays == self.holidays)
            and (self.time_zone is None or person.time_zone == self.time_zone)
        )

    def __str__(self) -> str:
        """Name the group for people."""
        parts = [
            *([", ".join(self.ids)] if self.ids else []),
            *([f"skill {self.skill}"] if self.skill else []),
            *([f"speakers of {self.language}"] if self.language else []),
            *([f"holidays {self.holidays}"] if self.holidays else []),
            *([f"in {self.time_zone}"] if self.time_zone else []),
        ]
        return " and ".join(parts)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule has: a price or none, perhaps a group, and a label.

    Parameters
    ----------
    weight
        Price of one unit of breach, a whole number above 0; None: must hold.
    people
        The group it is for; None: everybody.
    label
        What reports call it; not a parameter of rota.toml.
    """

    name: ClassVar[str] = ""
    always: ClassVar[bool] = False
    """On in every rota, always hard, cannot be written in rota.toml."""
    by_default: ClassVar[bool] = False
    """On without a table, whenever its facts are there."""
    for_groups: ClassVar[bool] = True
    """Whether `people` can be meant."""
    essential: ClassVar[bool] = False
    """Its price ranks above every wish: a rota that pays none of it is looked for first."""
    unit: ClassVar[str] = "breach"
    """What one unit of breach is."""
    own_price: ClassVar[str] = ""
    """What a unit costs without a weight, where it is priced even so."""

    weight: int | None = None
    people: Group | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if self.weight is not None and self.weight <= 0:
            raise InvalidRule("weight", f"must be a whole number above 0, got {self.weight}")
        if self.people is not None and not self.for_groups:
            raise InvalidRule("people", f"{self.name} is about everybody, not about a group")
        if not self.label:
            object.__setattr__(self, "label", self.name)

    def members(self, problem: Problem) -> Sequence[Specialist]:
        """List the people it is for."""
        group = self.people
        if group is None:
            return problem.people
        return [who for who in problem.people if group.includes(who, problem.team)]

    def post(self, board: Board) -> None:
        """Say the rule to the solver."""
        raise NotImplementedError

    def breaches(self, schedule: Schedule) -> Iterator[Breach]:
        """Judge a finished schedule. This is the definition of the rule."""
        raise NotImplementedError

    def whose(self) -> str:
        """Say whom the rule is for, to begin a sentence with."""
        return "everyone" if self.people is None else f"everyone ({self.people})"


@dataclass(frozen=True, kw_only=True)
class PersonRule(Rule):
    """A rule about one person's own line of work: it only declares limits."""

    narrows: ClassVar[bool] = False
    """Its hard limits rule out single shifts, whatever else somebody does."""

    def limits(self, line: Line) -> Iterator[Limit]:
        """List what the rule asks of one person's line."""
        raise NotImplementedError

    def ruled_out(self, line: Line) -> Iterator[Shift]:
        """List the open shifts that the rule keeps somebody from, whatever else they hold.

        Asked only of rules that narrow; for a rule that can say it without its limits.
        """
        for limit in self.limits(line):
            yield from self.closed(limit)

    def closed(self, limit: Limit) -> Iterator[Shift]:
        """List the shifts that one limit of a rule that narrows keeps somebody from."""
        if isinstance(limit, Total):
            for shift in limit.parts[0].shifts:
                if limit.grains(limit.value((shift,))):
                    yield shift

    def words(self, line: Line, finding: Finding) -> str:
        """Say one finding in people's words, with person, dates and numbers."""
        raise NotImplementedError

    def post(self, board: Board) -> None:
        """Post the limits of everybody the rule is for."""
        for person in self.members(board.problem):
            line = board.line(person)
            for limit in self.limits(line):
                self.ask(board, line, limit)

    def ask(self, board: Board, line: Line, limit: Limit) -> None:
        """Post one limit of one person."""

        def words(finding: Finding) -> str:
            return self.words(line, finding)

        board.post(limit, line, weight=self.weight, rule=self.label, words=words)

    def demand(self, line: Line, limit: Limit) -> Demand:
        """Name all that one limit asks of one person, for when it contradicts something else."""
        about, start = limit.about, None
        if isinstance(limit, Total):
            about, start = about or self.words(line, limit.broken()), limit.start
        about = about or str(self).replace(self.whose(), line.person.name, 1)
        return Demand(self.label, line.person.id, about, start)

    def breaches(self, schedule: Schedule) -> Iterator[Breach]:
        """Judge a finished schedule, person by person."""
        horizon = local.horizon_span(schedule.problem)
        for person in self.members(schedule.problem):
            line = Line.judged(person, schedule)
            held = frozenset(line.open)
            for limit in self.limits(line):
                for finding in limit.findings(held, line.past_set):
                    yield Breach(
                        self.label,
                        self.weight,
                        person.id,
                        finding.start or horizon.start,
                        finding.end or horizon.end,
                        finding.grains,
                        self.words(line, finding),
                    )


RuleType = TypeVar("RuleType", bound=type[Rule])

_registry: dict[str, type[Rule]] = {}


def rule(name: str) -> Callable[[RuleType], RuleType]:
    """Register a rule under its name in rota.toml; a name is given once."""

    def register(cls: RuleType) -> RuleType:
        if name in _registry:
            raise ValueError(f'two rules are called "{name}"')
        cls.name = name
        _registry[name] = cls
        return cls

    return register


def registry() -> dict[str, type[Rule]]:
    """Return every rule by name, sorted; rules are found in `constraints`, not listed."""
    package = importlib.import_module("rotation.constraints")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_registry.items()))


def judge(rules: Sequence[Rule], schedule: Schedule) -> list[Breach]:
    """List every breach of every rule, sorted by rule, start and person."""
    found = [breach for each in rules for breach in each.breaches(schedule)]
    return sorted(found, key=lambda breach: breach.order)


def price(breaches: Sequence[Breach]) -> int:
    """Add up the priced breaches, in grains."""
    return sum(breach.weight * breach.grains for breach in breaches if breach.weight is not None)


__all__ = [
    "Breach",
    "Finding",
    "Group",
    "PersonIds",
    "PersonRule",
    "Rule",
    "ShiftIds",
    "judge",
    "price",
    "registry",
    "rule",
]
