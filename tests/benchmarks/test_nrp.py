"""Shift-scheduling instances as a team's own problem: read, judged and solved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.nrp import main, write_roster
from benchmarks.nrp_reader import read_instance
from benchmarks.nrp_team import DAY, FIRST, team_of

from rotation.domain import Assignment, Problem, Schedule
from rotation.errors import InvalidInput
from rotation.limits import GRAIN
from rotation.rule import Breach, Rule, judge, price

WEEK = range(7)

TINY = f"""\
# two people, a week, an early and a late that no early may follow
SECTION_HORIZON
7

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
a,E=7|L=2,2400,960,3,2,2,0
b,E=7|L=0,2400,0,3,2,2,1

SECTION_DAYS_OFF
a,0

SECTION_SHIFT_ON_REQUESTS
a,1,E,3
SECTION_SHIFT_OFF_REQUESTS
b,2,E,2

SECTION_COVER
{"".join(f"{day},E,1,100,1" + chr(10) + f"{day},L,0,100,1" + chr(10) for day in WEEK)}"""


def instance(folder: Path, text: str = TINY) -> Path:
    """Write an instance."""
    path = folder / "tiny.txt"
    path.write_text(text, encoding="utf-8", newline="\r\n")
    return path


def tiny(folder: Path) -> tuple[Problem, tuple[Rule, ...]]:
    """Read the tiny instance as a team."""
    return team_of(read_instance(instance(folder)))


def rota(of: Problem, **rows: str) -> Schedule:
    """Make a rota from a letter a day for each person, a dot for a day off."""
    return Schedule(
        of,
        tuple(
            Assignment(of.shift[letter, FIRST + n * DAY], of.person[who])
            for who, letters in rows.items()
            for n, letter in enumerate(letters)
            if letter != "."
        ),
    )


def judged(folder: Path, **rows: str) -> list[Breach]:
    """Judge a rota of the tiny instance."""
    problem, rules = tiny(folder)
    return judge(rules, rota(problem, **rows))


@pytest.mark.parametrize(
    ("rows", "objective"),
    [
        # Seven early seats empty, and a's wish for day 1: 700 + 3.
        ({}, 703),
        # a fills days 1 and 2: five are empty, the wish is met.
        ({"a": ".EE...."}, 500),
        # b joins on days 2 and 3: day 2 has one too many and b's wish is refused: 400 + 1 + 2.
        ({"a": ".EE....", "b": "..EE..."}, 403),
        # A late that nobody asks for: 600 + 1 + 3; the early of day 2 is filled.
        ({"a": ".LE...."}, 604),
    ],
)
def test_the_objective_is_the_published_one(
    tmp_path: Path, rows: dict[str, str], objective: int
) -> None:
    """Missing people, people too many, and wishes both ways add up."""
    assert price(judged(tmp_path, **rows)) == objective * GRAIN


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        # a: 480 to 2400 minutes: 960 at least.
        ({"a": ".EE....", "b": "EE....."}, []),
        ({"b": "EE....."}, ["hours"]),
        # A run that touches an edge may be short, one between two days off may not.
        ({"a": ".EE....", "b": "E......"}, []),
        ({"a": ".EE....", "b": "......E"}, []),
        ({"a": ".EE....", "b": "...E..."}, ["days_in_row"]),
        ({"a": ".EE....", "b": "..EEEE."}, ["days_in_row"]),
        # The same of days off: one before the first shift is fine, one between two is not.
        ({"a": ".EE....", "b": ".EE...."}, []),
        ({"a": ".EE....", "b": "EE.EE.."}, ["days_off_in_row"]),
        # An early may not follow a late on the next day; two days later it may.
        ({"a": "..LE..."}, ["sequence"]),
        ({"a": "..EL..."}, []),
        # No weekend for a, one for b, whose Friday is none.
        ({"a": "...EEE."}, ["weekends"]),
        ({"a": ".EE....", "b": "....EEE"}, []),
        # Two lates at most for a, none ever for b; a is away on day 0.
        ({"a": "..LLL.."}, ["count"]),
        ({"a": ".EE....", "b": "..EL..."}, ["qualified"]),
        ({"a": "EE....."}, ["available"]),
    ],
)
def test_hard_rules_are_those_of_the_set(
    tmp_path: Path, rows: dict[str, str], rules: list[str]
) -> None:
    """Each is broken where the set says so, and at the edges of the horizon nothing more."""
    problem, found = tiny(tmp_path)
    hard = [b.rule for b in judge(found, rota(problem, **rows)) if b.weight is None]
    assert hard == rules


def test_one_shift_a_day(tmp_path: Path) -> None:
    """Two shifts of one day overlap, so that nobody has both."""
    problem, rules = tiny(tmp_path)
    both = (*rota(problem, a=".EE....").assignments, *rota(problem, a="..L....").assignments)
    hard = [b.rule for b in judge(rules, Schedule(problem, both)) if b.weight is None]
    assert hard == ["no_overlap"]


def test_rules_are_grouped_by_what_contracts_ask(tmp_path: Path) -> None:
    """Both may work three days in a row: one rule for all; minutes differ: two, for one each."""
    _, rules = tiny(tmp_path)
    labels = [each.label for each in rules if not each.always]
    assert labels == [
        "staffing",
        "requests",
        "sequence",
        "hours",
        "hours[2]",
        "days_in_row",
        "days_off_in_row",
        "weekends",
        "count",
    ]
    assert [str(each.people) for each in rules if each.name == "hours"] == ["a", "b"]


def test_the_product_solves_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a away on day 3 as well, one of seven earlies stays empty: 100, and no other rota less.

    a can only work days 1 and 2; b would have to work 3 to 6, four in a row.
    """
    path = instance(tmp_path, TINY.replace("\na,0\n", "\na,0,3\n"))
    out = tmp_path / "rota.csv"
    arguments = [str(path), "--seconds", "20", "--workers", "1", "--json", "--solution", str(out)]
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["objective"], found["bound"]) == ("optimal", 100, 100)
    assert (found["people"], found["shifts"]) == (2, 14)
    header, *rows = [line.split(",") for line in out.read_text(encoding="utf-8").splitlines()]
    assert header == ["id", *map(str, WEEK)]
    assert [row[0] for row in rows] == ["a", "b"]
    assert rows[0][1:] == ["", "E", "E", "", "", "", ""]
    on = [sum(row[1 + day] == "E" for row in rows) for day in WEEK]
    assert sum(max(0, 1 - number) for number in on) == 1


