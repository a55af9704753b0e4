"""The only door to Dask: jobs done by the workers of a scheduler, perhaps on other computers."""

from __future__ import annotations

import logging
import pickle
import queue
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import metadata
from typing import Any

from rotation.errors import RotationError
from rotation.pool import Done, Event, Job, Lost, Tell, Told, failure_words

VERSIONED = ("rotation", "ortools", "highspy", "numba", "tzdata", "holidays")
"""Packages of which every worker must have our version: another one, another rota."""

CONNECT = 15.0
"""Seconds to wait for the scheduler, and then for a first worker."""

PATIENCE = 60.0
"""Seconds without any worker after which what is still going is given up."""

_LISTENS = 1.0


class PoolRefused(RotationError):
    """There is no scheduler, it has no workers, or they are not ours to use."""


class DaskPool:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address
        tcp://host:port, or tls://host:port with Dask's own configuration of certificates.

    Raises
    ------
    PoolRefused
        Dask is not installed, the scheduler does not answer or has no workers, or a worker has
        another version of what makes a rota.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _client(address)
        self._topic = f"rotation-{self._client.id}"
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._futures: dict[int, Any] = {}
        self._packed: dict[int, bytes] = {}
        self._unlike: set[str] = set()
        self._width, self._counted = 0, 0.0
        self._seen = self._quiet = time.monotonic()
        try:
            self._wait_for_workers()
            self._check_versions()
            self._client.subscribe_topic(self._topic, self._told)
        except PoolRefused:
            self.close()
            raise
        except Exception as error:
            self.close()
            raise PoolRefused(f"{address}: {failure_words(error)}") from error

    def _wait_for_workers(self) -> None:
        from distributed import TimeoutError as TooLong

        try:
            self._client.wait_for_workers(1, timeout=CONNECT)
        except (TooLong, TimeoutError) as error:
            says = f"{self._address}: must have workers, got none within {CONNECT:.0f} s"
            raise PoolRefused(says) from error

    def _check_versions(self) -> None:
        """Refuse workers with other versions; asked in words that any Python understands."""
        theirs: dict[str, dict[str, str]] = {}
        for package in VERSIONED:
            answers = self._client.run(metadata.version, package, on_error="return")
            for where, got in answers.items():
                known = got if isinstance(got, str) else "none"
                theirs.setdefault(where, {})[package] = known
        ours = _versions()
        # One that joined meanwhile is asked again with its first job.
        asked = [where for where in sorted(theirs) if len(theirs[where]) == len(VERSIONED)]
        wrong = [says for where in asked for says in _unlike(where, ours, theirs[where])]
        if wrong:
            raise PoolRefused("\n".join(wrong))

    @property
    def width(self) -> int:
        """Twice the threads of all workers, so that none waits for its next job."""
        if time.monotonic() - self._counted > PATIENCE / 10 or not self._width:
            self._count()
        return max(2, self._width)

    def _count(self) -> None:
        self._counted = time.monotonic()
        try:
            threads = sum(self._client.nthreads().values())
        except Exception:  # the scheduler is gone; `next` says so
            threads = 0
        self._width = 2 * threads
        if threads:
            self._seen = self._counted

    def submit(self, key: int, job: Job, payload: object) -> None:
        """Send a job; Dask itself gives it to another worker where one dies."""
        self._packed[key] = pickle.dumps((job, payload))
        self._send(key, None)

    def _send(self, key: int, workers: list[str] | None) -> None:
        try:
            future = self._client.submit(
                *(_work, _versions(), self._packed[key], self._topic, key),
                pure=False,
                workers=workers,
            )
        except Exception as error:
            self._events.put(Lost(key, failure_words(error)))
            self._futures[key] = None
            return
        self._futures[key] = future
        future.add_done_callback(lambda ended: self._ended(key, ended))

    def _ended(self, key: int, future: Any) -> None:
        try:
            self._events.put(Done(key, future.result()))
        except BaseException as error:  # a cancelled future raises what is no Exception
            self._events.put(Lost(key, _lost_words(error)))

    def _told(self, event: tuple[float, Any]) -> None:
        key, packed = event[1]
        self._events.put(Told(key, pickle.loads(packed)))  # noqa: S301 (from our own workers)

    def next(self) -> Event:
        """Wait for what happens next."""
        while True:
            event = self._taken(_LISTENS)
            if event is not None:
                return event

    def hear(self, seconds: float) -> Event | None:
        """Wait for what happens next, for so long at most."""
        ends = time.monotonic() + seconds
        while True:
            event = self._taken(max(0.0, min(_LISTENS, ends - time.monotonic())))
            if event is not None or time.monotonic() >= ends:
                return event

    def _taken(self, seconds: float) -> Event | None:
        """Take one thing that happened to a job of ours, if any does so soon."""
        event: Event | None
        try:
            event = self._events.get(timeout=seconds)
            self._quiet = time.monotonic()
        except queue.Empty:
            if time.monotonic() - self._quiet < _LISTENS:
                return None
            self._quiet = time.monotonic()
            event = self._given_up()
        if event is None or event.key not in self._futures:
            return None
        if isinstance(event, Done) and isinstance(event.answer, _Mismatch):
            event = self._elsewhere(event.key, event.answer)
        if isinstance(event, Done | Lost):
            del self._futures[event.key], self._packed[event.key]
        return event

    def _elsewhere(self, key: int, refused: _Mismatch) -> Lost | None:
        """Send a job to workers that are not known to have other versions."""
        self._unlike.add(refused.worker)
        try:
            good = sorted(set(self._client.nthreads()) - self._unlike)
        except Exception:  # the scheduler is gone
            good = []
        if not good:
            return Lost(key, refused.says)
        self._send(key, good)
        return None

    def _given_up(self) -> Lost | None:
        """Give up one job where nobody has been there to do it for long."""
        if self._client.status in ("closed", "closing"):
            self._seen = -PATIENCE
        else:
            self._count()
        if time.monotonic() - self._seen < PATIENCE or not self._futures:
            return None
        return Lost(next(iter(self._futures)), f"no worker of {self._address} is left")

    def close(self) -> None:
        """Take back what is not done, and leave the scheduler to others."""
        with suppress(Exception):  # where the scheduler is gone there is nothing to take back
            for future in self._futures.values():
                if future is not None:
                    future.cancel(force=True)
        self._futures = {}
        self._client.close(timeout=5)


