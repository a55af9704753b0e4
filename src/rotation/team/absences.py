"""leave.csv and leave/*.ics: when somebody must not work a minute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import PurePosixPath

from rotation import clock
from rotation.clock import DAY
from rotation.domain import Absence, Horizon, Span, Specialist, Wall
from rotation.team import moments, values, words
from rotation.team.inputs import Inputs
from rotation.team.tables import Columns, Row, read_table
from rotation.team.words import show

FILE = "leave.csv"
COLUMNS = Columns(required=("person", "from"), optional=("to", "kind", "note"))
KINDS = ("leave", "sick", "training", "unavailable")
_AROUND = timedelta(days=400)
_NEAR = timedelta(days=62)
Moment = tuple[date, Wall | None]


def read_absences(
    inputs: Inputs,
    people: Mapping[str, Specialist],
    ids: frozenset[str] | None,
    horizon: Horizon,
) -> tuple[Absence, ...]:
    """Read every absence near the horizon, sorted by person and start.

    Parameters
    ----------
    ids
        Ids of everybody written in people.csv, of whom `people` are the readable ones.
    """
    text = inputs.text(FILE)
    found: list[Absence] = []
    if text is not None:
        for row in read_table(text, FILE, COLUMNS, inputs.complaints):
            found += _from_row(row, people, ids, horizon)
    for name in inputs.calendars():
        found += _from_calendar(name, inputs, people, ids, horizon)
    return tuple(sorted(found, key=lambda a: (a.person, a.span, a.kind, a.note)))


def _from_row(
    row: Row, people: Mapping[str, Specialist], ids: frozenset[str] | None, horizon: Horizon
) -> Iterator[Absence]:
    who = row.must("person", values.known("person", ids))
    kind = row.get("kind", values.choice(KINDS), "leave")
    note = row.note("note")
    before = len(row.complaints)
    first = row.must("from", moments.day_or_local)
    last = row.get("to", moments.day_or_local, None)
    if first is None or len(row.complaints) != before:
        return
    if last is None and first[1] is not None:
        row.complain("to", "must be given where `from` has a time of day, got nothing")
        return
    last = last or first
    if not _forward(first, last):
        row.complain("to", f"must be after `from`, got {show(row.cells['to'])}")
    elif who is not None and who in people:
        span = _span(first, last, people[who].time_zone, horizon)
        if span is not None:
            yield Absence(who, span, kind, note)


def _forward(first: Moment, last: Moment) -> bool:
    """Say whether an absence has length: a date is whole, a time of day is an instant."""
    start = (first[0], first[1] or Wall(0))
    end = (last[0] + (DAY if last[1] is None and last[0] < date.max else timedelta(0)),
           last[1] or Wall(0))  # fmt: skip
    return start < end


def _span(first: Moment, last: Moment, time_zone: str, horizon: Horizon) -> Span | None:
    """Return the stretch in UTC, cut to the time around the horizon; None outside it."""
    earliest, latest = horizon.first - _AROUND, horizon.last + _AROUND
    if last[0] < earliest or first[0] > latest:
        return None
    day, wall = first if first[0] >= earliest else (earliest, None)
    start = clock.instant(day, wall or Wall(0), time_zone)
    day, wall = last if last[0] <= latest else (latest, None)
    end = (
        clock.midnight(day + DAY, time_zone)
        if wall is None
        else clock.instant(day, wall, time_zone)
    )
    return Span(start, end) if start < end else None


def _from_calendar(
    name: str,
    inputs: Inputs,
    people: Mapping[str, Specialist],
    ids: frozenset[str] | None,
    horizon: Horizon,
) -> Iterator[Absence]:
    from rotation.calendars.absences import read_absences as read_calendar

    content = inputs.content(name)
    who = PurePosixPath(name).stem
    if ids is not None and who not in ids:
        says = f"file name: {words.no_such('person', who, ids)}"
        inputs.complaints.add(name, 0, "", says)
    if content is None:
        return
    zone = people[who].time_zone if who in people else "UTC"
    around = Span(
        clock.midnight(horizon.first - _NEAR, zone), clock.midnight(horizon.last + _NEAR, zone)
    )
    try:
        found = read_calendar(content, zone, around)
    except ValueError as error:
        inputs.complaints.add(name, 0, "", str(error))
        return
    if who in people:
        for span, note in found:
            yield Absence(who, span, "leave", note)
