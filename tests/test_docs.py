"""The docs say what is so: pages are current, examples are accepted, commands exist."""

from __future__ import annotations

import importlib.util
import re
import shutil
import textwrap
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from rotation import cli, rule
from rotation.domain import Horizon
from rotation.report import tables
from rotation.rule import Rule
from rotation.team import (
    absences,
    dated_seats,
    demand,
    ledger,
    people,
    records,
    reference,
    requests,
)
from rotation.team.folder import read
from rotation.team.presets import PRESETS, SOURCES
from rotation.team.rule_keys import Known, rule_table
from rotation.team.tables import Columns
from tests.problems import person, problem, schedule, shift_type

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("**/*.md"))]
EXAMPLE = Path(str(resources.files("rotation.team"))) / "examples" / "safety-escalations"
DECEMBER = Horizon(date(2026, 12, 1), date(2026, 12, 31))
FREE = {name: kind for name, kind in rule.registry().items() if not kind.always}


def named(page: Path) -> str:
    """Name a page in a test's id."""
    return page.relative_to(ROOT).as_posix()


def toml_examples() -> Iterator[tuple[str, str]]:
    """List every TOML example of every page, by page and number."""
    for page in PAGES:
        blocks = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        yield from ((f"{named(page)} {n}", block) for n, block in enumerate(blocks, 1))


def code(page: Path) -> list[str]:
    """List the lines of code of a page: indented or fenced ones, and what stands in backticks."""
    text = page.read_text(encoding="utf-8")
    fenced = [
        line for block in re.findall(r"```.*?```", text, re.DOTALL) for line in block.split("\n")
    ]
    indented = re.findall(r"^    (\S.*)$", text, re.MULTILINE)
    return fenced + indented + re.findall(r"`([^`\n]+)`", text)


def commands() -> Iterator[tuple[str, str]]:
    """List every call of `rotation` that a page shows."""
    for page in PAGES:
        for line in code(page):
            found = re.match(r"(?:\.venv/bin/)?rotation ((?!=).*)", line)
            if found:
                yield named(page), found[1].partition("#")[0].strip()


@pytest.mark.parametrize("path", [path for path, _ in reference.pages(DOCS)], ids=named)
def test_made_pages_are_current(path: Path) -> None:
    """If this fails: python -m rotation.team.reference."""
    assert path.read_text(encoding="utf-8") == dict(reference.pages(DOCS))[path]


@pytest.mark.parametrize("kind", FREE.values(), ids=FREE)
def test_every_rule_explains_itself(kind: type[Rule]) -> None:
    """Each rule has a sentence, an example, and words for each of its parameters."""
    says = reference.sections(kind)
    assert reference.summary(kind).endswith(".")
    assert tomllib.loads("\n\n".join(says["Examples"]))["rules"].keys() == {kind.name}
    silent = [name for name, key in rule_table(kind, Known()).keys.items() if not key.says]
    assert silent == []


def test_every_preset_has_its_source() -> None:
    """Published numbers say where they were published."""
    assert SOURCES.keys() == PRESETS.keys()


@pytest.mark.parametrize("written", [pytest.param(t, id=name) for name, t in toml_examples()])
def test_toml_examples_are_accepted(written: str, tmp_path: Path) -> None:
    """Each example, put in place of the rules of a full folder, is read without an error."""
    folder = shutil.copytree(EXAMPLE, tmp_path / "team")
    rota = folder / "rota.toml"
    whole = rota.read_text(encoding="utf-8")
    rota.write_text(whole[: whole.index("\n[rules.")] + "\n" + written, encoding="utf-8")
    reading = read(folder, DECEMBER)
    wanted = tomllib.loads(written)["rules"].keys() - {"preset"}
    assert wanted <= {each.name for each in reading.rules}


def test_pages_show_commands() -> None:
    """The test below has something to look at."""
    assert len(list(commands())) > 10


