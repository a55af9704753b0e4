"""A real scheduler and workers, each a process of its own on this computer's loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from rotation.domain import Horizon
from rotation.organisation import dask_pool
from rotation.organisation.dask_pool import DaskPool, PoolRefused
from rotation.pool import Done, Event, Lost, Told
from tests.command import AS_OF, call, start
from tests.organisation import jobs
from tests.organisation.organisations import REST, duties, person, shift, team

ROOT = Path(__file__).parents[2]
PATH = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
DASK = (sys.executable, "-m", "distributed.cli.dask_{}")
QUICK = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s", "PYTHONPATH": PATH}


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._file = place / "scheduler.json"
        self._all: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []

    def begin(self, workers: int) -> str:
        """Start everything; return the scheduler's address once it answers."""
        log = self._place / "scheduler.log"
        self._start("scheduler", log, "--host", "127.0.0.1", "--port", "0")
        waited(self._file.exists, log)
        for number in range(workers):
            self.add(f"worker-{number}")
        address: str = json.loads(self._file.read_text())["address"]
        return address

    def add(self, name: str, **environment: str) -> None:
        """Start a worker."""
        log = self._place / f"{name}.log"
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self._place))
        self.workers.append(self._start("worker", log, *options, **environment))

    def _start(
        self, what: str, log: Path, *options: str, **environment: str
    ) -> subprocess.Popen[bytes]:
        call = [part.format(what) for part in DASK]
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*call, "--scheduler-file", str(self._file), "--no-dashboard", *options],
                env=os.environ | QUICK | environment,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        self._all.append(process)
        return process

    def end(self) -> None:
        """Kill everything."""
        for process in reversed(self._all):
            process.kill()
            process.wait()


def waited(until: Callable[[], bool], log: Path | None = None, seconds: float = 60.0) -> None:
    """Wait for something that must come."""
    ends = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < ends, log.read_text() if log else "it did not come"
        time.sleep(0.02)


@contextmanager
def cluster(place: Path, workers: int) -> Iterator[tuple[Cluster, str]]:
    """Run a cluster."""
    place.mkdir()
    made = Cluster(place)
    try:
        yield made, made.begin(workers)
    finally:
        made.end()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, str]]:
    """Run a scheduler with two workers for all tests here; each leaves two of them."""
    with cluster(tmp_path_factory.mktemp("dask") / "cluster", 2) as found:
        yield found


def ended(pool: DaskPool) -> Event:
    """Wait until a job has ended."""
    while isinstance(event := pool.next(), Told):
        pass
    return event


def test_jobs_are_done_and_tell(two: tuple[Cluster, str]) -> None:
    """Jobs are answered, what they tell is heard, and what they did not foresee is said."""
    with closing(DaskPool(two[1])) as pool:
        waited(lambda: len(pool._client.nthreads()) == 2)
        assert pool.width == 4  # twice the two threads
        pool.submit(1, jobs.double, 4)
        heard = {pool.next(), pool.next()}
        assert heard == {Told(1, "begun"), Done(1, 8)}
        assert pool.hear(0.01) is None
        pool.submit(2, jobs.fail, "none")
        assert ended(pool) == Lost(2, "KeyError: 'none'")


def test_large_jobs_are_sent_without_a_word(two: tuple[Cluster, str]) -> None:
    """A crew of many people may be of 20 MB, which Dask by itself would warn of."""
    with closing(DaskPool(two[1])) as pool:
        pool.submit(1, jobs.size, bytes(20_000_000))
        assert ended(pool) == Done(1, 20_000_000)


def test_a_killed_worker_loses_no_job(two: tuple[Cluster, str], tmp_path: Path) -> None:
    """The job of a worker that is killed in the middle of it is done by another one."""
    here, go = tmp_path / "worker", tmp_path / "go"
    with closing(DaskPool(two[1])) as pool:
        pool.submit(1, jobs.wait_until, (here, go))
        waited(lambda: len(list(tmp_path.glob("worker-*"))) == 1)
        first = int(next(tmp_path.glob("worker-*")).name.partition("-")[2])
        os.kill(first, signal.SIGKILL)
        waited(lambda: len(list(tmp_path.glob("worker-*"))) == 2)
        go.touch()
        event = ended(pool)
    assert isinstance(event, Done)
    assert event.answer != first
    two[0].add("worker-again")


