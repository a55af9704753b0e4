"""Worked examples of count: how many turns somebody has."""

from __future__ import annotations

from typing import Any

import pytest

from rotation.domain import Problem
from rotation.rule import Group
from tests import problems as make
from tests.constraints.judging import amounts, judged, refusal, rule, sentences
from tests.problems import at, past, person, shift_type

UTC = person("utc")
KINDS = [shift_type("late", "15:00", "23:00"), shift_type("watch", kind="standby")]


def week(*served: str) -> Problem:
    """Make a week of lates and watches, with lates served before it."""
    return make.problem([UTC], KINDS, history=tuple(past(KINDS[0], when, UTC) for when in served))


def on(*rows: str) -> list[str]:
    """Write rows such as "late 7" for December 2026."""
    return [f"{name} 2026-12-{number:0>2} utc" for name, number in (row.split() for row in rows)]


@pytest.mark.parametrize(
    ("parameters", "rows", "expected"),
    [
        # Two lates are enough for at most two; three and four are one and two over.
        ({"max_per_period": 2}, ("late 7", "late 9"), []),
        ({"max_per_period": 2}, ("late 7", "late 9", "late 10"), [1]),
        ({"max_per_period": 2}, ("late 7", "late 8", "late 9", "late 10"), [2]),
        ({"max_per_period": 0}, ("late 7",), [1]),
        ({"max_per_period": 0}, ("watch 7",), []),
        # At least two: one lacks one, none lacks two, though nobody holds anything.
        ({"min_per_period": 2}, ("late 7", "late 8"), []),
        ({"min_per_period": 2}, ("late 7",), [1]),
        ({"min_per_period": 2}, (), [2]),
        ({"min_per_period": 1, "max_per_period": 1}, ("late 7",), []),
        ({"min_per_period": 1, "max_per_period": 1}, ("late 7", "late 8"), [1]),
    ],
)
def test_turns_are_counted(
    parameters: dict[str, Any], rows: tuple[str, ...], expected: list[float]
) -> None:
    """Each turn too many or too few is a unit, on both sides of the bound."""
    assert amounts(rule("count", shifts=("late",), **parameters), week(), *on(*rows)) == expected


def test_several_ids_are_counted_together() -> None:
    """A late and a watch, standby though it is, are two turns of late or watch."""
    each = rule("count", shifts=("late", "watch"), max_per_period=1)
    assert amounts(each, week(), *on("late 7", "watch 9")) == [1]


def test_history_is_not_of_the_period() -> None:
    """Two lates served last week do not count; the one of this week does."""
    of = week("2026-12-04", "2026-12-05")
    assert judged(rule("count", shifts=("late",), max_per_period=1), of, *on("late 7")) == []


@pytest.mark.parametrize(
    ("zone", "last"),
    [
        ("America/Chicago", "2027-03-14"),  # the evening before the clocks change, and that of it
        ("America/Chicago", "2026-11-01"),
        ("Asia/Kolkata", "2026-12-13"),
    ],
)
def test_a_turn_is_of_the_horizon_by_its_date(zone: str, last: str) -> None:
    """A late that ends after the horizon's last midnight is of it, whatever the clocks do."""
    kind = shift_type("late", "20:00", "04:00", zone)
    of = make.problem([UTC], [kind], last, last)
    assert amounts(rule("count", shifts=("late",), min_per_period=2), of, f"late {last} utc") == [1]


def test_a_breach_says_the_bounds() -> None:
    """The person, the bounds, the shifts, and what was counted; it spans the horizon."""
    each = rule("count", shifts=("late", "watch"), min_per_period=1, max_per_period=2, weight=3)
    [breach] = judged(each, week())
    assert breach.says == (
        "Utc has at least 1 turn and at most 2 turns of late, watch in the period, got 0"
    )
    assert (breach.weight, breach.amount) == (3, 1.0)
    assert (breach.start, breach.end) == (at("2026-12-07T00:00"), at("2026-12-14T00:00"))


def test_it_can_be_for_a_group() -> None:
    """Only those of the group are asked."""
    each = rule("count", shifts=("late",), max_per_period=0, people=Group(skill="new"))
    assert judged(each, week(), *on("late 7")) == []
    assert str(each) == "everyone (skill new) has at most 0 turns of late in the period"
    new = make.problem([person("utc", skills={"new"})], KINDS)
    assert sentences(each, new, *on("late 7")) == [
        "Utc has at most 0 turns of late in the period, got 1"
    ]


@pytest.mark.parametrize(
    ("parameters", "field", "says"),
    [
        ({"max_per_period": 1}, "shifts", "must list at least one shift id, got none"),
        ({"shifts": ("x",)}, "", "max_per_period or min_per_period must be given"),
        ({"shifts": ("x",), "max_per_period": -1}, "max_per_period", "must be 0 or more, got -1"),
        ({"shifts": ("x",), "min_per_period": 0}, "min_per_period", "must be 1 or more, got 0"),
        (
            {"shifts": ("x",), "min_per_period": 3, "max_per_period": 2},
            "min_per_period",
            "must be at most max_per_period, got 3 > 2",
        ),
    ],
)
def test_what_cannot_be_meant(parameters: dict[str, Any], field: str, says: str) -> None:
    """Parameters that say nothing, or contradict each other, are refused."""
    assert refusal("count", **parameters) == (field, says)
