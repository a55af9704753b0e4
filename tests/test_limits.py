"""Clash, Total and Run by themselves, measured on lines of a few shifts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

import pytest

from rotation import clock
from rotation.domain import Shift, sorted_shifts
from rotation.limits import (
    GRAIN,
    HOUR,
    Clash,
    Line,
    Mark,
    Part,
    Run,
    Total,
    open_pairs,
    squared,
    tenths,
)
from tests import problems as make
from tests.problems import at, day, past, person, shift_type

KIND = shift_type("day")


def shift(number: int) -> Shift:
    """Return the day shift of a date in December, 09:00 to 17:00 UTC."""
    return clock.shift_on(KIND, day(f"2026-12-{number:02d}"))


def some(*numbers: int) -> frozenset[Shift]:
    """Return the day shifts of some dates."""
    return frozenset(shift(number) for number in numbers)


NONE = frozenset[Shift]()


# Measures


@pytest.mark.parametrize("per_unit", [1, 60, 100, 480, 600, 4800])
def test_a_grain_is_whole_for_every_measure(per_unit: int) -> None:
    """Minutes, hundredths and tenths of minutes in one or eight hours divide it."""
    assert GRAIN % per_unit == 0


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, 0), (1, 600), (37.5, 22_500), (1 / 3, 200), (0.0001, 0)]
)
def test_hours_in_tenths_of_minutes(hours: float, expected: int) -> None:
    """To the nearest tenth of a minute."""
    assert tenths(hours) == expected


@pytest.mark.parametrize(
    ("distance", "expected"),
    [(0, 0), (50, 0.5), (100, 1), (150, 2.5), (-150, 2.5), (200, 4), (275, 7.75), (300, 9)],
)
def test_squares_are_linear_between_whole_units(distance: int, expected: float) -> None:
    """In hundredths of a unit: 1 and 4 at one and two, half way 2.5, three quarters to 9: 7.75."""
    assert squared(distance, 100) == expected * GRAIN


# Line


def test_a_line_is_what_was_served_and_is_held() -> None:
    """Past and open shifts, sorted together; standby is no active one."""
    ana = person("ana")
    watch = shift_type("watch", "08:00", "09:00", kind="standby")
    of = make.problem([ana], [KIND, watch], history=(past(KIND, "2026-12-06", ana),))
    rota = make.schedule(of, "day 2026-12-08 ana", "watch 2026-12-07 ana")
    line = Line.judged(ana, rota)
    assert [str(each) for each in line.all] == ["Sun 6 Dec day", "Mon 7 Dec watch", "Tue 8 Dec day"]
    assert [str(each) for each in line.active] == ["Sun 6 Dec day", "Tue 8 Dec day"]
    assert line.past_set == some(6)
    assert line.clock.time_zone == "America/Chicago"


# Clash


def near(hours: float, **changed: object) -> Clash:
    """Make a clash of shifts less than some hours apart, from 5 to 9 December."""
    least = timedelta(hours=hours)
    return Clash(
        among=sorted_shifts([shift(n) for n in range(5, 10)]),
        test=lambda first, second: second.start - first.end < least,
        reach=least,
        **changed,  # type: ignore[arg-type]
    )


def test_a_clash_needs_a_held_shift() -> None:
    """16 h lie between neighbours: served with served is nothing, with held it is."""
    clash = near(17)
    assert list(clash.findings(NONE, some(5, 6))) == []
    [found] = clash.findings(some(7), some(5, 6))
    assert found.grains == GRAIN
    assert found.shifts == (shift(6), shift(7))
    assert (found.start, found.end) == (at("2026-12-06T09:00"), at("2026-12-07T17:00"))
    assert list(near(16).findings(some(7), some(6))) == []


def test_the_next_one_or_all() -> None:
    """Within 41 h of the end of the 5th lie the 6th and the 7th: two neighbours, three pairs."""
    held = some(5, 6, 7)
    assert len(list(near(41).findings(held, NONE))) == 2
    assert len(list(near(41, next_only=False).findings(held, NONE))) == 3


@dataclass(frozen=True)
class TooSoon:
    """A test that is a value, and notes what it was asked."""

    least: timedelta
    asked: ClassVar[list[tuple[Shift, Shift]]] = []

    def __call__(self, first: Shift, second: Shift) -> bool:
        """Say whether the second starts too soon after the first."""
        self.asked.append((first, second))
        return second.start - first.end < self.least


def clash_of(line: Line, hours: float, *, next_only: bool = True, shared: bool = True) -> Clash:
    """Make a clash of all shifts of a line that are less than some hours apart."""
    least = timedelta(hours=hours)
    return Clash(
        among=line.all, test=TooSoon(least), reach=least, next_only=next_only, shared=shared
    )


@pytest.mark.parametrize(
    ("served", "next_only", "expected"),
    [
        # Whoever may stand between: 4 neighbours and 3 beyond one.
        ((), True, ["01", "02", "12", "13", "23", "24", "34"]),
        ((7, 8), True, ["12", "13", "23", "24", "34"]),
        ((7, 8), False, ["02", "12", "13", "23", "24", "34"]),
        ((9,), True, ["01", "02", "12", "23", "24", "34"]),
        ((9,), False, ["01", "02", "12", "13", "23", "24", "34"]),
    ],
)
@pytest.mark.parametrize("shared", [False, True])
def test_pairs_that_clash(
    served: tuple[int, ...], next_only: bool, expected: list[str], shared: bool
) -> None:
    """By place from the 7th on; two that were served are not asked, nor is one stepped over."""
    ana = person("ana")
    behind, open_ = some(*served), some(7, 8, 9, 10, 11) - some(*served)
    line = Line(ana, make.problem([ana], [KIND]), sorted_shifts([*behind]), sorted_shifts([*open_]))
    pairs = open_pairs(clash_of(line, 41, next_only=next_only, shared=shared), line)
    assert pairs == [(int(first), int(second)) for first, second in map(tuple, expected)]


def test_a_shared_test_is_asked_once_for_everybody() -> None:
    """A second line of a problem asks nothing more; a test that is another one asks anew."""
    ana, bo = person("ana"), person("bo")
    of = make.problem([ana, bo], [KIND])
    hers = Line(ana, of, (), of.shifts)
    assert len(open_pairs(clash_of(hers, 41), hers)) > len(open_pairs(clash_of(hers, 17), hers))
    TooSoon.asked.clear()
    his = Line(bo, of, (), (of.shifts[0], of.shifts[1], of.shifts[4]))
    assert (open_pairs(clash_of(his, 41), his), TooSoon.asked) == ([(0, 1)], [])
    assert open_pairs(clash_of(his, 90), his) == [(0, 1), (0, 2), (1, 2)]
    assert TooSoon.asked


def test_a_shared_test_is_asked_by_kind_of_shift() -> None:
    """Kinds that nobody's clash was about are not asked of, until somebody's is."""
    ana = person("ana")
    of = make.problem([ana], [KIND, shift_type("late", "12:00", "20:00")])
    line = Line(ana, of, (), tuple(each for each in of.shifts if each.type == KIND))
    assert open_pairs(clash_of(line, 1), line) == []
    line = replace(line, open=of.shifts[:3])
    # Day and late of the 7th overlap, and the next day's begins 13 h after the late.
    assert open_pairs(clash_of(line, 14), line) == [(0, 1), (1, 2)]


def test_a_clash_may_be_excused() -> None:
    """The pair of the 5th and 7th is none while the 9th is held or served."""
    clash = near(41, unless=lambda _first, _second: (shift(9),))
    assert len(list(clash.findings(some(5, 7), NONE))) == 1
    assert list(clash.findings(some(5, 7, 9), NONE)) == [
        found for found in clash.findings(some(5, 7, 9), NONE) if shift(9) in found.shifts
    ]
    assert list(clash.findings(some(5, 7), some(9))) == []


def test_between_lists_what_stands_between() -> None:
    """In the order of the line, both ends left out."""
    assert near(1).between(shift(5), shift(8)) == (shift(6), shift(7))


# Total


def test_parts_add_for_each_any_or_none() -> None:
    """Three amounts of the same two shifts."""
    both = (shift(7), shift(8))
    each, any_of, none = Part(5, both), Part(5, both, "any"), Part(5, both, "none")
    assert [part.value(some(7, 8)) for part in (each, any_of, none)] == [10, 5, 0]
    assert [part.value(some(7)) for part in (each, any_of, none)] == [5, 5, 0]
    assert [part.value(NONE) for part in (each, any_of, none)] == [0, 0, 5]


@pytest.mark.parametrize(
    ("value", "units"), [(1199, 1 / 600), (1200, 0), (1800, 0), (1801, 1 / 600), (3000, 2)]
)
def test_a_total_within_bounds(value: int, units: float) -> None:
    """Two to three hours in tenths of minutes; a tenth of a minute out is 8 grains."""
    total = Total(parts=(), low=2 * HOUR, high=3 * HOUR, unit=HOUR)
    assert total.grains(value) == units * GRAIN


def test_a_flat_total_is_one_unit_however_far() -> None:
    """One out or nine out."""
    total = Total(parts=(), high=1, flat=True)
    assert [total.grains(value) for value in (1, 2, 10)] == [0, GRAIN, GRAIN]


def test_a_total_needs_a_held_shift_unless_idle() -> None:
    """Two served of at most one: nothing, until one more makes it two too many."""
    parts = (Part(1, tuple(sorted_shifts([shift(n) for n in range(5, 10)]))),)
    total = Total(parts=parts, high=1)
    assert list(total.findings(NONE, some(5, 6))) == []
    [found] = total.findings(some(7), some(5, 6))
    assert (found.grains, found.value) == (2 * GRAIN, 3)
    assert found.shifts == (shift(5), shift(6), shift(7))
    # A held shift that the total does not speak of takes no part.
    assert list(total.findings(some(20), some(5, 6))) == []
    low = Total(parts=parts, low=3, idle=True)
    assert [each.grains for each in low.findings(NONE, some(5))] == [2 * GRAIN]


def test_a_total_around_an_aim() -> None:
    """Aim 3.50 in hundredths: 2 and 5 are 1.5 off, 2.5 units each."""
    total = Total(parts=(), aim=350, unit=100)
    assert [total.grains(value) / GRAIN for value in (200, 350, 500)] == [2.5, 0, 2.5]


# Run


def marks(first: int = 5, last: int = 12) -> tuple[Mark, ...]:
    """Make a row of dates with a shift on each."""
    return tuple(Mark(day(f"2026-12-{n:02d}"), (shift(n),)) for n in range(first, last + 1))


def test_runs_of_marks_and_of_holes() -> None:
    """Marked 5, 6, 8 and 11: runs 5-6, 8, 11; holes between two marks 7 and 9-10."""
    row = marks()
    on = some(5, 6, 8, 11)

    def marked(mark: Mark) -> bool:
        return mark.shifts[0] in on

    assert list(Run(marks=row).runs(marked)) == [(0, 1), (3, 3), (6, 6)]
    assert list(Run(marks=row, off=True).runs(marked)) == [(2, 2), (4, 5)]


def test_a_run_that_reaches_the_end_is_not_too_short() -> None:
    """Three wanted, the row is open from the 12th: two at its end are fine, before it they lack."""
    run = Run(marks=marks(), low=3, open_from=day("2026-12-12"))
    assert list(run.findings(some(11, 12), NONE)) == []
    assert [found.grains for found in run.findings(some(10, 11), NONE)] == [GRAIN]


def test_a_run_from_an_unknown_start_is_not_too_short() -> None:
    """Three wanted, the row is open until the 5th: two from there are fine, later they lack."""
    run = Run(marks=marks(), low=3, open_until=day("2026-12-05"))
    assert list(run.findings(some(5, 6), NONE)) == []
    assert [found.grains for found in run.findings(some(6, 7), NONE)] == [GRAIN]


def test_a_run_counts_whole_once_a_held_shift_is_in_it() -> None:
    """Three served of at most one: nothing; with the next date it is three too many."""
    run = Run(marks=marks(), high=1)
    assert list(run.findings(NONE, some(5, 6, 7))) == []
    [found] = run.findings(some(8), some(5, 6, 7))
    assert (found.grains, found.value) == (3 * GRAIN, 4)
    assert list(run.findings(some(10), some(5, 6, 7))) == []


def test_a_hole_is_made_by_the_shifts_beside_it() -> None:
    """Served on the 5th and held on the 7th: the one free date between is theirs."""
    run = Run(marks=marks(), low=2, off=True)
    [found] = run.findings(some(7), some(5))
    assert found.shifts == (shift(5), shift(7))
    assert list(run.findings(some(11), some(5, 7))) == []
