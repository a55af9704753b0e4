"""Whether bounds hold: every schedule of a small problem against what the master says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from math import inf
from random import Random
from unittest import mock

import numpy as np

from rotation.errors import InvalidRule
from rotation.rule import Rule
from rotation.solver import lines
from rotation.solver.branching import Branching
from rotation.solver.closing import left_by
from rotation.solver.drawing import Size
from rotation.solver.generation import Generation
from rotation.solver.leftover import Walk, stepping
from rotation.solver.lines import Work
from tests.constraints.test_every_rule import INSTANCES, RULES, make
from tests.solver.trying import Case, Held, Priced

SIZES: Mapping[str, Size | None] = {
    "whole": None,
    "counted": Size(joint=1, nodes=300_000, cells=4_000_000),
    "rows": Size(joint=1, nodes=300_000, cells=1),
    "left out": Size(joint=200, nodes=40, cells=4_000_000),
    "tiny": Size(joint=1, nodes=1, cells=1),
}
"""How much of the lines is drawn: by itself all; sums counted; in rows; limits left out."""


BRANCHES = 30
"""So many branches are looked at."""


@contextmanager
def drawn_as(name: str) -> Iterator[None]:
    """Let lines be drawn only so far."""
    size = SIZES[name]
    if size is None:
        yield
        return
    with mock.patch.object(Size, "of", return_value=size):
        yield


def every_rule(seed: int) -> list[Rule]:
    """Make one or two of each rule there is, with weights by chance; some of them hard."""
    chance = Random(f"rules {seed}")
    hard = chance.choice((0.02, 0.1, 0.25))
    made: list[Rule] = []
    for name, instances in INSTANCES.items():
        if RULES[name].always:
            made.append(RULES[name]())
            continue
        for number in chance.sample(range(len(instances)), min(len(instances), 2)):
            weight = None if chance.random() < hard else chance.choice((1, 2, 3, 7, 60, 1000))
            label = f"{name}[{number}]"
            try:
                made.append(replace(make(name, number), weight=weight, label=label))
            except InvalidRule:
                made.append(replace(make(name, number), label=label))
    return made


def line_of(work: Work, walk: Walk, held: Held) -> np.ndarray:
    """Return the positions that a schedule holds of somebody's line."""
    on = [at for at, x in enumerate(walk.x) if work.linear.pairs[x] in held]
    return np.array(on, np.int32)


@dataclass
class Checked:
    """What was found wrong with a problem's bounds, and how good they were.

    Parameters
    ----------
    best
        The true optimum; inf where no schedule is legal.
    bound
        The master's, when no line paid any more.
    branched
        What dividing it into branches came to.
    asked
        How many comparisons were made.
    """

    best: float
    bound: float = -inf
    branched: float = -inf
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def expect(self, right: bool, says: str) -> None:
        """Note a comparison."""
        self.asked += 1
        if not right:
            self.wrong.append(says)


def never() -> bool:
    """Go on."""
    return False


def patient() -> float:
    """Wait as long as it takes."""
    return 60.0


def check(tried: Case, seed: int) -> Checked:
    """Compare all that the master says of a problem with every legal schedule of it."""
    checked = Checked(min(tried.priced.values(), default=inf))
    compare(checked, lines.work(tried.problem, tried.rules), tried.priced, seed)
    return checked


def compare(checked: Checked, work: Work, priced: Priced, seed: int) -> None:
    """Compare the master of some work with known schedules, the best of all among them."""
    _lines_allowed(checked, work, priced)
    _under_any_duals(checked, work, priced, Random(seed))
    generation = Generation(work)
    _forced(checked, generation, priced, Random(seed))
    _by_rounds(checked, generation)
    _left(checked, generation, priced, "at the end")
    checked.bound = generation.bound
    _by_branches(checked, generation)
    _from_the_middle(checked, Generation(work, central=True), priced)


def _lines_allowed(checked: Checked, work: Work, priced: Priced) -> None:
    """Every legal schedule is a point of the master, at no more than its price."""
    for held, true in sorted(priced.items(), key=lambda item: item[1])[:12]:
        generation = Generation(work)
        added = generation.lines.learn([(walk, line_of(work, walk, held)) for walk in work.walks])
        checked.expect(added == len(work.walks), f"a line of a schedule of {true} is refused")
        solved = generation.master.solve(60.0)
        told = None if solved is None else (solved.value, solved.missing)
        right = told is not None and told[1] < 1e-7 and told[0] <= true + 1e-3
        checked.expect(right, f"the master makes {told} of a schedule of {true}")


def _lagrange(generation: Generation, duals: np.ndarray) -> float:
    reduced, total = generation.work.linear.worth(duals)
    for walk in generation.work.walks:
        steps, constant = stepping(walk, duals)
        forced = generation.lines.forced.get(walk.block)
        total += walk.diagram.best(reduced[walk.x], steps, forced).value + constant
    return total


