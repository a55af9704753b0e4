"""The prover by itself: it proves small problems, and does what helps next."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from math import inf

import numpy as np
import pytest

from rotation.board import Settings
from rotation.board.closing import Closed, Copy
from rotation.domain import Problem
from rotation.master.columns import Solved
from rotation.rule import Rule
from rotation.solver import diving, first_lines, proving
from rotation.solver.blurring import blurred
from rotation.solver.build import build
from rotation.solver.first_lines import FirstLines
from rotation.solver.generation import Generation
from rotation.solver.lines import Work, work
from rotation.solver.parts import Ask
from rotation.solver.pricing import Pricing
from rotation.solver.proving import Prover
from rotation.solver.seating import Seating
from rotation.solver.seats import Seats
from rotation.solver.standing import Standing
from rotation.walk.pricing import Line
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem
from tests.problems import person, problem, shift_type
from tests.solver.bounding import drawn_as, every_rule, never, patient
from tests.solver.test_closing import open_at_1100
from tests.solver.trying import case

ANA, BO = (person(who, time_zone="UTC") for who in ("ana", "bo"))

ALWAYS = [rule(name) for name in RULES if RULES[name].always]


@pytest.mark.parametrize("size", ["whole", "rows", "tiny"])
@pytest.mark.parametrize("seed", range(5))
def test_it_proves_small_problems(seed: int, size: str) -> None:
    """From nothing, or from any rota, it comes to the cheapest, however little is drawn."""
    tried = case(random_problem(seed + 9000, most_pairs=6), every_rule(seed))
    best = min(tried.priced.values())
    board = build(tried.problem, tried.rules)
    copy = Copy(board)
    worst = max(tried.priced.items(), key=lambda item: item[1])[0]
    begun = copy.settle(worst, 10.0)
    assert begun is not None
    standing = Standing(board, copy, 60.0, begun)
    with drawn_as(size):
        prover = Prover(
            tried.problem, tried.rules, Settings(seed=seed), standing, lambda: Copy(board)
        )
        prover.begin(work(tried.problem, tried.rules))
        assert standing.bound <= best
        assert standing.price >= best
        prover.go_on()
    assert (standing.price, standing.bound) == (best, best)
    assert standing.over.is_set()


def prover_of(monkeypatch: pytest.MonkeyPatch) -> Prover:
    """Make a prover whose bound is 100 below a rota's price, and whose CP-SAT finds nothing."""
    tried, standing, generation = open_at_1100()
    monkeypatch.setattr(Copy, "close", lambda _, __, bound, *___: Closed(None, bound))
    copy = partial(Copy, standing.board)
    prover = Prover(tried.problem, tried.rules, Settings(), standing, copy)
    prover.generation = generation
    return prover


def test_dividing_raises_the_bound_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rota's price is out of reach of the shares, and proved by branches alone."""
    tried = case(random_problem(20), every_rule(20))
    board = build(tried.problem, tried.rules)
    best, price = min(tried.priced.items(), key=lambda item: item[1])
    begun = Copy(board).settle(best, 10.0)
    assert begun is not None
    standing = Standing(board, Copy(board), 300.0, begun)
    prover = Prover(tried.problem, tried.rules, Settings(), standing, lambda: Copy(board))
    generation = Generation(work(tried.problem, tried.rules))
    generation.run(never, patient)
    assert generation.bound < price
    prover._branch(generation)
    assert standing.bound == price
    assert standing.over.is_set()
    assert prover._turns.raised
    assert prover._turns.divided


def test_where_somebody_has_no_line_it_says_so() -> None:
    """A line that no choice allows: there is no rota, and nothing more to do."""
    of = problem([ANA], [shift_type("day")], last="2026-12-07")
    rules = [
        *ALWAYS,
        rule("count", shifts=("day",), min_per_period=1),
        rule("count", shifts=("day",), max_per_period=0),
    ]
    board = build(of, rules)
    standing = Standing(board, Copy(board), 60.0)
    prover = Prover(of, rules, Settings(), standing, lambda: Copy(board))
    prover.begin(work(of, rules))
    prover.go_on()
    assert (standing.price, standing.best) == (inf, None)
    assert standing.lineless == 0
    assert standing.over.is_set()


