"""locked.csv and published.csv: what was promised, and what was announced, for the horizon."""

from __future__ import annotations

from dataclasses import replace

from rotation.domain import Problem, Shift, ShiftKey, sorted_shifts
from rotation.team import records, words
from rotation.team.inputs import Inputs
from rotation.team.reasons import why_not
from rotation.team.records import COLUMNS, Record, read_records
from rotation.team.rota import Rota
from rotation.team.rule_keys import Known
from rotation.team.tables import read_table
from rotation.team.words import show

LOCKED = "locked.csv"
PUBLISHED = "published.csv"
Promise = tuple[ShiftKey, str]


def with_locked(problem: Problem, inputs: Inputs, rota: Rota, known: Known) -> Problem:
    """Add what is locked; a row that is impossible by itself is complained of.

    Times written in locked.csv replace those of the shift.
    """
    text = inputs.text(LOCKED)
    if text is None:
        return problem
    found = read_records(read_table(text, LOCKED, COLUMNS, inputs.complaints))
    outside = [record for record in found if record.date not in problem.horizon]
    if outside:
        inputs.complaints.warn(records.say_ignored(LOCKED, outside, "not dated in the horizon"))
    found = [record for record in found if record.date in problem.horizon]
    found = [record for record in found if _exists(record, problem, rota, known)]
    problem = _with_written_times(found, problem, rota)
    promises: dict[Promise, Record] = {}
    for record in found:
        _refuse(record, problem, promises)
        promises.setdefault((record.key, record.person), record)
    return replace(problem, locked=tuple(sorted(promises)))


def _exists(record: Record, problem: Problem, rota: Rota, known: Known) -> bool:
    """Say whether shift and person are known and readable; complain where they are unknown."""
    if known.people is not None and record.person not in known.people:
        record.row.complain("person", words.no_such("person", record.person, known.people))
    if known.shifts is None or record.shift not in known.shifts:
        if known.shifts is not None:
            record.row.complain("shift", words.no_such("shift", record.shift, known.shifts))
        return False
    readable = {kind.id for kind in rota.shift_types}
    if record.shift in readable and record.key not in problem.shift:
        says = f"must be a date on which {record.shift} starts, got {record.date}"
        record.row.complain("date", f"{says}, a {record.date:%A}")
    return record.key in problem.shift and record.person in problem.person


def _with_written_times(found: list[Record], problem: Problem, rota: Rota) -> Problem:
    types = {kind.id: kind for kind in rota.shift_types}
    moved: dict[ShiftKey, Shift] = {}
    for record in found:
        shift = records.shift_of(record, types, rota.team.time_zone)
        if shift is None:
            continue
        first = moved.setdefault(record.key, shift)
        if (first.start, first.end) != (shift.start, shift.end):
            says = f"must be the same for everybody on {first}, got other times than in a row above"
            record.row.complain("start" if first.start != shift.start else "end", says)
    shifts = [_moved(shift, moved.get(shift.key)) for shift in problem.shifts]
    return replace(problem, shifts=sorted_shifts(shifts))


def _moved(shift: Shift, there: Shift | None) -> Shift:
    return replace(shift, start=there.start, end=there.end) if there else shift


def _refuse(record: Record, problem: Problem, promises: dict[Promise, Record]) -> None:
    """Complain of a promise that cannot be kept whatever else is promised."""
    shift, person = problem.shift[record.key], problem.person[record.person]
    if (record.key, record.person) in promises:
        line = promises[record.key, record.person].row.line
        says = f"must be locked once, got {show(record.person)} again, first on line {line}"
        record.row.complain("person", says)
        return
    reasons = why_not(person, shift, problem)
    if reasons:
        says = f"must be somebody who may take {shift}, got {show(record.person)}"
        record.row.complain("person", f"{says}: {person.name} {' and '.join(reasons)}")
    if sum(key == record.key for key, _ in promises) >= shift.seats.most:
        says = f"must leave {shift} at its {shift.seats.most} people at most, got one more"
        record.row.complain("person", says)


def read_published(file: str, inputs: Inputs, problem: Problem) -> tuple[Promise, ...] | None:
    """Read what was published; None where there is no such file."""
    text = inputs.text(file)
    if text is None:
        return None
    found = read_records(read_table(text, file, COLUMNS, inputs.complaints))
    meant = [r for r in found if r.key in problem.shift and r.person in problem.person]
    strange = [record for record in found if record not in meant]
    if strange:
        why = "of people, shifts or dates that this rota does not have"
        inputs.complaints.warn(records.say_ignored(file, strange, why))
    return tuple(sorted({(record.key, record.person) for record in meant}))
