"""Rotas that cannot be, each for one reason that a team lead would know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rotation.domain import Problem, ShiftKey, Window
from rotation.rule import Rule
from tests.constraints.judging import RULES, rule
from tests.problems import day, leave, person, problem, requirement, shift_type, wall

ALWAYS = tuple(rule(name) for name in RULES if RULES[name].always)
COVER = tuple(rule(name) for name in ("staffing", "mix", "coverage"))

ANA, BO = person("ana", time_zone="UTC"), person("bo", time_zone="UTC")
DAY = shift_type("day", "09:00", "17:00")
DAYTIME = Window(time_zone="UTC", start=wall("09:00"), end=wall("17:00"))


@dataclass(frozen=True)
class Case:
    """A problem with rules that contradict each other, and what is to be said of it."""

    problem: Problem
    rules: tuple[Rule, ...]
    says: tuple[tuple[str, str], ...]


def _case(of: Problem, *more: Rule, says: dict[str, tuple[str, ...]]) -> Case:
    pairs = [(name, sentence) for name, sentences in says.items() for sentence in sentences]
    return Case(of, (*ALWAYS, *COVER, *more), tuple(pairs))


def _week(*shift_types: Any, locked: tuple[str, ...] = (), **changed: Any) -> Problem:
    """Make the week of Monday 7 December for Ana and Bo; locked: "day 2026-12-07 ana"."""
    promised: list[tuple[ShiftKey, str]] = []
    for row in locked:
        name, when, who = row.split()
        promised.append(((name, day(when)), who))
    return problem([ANA, BO], shift_types, locked=tuple(promised), **changed)


CASES = {
    # From 23:00 to 06:00 are 7 hours.
    "locked and rest": _case(
        _week(
            shift_type("early", "06:00", "14:00"),
            shift_type("late", "15:00", "23:00"),
            locked=("late 2026-12-07 ana", "early 2026-12-08 ana"),
        ),
        rule("rest"),
        says={
            "locked": (
                "Ana Lima is promised Mon 7 Dec late",
                "Ana Lima is promised Tue 8 Dec early",
            ),
            "rest": ("Ana Lima rests 7 h between Mon 7 Dec late and Tue 8 Dec early, needs 11 h",),
        },
    ),
    # Any free day from Tuesday to Saturday gives 17:00 to 09:00 two days on, 40 h. A free Monday
    # gives only 00:00 to 09:00 on Tuesday, 33 h, a free Sunday 31 h: those two are not needed.
    "locked and weekly rest": _case(
        _week(DAY, locked=tuple(f"day 2026-12-{date:02} ana" for date in range(7, 14))),
        rule("weekly_rest"),
        says={
            "locked": (
                "Ana Lima is promised Fri 11 Dec day",
                "Ana Lima is promised Sat 12 Dec day",
                "Ana Lima is promised Thu 10 Dec day",
                "Ana Lima is promised Tue 8 Dec day",
                "Ana Lima is promised Wed 9 Dec day",
            ),
            "weekly_rest": ("Ana Lima has 35 h free in a row between Mon 7 Dec and Sun 13 Dec",),
        },
    ),
    # Three days of leave leave four of eight hours, 32; with one of them back it is 40.
    "least hours and leave": _case(
        _week(DAY, absences=(leave(ANA, "2026-12-08", "2026-12-10"),)),
        rule("hours", min_per_week=40.0, prorate=False),
        says={
            "available": (
                "Ana Lima is on Thu 10 Dec day but is absent (leave) from Tue 8 Dec",
                "Ana Lima is on Tue 8 Dec day but is absent (leave) from Tue 8 Dec",
                "Ana Lima is on Wed 9 Dec day but is absent (leave) from Tue 8 Dec",
            ),
            "hours": ("Ana Lima works at least 40 h in the week of Mon 7 Dec",),
        },
    ),
    "coverage and nobody there": _case(
        _week(
            DAY,
            absences=(leave(ANA, "2026-12-08"),),
            requirements=(requirement("spanish", "es", must=True, window=DAYTIME),),
        ),
        says={
            "available": ("Ana Lima is on Tue 8 Dec day but is absent (leave) from Tue 8 Dec",),
            "coverage": ("spanish has 1 person on Tue 8 Dec 09:00 (UTC)",),
        },
    ),
    "together on a shift for one": _case(
        _week(DAY, locked=("day 2026-12-07 ana",)),
        rule("together", who=("ana", "bo")),
        says={
            "locked": ("Ana Lima is promised Mon 7 Dec day",),
            "staffing": ("Mon 7 Dec day has at most 1",),
            "together": ("ana, bo work together on Mon 7 Dec day",),
        },
    ),
}
