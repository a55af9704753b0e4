"""What a rota is about: people, shifts, a horizon, and who works when.

Frozen values in UTC, standard library only. Wall-clock rules (a shift *type*, a coverage
*window*) carry their IANA zone beside them; `clock` turns them into instants.
"""

from __future__ import annotations

import copyreg
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

LocalDate = date
"""A date on somebody's wall calendar, for classes with a field called `date`."""


def _read_only(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


# Read-only mappings are part of our values, and values must survive a process pool.
copyreg.pickle(MappingProxyType, lambda view: (_read_only, (dict(view),)))

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say_date(day: date) -> str:
    """Write a date for people, the same under every locale: Fri 4 Dec."""
    return f"{DAY_NAMES[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1]}"


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


@dataclass(frozen=True, order=True)
class Wall:
    """A wall-clock time of day in whole minutes, 00:00 to 24:00."""

    minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.minute <= 1440:
            raise ValueError(f"a wall time lies in 00:00..24:00, got minute {self.minute}")

    def __str__(self) -> str:
        """Write the time as HH:MM."""
        return f"{self.minute // 60:02d}:{self.minute % 60:02d}"


MIDNIGHT = Wall(0)
END_OF_DAY = Wall(1440)


@dataclass(frozen=True, order=True)
class Span:
    """A half-open stretch of time [start, end) between two UTC instants."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            raise ValueError(f"a span needs UTC instants, got {self.start} and {self.end}")

    @property
    def length(self) -> timedelta:
        """Elapsed time."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Share at least one instant; an empty stretch shares none."""
        return max(self.start, other.start) < min(self.end, other.end)

    def within(self, other: Span) -> Span | None:
        """Return the part inside `other`, None where there is none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


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
class Mix:
    """At least `people` of one kind on a shift."""

    ask: Ask
    people: int


@dataclass(frozen=True, kw_only=True)
class ShiftType:
    """A shift as the team writes it: wall clock rules with a zone.

    Parameters
    ----------
    end
        Wall clock end; at or before `start` means the next day. None where a duration is given.
    duration_days, duration
        Calendar days, then elapsed time, where no `end` is given.
    days
        Weekdays (0 is Monday) on whose local date it starts.
    counts
        Share of elapsed time that is working time, 0..1.
    exposure
        Share of its hours spent on graphic content, 0..1.
    """

    id: str
    name: str = ""
    time_zone: str = "UTC"
    start: Wall = MIDNIGHT
    end: Wall | None = None
    duration_days: int = 0
    duration: timedelta = timedelta(0)
    days: frozenset[int] = frozenset(range(7))
    excluded: frozenset[date] = frozenset()
    least: int = 1
    target: int = 1
    most: int = 1
    kind: Literal["active", "standby"] = "active"
    counts: float = 1.0
    responds: bool = True
    alongside: bool = False
    languages: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    skills: frozenset[str] = frozenset()
    mix: tuple[Mix, ...] = ()
    exposure: float = 0.0

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def active(self) -> bool:
        """Be work rather than standby."""
        return self.kind == "active"


ShiftKey = tuple[str, date]


@dataclass(frozen=True)
class Shift:
    """One shift on one date: `type` and `date` name it, `start` and `end` are UTC instants."""

    type: ShiftType
    date: LocalDate
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            raise ValueError(f"a shift needs UTC instants, got {self.start} and {self.end}")
        object.__setattr__(self, "_hash", hash((self.type.id, self.date, self.start)))

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]

    def __reduce__(self) -> tuple[object, ...]:
        # The remembered hash holds in one process only: text is hashed with a seed of its own.
        return (Shift, (self.type, self.date, self.start, self.end))

    @property
    def key(self) -> ShiftKey:
        """What names the shift: id and local start date in its own zone."""
        return (self.type.id, self.date)

    @property
    def order(self) -> tuple[datetime, datetime, str, LocalDate]:
        """What shifts are sorted by wherever they are listed."""
        return (self.start, self.end, self.type.id, self.date)

    @cached_property
    def span(self) -> Span:
        """The time between its two ends."""
        return Span(self.start, self.end)

    @property
    def length(self) -> timedelta:
        """Elapsed time."""
        return self.end - self.start

    @property
    def minutes(self) -> int:
        """Elapsed whole minutes."""
        return int(self.length.total_seconds()) // 60

    @property
    def active(self) -> bool:
        """Be work rather than standby."""
        return self.type.active

    def overlaps(self, other: Shift) -> bool:
        """Share at least one instant; a shift swallowed by a gap shares none."""
        return max(self.start, other.start) < min(self.end, other.end)

    def __str__(self) -> str:
        """Name the shift for people: Fri 4 Dec amer-day."""
        return f"{say_date(self.date)} {self.type.id}"


@dataclass(frozen=True, order=True)
class Horizon:
    """The dates a rota is made for, both inclusive."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.days))

    @property
    def days(self) -> int:
        """Number of dates."""
        return (self.last - self.first).days + 1

    @property
    def name(self) -> str:
        """2026-12 for a whole month, else 2026-12-07_2026-12-20."""
        following = self.last + timedelta(days=1)
        if self.first.day == 1 and following.day == 1 and self.days <= 31:
            return f"{self.first:%Y-%m}"
        return f"{self.first}_{self.last}"


@dataclass(frozen=True)
class Night:
    """When it is night on anybody's clock, and how much of one makes a night shift."""

    start: Wall = Wall(23 * 60)
    end: Wall = Wall(6 * 60)
    at_least: timedelta = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class Team:
    """What holds for everybody: calendar customs, the night, the working level."""

    name: str = "Team"
    time_zone: str = "UTC"
    week_starts: int = 0
    weekend: frozenset[int] = frozenset({5, 6})
    night: Night = Night()
    working_level: Level = Level.B2
    holidays: tuple[tuple[date, str], ...] = ()
    domain: str = "rota.invalid"


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


@dataclass(frozen=True, kw_only=True)
class Window:
    """A recurring stretch of wall clock in one zone; `to` at or before `start` is the next day."""

    time_zone: str = "UTC"
    days: frozenset[int] = frozenset(range(7))
    start: Wall = MIDNIGHT
    end: Wall = END_OF_DAY


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """Somebody of a kind who can answer, at every instant of a window."""

    id: str
    ask: Ask
    window: Window = Window()
    people: int = 1
    must: bool = False


@dataclass(frozen=True, kw_only=True)
class Sla:
    """A service level agreement: a share of cases answered within a target.

    Parameters
    ----------
    languages, severities
        Empty: every one that has demand.
    attainment
        Share of cases over the horizon, 0 < attainment < 1.
    clock
        calendar, or coverage: the clock stops outside the window.
    drives
        Generate also staffs towards it.
    """

    id: str
    languages: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    metric: Literal["time_to_ack", "first_response"] = "first_response"
    target: timedelta = timedelta(minutes=15)
    attainment: float = 0.95
    clock: Literal["calendar", "coverage"] = "calendar"
    window: Window = Window()
    drives: bool = False


@dataclass(frozen=True, kw_only=True)
class Demand:
    """Expected cases of one language and severity inside a weekly window."""

    language: str
    severity: str
    window: Window
    cases_per_hour: float
    handle: timedelta


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


def sorted_shifts(shifts: Sequence[Shift]) -> tuple[Shift, ...]:
    """Sort shifts the way every list of them is sorted."""
    return tuple(sorted(shifts, key=lambda shift: shift.order))
