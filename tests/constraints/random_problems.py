"""Small random problems, small enough that every schedule of them can be tried."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rotation import clock, local
from rotation.domain import (
    Absence,
    Ask,
    Assignment,
    Demand,
    Horizon,
    Level,
    Mix,
    Problem,
    Request,
    Requirement,
    Seats,
    Shift,
    ShiftType,
    Sla,
    Span,
    Specialist,
    Team,
    Wall,
    Window,
)

ZONES = ("America/Chicago", "Europe/Dublin", "Asia/Kolkata", "Australia/Lord_Howe")

STARTS = (
    date(2026, 12, 4),  # Friday
    date(2027, 3, 13),  # Chicago changes its clocks on the 14th
    date(2027, 3, 27),  # Dublin on the 28th
    date(2027, 4, 3),  # Lord Howe, by half an hour, on the 4th
    date(2026, 10, 31),  # Chicago, back, on the 1st
)

DAY = timedelta(days=1)


def a_type(chance: random.Random, name: str, start: int, hours: int, zone: str) -> ShiftType:
    """Make a shift type, with seats, skills and a mix by chance."""
    least = chance.choice((0, 1, 1, 2))
    target = least + chance.choice((0, 0, 1))
    standby = name == "watch"
    return ShiftType(
        id=name,
        time_zone=zone,
        start=Wall(start * 60),
        end=None if standby else Wall((start + hours) % 24 * 60),
        duration=timedelta(hours=hours) if standby else timedelta(0),
        least=least,
        target=target,
        most=max(1, target + chance.choice((0, 1))),
        kind="standby" if standby else "active",
        counts=0.0 if standby else chance.choice((1.0, 1.0, 0.5)),
        responds=not standby or chance.random() < 0.5,
        alongside=standby,
        skills=frozenset({"senior"}) if chance.random() < 0.2 else frozenset(),
        mix=(Mix(Ask(skill="senior"), chance.choice((1, 2))),) if chance.random() < 0.7 else (),
        exposure=chance.choice((0.0, 0.6, 0.5)),
    )


def a_person(chance: random.Random, who: str) -> Specialist:
    """Make somebody, with languages, skills and hours by chance."""
    return Specialist(
        id=who,
        name=who.title(),
        time_zone=chance.choice(ZONES),
        languages={"en": Level.C2, **({"es": Level.B2} if chance.random() < 0.6 else {})},
        skills=frozenset({"senior"}) if chance.random() < 0.6 else frozenset(),
        fte=chance.choice((1.0, 0.5)),
        hours_per_week=chance.choice((None, 20.0, 40.0)),
        not_before=Wall(6 * 60) if chance.random() < 0.2 else None,
        ends_on=None,
    )


def random_problem(seed: int, most_pairs: int = 8) -> Problem:
    """Make a problem with two people, a few shifts, and facts of every kind."""
    chance = random.Random(seed)
    first = chance.choice(STARTS)
    horizon = Horizon(first, first + chance.choice((2, 3, 7)) * DAY)
    zone = chance.choice(ZONES)
    kinds = tuple(
        a_type(chance, *each, zone)
        for each in (
            ("early", 6, 8),
            ("late", 15, 8),
            ("night", 22, 8),
            ("watch", 9, chance.choice((24, 60))),
        )
    )
    people = (a_person(chance, "ana"), a_person(chance, "bo"))
    every = clock.expand(kinds, horizon)
    shifts = tuple(
        sorted(chance.sample(every, min(most_pairs // 2, len(every))), key=lambda s: s.order)
    )
    shifts = tuple(_with_own_seats(shift, random.Random(f"{seed} {shift}")) for shift in shifts)
    return Problem(
        team=Team(
            weekend=chance.choice((frozenset({5, 6}), frozenset({4, 5}), frozenset({4, 5, 6}))),
            week_starts=chance.choice((0, 6)),
        ),
        horizon=horizon,
        people=people,
        shift_types=kinds,
        shifts=shifts,
        history=a_history(chance, people, kinds, first),
        **some_facts(chance, people, shifts, horizon),
    )


def _with_own_seats(shift: Shift, chance: random.Random) -> Shift:
    if chance.random() < 0.7:
        return shift
    least = chance.choice((0, 1, 2))
    return replace(shift, own_seats=Seats(least, least, max(1, least)))


def a_history(
    chance: random.Random, people: tuple[Specialist, ...], kinds: tuple[ShiftType, ...], first: date
) -> tuple[Assignment, ...] | None:
    """Make up what everybody served before; None: nothing is known."""
    if chance.random() < 0.25:
        return None
    served = []
    for person in people:
        for back in range(1, chance.choice((2, 4, 7))):
            if chance.random() < 0.6:
                kind = chance.choice(kinds)
                served.append(Assignment(clock.shift_on(kind, first - back * DAY), person))
    return tuple(served)


def some_facts(
    chance: random.Random,
    people: tuple[Specialist, ...],
    shifts: tuple[Shift, ...],
    horizon: Horizon,
) -> dict[str, Any]:
    """Make up absences, wishes, requirements and whatever else a problem holds."""
    days = list(horizon)
    absent = chance.choice(days)
    lone = chance.choice(people)
    keys = [(chance.choice(shifts).key, chance.choice(people).id) for _ in range(3)]
    ids = [None, *sorted({shift.type.id for shift in shifts})]
    wishes = tuple(
        Request(
            chance.choice(people).id,
            chance.choice(("work", "off")),
            (start := chance.choice([days[0] - DAY, *days])),
            start + chance.choice((0, 1)) * DAY,
            chance.choice(ids),
            chance.choice((1, 3)),
        )
        for _ in range(4)
    )
    windows = [
        Window(time_zone="Asia/Kolkata", start=Wall(9 * 60), end=Wall(18 * 60)),
        Window(time_zone="UTC"),
    ]
    return {
        "absences": (Absence(lone.id, local_day(absent, lone)),) if chance.random() < 0.5 else (),
        "locked": tuple(keys[:1]) if chance.random() < 0.5 else (),
        "published": tuple(sorted(set(keys[1:]))),
        "requests": wishes,
        "requirements": (
            Requirement(id="en", ask=Ask(language="en"), window=windows[0], people=2),
            Requirement(id="es", ask=Ask(language="es"), window=windows[1]),
            Requirement(
                id="must", ask=Ask(language="en"), window=windows[0], must=chance.random() < 0.3
            ),
        ),
        "slas": (Sla(id="fast", languages=("es",), drives=True),),
        "demand": (
            Demand(
                language="es",
                severity="urgent",
                window=windows[0],
                cases_per_hour=3.0,
                handle=timedelta(minutes=20),
            ),
        ),
        "ledger": {(people[0].id, "weekends"): 0.37, (people[1].id, "hours"): -3.25},
        "public_holidays": {people[0].id: {days[1]: "Founders' day"}},
    }


def local_day(day: date, person: Specialist) -> Span:
    """Return one local date of somebody as UTC."""
    return clock.local_day(day, person.time_zone)


__all__ = ["local", "local_day", "random_problem"]
