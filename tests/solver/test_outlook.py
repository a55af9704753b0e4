"""A dive that would not be done in time is given up soon, and one that would be is not."""

from __future__ import annotations

from math import inf

import pytest

from rotation.solver.outlook import HOPELESS, Outlook


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def given_up(rate: float, first: int = 480, of: int = 2000, seconds: float = 100.0) -> float:
    """Settle so many at once and then so many a second; return when it is given up, or done."""
    clock = Clock()
    outlook = Outlook(seconds, clock)
    settled = float(first)
    while not outlook.over() and settled < of:
        if outlook.hopeless(int(settled), of):
            return clock.now - 1000.0
        clock.now += 1.0
        settled += rate
    return inf


def test_a_slow_one_is_given_up_after_a_tenth_of_the_time() -> None:
    """One a second for 1,520 needs more than three times the 90 s that are left."""
    assert given_up(1.0) == pytest.approx(10.0)


def test_one_that_stands_still_is_given_up() -> None:
    """The first step settles a quarter, and then none."""
    assert given_up(0.0) == pytest.approx(10.0)


def test_one_in_time_goes_on() -> None:
    """At 20 a second 1,520 need 76 s of the 100 s."""
    assert given_up(20.0) == inf


def test_one_a_little_slow_may_become_quicker() -> None:
    """At 6 a second it needs 243 s after 10 s: less than three times the 90 s left, but not later.

    After t seconds (1520 - 6 t) / 6 = 3 (100 - t) holds at t = 23.3.
    """
    assert given_up(6.0) == pytest.approx(24.0)
    assert HOPELESS == 3.0


def test_what_it_needs() -> None:
    """80 of 180 after 20 s, 4 a second of late: 25 s more, 45 s in all."""
    clock = Clock()
    outlook = Outlook(100.0, clock)
    assert not outlook.hopeless(0, 180.0)
    clock.now += 10.0
    assert not outlook.hopeless(40, 180.0)
    clock.now += 10.0
    assert not outlook.hopeless(80, 180.0)
    assert outlook.needs == pytest.approx(45.0)
    clock.now += 80.0
    assert outlook.over()


def test_nearly_done_it_is_left_to_end() -> None:
    """Standing still with 1,700 of 2,000 settled: the last of it comes in leaps."""
    assert given_up(0.0, first=1700) == inf
    assert given_up(0.0, first=1500) == pytest.approx(10.0)


@pytest.mark.parametrize("restarted", [True, False])
def test_who_goes_on_from_less_watches_anew(restarted: bool) -> None:
    """50 of 100 after 20 s, 90 after 36; then it goes on from 50, which seems to stand still."""
    clock = Clock()
    outlook = Outlook(100.0, clock)
    for now, settled in ((0, 0), (20, 50), (36, 90)):
        clock.now = 1000.0 + now
        assert not outlook.hopeless(settled, 100)
    if restarted:
        outlook.restart()
    clock.now = 1038.0
    assert outlook.hopeless(50, 100) == (not restarted)