@pytest.mark.parametrize(("page", "call"), sorted(set(commands())))
def test_commands_exist(page: str, call: str) -> None:
    """Each command that a page shows is one, with these options."""
    options = re.findall(r"(?<!\S)--?[a-z-]+", call)
    name = call.split()[0]
    if name.startswith("-"):
        assert set(options) <= {"--help", "-h", "--version"}
        return
    command = cli.main.commands[name]
    known = {option for each in command.params for option in each.opts} | {"--help"}
    assert set(options) <= known


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_modules_and_make_targets_exist(page: Path) -> None:
    """What a page says to run with `python -m` or `make` is there."""
    targets = re.findall(
        r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    for line in code(page):
        module = re.search(r"python -m ([a-z_.]+)", line)
        assert module is None or importlib.util.find_spec(module[1]) is not None, line
        target = re.match(r"make ([a-z]+)", line)
        assert target is None or target[1] in targets, line


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of ours, and to a heading of it, is good."""
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        target, _, heading = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), link
        assert not heading or f"# {heading}\n" in path.read_text(encoding="utf-8"), link


COLUMNS = {
    "leave.csv": absences.COLUMNS,
    "requests.csv": requests.COLUMNS,
    "seats.csv": dated_seats.COLUMNS,
    "demand.csv": demand.DEMAND_COLUMNS,
    "cases.csv": demand.CASES_COLUMNS,
}


@pytest.mark.parametrize(("file", "columns"), COLUMNS.items(), ids=COLUMNS)
def test_input_columns_are_documented(file: str, columns: Columns) -> None:
    """The columns that folder.md gives for a file are those that are read."""
    page = (DOCS / "folder.md").read_text(encoding="utf-8")
    listed = [found.split(",") for found in re.findall(r"`([a-z_]+(?:,[a-z_]+)+)`", page)]
    assert sorted(columns.all) in [sorted(each) for each in listed], file


def test_columns_of_people_are_documented() -> None:
    """Every column of people.csv has its line, and the required ones are named."""
    page = (DOCS / "folder.md").read_text(encoding="utf-8")
    section = page[page.index("## people.csv") : page.index("## leave.csv")]
    cells = [cell for line in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for cell in
             re.findall(r"`([a-z_]+)`", line)]  # fmt: skip
    assert sorted(cells) == sorted(people.COLUMNS.all)
    assert "Only `id`, `name` and `time_zone` are required" in section
    assert people.COLUMNS.required == ("id", "name", "time_zone")


def test_columns_of_rows_and_ledger_are_documented() -> None:
    """The columns that assignments and the ledger must have are those that folder.md names."""
    page = (DOCS / "folder.md").read_text(encoding="utf-8")
    assert f"Required: `{','.join(records.COLUMNS.required)}`" in page
    assert f"`{','.join(ledger.COLUMNS.required)}` are read" in page


@pytest.mark.parametrize(
    "columns",
    [
        tables.SCHEDULE_COLUMNS,
        tables.COVERAGE_COLUMNS,
        tables.SLA_COLUMNS,
        tables.FAIRNESS_COLUMNS,
        tables.BREACH_COLUMNS,
    ],
    ids=["schedule", "coverage", "sla", "fairness", "breaches"],
)
def test_output_columns_are_documented(columns: tuple[str, ...]) -> None:
    """outputs.md gives the columns of every table, in their order."""
    assert f"`{','.join(columns)}`" in (DOCS / "outputs.md").read_text(encoding="utf-8")


def test_prices_are_the_defaults() -> None:
    """Every rule that is priced without a weight stands in prices.md with that price."""
    page = (DOCS / "prices.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .*\(`([a-z_]+)`\) \| .* \| (.*) \|$", page, re.MULTILINE)
    priced = {name: reference.priced(kind) for name, kind in FREE.items()}
    soft = {name: price for name, price in priced.items() if price != "must hold"}
    numbers = {name: price.split()[0] for name, price in rows if price[0].isdigit()}
    assert numbers == {name: price.split()[0] for name, price in soft.items()}


MANUAL = """\
from __future__ import annotations
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from rotation.limits import Finding, Limit, Line, Part, Total
from rotation.rule import PersonRule, rule

"""


def test_the_rule_of_the_manual_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule that CONTRIBUTING.md writes is one: it finds Ana's third Monday."""
    monkeypatch.setattr(rule, "_registry", found := dict[str, type[Rule]]())
    monkeypatch.syspath_prepend(str(tmp_path))
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    written = page[page.index("    @rule(") : page.index("\n1. **A person rule**")]
    (tmp_path / "mondays_of_the_manual.py").write_text(MANUAL + textwrap.dedent(written))
    importlib.import_module("mondays_of_the_manual")
    # Mondays of December 2026: 7, 14, 21, 28; two are allowed.
    month = problem([person("ana")], [shift_type("day")], "2026-12-01", "2026-12-31")
    rows = [f"day 2026-12-{day:02d} ana" for day in (7, 8, 14, 21)]
    breaches = found["mondays"]().breaches(schedule(month, *rows))
    words = f"{month.people[0].name} works 3 Mondays, may 2"
    assert [(breach.amount, breach.says) for breach in breaches] == [(1.0, words)]


def test_every_room_of_the_solver_is_on_the_map() -> None:
    """Once each: whoever looks for dives finds their files, and a new file has to say its place."""
    page = (DOCS / "solving.md").read_text(encoding="utf-8")
    table = page.partition("## Where it is in the code")[2].partition("\n## ")[0]
    listed = re.findall(r"`([a-z_]+)`", table)
    files = (ROOT / "src" / "rotation" / "solver").glob("*.py")
    assert sorted(listed) == sorted(path.stem for path in files if path.stem != "__init__")
