"""The reference pages, written from the code: docs/rules.md, and marked tables in other pages.

A table of a page that stands between `<!-- generated: NAME -->` and `<!-- end -->` is written anew.
"""

from __future__ import annotations

import dataclasses
import inspect
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rotation.rule import Rule, registry
from rotation.team import rota_keys
from rotation.team.presets import PRESETS, SOURCES
from rotation.team.rule_keys import Known, group_table, required, rule_table
from rotation.team.shapes import Key, Table
from rotation.team.written import shape_words, value_words

MARKED = re.compile(r"(<!-- generated: ([a-z.]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_HEADING = re.compile(r"-{3,}")
_ALWAYS = ("qualified", "available", "no_overlap", "locked")

INTRODUCTION = """\
# Rules

Made from the code by `python -m rotation.team.reference`; do not edit.

A rule is on when `rota.toml` has its table, `[rules.NAME]`; those that are on without one can be
changed or dropped (`off = true`) by writing it. A rule without a `weight` must hold; with one, it
is priced: weight x amount, the amount in the rule's unit of breach. Some rules are priced from the
start, see [prices.md](prices.md). A table may be an array, `[[rules.NAME]]`, where a rule is wanted
twice; reports call the second `NAME[2]`.

Rules about what follows what, and about weeks, look back into `history.csv`, and their limits are
not scaled for a week that the horizon cuts; a breach is one only if a shift of the horizon takes
part in it, and then it counts whole. Days, weeks, nights, weekends and holidays are those of the
person who works, see [the glossary](glossary.md).

Every table also takes:

"""

ALWAYS = """
## Always on

They hold in every rota, cannot be written in `rota.toml` and cannot be dropped.

"""

PRESET_WORDS = """
## Presets

`preset = "NAME"` in `[rules]` takes a published set of rules. A table of your own overrides it key
by key, an array replaces its rule, and `off = true` drops one.
"""


def rules_page() -> str:
    """Write docs/rules.md."""
    kinds = registry()
    free = {name: kind for name, kind in kinds.items() if not kind.always}
    parts = [
        INTRODUCTION,
        _table(("key", "holds", "meaning"), _common()),
        ALWAYS,
        _table(("rule", "holds when"), ((f"**{n}**", summary(kinds[n])) for n in _ALWAYS)),
        "\n## The others\n\n",
        _table(("rule", "says", "unit of breach", "without a weight"), _overview(free)),
        *(_rule(kind) for kind in free.values()),
        PRESET_WORDS,
        *(_preset(name) for name in sorted(PRESETS)),
    ]
    return "".join(parts)


def _common() -> Iterator[Sequence[str]]:
    yield "`weight`", "whole number, 1 or more", "price of one unit of breach; missing: must hold"
    group = ", ".join(f"`{name}`" for name in group_table(Known()).keys)
    words = f"whom the rule is for: {group}; all that is given must hold. Missing: everybody"
    yield "`people`", '`{ skill = "senior" }`', words
    yield "`off`", "`true` or `false`", "`true` drops the rule, also one of a preset"


def _overview(kinds: Mapping[str, type[Rule]]) -> Iterator[Sequence[str]]:
    for name, kind in kinds.items():
        yield f"[{name}](#{name})", summary(kind), kind.unit, priced(kind)


def summary(kind: type[Rule]) -> str:
    """Return the sentence of a rule."""
    return " ".join(sections(kind)[""][0].split())


def priced(kind: type[Rule]) -> str:
    """Say what one unit of breach costs where no weight is given."""
    weight = next(each.default for each in dataclasses.fields(kind) if each.name == "weight")
    return kind.own_price or ("must hold" if weight is None else str(weight))


def sections(kind: type[Rule]) -> dict[str, list[str]]:
    """Split a class's docstring into numpydoc sections of paragraphs; "" is what comes first."""
    found: dict[str, list[str]] = {"": []}
    lines = (inspect.cleandoc(kind.__doc__ or "")).split("\n")
    title, body = "", list[str]()
    for line in lines:
        if _HEADING.fullmatch(line):
            heading = body.pop()
            found[title] = _paragraphs(body)
            title, body = heading, []
        else:
            body.append(line)
    found[title] = _paragraphs(body)
    return found


def _paragraphs(lines: Iterable[str]) -> list[str]:
    return [text for text in "\n".join(lines).strip("\n").split("\n\n") if text.strip()]


def _rule(kind: type[Rule]) -> str:
    says = sections(kind)
    keys = _parameters(kind)
    sources = " ".join(" ".join(says.get("Sources", [])).split())
    return "".join(
        [
            f"\n### {kind.name}\n\n",
            *(f"{' '.join(text.split())}\n\n" for text in says[""]),
            _facts(kind),
            f"\n{_table(('key', 'holds', 'default', 'meaning'), keys)}" if keys else "",
            f"\nSources: {sources}\n" if sources else "",
            _toml("\n\n".join(says.get("Examples", []))),
        ]
    )


def _facts(kind: type[Rule]) -> str:
    when = "without a table, whenever its facts are there" if kind.by_default else "with its table"
    group = "can be for a group" if kind.for_groups else "for everybody, not for a group"
    price = priced(kind)
    weight = price if price == "must hold" else f"priced, {price}"
    return f"On {when}; {group}. Unit of breach: {kind.unit}. Without a weight: {weight}.\n"


def _parameters(kind: type[Rule]) -> list[Sequence[str]]:
    """List a rule's own keys; the common ones only where the rule says more of them."""
    own = "\n".join(sections(kind).get("Parameters", []))
    default = {each.name: each.default for each in dataclasses.fields(kind)}
    rows: list[Sequence[str]] = []
    for name, key in rule_table(kind, Known()).keys.items():
        common = name in ("weight", "people", "off")
        if common and not re.search(rf"^{name}$", own, re.MULTILINE):
            continue
        missing = name in required(kind)
        held = "required" if missing else value_words(default[name])
        rows.append((f"`{name}`", shape_words(key.shape), held, key.says))
    return list(_merged(rows))


def _merged(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Make one row of neighbours that were described together."""
    for same, group in itertools.groupby(rows, key=lambda row: tuple(row[1:])):
        yield (", ".join(row[0] for row in group), *same)


def _toml(text: str) -> str:
    return f"\n```toml\n{text}\n```\n" if text else ""


def _preset(name: str) -> str:
    tables = [
        "\n".join([f"[rules.{rule}]", *(f"{k} = {_literal(v)}" for k, v in table.items())])
        for rule, table in PRESETS[name].items()
    ]
    whole = "\n\n".join(tables)
    words = f"\n### {name}\n\n{SOURCES[name]} It says the same as:\n"
    return f"{words}{_toml(whole)}"


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def keys_table(table: Table) -> str:
    """Write the keys of a table of rota.toml."""
    return _table(
        ("key", "holds", "default", "meaning"),
        (
            (f"`{name}`", shape_words(key.shape), _default(key), key.says)
            for name, key in table.keys.items()
        ),
    )


def _default(key: Key) -> str:
    return "required" if key.required else value_words(key.default, key.shape)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


TABLES: Mapping[str, Table] = {
    "team": rota_keys.TEAM,
    "shifts": rota_keys.SHIFT,
    "coverage": rota_keys.COVERAGE,
    "sla": rota_keys.SLA,
}


def renewed(page: str) -> str:
    """Write the marked tables of a page anew."""
    return MARKED.sub(lambda found: f"{found[1]}{keys_table(TABLES[found[2]])}{found[3]}", page)


def pages(docs: Path) -> Iterator[tuple[Path, str]]:
    """List the pages that are made from the code, wholly or in part, as they should be."""
    yield docs / "rules.md", rules_page()
    for path in sorted(docs.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if path.name != "rules.md" and MARKED.search(text):
            yield path, renewed(text)


if __name__ == "__main__":
    for path, text in pages(Path(__file__).parents[3] / "docs"):
        path.write_text(text, encoding="utf-8", newline="\n")
