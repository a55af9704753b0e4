"""Telling how a search goes: one line that changes on a terminal, plain lines in a pipe."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, TextIO

from rotation.limits import GRAIN
from rotation.news import News

if TYPE_CHECKING:
    from rotation.board import Progress

PIPE_EVERY = 5.0
"""Seconds between two lines in a pipe, but for one that tells of a first rota."""

UNITS = {
    "coverage": "uncovered person-minutes",
    "staffing": "empty seats",
    "mix": "seats of the wrong kind",
}


class Teller:
    """Writes progress for people.

    Parameters
    ----------
    seconds
        The longest that the search may take.
    quiet
        Write nothing.
    """

    def __init__(self, seconds: float, stream: TextIO, *, quiet: bool = False) -> None:
        self._seconds = seconds
        self._stream = stream
        self._quiet = quiet
        self._live = stream.isatty()
        self._news = News(PIPE_EVERY)
        self._width = 0

    def tell(self, progress: Progress) -> None:
        """Tell where the search stands; in a pipe now and then, and of a first rota."""
        if self._quiet:
            return
        if self._live:
            self._show(says(progress, self._seconds))
        elif self._news.due(time.monotonic(), rota=progress.best is not None):
            self._write(says(progress, self._seconds) + "\n")

    def blaming(self) -> None:
        """Tell that the contradicting rules are being looked for."""
        if not self._quiet:
            self.close()
            self._write("No schedule obeys the hard rules; finding which of them contradict...\n")

    def close(self) -> None:
        """Leave the terminal's line."""
        if self._live and self._width:
            self._write("\n")
            self._width = 0

    def _show(self, line: str) -> None:
        line = line[: self._columns() - 1]  # one that wraps could not be written over
        self._write("\r" + line.ljust(self._width))
        self._width = len(line)

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):  # a terminal without a size
            return 80

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def says(progress: Progress, seconds: float) -> str:
    """Write progress in one line: seconds, best price, bound, gap, what is still short."""
    parts = [f"{progress.seconds:4.0f} s of {seconds:.0f} s"]
    if progress.best is None:
        parts.append("no rota yet")
    else:
        parts.append(f"best {progress.best / GRAIN:,.0f}")
    if progress.bound is not None:
        parts.append(f"bound {progress.bound / GRAIN:,.0f}")
    if progress.best and progress.bound is not None and progress.bound > 0:
        parts.append(f"gap {max(0.0, progress.best / progress.bound - 1) * 100:.1f} %")
    short = [
        f"{amount:,.10g} {UNITS.get(rule, rule)}" for rule, amount in sorted(progress.short.items())
    ]
    if short:
        parts.append("short: " + ", ".join(short))
    return "  ".join(parts)
