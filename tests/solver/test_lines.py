"""Everybody's lines: what is drawn, what is counted beside it, and what is left to the master."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from math import inf
from random import Random

import numpy as np
import pytest

from rotation.domain import Problem
from rotation.limits import Line, Part, Total
from rotation.rule import PersonRule, Rule
from rotation.solver import lines
from rotation.solver.generation import Generation
from rotation.solver.lines import Size, drawn, stepping, work
from tests.constraints.judging import rule
from tests.master.test_linear import linear
from tests.problems import person, problem, shift_type
from tests.solver.bounding import drawn_as, never, patient
from tests.solver.trying import legal

ANA = person("ana", time_zone="UTC")
DAY = shift_type("day")

WIDE = Size(joint=10**6, nodes=300_000, cells=4_000_000)


def days(last: str = "2026-12-09") -> Problem:
    """Let Ana work a day shift from 7 December."""
    return problem([ANA], [DAY], last=last)


def own(*rules: Rule) -> list[PersonRule]:
    """List rules as rules about a person."""
    return [each for each in rules if isinstance(each, PersonRule)]


def line_of(of: Problem) -> Line:
    """Return Ana's open line."""
    return Line(ANA, of, (), of.shifts)


# -- hulls ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "hull"),
    [
        ([(0, 5)], [(0, 5)]),
        ([(0, 5), (4, 1)], [(0, 5), (4, 1)]),
        # What is on the line between two others, or above it, is no corner.
        ([(0, 0), (1, 1), (2, 2)], [(0, 0), (2, 2)]),
        ([(0, 0), (1, 9), (2, 2)], [(0, 0), (2, 2)]),
        ([(0, 4), (1, 1), (2, 0), (3, 1), (4, 4)], [(0, 4), (1, 1), (2, 0), (3, 1), (4, 4)]),
        # One unit however far: below it a line from 0 at 2 to 1 at 5.
        ([(0, 0), (1, 0), (2, 0), (3, 1), (4, 1), (5, 1)], [(0, 0), (2, 0), (5, 1)]),
    ],
)
def test_hulls(points: list[tuple[int, int]], hull: list[tuple[int, int]]) -> None:
    """The corners of the lower hull."""
    assert lines._hull(points) == hull


@pytest.mark.parametrize("seed", range(30))
def test_hulls_are_below_and_convex(seed: int) -> None:
    """Never above any point, and ever steeper."""
    chance = Random(seed)
    points = [(2 * x + 3, chance.randint(-20, 20)) for x in range(chance.randint(1, 12))]
    hull = lines._hull(points)
    xs, ys = zip(*hull, strict=True)
    assert all(np.interp(x, xs, ys) <= y + 1e-9 for x, y in points)
    slopes = np.diff(ys) / np.diff(xs)
    assert np.all(np.diff(slopes) > 0)


# -- which limits are needed ---------------------------------------------------------------------


def total(amounts: dict[int, int], of: Problem, **bounds: int | None) -> Total:
    """Make a sum over Ana's shifts: position -> amount."""
    parts = tuple(Part(amount, (of.shifts[at],)) for at, amount in amounts.items())
    return Total(parts=parts, **bounds)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("limit", "other", "seen"),
    [
        # 3 shifts of 8 h stay below 25 where no 4th may be held, not below 24.
        ((8, 25), (1, 3), True),
        ((8, 24), (1, 3), False),
        ((8, 23), (1, 3), False),
        # The same sum with a wider bound.
        ((8, 17), (8, 16), True),
        ((8, 16), (8, 16), False),
    ],
)
def test_sums_that_others_see_to(
    limit: tuple[int, int], other: tuple[int, int], seen: bool
) -> None:
    """A bound that a tighter one implies need not be drawn."""
    of = days("2026-12-11")
    wide = total(dict.fromkeys(range(5), limit[0]), of, high=limit[1])
    tight = total(dict.fromkeys(range(5), other[0]), of, high=other[1])
    assert lines._seen_to(wide, tight) == seen


def test_sums_that_only_look_seen_to() -> None:
    """Another shift, a low side, a fall, or a shift that counts twice: each must be drawn."""
    of = days("2026-12-11")
    tight = total({0: 1, 1: 1}, of, high=1)
    assert lines._seen_to(total({0: 1, 1: 1}, of, high=2), tight)
    assert not lines._seen_to(total({0: 1, 1: 1, 2: 1}, of, high=2), tight)
    assert not lines._seen_to(total({0: 1, 1: 1}, of, high=2, low=1), tight)
    assert not lines._seen_to(total({0: 1, 1: 1}, of, high=2), total({0: 1, 1: -1}, of, high=1))
    one = of.shifts[0]
    twice = Total(parts=(Part(2, (one,)), Part(2, (one,))), high=3)
    assert not lines._seen_to(twice, total({0: 1}, of, high=1))


@pytest.mark.parametrize("seed", range(60))
def test_what_is_seen_to_is_never_broken_alone(seed: int) -> None:
    """Whenever it is said, no line breaks the one and keeps the other."""
    chance, of = Random(seed), days("2026-12-11")

    def some() -> Total:
        amounts = {at: chance.choice((-1, 0, 1, 2, 2, 3)) for at in chance.sample(range(5), 3)}
        return total(amounts, of, high=chance.randint(0, 7))

    pairs = [(some(), some()) for _ in range(40)]
    for limit, other in pairs:
        if not lines._seen_to(limit, other):
            continue
        for held in product((False, True), repeat=5):
            on = frozenset(shift for shift, yes in zip(of.shifts, held, strict=True) if yes)
            if any(limit.findings(on, frozenset())):
                assert any(other.findings(on, frozenset()))


