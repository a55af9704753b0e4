"""Small rotas to write feeds from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from rotation import clock
from rotation.domain import (
    Assignment,
    Horizon,
    Level,
    Problem,
    Schedule,
    ShiftType,
    Specialist,
    Team,
    Wall,
)

AS_OF = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
TEAM = Team(name="Escalations", time_zone="America/Chicago", domain="rota.example.com")
DECEMBER = Horizon(date(2026, 12, 4), date(2026, 12, 5))


def person(
    who: str, zone: str = "America/Chicago", name: str = "", **languages: Level
) -> Specialist:
    """Make somebody who speaks English at C1 unless told otherwise."""
    return Specialist(
        id=who,
        name=name or who.title(),
        time_zone=zone,
        languages=languages or {"en": Level.C1},
    )


def kind(shift: str, start: str, end: str, zone: str = "America/Chicago") -> ShiftType:
    """Make a daily shift of one person."""
    from_hour, to_hour = (Wall(int(at[:2]) * 60 + int(at[3:])) for at in (start, end))
    return ShiftType(id=shift, time_zone=zone, start=from_hour, end=to_hour)


def rota(
    people: Iterable[Specialist],
    shift_types: Iterable[ShiftType],
    taken: dict[tuple[str, str], str],
    horizon: Horizon = DECEMBER,
    team: Team = TEAM,
) -> Schedule:
    """Make a schedule from (shift id, date) -> ids of people, separated by spaces."""
    kinds = tuple(shift_types)
    problem = Problem(
        team=team,
        horizon=horizon,
        people=tuple(people),
        shift_types=kinds,
        shifts=clock.expand(kinds, horizon),
    )
    return Schedule(
        problem,
        tuple(
            Assignment(problem.shift[shift, date.fromisoformat(day)], problem.person[who])
            for (shift, day), ids in taken.items()
            for who in ids.split()
        ),
    )


def night(zone: str, day: date) -> Schedule:
    """Ana alone on a shift from 22:00 to 06:00 in one zone, starting on one date."""
    ana = person("ana", zone)
    return rota(
        [ana],
        [kind("night", "22:00", "06:00", zone)],
        {("night", str(day)): "ana"},
        Horizon(day, day),
    )


def follow_the_sun(team: Team = TEAM) -> Schedule:
    """Two days of three shifts that hand over to each other, and one empty seat at the end."""
    people = [
        person("ana", "America/Chicago", en=Level.C2, es=Level.C1, fr=Level.A2),
        person("bo", "Europe/Dublin", en=Level.NATIVE),
        person("chi", "Asia/Kolkata", en=Level.C1, ur=Level.NATIVE),
        person("dee", "America/New_York", en=Level.C1, es=Level.B2),
        person("eve", "Asia/Tokyo", ja=Level.NATIVE),
    ]
    # In UTC: apac 00-08, emea 08-16, amer 16-24.
    amer = replace(kind("amer", "16:00", "00:00", "UTC"), name="Americas day", target=2, most=2)
    emea = replace(kind("emea", "08:00", "16:00", "UTC"), name="Europe day")
    apac = replace(kind("apac", "00:00", "08:00", "UTC"), name="Asia day")
    taken = {
        ("apac", "2026-12-04"): "chi",
        ("emea", "2026-12-04"): "bo",
        ("amer", "2026-12-04"): "ana dee",
        ("apac", "2026-12-05"): "chi",
        ("emea", "2026-12-05"): "bo",
    }
    return rota(people, [amer, emea, apac], taken, team=team)
