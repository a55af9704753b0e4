"""What gains more in its time goes on."""

from __future__ import annotations

from collections import Counter
from random import Random

from rotation.solver.paces import Paces

WAYS = ("seats", "crews", "parts")


def drawn(gains: dict[str, float]) -> Counter[str]:
    """Count how often each way is chosen, every turn a second long."""
    paces = Paces(WAYS, Random(3))
    chosen: Counter[str] = Counter()
    for _ in range(200):
        way = paces.draw()
        chosen[way] += 1
        paces.learn(way, gains[way], 1.0)
    return chosen


def test_the_better_way_goes_on() -> None:
    """The others are tried again in about 15 % of the turns, all of them."""
    for best in WAYS:
        chosen = drawn({way: 0.01 if way == best else 0.001 for way in WAYS})
        assert 155 <= chosen[best] <= 185
        assert min(chosen.values()) > 5


def test_all_are_tried_first() -> None:
    """They come in their order, whatever those before gained."""
    paces, chosen = Paces(WAYS, Random(3)), []
    for _ in WAYS:
        chosen.append(paces.draw())
        paces.learn(chosen[-1], 1.0 / len(chosen), 1.0)
    assert tuple(chosen) == WAYS


def test_where_none_gains_any_may_go_on() -> None:
    """With gains of nothing each has about a third of the turns."""
    chosen = drawn(dict.fromkeys(WAYS, 1e-9))
    assert all(45 <= chosen[way] <= 90 for way in WAYS)