class _Mismatch:
    """The answer of a worker that came late and has other versions."""

    def __init__(self, worker: str, says: str) -> None:
        self.worker = worker
        self.says = says


def _client(address: str) -> Any:
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        says = "--scheduler needs Dask: install rotation[distributed]"
        raise PoolRefused(says) from error
    # What goes wrong we say; and jobs are as large as they are.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"})
    try:
        return Client(  # type: ignore[no-untyped-call]
            address, timeout=CONNECT, set_as_default=False, name="rotation"
        )
    except (OSError, ValueError, TypeError, ImportError) as error:
        says = f"{address}: must be a scheduler that answers, got: {failure_words(error)}"
        raise PoolRefused(says) from error


@cache
def _versions() -> Mapping[str, str]:
    """Return the versions of what makes a rota; reading them takes longer than a small job."""
    return {package: metadata.version(package) for package in VERSIONED}


def _unlike(where: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    return [
        f"worker {where}: must have {package} {ours[package]} as here, got {theirs.get(package)}"
        for package in VERSIONED
        if theirs.get(package) != ours[package]
    ]


def _work(versions: Mapping[str, str], packed: bytes, topic: str, key: int) -> object:
    """Do one job, on a worker; what it is sent is only looked at where the versions are ours."""
    from distributed import get_worker

    worker = get_worker()
    unlike = _unlike(worker.address, versions, _versions())
    if unlike:
        return _Mismatch(worker.address, "; ".join(unlike))
    job, payload = pickle.loads(packed)  # noqa: S301 (from the program that we work for)

    def tell(says: object) -> None:
        worker.log_event(topic, (key, pickle.dumps(says)))

    told: Tell = tell
    return job(payload, told)


def _lost_words(error: BaseException) -> str:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return "its worker died, as often as Dask tried"
    return failure_words(error)