def test_told_to_stop_it_stops() -> None:
    """It begins nothing when all is over."""
    of = problem([ANA, BO], [shift_type("day")], last="2026-12-07")
    board = build(of, ALWAYS)
    standing = Standing(board, Copy(board), 60.0)
    standing.over.set()
    prover = Prover(of, ALWAYS, Settings(), standing, lambda: Copy(board))
    prover.begin(work(of, ALWAYS))
    prover.go_on()
    assert prover.generation is None
    assert standing.best is None


def eight_alike(*, lends: bool) -> tuple[Problem, list[Rule], Standing, Prover]:
    """Let eight do the same for a week, who would rather have none of its 21 assignments."""
    people = [person(f"p{number}", time_zone="UTC") for number in range(8)]
    of = problem(people, [shift_type("day", least=3, target=3, most=3)], last="2026-12-13")
    wanted = rule("count", shifts=("day",), max_per_period=0, weight=10)
    rules = [*ALWAYS, rule("staffing", weight=60), rule("days_in_row", max=3), wanted]
    board = build(of, rules)
    standing = Standing(board, Copy(board), 60.0)
    settings = Settings(workers=2)
    return (
        of,
        rules,
        standing,
        Prover(of, rules, settings, standing, lambda: Copy(board), lends=lends),
    )


def test_where_all_are_alike_it_dives_with_blurred_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight who can all do the same: it dives once and its bound is of the true costs.

    Each of the 21 assignments is one more than nobody wants of it, at 10.
    """
    monkeypatch.setattr(proving, "alike", lambda _: True)
    of, rules, standing, prover = eight_alike(lends=False)
    blurs: list[Work] = []

    def noted(made: Work, seed: int) -> Work:
        blurs.append(blurred(made, seed))
        return blurs[-1]

    monkeypatch.setattr(diving, "blurred", noted)
    monkeypatch.setattr(Seating, "first", lambda *_: False)
    monkeypatch.setattr(prover, "_round", lambda *_: None)
    prover.begin(work(of, rules))
    assert len(blurs) == 1
    assert (standing.price, standing.bound) == (210 * 4800, 210 * 4800)


@pytest.mark.parametrize(
    ("lends", "seconds", "steep"),
    [(True, 300.0, 1.0), (False, 300.0, 1.0), (True, 1e-3, 1.0), (True, 300.0, -1.0)],
)
def test_lines_of_many_alike_take_all_cores(
    monkeypatch: pytest.MonkeyPatch, *, lends: bool, seconds: float, steep: float
) -> None:
    """After three rounds, if somebody is there to lend theirs and so many more are in time.

    Not while the others make the rota cheaper quickly. They are given back with the first dive.
    """
    monkeypatch.setattr(first_lines, "WATCHED", 0.0)
    monkeypatch.setattr(first_lines, "STEEP", steep)
    monkeypatch.setattr(proving, "alike", lambda _: True)
    of, rules, standing, prover = eight_alike(lends=lends)
    asked: list[str] = []
    threads: list[int] = []
    monkeypatch.setattr(standing, "borrow", lambda: asked.append("borrow"))
    monkeypatch.setattr(standing, "give_back", lambda: asked.append("give back"))
    monkeypatch.setattr(first_lines, "AHEAD", 45 * 300.0 / seconds)
    priced = Pricing.price

    def price(self: Pricing, asks: Sequence[Ask | None]) -> list[list[Line]]:
        threads.append(self.threads)
        return priced(self, asks)

    monkeypatch.setattr(Pricing, "price", price)
    monkeypatch.setattr(Seating, "first", lambda *_: False)
    empty = standing.copy.settle([], 10.0)
    assert empty is not None
    standing.offer(empty)
    prover.begin(work(of, rules))
    taken = lends and seconds > 1 and steep > 0
    assert asked == (["borrow", "give back"] if taken else [])
    assert set(threads) == ({1, 2} if taken else {1})
    assert threads[:3] == [1, 1, 1]
    assert prover._pricing is not None
    assert prover._pricing.threads == 1


def test_lines_of_rounded_shares_are_known_to_the_master() -> None:
    """Everybody's, where the rota is nothing and the bound is far."""
    of, rules, standing, prover = eight_alike(lends=False)
    made = work(of, rules)
    empty = standing.copy.settle([], 10.0)
    assert empty is not None
    standing.offer(empty)
    prover._seats = Seats(made, prover._fitter, standing, prover._relay, 0)
    generation = Generation(made)
    generation.bound = 0.0
    prover._round(generation, {walk.block: np.full(7, 3 / 8) for walk in made.walks})
    blocks = {block for block, _ in generation.lines.all()}
    assert blocks == set(range(8))


