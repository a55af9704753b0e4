"""requests.csv: wishes for and against shifts."""

from __future__ import annotations

from rotation.domain import Request
from rotation.team import moments, values
from rotation.team.inputs import Inputs
from rotation.team.rule_keys import Known
from rotation.team.tables import Columns, Row, read_table

FILE = "requests.csv"
COLUMNS = Columns(required=("person", "want", "from"), optional=("to", "shift", "weight", "note"))
WANTS = ("work", "off")
_DEAREST = 10


def read_requests(inputs: Inputs, known: Known) -> tuple[Request, ...]:
    """Read every wish, in the order of the file."""
    text = inputs.text(FILE)
    if text is None:
        return ()
    rows = read_table(text, FILE, COLUMNS, inputs.complaints)
    return tuple(wish for row in rows if (wish := _request(row, known)) is not None)


def _request(row: Row, known: Known) -> Request | None:
    before = len(row.complaints)
    who = row.must("person", values.known("person", known.people))
    want = row.must("want", values.choice(WANTS))
    first = row.must("from", moments.day_of)
    last = row.get("to", moments.day_of, first)
    shift = row.get("shift", values.known("shift", known.shifts), None)
    weight = int(row.get("weight", values.number_cell(1, _DEAREST, whole=True), 1))
    note = row.note("note")
    if first is not None and last is not None and last < first:
        row.complain("to", f"must not be before `from` {first}, got {last}")
    if len(row.complaints) != before or first is None or last is None:
        return None
    return Request(
        person=who or "",
        want="work" if want == "work" else "off",
        first=first,
        last=last,
        shift=shift,
        weight=weight,
        note=note,
        line=row.line,
    )
