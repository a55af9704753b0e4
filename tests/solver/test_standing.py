"""What several at work on one search know of it together."""

from __future__ import annotations

import threading
from dataclasses import replace
from math import inf
from random import Random

import numpy as np
import pytest

from rotation.board import Board, Outcome, Progress
from rotation.board.closing import Copy
from rotation.board.freeing import Freeing
from rotation.limits import GRAIN, Demand
from rotation.solver.standing import Standing
from tests.board.enumerating import board_of, days

NOBODY = np.array([], np.int32)


def three() -> Board:
    """Let Ana hold 3 dates: an empty first seat costs 3 (essential), each held date 1."""
    board = board_of(days())
    literals = list(board.literals().values())
    board.price(~literals[0], GRAIN, 3, "staffing", essential=True)
    for literal in literals:
        board.price(literal, GRAIN, 1, "held")
    board.clause([literals[0], literals[1]], Demand("hard", "", "one of them", None))
    board.close()
    return board


def standing(seconds: float = 60.0, best: Outcome | None = None) -> Standing:
    """Begin."""
    board = three()
    return Standing(board, Copy(board), seconds, best)


def found(price: int | None, **changed: object) -> Outcome:
    """Make a schedule that was found."""
    return replace(Outcome("feasible", 0.0, price=price, held=frozenset()), **changed)  # type: ignore[arg-type]


def test_nothing_is_known_at_first() -> None:
    """No price, no bound, no outcome; nobody is told of a rota."""
    new = standing()
    assert (new.price, new.bound, new.held(), new.outcome()) == (inf, -inf, None, None)
    assert not new.done()
    assert not new.rota.is_set()
    assert new.progress(3.0) == Progress(3.0, None, None, {})


def test_without_a_line_all_is_over() -> None:
    """Whoever waits for a rota or for the end need wait no longer, and there is no outcome."""
    new = standing()
    new.no_line(2)
    assert new.lineless == 2
    assert new.done()
    assert new.rota.is_set()
    assert new.outcome() is None


def test_what_it_begins_with_is_known() -> None:
    """A schedule found before, with its bound."""
    begun = standing(best=found(10, bound=4))
    assert (begun.price, begun.bound) == (10, 4)
    assert begun.rota.is_set()
    assert not begun.done()


def test_only_what_is_cheaper_is_taken() -> None:
    """10, then 12 and 10 again (no), then 7."""
    new = standing()
    taken = [new.offer(found(price)) for price in (10, 12, 10, None, 7)]
    assert taken == [True, False, False, False, True]
    assert new.price == 7
    assert new.aside.schedule is new.best
    assert new.rota.is_set()


@pytest.mark.parametrize("read", [False, True])
def test_a_suggestion_costs_the_same_once_the_board_is_read(*, read: bool) -> None:
    """One of the first two is hard; an empty first seat costs 3, each held date 1.

    All three cost 3; the first alone 1; none breaks the hard rule, and the second alone is dearer.
    """
    new = standing()
    new.suggest(np.array([0, 1, 2], np.int32), NOBODY)
    assert new.price == 3 * GRAIN
    if read:
        new.freeing = Freeing(new.board)
    for held in ([], [0], [1]):
        new.suggest(np.array(held, np.int32), NOBODY)
    assert new.price == GRAIN
    kept = new.held()
    assert kept is not None
    assert kept.tolist() == [0]
    assert new.best is not None
    assert new.best.values is not None
    assert len(new.best.values) == len(new.board.model.proto.variables)


def test_bounds_only_rise() -> None:
    """3, then 2 (no), then 5."""
    new = standing()
    seen = []
    for bound in (3.0, 2.0, 5.0, -inf):
        new.raise_bound(bound)
        seen.append(new.bound)
    assert seen == [3, 3, 5, 5]


@pytest.mark.parametrize("order", ["schedule first", "bound first"])
def test_it_is_over_when_they_meet(order: str) -> None:
    """A schedule of 10 and a bound of 10, in either order, not a moment before."""
    new = standing()
    new.offer(found(11))
    new.raise_bound(9.0)
    if order == "schedule first":
        new.offer(found(10))
        assert not new.done()
        new.raise_bound(10.0)
    else:
        new.raise_bound(10.0)
        assert not new.done()
        new.offer(found(10))
    assert new.done()
    assert new.over.is_set()
    outcome = new.outcome()
    assert outcome is not None
    assert (outcome.price, outcome.bound, outcome.status) == (10, 10, "optimal")


