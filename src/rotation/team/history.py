"""history.csv: shifts served before the horizon."""

from __future__ import annotations

from collections.abc import Mapping

from rotation.domain import Assignment, Horizon, Shift, ShiftKey, Specialist
from rotation.team import records
from rotation.team.inputs import Inputs
from rotation.team.records import COLUMNS, Record, read_records
from rotation.team.rota import Rota
from rotation.team.tables import read_table
from rotation.team.words import listed, show

FILE = "history.csv"


def read_history(
    inputs: Inputs,
    rota: Rota,
    people: Mapping[str, Specialist],
    ids: frozenset[str] | None,
    horizon: Horizon,
) -> tuple[Assignment, ...] | None:
    """Read what was served, sorted by start; None where the team keeps no such file."""
    text = inputs.text(FILE)
    if text is None:
        return None
    found = read_records(read_table(text, FILE, COLUMNS, inputs.complaints))
    found = _past(found, ids, horizon, inputs)
    served = _served(found, rota, people)
    return tuple(sorted(served, key=lambda assignment: assignment.order))


def _past(
    found: list[Record], ids: frozenset[str] | None, horizon: Horizon, inputs: Inputs
) -> list[Record]:
    """Leave out strangers and what is not before the horizon, with a warning for each kind."""
    strangers = [record for record in found if ids is not None and record.person not in ids]
    late = [record for record in found if record.date >= horizon.first]
    if strangers:
        names = listed(sorted({record.person for record in strangers}))
        why = f"of people not in people.csv: {names}"
        inputs.complaints.warn(records.say_ignored(FILE, strangers, why))
    inside = [record for record in late if record.date in horizon]
    if inside:
        why = f"dated inside the horizon, which begins on {horizon.first}"
        inputs.complaints.warn(records.say_ignored(FILE, inside, why))
    known = [record for record in found if ids is None or record.person in ids]
    return [record for record in known if record.date < horizon.first]


def _served(found: list[Record], rota: Rota, people: Mapping[str, Specialist]) -> list[Assignment]:
    types = {kind.id: kind for kind in rota.shift_types}
    broken = (rota.shift_ids or frozenset()) - set(types)
    seen: dict[tuple[ShiftKey, str], Shift] = {}
    for record in found:
        if record.shift in broken or (rota.shift_ids is None and record.start is None):
            continue
        shift = records.shift_of(record, types, rota.team.time_zone)
        if shift is None:
            continue
        first = seen.setdefault((record.key, record.person), shift)
        if first != shift:
            says = f"must be on a shift once, got {show(record.person)} again with other times"
            record.row.complain("person", says)
    return [Assignment(shift, people[who]) for (_, who), shift in seen.items() if who in people]
