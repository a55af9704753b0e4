"""Shared people's time is divided such that nobody is in two places, and no team is starved."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.organisation.organisations import (
    REST,
    duties,
    linked,
    made,
    person,
    shift,
    team,
)

DAY = shift("day", "09:00", "17:00")
LATE = shift("late", "14:00", "22:00")
H11 = REST.format(least="11h")


def on(organisation: Path, who: str) -> list[str]:
    """List somebody's shifts: date, team, id."""
    return [f"{start:%d} {name} {kind}" for start, _, name, kind in duties(organisation)[who]]


def test_alone_each_team_has_its_best(tmp_path: Path) -> None:
    """Teams that share somebody whom only one of them needs are searched once, and both filled."""
    team(tmp_path, "alpha", DAY, person("ana"))
    # Wishes keep Ana off beta, which has Bo.
    wishes = "person,want,from,to,shift,weight,note\nana,off,2026-12-01,2026-12-04,,10,\n"
    team(tmp_path, "beta", DAY, person("ana"), person("bo"), requests=wishes)
    ended = made(tmp_path)
    assert [(row.linked, row.price, row.status) for row in ended.values()] == [
        (1, 0.0, "optimal"),
        (1, 0.0, "optimal"),
    ]
    assert on(tmp_path, "ana") == [f"0{n} alpha day" for n in range(1, 5)]


def test_who_needs_somebody_has_them(tmp_path: Path) -> None:
    """Each team has one day on which it has nobody but Ana: both days are filled.

    Bo of alpha is away on Tuesday 1 December, Cy of beta on Wednesday 2 December.
    """
    away = "person,from,to,kind,note\n{},{},,leave,\n"
    team(
        tmp_path,
        "alpha",
        DAY + H11,
        *(person("ana"), person("bo")),
        leave=away.format("bo", "2026-12-01"),
        # Alone, alpha would have Ana on every day.
        requests="person,want,from,to,shift,weight,note\n"
        "ana,work,2026-12-02,,day,10,\nbo,off,2026-12-02,,day,10,\n",
    )
    team(
        tmp_path,
        "beta",
        DAY + H11,
        *(person("ana"), person("cy")),
        leave=away.format("cy", "2026-12-02"),
        requests="person,want,from,to,shift,weight,note\n"
        "ana,work,2026-12-01,,day,10,\ncy,off,2026-12-01,,day,10,\n",
    )
    ended = made(tmp_path)
    assert [row.empty_seats for row in ended.values()] == [0, 0]
    # Two refused wishes of weight 10 in each team.
    assert [row.price for row in ended.values()] == [20.0, 20.0]
    assert "01 alpha day" in on(tmp_path, "ana")
    assert "02 beta day" in on(tmp_path, "ana")


def test_too_few_people_are_said_to_be(tmp_path: Path) -> None:
    """One person for two teams' days fills one of them each day, and never both."""
    team(tmp_path, "alpha", DAY, person("ana"))
    team(tmp_path, "beta", DAY, person("ana"))
    ended = made(tmp_path)
    assert sum(row.empty_seats for row in ended.values()) == 4
    assert len(on(tmp_path, "ana")) == 4


@pytest.mark.parametrize(("least", "taken"), [("11h", 4), ("9h", 8)])
def test_the_stricter_rest_lies_between_teams(tmp_path: Path, least: str, taken: int) -> None:
    """Alpha's day ends at 17:00, beta's begins at 02:00, 9 h later: it goes with a rest of 9 h.

    Beta asks for 1 h alone; its night from 02:00 to 05:00 is 4 h before alpha's next day, so with
    any rest above 4 h nobody can do both. Here days are every other one, nights the days between.
    """
    days = shift("day", "09:00", "17:00", more='days = ["tue", "thu"]')
    nights = shift("night", "02:00", "05:00", more='days = ["wed", "fri"]')
    team(tmp_path, "alpha", days + REST.format(least=least), person("ana"))
    team(tmp_path, "beta", nights + REST.format(least="1h"), person("ana"))
    made(tmp_path)
    # Tue 1 day 09-17, Wed 2 night 02-05, Thu 3 day, Fri 4 night: 9 h from day to night.
    assert len(on(tmp_path, "ana")) == {4: 2, 8: 4}[taken]


def test_promises_of_one_team_bind_the_other(tmp_path: Path) -> None:
    """What alpha has promised Ana, beta does without, though it has nobody else."""
    locked = "shift,date,person\nday,2026-12-02,ana\n"
    team(tmp_path, "alpha", DAY, person("ana"), person("bo"), locked=locked)
    team(tmp_path, "beta", LATE, person("ana"))
    ended = made(tmp_path)
    assert (ended["alpha"].empty_seats, ended["beta"].empty_seats) == (0, 1)
    assert "02 alpha day" in on(tmp_path, "ana")


