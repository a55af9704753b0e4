"""people.csv: one row per specialist."""

from __future__ import annotations

from types import MappingProxyType

from rotation.domain import Level, Specialist
from rotation.team import moments, values
from rotation.team.inputs import Inputs
from rotation.team.tables import Columns, Row, read_table
from rotation.team.words import show

FILE = "people.csv"
COLUMNS = Columns(
    required=("id", "name", "time_zone"),
    optional=(
        "email",
        "holidays",
        "languages",
        "skills",
        "fte",
        "hours_per_week",
        "starts_on",
        "ends_on",
        "not_before",
        "not_after",
    ),
)
HOURS_IN_A_WEEK = 168


def read_people(inputs: Inputs) -> tuple[tuple[Specialist, ...], frozenset[str] | None]:
    """Read the people, and the ids of everybody written, wrong rows included.

    Returns
    -------
    tuple
        People sorted by id; ids, or None where there is no file to know them from.
    """
    text = inputs.text(FILE)
    if text is None:
        inputs.must_be_there(FILE)
        return (), None
    rows = read_table(text, FILE, COLUMNS, inputs.complaints)
    _refuse_repeats(rows)
    people: list[Specialist] = []
    for row in rows:
        before = len(inputs.complaints)
        person = _person(row)
        if len(inputs.complaints) == before and person.id:
            people.append(person)
    if not rows:
        inputs.complaints.add(FILE, 1, "", "must name at least one person, got none")
    ids = frozenset(row.cells.get("id", "") for row in rows) - {""}
    unique = {person.id: person for person in people}
    return tuple(unique[who] for who in sorted(unique)), ids or None


def _refuse_repeats(rows: list[Row]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        who = row.cells.get("id", "")
        if who and who in first:
            row.complain("id", f"must be unique, got {show(who)} again, first on line {first[who]}")
        first.setdefault(who, row.line)


def _person(row: Row) -> Specialist:
    starts_on = row.get("starts_on", moments.day_of, None)
    ends_on = row.get("ends_on", moments.day_of, None)
    if starts_on and ends_on and ends_on < starts_on:
        row.complain("ends_on", f"must not be before starts_on {starts_on}, got {ends_on}")
    return Specialist(
        id=row.must("id", values.person_id) or "",
        name=row.must("name", values.text) or "",
        email=row.get("email", values.email, ""),
        time_zone=row.must("time_zone", moments.zone) or "UTC",
        holidays=row.get("holidays", values.calendar, ""),
        languages=_languages(row),
        skills=frozenset(row.words("skills", values.tag)),
        fte=float(row.get("fte", values.number_cell(0, 1, above=True), 1.0)),
        hours_per_week=_hours(row),
        starts_on=starts_on,
        ends_on=ends_on,
        not_before=row.get("not_before", moments.wall, None),
        not_after=row.get("not_after", moments.wall, None),
    )


def _hours(row: Row) -> float | None:
    read = values.number_cell(0, HOURS_IN_A_WEEK, above=True)
    hours = row.get("hours_per_week", read, None)
    return None if hours is None else float(hours)


def _languages(row: Row) -> MappingProxyType[str, Level]:
    spoken: dict[str, Level] = {}
    for language, level in row.words("languages", values.spoken):
        if language in spoken:
            row.complain("languages", f"must name a language once, got {show(language)} again")
        spoken[language] = level
    return MappingProxyType(dict(sorted(spoken.items())))
