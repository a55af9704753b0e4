"""Making a rota, and refusing one that the judge does not agree with."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from rotation import rule as rules
from rotation.board import Board, Outcome, Progress, Settings, engine, run
from rotation.board.engine import Goal
from rotation.domain import Assignment, Schedule
from rotation.errors import NoSchedule, SolverDisagrees
from rotation.limits import GRAIN
from rotation.rule import Breach, Rule
from rotation.solver import search as searching
from rotation.solver.build import build
from rotation.solver.solve import Solution, judged, solve
from tests.constraints.judging import rule
from tests.problems import leave, person, problem, requirement, shift_type
from tests.solver.contradictions import ALWAYS, ANA, BO, CASES, COVER, DAY, DAYTIME, Case

WEEK = problem([ANA, BO], [DAY])
RULES = (*ALWAYS, *COVER, rule("fair", of="shifts", shifts=("day",)))


def test_the_best_rota() -> None:
    """Seven shifts for two are four and three: half a shift from the share each, twice."""
    solution = solve(WEEK, RULES, Settings())
    assert sorted(len(solution.schedule.of[who]) for who in ("ana", "bo")) == [3, 4]
    # The square is linear between whole units, so half a unit from 3.5 costs 0.5, times weight 10.
    assert solution.price == 2 * 10 * GRAIN // 2
    assert (solution.bound, solution.status, solution.gap) == (solution.price, "optimal", 0.0)
    assert {breach.rule for breach in solution.breaches} == {"fair"}
    assert not solution.interrupted


def test_empty_seats_and_open_cover_are_left_open() -> None:
    """Where nobody can be there, a rota still comes out, and says by its breaches what lacks."""
    away = (leave(ANA, "2026-12-08"), leave(BO, "2026-12-08"))
    cover = requirement("english", window=DAYTIME)
    solution = solve(replace(WEEK, absences=away, requirements=(cover,)), RULES, Settings())
    assert solution.status == "optimal"
    short = {breach.rule: breach.says for breach in solution.breaches if breach.rule != "fair"}
    assert short == {
        "coverage": "english is 1 short of 1 for 8 h from Tue 8 Dec 09:00 (UTC)",
        "staffing": "Tue 8 Dec day has nobody, wants at least 1",
    }


def test_nobody_and_nothing() -> None:
    """A horizon without a shift has a rota: the empty one, at no price."""
    solution = solve(problem([ANA], []), RULES, Settings())
    assert (solution.schedule.assignments, solution.price, solution.status) == ((), 0, "optimal")


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
@pytest.mark.parametrize("workers", [1, 2])
def test_no_rota(case: Case, workers: int) -> None:
    """Contradicting rules are proved to be, and the time that it took is known."""
    with pytest.raises(NoSchedule) as none:
        solve(case.problem, case.rules, Settings(workers=workers))
    assert str(none.value) == "no schedule obeys the hard rules"
    assert none.value.proved
    assert none.value.seconds > 0


# -- the judge has the last word -----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Sabotaged(Rule):
    """Judges that Ana is on no shift on her own; tells the solver something else."""

    told: int = 0
    """How much the solver is told that a shift of hers costs; 0: nothing."""

    def post(self, board: Board) -> None:
        """Price less, or nothing at all."""
        for shift in board.problem.shifts:
            board.price(board.holds(ANA, shift), self.told * GRAIN, 1, self.label)

    def breaches(self, schedule: Schedule) -> Iterator[Breach]:
        """Find one unit for every shift."""
        for shift in schedule.of["ana"]:
            says = f"Ana is on {shift}"
            yield Breach(self.label, self.weight, "ana", shift.start, shift.end, GRAIN, says)


@pytest.fixture
def sabotaged(monkeypatch: pytest.MonkeyPatch) -> type[_Sabotaged]:
    """Register the rule as any other is, and forget it after the test."""
    monkeypatch.setattr(rules, "_registry", dict(rules._registry))
    return rules.rule("sabotaged")(_Sabotaged)


ALONE = problem([ANA], [DAY])


def test_a_hard_rule_that_was_not_posted(sabotaged: type[_Sabotaged]) -> None:
    """What breaks a hard rule in the judge's eyes is never shown as a rota."""
    with pytest.raises(SolverDisagrees) as refused:
        solve(ALONE, (*ALWAYS, *COVER, sabotaged()), Settings())
    says = "the solver's schedule breaks a hard rule: Ana is on Mon 7 Dec day"
    assert str(refused.value) == says


