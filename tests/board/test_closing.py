"""A copy of a board beside the board: what a schedule costs, and whether anything is cheaper."""

from __future__ import annotations

import threading
import time
from itertools import product
from random import Random

import pytest
from ortools.sat.python import cp_model

from rotation.board import Board
from rotation.board.board import Pair
from rotation.board.closing import Closed, Copy
from rotation.limits import GRAIN, Demand
from rotation.solver.build import build
from tests.board.enumerating import board_of, days
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem
from tests.solver.trying import case, every_rota

WISHES = [
    *(rule(name) for name in RULES if RULES[name].always),
    rule("staffing", weight=9),
    rule("mix", weight=4),
    rule("coverage", weight=1),
    rule("rest"),
    rule("fair", of="hours", weight=5),
    rule("requests", weight=7),
    rule("weekends", max_per_period=0, weight=4),
]


def three(hard: bool = False) -> Board:
    """Let Ana hold 3 dates: the first is wanted (3), the second not (1), the third costs 2."""
    board = board_of(days())
    first, second, third = board.literals().values()
    board.price(~first, GRAIN, 3, "wanted")
    board.price(second, GRAIN, 1, "unwanted")
    board.price(third, GRAIN, 2, "unwanted")
    if hard:
        board.clause([second, third], Demand("hard", "", "one of them", None))
    board.close()
    return board


def nothing(_: Pair) -> None:
    """Know nothing of a pair."""


def test_a_schedule_is_priced() -> None:
    """Each of the 8 schedules costs what its literals say: 3 without the first, 1 and 2 more."""
    board = three()
    copy, pairs = Copy(board), list(board.literals())
    for held in product((0, 1), repeat=3):
        found = copy.settle([pair for pair, on in zip(pairs, held, strict=True) if on], 10.0)
        assert found is not None
        assert found.price == GRAIN * (3 * (1 - held[0]) + held[1] + 2 * held[2])
        assert found.held == frozenset(p for p, on in zip(pairs, held, strict=True) if on)
        assert (found.status, found.bound) == ("feasible", None)


def test_what_breaks_a_hard_rule_has_no_price() -> None:
    """Of the second and the third one must be held."""
    board = three(hard=True)
    first, second, _ = board.literals()
    copy = Copy(board)
    assert copy.settle([first], 10.0) is None
    found = copy.settle([first, second], 10.0)
    assert found is not None
    assert found.price == GRAIN


@pytest.mark.parametrize("seed", range(4))
def test_prices_are_the_judges(seed: int) -> None:
    """Every schedule of a small problem costs what the judge says; the illegal ones have none."""
    tried = case(random_problem(seed + 60, most_pairs=6), WISHES)
    board, priced = build(tried.problem, tried.rules), tried.priced
    copy = Copy(board)
    for held in every_rota(tried.problem):
        found = copy.settle(held, 10.0)
        if all(pair in board.literals() for pair in held):
            assert (found and found.price) == priced.get(held)


def test_prices_do_not_move_the_board() -> None:
    """What is settled and closed leaves the board's own model as it was."""
    board = three()
    before = str(board.model.proto)
    copy = Copy(board)
    copy.settle([], 10.0)
    copy.close(3 * GRAIN, 0, nothing, 10.0, 5.0, 1)
    assert str(board.model.proto) == before


# -- closing -------------------------------------------------------------------------------------


def test_something_cheaper_is_found() -> None:
    """Below 3 there is the first alone, at 0: found, and proved the cheapest."""
    board = three()
    first, *_ = board.literals()
    closed = Copy(board).close(3 * GRAIN, 0, nothing, 10.0, 5.0, 1)
    assert (closed.held, closed.bound) == (frozenset({first}), 0)


def test_nothing_cheaper_is_proved() -> None:
    """With the hard rule the least is 1 (the first and the second): nothing is below it."""
    board = three(hard=True)
    closed = Copy(board).close(GRAIN, 0, nothing, 10.0, 5.0, 1)
    assert (closed.held, closed.bound) == (None, GRAIN)


