"""The tables that every output shares: cells of text, exactly as the files have them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from rotation import clock, duty
from rotation.domain import Assignment, Schedule, Shift
from rotation.local import clock_of, counted_minutes

if TYPE_CHECKING:
    from rotation.constraints.ledger import Balance
    from rotation.rule import Breach
    from rotation.staffing.service import SlaRow

Cells = tuple[str, ...]

SCHEDULE_COLUMNS: Cells = (
    *("shift", "date", "person", "start", "end", "kind", "shift_name", "person_name"),
    *("local_start", "local_end", "time_zone", "hours", "night", "weekend", "holiday"),
)
COVERAGE_COLUMNS: Cells = ("requirement", "start", "end", "required", "on_duty", "short", "people")
SLA_COLUMNS: Cells = (
    *("sla", "language", "severity", "cases", "attainment", "low", "high", "target", "verdict"),
    *("method", "worst_hour"),
)
FAIRNESS_COLUMNS: Cells = (
    *("person", "load", "opening", "expected", "served", "share", "closing", "unavoidable"),
)
BREACH_COLUMNS: Cells = ("rule", "weight", "person", "start", "end", "amount", "says")


@dataclass(frozen=True)
class Table:
    """Named columns and rows of text; `numbers` are the columns whose text is a number or empty."""

    name: str
    columns: Cells
    rows: tuple[Cells, ...]
    numbers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        wrong = next((row for row in self.rows if len(row) != len(self.columns)), None)
        if wrong is not None:
            raise ValueError(f"{self.name} has {len(self.columns)} columns, got the row {wrong}")


def utc(moment: datetime) -> str:
    """Write an instant: 2026-12-04T13:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def fixed(number: float, places: int = 2) -> str:
    """Write a number with so many decimals, never as a negative zero.

    Examples
    --------
    >>> fixed(7), fixed(-0.001), fixed(0.95, 4)
    ('7.00', '0.00', '0.9500')
    """
    return f"{round(number, places) + 0.0:.{places}f}"


def plain(number: float) -> str:
    """Write a number with the decimals it has, at most six.

    Examples
    --------
    >>> plain(2.0), plain(0.1 + 0.2), plain(1e-9)
    ('2', '0.3', '0')
    """
    return fixed(number, 6).rstrip("0").rstrip(".")


def schedule_table(schedule: Schedule) -> Table:
    """List the assignments, and each seat below a shift's minimum that nobody fills."""
    taken = [(a.order, _assignment_cells(a, schedule)) for a in schedule.assignments]
    empty = [
        ((shift.start, shift.type.id, ""), _seat_cells(shift)) for shift in open_seats(schedule)
    ]
    rows = sorted([*taken, *empty], key=lambda row: (row[0], row[1]))
    numbers = frozenset(("hours", "night", "weekend", "holiday"))
    return Table("schedule", SCHEDULE_COLUMNS, tuple(cells for _, cells in rows), numbers)


def open_seats(schedule: Schedule) -> Iterator[Shift]:
    """List the shifts below their minimum, once for each seat that nobody fills."""
    for shift in schedule.problem.shifts:
        for _ in range(shift.seats.least - len(schedule.on[shift.key])):
            yield shift


def _shift_cells(shift: Shift, person: str) -> Cells:
    ends = (utc(shift.start), utc(shift.end))
    return (shift.type.id, shift.date.isoformat(), person, *ends, shift.type.kind, shift.type.name)


def _seat_cells(shift: Shift) -> Cells:
    cells = _shift_cells(shift, "")
    return cells + ("",) * (len(SCHEDULE_COLUMNS) - len(cells))


def _assignment_cells(assignment: Assignment, schedule: Schedule) -> Cells:
    shift, person = assignment.shift, assignment.person
    lived = clock_of(person, schedule.problem).read(shift)
    loads = (counted_minutes(shift), lived.night, lived.weekend, lived.holiday)
    return (
        *_shift_cells(shift, person.id),
        person.name,
        *(clock.local(end, person.time_zone).isoformat() for end in (shift.start, shift.end)),
        person.time_zone,
        *(fixed(minutes / 60) for minutes in loads),
    )


