"""The command line as tests call it: within this process, or as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner, Result

from rotation.cli import main

PROGRAM = Path(sysconfig.get_path("scripts")) / "rotation"
"""The program as it was installed."""

AS_OF = "2026-11-20T09:30:00Z"


def call(*arguments: object) -> Result:
    """Call a command within this process; a crash is a failure of the test."""
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def start(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.Popen[str]:
    """Start the program with pipes."""
    return subprocess.Popen(
        [str(PROGRAM), *(str(each) for each in arguments)],
        cwd=cwd,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(*arguments: object, cwd: Path | None = None, **environment: str) -> tuple[int, str, str]:
    """Run the program to its end: exit status, standard output, standard error."""
    process = start(*arguments, cwd=cwd, **environment)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, hidden ones too, by its path."""
    return {name: (folder / name).read_bytes() for name in sorted(_names(folder))}


OUTPUT = {
    *("schedule.csv", "schedule.json", "schedule.xlsx", "coverage.csv", "sla.csv"),
    *("fairness.csv", "breaches.csv", "report.html", "run.json"),
}
"""The files of an output folder beside the feeds."""


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