def _under_any_duals(checked: Checked, work: Work, priced: Priced, chance: Random) -> None:
    """The bound holds whatever the prices of the rows, and so does what it leaves of the pairs."""
    generation = Generation(work)
    for scale in (0.0, 10.0, 4800.0, 50_000.0):
        wild = np.array([chance.uniform(-scale, scale) for _ in work.linear.low])
        duals = generation._whole(wild)
        value = generation.work.on_grid(_lagrange(generation, duals))
        checked.expect(value <= checked.best, f"duals to {scale}: {value} > {checked.best}")
        generation.prices = duals
        _left(checked, generation, priced, f"duals to {scale}")


def _left(checked: Checked, generation: Generation, priced: Priced, when: str) -> None:
    """What is known of cheaper schedules is true of every one of them."""
    for given in sorted(set(priced.values()))[:20]:
        fixed = left_by(generation, given + 1)
        known = {pair: fixed(pair) for pair in generation.work.linear.pairs}
        for held, true in priced.items():
            if true <= given:
                odd = [p for p, on in known.items() if on is not None and on != (p in held)]
                checked.expect(not odd, f"{when}: below {given + 1}, {true} contradicts {odd}")


def _forced(checked: Checked, generation: Generation, priced: Priced, chance: Random) -> None:
    """With some held and some kept out, no value is above the cheapest that obeys, or a bound."""
    for _ in range(3):
        obeying = dict(priced)
        for walk in generation.work.walks:
            forced = np.array([chance.choice((-1, 0, 0, 0, 1)) for _ in walk.x], np.int8)
            generation.lines.force(walk, forced)
            for at, x in enumerate(walk.x):
                pair = generation.work.linear.pairs[x]
                obeying = {
                    held: true
                    for held, true in obeying.items()
                    if not forced[at] or (pair in held) == (forced[at] > 0)
                }
        least = min(obeying.values(), default=inf)
        before = generation.bound
        generation.run(
            never,
            patient,
            lambda value, _solved, least=least: checked.expect(  # type: ignore[misc]
                value <= least + 0.01, f"forced: {value} > {least}"
            ),
            rounds=4,
        )
        checked.expect(generation.bound == before, "forced lines moved the bound")
        generation.lines.free()


def _from_the_middle(checked: Checked, generation: Generation, priced: Priced) -> None:
    """However the master is solved, no bound is above the optimum, and it ends as high."""
    generation.run(
        never,
        patient,
        lambda value, _solved: checked.expect(
            max(value - 0.01, generation.bound) <= checked.best,
            f"from the middle: {value}, {generation.bound} > {checked.best}",
        ),
    )
    # Prices are rounded to whole grains, each row's a little differently.
    spare = len(generation.work.linear.low) + 1e-6 * abs(checked.bound)
    same = generation.bound == checked.bound or abs(generation.bound - checked.bound) <= spare
    right = same or not generation.converged
    checked.expect(right, f"from the middle {generation.bound}, else {checked.bound}")
    _left(checked, generation, priced, "from the middle")


def _by_branches(checked: Checked, generation: Generation) -> None:
    """However far it is divided, no bound is above the optimum."""
    branching = Branching(generation.work, generation.lines.all(), generation.bound)
    for most in (1, 3, BRANCHES):
        branching.go_on(
            lambda: checked.best + 1,
            lambda most=most: branching.solved >= most,  # type: ignore[misc]
            patient,
            lambda _: None,
        )
        right = branching.bound <= checked.best
        checked.expect(right, f"{branching.solved} branches: {branching.bound} > {checked.best}")
    checked.branched = branching.bound


def _by_rounds(checked: Checked, generation: Generation) -> None:
    """No round's bound is above the optimum, whether it goes on or begins again."""

    def tell(value: float, _solved: object) -> None:
        checked.expect(
            max(value - 0.01, generation.bound) <= checked.best,
            f"round {generation.rounds}: {value}, {generation.bound} > {checked.best}",
        )

    for rounds in (1, 2, None):
        solved = generation.run(never, patient, tell, rounds=rounds)
        if checked.best < inf:
            right = solved is not None and solved.value <= checked.best * (1 + 1e-12) + 1e-3
            value = None if solved is None else solved.value
            checked.expect(right or rounds is not None, f"the master ends at {value}")
    checked.expect(generation.converged or checked.best == inf, "it did not converge")


def worth(whole: Work, lines: list[np.ndarray]) -> float:
    """Price everybody's lines in the master that knows no others."""
    generation = Generation(whole, cap=inf)
    generation.lines.learn(list(zip(whole.walks, lines, strict=True)))
    solved = generation.master.solve(10.0)
    assert solved is not None
    assert solved.missing < 1e-6
    return solved.value
