"""Of the rotas at hand the cheapest that go together are chosen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rotation.organisation import columns
from rotation.organisation.claims import Claims, Links
from rotation.organisation.columns import Column, choose
from rotation.organisation.work import Found
from tests.organisation.organisations import linked, person, shift, team


@pytest.fixture
def links(tmp_path: Path) -> Links:
    """Link three teams that share Ana, each with a day from 09:00 to 17:00."""
    for name in ("alpha", "beta", "gamma"):
        team(tmp_path, name, shift("day", "09:00", "17:00"), person("ana"))
    found = linked(tmp_path)
    return Links.of(found.teams, found.sharing, (0, 1, 2))


def column(links: Links, position: int, price: int, *days: int) -> Column:
    """Make a rota of a price with Ana on some days of December; no rota where the price is -1."""
    problem = links.teams[position].problem
    claims: Claims = {"ana": tuple(problem.shift["day", date(2026, 12, day)] for day in days)}
    return Column(Found(None if price < 0 else (), price=price), claims)


def test_the_cheapest_that_go_together(links: Links) -> None:
    """Each team's own cheapest would have Ana twice on the 1st; the sum decides who moves.

    Alpha 0 or 50, beta 0 or 20, gamma 5: 0 + 20 + 5 = 25 is less than 50 + 0 + 5 = 55.
    """
    at_hand = {
        0: [column(links, 0, 0, 1), column(links, 0, 50)],
        1: [column(links, 1, 0, 1, 2), column(links, 1, 20, 2)],
        2: [column(links, 2, 5, 3)],
    }
    known = {0: at_hand[0][1], 1: at_hand[1][0], 2: at_hand[2][0]}
    chosen = choose(links, at_hand, known)
    assert [chosen[n].found.price for n in range(3)] == [0, 20, 5]


def test_a_team_without_a_rota_is_dearer_than_any_price(links: Links) -> None:
    """A rota at whatever price is chosen before none."""
    at_hand = {
        0: [column(links, 0, 0, 1), column(links, 0, 10**9)],
        1: [column(links, 1, 0, 1), column(links, 1, -1)],
        2: [column(links, 2, 0)],
    }
    known = {0: at_hand[0][0], 1: at_hand[1][1], 2: at_hand[2][0]}
    chosen = choose(links, at_hand, known)
    assert [chosen[n].found.price for n in range(3)] == [10**9, 0, 0]


def test_what_is_known_stays_where_there_is_no_time(
    links: Links, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the search is cut off, or the group is too large, the choice at hand is kept."""
    at_hand = {n: [column(links, n, 0, 1), column(links, n, 9)] for n in range(3)}
    known = {n: at_hand[n][1] for n in range(3)}
    for name in ("MOST_TRIES", "MOST_TEAMS"):
        with monkeypatch.context() as less:
            less.setattr(columns, name, 0)
            assert choose(links, at_hand, known) == known
    # One of them can have Ana: 0 + 9 + 9.
    assert sum(each.found.price for each in choose(links, at_hand, known).values()) == 18
