"""Making a rota from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import Result

from rotation.cli.commands import nothing_short
from tests.command import AS_OF, OUTPUT, call, files
from tests.problems import person, problem, requirement, shift_type
from tests.team.folders import PEOPLE, ROTA, write

SHORT = {
    # Ana and Cy alone speak Spanish; both are away on the first night.
    "leave": "person,from,to,kind,note\nana,2026-12-01,2026-12-02,leave,\ncy,2026-12-01,,sick,\n",
    "rota": ROTA + '\n[[coverage]]\nid = "spanish"\nlanguage = "es"\ntime_zone = "Europe/Dublin"\n'
    'days = "daily"\nfrom = "22:00"\nto = "23:00"\n',
}


WRONG = {
    "rota": ROTA.replace('start = "07:00"', 'start = "7:60"'),
    "people": PEOPLE.replace("America/Chicago", "America/Chigago", 1),
}


CLOSE = {
    "rota": ROTA + '\n[rules.rest]\nleast = "11h"\n',
    "locked": "shift,date,person\nes-night,2026-12-01,cy\nday,2026-12-02,cy\n",
}
"""Promised to one person: a night in Dublin until 06:00 UTC, a day in Chicago from 13:00 UTC."""

CONTRADICTION = """\
No schedule obeys the hard rules.

These cannot all hold:
  - locked: Cy Day is promised Tue 1 Dec es-night
  - locked: Cy Day is promised Wed 2 Dec day
  - rest: Cy Day rests 7 h between Tue 1 Dec es-night and Wed 2 Dec day, needs 11 h

Dropping any one of them resolves this contradiction; there may be others.
A rule with a weight is priced instead of held.
"""


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Make a team of three: a day shift for anybody, a Spanish night for Ana or Cy."""
    folder = tmp_path / "team"
    folder.mkdir()
    return write(folder)


def generated(team: Path, *more: object, days: int = 2) -> Result:
    """Make the rota of the first days of December."""
    dates = ("--from", "2026-12-01", "--to", f"2026-12-{days:02}")
    return call("generate", team, *dates, "--as-of", AS_OF, "--quiet", *more)


def last_line(result: Result) -> str:
    """Return the last line of standard error."""
    return result.stderr.splitlines()[-1]


def test_generate(team: Path) -> None:
    """A rota with nothing short is exit status 0, and every file of the contract is there."""
    result = generated(team)
    out = team / "out" / "2026-12-01_2026-12-02"
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Optimal: no other rota has a lower price.",
        "Every seat is filled.",
        f"Written to {out}; open {out / 'report.html'}",
    ]
    feeds = {f"feeds/{name}.ics" for name in ("ana", "bo", "cy", "team")}
    assert set(files(out)) == OUTPUT | feeds
    run = json.loads((out / "run.json").read_bytes())
    assert run["horizon"] == {"from": "2026-12-01", "to": "2026-12-02"}
    assert (run["status"], run["exit_status"], run["gap"]) == ("optimal", 0, 0.0)
    assert run["objective"] == run["bound"]
    assert (run["seed"], run["workers"]) == (0, 2)
    assert set(run["versions"]) == {"rotation", "ortools", "tzdata", "holidays"}
    assert re.fullmatch(r"[0-9a-f]{64}", run["input_sha256"])


