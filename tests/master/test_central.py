"""The master solved from the middle, against the one that goes from corner to corner."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from random import Random

import numpy as np
import pytest

from rotation.master import Linear, Master
from rotation.master.central import CentralMaster
from rotation.master.columns import Column
from rotation.master.linear import Sparse
from tests.master.test_programme import holding, idle, seats
from tests.master.test_tidy import random_cover, random_lines

PATIENT = 600.0
"""Seconds: the first to solve anything waits for the kernels to be compiled."""


def central(of: Linear, own: list[int], blocks: int) -> CentralMaster:
    """Make one in which nothing is cheaper than it is."""
    made = CentralMaster(of, np.array(own, np.int64), blocks, 1.0)
    made.cap(1000.0)
    return made


def with_sums(of: Linear, chance: Random) -> tuple[Linear, list[int]]:
    """Give each of three people a row of their own: what a line counts, above 2 at 4 each."""
    rows, rest = of.held.rows, len(of.rest_cost)
    own = {
        row: {rest + 2 * (row - rows): -1.0, rest + 2 * (row - rows) + 1: -1.0}
        for row in range(rows, rows + 3)
    }
    entries = [
        dict(
            zip(
                *(
                    part[of.rest.start[r] : of.rest.start[r + 1]].tolist()
                    for part in (of.rest.index, of.rest.value)
                ),
                strict=True,
            )
        )
        for r in range(rows)
    ]
    start = np.concatenate([of.held.start, np.full(3, of.held.start[-1])]).astype(np.int32)
    made = replace(
        of,
        held=Sparse(start, of.held.index, of.held.value),
        rest=Sparse.of([*entries, *own.values()]),
        low=np.concatenate([of.low, np.zeros(3)]),
        high=np.concatenate([of.high, np.zeros(3)]),
        rest_cost=np.concatenate([of.rest_cost, [0.0, 4.0] * 3]),
        rest_low=np.concatenate([of.rest_low, np.zeros(6)]),
        rest_high=np.concatenate([of.rest_high, [2.0, 9.0] * 3]),
    )
    return made, [-1] * rows + [0, 1, 2]


def test_what_is_missing_is_capped() -> None:
    """Two people without a line: what that costs is of no account, and it says so."""
    solved = central(seats(), [-1], 2).solve(PATIENT, 1e-6)
    assert solved is not None
    assert solved.capped
    assert solved.missing == pytest.approx(2, abs=1e-3)


def test_lines_are_taken_where_they_pay() -> None:
    """Ana's line (4) saves a seat (10); Bo's (15) does not: 4 + 0 + 10 + 7."""
    master = central(seats(), [-1], 2)
    master.add([])
    master.add([holding(0, 4), idle(0), holding(1, 15), idle(1)])
    solved = master.solve(PATIENT, 1e-7)
    assert solved is not None
    assert not solved.capped
    assert solved.value == pytest.approx(21, abs=1e-3)
    assert solved.shares.tolist() == pytest.approx([1, 0, 0, 1], abs=1e-3)
    assert solved.duals.tolist() == pytest.approx([10], abs=1e-2)
    assert solved.fees.tolist() == pytest.approx([-6, 0], abs=1e-2)


def test_a_lowered_price_is_told() -> None:
    """A seat at 10 that is counted at 3 is short, which costs only 3."""
    master = central(seats(), [-1], 2)
    master.add([idle(0), idle(1)])
    master.cap(3.0)
    solved = master.solve(PATIENT, 1e-7)
    assert solved is not None
    assert solved.capped
    assert solved.missing == 0
    assert solved.value == pytest.approx(13, abs=1e-3)


def test_lines_can_be_forbidden_and_allowed_again() -> None:
    """Without Ana's first line the seat is short: 0 + 20 + 7, and with it again 21."""
    master = central(seats(), [-1], 2)
    master.add([holding(0, 4), idle(0), idle(1)])
    values = []
    for allowed in (True, False, True):
        master.allow([0], allowed=allowed)
        solved = master.solve(PATIENT, 1e-7)
        assert solved is not None
        values.append(solved.value)
    assert values == pytest.approx([21, 27, 21], abs=1e-3)


def test_lines_that_are_too_dear_are_left_out() -> None:
    """At a price of 10 Bo's line is 5 dearer than none: out where no more than 4 are to spare."""
    for room, share in ((4.0, 0.0), (6.0, 1.0)):
        master = central(seats(wanted=1), [-1], 2)
        master.add([idle(0), holding(1, 15), idle(1)])
        master.narrow(np.array([10.0]), np.array([0.0, 0.0]), room)
        master.allow([2], allowed=True)
        assert master._useful.tolist() == [True, share == 1.0, True]


def test_no_time_is_no_answer() -> None:
    """It ends without an answer where there is no time for one."""
    master = central(seats(), [-1], 2)
    master.add([idle(0), idle(1)])
    assert master.solve(-1.0) is None


@pytest.mark.parametrize("sums", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_the_middle_costs_what_the_corners_do(seed: int, *, sums: bool) -> None:
    """Both come to the same, rows of one person's own or not; the prices are as good a bound."""
    chance = Random(seed)
    of, lines = random_cover(chance), random_lines(chance)
    own = [-1] * of.held.rows
    if sums:
        of, own = with_sums(of, chance)
        rows = of.held.rows - 3
        lines = [
            Column(each.block, each.held, each.cost, ((rows + each.block, float(len(each.held))),))
            for each in lines
        ]
    corners, middle = Master(of, 3, 1.0, 1000.0), central(of, own, 3)
    for master in (corners, middle):
        master.add(lines)
    one, other = corners.solve(10.0), middle.solve(PATIENT, 1e-7)
    assert one is not None
    assert other is not None
    assert other.value == pytest.approx(one.value, abs=1e-3)
    assert inf > other.value
    # Rounding may leave a trace of a price where the row has no such side.
    duals = np.where(np.isinf(of.low), np.minimum(other.duals, 0), other.duals)
    duals = np.where(np.isinf(of.high), np.maximum(duals, 0), duals)
    reduced, total = of.worth(duals)
    for block in range(3):
        total += min(
            line.cost
            + reduced[line.held].sum()
            - sum(duals[row] * amount for row, amount in line.adds)
            for line in lines
            if line.block == block
        )
    assert total == pytest.approx(one.value, abs=1e-2)
