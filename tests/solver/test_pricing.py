"""Who walks the lines decides nothing but how long it takes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from rotation.pool import Pool
from rotation.solver import pricing as module
from rotation.solver.generation import Generation
from rotation.solver.lines import Work, work
from rotation.solver.parts import Ask
from rotation.solver.pricing import Pricing
from tests.pools import LosingPool, SerialPool
from tests.solver.bounding import every_rule, never, patient
from tests.solver.middle_teams import middle_team


@pytest.fixture(scope="module")
def made() -> Work:
    """Draw the lines of a team."""
    return work(middle_team(1), every_rule(1))


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let help be worth it however quick a round is, and open pools at once."""
    monkeypatch.setattr(module, "WORTH", 0.0)
    monkeypatch.setattr(module, "REMEMBERED", 1)


def columns(generation: Generation) -> list[tuple[int, bytes]]:
    """Return every line that was learned, in its order."""
    return [(block, taken.tobytes()) for block, taken in generation.lines.all()]


def generated(made: Work, pricing: Pricing) -> Generation:
    """Generate all lines that pay, with help as soon as there may be any."""
    generation = Generation(made, pricing=pricing)
    generation.run(never, patient, rounds=1)
    if pricing._opening is not None:
        pricing._opening.join()
    generation.run(never, patient)
    return generation


def test_help_changes_no_line_and_no_bound(made: Work) -> None:
    """The same lines in the same order, and the same bound, with workers as without."""
    one = Generation(made)
    one.run(never, patient, rounds=1)
    one.run(never, patient)
    pool = SerialPool()
    pricing = Pricing(made.walks, lambda: pool)
    other = generated(made, pricing)
    assert pricing.answered > 0
    assert columns(other) == columns(one)
    assert (other.bound, other.rounds) == (one.bound, one.rounds)
    pricing.close()
    assert pool.closed


@pytest.mark.parametrize("gone", ["refused", "lost"])
def test_without_workers_it_goes_on_alone(made: Work, gone: str) -> None:
    """A pool that cannot be opened, and one that loses everything, are done without."""

    def opened() -> Pool:
        if gone == "refused":
            raise OSError("nobody answers")
        return LosingPool()

    pricing = Pricing(made.walks, opened)
    found = generated(made, pricing)
    alone = Generation(made)
    alone.run(never, patient, rounds=1)
    alone.run(never, patient)
    assert pricing.answered == 0
    assert columns(found) == columns(alone)
    pricing.close()


def test_the_quicker_way_goes_on_and_the_other_is_tried_again(made: Work) -> None:
    """Of 100 rounds the way that took longer has about 5."""
    for quicker, helped in (("alone", range(2, 10)), ("together", range(90, 99))):
        pool = SerialPool()
        pricing = Pricing(made.walks, lambda pool=pool: pool)  # type: ignore[misc]
        pricing._took["alone"].append(1.0)
        pricing._helpful()
        assert pricing._opening is not None
        pricing._opening.join()
        pricing._took["together"].append(0.5 if quicker == "together" else 2.0)
        assert sum(pricing._helpful() is not None for _ in range(100)) in helped


def test_quick_rounds_have_no_help(made: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a round takes less than some messages, nobody is asked."""
    monkeypatch.setattr(module, "WORTH", 3600.0)
    pricing = Pricing(made.walks, SerialPool)
    generated(made, pricing)
    assert (pricing._opening, pricing.answered) == (None, 0)


def test_threads_share_what_is_worth_it(monkeypatch: pytest.MonkeyPatch, made: Work) -> None:
    """From so many cells on; a diagram that is cut counts by what is left of it."""
    begun: list[int] = []

    def pool(threads: int) -> ThreadPoolExecutor:
        begun.append(threads)
        return ThreadPoolExecutor(threads)

    monkeypatch.setattr(module, "ThreadPoolExecutor", pool)
    walks = made.walks
    monkeypatch.setattr(module, "SHARED", sum(walk.diagram.cells for walk in walks))
    pricing = Pricing(walks)
    asks = [
        Ask(np.full(len(walk.x), -1.0), np.zeros(len(walk.rows)), np.ones(len(walk.x), np.int8))
        for walk in walks
    ]
    alone = pricing.price(asks)
    pricing.threads = 2
    shared = pricing.price(asks)
    assert begun == [2]
    assert [[line.value for line in own] for own in shared] == [
        [line.value for line in own] for own in alone
    ]
    cuts = [walk.diagram.cut(np.full(len(walk.x), -1, np.int8)) for walk in walks]
    monkeypatch.setattr(pricing, "_walkers", None)
    pricing.price([replace(ask, cut=cut) for ask, cut in zip(asks, cuts, strict=True)])
    assert begun == [2]
    pricing.close()