def test_a_price_that_was_posted_wrong(sabotaged: type[_Sabotaged]) -> None:
    """The solver was told 1 for each of seven shifts, the judge finds 3: 7 and 21 units."""
    with pytest.raises(SolverDisagrees) as refused:
        solve(ALONE, (*ALWAYS, *COVER, sabotaged(weight=3, told=1)), Settings())
    prices = f"{7 * GRAIN}, the judge {21 * GRAIN} grains"
    assert str(refused.value) == f"the solver prices its schedule {prices}"


def test_a_price_that_was_posted_right(sabotaged: type[_Sabotaged]) -> None:
    """The same rule told truthfully gives a rota, so that the two above fail for their reason."""
    solution = solve(ALONE, (*ALWAYS, *COVER, sabotaged(weight=3, told=3)), Settings())
    assert solution.price == 21 * GRAIN


def test_who_may_not_is_judged_too() -> None:
    """An outcome that gives somebody a shift during leave is refused, wherever it is from."""
    away = replace(ALONE, absences=(leave(ANA, "2026-12-08"),))
    tuesday = away.shifts[1]
    outcome = Outcome(
        "optimal", 0.0, held=frozenset({("ana", tuesday)}), price=0, cover_price=0, bound=0
    )
    with pytest.raises(SolverDisagrees, match="breaks a hard rule: Ana Lima is on Tue 8 Dec day"):
        judged(away, ALWAYS, outcome)


# -- however it ends -----------------------------------------------------------------------------


class _Script:
    """Stands in for the solver: lets some runs through and ends the others as it is told."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.goals: list[str] = []
        self.real = run

    def run(
        self,
        board: Board,
        settings: Settings,
        tell: object = None,
        *,
        goal: Goal = "price",
        start: tuple[int, ...] = (),
        enough: object = None,
    ) -> Outcome:
        """Do as the next line says; the last one stands for all that follow."""
        line = self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]
        self.goals.append(goal)
        if line == "unknown":
            return Outcome("unknown", 0.1)
        if line == "stopped":
            return Outcome("unknown", 0.1, interrupted=True)
        if line == "infeasible":
            return Outcome("infeasible", 0.1)
        found = self.real(board, settings, None, goal=goal, start=start)
        return replace(found, interrupted=True) if line == "found and stopped" else found


def scripted(monkeypatch: pytest.MonkeyPatch, *lines: str) -> tuple[Solution | NoSchedule, _Script]:
    """Solve the week with a solver that follows a script."""
    script = _Script(*lines)
    monkeypatch.setattr(searching, "run", script.run)
    try:
        return solve(WEEK, RULES, Settings(workers=2)), script
    except NoSchedule as none:
        return none, script


@pytest.mark.parametrize(
    "lines",
    [
        ("found and stopped",),
        ("unknown", "found and stopped"),
        ("unknown", "unknown", "found and stopped"),
        ("found", "stopped"),
        ("found", "found and stopped"),
    ],
)
def test_an_interrupt_keeps_the_best(
    lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever the user stops it, what was found so far comes out whole, and nothing follows."""
    solution, script = scripted(monkeypatch, *lines)
    assert isinstance(solution, Solution)
    assert solution.interrupted
    assert len(solution.schedule.assignments) == 7
    assert solution.bound <= solution.price
    assert (solution.status == "optimal") is (solution.bound == solution.price)
    assert len(script.goals) == len(lines)


