"""The restricted master on programmes that are solved by hand."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from unittest import mock

import highspy
import numpy as np
import pytest

from rotation.master import Linear, Master
from rotation.master.columns import Column
from rotation.master.linear import Sparse
from rotation.master.programme import DUAL, PRIMAL

NONE = np.zeros(0, np.int32)


def seats(wanted: float = 2, each: float = 10) -> Linear:
    """Make two people who may hold one shift that wants so many; what it lacks costs so much."""
    return Linear(
        pairs=("ana", "bo"),
        held=Sparse.of([{0: 1, 1: 1}]),
        rest=Sparse.of([{0: 1}]),
        low=np.array([wanted]),
        high=np.array([inf]),
        held_cost=np.zeros(2),
        rest_cost=np.array([each]),
        rest_low=np.zeros(1),
        rest_high=np.array([2.0]),
        constant=7,
    )


def holding(who: int, cost: int = 0) -> Column:
    """Make the line that holds the shift."""
    return Column(who, np.array([who], np.int32), cost)


def idle(who: int, cost: int = 0) -> Column:
    """Make the line that holds nothing."""
    return Column(who, NONE, cost)


def test_without_lines_everybody_is_missing() -> None:
    """Two people without a line at 1000 each, two seats at 10, and 7 anyway: 2027."""
    solved = Master(seats(), 2, 1.0, 1000.0).solve(10.0)
    assert solved is not None
    assert solved.value == pytest.approx(2027)
    assert solved.missing == pytest.approx(2)
    assert solved.duals.tolist() == pytest.approx([10])
    assert solved.fees.tolist() == pytest.approx([1000, 1000])


@pytest.mark.parametrize("unit", [1.0, 4.0, 4800.0])
def test_lines_are_taken_where_they_pay(unit: float) -> None:
    """Ana's line (4) saves a seat (10); Bo's (15) does not: 4 + 0 + 10 + 7, whatever the unit."""
    master = Master(seats(), 2, unit, 1000.0)
    master.add([holding(0, 4), idle(0), holding(1, 15), idle(1)])
    solved = master.solve(10.0)
    assert solved is not None
    assert solved.value == pytest.approx(21)
    assert solved.missing == pytest.approx(0)
    assert solved.shares.tolist() == pytest.approx([1, 0, 0, 1])
    # A seat more would cost 10; Ana's line is worth 4 - 10 to her, Bo's nothing.
    assert solved.duals.tolist() == pytest.approx([10])
    assert solved.fees.tolist() == pytest.approx([-6, 0])


def test_nobody_is_without_a_line_because_theirs_is_dear() -> None:
    """Their only lines cost 5000 and 3000, above 1000 for nobody: 8000 + 20 + 7."""
    master = Master(seats(), 2, 1.0, 1000.0)
    master.add([idle(0, 5000)])
    master.add([idle(1, 3000)])
    solved = master.solve(10.0)
    assert solved is not None
    assert solved.missing == pytest.approx(0)
    assert solved.value == pytest.approx(8027)


def test_the_duals_of_a_row_at_its_high_side_are_negative() -> None:
    """At most one may hold what both want (each is 6 dearer at home): one more place saves 6."""
    linear = Linear(
        pairs=("ana", "bo"),
        held=Sparse.of([{0: 1, 1: 1}]),
        rest=Sparse.of([{}]),
        low=np.array([-inf]),
        high=np.array([1.0]),
        held_cost=np.zeros(2),
        rest_cost=np.zeros(0),
        rest_low=np.zeros(0),
        rest_high=np.zeros(0),
        constant=0,
    )
    master = Master(linear, 2, 1.0, 1000.0)
    master.add([holding(0), idle(0, 6), holding(1), idle(1, 6)])
    solved = master.solve(10.0)
    assert solved is not None
    assert solved.value == pytest.approx(6)
    assert solved.duals.tolist() == pytest.approx([-6])
    # Lagrange with that dual: -6 at the high side 1, and each line at least 6: 12 - 6.
    reduced, total = linear.worth(solved.duals)
    assert reduced.tolist() == pytest.approx([6, 6])
    assert total + 2 * min(6, reduced[0]) == pytest.approx(6)


def test_what_is_forbidden_is_not_taken_and_may_be_again() -> None:
    """Without Ana's line both seats are lacking; with it again, one is."""
    master = Master(seats(), 2, 1.0, 1000.0)
    master.add([holding(0, 4), idle(0), idle(1)])
    values = []
    for allowed in (True, False, True):
        master.allow([0], allowed=allowed)
        solved = master.solve(10.0)
        assert solved is not None
        values.append(round(solved.value, 6))
    assert values == [21, 27, 21]


