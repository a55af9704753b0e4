"""The search against brute force: every schedule of a small problem is judged and compared."""

from __future__ import annotations

import signal
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import inf
from types import SimpleNamespace
from typing import cast

import pytest
from benchmarks.teams import team

from rotation.board import Board, Outcome, Progress, Settings, run
from rotation.board.engine import Status
from rotation.domain import Assignment, Problem, Schedule
from rotation.errors import NoSchedule, SolverDisagrees
from rotation.rule import Rule, judge, price
from rotation.solver import search
from rotation.solver.build import build
from rotation.solver.joint import Joint
from rotation.solver.lines import Work
from rotation.solver.solve import solve
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem
from tests.problems import leave, person, problem, shift_type

ALWAYS = tuple(rule(name) for name in RULES if RULES[name].always)

WISHES = (
    rule("requests", weight=7),
    rule("continuity", weight=3),
    rule("fair", of="hours", weight=5),
    rule("weekends", max_per_period=0, weight=4),
    rule("days_in_row", max=1, weight=2),
    rule("keep", weight=2),
)
"""Soft rules that pull against cover: each would rather have somebody at home."""

COVERS: Mapping[str, tuple[Rule, ...]] = {
    "dear": (rule("staffing"), rule("mix"), rule("coverage")),
    "cheap": tuple(rule(name, weight=1) for name in ("staffing", "mix", "coverage")),
    "cheap seats": (rule("staffing", weight=1),),
    "none": (),
}
"""What cover costs: by default more than all wishes together; else so little that they buy it."""

CASES = [(cover, seed) for seed in range(16) for cover in COVERS]


def cheapest(problem: Problem, rules: Sequence[Rule]) -> int | None:
    """Judge every schedule there is and return the lowest price; None: all break a hard rule."""
    pairs = [(person, shift) for person in problem.people for shift in problem.shifts]
    prices = []
    for chosen in product((False, True), repeat=len(pairs)):
        rows = tuple(
            Assignment(shift, person)
            for (person, shift), on in zip(pairs, chosen, strict=True)
            if on
        )
        breaches = judge(rules, Schedule(problem, rows))
        if all(breach.weight is not None for breach in breaches):
            prices.append(price(breaches))
    return min(prices, default=None)


def test_ctrl_c_keeps_a_rota_that_others_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look for a rota is stopped without one, while seats have found one beside it."""

    def stopped(board: Board, clock: search._Clock, joint: Joint) -> Outcome:
        joint.standing.offer(run(board, Settings(seconds=10.0, workers=1), goal="price"))
        clock.heard.set()
        return Outcome("unknown", 0.0, interrupted=True)

    monkeypatch.setattr(search, "_first", stopped)
    solution = solve(random_problem(0), (*ALWAYS, *COVERS["dear"]), Settings(workers=2))
    assert solution.interrupted
    assert solution.bound <= solution.price


@pytest.mark.parametrize(("cover", "seed"), CASES)
def test_finds_and_proves_the_cheapest(
    cover: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is found is the cheapest schedule of all, and is said to be, whatever cover costs."""
    if seed % 2:
        # As for a large problem: one worker gives up, and two go on.
        monkeypatch.setattr(search, "QUICK_WORK", 1e-9)
    problem = random_problem(seed + 500, most_pairs=6)
    rules = (*ALWAYS, *COVERS[cover], *WISHES)
    settings = Settings(workers=1 + seed % 2, seed=seed)
    best = cheapest(problem, rules)
    if best is None:
        with pytest.raises(NoSchedule, match="no schedule obeys the hard rules") as none:
            solve(problem, rules, settings)
        assert none.value.proved
        return
    solution = solve(problem, rules, settings)
    assert (solution.price, solution.bound, solution.status) == (best, best, "optimal")
    assert solution.gap == 0


