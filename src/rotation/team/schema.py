"""A JSON Schema for rota.toml, made from the shapes that read it, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rotation import rule
from rotation.rule import Rule
from rotation.team import rota_keys, rule_keys
from rotation.team.presets import PRESETS
from rotation.team.rule_keys import Known
from rotation.team.shapes import Schema, Table

SHIPPED = Path(__file__).with_name("rota.schema.json")


def rota_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of rota.toml.

    It refuses less than `rotation check`: names, zones and sums are beyond a schema.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rota.toml",
        "description": "A team's shifts, coverage, service levels and rules, for rotation.",
        "type": "object",
        "properties": {
            "team": rota_keys.TEAM.schema(),
            "shifts": _tables(rota_keys.SHIFT),
            "coverage": _tables(rota_keys.COVERAGE),
            "sla": _tables(rota_keys.SLA),
            "rules": _rules(),
        },
        "required": ["shifts"],
        "$defs": {"group": rule_keys.group_table(Known()).schema(), **_rule_tables()},
        "additionalProperties": False,
    }


def written_schema() -> str:
    """Return the schema as the text of the shipped file."""
    return json.dumps(rota_schema(), indent=2, ensure_ascii=False) + "\n"


def _tables(table: Table) -> Schema:
    return {"type": "array", "minItems": 1, "items": table.schema()}


def _free() -> dict[str, type[Rule]]:
    """Return the rules that may be written."""
    return {name: kind for name, kind in rule.registry().items() if not kind.always}


def _rule_tables() -> dict[str, Schema]:
    tables = {name: rule_keys.rule_table(kind, Known()).schema() for name, kind in _free().items()}
    for table in tables.values():
        says = table["properties"]["people"].get("description", "")
        table["properties"]["people"] = {"$ref": "#/$defs/group", "description": says}
    return {f"rule_{name}": table for name, table in tables.items()}


def _rules() -> Schema:
    preset = {"enum": sorted(PRESETS), "description": "A published set of rules to start from."}
    return {
        "type": "object",
        "properties": {"preset": preset, **{name: _rule(kind) for name, kind in _free().items()}},
        "additionalProperties": False,
    }


def _rule(kind: type[Rule]) -> Schema:
    table = {"$ref": f"#/$defs/rule_{kind.name}"}
    # A preset may give what a table leaves out, so nothing is required here.
    first = (kind.__doc__ or "").strip().splitlines()[:1]
    return {"description": "".join(first), "anyOf": [table, {"type": "array", "items": table}]}


if __name__ == "__main__":
    SHIPPED.write_text(written_schema(), encoding="utf-8", newline="\n")
