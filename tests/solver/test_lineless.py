"""Limits on one person that leave no line, against every line that there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.domain import Problem
from rotation.errors import InvalidRule
from rotation.limits import Line
from rotation.rule import Group, Rule
from rotation.solver import lineless
from rotation.solver.drawing import Size
from rotation.solver.lineless import Own, contradicting, demands, fewest, limits_of, without_line
from tests.constraints.judging import RULES, rule
from tests.constraints.random_problems import random_problem
from tests.problems import leave, person, problem, shift_type
from tests.solver.bounding import every_rule, never

ANA, BO = person("ana", time_zone="UTC"), person("bo", time_zone="UTC")
ALWAYS = tuple(rule(name) for name in RULES if RULES[name].always)


def often_hard(seed: int) -> list[Rule]:
    """Make one or two of each rule, many of them hard."""
    chance = Random(seed)
    hard: list[Rule] = []
    for each in every_rule(seed):
        try:
            hard.append(replace(each, weight=None) if chance.random() < 0.2 else each)
        except InvalidRule:
            hard.append(each)
    return hard


def line_of(of: Problem, who: str) -> Line:
    """Return everything that somebody might hold."""
    return Line(of.person[who], of, of.served[who], of.shifts)


def leave_a_line(line: Line, own: Sequence[Own]) -> bool:
    """Try every line, measured as the judge does."""
    subsets = chain.from_iterable(
        combinations(line.open, number) for number in range(len(line.open) + 1)
    )
    return any(
        not any(any(each.limit.findings(frozenset(held), line.past_set)) for each in own)
        for held in subsets
    )


@pytest.mark.parametrize("seed", range(40))
def test_whoever_has_no_line_is_told_why(seed: int) -> None:
    """What is found allows no line, and without any of it there is one; of others nothing is."""
    of, rules = random_problem(seed + 900), often_hard(seed)
    for who in ("ana", "bo"):
        line = line_of(of, who)
        own, certain = contradicting(of, rules, who, never)
        assert bool(own) == (not leave_a_line(line, list(limits_of(line, rules))))
        if own:
            assert certain
            assert not leave_a_line(line, own)
            for each in own:
                assert leave_a_line(line, [other for other in own if other is not each])


def test_such_problems_are_of_both_kinds() -> None:
    """Among those above some have a line and some have none, so that both are tested."""
    found = {
        bool(contradicting(random_problem(seed + 900), often_hard(seed), "ana", never)[0])
        for seed in range(40)
    }
    assert found == {True, False}


@given(
    st.integers(0, 12).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.sets(st.integers(0, max(0, n - 1))), min_size=1, max_size=4)
        )
    )
)
def test_as_few_as_suffice(given: tuple[int, list[set[int]]]) -> None:
    """Some sets suffice, and whatever holds one of them: what is left is enough, and no more."""
    number, enough = given
    enough = [each for each in enough if each <= set(range(number))] or [set(range(number))]

    def suffice(kept: list[int]) -> bool:
        return any(each <= set(kept) for each in enough)

    kept = fewest(range(number), suffice)
    assert kept == sorted(kept)
    assert suffice(kept)
    assert not any(suffice([other for other in kept if other != each]) for each in kept)


def week(*more: Rule) -> tuple[Problem, list[Rule]]:
    """Let Ana be away from Tuesday to Thursday of a week of eight-hour days."""
    of = problem(
        [ANA, BO],
        [shift_type("day", "09:00", "17:00")],
        absences=(leave(ANA, "2026-12-08", "2026-12-10"),),
    )
    return of, [*ALWAYS, *more]


HOURS = rule("hours", min_per_week=40.0, prorate=False)


def told(of: Problem, rules: Sequence[Rule], who: str = "ana") -> list[str]:
    """Say what contradicts itself."""
    own, _ = contradicting(of, rules, who, never)
    return [each.says for each in demands(line_of(of, who), own)]


def test_each_shift_is_named_where_they_are_few() -> None:
    """Seven days less three are four of eight hours, 32 of 40: one of the three would do."""
    assert told(*week(HOURS)) == [
        "Ana Lima works at least 40 h in the week of Mon 7 Dec",
        "Ana Lima is on Tue 8 Dec day but is absent (leave) from Tue 8 Dec",
        "Ana Lima is on Wed 9 Dec day but is absent (leave) from Tue 8 Dec",
        "Ana Lima is on Thu 10 Dec day but is absent (leave) from Tue 8 Dec",
    ]


def test_many_shifts_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates are named up to a number, and from first to last beyond it."""
    monkeypatch.setattr(lineless, "ONE_BY_ONE", 2)
    one = "for one: Ana Lima is on Tue 8 Dec day but is absent (leave) from Tue 8 Dec"
    named = f"Ana Lima may not work 3 shifts (day) of Tue 8 Dec, Wed 9 Dec, Thu 10 Dec, {one}"
    assert told(*week(HOURS))[1] == named
    monkeypatch.setattr(lineless, "DATES", 2)
    named = f"Ana Lima may not work 3 shifts (day) of Tue 8 Dec to Thu 10 Dec, {one}"
    assert told(*week(HOURS))[1] == named


