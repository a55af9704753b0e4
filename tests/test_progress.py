"""Telling how a search goes."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import termios
from collections.abc import Iterator
from typing import TextIO

import pytest

from rotation.board import Progress
from rotation.limits import GRAIN
from rotation.progress import Teller, says

EARLY = Progress(1.2, None, None)
END = "\0"
"""Marks the end of what is read back from a terminal."""

LATE = Progress(12.0, 1200 * GRAIN, 900 * GRAIN, {"coverage": 90.0, "staffing": 2.0, "mix": 1.0})


@pytest.fixture
def terminal() -> Iterator[tuple[TextIO, int]]:
    """Open a terminal of 60 columns: what to write to, and the descriptor to read from."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    with os.fdopen(slave, "w") as stream:
        yield stream, master
    os.close(master)


def shown(terminal: tuple[TextIO, int]) -> str:
    """Read all that a terminal was sent: one read may give only what came with one write."""
    stream, master = terminal
    stream.write(END)
    stream.flush()
    read = ""
    while not read.endswith(END):
        read += os.read(master, 10_000).decode()
    return read.removesuffix(END)


def test_nothing_known_yet() -> None:
    """Before the first rota only the time is told."""
    assert says(EARLY, 60.0) == "   1 s of 60 s  no rota yet"


def test_a_bound_without_a_rota() -> None:
    """A bound may be known before any rota is."""
    assert says(Progress(3.0, None, 5 * GRAIN), 60.0) == "   3 s of 60 s  no rota yet  bound 5"


def test_everything_known() -> None:
    """Price, bound, gap and what is short: (1200 - 900) / 900 is 33.3 %."""
    assert says(LATE, 60.0) == (
        "  12 s of 60 s  best 1,200  bound 900  gap 33.3 %"
        "  short: 90 uncovered person-minutes, 1 seats of the wrong kind, 2 empty seats"
    )


def test_large_numbers_are_written_out() -> None:
    """A month without anybody is millions of minutes, which nobody reads as 1.23457e+06."""
    told = says(Progress(1.0, 0, 0, {"coverage": 1_234_567.0}), 60.0)
    assert told == "   1 s of 60 s  best 0  bound 0  short: 1,234,567 uncovered person-minutes"


def test_the_gap_is_never_below_zero() -> None:
    """A bound that was rounded above the price is no gap."""
    assert "gap 0.0 %" in says(Progress(1.0, GRAIN, GRAIN + 1), 60.0)


def test_plain_lines_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe a line is written at once and then every five seconds, without control marks."""
    now = 1.0
    monkeypatch.setattr("rotation.progress.time.monotonic", lambda: now)
    stream = io.StringIO()
    teller = Teller(60.0, stream)
    for now in (1.0, 2.0, 5.9, 6.0, 10.9, 11.0):
        teller.tell(Progress(now, None, None))
    teller.close()
    # Told at 1, then not before 1 + 5 = 6, then not before 11.
    assert stream.getvalue() == "".join(
        f"{second:4} s of 60 s  no rota yet\n" for second in (1, 6, 11)
    )


def test_a_line_that_changes_on_a_terminal(terminal: tuple[TextIO, int]) -> None:
    """On a terminal every step writes over the line before, wholly, and the end leaves it."""
    stream, _ = terminal
    teller = Teller(60.0, stream)
    teller.tell(Progress(1.0, 1000 * GRAIN, None))
    teller.tell(Progress(2.0, 10 * GRAIN, None))
    teller.close()
    teller.close()
    first, second = "   1 s of 60 s  best 1,000", "   2 s of 60 s  best 10"
    assert shown(terminal) == f"\r{first}\r{second.ljust(len(first))}\r\n"


def test_a_line_is_not_wider_than_the_terminal(terminal: tuple[TextIO, int]) -> None:
    """A line that wrapped could not be written over."""
    stream, _ = terminal
    Teller(60.0, stream).tell(LATE)
    assert shown(terminal) == "\r" + says(LATE, 60.0)[:59]


def test_quiet(terminal: tuple[TextIO, int]) -> None:
    """Nothing is written where nothing is wanted, neither in a pipe nor on a terminal."""
    pipe = io.StringIO()
    stream, _ = terminal
    for each in (pipe, stream):
        teller = Teller(60.0, each, quiet=True)
        teller.tell(LATE)
        teller.blaming()
        teller.close()
    assert pipe.getvalue() == ""
    assert shown(terminal) == ""


def test_blaming(terminal: tuple[TextIO, int]) -> None:
    """The search for the contradiction is told on a line of its own."""
    stream, _ = terminal
    teller = Teller(60.0, stream)
    teller.tell(EARLY)
    teller.blaming()
    line, end = says(EARLY, 60.0), "finding which of them contradict..."
    assert shown(terminal) == f"\r{line}\r\nNo schedule obeys the hard rules; {end}\r\n"
