"""A schedule that somebody made, for audit: schedule.csv or schedule.json."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from rotation.domain import Assignment, Horizon, Problem, Schedule, Shift, ShiftKey, ShiftType
from rotation.team import moments, records, words
from rotation.team.complaints import Complaints
from rotation.team.inputs import decoded
from rotation.team.records import COLUMNS, Record, read_records
from rotation.team.tables import Row, read_table
from rotation.team.words import listed, show


def read_schedule(path: Path, problem: Problem) -> tuple[Schedule, tuple[str, ...]]:
    """Read a schedule to judge, and what is odd about it.

    Written times win over those of rota.toml, for the row that they are in.

    Raises
    ------
    InvalidInput
        Unknown people, unknown shifts without times, or a file that is no schedule.
    """
    complaints = Complaints()
    found = read_records(_rows(path, complaints))
    outside = [record for record in found if record.date not in problem.horizon]
    if outside:
        why = f"not dated in the horizon {problem.horizon.first} to {problem.horizon.last}"
        complaints.warn(records.say_ignored(str(path), outside, why))
    inside = [record for record in found if record.date in problem.horizon]
    assignments = _assignments(inside, problem, complaints)
    complaints.raise_if_any()
    return Schedule(problem, tuple(assignments)), tuple(complaints.warnings)


def schedule_dates(path: Path) -> Horizon:
    """Return the first and the last date in a schedule's file, empty seats included.

    Raises
    ------
    InvalidInput
        The file is no schedule, or an empty one.
    """
    complaints = Complaints()
    rows = _rows(path, complaints)
    dates = [day for row in rows if (day := row.must("date", moments.day_of)) is not None]
    if not dates and not complaints.problems:
        complaints.add(str(path), 0, "date", "must have at least one row with a date, got none")
    complaints.raise_if_any()
    return Horizon(min(dates), max(dates))


def _rows(path: Path, complaints: Complaints) -> list[Row]:
    file = str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        complaints.add(file, 0, "", f"must be a file that can be read, got: {reason}")
        return []
    text = decoded(content, file, complaints)
    if text is None:
        return []
    if text.startswith("BEGIN:VCALENDAR"):
        complaints.add(file, 1, "", "must be a schedule.csv or schedule.json, got a calendar")
        return []
    if path.suffix.lower() == ".json":
        return _json_rows(text, file, complaints)
    return read_table(text, file, COLUMNS, complaints)


def _json_rows(text: str, file: str, complaints: Complaints) -> list[Row]:
    try:
        written = json.loads(text)
    except json.JSONDecodeError as error:
        complaints.add(file, error.lineno, "", f"must be JSON, got: {error.msg}")
        return []
    except (RecursionError, ValueError):
        complaints.add(file, 1, "", "must be JSON of sane depth and numbers")
        return []
    listing = written.get("assignments") if isinstance(written, dict) else written
    if not isinstance(listing, list):
        says = 'must be a list of rows, or an object with the key "assignments"'
        complaints.add(file, 1, "", f"{says}, got {type(written).__name__}")
        return []
    return [
        row for n, each in enumerate(listing, 1) if (row := _json_row(each, n, file, complaints))
    ]


def _json_row(each: object, n: int, file: str, complaints: Complaints) -> Row | None:
    at = f"assignments[{n}]"
    if not isinstance(each, dict):
        complaints.add(file, 0, at, f"must be an object, got {show(each)}")
        return None
    cells: dict[str, str] = {}
    for column in COLUMNS.all:
        value = each.get(column)
        if column not in each and column in COLUMNS.required:
            complaints.add(file, 0, f"{at}.{column}", "must be given, got nothing")
        elif isinstance(value, str) or value is None:
            cells[column] = (value or "").strip()
        else:
            complaints.add(file, 0, f"{at}.{column}", f"must be text, got {show(value)}")
    return Row(file, 0, cells, complaints, f"{at}.")


def _assignments(found: list[Record], problem: Problem, complaints: Complaints) -> list[Assignment]:
    types = {kind.id: kind for kind in problem.shift_types}
    made: list[Assignment] = []
    unplanned: set[ShiftKey] = set()
    seen: set[tuple[ShiftKey, str]] = set()
    for record in found:
        if record.person not in problem.person:
            record.row.complain("person", words.no_such("person", record.person, problem.person))
            continue
        shift = _shift(record, problem, types)
        if shift is None:
            continue
        if (record.key, record.person) in seen:
            says = f"must be on {shift} once, got {show(record.person)} again"
            record.row.complain("person", says)
        seen.add((record.key, record.person))
        if record.key not in problem.shift:
            unplanned.add(record.key)
        made.append(Assignment(shift, problem.person[record.person]))
    if unplanned:
        names = listed([f"{shift} of {day}" for shift, day in sorted(unplanned)])
        complaints.warn(f"not shifts of rota.toml, judged as they are written: {names}")
    return made


def _shift(record: Record, problem: Problem, types: dict[str, ShiftType]) -> Shift | None:
    """Return the planned shift itself where the times are its own."""
    planned = problem.shift.get(record.key)
    if planned is not None:
        same_start = record.start in (None, planned.start)
        if same_start and record.end in (None, planned.end):
            return planned
    shift = records.shift_of(record, types, problem.team.time_zone)
    return replace(shift, own_seats=planned.own_seats) if shift and planned else shift
