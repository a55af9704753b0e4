"""people.csv."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rotation.domain import Level, Wall
from tests.team.folders import good, wrong

HEADER = (
    "id,name,email,time_zone,holidays,languages,skills,fte,hours_per_week,"
    "starts_on,ends_on,not_before,not_after\n"
)


def test_every_column_arrives_in_its_type(tmp_path: Path) -> None:
    """A full row is read as the contract says; people are sorted by id."""
    people = (
        HEADER
        + "zoe,Zoe Ó,zoe@example.com,Asia/Kolkata,IN,EN-gb:c2 ur:native,senior lead,0.8,32,"
        + "2026-01-01,2027-12-31,22:00,06:00\n"
        + "abe,Abe,,UTC,,,,,,,,,\n"
    )
    abe, zoe = good(tmp_path, people=people).problem.people
    assert (zoe.name, zoe.email, zoe.holidays) == ("Zoe Ó", "zoe@example.com", "IN")
    assert dict(zoe.languages) == {"en-gb": Level.C2, "ur": Level.NATIVE}
    assert zoe.speaks("en", Level.C2)
    assert zoe.skills == frozenset({"senior", "lead"})
    assert (zoe.fte, zoe.hours_per_week) == (0.8, 32)
    assert (zoe.starts_on, zoe.ends_on) == (date(2026, 1, 1), date(2027, 12, 31))
    assert (zoe.not_before, zoe.not_after) == (Wall(1320), Wall(360))
    assert (abe.fte, abe.hours_per_week, abe.not_before) == (1.0, None, None)


def test_holidays_are_looked_up_with_the_teams_own(tmp_path: Path) -> None:
    """Everybody has the public holidays of their calendar and those of the team."""
    rota = (
        '[team]\nholidays = ["2026-12-31 Company day"]\n'
        '[[shifts]]\nid = "day"\ntime_zone = "UTC"\nstart = "07:00"\nend = "15:00"\n'
    )
    people = "id,name,time_zone,holidays\nana,Ana,Europe/Dublin,IE\nbo,Bo,UTC,\n"
    holidays = good(tmp_path, rota=rota, people=people).problem.public_holidays
    assert holidays["ana"][date(2026, 12, 25)] == "Christmas Day"
    assert holidays["ana"][date(2026, 12, 31)] == "Company day"
    assert dict(holidays["bo"]) == {date(2026, 12, 31): "Company day"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("team,A,,UTC", 'id: must not be "team"'),
        ("a_b,A,,UTC", "id: must be made of a-z, 0-9 and -"),
        ("a,,,UTC", "name: must not be empty"),
        ("a,A,,", "time_zone: must not be empty"),
        ("a,A,not mail,UTC", "email: must be an address such as ana@example.com"),
        ("a,A,,America/Chigago", 'time_zone: no such zone "America/Chigago"; did you mean'),
        ("a,A,,UTC,US-TXX", 'holidays: no such holiday calendar "US-TXX"; did you mean "US-TX"?'),
        ("a,A,,UTC,,english:C2", 'languages: must be a language tag such as en or pt-BR, got "en'),
        ("a,A,,UTC,,en", "languages: must be a tag and a level such as en:C2"),
        ("a,A,,UTC,,en:C2 en:C1", 'languages: must name a language once, got "en" again'),
        ("a,A,,UTC,,,,0", 'fte: must be a number above 0 up to 1, got "0"'),
        ("a,A,,UTC,,,,1.1", 'fte: must be a number above 0 up to 1, got "1.1"'),
        ("a,A,,UTC,,,,nan", 'fte: must be a number above 0 up to 1, got "nan"'),
        ("a,A,,UTC,,,,,200", "hours_per_week: must be a number above 0 up to 168"),
        ("a,A,,UTC,,,,,,01/12/2026", "starts_on: must be a date such as 2026-12-01"),
        (
            "a,A,,UTC,,,,,,2026-12-02,2026-12-01",
            "ends_on: must not be before starts_on 2026-12-02, got 2026-12-01",
        ),
        ("a,A,,UTC,,,,,,,,25:00", 'not_before: must be a time from "00:00" to "24:00"'),
        ("a,A\x1b[2J,,UTC", 'name: must not hold control characters, got "A\\x1b[2J"'),
        ('a,"A\nB",,UTC', 'name: must not hold control characters, got "A\\nB"'),
    ],
)
def test_cells_that_cannot_be_meant(tmp_path: Path, row: str, says: str) -> None:
    """Each mistake is told at its line and column, and nothing else is."""
    (found,) = wrong(tmp_path, people=HEADER + row + "\n")
    assert found.startswith(f"people.csv:2: {says}")


def test_an_id_is_given_once(tmp_path: Path) -> None:
    """The second of two equal ids is told with the line of the first."""
    people = "id,name,time_zone\na,A,UTC\nb,B,UTC\na,C,UTC\n"
    assert wrong(tmp_path, people=people) == [
        'people.csv:4: id: must be unique, got "a" again, first on line 2'
    ]


def test_a_team_needs_people(tmp_path: Path) -> None:
    """A header alone is no team."""
    assert wrong(tmp_path, people="id,name,time_zone\n") == [
        "people.csv:1: must name at least one person, got none"
    ]