def ways(master: Master, monkeypatch: pytest.MonkeyPatch, late: Sequence[int] = ()) -> list[int]:
    """Note how each run is solved, from now on; those of such numbers do not end in time."""
    noted: list[int] = []
    highs = master._highs

    class Noting:
        def __getattr__(self, name: str) -> object:
            if name == "run":
                noted.append(highs.getOptionValue("simplex_strategy")[1])
            if name == "getModelStatus" and len(noted) - 1 in late:
                return lambda: highspy.HighsModelStatus.kTimeLimit
            return getattr(highs, name)

    monkeypatch.setattr(master, "_highs", Noting())
    return noted


def test_it_is_dual_once_what_it_had_is_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that are new or allowed, and those that nobody had, leave the basis feasible."""
    master = Master(seats(), 2, 1.0, 1000.0)
    noted = ways(master, monkeypatch)
    master.add([holding(0, 4), idle(0), idle(1)])
    master.solve(10.0)
    # The first run wakes the row of the seats, which sleeps until it is broken: one more, dual.
    assert noted == [PRIMAL, DUAL]
    for columns, allowed in (([1], False), ([1], True), ([0, 2], False), ([2], True)):
        master.allow(columns, allowed=allowed)
        master.solve(10.0)
    # Ana has her own line (0): without it, and Bo without any (2), it is dual. Then Bo's is back.
    assert noted[2:] == [PRIMAL, PRIMAL, DUAL, PRIMAL]
    master.add([holding(0, 2)])
    master.solve(10.0)
    assert noted[6:] == [PRIMAL]


def test_a_run_that_did_not_end_goes_on_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had when it last ended is still forbidden."""
    master = Master(seats(), 2, 1.0, 1000.0)
    master.add([holding(0, 4), idle(0), idle(1)])
    master.solve(10.0)
    noted = ways(master, monkeypatch, late=(0,))
    master.allow([0], allowed=False)
    assert master.solve(10.0) is None
    solved = master.solve(10.0)
    assert solved is not None
    assert solved.value == pytest.approx(27)  # both seats at 10, and 7 anyway
    assert noted == [DUAL, DUAL]


def test_it_is_dual_once_its_rows_have_other_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer seats leave what it had a solution, if not the best one; more do not."""
    master = Master(seats(), 2, 1.0, 1000.0)
    master.add([holding(0, 4), idle(0), idle(1)])
    master.solve(10.0)
    noted = ways(master, monkeypatch)
    values = []
    for high in (inf, 1.0, 1.0):
        master.hold(np.array([1.0]), np.array([high]))
        solved = master.solve(10.0)
        assert solved is not None
        values.append(solved.value)
    # One seat is saved by the line at 4, with 7 anyway.
    assert values == pytest.approx([11, 11, 11])
    assert noted == [PRIMAL, PRIMAL, PRIMAL]
    master.hold(np.array([2.0]), np.array([2.0]))
    master.solve(10.0)
    assert noted[3:] == [DUAL]


def test_lines_that_are_learnt_while_others_are_forbidden_count() -> None:
    """Ana's line is forbidden, then she has another, then that is forbidden and Bo has one."""
    # Two seats at 10 and 7 anyway are 27; a line at 2 saves one of them (19), and so does one at 1
    # (18).
    master = Master(seats(), 2, 1.0, 1000.0)
    master.add([holding(0, 4), idle(0), idle(1)])
    values = []
    for forbidden, learnt in (([0], []), ([], [holding(0, 2)]), ([3], [holding(1, 1)])):
        master.allow(forbidden, allowed=False)
        master.add(learnt)
        solved = master.solve(10.0)
        assert solved is not None
        values.append(round(solved.value, 6))
    assert values == [27, 19, 18]


def test_a_held_shift_has_its_price() -> None:
    """A price of the pair itself comes on top of the line's own: 4 + 3 + 10 + 7."""
    linear = seats()
    linear.held_cost[0] = 3
    master = Master(linear, 2, 1.0, 1000.0)
    master.add([holding(0, 4), idle(1)])
    solved = master.solve(10.0)
    assert solved is not None
    assert solved.value == pytest.approx(24)