def test_a_roster_is_written_as_it_is(tmp_path: Path) -> None:
    """A row for each person in the order of the file, an empty cell for a day off."""
    problem, _ = tiny(tmp_path)
    write_roster(rota(problem, a=".LE....", b="......E"), tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_text(encoding="utf-8") == (
        "id,0,1,2,3,4,5,6\na,,L,E,,,,\nb,,,,,,,E\n"
    )


def test_no_rota_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Person a must work 960 minutes and is away all week: exit status 3, in words."""
    path = instance(tmp_path, TINY.replace("\na,0\n", "\na,0,1,2,3,4,5,6\n"))
    assert main([str(path), "--seconds", "20", "--workers", "1"]) == 3
    assert "no schedule obeys the hard rules" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ("E,480,", "E,1441,", "6: SECTION_SHIFTS: minutes must be a whole number from 1 to 1440,"),
        ("L,600,E", "L,600,X", '7: SECTION_SHIFTS: must name a shift of this file, got "X"'),
        ("L,600,E", "E,600", '7: SECTION_SHIFTS: must begin with an id of its own, got "E"'),
        ("2400,960,3", "2400,960", "10: SECTION_STAFF: must hold id, MaxShifts and six numbers,"),
        ("a,E=7", "a,Q=7", '10: SECTION_STAFF: must name a shift of this file, got "Q"'),
        ("a,E=7", "a,E7", '10: SECTION_STAFF: MaxShifts must be items such as D=14, got "E7"'),
        ("2400,960", "900,960", "10: SECTION_STAFF: must have each minimum at most its maximum"),
        ("a,0\n", "a,7\n", "14: SECTION_DAYS_OFF: day must be a whole number from 0 to 6,"),
        ("a,1,E,3", "c,1,E,3", "17: SECTION_SHIFT_ON_REQUESTS: must name a person of this file,"),
        ("b,2,E,2", "b,2,E", "19: SECTION_SHIFT_OFF_REQUESTS: must hold id, day, shift, weight,"),
        ("0,L,0,100,1", "0,L,0,50,1", "23: SECTION_COVER: must have the prices of the first line"),
        ("0,L,0,100,1", "0,E,0,100,1", "23: SECTION_COVER: must be there once for a day and shift"),
        ("0,L,0,100,1\n", "", "SECTION_COVER: must hold a line for every day and shift, got none"),
        ("SECTION_COVER", "SECTION_COVERS", "21: SECTION_SHIFT_OFF_REQUESTS: must be one of"),
        ("SECTION_HORIZON\n", "", '2: must begin with a SECTION line, got "7"'),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, written: str, instead: str, says: str
) -> None:
    """File, line, section, what must hold and what was got."""
    assert written in TINY
    path = instance(tmp_path, TINY.replace(written, instead, 1))
    with pytest.raises(InvalidInput) as refused:
        read_instance(path)
    told = [str(problem).removeprefix(f"{path}:").strip() for problem in refused.value.problems]
    assert any(line.startswith(says) for line in told), told


def test_every_mistake_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two lines that are wrong are two lines of error, and exit status 2."""
    path = instance(tmp_path, TINY.replace("E,480,", "E,none,").replace("b,2,E,2", "b,2,E,-1"))
    assert main([str(path)]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith(
        '6: SECTION_SHIFTS: minutes must be a whole number from 1 to 1440, got "none"'
    )
    assert second.endswith('weight must be a whole number of at least 1, got "-1"')


def test_a_missing_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback: the file, and why it cannot be read."""
    assert main([str(tmp_path / "none.txt")]) == 2
    assert "none.txt: must be an instance that can be read, got: No such file" in (
        capsys.readouterr().err
    )


def test_minus_nought_is_nought(tmp_path: Path) -> None:
    """The set writes -0 in places."""
    read = read_instance(instance(tmp_path, TINY.replace("0,L,0,100,1", "0,L,-0,100,1")))
    assert read.cover[0, "L"] == 0