def test_a_limit_without_words_is_said_as_its_rule() -> None:
    """Shifts of 16 hours, one promised a day: what rest asks of Ana is said as the rule says it."""
    of = problem(
        [ANA],
        [shift_type("long", "06:00", "22:00")],
        locked=tuple((("long", day), "ana") for day in (s.date for s in week()[0].shifts[:2])),
    )
    assert told(of, [*ALWAYS, rule("rest")]) == [
        str(rule("rest")).replace("everyone", "Ana Lima", 1),
        "Ana Lima is promised Mon 7 Dec long",
        "Ana Lima is promised Tue 8 Dec long",
    ]


def test_whoever_has_a_line_contradicts_nothing() -> None:
    """Bo, who is not away, can work 40 hours; a price contradicts nothing at all."""
    of, rules = week(HOURS)
    assert contradicting(of, rules, "bo", never) == ([], False)
    assert contradicting(of, week(replace(HOURS, weight=5))[1], "ana", never) == ([], False)


def test_everybody_without_a_line_is_found() -> None:
    """Both are to work 60 hours of at most 56; without time, or without the rule, nobody is."""
    of, rules = week(rule("hours", min_per_week=60.0, prorate=False))
    assert without_line(of, rules, never) == ["ana", "bo"]
    assert without_line(of, week(HOURS)[1], never) == ["ana"]
    assert without_line(of, rules, lambda: True) == []
    assert without_line(of, ALWAYS, never) == []


def test_others_rules_are_not_asked() -> None:
    """A rule of a group is for whoever is in it."""
    of, rules = week(replace(HOURS, people=Group(skill="new")))
    names = {each.rule.name for each in limits_of(line_of(of, "ana"), rules)}
    assert names == {"available", "no_overlap"}
    assert contradicting(of, rules, "ana", never) == ([], False)


def test_out_of_time_it_says_what_it_has() -> None:
    """Where time is up before it begins nothing is found, and later the list may be too long."""
    of, rules = week(HOURS)
    assert contradicting(of, rules, "ana", lambda: True) == ([], False)
    asked = iter([False, False, False, True])
    own, certain = contradicting(of, rules, "ana", lambda: next(asked, True))
    assert len(own) > 4
    assert not certain


def test_what_is_not_drawn_whole_is_not_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where sums are left to others a line that there is said to be may be none.

    No two days in a row of which two are promised contradict each other, whatever is not drawn.
    """
    of = problem(
        [ANA],
        [shift_type("day", "09:00", "17:00")],
        locked=tuple((("day", shift.date), "ana") for shift in week()[0].shifts[:2]),
    )
    rules = [*ALWAYS, rule("days_in_row", max=1), rule("hours", max_per_period=50.0)]
    own, certain = contradicting(of, rules, "ana", never)
    assert [each.rule.name for each in own] == ["locked", "locked", "days_in_row"]
    assert certain
    monkeypatch.setattr(Size, "of", lambda *_: Size(joint=1, nodes=300_000, cells=1))
    own, certain = contradicting(of, rules, "ana", never)
    assert [each.rule.name for each in own][-1] == "days_in_row"
    assert not certain