def test_a_large_board_waits_for_seats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where walks are at it already CP-SAT does not look for a first schedule before them."""
    monkeypatch.setattr(search, "LARGE", 0)
    monkeypatch.setattr(search, "TINY", 0)
    first: list[Outcome] = []
    some = search._some

    def noted(board: Board, clock: search._Clock, joint: Joint) -> Outcome:
        clock.settings = replace(clock.settings, seconds=600.0)  # a tenth of that is a minute
        first.append(some(board, clock, joint))
        return first[-1]

    monkeypatch.setattr(search, "_some", noted)
    solution = solve(team(14)[0], team(14)[1], Settings(seconds=15.0, workers=2))
    assert [(each.status, each.held) for each in first] == [("unknown", None)]
    assert solution.price < inf


NO_LINE = (
    *ALWAYS,
    *COVERS["dear"],
    rule("count", shifts=("day",), min_per_period=1),
    rule("count", shifts=("day",), max_per_period=0),
)
"""Every person is to hold a day and to hold none."""


def in_vain(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Let CP-SAT come to nothing, and a small board be searched like a large one."""
    runs: list[Settings] = []

    def unknown(_: Board, settings: Settings, *more: object, **named: object) -> Outcome:
        runs.append(settings)
        return Outcome("unknown", 0.0)

    monkeypatch.setattr(search, "run", unknown)
    monkeypatch.setattr(search, "TINY", 0)
    monkeypatch.setattr("rotation.solver.solve.TINY", 0)
    return runs


