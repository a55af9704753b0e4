"""Dividing what the bound of shares leaves open, on problems of which every schedule is known."""

from __future__ import annotations

from functools import cache
from math import inf

import numpy as np
import pytest

from rotation.master.linear import Ints
from rotation.master.programme import Master
from rotation.solver.branching import Branch, Branching
from rotation.solver.generation import Generation
from rotation.solver.lines import work
from tests.constraints.random_problems import random_problem
from tests.solver.bounding import every_rule, never, patient
from tests.solver.trying import Case, Held, case

OPEN = [5, 6, 19, 20, 53, 57]
"""Problems where the master's bound is below the best schedule."""

DEARER = 54
"""One where a whole answer of the master is cheaper than the schedule that it stands for."""


@cache
def tried(seed: int) -> Case:
    """Price every schedule of a problem."""
    return case(random_problem(seed), every_rule(seed))


def best_of(seed: int) -> int:
    """Return the price of the best one."""
    return min(tried(seed).priced.values())


def branching(seed: int) -> Branching:
    """Generate all lines, and begin to divide."""
    generation = Generation(work(tried(seed).problem, tried(seed).rules))
    generation.run(never, patient)
    assert generation.bound < best_of(seed)
    return Branching(generation.work, generation.lines.all(), generation.bound)


def no_matter(_: list[Ints]) -> None:
    """Hear of a rota."""


@pytest.mark.parametrize("seed", OPEN)
def test_what_shares_leave_open_is_closed(seed: int) -> None:
    """The bound comes up to the best schedule, which is found on the way."""
    tree, best = branching(seed), best_of(seed)
    found: list[Held] = []

    def note(lines: list[Ints]) -> None:
        held = tree._own.work.rota_of(lines)
        found.append(frozenset(tree._own.work.linear.pairs[x] for x in held))

    tree.go_on(lambda: best + 1, never, patient, note)
    assert tree.bound == best
    assert tree.done
    assert best in [tried(seed).priced[held] for held in found]


@pytest.mark.parametrize("seed", OPEN)
def test_nothing_is_found_where_nothing_is_cheaper(seed: int) -> None:
    """Told the best schedule's price, it only proves it."""
    tree = branching(seed)
    found: list[list[Ints]] = []
    tree.go_on(lambda: best_of(seed), never, patient, found.append)
    assert tree.bound == best_of(seed)
    assert found == []


def test_what_the_master_takes_for_cheaper_keeps_its_bound() -> None:
    """A whole answer that stands for a dearer schedule is not divided, and not forgotten."""
    tree, best = branching(DEARER), best_of(DEARER)
    before = tree.bound
    tree.go_on(lambda: best + 1, never, patient, no_matter)
    assert tree.done
    assert before < tree.bound < best


def test_it_stops_when_told_and_goes_on_later() -> None:
    """Stopped before every single branch, it comes to the same."""
    tree, best = branching(57), best_of(57)
    tree.go_on(lambda: best + 1, lambda: True, patient, no_matter)
    assert tree.solved == 0
    turns = 0
    while not tree.done:
        limit = tree.solved + 1
        tree.go_on(
            lambda: best + 1,
            lambda limit=limit: tree.solved >= limit,  # type: ignore[misc]
            patient,
            no_matter,
        )
        turns += 1
        assert tree.solved == turns
        assert tree.bound <= best
    assert tree.bound == best


def test_a_branch_that_is_broken_off_is_not_lost() -> None:
    """Time that is up within a branch leaves it to the next turn."""
    tree, best, asked = branching(57), best_of(57), [0]

    def over() -> bool:
        asked[0] += 1
        return asked[0] > 2

    tree.go_on(lambda: best + 1, over, patient, no_matter)
    assert tree.solved == 1
    assert not tree.done
    assert tree.bound < best
    tree.go_on(lambda: best + 1, never, patient, no_matter)
    assert tree.bound == best


def test_where_the_bound_is_the_price_nothing_is_done() -> None:
    """There is nothing cheaper to look for."""
    tree = branching(5)
    tree.go_on(lambda: tree.bound, never, patient, no_matter)
    assert tree.solved == 0


def test_without_an_answer_a_branch_keeps_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the linear solver fails nothing is claimed."""
    tree = branching(5)
    before = tree.bound
    monkeypatch.setattr(Master, "solve", lambda *_: None)
    tree.go_on(lambda: inf, never, patient, no_matter)
    assert tree.done
    assert tree.bound == before


def test_a_branch_is_narrowed_step_by_step() -> None:
    """The last ends of a row count, and what somebody holds adds up."""
    branch = Branch(7.0).paying(3, 0.0, 2.0).holding(0, 4, 1).paying(3, 1.0, 2.0).paying(5, 0, 0)
    assert branch.paid == ((3, (1.0, 2.0)), (5, (0, 0)))
    assert branch.holding(1, 2, -1).cells == (((0, 4), 1), ((1, 2), -1))


def test_halves_are_divided_first() -> None:
    """Of shares it is the one nearest to a half; whole ones are nobody's."""
    tree = branching(5)
    size = [len(walk.x) for walk in tree._own.work.walks]
    ana, bo = np.zeros(size[0]), np.zeros(size[1])
    assert tree._cell({0: ana, 1: bo + 1.0 - 1e-9}) is None
    ana[1], bo[0] = 0.9, 0.6
    assert tree._cell({0: ana, 1: bo}) == (1, 0)
    forced = np.zeros(size[1], np.int8)
    forced[0] = 1
    tree._own.lines.force(tree._own.work.walks[1], forced)
    assert tree._cell({0: ana, 1: bo}) == (0, 1)


def test_what_is_no_longer_cheaper_is_not_looked_at() -> None:
    """Once a rota is found, what waits and is as dear is gone."""
    tree, price = branching(DEARER), [best_of(DEARER) + 1.0]

    def cheaper(_: list[Ints]) -> None:
        price[0] = best_of(DEARER)

    tree.go_on(lambda: price[0], never, patient, cheaper)
    solved = tree.solved
    tree.go_on(lambda: price[0], never, patient, cheaper)
    assert tree.done
    assert tree.solved == solved


def test_a_bound_found_otherwise_counts() -> None:
    """Bounds below it are alike, and its own is at least that."""
    tree, best = branching(57), best_of(57)
    tree.go_on(lambda: best + 1, lambda: True, patient, no_matter, known=best - 1)
    assert tree.bound == best - 1
    assert [least for least, _, _ in tree._open] == [best - 1]
    tree.go_on(lambda: best, never, patient, no_matter, known=best)
    assert (tree.bound, tree.solved, tree.done) == (best, 0, True)
