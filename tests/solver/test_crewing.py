"""Crew by crew a rota becomes as good as it gets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rotation.board import Settings
from rotation.board.closing import Copy
from rotation.master.linear import Ints
from rotation.solver.build import build
from rotation.solver.crew import crew as cut_out
from rotation.solver.crewing import Crewing
from rotation.solver.errand import Brought
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
            assert (crewing.once() > 0) == (standing.price < before)
            assert standing.price <= before
        reached += standing.price == min(tried.priced.values())
    assert reached >= 6


def test_without_a_rota_there_is_nothing_to_go_on_from() -> None:
    """It is not ready before somebody has found one."""
    tried = case(random_problem(9100, most_pairs=6), every_rule(0))
    board = build(tried.problem, tried.rules)
    standing = Standing(board, Copy(board), 60.0)
    fitter = Fitter(tried.problem, tried.rules)
    made = work(tried.problem, tried.rules)
    assert not Crewing(made, fitter, standing, Settings()).ready()


def test_what_several_crews_bring_is_priced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crew for each person brings their line of the cheapest rota: all are taken at once."""
    tried = case(random_problem(9103, most_pairs=6), every_rule(3))
    standing, crewing = begun(tried, 3)
    assert crewing.ready()
    cheapest = min(tried.priced, key=lambda held: tried.priced[held])
    held = [number for number, pair in enumerate(standing.pairs) if pair in cheapest]
    crew = crewing.form()
    answers = [
        (replace(crew, cut=cut_out(crewing._work, [block], crew.lines)), Brought((line,), 0.0, 0.1))
        for block, line in enumerate(crewing._work.lines_of(np.array(held, np.int32)))
    ]
    assert len(answers) > 1
    priced: list[object] = []
    suggest = standing.suggest

    def counted(held: Ints, loose: Ints) -> None:
        priced.append(held)
        suggest(held, loose)

    monkeypatch.setattr(standing, "suggest", counted)
    assert crewing.take(answers)
    assert len(priced) == 1
    assert standing.price == min(tried.priced.values())


def test_crews_that_touch_the_same_people_are_not_mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that bring lines for one person, the one that gains more is taken."""
    tried = case(random_problem(9102, most_pairs=6), every_rule(2))
    standing, crewing = begun(tried, 2)
    assert crewing.ready()
    crew = crewing.form()
    crew = replace(crew, cut=cut_out(crewing._work, [0], crew.lines))
    lines = [crew.lines[0][:number] for number in range(len(crew.lines[0]))]
    assert len(lines) > 1
    answers = [
        (crew, Brought((line,), crew.errand.below - number, 0.1))
        for number, line in enumerate(lines)
    ]
    asked: list[list[int]] = []
    monkeypatch.setattr(standing, "suggest", lambda held, _: asked.append(held.tolist()))
    assert not crewing.take(answers)
    whole = [lines[-1], *crew.lines[1:]]
    assert asked == [crewing._work.rota_of(whole).tolist()]
