"""Pairs that clash as groups of which at most one is held."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.board import Board
from rotation.board.clashes import cliques
from rotation.domain import Assignment, Schedule
from rotation.rule import judge
from rotation.solver.build import build
from tests.board.enumerating import solutions
from tests.constraints.judging import rule
from tests.problems import past, person, problem, shift_type

Pairs = set[tuple[int, int]]


def bits(pairs: Pairs, size: int) -> list[int]:
    """Write pairs as bits: bit n of a place stands for the one n + 1 places on."""
    found = [0] * size
    for first, second in pairs:
        found[first] |= 1 << second - first - 1
    return found


def groups(later: Pairs, apart: Pairs, size: int) -> list[list[int]]:
    """Cover pairs."""
    return list(cliques(bits(later, size), bits(apart, size)))


@st.composite
def two_graphs(draw: st.DrawFn) -> tuple[int, Pairs, Pairs]:
    """Draw pairs to be covered, and some that are apart anyway."""
    size = draw(st.integers(1, 9))
    every = list(combinations(range(size), 2))
    if not every:
        return size, set(), set()
    return size, draw(st.sets(st.sampled_from(every))), draw(st.sets(st.sampled_from(every)))


@given(two_graphs())
def test_groups_cover_the_pairs_and_nothing_that_may_be_together(
    drawn: tuple[int, Pairs, Pairs],
) -> None:
    """Every pair that clashes is in a group; every pair of a group clashes or is apart anyway.

    Whoever is in a group is in a pair that no group before it had.
    """
    size, later, apart = drawn
    found = groups(later, apart, size)
    assert all(group == sorted(set(group)) for group in found)
    within = {pair for group in found for pair in combinations(group, 2)}
    assert later <= within <= later | apart
    before: Pairs = set()
    for group in found:
        more = (set(combinations(group, 2)) & later) - before
        assert set(group) == {place for pair in more for place in pair}
        before |= more


def test_what_must_not_follow_the_same_is_one_group() -> None:
    """Two of a day, late and night, and two of the next, neither of which may follow: one of four.

    Without knowing that shifts of a day exclude each other it takes four pairs.
    """
    days = {(0, 1), (2, 3)}
    after = {(0, 2), (0, 3), (1, 2), (1, 3)}
    assert groups(after, days, 4) == [[0, 1, 2, 3]]
    assert len(groups(after, set(), 4)) == 4


def test_what_less_must_not_follow_is_a_group_of_its_own() -> None:
    """After late not early; after night neither early nor day: early with both, day with night."""
    late, night, early, day = range(4)
    days = {(late, night), (early, day)}
    after = {(late, early), (night, early), (night, day)}
    assert groups(after, days, 4) == [[late, night, early], [night, day]]


def test_a_board_with_two_rules_allows_what_the_judge_does() -> None:
    """Overlaps and successions together, which share groups: of 512 lines those without a breach.

    Mid overlaps early and late, which do not overlap; on the 6th mid was served.
    """
    kinds = [
        shift_type("early", start="06:00", end="10:00"),
        shift_type("mid", start="08:00", end="12:00"),
        shift_type("late", start="14:00", end="18:00"),
    ]
    ana = person("ana", time_zone="UTC")
    served = (past(kinds[1], "2026-12-06", ana),)
    of = problem([ana], kinds, last="2026-12-09", history=served)
    forbidden = (("mid", "early"), ("mid", "late"), ("early", "mid"), ("early", "early"))
    rules = [rule("no_overlap"), rule("sequence", forbidden=forbidden)]
    allowed = set()
    for held in product((False, True), repeat=9):
        taken = [Assignment(shift, ana) for shift, on in zip(of.shifts, held, strict=True) if on]
        if not judge(rules, Schedule(of, tuple(taken))):
            allowed.add("".join("x" if on else "." for on in held))
    assert 1 < len(allowed) < 512
    assert set(solutions(build(of, rules))) == allowed


def test_a_board_says_successions_in_few_groups() -> None:
    """Three kinds a day that overlap, none of which may follow any: a group of six for two days.

    Of three days that are 3 groups of a day and 2 of two days; pair by pair it would be 18 more.
    """
    kinds = [shift_type(name, start="08:00", end="12:00") for name in ("one", "two", "three")]
    of = problem([person("ana", time_zone="UTC")], kinds, last="2026-12-09")
    forbidden = tuple(product(("one", "two", "three"), repeat=2))
    board = build(of, [rule("no_overlap"), rule("sequence", forbidden=forbidden)])
    said = [each for each in board.model.proto.constraints if each.has_at_most_one()]
    assert sorted(len(each.at_most_one.literals) for each in said) == [3, 3, 3, 6, 6]


@pytest.mark.parametrize("shuffled", [False, True])
def test_a_board_knows_what_is_apart(shuffled: bool) -> None:
    """In whatever order it is asked: of three days the first two, and the last with a fourth's."""
    of = problem([person("ana", time_zone="UTC")], [shift_type("day")], last="2026-12-10")
    board = Board(of, {"ana": of.shifts})
    on = [board.holds(of.people[0], shift) for shift in of.shifts]
    board.keep_apart(on[:2])
    board.keep_apart([on[3], on[2]])
    if not shuffled:
        assert board.known_apart(on) == [0b1, 0, 0b1, 0]
        assert board.known_apart(on[1:3]) == [0, 0]
        board.keep_apart(on[:3])
        assert board.known_apart(on) == [0b11, 0b1, 0b1, 0]
    else:
        # 4th, 1st, 3rd, 2nd: the first with the one two on, the second with the one two on.
        order = [on[3], on[0], on[2], on[1]]
        assert board.known_apart(order) == [0b10, 0b10, 0, 0]
