"""The judge of the whole finds what the master pass must never make, and it is never written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from rotation.board import Settings
from rotation.domain import Horizon
from rotation.organisation.claims import Links
from rotation.organisation.judging import double_bookings
from rotation.organisation.run import Making
from rotation.organisation.work import Held
from tests.organisation.organisations import (
    AS_OF,
    REST,
    Heard,
    duties,
    linked,
    made,
    person,
    shift,
    team,
)
from tests.pools import SerialPool

DAY = shift("day", "09:00", "17:00")
EVENING = shift("evening", "17:00", "21:00")
H11 = REST.format(least="11h")
TUESDAY = date(2026, 12, 1)


def judged(place: Path, first: str, second: str, **files: str) -> list[str]:
    """Judge Ana on Tuesday's first shift of alpha and Tuesday's first of beta."""
    team(place, "alpha", first, person("ana"))
    team(place, "beta", second, person("ana"), **files)
    teams = linked(place).teams
    rotas: list[Held] = [((each.problem.shifts[0].key, "ana"),) for each in teams]
    return double_bookings(teams, rotas)


def test_two_places_at_once(tmp_path: Path) -> None:
    """Shifts that overlap are found; 09:00 in Dublin in December is 09:00 UTC."""
    late = shift("late", "16:59", "22:00")
    (found,) = judged(tmp_path, DAY, late)
    assert found == (
        "ana is on Tue 1 Dec day (2026-12-01T09:00:00Z) of alpha and on Tue 1 Dec late"
        " (2026-12-01T16:59:00Z) of beta at the same time"
    )


def test_no_rest_between_two_places(tmp_path: Path) -> None:
    """Shifts that meet are well without a rule of rest, and not with one of either team."""
    assert judged(tmp_path / "free", DAY, EVENING) == []
    (found,) = judged(tmp_path / "alpha", DAY + H11, EVENING)
    assert found.endswith("of beta without the rest between them")
    (found,) = judged(tmp_path / "beta", DAY, EVENING + H11)
    assert found.endswith("of beta without the rest between them")


def test_what_runs_alongside_and_standby(tmp_path: Path) -> None:
    """A watch alongside may overlap; standby needs no rest, but is somewhere too."""
    watch = shift("watch", "00:00", "24:00", more='kind = "standby"\nalongside = true')
    assert judged(tmp_path / "watch", watch, DAY + H11) == []
    standby = shift("standby", "17:00", "21:00", more='kind = "standby"')
    assert judged(tmp_path / "standby", DAY + H11, standby) == []
    over = shift("standby", "16:00", "21:00", more='kind = "standby"')
    assert len(judged(tmp_path / "over", DAY, over)) == 1


def test_what_was_served_counts(tmp_path: Path) -> None:
    """A shift of another team's history is a place to be in."""
    night = shift("night", "22:00", "10:00", more='days = ["mon"]')
    team(tmp_path, "alpha", DAY, person("ana"))
    history = "shift,date,person\nnight,2026-11-30,ana\n"
    team(tmp_path, "beta", night, person("ana"), history=history)
    teams = linked(tmp_path).teams
    (found,) = double_bookings(teams, [((("day", TUESDAY), "ana"),), ()])
    assert found.endswith("at the same time")


def test_a_double_booking_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the master pass to fail, the teams concerned are refused, and the others are made."""
    team(tmp_path, "alpha", DAY, person("ana"))
    team(tmp_path, "beta", DAY, person("ana"))
    team(tmp_path, "gamma", DAY, person("cy"))
    monkeypatch.setattr(Links, "compatible", lambda *_: True)
    ended = made(tmp_path)
    assert {name: row.status for name, row in ended.items()} == {
        "alpha": "refused",
        "beta": "refused",
        "gamma": "optimal",
    }
    assert ended["alpha"].says.startswith("a defect of rotation itself, please report it: ana is")
    assert ended["alpha"].exit_status == 3
    assert not (tmp_path / "alpha" / "out").exists()
    assert (tmp_path / "gamma" / "out").exists()


CHANGES = {
    # 28 March 2027, 01:00 to 02:00: from 22:00 to 09:00 are 10 h, to 10:00 are 11 h.
    "forward": ("Europe/Dublin", date(2027, 3, 27), "09:00", "10:00"),
    # 31 October 2027, 02:00 to 01:00: from 22:00 to 07:00 are 10 h, to 08:00 are 11 h.
    "back": ("Europe/Dublin", date(2027, 10, 30), "07:00", "08:00"),
    # 4 April 2027, half an hour back: from 22:00 to 08:00 are 10 h 30, to 08:30 are 11 h.
    "half an hour": ("Australia/Lord_Howe", date(2027, 4, 3), "08:00", "08:30"),
    "half past": ("Asia/Kolkata", date(2027, 4, 3), "08:59", "09:00"),
}


@pytest.mark.parametrize(("zone", "first", "soon", "late"), CHANGES.values(), ids=CHANGES)
def test_rest_between_teams_across_clock_changes(
    tmp_path: Path, zone: str, first: date, soon: str, late: str
) -> None:
    """Rest between an evening of alpha and a morning of beta is elapsed time."""
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[first.weekday()]
    evening = shift("evening", "14:00", "22:00", zone, f'days = ["{weekday}"]')
    two_days = Horizon(first, date.fromordinal(first.toordinal() + 1))
    for start, filled in ((soon, 1), (late, 2)):
        place = tmp_path / start.replace(":", "")
        morning = shift("morning", start, "13:00", zone, f'except = ["{first}"]')
        team(place, "alpha", evening + H11, person("ana", zone=zone))
        team(place, "beta", morning, person("ana", zone=zone))
        made(place, two_days)
        assert len(duties(place, two_days)["ana"]) == filled


def test_a_pool_that_loses_a_search_loses_one_team(tmp_path: Path) -> None:
    """A team whose workers died is said to be lost; nothing of it is written, all else is."""

    class Losing(SerialPool):
        def submit(self, key: int, job: object, payload: object) -> None:
            bad = getattr(payload, "reading", None)
            name = bad.problem.team.name if bad is not None else ""
            super().submit(key, _fails if name == "Beta" else job, payload)  # type: ignore[arg-type]

    team(tmp_path, "alpha", DAY, person("ana"))
    team(tmp_path, "beta", DAY, person("ana"))
    found = linked(tmp_path)
    making = Making(found, "2026-12-01_2026-12-04", Settings(seconds=10), AS_OF, Heard())
    making.run(Losing())
    assert [(row.status, row.exit_status) for row in making.rows.values()] == [
        ("optimal", 0),
        ("lost", 3),
    ]
    assert making.rows[1].says == "not searched: MemoryError: none left"
    assert not (tmp_path / "beta" / "out").exists()
    run = json.loads((tmp_path / "alpha/out/2026-12-01_2026-12-04/run.json").read_bytes())
    assert run["status"] == "optimal"


def _fails(payload: object, tell: object) -> None:
    raise MemoryError("none left")
