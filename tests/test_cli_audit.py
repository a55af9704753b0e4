"""Judging a schedule from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import Result

from tests.command import AS_OF, OUTPUT, call, files
from tests.team.folders import write


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Make a team of three: a day shift for anybody, a Spanish night for Ana or Cy."""
    folder = tmp_path / "team"
    folder.mkdir()
    return write(folder)


def last_line(result: Result) -> str:
    """Return the last line of standard error."""
    return result.stderr.splitlines()[-1]


GOOD = "shift,date,person\nday,2026-12-01,bo\nes-night,2026-12-01,cy\n"
BAD = "shift,date,person\nday,2026-12-01,ana\nes-night,2026-12-01,bo\n"
"""Bo speaks no Spanish."""


def audited(team: Path, schedule: str, *more: object) -> Result:
    """Judge a schedule of one day."""
    path = team.parent / "hand-made.csv"
    path.write_text(schedule)
    return call("audit", team, "--schedule", path, *more)


def test_audit(team: Path) -> None:
    """A rota without a fault is exit status 0, with every table on standard output."""
    result = audited(team, GOOD)
    assert (result.exit_code, result.stderr) == (0, "")
    for table in ("coverage", "sla", "fairness", "breaches"):
        assert len(re.findall(rf"^{table}$", result.stdout, re.MULTILINE)) == 1
    assert "short: " not in result.stdout


def test_audit_finds_a_hard_breach(team: Path) -> None:
    """A rule that must hold and does not is exit status 1, and it is said who and why."""
    result = audited(team, BAD)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "Bo Li is on Tue 1 Dec es-night and lacks es" in result.stdout
    assert result.stdout.splitlines()[-1] == "short: 1 breach of rules that must hold"


def test_audit_as_json(team: Path) -> None:
    """The run, what fails and every table, by name."""
    result = audited(team, BAD, "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert said["failures"] == ["1 breach of rules that must hold"]
    assert result.stderr == "short: 1 breach of rules that must hold\n"
    assert set(said) == {"run", "failures", "coverage", "sla", "fairness", "breaches"}
    assert (said["run"]["status"], said["run"]["exit_status"]) == ("infeasible", 1)
    assert said["run"]["seed"] is None
    assert [row["rule"] for row in said["breaches"]] == ["qualified"]


def test_audit_writes_the_tables(team: Path, tmp_path: Path) -> None:
    """--out holds all that generate writes save feeds, which are for what was published."""
    result = audited(team, GOOD, "--out", tmp_path / "here", "--as-of", AS_OF)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"Written to {tmp_path / 'here'}\n"
    assert set(files(tmp_path / "here")) == OUTPUT


def test_audit_of_what_generate_wrote(team: Path) -> None:
    """Our own schedule, in both formats, is judged as it was when it was made."""
    dates = ("--from", "2026-12-01", "--to", "2026-12-02", "--as-of", AS_OF, "--quiet")
    call("generate", team, *dates)
    out = team / "out" / "2026-12-01_2026-12-02"
    tables = {name: body for name, body in files(out).items() if name.endswith(".csv")}
    for name in ("schedule.csv", "schedule.json"):
        there = team.parent / f"from-{name}"
        result = call("audit", team, "--schedule", out / name, "--out", there)
        assert (result.exit_code, result.stderr) == (0, "")
        again = {name: body for name, body in files(there).items() if name.endswith(".csv")}
        assert again == tables


@pytest.mark.parametrize(
    ("schedule", "says"),
    [
        ("shift,date,person\nday,2026-12-01,zed\n", 'no such person "zed"'),
        ("shift,date,person\nday,2026-12-32,bo\n", 'got "2026-12-32"'),
        ("shift,date,person\n", "must have at least one row with a date, got none"),
        ("colour\nred\n", "shift"),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "schedule.csv or schedule.json, got a calendar"),
    ],
)
def test_audit_refuses(team: Path, schedule: str, says: str) -> None:
    """A schedule that cannot be meant is exit status 2, file and line named."""
    result = audited(team, schedule)
    assert (result.exit_code, result.stdout) == (2, "")
    assert all(
        line.startswith(f"{team.parent / 'hand-made.csv'}:") for line in result.stderr.splitlines()
    )
    assert says in result.stderr


def test_audit_of_no_file(team: Path) -> None:
    """A schedule that is not there is said in words."""
    result = call("audit", team, "--schedule", team / "gone.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "gone.csv" in result.stderr
    assert "Traceback" not in result.stderr


def test_audit_refuses_a_folder_of_others(team: Path) -> None:
    """--out over somebody's files is exit status 2."""
    result = audited(team, GOOD, "--out", team)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "must be empty or an older output" in last_line(result)


def test_audit_does_not_take_the_place_of_feeds(team: Path) -> None:
    """Feeds that people subscribe to keep their identity: a generated rota is not replaced."""
    out = team.parent / "out"
    (out / "feeds").mkdir(parents=True)
    (out / "run.json").write_text("{}\n")
    (out / "feeds" / "ana.ics").write_text("BEGIN:VCALENDAR\n")
    result = audited(team, GOOD, "--out", out)
    assert (result.exit_code, last_line(result)) == (
        2,
        f"{out}: must be a folder without feeds, got a generated rota",
    )
    assert files(out) == {"run.json": b"{}\n", "feeds/ana.ics": b"BEGIN:VCALENDAR\n"}
