"""One team's crews and walks on a real scheduler and workers, some of which are killed."""

from __future__ import annotations

import json
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from benchmarks.teams import team

from rotation.board import Settings
from rotation.organisation import dask_pool
from rotation.organisation.dask_pool import DaskPool, PoolRefused
from rotation.pool import Done, Opener, Told
from rotation.rule import judge, price
from rotation.solver import parts, pricing
from rotation.solver.generation import Generation
from rotation.solver.lines import Work, work
from rotation.solver.parts import Ask, Part, priced, walked
from rotation.solver.pricing import Pricing
from rotation.solver.solve import solve
from rotation.team.template import create
from rotation.walk.diagram import Diagram
from rotation.walk.pricing import Line
from tests.command import OUTPUT, call, files, start
from tests.organisation import jobs
from tests.organisation.eager import Eager, eager
from tests.organisation.test_dask_pool import Cluster, cluster, large, waited
from tests.solver.bounding import never, patient

LONGEST = 180.0
"""Seconds that a search may take to come to what it is stopped for.

Answers are up to 6 s apart with two idle cores, which tests, a scheduler and its workers share.
"""

ROUNDS = 12
"""Rounds of lines."""

WITHOUT = "the search goes on without workers elsewhere"

Learned = tuple[list[tuple[int, bytes]], float, int]
"""Lines in their order, bound, rounds."""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, str]]:
    """Run a scheduler with two workers for all tests here."""
    with cluster(tmp_path_factory.mktemp("dask") / "cluster", 2) as found:
        yield found


def solved(opener: Eager, until: Callable[[], object]) -> None:
    """Search for the rota of 14 people, stop as Ctrl-C does after something, and judge it."""
    problem, rules = team(14)
    failed: list[BaseException] = []

    def stop() -> None:
        try:
            until()
        except BaseException as error:
            failed.append(error)
        signal.raise_signal(signal.SIGINT)

    stopping = threading.Thread(target=stop)
    stopping.start()
    try:
        solution = solve(problem, rules, Settings(seconds=LONGEST, workers=2), opener=opener)
    finally:
        stopping.join()
        assert failed == []
    assert all(breach.weight is not None for breach in solution.breaches)
    assert price(judge(rules, solution.schedule)) == solution.price
    assert solution.bound <= solution.price


def lines(opener: Opener | None, made: Work) -> Learned:
    """Generate lines for some rounds, helped where there is an opener."""
    with closing(Pricing(made.walks, opener)) as helped:
        generation = Generation(made, pricing=helped)
        for _ in range(ROUNDS):
            generation.run(never, patient, rounds=1)
            if helped._opening is not None:
                helped._opening.join()
            helped._took["together"].clear()  # as if it were the quicker way
        assert opener is None or helped.answered > 0
    taken = [(block, taken.tobytes()) for block, taken in generation.lines.all()]
    return taken, generation.bound, generation.rounds


def test_help_changes_no_line_and_no_bound(
    two: tuple[Cluster, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walked with workers, the same lines are learned in the same order."""
    monkeypatch.setattr(pricing, "WORTH", 0.0)
    monkeypatch.setattr(pricing, "REMEMBERED", 1)
    made = work(*team(14))
    warm(two[1], made)
    alone = lines(None, made)
    monkeypatch.setattr(parts, "walked", slowly)  # so that workers are sooner
    assert lines(partial(DaskPool, two[1]), made) == alone


def slowly(diagram: Diagram, ask: Ask | None) -> list[Line]:
    """Walk somebody's lines, as a busy computer does."""
    time.sleep(0.03)
    return walked(diagram, ask)


def warm(address: str, made: Work) -> None:
    """Let every worker walk something, as the first walk takes seconds of getting ready."""
    packed = pickle.dumps(tuple(walk.diagram for walk in made.walks[:1]))
    with closing(DaskPool(address)) as pool:
        for key in range(pool.width):
            pool.submit(key, priced, Part("warm", (None,), packed))
        left = pool.width
        while left:
            left -= not isinstance(pool.next(), Told)


def test_a_worker_killed_in_a_search_costs_nothing(
    two: tuple[Cluster, str], tmp_path: Path
) -> None:
    """One of two dies once crews and walks have come back: more come back from the other one."""
    opener = eager(two[1], tmp_path)

    def kill_one() -> None:
        waited(lambda: {"dived", "priced"} <= opener.answered().keys(), seconds=LONGEST)
        before = opener.answered()["dived"]
        two[0].workers.pop().kill()
        waited(lambda: opener.answered()["dived"] > before + 2, seconds=LONGEST)

    solved(opener, kill_one)
    assert opener.answered()["opened"] == 2, "the prover has a pool of its own"


def test_without_any_worker_left_the_search_goes_on_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are killed with the scheduler: it is said once, and there is a rota."""
    monkeypatch.setattr(dask_pool, "PATIENCE", 1.0)
    monkeypatch.setattr(dask_pool, "CONNECT", 3.0)
    with cluster(tmp_path / "gone", 1) as (lost, address):
        opener = eager(address, tmp_path)

        def told() -> int:  # sockets of a killed scheduler may be warned of besides
            return sum(WITHOUT in str(each.message) for each in said)

        def kill_all() -> None:
            waited(lambda: opener.answered()["opened"] > 0)
            lost.end()
            waited(lambda: told() > 0, seconds=LONGEST)

        with pytest.warns(RuntimeWarning, match=WITHOUT) as said:
            solved(opener, kill_all)
    assert told() == 1


def test_no_scheduler_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody answers ends with status 2 before anything is searched."""
    monkeypatch.setattr(dask_pool, "CONNECT", 0.2)
    create(tmp_path / "team", "small-team")
    address = "tcp://127.0.0.1:9"
    result = call("generate", tmp_path / "team", "--month", "2026-12", "--scheduler", address)
    assert result.exit_code == 2
    said = [line for line in result.stderr.splitlines() if not line.startswith("warning: ")]
    assert len(said) == 1
    assert said[0].startswith(f"{address}: must be a scheduler that answers, got: ")
    assert not (tmp_path / "team" / "out").exists()
    with pytest.raises(PoolRefused):
        DaskPool(address)


def test_ctrl_c_keeps_the_best_rota(two: tuple[Cluster, str], tmp_path: Path) -> None:
    """The program stops at once, whatever workers are at, and leaves them to others."""
    large(tmp_path, "team")
    process = start(
        *("generate", tmp_path / "team", "--month", "2026-12", "--seconds", "600"),
        *("--scheduler", two[1]),
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if " best " in line:
                break
        process.send_signal(signal.SIGINT)
        said, more = process.communicate(timeout=90)
    finally:
        process.kill()
    assert process.returncode in (0, 1), more
    assert said.startswith("Stopped early by you. ")
    assert "Traceback" not in more
    out = tmp_path / "team" / "out" / "2026-12"
    assert set(files(out)) > OUTPUT
    assert json.loads((out / "run.json").read_bytes())["status"] == "feasible"
    with closing(DaskPool(two[1])) as pool:
        pool.submit(1, jobs.double, 4)
        assert {pool.next(), pool.next()} == {Told(1, "begun"), Done(1, 8)}
