"""Worked examples of together and apart."""

from __future__ import annotations

import pytest

from rotation.domain import Absence, Problem
from rotation.rule import Group
from tests import problems as make
from tests.constraints.judging import DAY, amounts, judged, refusal, rule, sentences
from tests.problems import at, leave, person, shift_type

WHO = ("x", "y", "z")
PEOPLE = [person(who) for who in (*WHO, "other")]


def week(*absences: Absence, zone: str = "UTC") -> Problem:
    """Make a week of day and late shifts for four people."""
    kinds = [
        shift_type("day", "09:00", "17:00", zone, people=(0, 0, 4)),
        shift_type("late", "17:00", "23:00", zone, people=(0, 0, 4)),
    ]
    return make.problem(PEOPLE, kinds, absences=absences)


@pytest.mark.parametrize(
    ("people", "together", "apart"),
    [
        ("other", [], []),
        ("x", [1], []),
        ("x y", [1], [1]),
        ("x y z", [], [1]),
        ("x y z other", [], [1]),
        ("x other", [1], []),
    ],
)
def test_all_or_none_and_at_most_one(
    people: str, together: list[float], apart: list[float]
) -> None:
    """One unit a shift, however many lack or are too many."""
    row = f"day 2026-12-07 {people}"
    assert amounts(rule("together", who=WHO), week(), row) == together
    assert amounts(rule("apart", who=WHO), week(), row) == apart


def test_each_shift_by_itself() -> None:
    """X on day and y on late of one date are not together, twice; nor are they not apart."""
    rows = ("day 2026-12-07 x", "late 2026-12-07 y")
    found = judged(rule("together", who=("x", "y"), weight=5), week(), *rows)
    assert [(breach.amount, breach.weight, breach.person) for breach in found] == [
        (1, 5, ""),
        (1, 5, ""),
    ]
    assert found[0].start == at("2026-12-07T09:00")
    assert judged(rule("apart", who=("x", "y")), week(), *rows) == []


def test_only_the_listed_shifts() -> None:
    """The rule about late says nothing of day."""
    rows = ("day 2026-12-07 x y", "late 2026-12-08 x y")
    assert sentences(rule("apart", who=("x", "y"), shifts=("late",)), week(), *rows) == [
        "Tue 8 Dec late has X and Y: x, y work apart"
    ]
    assert sentences(rule("together", who=WHO, shifts=("day",)), week(), *rows) == [
        "Mon 7 Dec day has X and Y: x, y, z work together"
    ]


def test_people_on_leave_do_not_count() -> None:
    """Z is away on Tuesday: x and y are all there is; with y away too, x may be alone."""
    one = leave(PEOPLE[2], "2026-12-08")
    two = leave(PEOPLE[1], "2026-12-08")
    each = rule("together", who=WHO)
    assert judged(each, week(one), "day 2026-12-08 x y") == []
    assert amounts(each, week(one), "day 2026-12-08 x") == [1]
    assert amounts(each, week(one), "day 2026-12-09 x y") == [1]
    assert judged(each, week(one, two), "day 2026-12-08 x") == []


def test_leave_is_for_the_shift_not_the_date() -> None:
    """A leave day of Kolkata ends at 18:30Z: y is away for day, not for late of that date."""
    kinds = [
        shift_type("day", "09:00", "17:00", people=(0, 0, 4)),
        shift_type("late", "18:30", "23:00", people=(0, 0, 4)),
    ]
    people = [person("x"), person("priya")]
    of = make.problem(people, kinds, absences=(leave(people[1], "2026-12-08"),))
    each = rule("together", who=("x", "priya"))
    assert judged(each, of, "day 2026-12-08 x") == []
    assert amounts(each, of, "late 2026-12-08 x") == [1]


@pytest.mark.parametrize(
    ("first", "alone"),
    [
        # Ana's Sunday ends at 05:00Z when the clocks went forward, 06:00Z when they went back.
        ("2027-03-14", [1]),
        ("2026-11-01", []),
    ],
)
def test_leave_across_a_clock_change(first: str, alone: list[float]) -> None:
    """A shift at 05:00Z of the Monday after is outside her leave in summer time only."""
    monday = str(make.day(first) + DAY)
    ana = person("ana")
    of = make.problem(
        [ana, person("x")],
        [shift_type("early", "05:00", "06:00", people=(0, 0, 2))],
        first,
        monday,
        absences=(leave(ana, first),),
    )
    assert amounts(rule("together", who=("ana", "x")), of, f"early {monday} x") == alone


@pytest.mark.parametrize("name", ["together", "apart"])
def test_they_refuse_what_cannot_be_meant(name: str) -> None:
    """Nobody works together or apart with themselves."""
    says = "must list at least two people, got 1"
    assert refusal(name, who=("x", "x")) == ("who", says)
    assert refusal(name) == ("who", "must list at least two people, got 0")
    assert refusal(name, who=WHO, people=Group(skill="senior"))[0] == "people"