def other_version(place: Path) -> Path:
    """Make a place in which OR-Tools says that it is 9.0."""
    metadata = place / "ortools-9.0.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: ortools\nVersion: 9.0\n")
    return place


def test_other_versions_are_refused(two: tuple[Cluster, str], tmp_path: Path) -> None:
    """A worker with another version of what makes a rota is named, before anything is sent."""
    with cluster(tmp_path / "other", 0) as (other, address):
        other.add("odd", PYTHONPATH=f"{other_version(tmp_path)}{os.pathsep}{PATH}")
        with pytest.raises(PoolRefused, match=r"must have ortools 9\.15\.\d+ as here, got 9\.0$"):
            DaskPool(address)


def test_a_late_worker_with_other_versions_is_passed_over(
    two: tuple[Cluster, str], tmp_path: Path
) -> None:
    """One that joins while there is work gets none of it done, and loses none of it."""
    with closing(DaskPool(two[1])) as pool:
        two[0].add("odd", PYTHONPATH=f"{other_version(tmp_path)}{os.pathsep}{PATH}")
        waited(lambda: len(pool._client.nthreads()) == 3)
        for key in range(9):
            pool.submit(key, jobs.double, key)
        found = [ended(pool) for _ in range(9)]
        assert set(found) == {Done(key, 2 * key) for key in range(9)}
        assert len(pool._unlike) == 1
    two[0].workers.pop().kill()


def test_no_scheduler_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody answers, and one that is none, end with status 2."""
    monkeypatch.setattr(dask_pool, "CONNECT", 0.2)
    team(tmp_path, "alpha", shift("day", "09:00", "17:00"), person("ana"))
    month = ("generate", "--all", tmp_path, "--month", "2026-12", "--quiet")
    for address in ("tcp://127.0.0.1:9", "nowhere://x"):
        result = call(*month, "--scheduler", address)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"{address}: must be a scheduler that answers, got: ")
    assert not (tmp_path / "alpha" / "out").exists()


def large(whole: Path, name: str) -> None:
    """Write a team that cannot be proved in seconds: ten people, all of whose hours are to be even.

    Ana is in all such teams.
    """
    shifts = "".join(
        shift(f"s{start}", f"{start:02}:00", f"{(start + 8) % 24:02}:00")
        for start in (0, 7, 14, 16)
    )
    fair = "".join(
        f'\n[[rules.fair]]\nof = "{load}"\n' for load in ("hours", "weekends", "unsocial", "nights")
    )
    others = [person(f"{name}-{number}") for number in range(9)]
    team(whole, name, shifts + REST.format(least="11h") + fair, person("ana"), *others)


def test_a_worker_killed_in_a_search_loses_no_team(
    two: tuple[Cluster, str], tmp_path: Path
) -> None:
    """Kill one of two workers while both search: every team comes out, and nobody twice."""
    whole = tmp_path / "whole"
    for name in ("emea", "amer"):
        large(whole, name)
    team(whole, "apac", shift("day", "09:00", "17:00"), person("ana"), person("bo"))
    dates = ("--month", "2026-12", "--as-of", AS_OF)
    command = ("generate", "--all", whole, *dates, "--seconds", "6", "--scheduler", two[1])
    with start(*command, cwd=tmp_path) as process:
        assert process.stderr is not None
        told: set[str] = set()
        while told != {"emea", "amer"}:
            line = process.stderr.readline()
            assert line, told
            if " s of 6 s" in line:
                told.add(line.partition(":")[0])
        two[0].workers[-1].kill()
        _, err = process.communicate(timeout=120)
    assert process.returncode in (0, 1), err
    run = json.loads((whole / "out" / "2026-12" / "organisation.json").read_bytes())
    assert [row["team"] for row in run["teams"]] == ["amer", "apac", "emea"]
    assert all(row["status"] in ("optimal", "feasible") for row in run["teams"])
    served = duties(whole, Horizon(date(2026, 12, 1), date(2026, 12, 31)))
    assert "ana" in served
    for mine in served.values():
        assert all(first[1] <= second[0] for first, second in pairwise(mine))
