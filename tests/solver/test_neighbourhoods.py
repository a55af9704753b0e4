"""Improving a schedule part by part: never worse, the best where it is small, repeatable."""

from __future__ import annotations

import threading
from functools import cache
from itertools import count, pairwise
from math import inf
from random import Random

import numpy as np
import pytest

from rotation.board import Board, Outcome, Settings, run
from rotation.board.freeing import Found, Freeing
from rotation.domain import Assignment, Problem, Schedule
from rotation.rule import Rule, judge, price
from rotation.solver.build import build
from rotation.solver.choosing import KINDS, Ground, State
from rotation.solver.neighbourhoods import Aside, Improving, _Job, improve
from tests import problems as make
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem
from tests.solver.test_search import ALWAYS, WISHES, cheapest

COVER = (rule("staffing"), rule("mix"), rule("coverage"))
DAY_AND_NIGHT = (make.shift_type("day"), make.shift_type("night", "21:00", "05:00"))


def team(people: int, last: str) -> tuple[Problem, tuple[Rule, ...]]:
    """Make a team with a day and a night shift, fair hours and few days in a row."""
    everybody = [make.person(f"p{number:02}") for number in range(people)]
    problem = make.problem(everybody, DAY_AND_NIGHT, last=last)
    wishes = (rule("fair", of="hours", weight=5), rule("days_in_row", max=2, weight=3))
    hard = tuple(rule(name) for name in _always())
    return problem, (*hard, rule("staffing"), *wishes)


def started(problem: Problem, rules: tuple[Rule, ...]) -> tuple[Board, Outcome]:
    """Build a board and find any schedule of it."""
    board = build(problem, rules)
    return board, run(board, Settings(seconds=60, work=10), goal="any")


def priced(problem: Problem, rules: tuple[Rule, ...], outcome: Outcome) -> int:
    """Price a schedule as the judge does."""
    held = outcome.held or frozenset()
    rows = tuple(Assignment(shift, problem.person[who]) for who, shift in held)
    return price(judge(rules, Schedule(problem, rows)))


@pytest.mark.parametrize("seed", range(12))
def test_small_problems_are_solved(seed: int) -> None:
    """Where all is freed at once, what comes out is the cheapest of every schedule there is."""
    rules = (*ALWAYS, *COVER, *WISHES)
    for number in count(100 * seed):
        problem = random_problem(number, most_pairs=6)
        board, start = started(problem, rules)
        if start.held:
            break
    settings = Settings(seconds=60, work=20, seed=seed, workers=1 + seed % 2)
    outcome = improve(board, start, settings)
    assert outcome.price == cheapest(problem, rules)
    assert outcome.price == priced(problem, rules, outcome)


def test_a_larger_schedule_becomes_cheaper_at_an_honest_price() -> None:
    """Every schedule told on the way is cheaper than the last, and all are priced as judged."""
    problem, rules = team(24, "2026-12-20")
    board, start = started(problem, rules)
    told: list[Outcome] = []
    outcome = improve(board, start, Settings(seconds=60, work=0.2), on_better=told.append)
    assert outcome.price is not None
    assert start.price is not None
    assert outcome.price < start.price
    prices = [start.price, *(each.price or 0 for each in told)]
    assert all(after < before for before, after in pairwise(prices))
    assert prices[-1] == outcome.price == priced(problem, rules, outcome)
    assert outcome.status == "feasible"
    assert outcome.work >= 0.2


def test_the_number_of_workers_changes_nothing() -> None:
    """By work, the same schedule comes out of one thread and of three, and of a second go."""
    board, start = started(*team(16, "2026-12-20"))
    held = [
        improve(board, start, Settings(seconds=600, work=0.1, workers=workers)).held
        for workers in (1, 3, 3)
    ]
    assert held[0] == held[1] == held[2]
    assert held[0] != start.held


def test_stopped_before_it_began() -> None:
    """What it was given comes back."""
    board, start = started(*team(6, "2026-12-13"))
    stop = threading.Event()
    stop.set()
    outcome = improve(board, start, Settings(seconds=60), stop=stop)
    assert (outcome.held, outcome.price, outcome.interrupted) == (start.held, start.price, True)


def test_stopped_on_the_way() -> None:
    """The search ends with no less than it had told of."""
    board, start = started(*team(24, "2026-12-20"))
    stop = threading.Event()
    told: list[int] = []

    def better(outcome: Outcome) -> None:
        told.append(outcome.price or 0)
        stop.set()

    outcome = improve(board, start, Settings(seconds=60, workers=2), stop=stop, on_better=better)
    assert outcome.interrupted
    assert outcome.seconds < 60
    assert outcome.price == told[-1]


@pytest.mark.parametrize("lent", [0, 1])
def test_a_lent_worker_helps(monkeypatch: pytest.MonkeyPatch, lent: int) -> None:
    """With one worker and one that is lent two parts are under way at a time, else one."""
    board, start = started(*team(6, "2026-12-20"))
    search = Improving(board, start, Settings(workers=1))
    lock, most, going = threading.Lock(), 0, 0
    solve = search.solve

    def counted(job: _Job) -> Found:
        nonlocal most, going
        with lock:
            going += 1
            most = max(most, going)
        try:
            return solve(job)
        finally:
            with lock:
                going -= 1

    monkeypatch.setattr(search, "solve", counted)
    aside = Aside()
    aside.lent = inf if lent else -inf
    search.go_on(2.0, threading.Event(), aside)
    assert most == 1 + lent


