"""The JSON Schema of rota.toml."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rotation.team.schema import SHIPPED, rota_schema, written_schema
from tests.team.folders import ROTA

EXAMPLES = Path(str(resources.files("rotation.team"))) / "examples"


def test_the_shipped_schema_is_current() -> None:
    """If this fails: python -m rotation.team.schema."""
    assert SHIPPED.read_text(encoding="utf-8") == written_schema()


def test_the_schema_is_one() -> None:
    """It is valid by its own metaschema."""
    jsonschema.Draft202012Validator.check_schema(rota_schema())


@pytest.mark.parametrize("rota", sorted(EXAMPLES.glob("*/rota.toml")), ids=lambda p: p.parent.name)
def test_examples_are_valid(rota: Path) -> None:
    """What we ship as an example passes what we ship as a schema."""
    jsonschema.validate(tomllib.loads(rota.read_text(encoding="utf-8")), rota_schema())


@pytest.mark.parametrize(
    "section",
    [
        "[tem]\n",
        "[team]\nwekend = []\n",
        '[[coverage]]\nid = "x"\npeople = 0\n',
        "[[sla]]\nattainment = 0.5\n",
        "[rules.rest]\nlest = 1\n",
        "[rules.rest]\nweight = 0\n",
        "[rules.qualified]\n",
        '[rules.fair]\nof = "nightz"\n',
        '[[rules.rest]]\npeople = { skil = "a" }\n',
    ],
)
def test_mistakes_are_not(section: str) -> None:
    """An editor sees what is misspelt, missing or out of range."""
    written: dict[str, Any] = tomllib.loads(ROTA.replace("[team]", "[teamx]") + section)
    written["team"] = {**written.pop("teamx"), **written.get("team", {})}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, rota_schema())
