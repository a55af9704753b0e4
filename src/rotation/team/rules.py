"""[rules] of rota.toml: presets, overrides, and any rule built from its own fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rotation import rule
from rotation.errors import InvalidRule
from rotation.rule import Group, Rule
from rotation.team import rule_keys, words
from rotation.team.document import Document
from rotation.team.presets import PRESETS
from rotation.team.rule_keys import Known
from rotation.team.shapes import Tell
from rotation.team.toml_lines import KeyPath
from rotation.team.words import show

Written = dict[str, Any]


def read_rules(document: Document, known: Known) -> tuple[Rule, ...]:
    """Build every rule that is on, sorted by name; what is wrong is told to the document."""
    kinds = rule.registry()
    section = document.values.get("rules", {})
    if not isinstance(section, dict):
        document.tell(("rules",), f"must be a table, got {show(section)}")
        section = {}
    tables = _with_preset(section, document)
    _refuse_strangers(section, kinds, document)
    built: list[Rule] = []
    for name, kind in kinds.items():
        if kind.always:
            built.append(kind())
        elif name in tables:
            built += _rules_of(kind, tables[name], known, document)
        elif kind.by_default:
            built.append(kind())
    return tuple(built)


def _refuse_strangers(
    section: Mapping[str, object], kinds: Mapping[str, type[Rule]], document: Document
) -> None:
    free = [name for name, kind in kinds.items() if not kind.always]
    for name in section:
        if name == "preset":
            continue
        if name not in kinds:
            document.tell(("rules", name), words.no_such("rule", name, free))
        elif kinds[name].always:
            document.tell(("rules", name), "must not be written: this rule is always on")


def _with_preset(section: Written, document: Document) -> Written:
    """Lay the team's tables over the preset's, key by key; an array replaces."""
    written = {name: table for name, table in section.items() if name != "preset"}
    name = section.get("preset")
    if name is None:
        return written
    if not isinstance(name, str) or name not in PRESETS:
        says = words.no_such("preset", name, PRESETS) if isinstance(name, str) else None
        document.tell(("rules", "preset"), says or f"must be a preset's name, got {show(name)}")
        return written
    for rule_name, table in PRESETS[name].items():
        own = written.get(rule_name, {})
        written[rule_name] = {**table, **own} if isinstance(own, dict) else own
    return written


def _rules_of(
    kind: type[Rule], written: object, known: Known, document: Document
) -> Iterator[Rule]:
    at: KeyPath = ("rules", kind.name)
    if not isinstance(written, list):
        yield from _built(kind, written, at, kind.name, known, document)
        return
    for n, table in enumerate(written):
        label = kind.name if n == 0 else f"{kind.name}[{n + 1}]"
        yield from _built(kind, table, (*at, n), label, known, document)


def _built(
    kind: type[Rule], written: object, at: KeyPath, label: str, known: Known, document: Document
) -> Iterator[Rule]:
    """Build one rule; nothing where it is off or wrong."""
    wrong: set[str] = set()

    def tell(path: KeyPath, says: str) -> None:
        wrong.update(str(part) for part in path[len(at) : len(at) + 1])
        document.tell(path, says)

    before = document.told
    keys = rule_keys.rule_table(kind, known).read(written, at, tell)
    if keys is None or not isinstance(written, dict) or keys.pop("off"):
        return
    for name in rule_keys.required(kind):
        if name not in written:
            tell((*at, name), "must be given, got nothing")
    if isinstance(keys["people"], dict):
        keys["people"] = _group(keys["people"], at, tell)
    given = {name: keys[name] for name in keys if name in written and keys[name] is not None}
    for field, says in _refusals(kind, given):
        if field and field not in wrong:
            tell((*at, field), says)
        elif not field and wrong <= {"weight", "people"}:  # else what is missing may be misspelt
            tell(at, says)
    if document.told == before:
        yield kind(**given, label=label)


def _group(keys: Written, at: KeyPath, tell: Tell) -> Group:
    given = {name: value for name, value in keys.items() if value is not None}
    if not given:
        says = "must name ids, a skill, a language, holidays or a time_zone, got an empty table"
        tell((*at, "people"), says)
    return Group(**given)


def _refusals(kind: type[Rule], given: Written) -> Iterator[tuple[str, str]]:
    """Let the rule itself refuse what it cannot mean, all of it though it refuses one by one."""
    trial = dict(given)
    while all(name in trial for name in rule_keys.required(kind)):
        try:
            kind(**trial)
        except InvalidRule as refusal:
            yield refusal.field, refusal.says
            if refusal.field not in trial:
                return
            del trial[refusal.field]
        else:
            return