@pytest.mark.parametrize("price", [1, GRAIN, 2 * GRAIN, 3 * GRAIN, 3 * GRAIN + 1, 7 * GRAIN])
def test_only_what_is_cheaper_counts(price: int) -> None:
    """Without the first, as fixed, the least is 3 + 1 = 4: below that nothing is found."""
    board = three(hard=True)
    first, *_ = board.literals()
    closed = Copy(board).close(
        price, 0, lambda pair: False if pair == first else None, 10.0, 5.0, 1
    )
    assert closed.bound == min(price, 4 * GRAIN)
    assert (closed.held is not None) == (price > 4 * GRAIN)


def test_what_is_known_held_is_held() -> None:
    """With the third held, as fixed, the least is 2."""
    board = three()
    *_, third = board.literals()
    closed = Copy(board).close(
        7 * GRAIN, 0, lambda pair: True if pair == third else None, 10.0, 5.0, 1
    )
    assert closed.held is not None
    assert third in closed.held
    assert closed.bound == 2 * GRAIN


@pytest.mark.parametrize("seed", range(6))
def test_closing_against_every_schedule(seed: int) -> None:
    """At any price, what is found is cheaper and the cheapest; else nothing is cheaper."""
    tried = case(random_problem(seed + 60, most_pairs=6), WISHES)
    board, priced = build(tried.problem, tried.rules), tried.priced
    best = min(priced.values())
    copy = Copy(board)
    for price in (best - 1, best, best + 1, best + GRAIN, 2 * best + 10):
        closed = copy.close(price, min(best, price), nothing, 20.0, 50.0, seed)
        assert (closed.held is not None) == (price > best)
        assert closed.bound == min(price, best)
        assert closed.held is None or priced[closed.held] == best


def test_little_work_proves_little_but_nothing_wrong() -> None:
    """Stopped at once, the bound is at least the one it began with and at most the optimum."""
    tried = case(random_problem(63, most_pairs=8), WISHES)
    best = min(tried.priced.values())
    assert best > 7
    closed = Copy(build(tried.problem, tried.rules)).close(best + 1, 7, nothing, 10.0, 1e-9, 1)
    assert 7 <= closed.bound <= best
    assert closed.held is None or closed.bound <= best


# -- ending --------------------------------------------------------------------------------------


def test_nothing_begins_after_the_end() -> None:
    """Whoever still asks gets no answer, and no failure; the bound stays what it was."""
    board = three()
    copy = Copy(board)
    copy.end()
    assert copy.settle([], 10.0) is None
    closed = copy.close(3 * GRAIN, 5, nothing, 10.0, 5.0, 1)
    assert (closed.held, closed.bound) == (None, 5)


def test_the_end_stops_what_runs() -> None:
    """A search that would not end by itself for long ends when it is told to."""
    board = board_of(days("2027-01-20"))  # 45 dates
    chance = Random(1)
    chosen = list(board.literals().values())
    for _ in range(5):
        # Whether so many sums can all be half of what they could be is long to find out.
        amounts = [chance.randrange(100) for _ in chosen]
        half = cp_model.LinearExpr.weighted_sum(chosen, amounts) == sum(amounts) // 2
        board.model.add(half)
    board.price(chosen[0], GRAIN, 1, "any")
    board.close()
    copy = Copy(board)
    closed: list[Closed] = []
    worker = threading.Thread(
        target=lambda: closed.append(copy.close(2 * GRAIN, 0, nothing, 300.0, 1e9, 1)), daemon=True
    )
    worker.start()
    while not copy._stopping.running and worker.is_alive():
        time.sleep(0.01)
    for _ in range(200):
        copy.end()
        worker.join(0.05)
    assert closed == [Closed(None, 0)]