@pytest.mark.parametrize("large", [0, 10**9])
@pytest.mark.parametrize("workers", [1, 2])
def test_somebody_without_a_line_is_proof_enough(
    workers: int, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walks tell at once that there is no rota, and on whom it hangs, where CP-SAT does not."""
    in_vain(monkeypatch)
    monkeypatch.setattr(search, "LARGE", large)
    of = problem([person("ana"), person("bo")], [shift_type("day")])
    with pytest.raises(NoSchedule, match="no schedule obeys the hard rules") as none:
        solve(of, NO_LINE, Settings(seconds=60.0, workers=workers))
    assert (none.value.proved, none.value.lineless) == (True, "ana")
    assert none.value.seconds < 50.0


@pytest.mark.parametrize("verdict", ["unknown", "infeasible"])
def test_what_walks_know_is_not_confirmed_by_more_runs(
    verdict: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That no rota has all seats full is no reason to ask again where there is none at all."""
    runs: list[Settings] = []

    def ends(_: Board, settings: Settings, *more: object, **named: object) -> Outcome:
        runs.append(settings)
        return Outcome(verdict, 0.0)

    in_vain(monkeypatch)
    monkeypatch.setattr(search, "run", ends)
    of = problem([person("ana"), person("bo")], [shift_type("day")])
    with pytest.raises(NoSchedule) as none:
        solve(of, NO_LINE, Settings(seconds=60.0, workers=1))
    assert none.value.lineless == "ana"
    assert len(runs) == 1


def test_walks_are_asked_of_the_smallest_boards_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where CP-SAT does not answer in its first tries, before it looks for the least cover."""
    runs = in_vain(monkeypatch)
    monkeypatch.setattr(search, "TINY", 600)
    of = problem([person("ana"), person("bo")], [shift_type("day")])
    with pytest.raises(NoSchedule) as none:
        solve(of, NO_LINE, Settings(seconds=60.0, workers=2))
    assert none.value.lineless == "ana"
    assert len(runs) == len(search.FREE_TRIES)


def test_the_smallest_boards_ask_walks_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where full seats are refuted at once and then no least cover is found, for one."""
    in_vain(monkeypatch)
    monkeypatch.setattr(search, "TINY", 600)
    ends: list[Status] = ["infeasible", "unknown"]
    verdicts = iter(ends)
    monkeypatch.setattr(search, "run", lambda *_, **__: Outcome(next(verdicts), 0.0))
    of = problem([person("ana"), person("bo")], [shift_type("day")])
    with pytest.raises(NoSchedule) as none:
        solve(of, NO_LINE, Settings(seconds=60.0, workers=1))
    assert none.value.lineless == "ana"


@pytest.mark.parametrize(("tiny", "tries"), [(0, 1), (600, len(search.FREE_TRIES))])
def test_ctrl_c_while_lines_are_drawn(
    tiny: int, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is begun after it."""

    def pressed(_: Work) -> None:
        signal.raise_signal(signal.SIGINT)

    runs = in_vain(monkeypatch)
    monkeypatch.setattr(search, "TINY", tiny)
    monkeypatch.setattr(Work, "lineless", pressed)
    of = problem([person("ana"), person("bo")], [shift_type("day")])
    with pytest.raises(NoSchedule, match="the search was stopped before any schedule was found"):
        solve(of, NO_LINE, Settings(seconds=60.0, workers=1))
    assert len(runs) == tries


def test_a_rota_and_nobody_to_make_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is a rota and walks say that somebody has no line, one of them is wrong."""
    real = search._covered

    def then_none(board: Board, clock: search._Clock, joint: Joint) -> Outcome:
        found = real(board, clock, joint)
        joint.standing.no_line(0)
        return found

    monkeypatch.setattr(search, "_covered", then_none)
    of = problem([person("ana"), person("bo")], [shift_type("day")])
    with pytest.raises(SolverDisagrees, match="Ana Lima has a line by the model, and none by the"):
        solve(of, ALWAYS, Settings(seconds=60.0, workers=1))


def test_one_worker_asks_walks_before_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first short try, not after all that a first rota may take."""
    runs = in_vain(monkeypatch)
    of = problem([person("ana"), person("bo")], [shift_type("day")])
    with pytest.raises(NoSchedule):
        solve(of, NO_LINE, Settings(seconds=60.0, workers=1))
    assert [each.work for each in runs] == [search.FREE_TRIES[0][1]]


def test_whoever_has_no_shift_open_is_not_asked_of_cp_sat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ana is away all the time and is to hold a day: there is nothing that a model could find."""
    in_vain(monkeypatch)
    ana = person("ana", time_zone="UTC")
    away = leave(ana, "2026-12-01", "2026-12-31")
    of = problem([ana, person("bo")], [shift_type("day")], absences=(away,))
    rules = (*ALWAYS, rule("count", shifts=("day",), min_per_period=1))
    with pytest.raises(NoSchedule) as none:
        solve(of, rules, Settings(seconds=60.0, workers=1))
    assert none.value.lineless == "ana"


def test_walks_and_cp_sat_must_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where CP-SAT finds a line of somebody who is said to have none, it is a defect of ours."""
    in_vain(monkeypatch)
    monkeypatch.setattr("rotation.solver.lines.Work.lineless", lambda _: 1)
    of = problem([person("ana"), person("bo")], [shift_type("day")])
    with pytest.raises(SolverDisagrees, match="Bo Chen has a line by the model, and none by the"):
        solve(of, ALWAYS, Settings(seconds=60.0, workers=1))


@pytest.mark.parametrize("ends", ["rota", "ctrl-c", "prover", "time"])
def test_seats_are_waited_for_as_long_as_they_may_come(
    monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    """Until there is a rota or Ctrl-C nothing else is done; without a prover or time CP-SAT is."""
    monkeypatch.setattr(search, "LARGE", 0)
    board = build(random_problem(0), (*ALWAYS, *COVERS["dear"]))
    rota, heard, looks = threading.Event(), threading.Event(), 0
    now = 0.0

    class Waited:
        """A search that comes to its end after three looks."""

        standing = SimpleNamespace(rota=rota, progress=lambda s: Progress(s, None, None))

        def look_for_lines(self) -> None: ...

        @property
        def apart(self) -> bool:
            nonlocal looks, now
            looks += 1
            if looks == 3:
                now += 7.0 if ends == "time" else 0.0
                {"rota": rota, "ctrl-c": heard}.get(ends, threading.Event()).set()
            return not (ends == "prover" and looks >= 3)

    monkeypatch.setattr(search, "time", SimpleNamespace(monotonic=lambda: now))
    told: list[Progress] = []
    clock = search._Clock(Settings(seconds=60.0, workers=1), told.append, 0.0, heard)
    found = search._some(board, clock, cast("Joint", Waited()))
    assert looks == 3 if ends in ("rota", "ctrl-c", "prover") else looks in (3, 4)
    assert (found.held is None) == (ends in ("rota", "ctrl-c"))
    assert told[0] == Progress(0.0, None, None)
