"""seats.csv: seats of single dates."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rotation import clock
from rotation.domain import Horizon, Seats, Shift
from rotation.report.tables import open_seats, schedule_table
from rotation.rule import registry
from rotation.team.checks import impossible
from rotation.team.folder import read, read_schedule
from tests.problems import schedule
from tests.team.folders import ROTA, good, write, wrong

HEADER = "shift,date,min,target,max\n"


def seats(folder: Path, rows: str, name: str, when: str, **files: str) -> Seats:
    """Return the seats of one shift of a folder with a seats.csv."""
    problem = good(folder, seats=HEADER + rows, **files).problem
    return problem.shift[name, date.fromisoformat(when)].seats


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("2,3,4", Seats(2, 3, 4)),
        # As in rota.toml: target = min, max = target, which is 1 or more.
        ("2,,", Seats(2, 2, 2)),
        ("2,3,", Seats(2, 3, 3)),
        ("2,,5", Seats(2, 2, 5)),
        ("0,,", Seats(0, 0, 1)),
        ("0,0,0", Seats(0, 0, 0)),
    ],
)
def test_a_row_stands_by_itself(tmp_path: Path, cells: str, expected: Seats) -> None:
    """Its empty cells follow from its others, not from rota.toml."""
    rota = ROTA.replace('end = "15:00"', 'end = "15:00"\npeople = { min = 1, target = 6, max = 9 }')
    assert seats(tmp_path, f"day,2026-12-24,{cells}\n", "day", "2026-12-24", rota=rota) == expected


def test_other_dates_keep_their_own(tmp_path: Path) -> None:
    """The date before, another shift on the date, and dates outside the horizon."""
    rows = "day,2026-12-24,3,,\nday,2027-12-24,5,,\n"
    problem = good(tmp_path, seats=HEADER + rows).problem
    changed = {shift.key for shift in problem.shifts if shift.seats != Seats(1, 1, 1)}
    assert changed == {("day", date(2026, 12, 24))}


def test_dates_are_those_of_the_shifts_own_zone(tmp_path: Path) -> None:
    """A night that starts at 23:30Z is of the 25th in Kolkata, where it is written so."""
    rota = ROTA.replace('"Europe/Dublin"', '"Asia/Kolkata"').replace('"22:00"', '"05:00"')
    rota = rota.replace('"06:00"', '"13:00"').replace('languages = { es = "B2" }\n', "")
    problem = good(tmp_path, rota=rota, seats=HEADER + "es-night,2026-12-25,2,,\n").problem
    [shift] = [each for each in problem.shifts if each.seats.least == 2]
    assert str(shift.start) == "2026-12-24 23:30:00+00:00"


@pytest.mark.parametrize("when", ["2027-03-14", "2026-11-01"])
def test_a_date_on_which_the_clocks_change_has_seats(tmp_path: Path, when: str) -> None:
    """The change of clocks in Chicago neither hides a row nor moves it."""
    day = date.fromisoformat(when)
    folder = write(tmp_path, seats=HEADER + f"day,{when},2,,\n")
    problem = read(folder, Horizon(day, day)).problem
    assert [shift.seats.least for shift in problem.shifts if shift.type.id == "day"] == [2]


def test_a_date_that_a_gap_swallows_has_no_seats(tmp_path: Path) -> None:
    """02:00-03:00 of 14 March 2027 does not happen in Chicago."""
    rota = ROTA.replace('"07:00"', '"02:00"').replace('"15:00"', '"03:00"')
    [says] = wrong(tmp_path, rota=rota, seats=HEADER + "day,2027-03-14,2,,\n")
    assert says == (
        "seats.csv:2: date: must be a date on which day starts, got 2027-03-14, a Sunday"
    )


def test_what_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Names, dates, numbers, their order, and a shift that is there twice."""
    rota = ROTA.replace('end = "15:00"', 'end = "15:00"\ndays = "weekdays"')
    rows = (
        "dya,2026-12-24,2,,\n"
        "day,2026-12-26,2,,\n"
        "day,24.12.2026,2,,\n"
        "day,2026-12-28,,2,\n"
        "day,2026-12-29,-1,1.5,x\n"
        "day,2026-12-24,2,1,\n"
        "day,2026-12-23,2,,1\n"
        "day,2026-12-22,1,,\n"
        "day,2026-12-22,2,,\n"
    )
    again = "must be there once for each shift, got 2026-12-22 again, first on line 9"
    assert wrong(tmp_path, rota=rota, seats=HEADER + rows) == [
        'seats.csv:2: shift: no such shift "dya"; did you mean "day"?',
        "seats.csv:3: date: must be a date on which day starts, got 2026-12-26, a Saturday",
        'seats.csv:4: date: must be a date such as 2026-12-01, got "24.12.2026"',
        "seats.csv:5: min: must not be empty",
        'seats.csv:6: max: must be a whole number from 0 to 1000, got "x"',
        'seats.csv:6: min: must be a whole number from 0 to 1000, got "-1"',
        'seats.csv:6: target: must be a whole number from 0 to 1000, got "1.5"',
        "seats.csv:7: target: must hold min <= target <= max, got min 2, target 1, max 1",
        "seats.csv:8: max: must hold min <= target <= max, got min 2, target 2, max 1",
        f"seats.csv:10: date: {again}",
    ]


