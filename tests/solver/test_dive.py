"""Diving ends with one whole line for everybody, each allowed, and leaves everything as it was."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np
import pytest

from rotation.master.columns import Solved
from rotation.rule import Rule
from rotation.solver import dive as diving
from rotation.solver.crew import Crew, crew
from rotation.solver.dive import Dive
from rotation.solver.fitting import Fitter, allowed
from rotation.solver.generation import Generation
from rotation.solver.lines import work
from rotation.solver.outlook import Outlook
from rotation.solver.settling import Settling
from tests.constraints.judging import RULES, rule
from tests.solver.bounding import never, patient, worth
from tests.solver.middle_teams import middle_team

ALWAYS = [rule(name) for name in RULES if RULES[name].always]

SOFT = [
    *ALWAYS,
    rule("staffing", weight=60),
    rule("rest"),
    rule("days_in_row", max=3),
    rule("hours", max_per_week=40.0),
    rule("fair", of="weekends", weight=5),
    rule("requests", weight=7),
]


def dived(seed: int, rules: list[Rule], noise: float = 0.0) -> tuple[Generation, list[np.ndarray]]:
    """Generate lines for a team and dive."""
    problem = middle_team(seed)
    generation = Generation(work(problem, rules))
    generation.run(never, patient)
    fitter = Fitter(problem, rules)
    lines = Dive(generation, fitter, noise=noise, seed=seed).run(never, patient)
    assert lines is not None
    return generation, lines


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_everybody_gets_a_line_that_is_allowed(seed: int, noise: float) -> None:
    """Each line keeps to its owner's hard limits."""
    generation, lines = dived(seed, SOFT, noise)
    walks = generation.work.walks
    assert len(lines) == len(walks)
    for walk, line in zip(walks, lines, strict=True):
        assert walk.diagram.own(line) is not None
    assert sum(len(line) for line in lines) > 0


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_it_leaves_the_generation_as_it_was(seed: int) -> None:
    """Nothing is forced or forbidden any more, and neither value nor bound became worse."""
    problem = middle_team(seed)
    generation = Generation(work(problem, SOFT))
    before = generation.run(never, patient)
    bound = generation.bound
    Dive(generation, Fitter(problem, SOFT)).run(never, patient)
    assert generation.lines.forced == {}
    assert generation.bound == bound
    after = generation.master.solve(10.0)
    assert before is not None
    assert after is not None
    # Lines found on the way may only lower what the master pays; its bound is below it as before.
    assert after.value <= before.value + 1e-3
    assert after.value >= bound - 1e-3


def test_the_same_seed_dives_the_same() -> None:
    """Noise is drawn from the seed alone."""
    _, one = dived(1, SOFT, 0.3)
    _, other = dived(1, SOFT, 0.3)
    assert [line.tolist() for line in one] == [line.tolist() for line in other]


def begun(seed: int = 1) -> tuple[Generation, Fitter]:
    """Generate lines for one team."""
    problem = middle_team(seed)
    generation = Generation(work(problem, SOFT))
    generation.run(never, patient)
    return generation, Fitter(problem, SOFT)


def test_told_to_stop_it_returns_nothing_and_cleans_up() -> None:
    """After so many questions whether to stop, the answer is yes."""
    generation, fitter = begun()
    asked = iter([False] * 3 + [True] * 10_000)
    assert Dive(generation, fitter).run(lambda: next(asked), patient) is None
    assert generation.lines.forced == {}


def test_whom_what_was_settled_leaves_no_line_is_given_one() -> None:
    """The whole of somebody's line is settled, which overlaps: they get a line all the same."""
    generation, fitter = begun()
    walk = generation.work.walks[0]
    generation.lines.force(walk, np.ones(len(walk.x), np.int8))
    lines = Dive(generation, fitter).run(never, patient)
    assert lines is not None
    assert len(lines[0]) < len(walk.x)
    assert allowed(walk, lines[0])
    assert generation.lines.forced == {}


def test_where_nothing_is_cheap_enough_it_ends() -> None:
    """No rota is below its team's bound: such a dive ends in its first rounds."""
    generation, fitter = begun()
    rounds = generation.rounds
    dive = Dive(generation, fitter, below=generation.bound)
    assert dive.run(never, patient) is None
    assert dive.value == inf
    # The master had converged: one round says so again.
    assert generation.rounds == rounds + 1


class Hopeless(Outlook):
    """Sees no hope after the first step, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(60.0)
        self.asked: list[tuple[int, float]] = []

    def hopeless(self, settled: int, of: float) -> bool:
        """Say so."""
        self.asked.append((settled, of))
        return len(self.asked) > 1


def test_one_without_hope_ends() -> None:
    """After its first step, and everything is as it was."""
    generation, fitter = begun()
    outlook = Hopeless()
    assert Dive(generation, fitter).run(never, patient, outlook) is None
    (before, _), (settled, of) = outlook.asked
    assert before == 0
    assert 0 < settled < of
    assert not generation.lines.forced


def test_small_steps_settle_less() -> None:
    """The first of them settles fewer assignments than a large one."""
    first = []
    for step in (0.05, 0.9):
        generation, fitter = begun(11)
        outlook = Hopeless()
        Dive(generation, fitter, step=step).run(never, patient, outlook)
        first.append(outlook.asked[1][0])
    assert first[0] < first[1]


def hasty(seed: int) -> tuple[Generation, Dive]:
    """Dive in steps of nine tenths of what is left, with one round of new lines after each."""
    problem = middle_team(seed)
    generation = Generation(work(problem, SOFT))
    generation.run(never, patient)
    dive = Dive(generation, Fitter(problem, SOFT), step=0.9, rounds=1)
    dive.run(never, patient)
    return generation, dive


@pytest.mark.parametrize("seed", [5, 11])
def test_a_step_that_makes_it_dearer_is_taken_back(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even in the largest steps it ends at the bound; believed, at 99.2 and 19.2 of 11.7, 10.5."""
    generation, dive = hasty(seed)
    assert dive.value == pytest.approx(generation.bound, rel=0.01)
    monkeypatch.setattr(diving, "RISE", inf)
    _, other = hasty(seed)
    assert other.value > 1.1 * generation.bound


