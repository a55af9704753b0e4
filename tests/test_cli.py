"""The command line: help, init, check, and calls that are wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import Result

from rotation import __version__
from tests.command import call
from tests.team.folders import PEOPLE, ROTA, write


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Make a team of three: a day shift for anybody, a Spanish night for Ana or Cy."""
    folder = tmp_path / "team"
    folder.mkdir()
    return write(folder)


def last_line(result: Result) -> str:
    """Return the last line of standard error."""
    return result.stderr.splitlines()[-1]


# -- help ----------------------------------------------------------------------------------------


def test_help() -> None:
    """The help names every command, and what the exit status means."""
    result = call("--help")
    assert result.exit_code == 0
    for command in ("init", "check", "generate", "audit", "completion"):
        assert re.search(rf"^  {command} ", result.stdout, re.MULTILINE)
    # The lines about exit statuses stand as they are, not filled into a paragraph.
    assert (
        "\n  2 the input or the call is wrong; 3 no schedule obeys the hard rules;\n"
        in result.stdout
    )
    assert call("-h").stdout == result.stdout


@pytest.mark.parametrize("command", ["init", "check", "generate", "audit", "completion"])
def test_help_of_a_command(command: str) -> None:
    """Each command says what it does and what each option of it means."""
    result = call(command, "--help")
    assert result.exit_code == 0
    options = re.findall(r"^  (-\S.*)$", result.stdout, re.MULTILINE)
    assert options[-1].startswith("-h, --help")
    assert "\\b" not in result.stdout


def test_version() -> None:
    """The version is that of the package."""
    assert call("--version").stdout == f"rotation, version {__version__}\n"


CALLS = [
    ("genrate", "No such command 'genrate'."),
    ("generate", "Missing argument 'DIR'."),
    ("audit DIR", "Missing option '--schedule'."),
    ("generate DIR", "give --month, or --from and --to"),
    ("generate DIR --from 2026-12-01", "give --month, or --from and --to"),
    ("generate DIR --to 2026-12-01", "give --month, or --from and --to"),
    ("generate DIR --month 2026-12 --to 2026-12-07", "give --month, or --from and --to"),
    (
        "generate DIR --from 2026-12-07 --to 2026-12-06",
        "--to must not be before --from, got 2026-12-07 to 2026-12-06",
    ),
    ("generate DIR --seconds nan", "must be a number of seconds, got nan"),
    ("generate DIR --seconds inf", "must be a number of seconds, got inf"),
    ("generate DIR --seconds 0", "0.0 is not in the range x>0."),
    ("generate DIR --workers 0", "0 is not in the range 1<=x<=64."),
    ("generate DIR --seed -1", "-1 is not in the range 0<=x<=2147483647."),
    ("completion tcsh", "'tcsh' is not one of 'bash', 'zsh', 'fish'."),
]


def refused(folder: Path, *arguments: str) -> str:
    """Make a call that is wrong: exit status 2, nothing written; return what is said."""
    result = call(*(folder if each == "DIR" else each for each in arguments))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert not folder.exists()
    return last_line(result)


@pytest.mark.parametrize(("arguments", "says"), CALLS)
def test_calls_that_are_wrong(arguments: str, says: str, tmp_path: Path) -> None:
    """A wrong call says what would be right."""
    assert says in refused(tmp_path / "team", *arguments.split())


@pytest.mark.parametrize("command", ["check", "generate"])
@pytest.mark.parametrize("month", ["2026-13", "2026-1", "december", "9999-12", "", "2026-12-01"])
def test_months_that_are_none(command: str, month: str, tmp_path: Path) -> None:
    """A month is written in one way."""
    assert refused(tmp_path / "team", command, "DIR", "--month", month) == (
        f"Error: Invalid value for '--month': must be a month such as 2026-12, got \"{month}\""
    )


@pytest.mark.parametrize("option", ["--from", "--to"])
@pytest.mark.parametrize("date", ["2026-12-32", "2026-W50-1", "20261207", "7 Dec"])
def test_dates_that_are_none(option: str, date: str, tmp_path: Path) -> None:
    """A date is written in one way, be it one that a library would read in others."""
    assert refused(tmp_path / "team", "generate", "DIR", option, date) == (
        f"Error: Invalid value for '{option}': must be a date such as 2026-12-07, got \"{date}\""
    )


@pytest.mark.parametrize(
    "instant", ["2026-11-22", "2026-11-22T09:00:00", "now", "0001-01-01T00:00:00Z"]
)
def test_instants_that_are_none(instant: str, tmp_path: Path) -> None:
    """An instant has its offset from UTC."""
    like = "must be an instant such as 2026-11-22T09:00:00Z"
    assert refused(tmp_path / "team", "generate", "DIR", "--as-of", instant) == (
        f"Error: Invalid value for '--as-of': {like}, got \"{instant}\""
    )


# -- init ----------------------------------------------------------------------------------------


def test_init_makes_what_check_takes(tmp_path: Path) -> None:
    """Each template passes the check that its message names as next."""
    for example in ([], ["--example", "small-team"], ["--example", "safety-escalations"]):
        folder = tmp_path / f"team {len(list(tmp_path.iterdir()))}"
        result = call("init", folder, *example)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == f"{folder} is ready. Next: rotation check {folder}\n"
        assert call("check", folder, "--month", "2026-12").exit_code == 0


