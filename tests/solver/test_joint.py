"""Workers on one board: what they do is tested with the search; here, that they wait for others."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from rotation.board import Outcome, Settings, run
from rotation.board.closing import Copy
from rotation.solver import joint as module
from rotation.solver.build import build
from rotation.solver.joint import Joint
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem

ALWAYS = tuple(rule(name) for name in RULES if RULES[name].always)


def test_the_search_in_parts_waits_while_its_core_is_borrowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It does nothing until it is given back, and then goes on; told to end, it ends either way."""
    board = build(random_problem(0), (*ALWAYS, rule("staffing")))
    best = run(board, Settings(seconds=10.0, workers=1), goal="price")
    begun = threading.Event()

    class Parts:
        freeing = None

        def __init__(self, *_: object) -> None: ...

        def go_on(self, *_: object) -> float:
            begun.set()
            return 0.0

    monkeypatch.setattr(module, "Improving", Parts)
    joint = Joint(board, Copy(board), ALWAYS, Settings(workers=2), 60.0, _open(best))
    joint.standing.borrow()
    joint._free.set()
    worker = threading.Thread(target=joint._at_once, daemon=True)
    worker.start()
    assert not begun.wait(5 * module.LOOKS)
    joint.standing.give_back()
    assert begun.wait(10.0)
    joint.standing.borrow()
    joint.standing.over.set()
    worker.join(10.0)
    assert not worker.is_alive()


def test_everybody_is_looked_at_where_no_process_does_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lines are made once, and then proved with; whoever has none ends the search."""
    of = random_problem(0)
    rules = (*ALWAYS, rule("hours", min_per_period=500.0, prorate=False))
    board = build(of, rules)
    joint = Joint(board, Copy(board), rules, Settings(workers=1), 60.0, None)
    joint.look_for_lines()
    assert joint.standing.lineless == 0
    assert joint.standing.done()
    made = joint._lines()

    def again(*_: object) -> None:
        raise AssertionError("made twice")

    monkeypatch.setattr(module, "work", again)
    assert joint._lines() is made


def _open(best: Outcome) -> Outcome:
    """Forget what is proved of a schedule."""
    return replace(best, status="feasible", bound=None)
