"""The prover by itself: it proves small problems, and knows only what is so of cheaper rotas."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from rotation.board import Settings
from rotation.board.closing import Closed, Copy
from rotation.solver import proving
from rotation.solver.blurring import blurred
from rotation.solver.build import build
from rotation.solver.crewing import Crewing
from rotation.solver.generation import Generation
from rotation.solver.lines import Work, work
from rotation.solver.proving import CLOSING_WORK, HALF, STALE, Prover, left_by
from rotation.solver.seating import Seating
from rotation.solver.standing import Standing
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem
from tests.problems import person, problem, shift_type
from tests.solver.bounding import drawn_as, every_rule, never, patient
from tests.solver.trying import case

ANA, BO = (person(who, time_zone="UTC") for who in ("ana", "bo"))

ALWAYS = [rule(name) for name in RULES if RULES[name].always]


def test_nothing_is_known_without_prices() -> None:
    """Before the first round no pair is held or not held."""
    of = problem([ANA, BO], [shift_type("day")], last="2026-12-07")
    generation = Generation(work(of, ALWAYS))
    known = left_by(generation, 0)
    assert [known(("ana", shift)) for shift in of.shifts] == [None]


def test_what_costs_too_much_is_out() -> None:
    """The empty rota costs 10 and Ana's shift 30: no rota below 10 has her on it."""
    of = problem([ANA], [shift_type("day")], last="2026-12-07")
    rules = [
        *ALWAYS,
        rule("staffing", weight=10),
        rule("count", shifts=("day",), max_per_period=0, weight=30),
    ]
    generation = Generation(work(of, rules))
    generation.run(never, patient)
    assert generation.bound == 10 * 4800
    (shift,) = of.shifts
    assert left_by(generation, 10 * 4800)(("ana", shift)) is False
    # Below 41 units there may be the one with her at 30.
    assert left_by(generation, 41 * 4800)(("ana", shift)) is None


def test_what_is_needed_is_in() -> None:
    """With her at 0 and the empty rota at 10, no rota below 10 is without her."""
    of = problem([ANA], [shift_type("day")], last="2026-12-07")
    generation = Generation(work(of, [*ALWAYS, rule("staffing", weight=10)]))
    generation.run(never, patient)
    assert generation.bound == 0
    (shift,) = of.shifts
    assert left_by(generation, 9 * 4800)(("ana", shift)) is True
    assert left_by(generation, 11 * 4800)(("ana", shift)) is None


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


def prover_of(monkeypatch: pytest.MonkeyPatch, closed: list[tuple[int, int, float]]) -> Prover:
    """Make a prover whose bound is 100 below a rota's price, and whose CP-SAT finds nothing."""
    tried = case(random_problem(9001, most_pairs=6), every_rule(1))
    board = build(tried.problem, tried.rules)
    begun = Copy(board).settle(max(tried.priced.items(), key=lambda item: item[1])[0], 10.0)
    assert begun is not None
    standing = Standing(board, Copy(board), 300.0, replace(begun, price=1100))

    def close(
        _: Copy, price: int, bound: int, _fixed: object, _seconds: float, work: float, _seed: int
    ) -> Closed:
        closed.append((price, bound, work))
        return Closed(None, bound)

    monkeypatch.setattr(Copy, "close", close)
    prover = Prover(tried.problem, tried.rules, Settings(), standing, lambda: Copy(board))
    generation = Generation(replace(work(tried.problem, tried.rules), step=1, offset=0))
    generation.bound, generation.converged = 1000.0, True
    prover.generation = generation
    return prover


def test_every_other_try_is_below_less_than_the_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """All from 1000 to 1100, then below 1050, all with twice the work, below 1025, and so on."""
    closed: list[tuple[int, int, float]] = []
    prover = prover_of(monkeypatch, closed)
    assert prover.generation is not None
    for _ in range(6):
        prover._close(prover.generation)
    assert closed == [
        *((1100, 1000, CLOSING_WORK), (1050, 1000, 2 * CLOSING_WORK)),
        *((1100, 1000, 2 * CLOSING_WORK), (1025, 1000, 4 * CLOSING_WORK)),
        *((1100, 1000, 4 * CLOSING_WORK), (1013, 1000, 8 * CLOSING_WORK)),
    ]


