"""What gains more in its time goes on."""

from __future__ import annotations

from collections import Counter
from random import Random

from rotation.solver.joint import Paces


def drawn(gains: dict[str, float]) -> Counter[str]:
    """Count how often each way is chosen, every turn a second long."""
    paces = Paces(Random(3))
    chosen: Counter[str] = Counter()
    for _ in range(200):
        way = paces.draw()
        chosen[way] += 1
        paces.learn(way, gains[way], 1.0)
    return chosen


def test_the_better_way_goes_on() -> None:
    """The other is tried again in about 15 % of the turns."""
    assert 160 <= drawn({"parts": 0.001, "crews": 0.01})["crews"] <= 185
    assert 160 <= drawn({"parts": 0.01, "crews": 0.001})["parts"] <= 185


def test_both_are_tried_first() -> None:
    """Parts come first; crews follow, whatever parts gained."""
    paces = Paces(Random(3))
    first = paces.draw()
    paces.learn(first, 1.0, 1.0)
    assert {first, paces.draw()} == {"parts", "crews"}
