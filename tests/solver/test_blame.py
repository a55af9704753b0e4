"""Contradictions are named in words, and no word too many."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import replace

import pytest

from rotation.board import Board, Outcome, Settings, run
from rotation.errors import NoSchedule
from rotation.limits import Demand
from rotation.solver import blame as blaming
from rotation.solver.blame import Conflict, blame
from rotation.solver.build import build
from rotation.solver.lineless import Own, _Walks
from rotation.solver.solve import solve
from tests.constraints.judging import rule
from tests.solver.contradictions import CASES, Case

each_case = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))


def contradict(case: Case, demands: Sequence[Demand]) -> bool:
    """Solve with these demands alone, by other settings than blame's own."""
    board = build(case.problem, case.rules, switched="fine")
    board.assume(demands)
    outcome = run(board, Settings(workers=1, linear=2, seed=7), goal="any")
    assert outcome.status in ("infeasible", "optimal")
    return outcome.status == "infeasible"


@each_case
def test_named_in_words(case: Case) -> None:
    """The conflict names rule, person and dates, and says that it holds nothing it need not."""
    conflict = blame(case.problem, case.rules, seconds=60.0)
    assert sorted((each.rule, each.says) for each in conflict.demands) == sorted(case.says)
    assert list(conflict.demands) == sorted(conflict.demands, key=lambda each: each.order)
    assert conflict.smallest


@each_case
def test_nothing_too_many(case: Case) -> None:
    """What is named contradicts itself, and no longer does without any one of it."""
    conflict = blame(case.problem, case.rules, seconds=60.0)
    assert contradict(case, conflict.demands)
    for demand in conflict.demands:
        assert not contradict(case, [each for each in conflict.demands if each != demand])


@each_case
def test_dropping_the_rule_helps(case: Case) -> None:
    """These have one contradiction each: without the last rule named there is a rota."""
    dropped = case.says[-1][0]
    with pytest.raises(NoSchedule, match="no schedule obeys the hard rules"):
        solve(case.problem, case.rules, Settings())
    rest = [each for each in case.rules if each.name != dropped]
    assert solve(case.problem, rest, Settings()).status == "optimal"


@each_case
def test_one_person_by_themselves(case: Case) -> None:
    """Where Ana's own rules are why, walks come to the same words; else the whole is asked."""
    conflict = blame(case.problem, case.rules, seconds=60.0, lineless="ana")
    assert sorted((each.rule, each.says) for each in conflict.demands) == sorted(case.says)
    assert list(conflict.demands) == sorted(conflict.demands, key=lambda each: each.order)
    assert conflict.smallest


@each_case
def test_what_takes_longer_is_narrowed_down_in_the_end(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not within the first seconds: one person's rules are told by walks, the team's by CP-SAT.

    Where there are many, rules and people are narrowed down before single demands are.
    """
    monkeypatch.setattr(blaming, "SHORT", -1.0)
    monkeypatch.setattr(blaming, "FEW", 0)
    conflict = blame(case.problem, case.rules, seconds=60.0)
    assert sorted((each.rule, each.says) for each in conflict.demands) == sorted(case.says)
    assert conflict.smallest


@pytest.mark.parametrize(("who", "other"), [("ana", "Bo Chen"), ("bo", "Ana Lima")])
def test_others_without_a_line_are_named(who: str, other: str) -> None:
    """The contradiction of whom the search told of is narrowed down; the other has one as well."""
    case = CASES["least hours and leave"]
    rules = [each for each in case.rules if each.name != "hours"]
    rules += [rule("hours", min_per_week=60.0, prorate=False)]
    conflict = blame(case.problem, rules, lineless=who)
    assert {each.person for each in conflict.demands} == {who}
    assert conflict.lineless == (other,)


@pytest.mark.parametrize("when", range(4))
def test_ctrl_c_ends_all_of_it(when: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while walks are at it: nothing more is asked, of CP-SAT or of walks."""
    case, asked = CASES["least hours and leave"], 0
    none = _Walks.none

    def pressed(walks: _Walks, others: Sequence[Own], closing: Sequence[Own]) -> bool:
        nonlocal asked
        asked += 1
        if asked == when + 1:
            signal.raise_signal(signal.SIGINT)
        return none(walks, others, closing)

    def never(*_: object, **named: object) -> Outcome:
        raise AssertionError("begun after Ctrl-C")

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(_Walks, "none", pressed)
    monkeypatch.setattr(blaming, "run", never)
    monkeypatch.setattr(blaming, "build", never)
    conflict = blame(case.problem, case.rules, lineless="ana")
    assert not conflict.smallest
    assert conflict.lineless == ()
    assert bool(conflict.demands) == (when > 0)
    assert signal.getsignal(signal.SIGINT) is before


def test_limits_are_named_where_single_demands_are_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """One limit on days in a row speaks of many stretches: it is one sentence, not one of each."""

    def none(*_: object, **named: object) -> Outcome:
        return Outcome("unknown", 0.0)

    case = CASES["least hours and leave"]
    monkeypatch.setattr(blaming, "run", none)
    conflict = blame(case.problem, case.rules, seconds=60.0, lineless="ana")
    assert sorted((each.rule, each.says) for each in conflict.demands) == sorted(case.says)
    assert conflict.smallest
    monkeypatch.undo()
    rules = [each for each in case.rules if each.name != "hours"]
    rules += [rule("days_in_row", max=1), rule("hours", min_per_week=32.0, prorate=False)]
    # Of four free dates Friday to Monday no more than Monday, Friday and Sunday go together: 24 h.
    conflict = blame(case.problem, rules, seconds=60.0, lineless="ana")
    said = [(each.rule, each.says) for each in conflict.demands]
    assert ("days_in_row", "Ana Lima works at most 1 day in a row") in said
    assert conflict.smallest


def test_a_price_contradicts_nothing() -> None:
    """A rule with a weight is never to blame; where all may be broken nothing is named."""
    case = CASES["locked and rest"]
    soft = [replace(each, weight=5) if each.name == "rest" else each for each in case.rules]
    assert blame(case.problem, soft) == Conflict((), smallest=False)


def test_no_time() -> None:
    """Without time nothing is named, and the list is not said to be the smallest."""
    case = CASES["locked and rest"]
    assert blame(case.problem, case.rules, seconds=-1.0) == Conflict((), smallest=False)


@pytest.mark.parametrize("ending", ["time", "interrupt"])
@pytest.mark.parametrize("runs", range(1, 6))
def test_stopping_early_is_said(runs: int, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the user stops it, or all runs out of time, no list is said to be the smallest."""
    case = CASES["locked and rest"]
    made = 0

    def limited(board: Board, settings: Settings, **more: object) -> Outcome:
        nonlocal made
        made += 1
        if made > runs:
            return Outcome("unknown", 0.0, interrupted=ending == "interrupt")
        return run(board, settings, goal="any")

    monkeypatch.setattr(blaming, "run", limited)
    conflict = blame(case.problem, case.rules)
    # Coarse: one run for the core (locked and rest, both of Ana); fine: one run for the core of
    # three, one without each. Five in all.
    enough = runs >= 5
    # Out of time walks are asked, who know that Ana's own rules are why.
    assert conflict.smallest is (enough or ending == "time")
    assert {each.rule for each in conflict.demands} == {"locked", "rest"}
    if ending == "interrupt":
        assert made == min(runs + 1, 5)