def test_it_goes_on_after_a_while() -> None:
    """Left and gone on with, it still makes parts cheaper: turns of work do not end it."""
    problem, rules = team(6, "2026-12-20")
    board, first = started(problem, rules)
    search = Improving(board, first, Settings(seed=1, workers=1))
    gained = [search.go_on(1.5, threading.Event(), Aside()) for _ in range(2)]
    freed = search.freeing.price(search.best)
    assert first.price is not None
    assert first.price - freed == sum(gained) > 0
    # Begin again from where it began: the third turn gains as the first one did.
    search.best = np.array(first.values, np.int64)
    search.price, search.whole = search.freeing.price(search.best), False
    assert search.go_on(1.5, threading.Event(), Aside()) > 0
    assert search.price < first.price


def test_a_listener_that_fails_ends_it() -> None:
    """Where nobody listens any more, no thread goes on."""
    board, start = started(*team(24, "2026-12-20"))

    def gone(_: Outcome) -> None:
        raise BrokenPipeError("nobody listens")

    with pytest.raises(BrokenPipeError, match="nobody listens"):
        improve(board, start, Settings(seconds=60, workers=2), on_better=gone)
    assert not [each for each in threading.enumerate() if each.name.startswith("part")]


def test_a_cheaper_schedule_from_elsewhere_is_gone_on_from() -> None:
    """It starts from the dearer of two, and comes out with the cheaper one at least."""
    board, start = started(*team(24, "2026-12-20"))
    good = improve(board, start, Settings(seconds=60, work=0.1))
    after = improve(board, start, Settings(seconds=60, work=1e-9), aside=Aside(schedule=good))
    assert after.price is not None
    assert good.price is not None
    assert after.price <= good.price < (start.price or 0)


# -- which part ------------------------------------------------------------------------------------

TEAMS = {"a week": (6, "2026-12-13"), "a month": (40, "2027-01-06"), "a year": (8, "2027-12-06")}


@cache
def ground_of(shape: str) -> Ground:
    """Lay out a team of a shape, once for all tests."""
    return Ground(Freeing(build(*team(*TEAMS[shape]))))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", TEAMS)
def test_parts_are_as_large_as_they_are_asked_for(kind: str, shape: str) -> None:
    """About 100 person-days, also of a year for 8 people, and all where there are fewer."""
    ground = ground_of(shape)
    values = np.zeros(len(ground.freeing.rows.least), np.int64)
    state = State.of(ground, values, ground.shares({ground.freeing.pairs[-1]: 1.0}))
    for seed in range(5):
        pairs = KINDS[kind](state, 100, Random(seed))
        assert len(set(pairs.tolist())) == len(pairs)
        freed = {(ground.person[n], ground.day[n]) for n in pairs}
        everything = ground.people * ground.days
        # At least 6 people over the month: 31 x 6 = 186.
        assert min(40, everything) <= len(freed) <= min(200, everything)


def test_where_a_relaxation_differs_is_looked_at() -> None:
    """One person of 40 has another month in the relaxation than here: always freed, with others."""
    ground = ground_of("a month")
    mine = {pair: 1.0 for pair in ground.freeing.pairs if pair[0] == "p07"}
    values = np.zeros(len(ground.freeing.rows.least), np.int64)
    state = State.of(ground, values, ground.shares(mine))
    for seed in range(5):
        pairs = KINDS["disagreeing"](state, 100, Random(seed))
        assert "p07" in {ground.freeing.pairs[n][0] for n in pairs}


def test_what_a_price_is_about_is_known() -> None:
    """The hours of somebody are theirs and of the whole week; a seat is nobody's and of its day."""
    problem, rules = team(6, "2026-12-13")
    board = build(problem, rules)
    ground = Ground(Freeing(board))
    place = ground.place
    about = {
        (
            each.rule,
            bool(place.first_person[index] == place.last_person[index]),
            int(place.last_day[index] - place.first_day[index]),
        )
        for each in board.prices
        for index in [max(each.var.index, ~each.var.index)]
    }
    assert {each for each in about if each[0] in ("fair", "staffing")} == {
        ("fair", True, 6),
        ("staffing", False, 0),
    }


def test_who_could_fill_a_seat_is_freed_first() -> None:
    """Of 40 people one may work nights: where a night is empty they are freed, with that day."""
    night = make.shift_type("night", "21:00", "05:00", skills=frozenset({"nights"}))
    everybody = [make.person(f"p{number:02}") for number in range(39)]
    owl = make.person("owl", skills={"nights"})
    problem = make.problem([owl, *everybody], (make.shift_type("day"), night), last="2027-01-06")
    board = build(problem, tuple(rule(name) for name in (*_always(), "staffing")))
    ground = Ground(Freeing(board))
    values = np.zeros(len(ground.freeing.rows.least), np.int64)
    empty = next(
        max(each.var.index, ~each.var.index)
        for each in board.prices
        if each.essential and _able(ground, each.var.index) == {"owl"}
    )
    paid = np.zeros(len(values), np.int64)
    paid[empty] = 1
    for seed in range(5):
        pairs = KINDS["shortest"](State(ground, values, paid), 100, Random(seed))
        freed = {ground.freeing.pairs[n] for n in pairs}
        day = ground.place.first_day[empty]
        assert any(who == "owl" for who, _ in freed)
        assert day in {ground.day[n] for n in pairs}


def _always() -> list[str]:
    return [name for name in RULES if RULES[name].always]


def _able(ground: Ground, literal: int) -> set[str]:
    people = ground.freeing.board.problem.people
    return {people[number].id for number in ground.able(max(literal, ~literal))}
