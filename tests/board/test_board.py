"""The board by itself: who may hold what, logic, what must hold, what has a price."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rotation.board import Board
from rotation.limits import GRAIN, Demand
from tests import problems as make
from tests.board.enumerating import ANA, board_of, days, prices, solutions
from tests.problems import person

ALL = ["...", "..x", ".x.", ".xx", "x..", "x.x", "xx.", "xxx"]
"""Every way to hold 7, 8 and 9 December."""


def test_only_what_is_allowed_can_be_held() -> None:
    """Ana may hold the first two dates; her third is never, and nobody is its taker."""
    of = days()
    board = Board(of, {"ana": of.shifts[:2]})
    assert sorted(solutions(board)) == ["..", ".x", "x.", "xx"]
    assert board.is_no(board.holds(ANA, of.shifts[2]))
    assert board.takers(of.shifts[2]) == []
    assert [who.id for who, _ in board.takers(of.shifts[0])] == ["ana"]
    assert board.is_no(board.holds(person("bo"), of.shifts[0]))


@pytest.mark.parametrize(
    ("make_literal", "number"),
    [
        (Board.any_of, 1),
        (lambda board, three: board.at_least(three, 2), 2),
        (Board.all_of, 3),
    ],
)
def test_any_all_and_at_least(make_literal: Callable[..., Any], number: int) -> None:
    """Counted on three literals, each is true exactly where it should be."""
    board = board_of(days())
    made = make_literal(board, list(board.literals().values()))
    assert solutions(board, made) == {held: {int(held.count("x") >= number)} for held in ALL}


def test_every_pair_has_its_place() -> None:
    """Places count the pairs in the order of their literals, whose variables ascend."""
    board = board_of(days())
    pairs = list(board.literals())
    assert [board.places[pair] for pair in pairs] == [0, 1, 2]
    indices = [literal.index for literal in board.literals().values()]
    assert indices == sorted(indices)


def test_what_is_known_is_not_asked() -> None:
    """A literal that is always or never true decides at once; one alone is itself."""
    board = board_of(days())
    one = next(iter(board.literals().values()))
    assert board.is_yes(board.any_of([one, board.yes]))
    assert board.is_no(board.any_of([board.no]))
    assert board.is_no(board.any_of([]))
    assert board.any_of([one, board.no]).index == one.index
    assert board.any_of([one, one]).index == one.index
    assert board.all_of([one]).index == one.index
    three = list(board.literals().values())
    assert board.any_of(three).index == board.any_of(three[::-1]).index


def test_apart_is_kept_and_remembered() -> None:
    """At most one of the first two; later questions know it, and not of the third."""
    board = board_of(days())
    first, second, third = board.literals().values()
    board.keep_apart([first, second])
    assert board.exclusive([second, first])
    assert not board.exclusive([first, third])
    either = board.any_of([first, second])
    assert solutions(board, either) == {
        held: {int("x" in held[:2])} for held in ALL if held[:2] != "xx"
    }


def test_apart_is_known_pair_by_pair() -> None:
    """Three exclude each other once every two of them do, in whatever order they were named."""
    board = board_of(days())
    first, second, third = board.literals().values()
    board.keep_apart([second, first])
    board.keep_apart([third, second])
    assert board.exclusive([third, second])
    assert not board.exclusive([first, second, third])
    board.keep_apart([third, first])
    assert board.exclusive([second, third, first])
    assert not board.exclusive([first, ~second])


@pytest.mark.parametrize(
    ("wanted", "lacks"), [(1, [1, 0, 0, 0]), (2, [2, 1, 0, 0]), (3, [3, 2, 1, 0])]
)
def test_shortfall(wanted: int, lacks: list[int]) -> None:
    """By the number held, how many lack."""
    board = board_of(days())
    terms = [(1, literal) for literal in board.literals().values()]
    short = board.shortfall(terms, wanted)
    assert short is not None
    assert solutions(board, short) == {held: {lacks[held.count("x")]} for held in ALL}
    assert board.shortfall(terms, 0) is None


def test_excess() -> None:
    """2 for each date, less 3: 0, 0, 1, 3; None where it can never be above 0."""
    board = board_of(days())
    terms = [(2, literal) for literal in board.literals().values()]
    over = board.excess(terms, -3)
    assert over is not None
    assert solutions(board, over) == {held: {[0, 0, 1, 3][held.count("x")]} for held in ALL}
    assert board.excess(terms, -6) is None


def test_clauses_and_bounds_hold() -> None:
    """The first or the second, and at most two of all; the third only with the first."""
    board = board_of(days())
    first, second, third = board.literals().values()
    board.clause([first, second], Demand("rule", "ana", "says"))
    terms = [(1, literal) for literal in (first, second, third)]
    board.bound(terms, 0, 2, Demand("rule", "ana", "says"))
    board.bound([(1, first)], 1, 1, Demand("rule", "ana", "says"), third)
    assert sorted(solutions(board)) == [".x.", "x..", "x.x", "xx."]


@pytest.mark.parametrize(
    ("switched", "switches"),
    [
        ("", []),
        ("coarse", [Demand("a", "ana"), Demand("b", "ana")]),
        ("fine", [Demand("a", "ana", "one"), Demand("a", "ana", "two"), Demand("b", "ana", "one")]),
    ],
)
def test_switches_are_per_rule_or_per_demand(switched: str, switches: list[Demand]) -> None:
    """Nothing, one a rule and person, or one a sentence."""
    board = board_of(days(), switched=switched)
    first, second, _ = board.literals().values()
    board.clause([first], Demand("a", "ana", "one"))
    board.clause([second], Demand("a", "ana", "two"))
    board.clause([~first], Demand("b", "ana", "one"))
    assert list(board.switches) == switches


def test_a_demand_holds_where_its_switch_is_on() -> None:
    """Only the assumed rule binds: a asks for the first date, b is off."""
    board = board_of(days(), switched="coarse")
    first, second, _ = board.literals().values()
    board.clause([first], Demand("a", "ana", "one"))
    board.clause([second], Demand("b", "ana", "one"))
    for on in (board.switches[Demand("a", "ana")], ~board.switches[Demand("b", "ana")]):
        board.model.add(on == 1)
    assert sorted(solutions(board)) == ["x..", "x.x", "xx.", "xxx"]


def test_only_the_chosen_demands_are_posted() -> None:
    """With `only` the rest of the rules is left out."""
    board = board_of(days(), only=frozenset({Demand("b", "ana")}))
    first, second, _ = board.literals().values()
    board.clause([first], Demand("a", "ana", "one"))
    board.clause([second], Demand("b", "ana", "one"))
    assert sorted(solutions(board)) == [".x.", ".xx", "xx.", "xxx"]


def test_prices_add_up() -> None:
    """First 2 x 3, not second 5, always 7: a date's literal may be cheaper than none."""
    board = board_of(days("2026-12-08"))
    first, second = board.literals().values()
    board.price(first, 2 * GRAIN, 3, "a")
    board.price(second, -GRAIN, 5, "b")
    board.price(board.yes, GRAIN, 5, "b")
    board.price(board.yes, GRAIN, 7, "c")
    board.price(board.no, GRAIN, 99, "d")
    board.close()
    assert prices(board) == {
        "..": 12 * GRAIN,
        ".x": 7 * GRAIN,
        "x.": 18 * GRAIN,
        "xx": 13 * GRAIN,
    }


def test_two_people_have_literals_of_their_own() -> None:
    """Ana on it says nothing of Bo."""
    of = make.problem([ANA, person("bo")], [make.shift_type("day")], last="2026-12-07")
    board = board_of(of)
    ana, bo = (literal for _, literal in board.takers(of.shifts[0]))
    board.clause([ana], Demand("a", "ana", "one"))
    assert solutions(board, bo) == {"x.": {0}, "xx": {1}}
