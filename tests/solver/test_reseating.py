"""The best rota seated anew, whoever found it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from rotation.board.closing import Copy
from rotation.master.linear import Ints
from rotation.solver.build import build
from rotation.solver.fitting import Fitter
from rotation.solver.lines import work
from rotation.solver.reseating import Reseating
from rotation.solver.seating import Seating
from rotation.solver.standing import Standing
from tests.constraints.random_problems import random_problem
from tests.solver.bounding import every_rule, never
from tests.solver.middle_teams import middle_team
from tests.solver.test_dive import SOFT
from tests.solver.test_seating import seating, team
from tests.solver.trying import case


def test_reseating_goes_on_from_the_best_rota() -> None:
    """It waits for a rota, takes it over, and suggests one that is no dearer, often cheaper."""
    gains = 0
    for seed in range(6):
        tried = case(random_problem(seed + 9100, most_pairs=6), every_rule(seed))
        board = build(tried.problem, tried.rules)
        standing = Standing(board, Copy(board), 60.0)
        fitter = Fitter(tried.problem, tried.rules)
        made = work(tried.problem, tried.rules)
        again = Reseating(made, Seating(made, fitter, seed), standing)
        assert not again.ready()
        dearest, price = max(tried.priced.items(), key=lambda each: each[1])
        worst = standing.copy.settle(dearest, 10.0)
        assert worst is not None
        standing.offer(worst)
        assert again.ready()
        assert again.go_on(1.0) == price - standing.price
        assert standing.price <= price
        gains += standing.price < price
    assert gains


def test_reseating_goes_back_to_the_rota_where_its_own_was_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is no gain by the whole price is forgotten: the next turn begins from the best rota."""
    tried = case(random_problem(9101, most_pairs=6), every_rule(1))
    board = build(tried.problem, tried.rules)
    standing = Standing(board, Copy(board), 60.0)
    whole, fitter = work(tried.problem, tried.rules), Fitter(tried.problem, tried.rules)
    again = Reseating(whole, Seating(whole, fitter, 0), standing)
    dearest = max(tried.priced.items(), key=lambda each: each[1])[0]
    standing.best = standing.copy.settle(dearest, 10.0)
    held = standing.held()
    assert held is not None
    monkeypatch.setattr(standing, "suggest", lambda *_: None)
    assert again.ready()
    first = again._seating.price
    again._seating.regroup(never)
    assert again._seating.price < first
    assert again.ready()
    assert whole.rota_of(again._seating.seated()).tolist() == held.tolist()


def gain_once(made: Seating, lines: Sequence[Ints]) -> None:
    """Go on from these lines to the first gain."""
    made.take(lines)
    made.regroup(lambda: len(made.gains) > 0)


def brought(monkeypatch: pytest.MonkeyPatch, seed: int) -> tuple[float, float, float]:
    """From one rota two make one gain each, one while the other does: what each gains, and both."""
    problem, (whole, fitter) = middle_team(seed), team(seed)
    board = build(problem, SOFT)
    standing = Standing(board, Copy(board), 60.0)
    again = Reseating(whole, seating(whole, fitter, 1), standing)
    begun, alone, other = (seating(whole, fitter, number) for number in range(3))
    assert begun.first(never)
    standing.suggest(whole.rota_of(begun.seated()), np.zeros(0, np.int32))
    price = standing.price
    gain_once(alone, begun.seated())
    gain_once(other, begun.seated())
    found = again._seating.regroup

    def regroup(over: Callable[[], bool]) -> None:
        found(lambda: over() or len(again._seating.gains) > 0)
        standing.suggest(whole.rota_of(other.seated()), np.zeros(0, np.int32))

    monkeypatch.setattr(again._seating, "regroup", regroup)
    assert again.ready()
    again.go_on(5.0)
    return begun.price - alone.price, begun.price - other.price, price - standing.price


def test_what_helped_is_brought_to_what_others_found_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It never costs what the other one found, and where it is no gain there it is left."""
    together = 0
    for seed in range(3):
        mine, theirs, both = brought(monkeypatch, seed)
        assert both >= theirs - 1e-6
        together += both > max(mine, theirs) + 1e-6
    assert together
