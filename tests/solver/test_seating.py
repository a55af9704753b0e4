"""Everybody seated by one walk after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from rotation.solver import seating as module
from rotation.solver.fitting import Fitter, allowed
from rotation.solver.leftover import Walk
from rotation.solver.lines import Work, work
from rotation.solver.seating import Change, Seating, surest
from tests.solver.bounding import drawn_as, never, worth
from tests.solver.middle_teams import middle_team
from tests.solver.test_dive import SOFT


def team(seed: int, size: str = "whole") -> tuple[Work, Fitter]:
    """Make the lines of a team."""
    problem = middle_team(seed)
    with drawn_as(size):
        return work(problem, SOFT), Fitter(problem, SOFT)


def seating(whole: Work, fitter: Fitter, seed: int = 0) -> Seating:
    """Make a seating of it."""
    return Seating(whole, fitter, seed)


def but_one() -> Callable[..., object]:
    """Fit lines for all but one person."""
    found = Fitter.fitted

    def fitted(self: Fitter, walk: Walk, *given: Any) -> object:
        return None if walk.block == 1 else found(self, walk, *given)

    return fitted


@pytest.mark.parametrize("size", ["whole", "rows"])
@pytest.mark.parametrize("seed", range(4))
def test_everybody_gets_a_line_that_is_allowed(seed: int, size: str) -> None:
    """Seated once and then anew, all lines keep to the hard limits, and no gain is given back."""
    whole, fitter = team(seed, size)
    made = seating(whole, fitter)
    assert made.first(never)
    assert all(map(allowed, whole.walks, made.seated()))
    first = made.price
    made.regroup(never)
    assert all(map(allowed, whole.walks, made.seated()))
    assert made.price <= first
    assert len(made.had()) == len(whole.walks) + 2 * sum(map(len, made.gains))


@pytest.mark.parametrize("size", ["whole", "rows"])
@pytest.mark.parametrize("seed", range(4))
def test_the_price_is_a_guide_from_below(seed: int, size: str) -> None:
    """Rows that share a variable each pay a part of it: never more than the whole master does."""
    whole, fitter = team(seed, size)
    made = seating(whole, fitter)
    assert made.first(never)
    made.regroup(never)
    assert made.price + whole.linear.constant <= worth(whole, made.seated()) + 1e-3


@pytest.mark.parametrize("seed", range(4))
def test_going_on_from_a_rota_is_like_having_made_it(seed: int) -> None:
    """Whoever takes over the lines of another seating has its price."""
    whole, fitter = team(seed)
    one, other = seating(whole, fitter, 1), seating(whole, fitter, 2)
    assert one.first(never)
    assert other.first(never)
    other.take(one.seated())
    assert other.price == pytest.approx(one.price)
    for mine, theirs in zip(one.seated(), other.seated(), strict=True):
        assert mine.tolist() == theirs.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_whole_shares_are_rounded_to_nothing_dearer(seed: int) -> None:
    """Everybody has a line already, and takes another only where that costs less."""
    whole, fitter = team(seed)
    made = seating(whole, fitter)
    assert made.first(never)
    before, shares = made.price, {walk.block: np.zeros(len(walk.x)) for walk in whole.walks}
    for block, line in enumerate(made.seated()):
        shares[block][line] = 1.0
    lines = made.rounded(shares, surest(shares))
    assert list(lines) == list(range(len(whole.walks)))  # all are whole: by their numbers
    assert made.price <= before + 1e-6
    again = seating(whole, fitter)
    again.take([lines[block] for block in sorted(lines)])
    assert again.price == pytest.approx(made.price)


def test_those_nearest_to_whole_are_rounded_first() -> None:
    """Off by 0, by 0.2 and 0.1, and by half; of several by their number."""
    shares = {0: np.array([0.5]), 1: np.array([0.8, 0.1]), 2: np.array([1.0, 0.0]), 3: np.zeros(1)}
    assert surest(shares) == [2, 3, 1, 0]


def test_who_finds_no_line_keeps_the_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are seated around them."""
    whole, fitter = team(0)
    made = seating(whole, fitter)
    shares = {walk.block: np.full(len(walk.x), 0.25) for walk in whole.walks}
    fitted = but_one()
    monkeypatch.setattr(Fitter, "fitted", fitted)
    lines = made.rounded(shares, surest(shares))
    assert sorted(lines) == [walk.block for walk in whole.walks if walk.block != 1]
    x = np.zeros(len(whole.linear.pairs))
    x[whole.walks[1].x] = 0.25
    for block, line in lines.items():
        x[whole.walks[block].x[line]] = 1.0
    common = whole.linear.held.times(x)
    own = np.zeros(len(common), np.bool_)
    for walk in whole.walks:
        own[list(walk.rows)] = True
    assert made._held.level[~own] == pytest.approx(common[~own])
    first = seating(whole, fitter)
    monkeypatch.undo()
    assert first.first(never)
    monkeypatch.setattr(Fitter, "fitted", fitted)
    lines = made.rounded(shares, surest(shares), never, first.seated())
    assert len(lines) == len(whole.walks)
    assert lines[1].tolist() == first.seated()[1].tolist()
    assert made.rounded(shares, surest(shares), lambda: True) == {}


