"""The prover's process as its parent sees it."""

from __future__ import annotations

import io
import os
import pickle
import sys
import threading
from math import inf
from pathlib import Path

import pytest
from benchmarks.teams import team

from rotation.board import Settings
from rotation.board.closing import Copy
from rotation.solver.apart import Apart, _Far
from rotation.solver.build import build
from rotation.solver.standing import Standing

PIPE = 64 * 1024
"""Bytes that a pipe holds on Linux."""


@pytest.fixture
def unheard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process not read what it is told."""
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


@pytest.mark.usefixtures("unheard")
def test_parent_does_not_wait() -> None:
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
    assert apart._child.poll() is None
    apart.end()
    listening.join(10.0)
    assert not listening.is_alive()


@pytest.mark.usefixtures("unheard")
def test_it_is_ended_before_anybody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever listens then hears nothing, and stumbles over nothing that is closed."""
    problem, rules = team(28)
    apart = Apart(problem, rules, Settings(seconds=60.0, workers=2))
    board = build(problem, rules)
    standing = Standing(board, Copy(board), 60.0)
    telling = apart._telling

    class Slow:
        """Told everything, and gone on from only after the end."""

        def join(self) -> None:
            telling.join()
            apart._telling = telling
            apart.end()

    monkeypatch.setattr(apart, "_telling", Slow())
    apart._child.kill()
    apart.listen(standing)
    apart.tell()
    assert apart._child.stdout is not None
    assert apart._child.stdout.closed
    apart.listen(standing)  # and where it is long over
    assert apart._child.stdout.closed


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


def test_time_begins_while_it_gets_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts from when the parent says so, not from when the process is ready to hear it.

    When nobody is there any more to say anything, the process ends.
    """
    ended = threading.Event()

    def end(code: int) -> None:
        ended.set()
        threading.Event().wait()  # the thread goes no further

    monkeypatch.setattr(os, "_exit", end)
    read, write = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    far = _Far(io.BytesIO())
    assert far.left() == inf
    threading.Thread(target=far.listen, args=(read,), daemon=True).start()
    pickle.dump(("begin", 60.0), write)
    write.flush()
    assert far.begun.wait(10.0)
    assert far.left() <= 60.0
    pickle.dump(("best", 5.0, None), write)
    write.flush()
    for _ in range(1000):
        threading.Event().wait(0.01 if far.price == inf else 0.0)
    assert far.price == 5.0
    write.close()
    assert ended.wait(10.0)


def test_what_it_tells_is_what_the_parent_does() -> None:
    """Each message names what is done to where the search stands, there."""
    out = io.BytesIO()
    far = _Far(out)
    far.borrow()
    far.give_back()
    far.no_line(3)
    out.seek(0)
    told = [pickle.load(out) for _ in range(3)]  # noqa: S301
    assert told == [("borrow",), ("give_back",), ("no_line", 3)]
    assert all(callable(getattr(Standing, name)) for name, *_ in told)


def test_what_was_borrowed_comes_back_when_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that borrows and fails: the parent goes on with all it has, and says so."""
    program = tmp_path / "python"
    told = pickle.dumps(("borrow",)).hex()
    program.write_text(
        f"#!/bin/sh\nprintf '%s' {told} | '{sys.executable}' -c "
        "'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))'\nexit 3\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    problem, rules = team(14)
    board = build(problem, rules)
    standing = Standing(board, Copy(board), 60.0)
    borrowed: list[bool] = []
    monkeypatch.setattr(standing.borrowed, "set", lambda: borrowed.append(True))
    monkeypatch.setattr(standing.borrowed, "clear", lambda: borrowed.append(False))
    apart = Apart(problem, rules, Settings(seconds=60.0, workers=2))
    with pytest.warns(RuntimeWarning, match=r"^the proof ended early: its process failed$"):
        apart.listen(standing)
    assert borrowed == [True, False]
    apart.end()
