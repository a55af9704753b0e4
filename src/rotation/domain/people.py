"""Specialists: who they are, what they speak and can, when they are away, what they wish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from types import MappingProxyType
from typing import Literal

from rotation.domain.times import Span, Wall


class Level(IntEnum):
    """CEFR language level; `NATIVE` is above C2."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6
    NATIVE = 7

    def __str__(self) -> str:
        """Write the level as people do: B2, native."""
        return "native" if self is Level.NATIVE else self.name


@dataclass(frozen=True, kw_only=True)
class Specialist:
    """Somebody who can be on a rota.

    Parameters
    ----------
    languages
        BCP 47 tag in lower case -> level.
    fte
        Share of full time, 0 < fte <= 1.
    hours_per_week
        Contract hours at this fte, None: none agreed.
    starts_on, ends_on
        First and last local date of employment, inclusive; None: open.
    not_before, not_after
        Local clock within which active shifts must lie; both None: any hour.
    """

    id: str
    name: str
    time_zone: str
    email: str = ""
    holidays: str = ""
    languages: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    skills: frozenset[str] = frozenset()
    fte: float = 1.0
    hours_per_week: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    not_before: Wall | None = None
    not_after: Wall | None = None

    def __hash__(self) -> int:
        return hash(self.id)

    def speaks(self, language: str, level: Level) -> bool:
        """Speak `language` (or a regional form of it) at `level` or above."""
        return any(
            own_level >= level and (own == language or own.startswith(language + "-"))
            for own, own_level in self.languages.items()
        )

    def employed_on(self, day: date) -> bool:
        """Be employed on a local date."""
        return not (
            (self.starts_on is not None and day < self.starts_on)
            or (self.ends_on is not None and day > self.ends_on)
        )


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A kind of person asked for: a skill, or a language at a level."""

    skill: str | None = None
    language: str | None = None
    level: Level = Level.B2

    def met_by(self, person: Specialist) -> bool:
        """Say whether this person is of the kind."""
        if self.skill is not None:
            return self.skill in person.skills
        return self.language is not None and person.speaks(self.language, self.level)

    def __str__(self) -> str:
        """Name the kind: senior, es B2."""
        return self.skill if self.skill is not None else f"{self.language} {self.level}"


@dataclass(frozen=True)
class Absence:
    """A stretch in which somebody must not work a minute.

    `kind` is leave, sick, training or unavailable.
    """

    person: str
    span: Span
    kind: str = "leave"
    note: str = ""


@dataclass(frozen=True)
class Request:
    """A wish for or against shifts on local dates, `first` and `last` inclusive.

    `shift` is a shift id, None: any. `weight` is 1..10.
    """

    person: str
    want: Literal["work", "off"]
    first: date
    last: date
    shift: str | None = None
    weight: int = 1
    note: str = ""
    line: int = 0
