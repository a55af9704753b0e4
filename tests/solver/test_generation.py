"""Generating lines: what is told of them, and the bound they come to."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from unittest import mock

import numpy as np
import pytest

from rotation.domain import Window
from rotation.limits import GRAIN
from rotation.master.central import CentralMaster
from rotation.master.linear import Floats
from rotation.solver import generation as generating
from rotation.solver import pricing
from rotation.solver.generation import Generation
from rotation.solver.lines import work
from tests.constraints import judging
from tests.constraints.judging import rule
from tests.problems import person, problem, requirement, shift_type, wall
from tests.solver.bounding import never, patient
from tests.solver.middle_teams import middle_team

ANA, BO = (person(who, time_zone="UTC") for who in ("ana", "bo"))

RULES = [
    rule("no_overlap"),
    rule("staffing", weight=10),
    rule("days_in_row", max=2),
    rule("requests", weight=1),
]


TEAM = [
    *(rule(name) for name in judging.RULES if judging.RULES[name].always),
    rule("staffing", weight=60),
    rule("rest"),
    rule("hours", max_per_week=40.0),
    rule("fair", of="weekends", weight=5),
    rule("requests", weight=7),
]


def made() -> Generation:
    """Let Ana and Bo share a day shift from 7 to 9 December; nobody works 3 days in a row."""
    day = shift_type("day")
    return Generation(work(problem([ANA, BO], [day], last="2026-12-09"), RULES))


def test_the_best_is_found_and_proved() -> None:
    """Two of three days for one and the third for the other: nothing is lacking, nothing paid."""
    generation = made()
    solved = generation.run(never, patient)
    assert solved is not None
    assert solved.value == pytest.approx(0, abs=1e-3)
    assert (generation.bound, generation.converged) == (0, True)
    assert generation.prices is not None


@pytest.mark.parametrize("central", [False, True])
def test_who_must_come_does_however_dear_it_is(central: bool) -> None:
    """Somebody must speak Spanish, and to come costs 100,000: that is the bound, nobody missing."""
    daytime = Window(time_zone="UTC", start=wall("09:00"), end=wall("17:00"))
    must = requirement("spanish", "es", must=True, window=daytime)
    both = [person(who, time_zone="UTC", speaks="es:C2") for who in ("ana", "bo")]
    of = problem(both, [shift_type("day")], last="2026-12-07", requirements=(must,))
    dear = rule("count", shifts=("day",), max_per_period=0, weight=100_000)
    generation = Generation(work(of, [rule("coverage"), dear]), central=central)
    solved = generation.run(never, patient)
    assert solved is not None
    assert solved.missing == pytest.approx(0)
    assert generation.bound == 100_000 * GRAIN
    assert generation.converged
    assert generation.prices is not None


def test_forced_lines_are_generated_and_prove_nothing() -> None:
    """With nobody on the 8th, 10 seats' worth is lacking; that is no bound of the whole."""
    generation = made()
    for walk in generation.work.walks:
        generation.lines.force(walk, np.array([0, -1, 0], np.int8))
    solved = generation.run(never, patient)
    assert solved is not None
    assert solved.value == pytest.approx(10 * 4800)
    assert (generation.bound, generation.converged) == (-inf, False)
    for number, (block, at) in enumerate(generation.lines.all()):
        assert solved.shares[number] < 1e-6 or 1 not in at, (block, at)
    generation.lines.free()
    generation.run(never, patient)
    assert (generation.bound, generation.converged) == (0, True)


def test_rounds_are_counted_and_kept_to() -> None:
    """One round, then one more; told to stop, none."""
    generation = made()
    told: list[float] = []
    generation.run(never, patient, lambda value, _: told.append(value), rounds=1)
    assert generation.rounds == len(told) == 1
    generation.run(never, patient, lambda value, _: told.append(value), rounds=1)
    assert generation.rounds == len(told) == 2
    assert generation.run(lambda: True, patient) is None
    assert generation.rounds == 2


def test_prices_point_to_sides_that_are_there() -> None:
    """Whole ones; none towards a side without a bound."""
    generation = made()
    linear = generation.work.linear
    open_above = replace(linear, low=np.array([1.0]), high=np.array([inf]))
    open_below = replace(linear, low=np.array([-inf]), high=np.array([1.0]))
    for of, asked, whole in ((open_above, [2.6, -2.6], [3, 0]), (open_below, [2.6, -2.6], [0, -3])):
        generation.work = replace(generation.work, linear=of)
        assert [float(generation._whole(np.array([each]))[0]) for each in asked] == whole


def test_several_threads_generate_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Walking everybody at once, where it is worth it, comes to the same bound."""
    monkeypatch.setattr(pricing, "SHARED", 0)
    one = made()
    many = Generation(one.work, threads=3)
    one.run(never, patient)
    many.run(never, patient)
    assert (many.bound, many.rounds) == (one.bound, one.rounds)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_from_the_middle_it_ends_as_high(seed: int) -> None:
    """The same bound as by simplex, with all lines that pay found."""
    of = work(middle_team(seed), TEAM)
    corners, middle = Generation(of), Generation(of, central=True)
    for each in (corners, middle):
        each.run(never, patient)
    assert middle.converged
    assert middle.bound == corners.bound > 0
    assert middle.gap < 1e-3


def test_where_the_middle_fails_simplex_goes_on() -> None:
    """Without any answer from the middle the lines that are known go on to simplex."""
    of = work(middle_team(1), TEAM)
    corners, middle = Generation(of), Generation(of, central=True)
    corners.run(never, patient)
    walk = of.walks[0]
    with mock.patch.object(CentralMaster, "solve", return_value=None):
        middle.lines.learn([(walk, np.zeros(0, np.int32))])
        middle.run(never, patient)
    assert not middle.central
    assert middle.bound == corners.bound


def test_the_middle_is_for_many_assignments_and_not_too_many_rows() -> None:
    """From so many possible assignments on, up to so many rows of the team and of an assignment."""
    of = work(middle_team(1), TEAM)
    each = len(of.linear.held.index) / len(of.linear.pairs)
    assert not generating.alike(of)
    with mock.patch.object(generating, "MANY", len(of.linear.pairs)):
        assert generating.alike(of)
        with mock.patch.object(generating, "COMMON", of.linear.held.rows - 1):
            assert not generating.alike(of)
        with mock.patch.object(generating, "FEW", each - 0.01):
            assert not generating.alike(of)


def test_some_lines_are_left_however_close_the_bound_is() -> None:
    """Where rounding brings the master's value below the bound, lines near the best stay in it."""
    made = Generation(work(middle_team(1), TEAM), central=True)
    rooms: list[float] = []
    narrow = CentralMaster.narrow

    def noted(self: CentralMaster, duals: Floats, least: Floats, room: float) -> None:
        rooms.append(room)
        narrow(self, duals, least, room)

    with mock.patch.object(CentralMaster, "narrow", noted):
        solved = made.run(never, patient)
    assert solved is not None
    assert rooms
    assert min(rooms) >= generating.NEARBY * 0.99 * abs(solved.value)
