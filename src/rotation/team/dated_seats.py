"""seats.csv: how many people a shift takes on single dates, where they differ from its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rotation import clock
from rotation.domain import Seats, Shift, ShiftKey, ShiftType
from rotation.team import moments, values
from rotation.team.inputs import Inputs
from rotation.team.rota import Rota
from rotation.team.rule_keys import Known
from rotation.team.tables import Columns, Row, read_table

FILE = "seats.csv"
COLUMNS = Columns(required=("shift", "date", "min"), optional=("target", "max"))
_MOST = 1000


def read_seats(inputs: Inputs, rota: Rota, known: Known) -> Mapping[ShiftKey, Seats]:
    """Read every row, whether or not its date lies in the horizon."""
    text = inputs.text(FILE)
    if text is None:
        return {}
    types = {kind.id: kind for kind in rota.shift_types}
    found: dict[ShiftKey, Seats] = {}
    lines: dict[ShiftKey, int] = {}
    for row in read_table(text, FILE, COLUMNS, inputs.complaints):
        key = _key(row, types, known)
        seats = _seats(row)
        if key is None or seats is None:
            continue
        if key in lines:
            says = f"must be there once for each shift, got {key[1]} again"
            row.complain("date", f"{says}, first on line {lines[key]}")
        lines.setdefault(key, row.line)
        found.setdefault(key, seats)
    return found


def with_seats(shifts: Iterable[Shift], seats: Mapping[ShiftKey, Seats]) -> tuple[Shift, ...]:
    """Give shifts the seats of their own date, where there are any."""
    return tuple(
        replace(shift, own_seats=seats[shift.key]) if shift.key in seats else shift
        for shift in shifts
    )


def _key(row: Row, types: Mapping[str, ShiftType], known: Known) -> ShiftKey | None:
    shift = row.must("shift", values.known("shift", known.shifts))
    day = row.must("date", moments.day_of)
    if shift is None or day is None:
        return None
    if shift in types and not clock.runs_on(types[shift], day):
        says = f"must be a date on which {shift} starts, got {day}, a {day:%A}"
        row.complain("date", says)
    return (shift, day)


def _seats(row: Row) -> Seats | None:
    """Read the three numbers; empty ones follow from the others as in rota.toml."""
    before = len(row.complaints)
    number = values.number_cell(0, _MOST, whole=True)
    least = int(row.must("min", number) or 0)
    target = int(row.get("target", number, least))
    most = int(row.get("max", number, max(1, target)))
    if len(row.complaints) != before:
        return None
    if not least <= target <= most:
        got = f"min {least}, target {target}, max {most}"
        column = "target" if least > target or not row.cells.get("max") else "max"
        row.complain(column, f"must hold min <= target <= max, got {got}")
        return None
    return Seats(least, target, most)
