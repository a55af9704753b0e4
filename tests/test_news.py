"""What is news enough to be told."""

from __future__ import annotations

from math import inf

import pytest

from rotation.news import News


@pytest.mark.parametrize(
    ("due_from", "rotas_from", "told"),
    [
        (-inf, inf, [0.0, 5.0, 10.0]),  # every five seconds, the first at once
        (5.0, inf, [5.0, 10.0]),  # the first when it is due
        (-inf, 0.0, [0.0, 5.0, 10.0]),  # a rota from the start is told of with the first
        (-inf, 2.0, [0.0, 2.0, 7.0, 12.0]),  # the first rota at once, and from then every five
        (5.0, 2.0, [2.0, 7.0, 12.0]),
        (-inf, 5.0, [0.0, 5.0, 10.0]),  # where both fall together it is told once
    ],
)
def test_when_it_is_told(due_from: float, rotas_from: float, told: list[float]) -> None:
    """Asked every half second for 12 seconds, with a rota from some second on."""
    news = News(5.0, due_from)
    asked = [half / 2 for half in range(25)]
    assert [now for now in asked if news.due(now, rota=now >= rotas_from)] == told
