"""The prover by itself: it proves small problems, and does what helps next."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
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
from rotation.solver.crewing import Crewing
from rotation.solver.first_lines import FirstLines
from rotation.solver.fitting import allowed
from rotation.solver.generation import Generation
from rotation.solver.lines import Work, work
from rotation.solver.parts import Ask
from rotation.solver.pricing import Pricing
from rotation.solver.proving import STALE, Prover
from rotation.solver.reseating import Reseating
from rotation.solver.seating import Seating
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


def test_branches_first_as_long_as_they_raise_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then only where crews are stale, and for no more time than the other way to prove."""
    prover = prover_of(monkeypatch)
    generation = prover.generation
    assert generation is not None
    assert prover._next(generation) == "branches"
    prover._raised = False
    assert prover._next(generation) == "crews"
    prover._stale = STALE
    # 1000 of 1100 is no near bound: nothing is worth a proof.
    assert prover._next(generation) == "dives"
    generation.gap = 1.0
    assert prover._next(generation) == "crews"
    generation.gap, generation.bound = 0.0, 1090.0
    assert prover._next(generation) == "branches"
    prover._spent["branches"] = 1.0
    assert prover._next(generation) == "proof"
    prover._spent.update(proof=2.0, crews=2.0)
    assert prover._next(generation) == "branches"
    generation.central = True
    assert prover._next(generation) == "proof"


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
    assert prover._raised


def improving(
    monkeypatch: pytest.MonkeyPatch, *, lends: bool
) -> tuple[Prover, Standing, list[str], list[float]]:
    """Make a prover with a rota, crews and seats that gain nothing, and others that do if lent."""
    tried = case(random_problem(9001, most_pairs=6), every_rule(1))
    board = build(tried.problem, tried.rules)
    copy = Copy(board)
    begun = copy.settle(max(tried.priced.items(), key=lambda item: item[1])[0], 10.0)
    assert begun is not None
    standing = Standing(board, copy, 300.0, begun)
    turns: list[str] = []
    lent: list[float] = []

    def lend(seconds: float) -> None:
        turns.append("lent")
        lent.append(seconds)
        standing.offer(replace(begun, price=round(standing.price * 0.95)))

    def once(_: Crewing) -> bool:
        turns.append("crew")
        return False

    def seats(*_: object) -> float:
        turns.append("seats")
        return 0.0

    monkeypatch.setattr(standing, "lend", lend)
    monkeypatch.setattr(Crewing, "once", once)
    monkeypatch.setattr(Reseating, "go_on", seats)
    monkeypatch.setattr(Prover, "_next", lambda *_: "crews")
    prover = Prover(
        *(tried.problem, tried.rules, Settings(workers=2), standing, lambda: Copy(board)),
        lends=lends,
    )
    prover.begin(work(tried.problem, tried.rules))
    return prover, standing, turns, lent


def test_it_lends_itself_where_that_gains_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the others find a cheaper rota each time and crews find none, it is mostly theirs."""
    prover, standing, turns, lent = improving(monkeypatch, lends=True)
    drawn = prover._paces.draw
    ways: list[str] = []

    def draw() -> str:
        ways.append(drawn())
        return ways[-1]

    monkeypatch.setattr(prover._paces, "draw", draw)
    monkeypatch.setattr(standing, "done", lambda: len(ways) == 200)
    prover.go_on()
    # But for the first two and 15 % of the turns it is lent: about 168 of 200.
    assert ways.count("parts") >= 150
    assert min(ways.count("crews"), ways.count("seats")) >= 5
    assert turns.count("crew") >= ways.count("crews") - 1
    # A hundredth of what is left of 300 s, above the second that it is lent for at least.
    assert all(1.0 < seconds < 3.0 for seconds in lent)


def test_crews_and_seats_go_on_however_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is neither a proof nor a dive to do; as none gains anything, each has turns."""
    prover, standing, turns, _ = improving(monkeypatch, lends=False)
    monkeypatch.setattr(standing, "done", lambda: len(turns) == 40)
    prover.go_on()
    assert min(turns.count("crew"), turns.count("seats")) >= 5
    assert turns.count("crew") + turns.count("seats") >= 40
    assert prover._stale >= 40