def coverage_table(schedule: Schedule) -> Table:
    """List every stretch of constant cover, in the order of the requirements and of time."""
    rows = [
        (
            requirement.id,
            utc(stretch.span.start),
            utc(stretch.span.end),
            str(requirement.people),
            str(len(stretch.people)),
            str(stretch.short),
            " ".join(person.id for person in stretch.people),
        )
        for requirement in schedule.problem.requirements
        for stretch in duty.stretches(requirement, schedule)
    ]
    numbers = frozenset(("required", "on_duty", "short"))
    return Table("coverage", COVERAGE_COLUMNS, tuple(rows), numbers)


def sla_table(rows: Iterable[SlaRow]) -> Table:
    """List the predicted attainment of each SLA, in the order given."""
    cells = [
        (
            row.sla,
            row.language or "",
            row.severity or "",
            fixed(row.cases),
            *(_share(share) for share in (row.attainment, row.low, row.high, row.target)),
            row.verdict,
            row.method,
            _moment(row.worst_hour),
        )
        for row in rows
    ]
    numbers = frozenset(("cases", "attainment", "low", "high", "target"))
    return Table("sla", SLA_COLUMNS, tuple(cells), numbers)


def _share(share: float | None) -> str:
    """Write a share of cases; one that nothing is known about is empty."""
    return "" if share is None or share != share else fixed(share, 4)


def _moment(hour: datetime | str | None) -> str:
    return utc(hour) if isinstance(hour, datetime) else hour or ""


def fairness_table(balances: Iterable[Balance]) -> Table:
    """List what everybody carried of each kind of load, sorted by load and person."""
    rows = [
        (
            line.person,
            line.load,
            *(fixed(n) for n in (line.opening, line.expected, line.served, line.share)),
            *(fixed(n) for n in (line.closing, line.unavoidable)),
        )
        for line in sorted(balances, key=lambda line: (line.load, line.person))
    ]
    return Table("fairness", FAIRNESS_COLUMNS, tuple(rows), frozenset(FAIRNESS_COLUMNS[2:]))


def breaches_table(breaches: Iterable[Breach]) -> Table:
    """List every breach of every rule, sorted by rule, start and person."""
    rows = [
        (
            breach.rule,
            "" if breach.weight is None else str(breach.weight),
            breach.person,
            utc(breach.start),
            utc(breach.end),
            plain(breach.amount),
            breach.says,
        )
        for breach in sorted(breaches, key=lambda breach: breach.order)
    ]
    return Table("breaches", BREACH_COLUMNS, tuple(rows), frozenset(("weight", "amount")))


def to_csv(table: Table) -> bytes:
    """Write a table as UTF-8 with commas, LF, and quotes only where a cell needs them."""
    lines = (",".join(_quoted(cell) for cell in row) for row in (table.columns, *table.rows))
    return "".join(f"{line}\n" for line in lines).encode()


def _quoted(cell: str) -> str:
    # The csv module quotes a lone CR in some Python versions and not in others.
    if any(mark in cell for mark in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def to_json(table: Table) -> list[dict[str, object]]:
    """Make an object of each row; numbers are numbers, and null where the cell is empty."""
    return [
        {
            column: number(cell) if column in table.numbers else cell
            for column, cell in zip(table.columns, row, strict=True)
        }
        for row in table.rows
    ]


def number(cell: str) -> int | float | None:
    """Read a cell of a number column."""
    if not cell:
        return None
    return float(cell) if "." in cell else int(cell)


def schedule_json(schedule: Schedule) -> bytes:
    """Write the assignments with the team and the horizon they are for."""
    horizon = schedule.problem.horizon
    return json_bytes(
        {
            "team": schedule.problem.team.name,
            "horizon": dates(horizon.first, horizon.last),
            "assignments": to_json(schedule_table(schedule)),
        }
    )


def dates(first: date, last: date) -> dict[str, str]:
    """Write a span of dates as run.json and schedule.json do."""
    return {"from": first.isoformat(), "to": last.isoformat()}


def json_bytes(value: object) -> bytes:
    """Write JSON the one way all our files are written: indented, UTF-8, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
