"""Cutting time on common edges."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from rotation.domain import Span
from rotation.staffing.grid import Meter, laid_out


def at(hour: int) -> datetime:
    """Return an hour of one day."""
    return datetime(2026, 12, 7, hour, tzinfo=UTC)


def test_things_are_cut_where_any_begins_or_ends() -> None:
    """Two overlapping things make three cells and an empty one; what lies outside is left out."""
    things = [
        (Span(at(0), at(10)), "a"),
        (Span(at(8), at(12)), "b"),
        (Span(at(14), at(15)), "outside"),
    ]
    assert laid_out(things, [at(6), at(14)]) == [
        (Span(at(6), at(8)), ["a"]),
        (Span(at(8), at(10)), ["a", "b"]),
        (Span(at(10), at(12)), ["b"]),
        (Span(at(12), at(14)), []),
    ]


def test_no_edges_no_cells() -> None:
    """Nothing to cut is nothing."""
    assert laid_out([], []) == []


def test_meter_reads_before_within_and_after() -> None:
    """A meter stands still between its stretches and runs for ever in an endless one."""
    meter = Meter([(2.0, 4.0), (10.0, math.inf)])
    assert [meter.read(moment) for moment in (0, 3, 7, 11)] == [0, 1, 2, 3]
    assert [meter.when(amount) for amount in (0, 1, 2, 2.5)] == [2, 3, 4, 10.5]


def test_meter_that_never_runs() -> None:
    """Without stretches nothing is ever reached."""
    assert (Meter([]).read(5), Meter([]).when(1)) == (0, math.inf)
