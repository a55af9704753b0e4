"""[rules] of rota.toml."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rotation.rule import Group, registry
from tests.team.folders import ROTA, good, wrong

TABLE_LINE = ROTA.count("\n") + 1  # the line on which an added section begins


def rules(folder: Path, section: str) -> dict[str, Any]:
    """Read the rules of a good folder, by label."""
    return {rule.label: rule for rule in good(folder, rota=ROTA + section).rules}


def test_rules_are_on_as_the_contract_says(tmp_path: Path) -> None:
    """Without a table: those that are always on, and those whose facts turn them on."""
    expected = {name for name, kind in registry().items() if kind.always or kind.by_default}
    assert set(rules(tmp_path, "")) == expected
    assert {"qualified", "available", "no_overlap", "locked", "staffing", "mix"} <= expected


def test_every_rule_has_shapes_for_all_its_fields() -> None:
    """No rule has a parameter that rota.toml could not say."""
    from rotation.team.rule_keys import Known, rule_table

    for kind in registry().values():
        fields = {each.name for each in dataclasses.fields(kind)} - {"label"} | {"off"}
        assert set(rule_table(kind, Known()).keys) == fields


def test_a_table_overrides_a_preset_key_by_key(tmp_path: Path) -> None:
    """What a table does not say stays as the preset has it."""
    found = rules(tmp_path, '[rules]\npreset = "eu_wtd"\n[rules.rest]\nweight = 50\n')
    assert (found["rest"].least, found["rest"].weight) == (timedelta(hours=11), 50)
    assert found["weekly_rest"].least == timedelta(hours=35)
    assert found["hours"].max_per_week == 48


def test_an_array_replaces_and_off_drops(tmp_path: Path) -> None:
    """An array knows nothing of the preset; the second rule of a name has a number."""
    section = """\
[rules]
preset = "eu_wtd"
[rules.rest]
off = true
[rules.staffing]
off = true
[[rules.hours]]
min_per_week = 20
[[rules.hours]]
max_per_week = 40
people = { skill = "senior", ids = ["ana"] }
"""
    found = rules(tmp_path, section)
    assert "rest" not in found
    assert "staffing" not in found
    assert (found["hours"].max_per_week, found["hours"].min_per_week) == (None, 20)
    assert found["hours[2]"].people == Group(ids=("ana",), skill="senior")


@pytest.mark.parametrize(
    ("section", "line", "says"),
    [
        (
            '[rules]\npreset = "eu_wdt"\n',
            1,
            'preset: no such preset "eu_wdt"; did you mean "eu_wtd"?',
        ),
        ("[rules.rst]\n", 0, 'rst: no such rule "rst"; did you mean "rest"?'),
        ("[rules.qualified]\n", 0, "qualified: must not be written: this rule is always on"),
        ('[rules.rest]\nlest = "11h"\n', 1, 'rest.lest: no such key "lest"; did you mean "least"?'),
        (
            "[rules.rest]\nleast = 11\n",
            1,
            'rest.least: must be a duration such as "11h" or "PT15M", got 11',
        ),
        ('[rules]\nrest = "11h"\n', 1, 'rest: must be a table, got "11h"'),
        ('[[rules.rest]]\n[[rules.rest]]\nleast = "x"\n', 2, "rest[2].least: must be a duration"),
        (
            "[rules.rest]\nweight = 0\n",
            1,
            "rest.weight: must be a whole number from 1 to 1000000, got 0",
        ),
        (
            "[rules.rest]\nweight = true\n",
            1,
            "rest.weight: must be a whole number from 1 to 1000000, got true",
        ),
        (
            '[rules.spacing]\nleast = "P7D"\nshifts = [\n  "day",\n  "dya",\n]\n',
            4,
            'spacing.shifts[2]: no such shift "dya"; did you mean "day"?',
        ),
        (
            '[rules.together]\nwho = ["ana", "boo"]\n',
            1,
            'together.who[2]: no such person "boo"; did you mean "bo"?',
        ),
        (
            '[rules.sequence]\nforbidden = [["day", "es-nigth"]]\n',
            1,
            'sequence.forbidden[1][2]: no such shift "es-nigth"; did you mean "es-night"?',
        ),
        ('[rules.fair]\nof = "nightz"\n', 1, "fair.of: must be weekends, nights"),
        ("[rules.rest]\npeople = {}\n", 1, "rest.people: must name ids"),
        (
            '[rules.rest]\npeople = { skil = "x" }\n',
            1,
            'rest.people.skil: no such key "skil"; did you mean "skill"?',
        ),
        (
            '[rules.rest]\npeople = { time_zone = "Asia/Kolkatta" }\n',
            1,
            "rest.people.time_zone: no such zone",
        ),
    ],
)
def test_rules_that_cannot_be_meant(tmp_path: Path, section: str, line: int, says: str) -> None:
    """Each mistake has its line, its path, and the nearest right word."""
    expected = f"rota.toml:{TABLE_LINE + line}: rules.{says}"
    assert any(found.startswith(expected) for found in wrong(tmp_path, rota=ROTA + section))


def test_a_rule_that_refuses_its_values_is_told_at_the_key(tmp_path: Path) -> None:
    """What only the rule itself knows to be senseless becomes an input error too."""
    (says,) = wrong(tmp_path, rota=ROTA + '[rules.rest]\nleast = "0h"\n')
    assert says.startswith(f"rota.toml:{TABLE_LINE + 1}: rules.rest.least: must be")


def test_a_rule_that_lacks_its_one_of_many_is_told_at_its_table(tmp_path: Path) -> None:
    """What is missing has no key; a limit that cannot be read is not missing as well."""
    (says,) = wrong(tmp_path, rota=ROTA + "[rules.days_in_row]\n")
    assert says == f"rota.toml:{TABLE_LINE}: rules.days_in_row: max or min must be given"
    (says,) = wrong(tmp_path, rota=ROTA + '[rules.days_in_row]\nmax = "6"\n')
    assert says.startswith(f"rota.toml:{TABLE_LINE + 1}: rules.days_in_row.max: must be a")
    found = wrong(tmp_path, rota=ROTA + "[rules.days_in_row]\nweight = 0\n")
    assert [line.split(":")[2] for line in found] == [
        " rules.days_in_row",
        " rules.days_in_row.weight",
    ]


def test_a_broken_shift_does_not_make_its_id_unknown(tmp_path: Path) -> None:
    """One mistake is told once, not again wherever the shift is named."""
    rota = ROTA.replace('"07:00"', '"7am"') + '[rules.spacing]\nleast="P7D"\nshifts=["day"]\n'
    (says,) = wrong(tmp_path, rota=rota)
    assert says.startswith("rota.toml:8: shifts[1].start: must be a time")
