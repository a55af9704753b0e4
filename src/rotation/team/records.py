"""One row per assignment, the format that history, locked, published and schedule share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from rotation import clock
from rotation.domain import LocalDate, Shift, ShiftKey, ShiftType, Wall
from rotation.team import moments, values, words
from rotation.team.tables import Columns, Row
from rotation.team.words import listed, show

COLUMNS = Columns(
    required=("shift", "date", "person"), optional=("start", "end", "kind"), open=True
)
_SHOWN_LINES = 5


@dataclass(frozen=True)
class Record:
    """One row: who, on which shift of which date, and its written times where there are any."""

    row: Row
    shift: str
    date: LocalDate
    person: str
    start: datetime | None
    end: datetime | None
    kind: Literal["active", "standby"] | None

    @property
    def key(self) -> ShiftKey:
        """What names the shift."""
        return (self.shift, self.date)


def read_records(rows: Iterable[Row]) -> list[Record]:
    """Read the rows that name a person; an empty seat promises nothing."""
    return [
        record
        for row in rows
        if row.cells.get("person", "") or "person" not in row.cells
        if (record := _record(row)) is not None
    ]


def _record(row: Row) -> Record | None:
    before = len(row.complaints)
    shift = row.must("shift", values.text)
    day = row.must("date", moments.day_of)
    person = row.must("person", values.text)
    start = row.get("start", moments.whole_minute, None)
    end = row.get("end", moments.whole_minute, None)
    kind = row.get("kind", values.choice(("active", "standby")), None)
    if start is not None and end is not None and end <= start:
        row.complain("end", f"must be after `start`, got {show(row.cells['end'])}")
    if len(row.complaints) != before or shift is None or day is None or person is None:
        return None
    return Record(row, shift, day, person, start, end, _kind(kind))


def _kind(kind: str | None) -> Literal["active", "standby"] | None:
    if kind is None:
        return None
    return "standby" if kind == "standby" else "active"


def shift_of(record: Record, types: dict[str, ShiftType], time_zone: str) -> Shift | None:
    """Make the shift of a record; complain and return None where it cannot be known.

    Written times win. A shift that rota.toml does not have needs both of them.

    Parameters
    ----------
    time_zone
        Zone of a shift that rota.toml does not have.
    """
    known = types.get(record.shift)
    if known is None:
        return _foreign_shift(record, types, time_zone)
    planned = clock.shift_on(known, record.date)
    shift = replace(planned, start=record.start or planned.start, end=record.end or planned.end)
    if shift.start >= shift.end:
        record.row.complain("end", f"must be after `start`, got {shift.end:%Y-%m-%dT%H:%MZ}")
        return None
    return shift


def _foreign_shift(record: Record, types: dict[str, ShiftType], time_zone: str) -> Shift | None:
    if record.start is None or record.end is None:
        missing = "start" if record.start is None else "end"
        near = words.hint(record.shift, types)
        says = f"must be given for {show(record.shift)}, which is not in rota.toml{near}"
        record.row.complain(missing, f"{says}, got nothing" if not near else says)
        return None
    kind = record.kind or "active"
    local = clock.local(record.start, time_zone)
    made = ShiftType(
        id=record.shift,
        name=record.shift,
        time_zone=time_zone,
        start=Wall(local.hour * 60 + local.minute),
        duration=record.end - record.start,
        kind=kind,
        counts=1.0 if kind == "active" else 0.0,
    )
    return Shift(made, record.date, record.start, record.end)


def say_ignored(file: str, records: list[Record], why: str) -> str:
    """Say in one sentence which rows are ignored and why."""
    lines = listed([str(record.row.line) for record in records], most=_SHOWN_LINES)
    at = f"line{'s' if len(records) > 1 else ''} {lines}"
    rows = "1 row is" if len(records) == 1 else f"{len(records)} rows are"
    return f"{file}: {rows} ignored, {why} ({at})"
