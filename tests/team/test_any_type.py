"""Whatever stands in rota.toml, the answer is words and never a traceback."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest

from rotation.team.complaints import Complaints
from rotation.team.document import Document
from rotation.team.rota import read_rota
from rotation.team.rule_keys import Known
from rotation.team.rules import read_rules
from rotation.team.toml_lines import KeyPath

WHOLE = """\
[team]
name = "Small"
weekend = ["sat", "sun"]
night = { from = "23:00", to = "06:00", at_least = "3h" }
holidays = ["2026-12-31 Company day"]

[[shifts]]
id = "day"
time_zone = "America/Chicago"
start = "07:00"
end = "15:00"
days = ["mon", "thu"]
except = ["2026-12-25"]
people = { min = 1, target = 2, max = 3 }
languages = { en = "C1" }
skills = ["escalations"]
mix = [ { skill = "senior", people = 1 }, { language = "es", level = "B2", people = 1 } ]

[[coverage]]
id = "es"
language = "es"

[[sla]]
id = "urgent"
languages = ["es"]
target = "PT15M"
window = { time_zone = "UTC", days = "daily", from = "00:00", to = "24:00" }

[rules]
preset = "eu_wtd"
[rules.rest]
least = "11h"
people = { skill = "senior", ids = ["ana"] }
[[rules.hours]]
max_per_week = 40
[rules.sequence]
forbidden = [["day", "day"]]
[rules.spacing]
shifts = ["day"]
least = "P7D"
[rules.exposure]
max_per_day = "4h"
[rules.apart]
who = ["ana", "bo"]
"""
STRANGE: list[Any] = [
    0, -1, 10**30, 1.5, float("nan"), float("-inf"), True, "", " ", "x", "24:00", "99999d", "\x00",
    [], [1], [[]], [{}], {}, {"x": 1}, {"": []}, date(9999, 12, 31), time(1, 2, 3),
]  # fmt: skip


def paths(value: Any, at: KeyPath = ()) -> Iterator[KeyPath]:
    """List every path of a document."""
    if at:
        yield at
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield from paths(inner, (*at, key))


def complaints_of(values: dict[str, Any]) -> list[str]:
    """Read a document as parsed."""
    complaints = Complaints()
    document = Document("rota.toml", values, {}, complaints)
    rota = read_rota(document)
    read_rules(document, Known(rota.shift_ids, frozenset({"ana", "bo"})))
    return [str(problem) for problem in complaints.problems]


def test_the_document_itself_is_good() -> None:
    """Otherwise the test below would show nothing."""
    assert complaints_of(tomllib.loads(WHOLE)) == []


@pytest.mark.parametrize("at", list(paths(tomllib.loads(WHOLE))), ids=str)
def test_any_value_anywhere(at: KeyPath) -> None:
    """Each key holds each strange value once; nothing but words comes out, about that place."""
    refused = 0
    for strange in STRANGE:
        values = copy.deepcopy(tomllib.loads(WHOLE))
        here: Any = values
        for part in at[:-1]:
            here = here[part]
        here[at[-1]] = strange
        found = complaints_of(values)
        refused += bool(found)
        assert all(line.startswith("rota.toml:1: ") for line in found)
    assert refused >= 10  # of 22 values, no key takes more than half