def test_no_time_no_rota() -> None:
    """Told to stop at once, nobody is seated, and nobody leaves a seat later."""
    whole, fitter = team(0)
    made = seating(whole, fitter)
    assert not made.first(lambda: True)
    assert made.seated() == []
    assert made.first(never)
    before = [line.tolist() for line in made.seated()]
    made.regroup(lambda: True)
    assert [line.tolist() for line in made.seated()] == before


def test_somebody_without_a_line_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no line can be found for somebody there is no rota this way."""
    whole, fitter = team(0)
    monkeypatch.setattr(Fitter, "fitted", lambda *_: None)
    assert not seating(whole, fitter).first(never)


def test_groups_end_when_nothing_is_gained(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a patience of none the first group that gains nothing is the last."""
    whole, fitter = team(1)
    made = seating(whole, fitter)
    assert made.first(never)
    monkeypatch.setattr(module, "PATIENCE", 0)
    tried: list[int] = []

    def nothing(group: module.Group) -> bool:
        """Gain nothing."""
        tried.append(len(group.blocks))
        return False

    monkeypatch.setattr(made, "_again", nothing)
    made.regroup(never)
    assert len(tried) == 1


@pytest.mark.parametrize("size", ["whole", "rows"])
@pytest.mark.parametrize("seed", range(4))
def test_over_many_weeks_groups_are_for_some_days(
    monkeypatch: pytest.MonkeyPatch, seed: int, size: str
) -> None:
    """What a group may not change it does not; lines are allowed, and it never costs more."""
    monkeypatch.setattr(module, "LONG", 0)
    monkeypatch.setattr(module, "STRETCH", (2, 4))
    whole, fitter = team(seed, size)
    made = seating(whole, fitter)
    assert made.first(never)
    day = whole.days()
    drawn: list[module.Group] = []
    better = 0
    for _ in range(60):
        group = made._drawn()
        drawn.append(group)
        assert group.days is not None
        first, end = group.days
        assert 2 <= end - first <= 4
        before, price = made.seated(), made.price
        better += made._again(group)
        assert made.price <= price
        for walk, old, new in zip(whole.walks, before, made.seated(), strict=True):
            outside = (day[walk.x] < first) | (day[walk.x] >= end)
            kept = [at for at in old if outside[at] or walk.block not in group.blocks]
            now = [at for at in new if outside[at] or walk.block not in group.blocks]
            assert kept == now
            assert allowed(walk, new)
    assert better > 0
    assert len({tuple(group.blocks) for group in drawn}) > 1
    price = made.price
    made.regroup(never)
    assert made.price <= price
    assert made.price + whole.linear.constant <= worth(whole, made.seated()) + 1e-3


def test_groups_are_drawn_about_what_is_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every group is, the days of each have somebody who could take what costs something."""
    monkeypatch.setattr(module, "LONG", 0)
    monkeypatch.setattr(module, "DEAR", 1.0)
    whole, fitter = team(3)
    made = seating(whole, fitter)
    assert made.first(never)
    held = whole.linear.held
    dear = [row for row in range(held.rows) if made._held.paid[row] > 0]
    assert dear
    days = [
        set(whole.days()[held.index[held.start[row] : held.start[row + 1]]].tolist())
        for row in dear
    ]
    for _ in range(20):
        group = made._drawn()
        assert group.days is not None
        assert any(own & set(range(*group.days)) for own in days)


@pytest.mark.parametrize("seed", range(4))
def test_a_gain_is_brought_to_other_lines_or_taken_back(seed: int) -> None:
    """Where it helps there too it is taken; where it does not, all is as it was."""
    whole, fitter = team(seed)
    one, other = seating(whole, fitter, 1), seating(whole, fitter, 2)
    assert one.first(never)
    other.take(one.seated())
    one.regroup(never)
    assert one.gains
    for gain in one.gains:  # in their order, from where they were found
        assert other.change(gain)
    assert other.price == pytest.approx(one.price)
    assert whole.rota_of(other.seated()).tolist() == whole.rota_of(one.seated()).tolist()
    price, level = other.price, other._held.level.copy()
    back = [Change(each.block, each.after, each.before) for each in one.gains[-1]]
    assert not other.change(back)
    assert other.price == price
    assert other._held.level.tolist() == level.tolist()
    assert all(map(allowed, whole.walks, other.seated()))


def test_whoever_was_not_seated_leaves_no_share_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounded but for one person, and gone on from a rota: the rows are as that rota has them."""
    whole, fitter = team(0)
    made, fresh = seating(whole, fitter), seating(whole, fitter)
    assert fresh.first(never)
    shares = {walk.block: np.full(len(walk.x), 0.25) for walk in whole.walks}
    monkeypatch.setattr(Fitter, "fitted", but_one())
    assert len(made.rounded(shares, surest(shares))) == len(whole.walks) - 1
    made.take(fresh.seated())
    assert made._held.level == pytest.approx(fresh._held.level)
    assert made.price == pytest.approx(fresh.price)
