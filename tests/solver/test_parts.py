"""Walks that are shared out come to the same lines, whatever becomes of those who help."""

from __future__ import annotations

import numpy as np
import pytest

from rotation.pool import Job
from rotation.solver import parts as module
from rotation.solver.lines import work
from rotation.solver.parts import Ask, Part, Parts, walked
from rotation.walk.diagram import Diagram
from rotation.walk.pricing import Line
from tests.pools import LosingPool, SerialPool, SlowPool
from tests.solver.bounding import every_rule
from tests.solver.middle_teams import middle_team

PEOPLE = 6


@pytest.fixture(scope="module")
def diagrams() -> list[Diagram]:
    """Draw the lines of a team."""
    found = [walk.diagram for walk in work(middle_team(1), every_rule(1)).walks]
    assert len(found) >= PEOPLE
    return found[:PEOPLE]


def asks(diagrams: list[Diagram], seed: int) -> list[Ask]:
    """Ask for everybody's cheapest lines at random prices."""
    random = np.random.default_rng(seed)
    return [
        Ask(random.normal(size=each.shifts), random.normal(size=len(each.linear)), None)
        for each in diagrams
    ]


def told(lines: list[list[Line]]) -> list[list[tuple[float, bytes]]]:
    """Return lines as what can be compared."""
    return [[(line.value, line.taken.tobytes()) for line in own] for own in lines]


def alone(diagrams: list[Diagram], asked: list[Ask]) -> list[list[tuple[float, bytes]]]:
    """Return the lines that are found without help."""
    return told([walked(each, ask) for each, ask in zip(diagrams, asked, strict=True)])


class Sizes(SerialPool):
    """Remembers which parts came with their diagrams."""

    def __init__(self) -> None:
        super().__init__()
        self.whole: list[bool] = []

    def submit(self, key: int, job: Job, payload: object) -> None:
        """Take a job."""
        assert isinstance(payload, Part)
        self.whole.append(payload.packed is not None)
        super().submit(key, job, payload)


def test_workers_find_the_same_and_keep_diagrams(diagrams: list[Diagram]) -> None:
    """All three parts come back in each round; their diagrams go with the first one only."""
    pool = Sizes()
    shared = Parts(pool, diagrams)
    for seed in range(3):
        asked = asks(diagrams, seed)
        assert told(shared.price(asked)) == alone(diagrams, asked)
    assert shared.answered == 3 * 3
    assert pool.whole == [True] * 3 + [False] * 6


def test_who_is_not_asked_has_no_lines(diagrams: list[Diagram]) -> None:
    """Nobody walks for the first person."""
    asked = asks(diagrams, 0)
    found = told(Parts(SerialPool(), diagrams).price([None, *asked[1:]]))
    assert found == [[], *alone(diagrams, asked)[1:]]


def test_a_worker_that_lacks_diagrams_is_sent_them_again(
    diagrams: list[Diagram], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was begun anew says that it has none, gets them, and its answer counts."""
    pool = Sizes()
    shared = Parts(pool, diagrams)
    shared.price(asks(diagrams, 0))
    monkeypatch.setattr(module, "_KEPT", module._Kept())
    asked = asks(diagrams, 1)
    assert told(shared.price(asked)) == alone(diagrams, asked)
    assert shared.answered == 2 * 3
    assert pool.whole == [True] * 3 + [False] * 3 + [True] * 3


def test_lost_parts_are_walked_here(diagrams: list[Diagram]) -> None:
    """Where all are lost nothing is sent any more, and the lines are the same."""
    pool = LosingPool()
    shared = Parts(pool, diagrams)
    for seed in range(3):
        asked = asks(diagrams, seed)
        assert told(shared.price(asked)) == alone(diagrams, asked)
    assert (shared.lost, shared.answered, pool.submitted) == (True, 0, 3)


def test_answers_of_an_earlier_round_are_none_of_this_one(diagrams: list[Diagram]) -> None:
    """What a slow worker brings too late is put away, and it is asked anew."""
    pool = SlowPool()
    shared = Parts(pool, diagrams)
    first, second = asks(diagrams, 0), asks(diagrams, 1)
    assert told(shared.price(first)) == alone(diagrams, first)
    assert (shared.answered, pool.submitted) == (0, 3)
    assert told(shared.price(second)) == alone(diagrams, second)
    assert (shared.answered, pool.submitted) == (0, 3), "no part is under way twice"
    pool.asleep = False
    assert told(shared.price(first)) == alone(diagrams, first)
    assert (shared.answered, pool.submitted) == (3, 6)


def test_the_oldest_diagrams_are_forgotten(
    diagrams: list[Diagram], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker with room for one part has that which it used last."""
    shared = Parts(SerialPool(), diagrams)
    one, two = (Part(f"part {n}", (), shared._packed[n]) for n in range(2))
    monkeypatch.setattr(module, "MOST_KEPT", len(shared._packed[0]) + 1)
    kept = module._Kept()
    assert kept.of(one) is not None
    assert kept.of(Part("part 0", (), None)) is not None
    assert kept.of(two) is not None
    assert kept.of(Part("part 1", (), None)) is not None
    assert kept.of(Part("part 0", (), None)) is None
