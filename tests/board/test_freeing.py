"""A part of a board, against every schedule that leaves the rest as it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, product
from random import Random

import numpy as np
import pytest

from rotation.board import Board, Outcome, Settings, run
from rotation.board.freeing import Effort, Freeing
from rotation.domain import Assignment, Problem, Schedule, Shift
from rotation.limits import GRAIN, Demand
from rotation.rule import Rule, judge, price
from rotation.solver.build import build
from tests.board.enumerating import board_of, days
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem

ENOUGH = Effort(seconds=60, work=10)

RULESET: tuple[Rule, ...] = (
    *(rule(name) for name in RULES if RULES[name].always),
    *(rule(name) for name in ("staffing", "mix", "coverage")),
    rule("requests", weight=7),
    rule("continuity", weight=3),
    rule("fair", of="hours", weight=5),
    rule("weekends", max_per_period=0, weight=4),
    rule("days_in_row", max=1, weight=2),
)


def started(seed: int) -> tuple[Problem, Board, Outcome]:
    """Make the first small random problem from a seed on that has a schedule, and any of those."""
    for number in count(100 * seed):
        problem = random_problem(number, most_pairs=9)
        board = build(problem, RULESET)
        start = run(board, Settings(seconds=60, work=10, seed=seed), goal="any")
        if start.held:
            return problem, board, start
    raise AssertionError


def cheapest_near(problem: Problem, start: Outcome, free: Sequence[tuple[str, Shift]]) -> int:
    """Judge every schedule that differs from a schedule in the free pairs only."""
    kept = (start.held or frozenset()) - set(free)
    prices = []
    for chosen in product((False, True), repeat=len(free)):
        held = kept | {pair for pair, on in zip(free, chosen, strict=True) if on}
        rows = tuple(Assignment(shift, problem.person[who]) for who, shift in held)
        breaches = judge(RULESET, Schedule(problem, rows))
        if all(breach.weight is not None for breach in breaches):
            prices.append(price(breaches))
    return min(prices)


@pytest.mark.parametrize("seed", range(40))
def test_a_part_is_made_as_cheap_as_it_can_be(seed: int) -> None:
    """The cheapest of all that leave the rest, at the price that the judge gives it."""
    problem, board, start = started(seed)
    freeing, chance = Freeing(board), Random(seed)
    values = np.array(start.values, np.int64)
    assert freeing.price(values) == start.price
    free = np.array([n for n in range(len(freeing.pairs)) if chance.random() < 0.6], np.int64)
    effort = Effort(60, 10, linear=2 * (seed % 2), hinted=seed % 3 > 0)
    found = freeing.solve(freeing.part(values, free), effort)
    assert found.status == "optimal"
    assert found.values is not None
    after = freeing.outcome(found.values, start)
    pairs = [freeing.pairs[n] for n in free]
    assert after.price == cheapest_near(problem, start, pairs)
    assert (after.held or frozenset()) ^ (start.held or frozenset()) <= set(pairs)
    assert after.price == price(judge(RULESET, _schedule(problem, after)))


def _schedule(problem: Problem, outcome: Outcome) -> Schedule:
    held = outcome.held or frozenset()
    return Schedule(problem, tuple(Assignment(shift, problem.person[who]) for who, shift in held))


def priced_dates() -> Board:
    """Make a board where the first date costs 2, the second 1, and neither is 3, essentially."""
    board = board_of(days("2026-12-08"))
    first, second = board.literals().values()
    board.price(first, GRAIN, 2, "wish")
    board.price(second, GRAIN, 1, "wish")
    board.price(~board.any_of([first, second]), GRAIN, 3, "staffing", essential=True)
    board.bound([(1, first), (1, second)], 0, 1, Demand("rest", "ana", "says"))
    board.close()
    return board


def start_of(board: Board, *held: bool) -> Outcome:
    """Return the schedule that holds these dates."""
    fixed = board.model.clone()
    for literal, on in zip(board.literals().values(), held, strict=True):
        fixed.add(fixed.get_bool_var_from_proto_index(literal.index) == on)
    own, board.model = board.model, fixed
    try:
        return run(board, Settings(seconds=60, work=10), goal="any")
    finally:
        board.model = own


@pytest.mark.parametrize(("free", "paid"), [((), 3), ((0,), 2), ((1,), 1), ((0, 1), 1)])
def test_only_what_is_free_changes(free: tuple[int, ...], paid: int) -> None:
    """From no date held: 3 as it is, 2 with the first date alone to change, 1 with the second."""
    board = priced_dates()
    start = start_of(board, False, False)
    freeing = Freeing(board)
    part = freeing.part(np.array(start.values, np.int64), np.array(free, np.int64))
    found = freeing.solve(part, ENOUGH)
    assert found.values is not None
    after = freeing.outcome(found.values, start)
    assert after.price == paid * GRAIN
    assert after.cover_price == (3 * GRAIN if not free else 0)


def test_the_hold_on_the_cover_stays() -> None:
    """No date would be cheapest for a wish of 9 against each, but the cover is held at 0."""
    board = priced_dates()
    for literal in board.literals().values():
        board.price(literal, GRAIN, 9, "wish")
    start = start_of(board, True, False)
    values, free = np.array(start.values, np.int64), np.array([0, 1], np.int64)
    loose = Freeing(board)
    found = loose.solve(loose.part(values, free), ENOUGH)
    assert loose.price(found.values) == 3 * GRAIN  # type: ignore[arg-type]
    board.cover_at_most(0)
    tight = Freeing(board)
    found = tight.solve(tight.part(values, free), ENOUGH)
    assert tight.price(found.values) == 10 * GRAIN  # type: ignore[arg-type]


def test_what_is_proved_of_the_whole_is_kept() -> None:
    """A schedule that costs what is known as the least is optimal, and a dearer one is not."""
    board = priced_dates()
    start = start_of(board, True, False)
    freeing = Freeing(board)
    known = Outcome("feasible", 1.0, price=2 * GRAIN, bound=GRAIN)
    values = np.array(start.values, np.int64)
    assert freeing.outcome(values, known).status == "feasible"
    found = freeing.solve(freeing.part(values, np.array([0, 1], np.int64)), ENOUGH)
    assert found.values is not None
    best = freeing.outcome(found.values, known)
    assert (best.status, best.price, best.bound) == ("optimal", GRAIN, GRAIN)


def test_nothing_begins_after_the_end() -> None:
    """Once ended, a part comes to nothing at once."""
    board = priced_dates()
    start = start_of(board, False, False)
    freeing = Freeing(board)
    part = freeing.part(np.array(start.values, np.int64), np.array([0, 1], np.int64))
    freeing.end()
    found = freeing.solve(part, ENOUGH)
    assert (found.status, found.values, found.work) == ("unknown", None, 0.0)


@pytest.mark.parametrize("seed", range(20))
def test_a_schedule_is_brought_to_other_pairs(seed: int) -> None:
    """Whatever is held, it costs what the judge says; what breaks a hard rule is none."""
    problem, board, start = started(seed)
    freeing, chance = Freeing(board), Random(seed)
    values, first, seen = np.array(start.values, np.int64), start.held or frozenset(), set()
    for _ in range(20):
        held = first ^ {pair for pair in freeing.pairs if chance.random() < 0.3}
        rows = tuple(Assignment(shift, problem.person[who]) for who, shift in held)
        breaches = judge(RULESET, Schedule(problem, rows))
        allowed = all(breach.weight is not None for breach in breaches)
        seen.add(allowed)
        settled = freeing.settle(values, held, 60)
        assert (settled is not None) == allowed
        if settled is not None:
            after = freeing.outcome(settled, start)
            assert (after.held, after.price) == (held, price(breaches))
            values = settled
    assert True in seen


def test_only_what_is_different_is_settled() -> None:
    """What is held already is as it was, and a hard rule that would be broken is found."""
    board = priced_dates()
    start = start_of(board, True, False)
    freeing = Freeing(board)
    values = np.array(start.values, np.int64)
    same = freeing.settle(values, start.held or frozenset(), 60)
    assert same is not None
    assert same.tolist() == values.tolist()
    none = freeing.settle(values, frozenset(), 60)
    assert none is not None
    assert freeing.outcome(none, start).price == 3 * GRAIN  # the essential one
    assert freeing.settle(values, frozenset(freeing.pairs), 60) is None  # both dates


def test_nothing_is_settled_after_the_stop() -> None:
    """An end of parts does not stop it, a stop does."""
    board = priced_dates()
    start = start_of(board, True, False)
    freeing = Freeing(board)
    values = np.array(start.values, np.int64)
    freeing.end()
    assert freeing.settle(values, frozenset(), 60) is not None
    freeing.stop()
    assert freeing.settle(values, frozenset(), 60) is None


@pytest.mark.parametrize("strange", ["one of two", "with a gap"])
def test_a_strange_constraint_is_refused(strange: str) -> None:
    """What the arrays could not say is never left out silently."""
    board = priced_dates()
    first, second = board.literals().values()
    if strange == "with a gap":
        board.model.add(first + second != 1)
    else:
        board.model.add_bool_xor([first, second])
    with pytest.raises(TypeError, match="of a kind that no board posts"):
        Freeing(board)
