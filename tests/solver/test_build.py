"""From rules to a board."""

from __future__ import annotations

import gc

import pytest

from rotation.board import Settings, run
from rotation.domain import Level
from rotation.solver.build import allowed_shifts, build, uncollected
from tests.constraints.judging import rule
from tests.problems import leave, person, problem, shift_type
from tests.solver.contradictions import ALWAYS, CASES, COVER

ANA, BO = person("ana", time_zone="UTC"), person("bo", time_zone="UTC")
DAY, SPANISH = shift_type("day"), shift_type("spanish", languages={"es": Level.C1})
WEEK = problem([ANA, BO], [DAY, SPANISH], absences=(leave(ANA, "2026-12-08"),))


def test_who_may_hold_what() -> None:
    """Ana is away on one day; Bo speaks no Spanish; nothing else is ruled out by itself."""
    allowed = allowed_shifts(WEEK, (*ALWAYS, rule("rest")))
    # 7 days of two shifts: Ana loses the two of Tuesday, Bo the seven of Spanish.
    assert len(allowed["ana"]) == 12
    assert {shift.date.day for shift in allowed["ana"]} == {7, 9, 10, 11, 12, 13}
    assert {shift.type.id for shift in allowed["bo"]} == {"day"}
    assert len(allowed["bo"]) == 7


def test_only_what_may_be_held_is_a_variable() -> None:
    """A board has a literal for each pair that is possible; one for blaming has them all."""
    assert len(build(WEEK, ALWAYS).literals()) == 12 + 7
    assert len(build(WEEK, ALWAYS, switched="coarse").literals()) == 2 * 14


def test_coarse_switches_are_rules_and_people() -> None:
    """Every rule has a switch for each person, without sentences; fine ones have sentences."""
    case = CASES["locked and rest"]
    coarse = build(case.problem, case.rules, switched="coarse").switches
    fine = build(case.problem, case.rules, switched="fine").switches
    assert {demand.says for demand in coarse} == {""}
    assert all(demand.says for demand in fine)
    pairs = {(demand.rule, demand.person) for demand in coarse}
    assert pairs == {(demand.rule, demand.person) for demand in fine}
    assert ("rest", "ana") in pairs
    assert ("staffing", "") in pairs


def test_without_demands_all_is_possible() -> None:
    """A board for blaming whose switches are all off allows everything."""
    for case in CASES.values():
        board = build(case.problem, case.rules, switched="coarse")
        board.assume(())
        assert run(board, Settings(), goal="any").status == "optimal"


def test_only_some_demands() -> None:
    """A board for blaming may be narrowed to some rules and people."""
    case = CASES["locked and rest"]
    coarse = build(case.problem, case.rules, switched="coarse").switches
    wanted = frozenset(demand for demand in coarse if demand.rule == "locked")
    fine = build(case.problem, case.rules, switched="fine", only=wanted).switches
    assert {(demand.rule, demand.person) for demand in fine} == {("locked", "ana")}


def test_soft_rules_have_no_switches() -> None:
    """A priced rule is not among the demands, save what of it must hold: nobody above max."""
    soft = rule("rest", least=rule("rest").least, weight=3)  # type: ignore[attr-defined]
    case = CASES["locked and rest"]
    demands = build(case.problem, (*ALWAYS, *COVER, soft), switched="fine").switches
    assert "rest" not in {demand.rule for demand in demands}
    assert "Mon 7 Dec early has at most 1" in {demand.says for demand in demands}


def rests_then_fails() -> None:
    """Check that the collector rests, and go wrong."""
    with uncollected():
        assert not gc.isenabled()
        raise KeyError("a rule that goes wrong")


@pytest.mark.parametrize("working", [False, True])
def test_the_collector_goes_on_as_it_was(working: bool) -> None:
    """It rests meanwhile, and afterwards too where it rested before, whatever went wrong."""
    before = gc.isenabled()
    (gc.enable if working else gc.disable)()
    try:
        with pytest.raises(KeyError):
            rests_then_fails()
        assert gc.isenabled() == working
    finally:
        (gc.enable if before else gc.disable)()