def test_where_nobody_may_do_anything_it_says_nothing() -> None:
    """A line that no choice allows: the prover has no bound to tell, and ends."""
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


def test_lines_wait_where_others_are_to_blame_for_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rota of 1,100 with its bound at 1,000 and the master 1.1 from its end: 5 would count."""
    prover = prover_of(monkeypatch)
    generation = prover.generation
    assert generation is not None
    generation.converged = False
    turns = []
    for gap in (0.2, 0.006, 0.001):
        generation.gap = gap
        turns.append(prover._next(generation))
    assert turns == ["lines", "lines", "crews"]
    standing = prover.standing
    assert isinstance(standing, Standing)
    standing.bound = 1090
    assert prover._next(generation) == "lines"  # 1.1 of the 10 that are left are much
    generation.gap, generation.bound, standing.bound = 1.0, -inf, -inf
    assert prover._next(generation) == "lines"  # nothing is known yet


def test_near_the_bound_dives_and_proofs_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a gap of 40 in 1,040 both may help: whichever took less of the time is next."""
    prover = prover_of(monkeypatch)
    standing = prover.standing
    assert isinstance(standing, Standing)
    assert standing.best is not None
    standing.offer(replace(standing.best, price=1040))
    assert prover.generation is not None
    prover._stale, prover._spent["crews"], prover._spent["branches"] = STALE, 10.0, 100.0
    monkeypatch.setattr(prover._diving, "in_time", lambda: True)
    turns = []
    for dives, proof in ((0.0, 0.0), (3.0, 0.0), (3.0, 5.0), (11.0, 11.0)):
        prover._spent |= {"dives": dives, "proof": proof}
        turns.append(prover._next(prover.generation))
    assert turns == ["dives", "proof", "dives", "crews"]


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


def test_a_dive_that_does_not_end_gives_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had is rounded: everybody has a line that is allowed, and nobody wanted none."""
    of, rules, standing, prover = eight_alike(lends=False)
    made = work(of, rules)
    empty = standing.copy.settle([], 10.0)
    assert empty is not None
    standing.offer(empty)
    before = standing.price
    prover._seating = Seating(made, prover._fitter, 0)
    monkeypatch.setattr(Seating, "regroup", lambda *_: None)
    # Three from Monday to Wednesday, and two who have a half of a week that has no rest.
    cells = {walk.block: np.zeros(7) for walk in made.walks}
    for block in (1, 2, 3):
        cells[block][:3] = 1.0
    cells[0][:], cells[4][:] = 0.5, 0.5
    generation = Generation(made)
    prover._round(generation, cells)
    lines = prover._seating.seated()
    assert all(map(allowed, made.walks, lines))
    assert standing.price < before
    assert generation.lines > 0


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
    prover._seating = Seating(generation.work, prover._fitter, 0)
    rounded: list[int] = []

    def noted(_: Seating, shares: dict[int, object], *__: object) -> dict[int, object]:
        rounded.append(len(shares))
        standing.ends -= 1000.0
        return {}

    monkeypatch.setattr(prover, "_dive", lambda _: None)
    monkeypatch.setattr(Seating, "rounded", noted)
    monkeypatch.setattr(prover, "_over", lambda: False)
    monkeypatch.setattr(prover, "_close_by", lambda *_: not far)
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
    assert prover._next(generation) == "lines"
    assert prover._generate(generation, 0.5, each=0.05) is None
    assert asked == [50.0 if known else 0.05]
    assert (prover._next(generation) == "lines") == known


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
        assert prover._spent["lines"] == spent