def test_what_a_line_adds_beside() -> None:
    """A line may count for the row by itself: 2 of it fill both seats at its price of 4."""
    master = Master(seats(), 2, 1.0, 1000.0)
    master.add([Column(0, NONE, 4, ((0, 2.0),)), idle(1)])
    solved = master.solve(10.0)
    assert solved is not None
    assert solved.value == pytest.approx(11)


def test_rows_count_from_when_they_are_broken() -> None:
    """A row that no answer broke has no say; a new line that breaks it wakes it up."""
    linear = seats(wanted=-5)
    linear.high[0] = 1
    master = Master(linear, 2, 1.0, 1000.0)
    master.add([holding(0), idle(1)])
    first = master.solve(10.0)
    assert first is not None
    assert first.value == pytest.approx(7)
    assert first.duals.tolist() == [0]
    master.add([holding(1, -50)])
    # Bo's line is worth 50; for it Ana must be without hers, or half of each: at most one holds.
    then = master.solve(10.0)
    assert then is not None
    assert then.value == pytest.approx(7)
    master.add([idle(0, 20)])
    last = master.solve(10.0)
    assert last is not None
    assert last.value == pytest.approx(7 + 20 - 50)
    assert last.duals[0] == pytest.approx(-20)


def test_what_no_line_keeps_yet() -> None:
    """Two seats that must be filled: off by 2 and nobody's line, then by 1, then kept."""
    linear = seats()
    linear.rest_high[0] = 0
    master = Master(linear, 2, 1.0, 1000.0)
    told = []
    for columns in ([], [idle(0), holding(0)], [holding(1, 4)]):
        master.add(columns)
        solved = master.solve(10.0)
        assert solved is not None
        told.append((round(solved.value, 6), round(solved.missing, 6)))
    # 2 rows off and 2 lines; 1 and 1; Bo's line at 4. 7 anyway.
    assert told == [(4007, 4), (2007, 2), (11, 0)]


def test_what_nothing_keeps() -> None:
    """Nine seats for two people, 2 of them at most let be: off by 5 for ever."""
    master = Master(seats(wanted=9), 2, 1.0, 1000.0)
    master.add([holding(0), holding(1)])
    solved = master.solve(10.0)
    assert solved is not None
    assert solved.missing == pytest.approx(5)
    assert solved.shares.tolist() == pytest.approx([1, 1])


def test_what_is_missing_is_insisted_on() -> None:
    """Without lines a seat must be empty; it stays so at 1000 where that saves 4000, then not."""
    linear = seats(wanted=1)
    linear.rest_high[0] = 0
    master = Master(linear, 2, 1.0, 1000.0)
    assert master.solve(10.0) is not None
    master.add([holding(0), idle(0, -4000), idle(1)])
    told = []
    for _ in range(2):
        solved = master.solve(10.0)
        assert solved is not None
        told.append((round(solved.value, 6), round(solved.missing, 6)))
        assert master.insist()
    # The line and 1000 for the seat; then nothing. 7 anyway.
    assert told == [(-2993, 1), (7, 0)]


def test_nothing_is_insisted_on_for_ever() -> None:
    """Two seats more than there are people: dearer a few times, and off by two all the same."""
    linear = seats(wanted=4)
    linear.rest_high[0] = 0
    master = Master(linear, 2, 1.0, 1000.0)
    master.add([holding(0), holding(1)])
    assert [master.insist() for _ in range(8)] == [True] * 4 + [False] * 4
    solved = master.solve(10.0)
    assert solved is not None
    assert solved.missing == pytest.approx(2)


def test_where_simplex_finds_no_way_on_it_begins_anew() -> None:
    """Once it does not know, and the answer comes from no basis; twice, and there is none."""
    master = Master(seats(), 2, 1.0, 1000.0)
    master.add([holding(0, 4), idle(0), holding(1, 15), idle(1)])
    unknown, optimal = highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kOptimal
    for told, known in (([unknown, optimal, optimal], True), ([unknown, unknown], False)):
        with mock.patch.object(master._highs, "getModelStatus", side_effect=told):
            solved = master.solve(10.0)
        assert (solved is not None and solved.value == pytest.approx(21)) == known