@pytest.mark.parametrize("seed", [3, 13])
def test_a_step_that_leaves_rows_unkept_is_taken_back(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was settled for each by itself may be too much for all: it ends at the bound as well."""
    missing: list[float] = []
    taken_back = Dive._back

    def back(dive: Dive, solved: Solved) -> bool:
        missing.append(solved.missing)
        return taken_back(dive, solved)

    monkeypatch.setattr(Dive, "_back", back)
    generation, dive = hasty(seed)
    assert max(missing) > diving.MISSING
    assert dive.value == pytest.approx(generation.bound, rel=0.01)


@pytest.mark.parametrize("seed", [3, 11, 13])
def test_a_step_that_leaves_nothing_cheap_enough_is_taken_back(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a large step alone is to blame the dive goes on, and ends below what was asked."""

    def over_bound() -> float:
        generation = Generation(work(middle_team(seed), SOFT))
        generation.run(never, patient)
        below = 1.05 * generation.bound
        dive = Dive(generation, Fitter(), step=0.9, rounds=1, below=below)
        dive.run(never, patient)
        return dive.value / generation.bound

    assert over_bound() == pytest.approx(1.0)
    monkeypatch.setattr(Dive, "_leapt", lambda _: False)
    assert over_bound() == inf


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_last_of_it_is_a_small_work_of_its_own(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """From the middle the last is by simplex: lines are allowed, and cost what the dive says."""
    cuts: list[Crew] = []

    def cut(*given: Any) -> Crew:
        cuts.append(crew(*given))
        return cuts[-1]

    monkeypatch.setattr(diving, "crew", cut)
    monkeypatch.setattr(diving, "MOST", 0.3)
    problem = middle_team(seed)
    generation = Generation(work(problem, SOFT), central=True)
    generation.run(never, patient)
    dive = Dive(generation, Fitter(problem, SOFT), rounds=2, alone=True)
    lines = dive.run(never, patient)
    assert lines is not None
    (small,) = cuts
    assert len(small.work.linear.pairs) < len(generation.work.linear.pairs)
    assert all(map(allowed, generation.work.walks, lines))
    learned = {(block, line.tobytes()) for block, line in generation.lines.all()}
    assert all((block, line.tobytes()) in learned for block, line in enumerate(lines))
    assert worth(generation.work, lines) == pytest.approx(dive.value, rel=1e-6)
    assert generation.lines.forced == {}


class Watching(Outlook):
    """Remembers how much was settled each time it was asked."""

    def __init__(self) -> None:
        super().__init__(60.0)
        self.settled: list[int] = []

    def hopeless(self, settled: int, of: float) -> bool:
        """Say nothing."""
        self.settled.append(settled)
        assert settled <= of + 1e-6
        return False


def test_the_outlook_of_the_last_of_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was settled before counts: a dive does not seem to begin anew, and hopelessly late."""
    watched = Watching()
    before: list[int] = []

    def cut(*given: Any) -> Crew:
        before.append(len(watched.settled))
        return crew(*given)

    monkeypatch.setattr(diving, "crew", cut)
    problem = middle_team(1)
    generation = Generation(work(problem, SOFT))
    generation.run(never, patient)
    monkeypatch.setattr(diving, "HALF", 0.3)
    dive = Dive(generation, Fitter(problem, SOFT), rounds=2, step=0.05, alone=True)
    assert dive.run(never, patient, watched) is not None
    (at,) = before
    assert watched.settled[at - 1] > 0
    assert watched.settled[at:]
    assert min(watched.settled[at:]) >= watched.settled[at - 1]


@pytest.mark.parametrize("when", ["before", "in it"])
def test_a_dive_whose_time_is_up_says_how_far_it_came(
    monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Everybody's likeliest line is there, also where only the last of it was under way."""
    monkeypatch.setattr(diving, "MOST", 0.3 if when == "in it" else 1.0)
    problem = middle_team(1)
    generation = Generation(work(problem, SOFT), central=True)
    generation.run(never, patient)
    up = False

    def cut(*given: Any) -> Crew:
        nonlocal up
        up = True
        return crew(*given)

    def step(steps: Settling, *given: Any) -> None:
        nonlocal up
        up = up or when == "before"
        settled(steps, *given)

    settled = Settling.step
    monkeypatch.setattr(diving, "crew", cut)
    monkeypatch.setattr(Settling, "step", step)
    dive = Dive(generation, Fitter(problem, SOFT), rounds=2, alone=True)
    assert dive.run(lambda: up, patient) is None
    assert dive.cells is not None
    for walk in generation.work.walks:
        own = dive.cells[walk.block]
        assert len(own) == len(walk.x)
        assert (own > -1e-2).all()  # the middle is not exact
        assert (own < 1 + 1e-2).all()
    assert generation.lines.forced == {}
    assert dive.value == inf
