"""rota.toml, rules aside: the team, its shifts, its coverage, its service levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from rotation.domain import (
    Ask,
    Mix,
    Night,
    Requirement,
    ShiftType,
    Sla,
    Team,
    Wall,
    Window,
)
from rotation.team import moments, rota_keys, words
from rotation.team.document import Document
from rotation.team.shapes import Table
from rotation.team.toml_lines import KeyPath
from rotation.team.words import show

T = TypeVar("T")
SECTIONS = ("team", "shifts", "coverage", "sla", "rules")


@dataclass(frozen=True)
class Rota:
    """What rota.toml says, rules aside. `shift_ids` also has the shifts that are wrong."""

    team: Team = field(default_factory=Team)
    shift_types: tuple[ShiftType, ...] = ()
    shift_ids: frozenset[str] | None = None
    requirements: tuple[Requirement, ...] = ()
    slas: tuple[Sla, ...] = ()


def read_rota(document: Document) -> Rota:
    """Read everything but the rules; what is wrong is told to the document."""
    for name in document.values:
        if name not in SECTIONS:
            document.tell((name,), words.no_such("key", name, SECTIONS))
    team = _team(document)
    shifts = _each("shifts", rota_keys.SHIFT, document, lambda k, a: _shift(k, a, team, document))
    if "shifts" not in document.values:
        document.tell(("shifts",), "must be given: at least one [[shifts]] table, got none")
    asked = _each(
        "coverage", rota_keys.COVERAGE, document, lambda k, a: _coverage(k, a, team, document)
    )
    slas = _each("sla", rota_keys.SLA, document, lambda k, a: _sla(k, a, team, document))
    return Rota(
        team=team,
        shift_types=tuple(shifts),
        shift_ids=_written_ids(document.values.get("shifts")),
        requirements=tuple(asked),
        slas=tuple(slas),
    )


def _written_ids(shifts: object) -> frozenset[str]:
    tables = [each for each in shifts if isinstance(each, dict)] if isinstance(shifts, list) else []
    return frozenset(i.strip() for each in tables if isinstance(i := each.get("id"), str))


def _each(
    section: str, shape: Table, document: Document, build: Callable[[dict[str, Any], KeyPath], T]
) -> list[T]:
    """Build one thing from each table of a section, leaving out those that are wrong."""
    tables = document.values.get(section, [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        document.tell((section,), f"must be [[{section}]] tables, got {show(tables)}")
        return []
    built: list[T] = []
    first_at: dict[str, int] = {}
    for n, table in enumerate(tables):
        at, before = (section, n), document.told
        keys = shape.read(table, at, document.tell) or {}
        name = keys["id"]
        if name is not None and name in first_at:
            line = document.line((section, first_at[name], "id"))
            says = f"must be unique, got {show(name)} again, first on line {line}"
            document.tell((*at, "id"), says)
        first_at.setdefault(name, n)
        thing = build(keys, at)
        if document.told == before:
            built.append(thing)
    return built


def _team(document: Document) -> Team:
    got = document.values.get("team", {})
    keys = rota_keys.TEAM.read(got, ("team",), document.tell)
    if keys is None:
        return Team()
    weekend = frozenset(keys["weekend"])
    if len(weekend) == 7:
        document.tell(("team", "weekend"), "must leave a working day, got all seven days")
    return Team(
        name=keys["name"],
        time_zone=keys["time_zone"],
        week_starts=keys["week_starts"],
        weekend=weekend,
        night=_night(keys["night"], document),
        working_level=keys["working_level"],
        holidays=tuple(sorted(dict(keys["holidays"]).items())),
        domain=keys["domain"],
    )


def _night(keys: dict[str, Any] | None, document: Document) -> Night:
    if keys is None:
        return Night()
    start, end, at_least = keys["from"], keys["to"], keys["at_least"]
    length = timedelta(minutes=(end.minute - start.minute) % 1440)
    at = ("team", "night")
    if not length:
        document.tell((*at, "to"), f'must differ from "from", got {show(str(end))} for both')
    elif not timedelta(0) < at_least <= length:
        says = f"must be above 0 h and at most the night's {length / timedelta(hours=1):g} h"
        document.tell((*at, "at_least"), f"{says}, got {at_least / timedelta(hours=1):g} h")
    return Night(start, end, at_least)


def _window(keys: dict[str, Any], team: Team) -> Window:
    return Window(
        time_zone=keys["time_zone"],
        days=_days(keys["days"], team),
        start=keys["from"],
        end=keys["to"],
    )


def _days(days: tuple[int, ...] | moments.Days, team: Team) -> frozenset[int]:
    meant = frozenset(days) if isinstance(days, tuple) else days
    return moments.on_days(meant, team.weekend)


def _ask(keys: dict[str, Any], at: KeyPath, team: Team, document: Document) -> Ask:
    """Make sure of one kind of person: a skill, or a language."""
    skill, language, level = keys["skill"], keys["language"], keys["level"]
    written = _written(document, at)
    given = [name for name in ("skill", "language") if name in written]
    if len(given) != 1:
        got = "both" if given else "neither"
        document.tell(
            (*at, given[-1] if given else "language"), f"must be a language or a skill, got {got}"
        )
    elif level is not None and given == ["skill"]:
        document.tell((*at, "level"), f"must go with a language, got {show(str(level))} of a skill")
    return Ask(skill=skill, language=None if skill else language, level=level or team.working_level)


def _written(document: Document, at: KeyPath) -> Mapping[str, object]:
    """Return the table at a path, as written."""
    here: Any = document.values
    for part in at:
        here = here[part]
    return here if isinstance(here, dict) else {}


def _shift(keys: dict[str, Any], at: KeyPath, team: Team, document: Document) -> ShiftType:
    least, target, most = _seats(keys["people"], at, document)
    days, rest = _length(keys, at, document)
    kind = keys["kind"]
    counts = keys["counts"]
    return ShiftType(
        id=keys["id"] or "",
        name=keys["name"] or keys["id"] or "",
        time_zone=keys["time_zone"] or team.time_zone,
        start=keys["start"] or Wall(0),
        end=keys["end"],
        duration_days=days,
        duration=rest,
        days=_days(keys["days"], team),
        excluded=frozenset(keys["except"]),
        least=least,
        target=target,
        most=most,
        kind=kind,
        counts=float((kind == "active") if counts is None else counts),
        responds=keys["responds"],
        alongside=keys["alongside"],
        languages=MappingProxyType(dict(sorted(keys["languages"].items()))),
        skills=frozenset(keys["skills"]),
        mix=_mix(_written(document, at).get("mix"), keys, at, team, document),
        exposure=float(keys["exposure"]),
    )


def _length(keys: dict[str, Any], at: KeyPath, document: Document) -> tuple[int, timedelta]:
    written = _written(document, at)
    if "end" in written and "duration" in written:
        document.tell((*at, "duration"), "must not stand beside `end`, got both")
    elif "end" not in written and "duration" not in written:
        document.tell((*at, "end"), "must be given, or `duration`, got neither")
    days, rest = keys["duration"] or (0, timedelta(0))
    if keys["duration"] is not None and not (days or rest):
        document.tell((*at, "duration"), "must be above 0, got a shift without length")
    return days, rest


def _seats(people: Any, at: KeyPath, document: Document) -> tuple[int, int, int]:
    if people is None or isinstance(people, int):
        return (people or 1,) * 3
    least = 1 if people["min"] is None else people["min"]
    target = least if people["target"] is None else people["target"]
    most = max(1, target) if people["max"] is None else people["max"]
    if not least <= target <= most:
        got = f"min {least}, target {target}, max {most}"
        document.tell((*at, "people"), f"must hold min <= target <= max, got {got}")
    return least, target, most


def _mix(
    written: object, keys: dict[str, Any], at: KeyPath, team: Team, document: Document
) -> tuple[Mix, ...]:
    tables = written if isinstance(written, list) else []
    good = [n for n, each in enumerate(tables) if isinstance(each, dict)]
    return tuple(
        Mix(_ask(line, (*at, "mix", n), team, document), line["people"])
        for n, line in zip(good, keys["mix"], strict=True)
    )


def _coverage(keys: dict[str, Any], at: KeyPath, team: Team, document: Document) -> Requirement:
    return Requirement(
        id=keys["id"] or "",
        ask=_ask(keys, at, team, document),
        window=_window(keys, team),
        people=keys["people"],
        must=keys["must"],
    )


def _sla(keys: dict[str, Any], at: KeyPath, team: Team, document: Document) -> Sla:
    target = keys["target"] or timedelta(minutes=15)
    if keys["target"] is not None and not keys["target"]:
        document.tell((*at, "target"), "must be above 0 min, got 0 min")
    if keys["attainment"] == 1:
        says = "must be a share below 1: no staffing answers every case in time, got 1"
        document.tell((*at, "attainment"), says)
    return Sla(
        id=keys["id"] or "",
        languages=tuple(sorted(set(keys["languages"]))),
        severities=tuple(sorted(set(keys["severities"]))),
        metric=keys["metric"],
        target=target,
        attainment=float(keys["attainment"]),
        clock=keys["clock"],
        window=_window(keys["window"], team) if keys["window"] else Window(),
        drives=keys["drives"],
    )
