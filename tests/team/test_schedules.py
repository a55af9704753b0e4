"""schedule.csv and schedule.json, for audit."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rotation.domain import Horizon
from rotation.errors import InvalidInput
from rotation.team.folder import read_schedule, schedule_dates
from tests.team.folders import good

HEADER = "shift,date,person,start,end\n"


def test_rows_and_objects_say_the_same(tmp_path: Path) -> None:
    """A table, a list of objects and an object of assignments are one schedule."""
    problem = good(tmp_path).problem
    table, listing, whole = (tmp_path / name for name in ("s.csv", "list.json", "s.json"))
    table.write_text(HEADER + "day,2026-12-24,ana\nday,2026-12-25,\n", encoding="utf-8")
    rows = [
        {"shift": "day", "date": "2026-12-24", "person": "ana", "hours": 8.0},
        {"shift": "day", "date": "2026-12-25", "person": None},
    ]
    listing.write_text(json.dumps(rows), encoding="utf-8")
    whole.write_text(json.dumps({"assignments": rows}), encoding="utf-8")
    schedules = [read_schedule(path, problem) for path in (table, listing, whole)]
    (assignment,) = schedules[0][0].assignments
    assert assignment.shift is problem.shift["day", date(2026, 12, 24)]
    assert all(each[0].assignments == (assignment,) and each[1] == () for each in schedules)
    days = Horizon(date(2026, 12, 24), date(2026, 12, 25))
    assert [schedule_dates(path) for path in (table, listing, whole)] == [days] * 3


def test_written_times_are_judged(tmp_path: Path) -> None:
    """Times win, shifts that rota.toml has not are judged as written, other dates ignored."""
    problem = good(tmp_path).problem
    path = tmp_path / "s.csv"
    path.write_text(
        HEADER
        + "day,2026-12-24,ana,2026-12-24T14:00:00Z,\n"
        + "extra,2026-12-25,bo,2026-12-25T00:00:00+05:30,2026-12-25T08:00:00+05:30\n"
        + "day,2027-01-01,ana\n",
        encoding="utf-8",
    )
    schedule, warnings = read_schedule(path, problem)
    day, extra = schedule.assignments
    assert day.shift.start == datetime(2026, 12, 24, 14, tzinfo=UTC)
    assert extra.shift.start == datetime(2026, 12, 24, 18, 30, tzinfo=UTC)
    assert warnings == (
        f"{path}: 1 row is ignored, not dated in the horizon 2026-12-01 to 2026-12-31 (line 4)",
        "not shifts of rota.toml, judged as they are written: extra of 2026-12-25",
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("s.csv", HEADER + "day,2026-12-24,anna\n", ':2: person: no such person "anna"; did you'),
        ("s.csv", HEADER + "dya,2026-12-24,ana\n", ':2: start: must be given for "dya"'),
        (
            "s.csv",
            HEADER + "day,2026-12-24,ana\nday,2026-12-24,ana\n",
            ':3: person: must be on Thu 24 Dec day once, got "ana" again',
        ),
        ("s.json", "[1]", ": assignments[1]: must be an object, got 1"),
        ("s.json", '[{"shift": 1}]', ": assignments[1].shift: must be text, got 1"),
        ("s.json", '[{"shift": "day"}]', ": assignments[1].date: must be given, got nothing"),
        ("s.json", '{"rows": []}', ":1: must be a list of rows, or an object with the key"),
        ("s.json", "[\n{]", ":2: must be JSON, got: "),
        ("s.csv", "", ":1: must begin with a header: shift,date,person,start,end,kind"),
    ],
)
def test_schedules_that_cannot_be_meant(tmp_path: Path, name: str, content: str, says: str) -> None:
    """Each mistake has its place in the file as it was named."""
    problem = good(tmp_path).problem
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        read_schedule(path, problem)
    assert any(str(p).startswith(f"{path}{says}") for p in refused.value.problems)


def test_a_schedule_that_is_not_there(tmp_path: Path) -> None:
    """A wrong path and an empty schedule are told in words."""
    with pytest.raises(InvalidInput, match="must be a file that can be read, got: No such file"):
        schedule_dates(tmp_path / "none.csv")
    (tmp_path / "s.csv").write_text(HEADER, encoding="utf-8")
    with pytest.raises(InvalidInput, match="must have at least one row with a date, got none"):
        schedule_dates(tmp_path / "s.csv")
