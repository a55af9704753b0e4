"""Small problems made by hand, for every test that needs one: plain keyword builders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from rotation import clock
from rotation.domain import (
    Absence,
    Ask,
    Assignment,
    Horizon,
    Level,
    Problem,
    Requirement,
    Schedule,
    Shift,
    ShiftType,
    Span,
    Specialist,
    Team,
    Wall,
    Window,
)

_KNOWN = {
    "ana": ("Ana Lima", "America/Chicago", "en:C2 es:native"),
    "bo": ("Bo Chen", "Asia/Singapore", "en:C1 zh:native"),
    "aoife": ("Aoife Byrne", "Europe/Dublin", "en:native"),
    "kenji": ("Kenji Mori", "Asia/Tokyo", "en:B2 ja:native"),
    "priya": ("Priya Nair", "Asia/Kolkata", "en:C2 hi:native"),
}


def wall(text: str) -> Wall:
    """Read HH:MM."""
    hours, minutes = text.split(":")
    return Wall(int(hours) * 60 + int(minutes))


def day(text: str) -> date:
    """Read YYYY-MM-DD."""
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    """Read an instant of UTC: 2026-12-04T13:00."""
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)


def languages(text: str) -> Mapping[str, Level]:
    """Read `en:C2 es:native` as people.csv writes it."""
    pairs = (pair.split(":") for pair in text.split())
    return MappingProxyType({tag: Level[level.upper()] for tag, level in pairs})


def person(who: str, /, *, speaks: str | None = None, **changed: Any) -> Specialist:
    """Make somebody; ana, bo, aoife, kenji and priya have names, zones and languages already."""
    name, zone, own = _KNOWN.get(who, (who.title(), "UTC", "en:C2"))
    fields: dict[str, Any] = {"id": who, "name": name, "time_zone": zone}
    fields["languages"] = languages(own if speaks is None else speaks)
    if "skills" in changed:
        changed["skills"] = frozenset(changed["skills"])
    return Specialist(**(fields | changed))


def everybody() -> tuple[Specialist, ...]:
    """Ana, Aoife, Bo, Kenji and Priya, sorted by id."""
    return tuple(person(who) for who in sorted(_KNOWN))


def shift_type(
    name: str,
    /,
    start: str = "09:00",
    end: str | None = "17:00",
    time_zone: str = "UTC",
    *,
    people: int | tuple[int, int, int] = 1,
    **changed: Any,
) -> ShiftType:
    """Make a shift type; `people` is min, target and max, or one number for all three."""
    least, target, most = (people,) * 3 if isinstance(people, int) else people
    fields: dict[str, Any] = {"id": name, "name": name.replace("-", " ").capitalize()}
    fields |= {"start": wall(start), "end": wall(end) if end else None, "time_zone": time_zone}
    fields |= {"least": least, "target": target, "most": most}
    if changed.get("kind") == "standby":
        fields["counts"] = 0.0
    return ShiftType(**(fields | changed))


def requirement(
    name: str, /, language: str = "en", level: str = "B2", **changed: Any
) -> Requirement:
    """Make a coverage requirement for a language, around the clock unless a window is given."""
    ask = changed.pop("ask", None) or Ask(language=language, level=Level[level.upper()])
    return Requirement(id=name, ask=ask, **({"window": Window()} | changed))


def leave(who: Specialist, first: str, last: str | None = None, kind: str = "leave") -> Absence:
    """Make an absence of whole local days, both inclusive."""
    until = day(last or first) + timedelta(days=1)
    start = clock.midnight(day(first), who.time_zone)
    return Absence(who.id, Span(start, clock.midnight(until, who.time_zone)), kind)


def problem(
    people: Sequence[Specialist],
    shift_types: Sequence[ShiftType],
    first: str = "2026-12-07",
    last: str = "2026-12-13",
    **changed: Any,
) -> Problem:
    """Make a problem whose shifts are those of the types on each date of the horizon.

    `holidays={"ana": {"2026-12-25": "Christmas"}}` writes public holidays briefly.
    """
    horizon = Horizon(day(first), day(last))
    by_person = changed.pop("holidays", {})
    fields: dict[str, Any] = {
        "team": Team(),
        "horizon": horizon,
        "people": tuple(sorted(people, key=lambda who: who.id)),
        "shift_types": tuple(shift_types),
        "shifts": clock.expand(tuple(shift_types), horizon),
        "public_holidays": {
            who: {day(when): name for when, name in days.items()} for who, days in by_person.items()
        },
    }
    return Problem(**(fields | changed))


def shift(of: Problem, name: str, when: str) -> Shift:
    """Return the shift of a horizon by id and date."""
    return of.shift[name, day(when)]


def past(kind: ShiftType, when: str, who: Specialist) -> Assignment:
    """Make a history row: somebody served a shift of that type on a date."""
    return Assignment(clock.shift_on(kind, day(when)), who)


def schedule(of: Problem, *rows: str) -> Schedule:
    """Make a schedule from rows such as "day 2026-12-07 ana"; several people may be named."""
    found = []
    for row in rows:
        name, when, *people = row.split()
        found += [Assignment(shift(of, name, when), of.person[who]) for who in people]
    return Schedule(of, tuple(found))
