"""Running the board: the status, what is held, and prices that add up."""

from __future__ import annotations

import signal
import threading
import time

import pytest
from ortools.sat.python import cp_model

from rotation.board import Board, Outcome, Progress, Settings, engine, run
from rotation.limits import GRAIN, Demand
from tests.board.enumerating import board_of, days

QUICK = Settings(seconds=60, work=10)


def two_dates() -> Board:
    """Make a board on which the first date costs 2, no date costs 3, at most one is held."""
    board = board_of(days("2026-12-08"))
    first, second = board.literals().values()
    board.price(first, GRAIN, 2, "wish")
    board.price(~board.any_of([first, second]), GRAIN, 3, "staffing", essential=True)
    board.price(second, GRAIN, 1, "wish")
    board.price(board.yes, GRAIN, 4, "fair")
    board.bound([(1, first), (1, second)], 0, 1, Demand("rest", "ana", "says"))
    board.close()
    return board


@pytest.mark.parametrize("presolve", [True, False])
def test_the_best_is_found_and_proved(presolve: bool) -> None:
    """The second date alone: 1 and 4 that nothing can change."""
    board = two_dates()
    outcome = run(board, Settings(seconds=60, work=10, presolve=presolve))
    assert outcome.status == "optimal"
    assert {shift.date.day for _, shift in outcome.held or ()} == {8}
    assert outcome.price == outcome.bound == 5 * GRAIN
    assert outcome.cover_price == 0
    assert not outcome.interrupted


def test_nothing_obeys() -> None:
    """Held and not held: infeasible, with nothing to show."""
    board = two_dates()
    first, _ = board.literals().values()
    board.clause([first], Demand("locked", "ana", "says"))
    board.clause([~first], Demand("available", "ana", "says"))
    outcome = run(board, QUICK)
    assert (outcome.status, outcome.held, outcome.price) == ("infeasible", None, None)


def test_no_time_is_unknown_or_an_answer() -> None:
    """With no work allowed there is nothing, or what presolve alone found; never a wrong word."""
    outcome = run(two_dates(), Settings(seconds=60, work=0.0))
    assert outcome.status in ("unknown", "feasible", "optimal")
    assert (outcome.held is None) == (outcome.status == "unknown")


def test_switched_demands_are_assumed() -> None:
    """Both rules contradict; with one assumed the board has a schedule."""
    board = board_of(days("2026-12-08"), switched="coarse")
    first, _ = board.literals().values()
    board.clause([first], Demand("locked", "ana", "says"))
    board.clause([~first], Demand("available", "ana", "says"))
    board.close()
    both = [Demand("available", "ana"), Demand("locked", "ana")]
    board.assume(both)
    assert run(board, Settings(seconds=60, presolve=False), goal="any").status == "infeasible"
    board.assume(both[:1])
    outcome = run(board, QUICK, goal="any")
    assert outcome.held is not None
    assert not {shift.date.day for _, shift in outcome.held} & {7}


def test_the_same_run_gives_the_same_schedule() -> None:
    """Seed and work alike: the same shifts, the same price."""
    first, second = run(two_dates(), QUICK), run(two_dates(), QUICK)
    assert (first.held, first.price, first.bound) == (second.held, second.price, second.bound)


def test_a_mistake_inside_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails in the solver's thread fails in ours."""

    def fail(*_: object) -> None:
        raise OSError("out of everything")

    monkeypatch.setattr(cp_model.CpSolver, "solve", fail)
    with pytest.raises(OSError, match="out of everything"):
        run(two_dates(), QUICK)


# -- Ctrl-C --------------------------------------------------------------------------------------


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let the solver begin only once it was told to stop; return what tells it."""
    told = threading.Event()
    real = cp_model.CpSolver.solve

    def solve(solver: cp_model.CpSolver, *more: object) -> object:
        assert told.wait(60.0)
        return real(solver, *more)

    monkeypatch.setattr(cp_model.CpSolver, "solve", solve)
    monkeypatch.setattr(cp_model.CpSolver, "stop_search", lambda _: told.set())
    return told


def test_an_interrupt_stops_the_run(patient: threading.Event) -> None:
    """Ctrl-C, once or more, stops the solver, loses nothing, and means again what it meant."""
    before = signal.getsignal(signal.SIGINT)
    told: list[Progress] = []

    def press(progress: Progress) -> None:
        told.append(progress)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    outcome = run(two_dates(), QUICK, press, every=0.0)
    assert patient.is_set()
    assert (outcome.interrupted, outcome.status) == (True, "optimal")
    assert outcome.price == 5 * GRAIN
    assert (told[0].best, told[0].bound) == (None, None)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_first_schedule_is_told_of_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the next line would be due in an hour only; what follows waits for its time."""
    going, real = threading.Event(), cp_model.CpSolver.solve

    def solve(solver: cp_model.CpSolver, *more: object) -> object:
        answer = real(solver, *more)
        assert going.wait(60.0)  # it has found something, and is still at work
        time.sleep(3 * engine.LISTENS)
        return answer

    def tell(progress: Progress) -> None:
        told.append(progress)
        going.set()

    told: list[Progress] = []
    monkeypatch.setattr(cp_model.CpSolver, "solve", solve)
    run(two_dates(), QUICK, tell, every=3600.0)
    assert [progress.best for progress in told] == [5 * GRAIN]


def test_an_interrupt_that_is_ignored_stays_so(patient: threading.Event) -> None:
    """A program that was started to ignore Ctrl-C, as in the background, goes on."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:

        def press(_: Progress) -> None:
            signal.raise_signal(signal.SIGINT)
            patient.set()

        assert not run(two_dates(), QUICK, press, every=0.0).interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_listener_that_fails_stops_the_run(patient: threading.Event) -> None:
    """Where nobody listens to the progress any more, the solver does not go on by itself."""

    def gone(_: Progress) -> None:
        raise BrokenPipeError("nobody listens")

    with pytest.raises(BrokenPipeError, match="nobody listens"):
        run(two_dates(), QUICK, gone, every=0.0)
    assert patient.is_set()
    working = [each for each in threading.enumerate() if isinstance(each, engine._Work)]
    assert all(each.finished.is_set() for each in working)


def test_another_thread_may_run_it() -> None:
    """Signals are the main thread's own; any other gets the same answer without them."""
    found: list[Outcome] = []
    thread = threading.Thread(target=lambda: found.append(run(two_dates(), QUICK)))
    thread.start()
    thread.join()
    assert [outcome.price for outcome in found] == [5 * GRAIN]
