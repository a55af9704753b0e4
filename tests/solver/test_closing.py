"""Closing: it knows only what is so of cheaper rotas, and looks for them in less and less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rotation.board.closing import Closed, Copy
from rotation.solver.build import build
from rotation.solver.closing import EFFORT, HALF, Closing, left_by
from rotation.solver.generation import Generation
from rotation.solver.lines import work
from rotation.solver.standing import Standing
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem
from tests.problems import person, problem, shift_type
from tests.solver.bounding import every_rule, never, patient
from tests.solver.trying import Case, case

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


def open_at_1100() -> tuple[Case, Standing, Generation]:
    """Make a search with a rota at 1100 and a bound of 1000."""
    tried = case(random_problem(9001, most_pairs=6), every_rule(1))
    board = build(tried.problem, tried.rules)
    begun = Copy(board).settle(max(tried.priced.items(), key=lambda item: item[1])[0], 10.0)
    assert begun is not None
    standing = Standing(board, Copy(board), 300.0, replace(begun, price=1100))
    generation = Generation(replace(work(tried.problem, tried.rules), step=1, offset=0))
    generation.bound, generation.converged, generation.gap = 1000.0, True, 0.0
    return tried, standing, generation


def noting(
    monkeypatch: pytest.MonkeyPatch, closed: list[tuple[int, int, float]]
) -> tuple[Closing, Standing, Generation]:
    """Close between 1000 and 1100, note what CP-SAT is asked, and let it find nothing."""
    _, standing, generation = open_at_1100()

    def close(
        _: Copy, price: int, bound: int, _fixed: object, _seconds: float, work: float, _seed: int
    ) -> Closed:
        closed.append((price, bound, work))
        return Closed(None, bound)

    monkeypatch.setattr(Copy, "close", close)
    return Closing(standing, lambda: Copy(standing.board)), standing, generation


def test_every_other_try_is_below_less_than_the_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """All from 1000 to 1100, then below 1050, all with twice the work, below 1025, and so on."""
    closed: list[tuple[int, int, float]] = []
    closing, _, generation = noting(monkeypatch, closed)
    for _ in range(6):
        closing.once(generation, 60.0, 0)
    assert closed == [
        *((1100, 1000, EFFORT), (1050, 1000, 2 * EFFORT)),
        *((1100, 1000, 2 * EFFORT), (1025, 1000, 4 * EFFORT)),
        *((1100, 1000, 4 * EFFORT), (1013, 1000, 8 * EFFORT)),
    ]


def test_where_less_is_proved_the_bound_is_higher(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is below 1050: the next time it is half of what is left above that."""
    closed: list[tuple[int, int, float]] = []
    closing, standing, generation = noting(monkeypatch, closed)
    closing.once(generation, 60.0, 0)
    monkeypatch.setattr(Copy, "close", lambda _, price, *__: Closed(None, price))
    closing.once(generation, 60.0, 0)
    assert standing.bound == 1050
    assert closing._aim == HALF