def test_generate_as_json(team: Path, tmp_path: Path) -> None:
    """Standard output is run.json with the folder, and nothing else."""
    out = tmp_path / "here"
    result = generated(team, "--json", "--out", out, "--seed", "5", "--workers", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    said = json.loads(result.stdout)
    assert said.pop("folder") == str(out)
    assert said == json.loads((out / "run.json").read_bytes())
    assert (said["seed"], said["workers"]) == (5, 1)
    assert not (team / "out").exists()


def test_generate_a_month(tmp_path: Path) -> None:
    """The example for a small team is done at once, into out/ and the month."""
    call("init", tmp_path / "team", "--example", "small-team")
    result = call("generate", tmp_path / "team", "--month", "2026-12", "--as-of", AS_OF)
    assert result.exit_code == 0
    assert (tmp_path / "team" / "out" / "2026-12" / "run.json").is_file()


def test_generate_says_what_is_short(team: Path) -> None:
    """An empty seat and an open window are exit status 1, and it is said which."""
    write(team, **SHORT)
    result = generated(team)
    assert (result.exit_code, result.stderr) == (1, "")
    # Nobody on the first night from 22:00 to 23:00 in Dublin: one hour.
    assert result.stdout.splitlines()[1:3] == [
        "short: 1 seat below the minimum nobody fills",
        "short: coverage is 1 person-hours short: spanish",
    ]
    run = team / "out" / "2026-12-01_2026-12-02" / "run.json"
    assert json.loads(run.read_bytes())["exit_status"] == 1


def test_generate_says_what_is_short_beside_json(team: Path) -> None:
    """With --json the same is on standard error."""
    write(team, **SHORT)
    result = generated(team, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["exit_status"] == 1
    assert result.stderr.splitlines() == [
        "short: 1 seat below the minimum nobody fills",
        "short: coverage is 1 person-hours short: spanish",
    ]


def test_generate_writes_nothing_over_wrong_input(team: Path) -> None:
    """Exit status 2 leaves the older output as it is, and makes no other."""
    generated(team)
    before = files(team / "out")
    write(team, **WRONG)
    result = generated(team)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 2
    assert files(team / "out") == before


def test_generate_refuses_a_folder_of_others(team: Path) -> None:
    """--out over somebody's files is exit status 2, before anything is solved."""
    before = files(team)
    result = generated(team, "--out", team)
    assert (result.exit_code, result.stdout) == (2, "")
    assert last_line(result) == (
        f'{team}: must be empty or an older output, got a folder that holds "people.csv"'
    )
    assert files(team) == before


def test_generate_refuses_a_failed_folder_of_others(team: Path, tmp_path: Path) -> None:
    """Neither may there be anything else where a failure would be written."""
    (tmp_path / "here-failed").mkdir()
    (tmp_path / "here-failed" / "thesis.doc").write_text("mine")
    result = generated(team, "--out", tmp_path / "here")
    assert result.exit_code == 2
    assert last_line(result).endswith('got a folder that holds "thesis.doc"')
    assert not (tmp_path / "here").exists()


def test_generate_names_a_contradiction(team: Path) -> None:
    """Exit status 3 says why, beside the last good output, until the next success."""
    out = team / "out" / "2026-12-01_2026-12-02"
    failed = out.with_name(f"{out.name}-failed")
    generated(team)
    good = files(out)
    write(team, **CLOSE)
    result = generated(team)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (f"{CONTRADICTION}Written to {failed}; the last good output stays.\n")
    assert set(files(failed)) == {"run.json", "conflict.txt"}
    assert (failed / "conflict.txt").read_text() == CONTRADICTION
    run = json.loads((failed / "run.json").read_bytes())
    assert (run["status"], run["exit_status"]) == ("infeasible", 3)
    assert run["objective"] is None
    assert files(out) == good
    (team / "locked.csv").unlink()
    assert generated(team).exit_code == 0
    assert not failed.exists()


def test_generate_names_a_contradiction_beside_json(team: Path) -> None:
    """With --json the run is on standard output, the words on standard error."""
    write(team, **CLOSE)
    result = generated(team, "--json")
    assert result.exit_code == 3
    said = json.loads(result.stdout)
    assert (said["status"], said["exit_status"]) == ("infeasible", 3)
    assert said["folder"].endswith("2026-12-01_2026-12-02-failed")
    assert result.stderr.startswith(CONTRADICTION)


def test_generate_tells_that_it_looks_for_the_reason(team: Path) -> None:
    """Unless it is to be quiet, it says what takes the time."""
    write(team, **CLOSE)
    result = call("generate", team, "--from", "2026-12-01", "--to", "2026-12-02")
    line = "No schedule obeys the hard rules; finding which of them contradict...\n"
    assert line in result.stderr


def test_generate_without_time(tmp_path: Path) -> None:
    """Where none was found in time that is said instead: exit status 3, nothing proved."""
    call("init", tmp_path / "team", "--example", "safety-escalations")
    result = call("generate", tmp_path / "team", "--month", "2026-12", "--seconds", "0.0001")
    assert result.exit_code == 3
    failed = tmp_path / "team" / "out" / "2026-12-failed"
    says = (failed / "conflict.txt").read_text()
    assert says == (
        "No schedule was found in time. Nothing was proved: with more time (--seconds) there may"
        " be one.\n"
    )
    assert says in result.stderr
    assert json.loads((failed / "run.json").read_bytes())["status"] == "unknown"
    assert not failed.with_name("2026-12").exists()


def test_nothing_short_is_said_of_what_there_is() -> None:
    """No coverage is claimed where none is asked for, and no seats where no shift starts."""
    day = shift_type("day")
    seats = problem([person("ana")], [day])
    covered = problem([person("ana")], [day], requirements=(requirement("english"),))
    assert nothing_short(seats) == "Every seat is filled."
    said = "Every seat is filled, every coverage window has its people."
    assert nothing_short(covered) == said
    assert nothing_short(problem([person("ana")], [])) == "No shift starts in these dates."
