"""ledger.csv: last month's fairness.csv, whose closing balances open this one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rotation.team import values
from rotation.team.inputs import Inputs
from rotation.team.tables import Columns, read_table
from rotation.team.words import listed, show

FILE = "ledger.csv"
COLUMNS = Columns(required=("person", "load", "closing"), open=True)


def read_ledger(inputs: Inputs, ids: frozenset[str] | None) -> Mapping[tuple[str, str], float]:
    """Read (person id, load) -> balance carried into the horizon."""
    text = inputs.text(FILE)
    balances: dict[tuple[str, str], float] = {}
    strangers: set[str] = set()
    for row in read_table(text, FILE, COLUMNS, inputs.complaints) if text is not None else []:
        who = row.must("person", values.text)
        load = row.must("load", values.text)
        closing = row.must("closing", values.number_cell())
        if who is None or load is None or closing is None:
            continue
        if ids is not None and who not in ids:
            strangers.add(who)
        elif (who, load) in balances:
            row.complain("load", f"must be there once for {show(who)}, got {show(load)} again")
        else:
            balances[who, load] = float(closing)
    if strangers:
        names = listed(sorted(strangers))
        inputs.complaints.warn(f"{FILE}: people not in people.csv are ignored: {names}")
    return MappingProxyType(dict(sorted(balances.items())))
