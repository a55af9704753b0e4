"""Cases that wait for cover to return, and who clears them: one language through time.

While nobody on duty speaks a language, or its speakers cannot keep up, cases pile up. They are
cleared in order of arrival by the time that its speakers have left over; languages that want the
same person's spare time get it in proportion to their piles. The pile is a fluid: its expected
size, not its chance ups and downs, which are in the Erlang formula already.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rotation.staffing.cover import Cell, Cover
from rotation.staffing.grid import Meter
from rotation.staffing.sharing import Line, Offered

WEEK = 7 * 24.0
_NOTHING = 1e-9


@dataclass(frozen=True)
class Leg:
    """One language in one cell. Times are hours from the start of what is judged.

    Parameters
    ----------
    line
        How it is answered; in a gap, how it will be once cover returns, None if it never does.
    pile
        Expected cases waiting at the start.
    growth
        Cases per hour by which the pile grows, negative while it is cleared.
    pace
        Cases per hour that are taken from the pile's head, in a gap once cover returns.
    """

    start: float
    end: float
    staffed: bool
    line: Line | None
    pile: float
    growth: float
    pace: float

    def pile_at(self, moment: float) -> float:
        """Expected cases waiting at a moment of the leg."""
        return max(0.0, self.pile + self.growth * (moment - self.start))

    @property
    def cleared(self) -> float:
        """Moment at which the pile is gone, or the end."""
        if self.pile > 0 and self.growth < 0:
            return min(self.end, self.start - self.pile / self.growth)
        return self.end


def legs(cover: Cover) -> dict[str, list[Leg]]:
    """Follow every language through the cells: language -> one leg per cell.

    What waited before the horizon, or comes out of a hole where cover is unknown, is not known and
    starts at nothing.
    """
    found: dict[str, list[Leg]] = {language: [] for language in cover.languages}
    piles = dict.fromkeys(cover.languages, 0.0)
    previous = cover.span.start
    for cell in cover.cells:
        if cell.span.start != previous:
            piles = dict.fromkeys(cover.languages, 0.0)
        previous = cell.span.end
        for leg, language in _cell_legs(cover, cell, piles):
            found[language].append(leg)
            piles[language] = leg.pile_at(leg.end)
    return {language: _look_ahead(line, _recent(cover)) for language, line in found.items()}


def _cell_legs(cover: Cover, cell: Cell, piles: Mapping[str, float]) -> Iterator[tuple[Leg, str]]:
    start, end = cover.hours(cell.span.start), cover.hours(cell.span.end)
    spare = _spare(cell, piles)
    for entry in cell.offered:
        language = entry.language
        line = cell.shared.lines[language]
        erlangs = cell.shared.carried[language] + spare[language]
        pace = erlangs / entry.handle_hours
        growth = entry.cases_per_hour - pace
        if not piles[language] and growth < _NOTHING:
            growth = 0.0  # there is nothing to clear
        yield Leg(start, end, line.speakers > 0, line, piles[language], growth, pace), language


def _spare(cell: Cell, piles: Mapping[str, float]) -> dict[str, float]:
    """Erlangs of spare time that each language gets for what it cannot answer at once."""
    pending = {entry.language: _pending(cell, entry, piles) for entry in cell.offered}
    spare = dict.fromkeys(pending, 0.0)
    for tongues, idle in cell.shared.idle:
        total = sum(pending[language] for language in tongues)
        for language in tongues:
            # Without a pile of its own it is asked only what it could do, by a gap after the end.
            spare[language] += idle * (pending[language] / total if pending[language] else 1.0)
    return spare


def _pending(cell: Cell, entry: Offered, piles: Mapping[str, float]) -> float:
    """Hours of work that wait or will not be got to within the cell."""
    late = max(0.0, entry.erlangs - cell.shared.carried[entry.language]) * cell.hours
    return piles[entry.language] * entry.handle_hours + (late if late > _NOTHING else 0.0)


def _look_ahead(line: list[Leg], recent: float) -> list[Leg]:
    """Let each gap know how its cases will be answered when cover returns."""
    after = next((leg for leg in line if leg.staffed and leg.start >= recent), None)
    backwards: list[Leg] = []
    for leg in reversed(line):
        if leg.staffed:
            after = leg
            backwards.append(leg)
        else:
            pace = after.pace if after else 0.0
            backwards.append(replace(leg, line=after.line if after else None, pace=pace))
    return backwards[::-1]


def staffed(cover: Cover, line: list[Leg], reach: float) -> Meter:
    """Measure the time in which somebody on duty speaks a language, `reach` hours past the end.

    Unknown cover counts as cover. What follows the horizon is taken to be staffed as the horizon's
    last week was, or all of a shorter one, so that its last evening is judged like any other.
    """
    known = [(leg.start, leg.end) for leg in line if leg.staffed]
    known += [(cover.hours(hole.start), cover.hours(hole.end)) for hole in cover.holes]
    end = cover.hours(cover.span.end)
    recent = _recent(cover)
    week = [(max(start, recent), until) for start, until in known if until > recent]
    rounds = range(1, math.ceil(reach / (end - recent)) + 1)
    later = [
        (start + turn * (end - recent), until + turn * (end - recent))
        for turn in rounds
        for start, until in week
    ]
    return Meter(_joined([*known, *later]))


def _recent(cover: Cover) -> float:
    """Start of the last week of what is judged, or of a shorter horizon."""
    return max(0.0, cover.hours(cover.span.end) - WEEK)


def _joined(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    whole: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if whole and start <= whole[-1][1] + _NOTHING:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