def test_where_less_is_proved_the_bound_is_higher(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is below 1050: the next time it is half of what is left above that."""
    closed: list[tuple[int, int, float]] = []
    prover = prover_of(monkeypatch, closed)
    assert prover.generation is not None
    prover._close(prover.generation)
    monkeypatch.setattr(Copy, "close", lambda _, price, *__: Closed(None, price))
    prover._close(prover.generation)
    assert prover.standing.bound == 1050
    assert prover._aim == HALF


def test_branches_first_as_long_as_they_raise_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then only where crews are stale, and for no more time than the other way to prove."""
    prover = prover_of(monkeypatch, [])
    generation = prover.generation
    assert generation is not None
    assert prover._next(generation) == "branches"
    prover._raised = False
    assert prover._next(generation) == "crews"
    prover._stale = STALE
    # 1000 of 1100 is no near bound: nothing is worth a proof.
    assert prover._next(generation) == "dives"
    generation.bound = 1090.0
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
    """Make a prover with a rota, crews that find nothing, and others that do in each loan."""
    tried = case(random_problem(9001, most_pairs=6), every_rule(1))
    board = build(tried.problem, tried.rules)
    copy = Copy(board)
    begun = copy.settle(max(tried.priced.items(), key=lambda item: item[1])[0], 10.0)
    assert begun is not None
    assert begun.price is not None
    price = begun.price
    standing = Standing(board, copy, 300.0, begun)
    turns: list[str] = []
    lent: list[float] = []

    def lend(seconds: float) -> None:
        turns.append("lent")
        lent.append(seconds)
        standing.offer(replace(begun, price=round(price * 0.95 ** len(lent))))

    def once(_: Crewing) -> bool:
        turns.append("crew")
        return False

    monkeypatch.setattr(standing, "lend", lend)
    monkeypatch.setattr(Crewing, "once", once)
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
    # But for the first and 15 % of the turns it is lent: about 169 of 200.
    assert ways.count("parts") >= 150
    assert ways.count("crews") >= 10
    assert turns.count("crew") >= ways.count("crews") - 1
    # A hundredth of what is left of 300 s, above the second that it is lent for at least.
    assert all(1.0 < seconds < 3.0 for seconds in lent)


def test_a_crew_dives_in_each_turn_however_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is neither a proof nor a dive to do, crews go on."""
    prover, standing, turns, _ = improving(monkeypatch, lends=False)
    monkeypatch.setattr(standing, "done", lambda: len(turns) == 40)
    prover.go_on()
    assert turns == ["crew"] * 40
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


def test_where_all_are_alike_it_dives_with_blurred_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight who can all do the same: it dives once and its bound is of the true costs.

    Each of the 21 assignments is one more than nobody wants of it, at 10.
    """
    monkeypatch.setattr(proving, "alike", lambda _: True)
    people = [person(f"p{number}", time_zone="UTC") for number in range(8)]
    of = problem(people, [shift_type("day", least=3, target=3, most=3)], last="2026-12-13")
    wanted = rule("count", shifts=("day",), max_per_period=0, weight=10)
    rules = [*ALWAYS, rule("staffing", weight=60), rule("days_in_row", max=3), wanted]
    board = build(of, rules)
    standing = Standing(board, Copy(board), 60.0)
    prover = Prover(of, rules, Settings(), standing, lambda: Copy(board))
    blurs: list[Work] = []

    def noted(made: Work, seed: int) -> Work:
        blurs.append(blurred(made, seed))
        return blurs[-1]

    monkeypatch.setattr(proving, "blurred", noted)
    monkeypatch.setattr(Seating, "first", lambda *_: False)
    prover.begin(work(of, rules))
    assert len(blurs) == 1
    assert (standing.price, standing.bound) == (210 * 4800, 210 * 4800)


def test_near_the_bound_dives_and_proofs_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a gap of 40 in 1,040 both may help: whichever took less of the time is next."""
    prover = prover_of(monkeypatch, [])
    standing = prover.standing
    assert isinstance(standing, Standing)
    assert standing.best is not None
    standing.offer(replace(standing.best, price=1040))
    assert prover.generation is not None
    prover._stale, prover._spent["crews"], prover._spent["branches"] = STALE, 10.0, 100.0
    monkeypatch.setattr(prover, "_time_to_dive", lambda: True)
    turns = []
    for dives, proof in ((0.0, 0.0), (3.0, 0.0), (3.0, 5.0), (11.0, 11.0)):
        prover._spent |= {"dives": dives, "proof": proof}
        turns.append(prover._next(prover.generation))
    assert turns == ["dives", "proof", "dives", "crews"]


def test_a_master_that_lacks_something_is_not_near_its_end() -> None:
    """A value with a lowered price, or with somebody without a line, says nothing of the gap."""
    of = problem([ANA, BO], [shift_type("day")], last="2026-12-07")
    generation = Generation(work(of, ALWAYS))
    solved = generation.run(never, patient)
    assert solved is not None
    generation.gap = 0.01
    assert proving._near_end(generation, solved, 0.03)
    assert not proving._near_end(generation, solved, 0.01)
    assert not proving._near_end(generation, replace(solved, capped=True), 0.03)
    assert not proving._near_end(generation, replace(solved, missing=1.0), 0.03)
