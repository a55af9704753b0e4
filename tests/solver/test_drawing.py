"""How somebody's lines are drawn: what is drawn, what is counted beside it."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from random import Random

import pytest

from rotation.domain import Problem
from rotation.limits import Line, Part, Total
from rotation.rule import PersonRule, Rule
from rotation.solver import drawing
from rotation.solver.drawing import Size, drawn
from rotation.solver.lines import work
from tests.constraints.judging import rule
from tests.problems import person, problem, shift_type
from tests.solver.bounding import drawn_as

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


def total(amounts: dict[int, int], of: Problem, **bounds: int | None) -> Total:
    """Make a sum over Ana's shifts: position -> amount."""
    parts = tuple(Part(amount, (of.shifts[at],)) for at, amount in amounts.items())
    return Total(parts=parts, **bounds)  # type: ignore[arg-type]


def seen_to(limit: Total, other: Total) -> bool:
    """Say whether the first of two hard sums need not be drawn beside the second."""
    return id(limit) in drawing._seen_to([limit, other])


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
    assert seen_to(wide, tight) == seen


def test_sums_that_only_look_seen_to() -> None:
    """Another shift, a low side, a fall, or a shift that counts twice: each must be drawn."""
    of = days("2026-12-11")
    tight = total({0: 1, 1: 1}, of, high=1)
    assert seen_to(total({0: 1, 1: 1}, of, high=2), tight)
    assert not seen_to(total({0: 1, 1: 1, 2: 1}, of, high=2), tight)
    assert not seen_to(total({0: 1, 1: 1}, of, high=2, low=1), tight)
    assert not seen_to(total({0: 1, 1: 1}, of, high=2), total({0: 1, 1: -1}, of, high=1))
    one = of.shifts[0]
    twice = Total(parts=(Part(2, (one,)), Part(2, (one,))), high=3)
    assert not seen_to(twice, total({0: 1}, of, high=1))


@pytest.mark.parametrize("seed", range(60))
def test_what_is_seen_to_is_never_broken_alone(seed: int) -> None:
    """Whenever it is said, no line breaks the one and keeps the other."""
    chance, of = Random(seed), days("2026-12-11")

    def some() -> Total:
        amounts = {at: chance.choice((-1, 0, 1, 2, 2, 3)) for at in chance.sample(range(5), 3)}
        return total(amounts, of, high=chance.randint(0, 7))

    pairs = [(some(), some()) for _ in range(40)]
    for limit, other in pairs:
        if not seen_to(limit, other):
            continue
        for held in product((False, True), repeat=5):
            on = frozenset(shift for shift, yes in zip(of.shifts, held, strict=True) if yes)
            if any(limit.findings(on, frozenset())):
                assert any(other.findings(on, frozenset()))


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


def test_a_line_of_a_year_may_be_drawn_larger() -> None:
    """Every day's rules are drawn: 4,000 shifts of which each can be in a hundred states."""
    assert Size.of(50, 4_000).nodes == 400_000
    assert Size.of(50, 300).nodes == 50_000