def test_init_refuses(tmp_path: Path) -> None:
    """A folder that is there, or an example that is not, is exit status 2."""
    (tmp_path / "notes.txt").write_text("mine")
    there = call("init", tmp_path)
    assert (there.exit_code, there.stdout) == (2, "")
    assert last_line(there) == (
        f"{tmp_path}: must be new or empty, got something that is there already"
    )
    unknown = call("init", tmp_path / "team", "--example", "small-taem")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert last_line(unknown) == (
        '--example: must be safety-escalations or small-team, got "small-taem";'
        ' did you mean "small-team"?'
    )


# -- check ---------------------------------------------------------------------------------------


def test_check(team: Path) -> None:
    """A good folder is said to be, with what it holds: 31 days of two shifts."""
    result = call("check", team, "--month", "2026-12")
    assert (result.exit_code, result.stderr) == (0, "")
    first, last = result.stdout.splitlines()
    assert first.startswith("2026-12: 3 people, 62 shifts, 0 coverage requirements, ")
    assert last == "No errors, and nothing that is impossible by itself."


def test_check_as_json(team: Path) -> None:
    """The same as JSON: the horizon, and three lists that are empty."""
    result = call("check", team, "--month", "2026-12", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    empty: dict[str, object] = {"errors": [], "impossible": [], "warnings": []}
    assert json.loads(result.stdout) == {"horizon": "2026-12"} | empty


def test_check_chooses_the_month(team: Path) -> None:
    """Without --month it is the one after the last date of the history."""
    write(team, history="shift,date,person\nday,2027-01-05,ana\n")
    result = call("check", team)
    assert result.exit_code == 0
    assert result.stdout.startswith("2027-02: ")


def test_check_finds_what_is_impossible(team: Path) -> None:
    """A shift that nobody may take is named with the reason: exit status 1."""
    rota = ROTA.replace('es = "B2"', 'th = "B2"')
    write(team, rota=rota)
    result = call("check", team, "--month", "2026-12")
    assert (result.exit_code, result.stderr) == (1, "")
    impossible = result.stdout.splitlines()[1:]
    as_json = call("check", team, "--month", "2026-12", "--json")
    assert as_json.exit_code == 1
    found = json.loads(as_json.stdout)["impossible"]
    assert [f"impossible: {each}" for each in found] == impossible


WRONG = {
    "rota": ROTA.replace('start = "07:00"', 'start = "7:60"'),
    "people": PEOPLE.replace("America/Chicago", "America/Chigago", 1),
}


def test_check_says_every_error(team: Path) -> None:
    """All that is wrong is said at once, on standard error: exit status 2."""
    write(team, **WRONG)
    result = call("check", team, "--month", "2026-12")
    assert (result.exit_code, result.stdout) == (2, "")
    errors = result.stderr.splitlines()
    hint = 'did you mean "America/Chicago"?'
    assert errors[0] == f'people.csv:2: time_zone: no such zone "America/Chigago"; {hint}'
    assert errors[1].startswith("rota.toml:8: shifts[0].start: ") or errors[1].startswith(
        "rota.toml:8: "
    )
    assert errors[1].endswith('got "7:60"')
    assert len(errors) == 2


def test_check_says_every_error_as_json(team: Path) -> None:
    """The same errors by their parts, so that an editor can mark them."""
    write(team, **WRONG)
    result = call("check", team, "--month", "2026-12", "--json")
    assert result.exit_code == 2
    found = json.loads(result.stdout)
    assert found["horizon"] == "2026-12"
    first, second = found["errors"]
    assert (first["file"], first["line"], first["field"]) == ("people.csv", 2, "time_zone")
    assert first["says"].startswith('no such zone "America/Chigago"')
    assert (second["file"], second["line"]) == ("rota.toml", 8)


def test_check_says_warnings(team: Path) -> None:
    """What is odd but can be meant is a warning, not an error, and no exit status."""
    write(team, history="shift,date,person\nday,2026-12-05,ana\n")
    result = call("check", team, "--month", "2026-12")
    assert result.exit_code == 0
    why = "dated inside the horizon, which begins on 2026-12-01"
    assert result.stderr == f"warning: history.csv: 1 row is ignored, {why} (line 2)\n"
    as_json = call("check", team, "--month", "2026-12", "--json")
    assert [f"warning: {each}\n" for each in json.loads(as_json.stdout)["warnings"]] == [
        result.stderr
    ]
    assert as_json.stderr == ""


@pytest.mark.parametrize("command", ["check", "generate", "audit"])
def test_no_such_folder(command: str, tmp_path: Path) -> None:
    """A team folder that is not there is said in words: exit status 2."""
    schedule = tmp_path / "schedule.csv"
    schedule.write_text("shift,date,person\nday,2026-12-01,ana\n")
    more = ["--schedule", schedule] if command == "audit" else []
    result = call(command, tmp_path / "gone", "--month", "2026-12", *more)
    assert (result.exit_code, result.stdout) == (2, "")
    gone = tmp_path / "gone"
    assert result.stderr == f"{gone}: must be a team folder, got no such folder\n"
