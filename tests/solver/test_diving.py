"""Dives of everybody: what they wait for; what they come to is tested with the prover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rotation.board.closing import Copy
from rotation.master.linear import Ints
from rotation.solver.build import build
from rotation.solver.dive import Dive
from rotation.solver.diving import Diving, near_end
from rotation.solver.fitting import Fitter
from rotation.solver.generation import Generation
from rotation.solver.lines import work
from rotation.solver.outlook import Outlook
from rotation.solver.standing import Standing
from tests.constraints.judging import RULES, rule
from tests.problems import person, problem, shift_type
from tests.solver.bounding import never, patient
from tests.solver.middle_teams import middle_team

ANA, BO = (person(who, time_zone="UTC") for who in ("ana", "bo"))

ALWAYS = [rule(name) for name in RULES if RULES[name].always]


def test_a_master_that_lacks_something_is_not_near_its_end() -> None:
    """A value with a lowered price, or with somebody without a line, says nothing of the gap."""
    of = problem([ANA, BO], [shift_type("day")], last="2026-12-07")
    generation = Generation(work(of, ALWAYS))
    solved = generation.run(never, patient)
    assert solved is not None
    generation.gap = 0.01
    assert near_end(generation, solved, 0.03)
    assert not near_end(generation, solved, 0.01)
    assert not near_end(generation, replace(solved, capped=True), 0.03)
    assert not near_end(generation, replace(solved, missing=1.0), 0.03)


@pytest.mark.parametrize("over", ["none", "dive", "search"])
def test_what_it_tells(monkeypatch: pytest.MonkeyPatch, over: str) -> None:
    """Lines of a dive that ended, else what it had; nothing where the search is over."""
    of = middle_team(1)
    rules = [*ALWAYS, rule("staffing", weight=60)]
    made = work(of, rules)
    board = build(of, rules)
    standing = Standing(board, Copy(board), 60.0)
    generation = Generation(made)
    generation.run(never, patient)
    run = Dive.run

    def until(dive: Dive, *_: object) -> list[Ints] | None:
        lines = run(dive, never, patient)
        if over == "search":
            standing.over.set()
        return None if over == "dive" else lines

    monkeypatch.setattr(Dive, "run", until)
    diving = Diving(Fitter(of, rules), standing, 0)
    told: list[tuple[str, int]] = []
    begun: list[bool] = []
    diving.once(
        *(generation, patient, lambda lines: told.append(("lines", len(lines)))),
        lambda cells: told.append(("cells", len(cells))),
        lambda: begun.append(True),
    )
    people = len(made.walks)
    assert told == {"none": [("lines", people)], "dive": [("cells", people)], "search": []}[over]
    assert begun == [True]
    assert diving.begun == 1


def test_lines_of_blurred_costs_leave_time_to_dive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 100 s, 85 are for a dive: 17 of them for lines, fewer where the dive takes 80."""
    of = problem([ANA, BO], [shift_type("day")], last="2026-12-07")
    rules = [*ALWAYS, rule("staffing", weight=60)]
    made = work(of, rules)
    board = build(of, rules)
    standing = Standing(board, Copy(board), 100.0)
    now = 100.0
    monkeypatch.setattr(standing, "left", lambda: now)
    for took, last in ((10.0, 83.0), (80.0, 95.0)):
        now = 100.0
        diving = Diving(Fitter(of, rules), standing, 0)
        diving.took = took
        ended: list[float] = []

        def generated(_: Generation, over: Callable[[], bool], *__: object) -> None:
            nonlocal now
            while not over():
                now -= 1.0
            ended.append(now)  # noqa: B023 (called before the next)

        monkeypatch.setattr(Generation, "run", generated)
        diving._blurred(Generation(made), 0, Outlook(85.0), patient)
        assert ended == [last - 1.0]
