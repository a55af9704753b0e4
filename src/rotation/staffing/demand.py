"""How many cases to expect when: weekly demand windows laid out on UTC."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rotation import clock, duty
from rotation.domain import Demand, Span, Window
from rotation.staffing.grid import laid_out

NO_TIME = timedelta(0)


@dataclass(frozen=True)
class Piece:
    """A stretch in which cases of one language and severity arrive at one rate.

    `handle` is the mean handling time of its cases.
    """

    span: Span
    language: str
    severity: str
    cases_per_hour: float
    handle: timedelta

    @property
    def cases(self) -> float:
        """Expected number of cases in the stretch."""
        return self.cases_per_hour * (self.span.length / timedelta(hours=1))


def intensities(demand: Sequence[Demand], span: Span) -> list[Piece]:
    """List what arrives in a stretch, cut at window edges and whole UTC hours, sorted by start.

    Overlapping windows of one language and severity add up; their handling time is the mean over
    cases. Where nothing is expected there is no piece.
    """
    occurrences = _Occurrences(span)
    kinds: dict[tuple[str, str], list[Demand]] = defaultdict(list)
    for row in demand:
        if row.cases_per_hour > 0:
            kinds[row.language, row.severity].append(row)
    pieces = [
        Piece(cell, *kind, *rate(rows))
        for kind, all_rows in sorted(kinds.items())
        for cell, rows in laid_out(
            [(when, row) for row in all_rows for when in occurrences.of(row.window)],
            occurrences.hours,
        )
        if rows
    ]
    return sorted(pieces, key=lambda piece: (piece.span.start, piece.language, piece.severity))


def rate(rows: Iterable[Demand | Piece]) -> tuple[float, timedelta]:
    """Add up what arrives at one time: cases per hour, and the mean handling time over cases.

    Examples
    --------
    >>> rate([])
    (0.0, datetime.timedelta(0))
    """
    listed = list(rows)
    cases = math.fsum(row.cases_per_hour for row in listed)
    if not cases:
        return 0.0, NO_TIME
    work = math.fsum(row.cases_per_hour * row.handle.total_seconds() for row in listed)
    return cases, timedelta(seconds=work / cases)


class _Occurrences:
    """The occurrences of windows in one stretch; a forecast has many rows with the same window."""

    def __init__(self, span: Span) -> None:
        self.span = span
        self.hours = {hour.start for hour in duty.hours(span)} | {span.end}
        self._known: dict[Window, list[Span]] = {}

    def of(self, window: Window) -> list[Span]:
        """List the occurrences of one window."""
        if window not in self._known:
            self._known[window] = list(clock.windows(window, self.span))
        return self._known[window]