def test_open_seats_and_impossible_demands_are_those_of_the_date(tmp_path: Path) -> None:
    """Four are wanted on the 24th: three people cannot, one on it leaves three seats open."""
    problem = good(tmp_path, seats=HEADER + "day,2026-12-24,4,,\n").problem
    told = [says for says in impossible(problem, ()) if "24" in says]
    assert told == ["only Ana Ruiz, Bo Li and Cy Day may take day on Thu 24 Dec: it needs 4 people"]
    rota = schedule(problem, "day 2026-12-24 ana")
    assert sum(shift.key == ("day", date(2026, 12, 24)) for shift in open_seats(rota)) == 3
    rows = [row for row in schedule_table(rota).rows if row[:2] == ("day", "2026-12-24")]
    assert [row[2] for row in rows] == ["", "", "", "ana"]


def test_times_that_win_leave_the_seats(tmp_path: Path) -> None:
    """locked.csv moves a shift, and an audited schedule too; the date's seats stay."""
    locked = "shift,date,person,start,end\nday,2026-12-24,ana,2026-12-24T14:00:00Z,\n"
    problem = good(tmp_path, seats=HEADER + "day,2026-12-24,2,,\n", locked=locked).problem
    shift = problem.shift["day", date(2026, 12, 24)]
    assert (shift.seats, str(shift.start)) == (Seats(2, 2, 2), "2026-12-24 14:00:00+00:00")
    made = tmp_path / "made.csv"
    made.write_text("shift,date,person,start,end\nday,2026-12-24,bo,2026-12-24T15:00:00Z,\n")
    [assigned] = read_schedule(made, problem)[0].assignments
    assert assigned.shift.seats == Seats(2, 2, 2)


def test_the_default_expected_share_counts_the_dates_seats(tmp_path: Path) -> None:
    """31 days of one seat, one of them of four: 34 seats are shared instead of 31."""
    from rotation.constraints.ledger import balances

    fair = registry()["fair"](of="shifts", shifts=("day",))  # type: ignore[call-arg]
    problem = good(tmp_path, seats=HEADER + "day,2026-12-24,4,,4\n").problem
    shared = sum(row.expected for row in balances((fair,), schedule(problem)))
    assert shared == pytest.approx(34, abs=0.02)


def test_own_seats_survive_a_process_and_are_no_identity() -> None:
    """A shift with other seats is the same shift, and a copy of it keeps them."""
    from tests.problems import day, shift_type

    plain = clock.shift_on(shift_type("day"), day("2026-12-24"))
    own: Shift = replace(plain, own_seats=Seats(2, 2, 2))
    assert own == plain
    assert hash(own) == hash(plain)
    assert pickle.loads(pickle.dumps(own)).seats == Seats(2, 2, 2)  # noqa: S301
