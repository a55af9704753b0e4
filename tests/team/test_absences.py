"""leave.csv and leave/*.ics."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rotation.domain import Span
from rotation.team.folder import read
from tests.team.folders import DECEMBER, good, refusal, write, wrong

PEOPLE = """\
id,name,time_zone
ana,Ana,America/Chicago
ravi,Ravi,Asia/Kolkata
"""
EVENT = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:1@example.com\r
DTSTAMP:20261101T000000Z\r
DTSTART;VALUE=DATE:20261224\r
DTEND;VALUE=DATE:20261226\r
SUMMARY:Beach\r
END:VEVENT\r
END:VCALENDAR\r
"""


def utc(*parts: int) -> datetime:
    """Make a UTC instant."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("row", "span"),
    [
        # Chicago is 6 h behind UTC in December: local midnight is 06:00.
        ("ana,2026-12-24,", (utc(2026, 12, 24, 6), utc(2026, 12, 25, 6))),
        ("ana,2026-12-24,2026-12-26", (utc(2026, 12, 24, 6), utc(2026, 12, 27, 6))),
        # Kolkata is 5 h 30 ahead: local midnight is 18:30 of the day before.
        ("ravi,2026-12-24,", (utc(2026, 12, 23, 18, 30), utc(2026, 12, 24, 18, 30))),
        ("ravi,2026-12-24T12:30,2026-12-24T13:30", (utc(2026, 12, 24, 7), utc(2026, 12, 24, 8))),
        # A time of day to the end of a whole day, and the start of one to a time of day.
        ("ana,2026-12-24T12:00,2026-12-25", (utc(2026, 12, 24, 18), utc(2026, 12, 26, 6))),
        ("ana,2026-12-24,2026-12-25T12:00", (utc(2026, 12, 24, 6), utc(2026, 12, 25, 18))),
        # The clocks change: 1 November 2026 lasts 25 h, 14 March 2027 23 h.
        ("ana,2026-11-01,", (utc(2026, 11, 1, 5), utc(2026, 11, 2, 6))),
        ("ana,2027-03-14,", (utc(2027, 3, 14, 6), utc(2027, 3, 15, 5))),
    ],
)  # fmt: skip
def test_leave_is_in_the_persons_own_zone(
    tmp_path: Path, row: str, span: tuple[datetime, datetime]
) -> None:
    """Dates are whole local days, times of day local wall clock."""
    (absence,) = good(tmp_path, people=PEOPLE, leave=f"person,from,to\n{row}\n").problem.absences
    assert absence.span == Span(*span)


def test_leave_without_end_in_sight_is_cut(tmp_path: Path) -> None:
    """A date at the end of the calendar is no error, and leave long ago has no part in this."""
    leave = "person,from,to,kind\nana,2026-12-24,9999-12-31,sick\nana,1990-01-01,1990-02-01,leave\n"
    (absence,) = good(tmp_path, people=PEOPLE, leave=leave).problem.absences
    assert absence.span.start == utc(2026, 12, 24, 6)
    assert absence.span.end > utc(2027, 12, 31)
    assert absence.kind == "sick"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("anna,2026-12-24", 'person: no such person "anna"; did you mean "ana"?'),
        ("ana,24.12.2026", "from: must be a date such as 2026-12-01 or a local time"),
        ("ana,2026-12-24T12:00", "to: must be given where `from` has a time of day"),
        ("ana,2026-12-24,2026-12-23", 'to: must be after `from`, got "2026-12-23"'),
        ("ana,2026-12-24T12:00,2026-12-24T12:00", "to: must be after `from`"),
        ("ana,2026-12-24,,holiday", "kind: must be leave, sick, training or unavailable"),
        ("ana,2026-12-24,,,a\x00b", 'note: must not hold control characters, got "a\\x00b"'),
    ],
)
def test_leave_that_cannot_be_meant(tmp_path: Path, row: str, says: str) -> None:
    """Each mistake is told at its line and column."""
    leave = f"person,from,to,kind,note\n{row}\n"
    (found,) = wrong(tmp_path, people=PEOPLE, leave=leave)
    assert found.startswith(f"leave.csv:2: {says}")


def test_a_wrong_kind_does_not_hide_that_leave_runs_backwards(tmp_path: Path) -> None:
    """Both are told; a date that cannot be read is not compared with another."""
    rows = "ana,2026-12-24,2026-12-23,holiday\nana,2026-12-24,soon,holiday\n"
    found = wrong(tmp_path, people=PEOPLE, leave=f"person,from,to,kind\n{rows}")
    assert [line.split(" must ")[0] for line in found] == [
        "leave.csv:2: kind:",
        "leave.csv:2: to:",
        "leave.csv:3: kind:",
        "leave.csv:3: to:",
    ]


def test_calendars_are_absences_too(tmp_path: Path) -> None:
    """An all-day event is local days of the person that the file is named after."""
    write(tmp_path, people=PEOPLE)
    (tmp_path / "leave").mkdir()
    (tmp_path / "leave" / "ravi.ics").write_bytes(EVENT.encode())
    reading = read(tmp_path, DECEMBER)
    (absence,) = reading.problem.absences
    assert (absence.person, absence.kind, absence.note) == ("ravi", "leave", "Beach")
    assert absence.span == Span(utc(2026, 12, 23, 18, 30), utc(2026, 12, 25, 18, 30))


def test_calendars_that_cannot_be_meant(tmp_path: Path) -> None:
    """A file of nobody and a file that is no calendar are both told."""
    write(tmp_path, people=PEOPLE)
    (tmp_path / "leave").mkdir()
    (tmp_path / "leave" / "rafi.ics").write_bytes(EVENT.encode())
    (tmp_path / "leave" / "ana.ics").write_bytes(b"<html>please log in</html>")
    first, second = refusal(tmp_path)
    assert first.startswith("leave/ana.ics: must be")
    assert second == 'leave/rafi.ics: file name: no such person "rafi"; did you mean "ravi"?'
