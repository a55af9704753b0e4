"""The prover's process as its parent sees it."""

from __future__ import annotations

import pickle
import sys
import threading
from math import inf
from pathlib import Path

import pytest
from benchmarks.teams import team

from rotation.board import Settings
from rotation.board.closing import Copy
from rotation.solver.apart import Apart
from rotation.solver.build import build
from rotation.solver.standing import Standing

PIPE = 64 * 1024
"""Bytes that a pipe holds on Linux."""


@pytest.fixture
def unheard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the process not read what it is told, and make a file when it ends by itself."""
    program, ended = tmp_path / "python", tmp_path / "ended"
    program.write_text(f"#!/bin/sh\nsleep 20\ntouch '{ended}'\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    return ended


def test_parent_does_not_wait(unheard: Path) -> None:
    """While the process loads its libraries the parent goes on, and can end it."""
    problem, rules = team(28)
    assert len(pickle.dumps((problem, rules))) > PIPE  # else nothing would have to wait
    apart = Apart(problem, rules, Settings(seconds=60.0, workers=2))
    board = build(problem, rules)
    standing = Standing(board, Copy(board), 60.0)
    listening = threading.Thread(target=apart.listen, args=(standing,), daemon=True)
    listening.start()
    apart.tell()
    assert listening.is_alive()
    assert not unheard.exists()
    apart.end()
    listening.join(10.0)
    assert not listening.is_alive()


def test_it_is_ended_where_it_never_began() -> None:
    """Nothing stays of a process started ahead and not needed: no thread, no open file."""
    problem, rules = team(28)
    before = threading.active_count()
    apart = Apart(problem, rules, Settings(seconds=60.0, workers=2))
    assert threading.active_count() > before
    apart.end()
    apart.end()  # as often as one likes
    assert threading.active_count() == before


def test_it_proves_what_the_board_says() -> None:
    """A process that got ready before there was a board tells a bound and the rota of it."""
    problem, rules = team(14)
    apart = Apart(problem, rules, Settings(seconds=60.0, workers=2))
    board = build(problem, rules)
    standing = Standing(board, Copy(board), 60.0)
    listening = threading.Thread(target=apart.listen, args=(standing,), daemon=True)
    listening.start()
    while standing.best is None or standing.bound <= 0:
        apart.tell()
        assert standing.left() > 0
        standing.over.wait(0.05)
    apart.end()
    listening.join(10.0)
    assert 0 < standing.bound <= standing.price < inf
