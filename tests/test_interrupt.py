"""Ctrl-C during a search, by a signal and by a terminal, and what the terminal shows."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rotation.team.template import create
from tests.command import OUTPUT, PROGRAM, call, files, start

LONGEST = 90.0
"""Seconds after which a test gives up on what it waits for."""


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Make the large example, whose December is not proved in the time allowed here."""
    create(tmp_path / "team", "safety-escalations")
    return tmp_path / "team"


def stopped(team: Path, status: int, said: str) -> None:
    """Check that the best rota so far was kept, whole, and that this is said."""
    out = team / "out" / "2026-12"
    assert status in (0, 1)
    assert said.startswith("Stopped early by you. ")
    run = json.loads((out / "run.json").read_bytes())
    assert (run["status"], run["exit_status"]) == ("feasible", status)
    assert run["bound"] <= run["objective"]
    assert set(files(out)) > OUTPUT
    judged = call("audit", team, "--month", "2026-12", "--schedule", out / "schedule.csv", "--json")
    assert not [row for row in json.loads(judged.stdout)["breaches"] if row["weight"] == ""]
    assert [path.name for path in (team / "out").iterdir()] == ["2026-12"]


def test_a_signal_keeps_the_best_rota(team: Path) -> None:
    """SIGINT once a rota is there: it is written, and said to be what there was."""
    process = start("generate", team, "--month", "2026-12", "--seconds", "600")
    try:
        assert process.stderr is not None
        lines = []
        for line in process.stderr:
            lines.append(line)
            if " best " in line:
                break
        process.send_signal(signal.SIGINT)
        said, more = process.communicate(timeout=LONGEST)
    finally:
        process.kill()
    stopped(team, process.returncode, said)
    assert "Traceback" not in more
    told = [line for line in lines if not line.startswith("warning: ")]
    assert all(re.fullmatch(r" *\d+ s of 600 s  \S.*\n", line) for line in told)


def test_a_signal_before_there_is_a_rota(team: Path) -> None:
    """SIGINT while the folder is being read: nothing is written, and it is no success."""
    people = team / "people.csv"
    people.unlink()
    os.mkfifo(people)  # reading it waits for a writer
    process = start("generate", team, "--month", "2026-12")
    try:
        descriptor = _writer(people, process)
        process.send_signal(signal.SIGINT)
        said, more = process.communicate(timeout=LONGEST)
        os.close(descriptor)
    finally:
        process.kill()
    assert (process.returncode, said) == (130, "")
    assert more.splitlines()[-1] == "Stopped by you; nothing was written."
    assert "Traceback" not in more
    assert not (team / "out").exists()


def _writer(fifo: Path, process: subprocess.Popen[str]) -> int:
    """Open a fifo to write once somebody reads it."""
    for _ in _until(lambda: process.poll() is not None):
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nobody read the file")


def _until(over: Callable[[], bool]) -> Iterator[None]:
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends and not over():
        yield


def test_a_terminal(team: Path) -> None:
    """On a terminal one line changes, and Ctrl-C typed there keeps the best rota too."""
    master, slave = pty.openpty()

    def take_the_terminal() -> None:
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [PROGRAM, "generate", team, "--month", "2026-12", "--seconds", "600"],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
        start_new_session=True,
        preexec_fn=take_the_terminal,
    )
    os.close(slave)
    shown = b""
    try:
        for _ in _until(lambda: process.poll() is not None):
            if select.select([master], [], [], 0.5)[0]:
                shown += os.read(master, 10_000)
            if shown.count(b" best ") >= 2:
                break
        os.write(master, b"\x03")
        said, _ = process.communicate(timeout=LONGEST)
    finally:
        process.kill()
        os.close(master)
    stopped(team, process.returncode, said.decode())
    lines = shown.decode().split("\r\n")[-1].split("\r")[1:]
    assert len(lines) >= 2
    assert all(re.match(r" *\d+ s of 600 s  ", line) for line in lines)
