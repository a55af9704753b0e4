"""demand.csv, or a forecast from cases.csv where there is none: how many cases to expect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rotation.domain import END_OF_DAY, MIDNIGHT, Demand, Team, Window
from rotation.team import moments, values
from rotation.team.inputs import Inputs
from rotation.team.tables import Columns, Row, read_table

DEMAND = "demand.csv"
DEMAND_COLUMNS = Columns(
    required=("language", "severity", "time_zone", "cases_per_hour", "handle_minutes"),
    optional=("days", "from", "to"),
)
CASES = "cases.csv"
CASES_COLUMNS = Columns(
    required=("opened_at", "language", "severity", "handle_minutes"), optional=("responded_at",)
)
_MOST_CASES = 100_000
_LONGEST_CASE = 10_000


def read_demand(inputs: Inputs, team: Team) -> tuple[Demand, ...]:
    """Read the expected cases; cases.csv is checked in any case, and used without demand.csv."""
    forecast = _forecast(inputs, team)
    text = inputs.text(DEMAND)
    if text is None:
        return forecast
    rows = read_table(text, DEMAND, DEMAND_COLUMNS, inputs.complaints)
    return tuple(line for row in rows for line in _demand(row, team))


def _demand(row: Row, team: Team) -> Iterator[Demand]:
    before = len(row.complaints)
    language = row.must("language", values.language)
    severity = row.must("severity", values.tag)
    days = row.get("days", moments.days_cell, frozenset(range(7)))
    window = Window(
        time_zone=row.must("time_zone", moments.zone) or "UTC",
        days=moments.on_days(days, team.weekend),
        start=row.get("from", moments.wall_start, MIDNIGHT),
        end=row.get("to", moments.wall, END_OF_DAY),
    )
    rate = row.must("cases_per_hour", values.number_cell(0, _MOST_CASES))
    handle = row.must("handle_minutes", values.number_cell(0, _LONGEST_CASE, above=True))
    if len(row.complaints) == before and rate is not None and handle is not None:
        yield Demand(
            language=language or "",
            severity=severity or "",
            window=window,
            cases_per_hour=float(rate),
            handle=timedelta(minutes=float(handle)),
        )


def _forecast(inputs: Inputs, team: Team) -> tuple[Demand, ...]:
    text = inputs.text(CASES)
    if text is None:
        return ()
    from rotation.staffing.forecast import Case, forecast

    cases: list[Case] = []
    for row in read_table(text, CASES, CASES_COLUMNS, inputs.complaints):
        before = len(row.complaints)
        opened_at = row.must("opened_at", moments.instant)
        language = row.must("language", values.language)
        severity = row.must("severity", values.tag)
        handle = row.must("handle_minutes", values.number_cell(0, _LONGEST_CASE, above=True))
        responded_at = row.get("responded_at", moments.instant, None)
        if opened_at and responded_at and responded_at < opened_at:
            got = row.cells["responded_at"]
            row.complain("responded_at", f'must not be before opened_at, got "{got}"')
        if len(row.complaints) == before and opened_at is not None and handle is not None:
            minutes = timedelta(minutes=float(handle))
            cases.append(Case(opened_at, language or "", severity or "", minutes, responded_at))
    return forecast(cases, time_zone=team.time_zone) if cases else ()