# -- how much is drawn ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["whole", "counted", "rows", "left out", "tiny"])
def test_however_little_is_drawn_it_ends(name: str) -> None:
    """Sums that cannot be counted beside a diagram do not keep it from being drawn."""
    of = days("2026-12-20")
    rules = [
        rule("hours", max_per_week=30.0),
        rule("hours", max_per_period=60.0, min_per_period=20.0, weight=3),
        rule("weekends", max_per_period=1),
        rule("days_in_row", max=3),
        rule("weekly_rest", least=timedelta(hours=60)),
    ]
    with drawn_as(name):
        made = work(of, rules)
    assert made.walks[0].diagram.net is not None
    assert made.exact or name not in ("whole", "counted")
    assert not made.exact or name not in ("rows", "tiny")


def test_sums_go_as_wide_as_they_may() -> None:
    """Where one value is too much, the sum is counted; a diagram that has room carries it."""
    of = days("2026-12-13")
    rules = own(rule("fair", of="hours", weight=5), rule("hours", max_per_week=24.0, weight=2))
    wide, _, _ = drawn(line_of(of), rules, WIDE)
    narrow, diagram, lost = drawn(line_of(of), rules, Size(joint=1, nodes=1000, cells=10_000))
    assert sum(each.curve is not None for each in narrow) >= sum(
        each.curve is not None for each in wide
    )
    assert any(each.curve is not None for each in narrow)
    assert (diagram.linear, diagram.left_out, lost) == ((), (), [])
    _, bare, _ = drawn(line_of(of), rules, Size(joint=1, nodes=1000, cells=1))
    assert bare.linear


# -- sums in the master --------------------------------------------------------------------------


def test_a_sum_in_the_master_by_hand() -> None:
    """Above 2 days each costs 1: the row is count - pieces = 0, with 2 at nothing and 1 at 4800."""
    of = days()
    rules = [rule("count", shifts=("day",), max_per_period=2, weight=1)]
    with drawn_as("rows"):
        made = work(of, rules)
    (walk,) = made.walks
    assert len(walk.rows) == 1
    linear = made.linear
    row = walk.rows[0]
    assert (linear.low[row], linear.high[row]) == (0, 0)
    pieces = slice(linear.rest.start[row], linear.rest.start[row + 1])
    columns = linear.rest.index[pieces]
    assert linear.rest.value[pieces].tolist() == [-1, -1]
    assert linear.rest_high[columns].tolist() == [2, 1]
    assert linear.rest_cost[columns].tolist() == [0, 4800]
    # A dual of 100 pays 100 for each day held, counted from none.
    duals = np.zeros(linear.held.rows)
    duals[row] = 100
    prices, constant = stepping(walk, duals)
    assert (prices.tolist(), constant) == ([-100 / walk.unit[0]], 0)


@pytest.mark.parametrize("seed", range(25))
def test_sums_in_the_master_are_never_above(seed: int) -> None:
    """With all sums in rows, under any duals, no line costs more there than it costs."""
    chance = Random(seed)
    of = days("2026-12-13")
    rules: list[Rule] = [
        rule("hours", max_per_period=float(chance.choice((8, 20, 33))), weight=3),
        rule("hours", min_per_week=float(chance.choice((9, 24))), weight=chance.randint(1, 9)),
        rule("fair", of="hours", weight=chance.randint(1, 5)),
        rule("weekends", max_per_period=0, weight=2),
    ]
    priced = legal(of, rules)
    with drawn_as("rows"):
        made = work(of, rules)
    assert made.walks[0].rows
    for scale in (0, 100, 10_000, 10**6):
        duals = np.array([float(chance.randint(-scale, scale)) for _ in made.linear.low])
        reduced, rest = made.linear.worth(duals)
        (walk,) = made.walks
        steps, constant = stepping(walk, duals)
        least = walk.diagram.best(reduced[walk.x], steps).value + constant + rest
        assert least <= min(priced.values()) + 1e-3
        for held, true in priced.items():
            taken = np.array([at for at, shift in enumerate(of.shifts) if ("ana", shift) in held])
            found = walk.diagram.own(taken.astype(np.int32))
            assert found is not None
            cost, values = found
            value = cost + rest + constant + float(reduced[walk.x[taken.astype(int)]].sum())
            for n, counter in enumerate(walk.diagram.linear):
                value += steps[n] * (values[n] - walk.diagram.counters[counter].start)
            assert value <= true + 1e-3
    generation = Generation(made)
    generation.run(never, patient)
    assert -inf < generation.bound <= min(priced.values())


def test_what_is_cheaper_the_higher_is_turned_round() -> None:
    """A price of -5 a unit of 2..7 becomes 5 a unit short of 7; no bound changes under any dual."""
    given = linear(high=6, rest_cost=np.array([-5.0, 7.0]), rest_low=np.array([1.0, 1.0]))
    turned = lines._rising(given)
    assert turned.rest_cost.tolist() == [5, 7]
    assert (turned.rest_low.tolist(), turned.rest_high.tolist()) == ([0, 1], [2, 4])
    # y0 = 3 - z: the constant 100 - 15, and 2 y0 = 6 - 2 z moves the row by 6.
    assert (turned.constant, turned.low.tolist(), turned.high.tolist()) == (85, [-4], [0])
    assert turned.rest.value.tolist() == [-2, -1]
    for dual in range(-9, 10):
        before, after = given.worth(np.array([dual * 1.0])), turned.worth(np.array([dual * 1.0]))
        assert before[0].tolist() == after[0].tolist()
        assert before[1] == after[1]
