"""Crew by crew a rota becomes as good as it gets."""

from __future__ import annotations

from rotation.board import Settings
from rotation.board.closing import Copy
from rotation.solver.build import build
from rotation.solver.crewing import Crewing
from rotation.solver.fitting import Fitter
from rotation.solver.lines import work
from rotation.solver.standing import Standing
from tests.constraints.random_problems import random_problem
from tests.solver.bounding import every_rule
from tests.solver.trying import Case, case


def begun(tried: Case, seed: int) -> tuple[Standing, Crewing]:
    """Start from the dearest rota."""
    board = build(tried.problem, tried.rules)
    copy = Copy(board)
    dearest, _ = max(tried.priced.items(), key=lambda each: each[1])
    worst = copy.settle(dearest, 10.0)
    assert worst is not None
    standing = Standing(board, copy, 60.0, worst)
    fitter = Fitter(tried.problem, tried.rules)
    made = work(tried.problem, tried.rules)
    return standing, Crewing(made, fitter, standing, Settings(seed=seed))


def test_small_problems_get_their_best_rota() -> None:
    """From the dearest rota it only gets cheaper, and nearly always the cheapest.

    Three people at a time are everybody here. Where a rule is only relaxed in the master, a dive
    may end at what is cheap there alone; that is for the search in parts.
    """
    reached = 0
    for seed in range(8):
        tried = case(random_problem(seed + 9100, most_pairs=6), every_rule(seed))
        standing, crewing = begun(tried, seed)
        for _ in range(12):
            assert crewing.ready()
            before = standing.price
            assert crewing.once() == (standing.price < before)
            assert standing.price <= before
        reached += standing.price == min(tried.priced.values())
        assert crewing.stale > 0
    assert reached >= 6


def test_without_a_rota_there_is_nothing_to_go_on_from() -> None:
    """It is not ready before somebody has found one."""
    tried = case(random_problem(9100, most_pairs=6), every_rule(0))
    board = build(tried.problem, tried.rules)
    standing = Standing(board, Copy(board), 60.0)
    fitter = Fitter(tried.problem, tried.rules)
    made = work(tried.problem, tried.rules)
    assert not Crewing(made, fitter, standing, Settings()).ready()
