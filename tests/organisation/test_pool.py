"""Jobs are done by processes of this computer, and none is lost with the process that had it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rotation.organisation.pool import TRIES, LocalPool
from rotation.pool import Done, Event, Lost, Told
from tests.organisation import jobs


@pytest.fixture
def pool() -> Iterator[LocalPool]:
    """Start two processes when they are needed."""
    made = LocalPool(2)
    yield made
    made.close()


def ends(pool: LocalPool, count: int) -> dict[int, Event]:
    """Wait until so many jobs have ended; key -> how."""
    found: dict[int, Event] = {}
    while len(found) < count:
        event = pool.next()
        if not isinstance(event, Told):
            found[event.key] = event
    return found


def test_jobs_are_done_and_tell(pool: LocalPool) -> None:
    """Every job is answered, whichever is done first, after what it told."""
    for key in range(5):
        pool.submit(key, jobs.double, key)
    heard = [pool.next() for _ in range(10)]
    assert {event for event in heard if isinstance(event, Told)} == {
        Told(key, "begun") for key in range(5)
    }
    assert {event for event in heard if isinstance(event, Done)} == {
        Done(key, 2 * key) for key in range(5)
    }


def test_it_can_be_listened_to_for_a_while(pool: LocalPool, tmp_path: Path) -> None:
    """Where nothing happens in that time there is nothing to hear; later there is."""
    assert pool.hear(0.01) is None
    pool.submit(1, jobs.wait_until, (tmp_path / "worker", tmp_path / "go"))
    assert pool.hear(0.0) is None
    (tmp_path / "go").touch()
    event = pool.hear(60.0)
    assert isinstance(event, Done)
    assert pool.hear(0.01) is None


def test_a_failure_is_told_and_ends_nothing_else(pool: LocalPool) -> None:
    """What a job did not foresee comes back in one line; the process goes on."""
    pool.submit(1, jobs.fail, "no\nsuch")
    pool.submit(2, jobs.double, 4)
    assert ends(pool, 2) == {1: Lost(1, "KeyError: 'no\\nsuch'"), 2: Done(2, 8)}


def test_a_dead_process_loses_no_job(pool: LocalPool, tmp_path: Path) -> None:
    """A job whose process dies is done by another one; its neighbours notice nothing."""
    pool.submit(1, jobs.die_once, tmp_path / "died")
    pool.submit(2, jobs.double, 4)
    pool.submit(3, jobs.double, 5)
    assert ends(pool, 3) == {1: Done(1, "alive"), 2: Done(2, 8), 3: Done(3, 10)}


def test_what_kills_every_process_is_given_up(pool: LocalPool) -> None:
    """A job that kills whoever does it ends in words, and the others are done all the same."""
    pool.submit(1, jobs.die, None)
    for key in (2, 3, 4):
        pool.submit(key, jobs.double, key)
    found = ends(pool, 4)
    assert found.pop(1) == Lost(1, f"its worker died, {TRIES} times")
    assert found == {key: Done(key, 2 * key) for key in (2, 3, 4)}


def test_a_process_that_died_idle_is_replaced(pool: LocalPool) -> None:
    """What dies between two jobs costs neither of them a try."""
    pool.submit(1, jobs.double, 1)
    ends(pool, 1)
    hand = pool._hands[0]
    hand.process.kill()
    hand.process.join()
    pool.submit(2, jobs.double, 2)
    assert ends(pool, 1) == {2: Done(2, 4)}
