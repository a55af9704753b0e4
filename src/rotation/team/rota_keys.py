"""Every key of rota.toml outside [rules]: its shape and its meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rotation.domain import Level, Night, Team, Window
from rotation.team import moments, values
from rotation.team.shapes import Either, Key, ListOf, MapOf, Plain, Table
from rotation.team.words import show

_STRING = {"type": "string"}
_TIME = {"type": "string", "pattern": "^([01]?[0-9]|2[0-4]):[0-5][0-9]$"}
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def strings(reader: Callable[[object], Any], **more: Any) -> Plain:
    """Shape a value written as text."""
    return Plain(reader, _STRING | more)


def numbers(
    low: float | None = None, high: float | None = None, *, above: bool = False, whole: bool = False
) -> Plain:
    """Shape a number from `low` (or above it) to `high`."""
    bounds = {"exclusiveMinimum" if above else "minimum": low, "maximum": high}
    written = {name: bound for name, bound in bounds.items() if bound is not None}
    reader = values.number(low, high, above=above, whole=whole)
    return Plain(reader, {"type": "integer" if whole else "number", **written})


def choices(*options: str) -> Plain:
    """Shape one of some words."""
    return Plain(values.choice(options), {"enum": list(options)})


TEXT = strings(values.text, minLength=1)
TAG = strings(values.tag, minLength=1)
IDENTIFIER = strings(values.identifier, pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
ZONE = strings(moments.zone, examples=["America/Chicago"])
LANGUAGE = strings(values.language, examples=["en", "pt-BR"])
LEVEL = strings(values.level, examples=[str(level) for level in Level])
DURATION = strings(moments.duration, examples=["11h", "1h30m", "PT15M", "P7D"])
PERIOD = strings(moments.period, examples=["P7D", "PT8H"])
CALENDAR = strings(values.calendar, examples=["US-TX", "IE"])
FLAG = Plain(values.flag, {"type": "boolean"})
TIME = Plain(moments.wall, _TIME)
START = Plain(moments.wall_start, _TIME)
DAY = strings(moments.weekday, examples=["monday", "mon"])
DATE = Plain(moments.day_of, _DATE)
SHARE = numbers(0, 1)
SEATS = numbers(0, 1000, whole=True)
SOME = numbers(1, 1000, whole=True)


def _day_word(got: object) -> moments.Days:
    named = moments.day_word(got)
    if named is None:
        allowed = '"daily", "weekdays", "weekends" or a list such as ["mon", "thu"]'
        raise ValueError(f"must be {allowed}, got {show(got)}")
    return named


def _company_day(got: object) -> tuple[Any, str]:
    """Read a holiday of the team: a date and, after a space, its name."""
    day, _, name = got.strip().partition(" ") if isinstance(got, str) else (got, "", "")
    return moments.day_of(day), values.text(name) if name else "Company holiday"


DAYS = Either(
    Plain(_day_word, {"enum": ["daily", "weekdays", "weekends"]}), ListOf(DAY, "a list", least=1)
)
NIGHT = Table(
    {
        "from": Key(START, "Local time at which a night begins.", Night().start),
        "to": Key(TIME, "Local time at which it ends.", Night().end),
        "at_least": Key(
            DURATION,
            "An active shift with this much inside one night is a night shift, of its start date.",
            Night().at_least,
        ),
    }
)
TEAM = Table(
    {
        "name": Key(TEXT, "What reports call the team.", Team().name),
        "time_zone": Key(
            ZONE,
            "Zone that shared reports print, and of the hours of the week of `cases.csv`.",
            Team().time_zone,
        ),
        "week_starts": Key(DAY, "First day of the week.", Team().week_starts),
        "weekend": Key(
            ListOf(DAY),
            "Days of the weekend, on everybody's own calendar.",
            tuple(sorted(Team().weekend)),
        ),
        "night": Key(
            NIGHT,
            "What a night is, on everybody's own clock; missing: 23:00 to 06:00, at least 3h.",
        ),
        "working_level": Key(LEVEL, "CEFR level from which a language counts.", Level.B2),
        "holidays": Key(
            ListOf(strings(_company_day, examples=["2026-12-31 Company day"])),
            "Holidays for everybody, on their local date.",
            (),
        ),
        "domain": Key(strings(values.host), "Right-hand side of calendar UIDs.", Team().domain),
    }
)
WINDOW = {
    "time_zone": Key(ZONE, "Zone of the window's clock.", Window().time_zone),
    "days": Key(DAYS, "Local dates on which a window opens.", Window().days),
    "from": Key(START, "Local time at which it opens.", Window().start),
    "to": Key(
        TIME, "Local time at which it closes; at or before `from`: the next day.", Window().end
    ),
}
MIX = Table(
    {
        "skill": Key(TAG, "A skill asked for."),
        "language": Key(LANGUAGE, "A language asked for."),
        "level": Key(LEVEL, "Its level; missing: the team's `working_level`."),
        "people": Key(SOME, "How many people of this kind.", 1),
    }
)
PEOPLE = Table(
    {
        "min": Key(SEATS, "Fewer are an empty seat."),
        "target": Key(SEATS, "As many are wished."),
        "max": Key(SOME, "More are never put on."),
    }
)
LANGUAGES = MapOf(strings(values.language), LEVEL, '{ en = "C1" }')
SHIFT = Table(
    {
        "id": Key(IDENTIFIER, "Names the shift in every file.", required=True),
        "name": Key(TEXT, "What people call it; missing: the id."),
        "time_zone": Key(ZONE, "Zone of its wall clock.", required=True),
        "start": Key(START, "Local time at which it starts.", required=True),
        "end": Key(
            TIME,
            "Local time at which it ends; at or before `start`: the next day. This or `duration`.",
        ),
        "duration": Key(PERIOD, "Instead of `end`: days of the calendar, then elapsed time."),
        "days": Key(
            DAYS,
            "Local dates on which it starts; weekends are those of `[team] weekend`.",
            frozenset(range(7)),
        ),
        "except": Key(ListOf(DATE), "Local start dates without it.", ()),
        "people": Key(
            Either(SOME, PEOPLE),
            "How many it takes; one number: all three. Missing: min 1, target = min, max = target.",
        ),
        "kind": Key(choices("active", "standby"), "Work, or standby.", "active"),
        "counts": Key(SHARE, "Share of elapsed hours that is working time; missing: 1, standby 0."),
        "responds": Key(FLAG, "People on it count for coverage and SLAs.", True),
        "alongside": Key(
            FLAG,
            "May overlap the same person's other shifts, and rest ignores it: a standby watch.",
            False,
        ),
        "languages": Key(LANGUAGES, "Everyone on it speaks, at least at this level.", {}),
        "skills": Key(ListOf(TAG), "Everyone on it has.", ()),
        "mix": Key(ListOf(MIX), "Kinds of people of which some are on it.", ()),
        "exposure": Key(SHARE, "Share of its hours spent on graphic content.", 0.0),
    }
)
COVERAGE = Table(
    {
        "id": Key(IDENTIFIER, "Names the requirement in reports.", required=True),
        "language": Key(LANGUAGE, "Language that somebody on duty speaks."),
        "skill": Key(TAG, "Instead of `language`: a skill that somebody on duty has."),
        "level": Key(LEVEL, "Level of the language; missing: the team's `working_level`."),
        **WINDOW,
        "people": Key(SOME, "Distinct people on duty.", 1),
        "must": Key(
            FLAG,
            "`true`: a hard rule. `false`: the dearest thing there is, per person-minute short.",
            False,
        ),
    }
)
SLA = Table(
    {
        "id": Key(IDENTIFIER, "Names the agreement in reports.", required=True),
        "languages": Key(ListOf(LANGUAGE), "Missing: every one that has demand.", ()),
        "severities": Key(ListOf(TAG), "Missing: every one.", ()),
        "metric": Key(choices("time_to_ack", "first_response"), "What is timed.", "first_response"),
        "target": Key(DURATION, "Time within which a case is answered.", required=True),
        "attainment": Key(
            Plain(
                values.number(0, 1, above=True),
                {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            ),
            "Share of cases that are answered in time, over the horizon.",
            0.95,
        ),
        "clock": Key(
            choices("calendar", "coverage"),
            "`coverage`: the clock stops outside the window.",
            "calendar",
        ),
        "window": Key(Table(WINDOW), "When the clock of `coverage` runs; missing: always."),
        "drives": Key(FLAG, "`true`: generate also staffs towards it, see rule `service`.", False),
    }
)
