"""Dives of everybody: what they wait for; what they come to is tested with the prover."""

from __future__ import annotations

from dataclasses import replace

from rotation.solver.diving import near_end
from rotation.solver.generation import Generation
from rotation.solver.lines import work
from tests.constraints.judging import RULES, rule
from tests.problems import person, problem, shift_type
from tests.solver.bounding import never, patient

ANA, BO = (person(who, time_zone="UTC") for who in ("ana", "bo"))

ALWAYS = [rule(name) for name in RULES if RULES[name].always]


def test_a_master_that_lacks_something_is_not_near_its_end() -> None:
    """A value with a lowered price, or with somebody without a line, says nothing of the gap."""
    of = problem([ANA, BO], [shift_type("day")], last="2026-12-07")
    generation = Generation(work(of, ALWAYS))
    solved = generation.run(never, patient)
    assert solved is not None
    generation.gap = 0.01
    assert near_end(generation, solved, 0.03)
    assert not near_end(generation, solved, 0.01)
    assert not near_end(generation, replace(solved, capped=True), 0.03)
    assert not near_end(generation, replace(solved, missing=1.0), 0.03)