@pytest.mark.parametrize("far", [True, False])
def test_far_from_the_bound_the_first_master_is_rounded(
    monkeypatch: pytest.MonkeyPatch, *, far: bool
) -> None:
    """A dive takes a hundred times as long; near the bound it finds less than there is.

    What rounding takes is not put down to lines, of which a dive takes as long.
    """
    prover = prover_of(monkeypatch)
    generation = prover.generation
    assert generation is not None
    standing = prover.standing
    assert isinstance(standing, Standing)
    prover._seats = Seats(generation.work, prover._fitter, standing, prover._relay, 0)
    rounded: list[int] = []

    def noted(_: Seating, shares: dict[int, object], *__: object) -> dict[int, object]:
        rounded.append(len(shares))
        standing.ends -= 1000.0
        return {}

    monkeypatch.setattr(prover, "_dive", lambda _: None)
    monkeypatch.setattr(Seating, "rounded", noted)
    monkeypatch.setattr(prover, "_over", lambda: False)
    monkeypatch.setattr(prover._turns, "close_by", lambda *_: not far)
    pricing = Pricing(generation.work.walks)
    prover._first(generation, FirstLines(standing, generation, pricing))
    assert rounded == ([len(generation.work.walks)] if far else [])
    assert prover._diving.took < 500.0


@pytest.mark.parametrize("known", [True, False])
def test_a_programme_that_takes_too_long_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    """While the bound is still nothing it has its own share of the time; later all that is left."""
    prover = prover_of(monkeypatch)
    generation = prover.generation
    assert generation is not None
    generation.converged, generation.gap = False, 0.2 if known else 1.0
    asked: list[float] = []

    def solve(seconds: float, _: float = 0.0) -> None:
        asked.append(seconds)
        if not known:
            time.sleep(seconds)

    monkeypatch.setattr(prover.standing, "left", lambda: 50.0)
    monkeypatch.setattr(generation.master, "solve", solve)
    assert prover._turns.next(generation) == "lines"
    assert prover._generate(generation, 0.5, each=0.05) is None
    assert asked == [50.0 if known else 0.05]
    assert (prover._turns.next(generation) == "lines") == known


def test_lines_near_the_end_are_enough_where_a_dive_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    """After three tenths of the time, and where the rota is not near the bound already.

    After four tenths those whose bound is nothing are given up, and crews get as long.
    """
    prover = prover_of(monkeypatch)
    generation = prover.generation
    assert generation is not None
    none = np.zeros(0)
    solved = Solved(0.0, none, none, none, 0.0, none, none)
    generation.central = True
    monkeypatch.setattr(prover, "_dive", lambda _: None)
    near, nothing = 1e-3, 1.0
    for left, bound, gap, enough, spent in (
        *((220.0, 1000, near, False, 0.0), (200.0, 1000, near, True, 0.0)),
        *((200.0, 1090, near, False, 0.0), (200.0, 1000, nothing, False, 100.0)),
        (170.0, 1000, nothing, True, 130.0),
    ):
        told: list[bool] = []
        now = 300.0

        def generate(_: object, __: float, suffices: Callable[[Solved], bool], ___: float) -> None:
            nonlocal now
            now = left  # noqa: B023 (called before the next)
            told.append(suffices(solved))  # noqa: B023

        monkeypatch.setattr(prover, "_generate", generate)
        monkeypatch.setattr(prover.standing, "left", lambda: now)  # noqa: B023
        generation.bound, generation.gap = bound, gap
        pricing = Pricing(generation.work.walks)
        prover._first(generation, FirstLines(prover.standing, generation, pricing))
        assert told == [enough]
        assert prover._turns.spent["lines"] == spent