def test_until_then_it_says_how_far_it_is() -> None:
    """10 with a bound of 4; without any bound, 0; and a bound is never said above the price."""
    new = standing()
    new.offer(found(10))
    outcome = new.outcome()
    assert outcome is not None
    assert (outcome.price, outcome.bound, outcome.status) == (10, 0, "feasible")
    new.raise_bound(4.0)
    outcome = new.outcome()
    assert outcome is not None
    assert (outcome.bound, outcome.status) == (4, "feasible")
    assert new.progress(1.0).bound == 4
    new.raise_bound(99.0)
    assert new.progress(1.0).bound == 10


def test_a_bound_of_the_schedule_itself_counts() -> None:
    """Of what the schedule came with and what was raised, the higher is said."""
    new = standing()
    new.offer(found(10, bound=6))
    new.raise_bound(4.0)
    outcome = new.outcome()
    assert outcome is not None
    assert outcome.bound == 6


def test_it_is_over_when_the_time_is() -> None:
    """No seconds, no work; the flag of a proof stays down."""
    ended = standing(seconds=0.0)
    assert ended.done()
    assert ended.left() <= 0
    assert not ended.over.is_set()


# -- schedules as numbers ------------------------------------------------------------------------


def test_schedules_that_are_suggested_are_priced() -> None:
    """The second alone costs 3 + 1; the first alone 1; none at all is not allowed."""
    new = standing()
    new.suggest(np.array([], np.int32), NOBODY)
    assert new.best is None
    new.suggest(np.array([1], np.int32), NOBODY)
    assert new.price == 4 * GRAIN
    held = new.held()
    assert held is not None
    assert held.tolist() == [1]
    new.suggest(np.array([0], np.int32), NOBODY)
    assert new.price == GRAIN
    new.suggest(np.array([0, 2], np.int32), NOBODY)
    assert new.price == GRAIN


def test_what_is_short_is_told() -> None:
    """With the second alone the first seat is empty: 1 unit of staffing."""
    new = standing()
    new.suggest(np.array([1], np.int32), NOBODY)
    assert new.progress(0.0).short == {"staffing": 1}
    new.suggest(np.array([0], np.int32), NOBODY)
    assert new.progress(0.0).short == {}


def test_what_the_master_leans_to_is_passed_on() -> None:
    """Numbers of pairs with their shares, as pairs."""
    new = standing()
    new.lean(np.array([0, 2], np.int32), np.array([0.25, 1.0]))
    pairs = list(new.board.literals())
    assert new.aside.fractions == {pairs[0]: 0.25, pairs[2]: 1.0}


def test_many_at_once() -> None:
    """Eight workers offer and prove in their own order: the least and the highest are kept."""
    new = standing()
    chance = Random(1)
    prices = [[chance.randrange(500, 10_000) for _ in range(400)] for _ in range(8)]
    took: list[int] = []

    def work(own: list[int]) -> None:
        for price in own:
            if new.offer(found(price)):
                took.append(price)
            new.raise_bound(price / 100)

    workers = [threading.Thread(target=work, args=(own,)) for own in prices]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    every = [price for own in prices for price in own]
    assert new.price == min(every)
    assert new.bound == max(every) / 100
    assert min(took) == min(every)
    assert len(took) == len(set(took)), "a price was taken twice"
    assert not new.done()


def test_a_worker_is_lent_for_a_while() -> None:
    """The search in parts has it from now on until the time is up."""
    new = standing()
    assert new.aside.helpers() == 0
    new.lend(60.0)
    assert new.aside.helpers() == 1
    new.lend(0.0)
    assert new.aside.helpers() == 0


def test_it_is_borrowed_until_given_back() -> None:
    """Whoever asks for all cores says when they are free again."""
    new = standing()
    assert not new.borrowed.is_set()
    new.borrow()
    assert new.borrowed.is_set()
    new.give_back()
    assert not new.borrowed.is_set()