def test_what_was_served_binds_the_other(tmp_path: Path) -> None:
    """A night of alpha's history that ends on the first morning keeps Ana from beta's early day."""
    history = "shift,date,person\nnight,2026-11-30,ana\n"
    night = shift("night", "22:00", "06:00", more="days = ['sun', 'mon']")
    team(tmp_path, "alpha", night + H11, person("ana"), history=history)
    team(tmp_path, "beta", DAY, person("ana"))
    ended = made(tmp_path)
    # Ana rests from Tue 1 Dec 06:00 to 17:00, and beta's day is from 09:00.
    assert ended["beta"].empty_seats == 1
    assert on(tmp_path, "ana") == ["02 beta day", "03 beta day", "04 beta day"]


def test_published_shifts_bind_the_other(tmp_path: Path) -> None:
    """What alpha means to keep of Ana's is not taken by beta; alpha keeps it."""
    published = "shift,date,person\nday,2026-12-02,ana\n"
    keep = '\n[rules.keep]\nagainst = "published.csv"\n'
    team(tmp_path, "alpha", DAY + keep, person("ana"), person("bo"), published=published)
    team(tmp_path, "beta", LATE, person("ana"))
    ended = made(tmp_path)
    assert "02 alpha day" in on(tmp_path, "ana")
    assert ended["beta"].empty_seats == 1


def test_leave_of_one_team_holds_in_all(tmp_path: Path) -> None:
    """Leave is about the person, `unavailable` about the team that wrote it."""
    leave = (
        "person,from,to,kind,note\nana,2026-12-01,,sick,flu\nana,2026-12-02,,unavailable,beta's\n"
    )
    team(tmp_path, "alpha", DAY, person("ana"), person("bo"), leave=leave)
    team(tmp_path, "beta", DAY, person("ana"))
    ended = made(tmp_path)
    assert ended["beta"].empty_seats == 1
    assert on(tmp_path, "ana")[0] == "02 beta day"
    away = linked(tmp_path).teams[1].problem.absent["ana"]
    assert [(each.kind, each.note) for each in away] == [("sick", "")]


def test_shifts_alongside_others_go_with_all(tmp_path: Path) -> None:
    """A standby watch that may overlap the person's other shifts may overlap those elsewhere."""
    watch = shift("watch", "00:00", "24:00", more='kind = "standby"\nalongside = true')
    team(tmp_path, "alpha", watch, person("ana"))
    team(tmp_path, "beta", DAY + H11, person("ana"))
    ended = made(tmp_path)
    assert [row.empty_seats for row in ended.values()] == [0, 0]


def test_a_team_that_cannot_share_fails_alone(tmp_path: Path) -> None:
    """Where what others are promised leaves a team without any rota, that is said by name."""
    locked = "shift,date,person\nday,2026-12-02,ana\n"
    cover = (
        '\n[[coverage]]\nid = "always"\nskill = "senior"\ntime_zone = "Europe/Dublin"\n'
        'days = ["wed"]\nfrom = "14:00"\nto = "22:00"\nmust = true\n'
    )
    team(tmp_path, "alpha", DAY, person("ana"), person("bo"), locked=locked)
    team(tmp_path, "beta", LATE + cover, person("ana", "senior"))
    ended = made(tmp_path)
    assert (ended["alpha"].status, ended["beta"].status) == ("optimal", "infeasible")
    assert ended["beta"].exit_status == 3
    conflict = tmp_path / "beta" / "out" / "2026-12-01_2026-12-04-failed" / "conflict.txt"
    assert "elsewhere: Ana is free on Wed 2 Dec late, as alpha has them on Wed 2 Dec day" in (
        conflict.read_text()
    )


# -- any small organisation ----------------------------------------------------------------------

KINDS = (
    ("day", "09:00", "17:00", "Europe/Dublin"),
    ("late", "15:00", "23:00", "Europe/Dublin"),
    ("night", "22:00", "06:00", "America/Chicago"),
    ("half", "05:30", "09:00", "Asia/Kolkata"),
)
RESTS = ("", "8h", "11h")
IDS = ("ana", "bo", "cy", "di")


@st.composite
def organisations(draw: st.DrawFn) -> list[tuple[str, list[int], list[str], str]]:
    """Draw two to four teams: kinds of shift, people, and a rest."""
    teams = []
    for name in ("alpha", "beta", "gamma", "delta")[: draw(st.integers(2, 4))]:
        kinds = draw(st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True))
        people = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True))
        teams.append((name, sorted(kinds), sorted(people), draw(st.sampled_from(RESTS))))
    return teams


@given(organisations())
@settings(max_examples=12)
def test_nobody_is_in_two_places(drawn: list[tuple[str, list[int], list[str], str]]) -> None:
    """Whoever is in whichever teams: no shifts overlap, and the stricter rest lies between."""
    with TemporaryDirectory() as place:
        whole = Path(place)
        hours = {"": 0, "8h": 8, "11h": 11}
        for name, kinds, people, rest in drawn:
            shifts = "".join(shift(*KINDS[kind]) for kind in kinds)
            rule = REST.format(least=rest) if rest else ""
            team(whole, name, shifts + rule, *(person(who) for who in people))
        ended = made(whole)
        assert {row.status for row in ended.values()} <= {"optimal", "feasible"}
        asked = {name: timedelta(hours=hours[rest]) for name, _, _, rest in drawn}
        for mine in duties(whole).values():
            for first, second in combinations(mine, 2):
                assert second[0] - first[1] >= max(asked[first[2]], asked[second[2]])
