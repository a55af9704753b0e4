"""The installed program: exit statuses, start-up, completion."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import AS_OF, PROGRAM, call, finish
from tests.team.folders import ROTA, write
from tests.test_cli_generate import CLOSE, CONTRADICTION, SHORT


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Make a team of three: a day shift for anybody, a Spanish night for Ana or Cy."""
    folder = tmp_path / "team"
    folder.mkdir()
    return write(folder)


def test_exit_statuses_reach_the_shell(team: Path) -> None:
    """0, 1, 2 and 3, each from a program of its own; progress in pipes is plain lines."""
    dates = ("--from", "2026-12-01", "--to", "2026-12-02", "--as-of", AS_OF)
    assert finish("generate", team, *dates)[0] == 0
    write(team, **SHORT)
    assert finish("generate", team, *dates)[0] == 1
    write(team, rota=ROTA, people="id\n", leave="person,from\n")
    status, out, err = finish("generate", team, *dates)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    write(team, leave="person,from\n", **CLOSE)
    status, out, err = finish("generate", team, *dates)
    assert (status, out) == (3, "")
    assert "\r" not in err
    assert CONTRADICTION in err


SOLVING = {"ortools", "pandas", "numpy", "scipy", "numba", "llvmlite", "highspy"}
HEAVY = SOLVING | {"icalendar", "jinja2", "xlsxwriter", "recurring_ical_events"}
HEAVY |= {"dask", "distributed"}


def imported(*arguments: object) -> set[str]:
    """Run a command and list the packages that it imported, by what Python itself tells."""
    code = "import sys; from rotation.cli import main; main(prog_name='rotation')"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code, *(str(each) for each in arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.split("|")[-1].strip().split(".")[0] for line in lines}


def test_help_imports_nothing_heavy() -> None:
    """`rotation --help` is answered before any big library is touched."""
    packages = imported("--help")
    assert "click" in packages
    assert packages & (HEAVY | {"holidays", "tzdata", "zoneinfo", "tomllib"}) == set()


def test_check_imports_nothing_heavy(team: Path) -> None:
    """`rotation check` needs neither the solver nor what writes reports and feeds."""
    packages = imported("check", team, "--month", "2026-12")
    assert "tomllib" in packages
    assert packages & HEAVY == set()


def test_generating_here_needs_no_cluster(team: Path) -> None:
    """Without `--scheduler` nothing of Dask is imported, for one team or for all."""
    dates = ("--from", "2026-12-01", "--to", "2026-12-02", "--as-of", AS_OF, "--quiet")
    for words in (("generate", team), ("generate", "--all", team.parent)):
        packages = imported(*words, *dates)
        assert "multiprocessing" in packages
        assert packages & {"dask", "distributed", "matplotlib"} == set()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    """The script of each shell asks this program what may follow."""
    result = call("completion", shell)
    assert result.exit_code == 0
    assert f"_ROTATION_COMPLETE={shell}_complete" in result.stdout
    assert "rotation" in result.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [("rotation ge", "generate"), ("rotation generate --mo", "--month")],
)
def test_completion(words: str, offered: str) -> None:
    """The program answers what the script of bash asks."""
    status, out, err = finish(
        _ROTATION_COMPLETE="bash_complete",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
    )
    assert (status, err) == (0, "")
    assert out == f"plain,{offered}\n"


def test_the_program_is_installed() -> None:
    """What these tests run is the program that was installed with the package."""
    assert PROGRAM.is_file()


def test_output_that_cannot_be_written_ends_in_words(team: Path) -> None:
    """A full disk behind standard output is said, not traced."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [PROGRAM, "check", str(team), "--month", "2026-12"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "cannot be written: No space left on device"
    assert "Traceback" not in done.stderr
