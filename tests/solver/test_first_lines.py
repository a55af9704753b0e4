"""How the first lines get on; that they take all cores is tested where they are made."""

from __future__ import annotations

import pytest

from rotation.solver.first_lines import FirstLines
from rotation.solver.pricing import Pricing
from rotation.solver.standing import Standing
from tests.solver.test_closing import open_at_1100


@pytest.mark.parametrize("took", [5.0, 3.0])
def test_lines_that_would_not_be_done_in_time_are_left_to_crews(
    monkeypatch: pytest.MonkeyPatch, took: float
) -> None:
    """After three rounds 45 of them have to fit into 60 of 100 s.

    45 / 3 * 5 s are more than 60 s, 45 / 3 * 3 s are not.
    """
    _, standing, generation = open_at_1100()
    generation.rounds = 3
    monkeypatch.setattr(standing, "left", lambda: 100.0)
    pricing = Pricing(generation.work.walks)
    one, two = (FirstLines(standing, generation, pricing, workers=cores) for cores in (1, 2))
    monkeypatch.setattr(standing, "left", lambda: 100.0 - took)
    assert one.in_vain() == (took == 5.0)
    generation.gap = 1.0
    assert one.hopeless() == (took == 5.0)
    assert two.in_vain() == (took == 5.0)  # by simplex one core walks them
    generation.central = True
    assert not two.in_vain()  # 45 / 3 * 5 s of two cores
    pricing.threads = 2
    assert not one.in_vain()  # they were slower before
    pricing.threads = 1
    with monkeypatch.context() as patched:
        patched.setattr(standing, "held", lambda: None)
        assert not one.in_vain()  # crews have nothing to begin with
    generation.rounds = 2
    assert not one.in_vain()


def test_lines_whose_bound_is_nothing_are_hopeless_after_four_tenths(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 100 s; with half of the patience of 20 s. Where there is a bound they never are."""
    _, standing, generation = open_at_1100()
    monkeypatch.setattr(standing, "left", lambda: 100.0)
    pricing = Pricing(generation.work.walks)
    whole = FirstLines(standing, generation, pricing)
    half = FirstLines(standing, generation, pricing, patience=0.5)
    assert (whole.share, half.share) == (0.6, 0.3)
    quarter = FirstLines(standing, generation, pricing, patience=0.25)
    # Three times as long as 45 rounds in the share: 3 * 60 / 45, 3 * 30 / 45 s; or two at least.
    assert (whole.each, half.each, quarter.each) == pytest.approx((4.0, 2.0, 2.0))
    found = []
    for left in (81.0, 79.0, 61.0, 59.0):
        monkeypatch.setattr(standing, "left", lambda: left)  # noqa: B023 (called before the next)
        generation.rounds, generation.gap = 0, 1.0
        told = (whole.hopeless(), half.hopeless())
        generation.gap = 0.9
        assert not any(each.hopeless() for each in (whole, half))
        found.append(told)
    assert found == [(False, False), (False, True), (False, True), (True, True)]


def test_cores_are_given_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what was borrowed."""
    _, standing, generation = open_at_1100()
    pricing = Pricing(generation.work.walks, threads=2)
    lines = FirstLines(standing, generation, pricing, workers=2)
    asked: list[str] = []
    monkeypatch.setattr(Standing, "give_back", lambda _: asked.append("give back"))
    lines.give_back()
    lines.give_back()
    assert (asked, pricing.threads) == (["give back"], 1)