@pytest.mark.parametrize("lines", [("stopped",), ("unknown", "stopped")])
def test_an_interrupt_before_anything_was_found(
    lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is proved then, and it is not said that the time ran out."""
    none, script = scripted(monkeypatch, *lines)
    assert isinstance(none, NoSchedule)
    assert str(none) == "the search was stopped before any schedule was found"
    assert not none.proved
    assert len(script.goals) == len(lines)


def test_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is found in time, that is said, and that nothing is proved."""
    none, _ = scripted(monkeypatch, "unknown")
    assert isinstance(none, NoSchedule)
    assert (str(none), none.proved) == ("no schedule was found in time", False)


@pytest.mark.parametrize(
    "lines",
    [
        ("infeasible", "infeasible", "found"),
        ("infeasible", "unknown", "infeasible", "found"),
    ],
)
def test_a_false_verdict_is_not_believed(
    lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that wrongly says there is none is asked again with other settings."""
    solution, _ = scripted(monkeypatch, *lines)
    assert isinstance(solution, Solution)
    assert solution.status == "optimal"


@pytest.mark.parametrize("ending", ["unknown", "stopped"])
def test_a_verdict_that_is_not_confirmed_is_none(
    ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the second opinion does not come in time, nobody is told that the rules contradict."""
    none, _ = scripted(monkeypatch, "infeasible", "infeasible", ending)
    assert isinstance(none, NoSchedule)
    assert not none.proved


def test_a_verdict_is_confirmed_by_either_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second opinion that takes too long is asked of another."""
    none, _ = scripted(monkeypatch, "infeasible", "infeasible", "unknown", "infeasible")
    assert isinstance(none, NoSchedule)
    assert none.proved


def test_a_verdict_is_confirmed_with_other_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that confirms has another seed, another relaxation and no presolve."""
    seen: list[Settings] = []

    def noting(board: Board, settings: Settings, *more: object, **named: object) -> Outcome:
        seen.append(settings)
        return run(board, settings, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "run", noting)
    case = CASES["locked and rest"]
    with pytest.raises(NoSchedule):
        solve(case.problem, case.rules, Settings(workers=2, seed=5))
    first, last = seen[-2:]
    assert (first.seed, first.presolve) == (5, True)
    assert (last.seed, last.presolve) == (6, False)
    assert first.linear != last.linear


def test_progress_runs_on_across_the_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds are counted from the start of the search, not of each run in it."""
    told: list[Progress] = []
    clock = [100.0]

    def idle(board: Board, settings: Settings, tell: object = None, **named: object) -> Outcome:
        assert callable(tell)
        tell(Progress(1.0, None, None))
        clock[0] += 10.0
        return Outcome("unknown", 10.0)

    monkeypatch.setattr(searching, "run", idle)
    monkeypatch.setattr("rotation.solver.search.time.monotonic", lambda: clock[0])
    searching.search(build(WEEK, RULES), RULES, Settings(seconds=60.0), told.append)
    # Every run tells one second after its start; each takes ten.
    assert len(told) > 2
    assert [progress.seconds for progress in told] == [1.0 + 10.0 * n for n in range(len(told))]


def test_that_it_has_begun_is_told_before_the_board_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the search may take a while; what takes a moment has nothing to tell before its end."""
    told: list[Progress] = []

    def gone(*_: object) -> None:
        raise OSError("out of everything")

    monkeypatch.setattr("rotation.solver.solve.build", gone)
    for tiny in (len(WEEK.people) * len(WEEK.shifts), 0):
        monkeypatch.setattr("rotation.solver.solve.TINY", tiny)
        with pytest.raises(OSError, match="out of everything"):
            solve(WEEK, RULES, Settings(), told.append)
        assert told == ([] if tiny else [Progress(0.0, None, None)])


def test_ctrl_c_between_two_runs_keeps_the_rota(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first run found is kept also when no run is there to hear the signal."""
    runs: list[Outcome] = []
    run = engine.run

    def then_stopped(*given: object, **named: object) -> Outcome:
        runs.append(run(*given, **named))  # type: ignore[arg-type]
        signal.raise_signal(signal.SIGINT)
        return runs[-1]

    monkeypatch.setattr(searching, "run", then_stopped)
    found = searching.search(build(WEEK, RULES), RULES, Settings(seconds=60.0))
    assert (len(runs), found.interrupted) == (1, True)
    assert found.held is not None
    assert found.held == runs[0].held


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_rota_every_time(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended by proof, one worker or two give the same rota of many that are as good."""
    # Two workers who race from the start: none of it is done by one before.
    monkeypatch.setattr(searching, "QUICK_WORK", 1e-9)
    nights = shift_type("night", "22:00", "06:00")
    people = [person(name, time_zone="UTC") for name in ("ana", "bo", "cy", "di")]
    several = problem(people, [DAY, nights], "2026-12-07", "2026-12-20")
    asked = (
        *ALWAYS,
        *COVER,
        rule("rest"),
        rule("nights", free_after=timedelta(hours=24)),
        rule("fair", of="nights"),
        rule("fair", of="weekends"),
    )
    first, *others = (solve(several, asked, Settings(workers=workers)) for _ in range(4))
    assert first.status == "optimal"
    for other in others:
        assert other.schedule.assignments == first.schedule.assignments
        assert (other.price, other.bound) == (first.price, first.bound)


def test_begins_from_a_rota_that_is_given() -> None:
    """A rota to begin from is never made dearer; one that is not allowed is not used."""
    best = solve(WEEK, RULES, Settings(seconds=60.0))
    given = best.schedule.assignments
    again = solve(WEEK, RULES, Settings(seconds=60.0), start=given)
    assert again.price == best.price
    everybody = [Assignment(shift, person) for shift in WEEK.shifts for person in WEEK.people]
    anew = solve(WEEK, RULES, Settings(seconds=60.0), start=everybody)
    assert anew.price == best.price
