"""Worked examples of fair shares: what is expected, served, carried over and priced."""

from __future__ import annotations

from typing import Any

import pytest

from rotation.constraints.ledger import Balance, balances
from rotation.domain import Problem, Window
from rotation.rule import Group
from tests import problems as make
from tests.constraints.judging import amounts, judged, refusal, rule, sentences
from tests.problems import day, leave, person, requirement, schedule, shift_type, wall

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"


def ledger(of: Problem, load: str, *rows: str, **parameters: Any) -> dict[str, Balance]:
    """Return everybody's account of a load after a rota of a few rows."""
    found = balances((rule("fair", of=load, **parameters),), schedule(of, *rows))
    return {balance.person: balance for balance in found}


def expected(of: Problem, load: str, **parameters: Any) -> dict[str, float]:
    """Return what is expected of everybody."""
    return {who: row.expected for who, row in ledger(of, load, **parameters).items()}


def pair(first: dict[str, Any], second: dict[str, Any], **changed: Any) -> Problem:
    """Make a week of a day shift with one seat, 56 h in all, for x and y."""
    people = [person("x", **first), person("y", **second)]
    return make.problem(people, [shift_type("day")], **changed)


def rows(first: str, days: int, who: str, name: str = "day") -> list[str]:
    """Write a row for each of some days from a date."""
    start = day(first)
    return [f"{name} {start.replace(day=start.day + n)} {who}" for n in range(days)]


# Shares


def test_shares_follow_fte() -> None:
    """56 h at 1 to 0.5: 37.33 and 18.67."""
    assert expected(pair({}, {"fte": 0.5}), "hours") == {"x": 37.33, "y": 18.67}


def test_shares_follow_available_days() -> None:
    """Two of seven days on leave at full time, against half time: 5/7 to 1/2, or 10 to 7 of 17."""
    of = pair({}, {"fte": 0.5}, absences=(leave(person("x"), "2026-12-12", "2026-12-13"),))
    # 56 x 10/17 = 32.94, 56 x 7/17 = 23.06.
    assert expected(of, "hours") == {"x": 32.94, "y": 23.06}


def test_a_joiner_opens_at_nothing_and_owes_from_the_first_day() -> None:
    """From Thursday on there are four of seven days: 56 x 4/11 = 20.36, 56 x 7/11 = 35.64."""
    of = pair({}, {"starts_on": day("2026-12-10")}, ledger={("x", "hours"): 5.0})
    found = ledger(of, "hours")
    assert {who: row.expected for who, row in found.items()} == {"x": 35.64, "y": 20.36}
    assert {who: row.opening for who, row in found.items()} == {"x": 5.0, "y": 0.0}


def test_who_can_serve_none_of_it_has_no_share() -> None:
    """Y lacks the skill: everything is expected of x, nothing of y, and y is not unfair."""
    kind = shift_type("day", skills=frozenset({"senior"}))
    of = make.problem([person("x", skills={"senior"}), person("y")], [kind])
    assert expected(of, "hours") == {"x": 56.0, "y": 0.0}
    assert judged(rule("fair", of="hours"), of, *rows("2026-12-07", 7, "x")) == []


def test_outsiders_of_a_group_carry_their_part() -> None:
    """Three may take each of 7 seats, two are of the group: 7 x 2/3 in two halves."""
    people = [person("x", skills={"a"}), person("y", skills={"a"}), person("z")]
    of = make.problem(people, [shift_type("day")])
    group = {"people": Group(skill="a")}
    assert expected(of, "shifts", shifts=("day",), **group) == {"x": 2.33, "y": 2.33}
    # Served by the group: 3 of 7, so each one's share is 1.5.
    done = [*rows("2026-12-07", 3, "x"), *rows("2026-12-10", 4, "z")]
    found = ledger(of, "shifts", *done, shifts=("day",), **group)
    assert {who: row.share for who, row in found.items()} == {"x": 1.5, "y": 1.5}


def test_seats_are_counted_at_target() -> None:
    """Seven shifts of min 1, target 2, max 3 for two: seven each."""
    of = make.problem([person("x"), person("y")], [shift_type("day", people=(1, 2, 3))])
    assert expected(of, "shifts", shifts=("day",)) == {"x": 7.0, "y": 7.0}


# Carrying over


def test_closing_is_what_was_carried_too_much() -> None:
    """0.9 x opening + served - share, share of what was served in fact."""
    of = pair({}, {}, ledger={("x", "hours"): 10.0, ("y", "hours"): -4.0})
    found = ledger(of, "hours", *rows("2026-12-07", 4, "x"), *rows("2026-12-11", 2, "y"))
    # Served 32 and 16 h, 24 h each would be fair.
    assert (found["x"].share, found["y"].share) == (24.0, 24.0)
    assert found["x"].closing == pytest.approx(9.0 + 32 - 24)
    assert found["y"].closing == pytest.approx(-3.6 + 16 - 24)
    # Expected stays what the seven seats carry.
    assert (found["x"].expected, found["y"].expected) == (28.0, 28.0)


def test_the_ledger_names_shifts() -> None:
    """The load of named shifts is shifts:watch; another's balance is not its own."""
    of = make.problem(
        [person("x"), person("y")],
        [shift_type("watch")],
        ledger={("x", "shifts:watch"): 2.0, ("y", "shifts:day"): 9.0},
    )
    found = ledger(of, "shifts", shifts=("watch",))
    assert [(row.load, row.opening) for row in found.values()] == [
        ("shifts:watch", 2.0),
        ("shifts:watch", 0.0),
    ]


# Price


@pytest.mark.parametrize(
    ("served", "distance_squared"),
    [
        # 3.5 expected. Squares are 0, 1, 4, 9 at whole distances and linear between.
        (3, 0.5),
        (4, 0.5),
        (5, 2.5),  # 1.5: half way from 1 to 4
        (2, 2.5),
        (7, 12.5),  # 3.5: half way from 9 to 16
        (0, 12.5),
    ],
)
def test_the_price_is_convex(served: int, distance_squared: float) -> None:
    """Seven watches for two: each one's amount by the distance from 3.5."""
    of = make.problem([person("x"), person("y")], [shift_type("watch")])
    each = rule("fair", of="shifts", shifts=("watch",))
    # y is 3.5 off with nothing: 12.5, besides x's own.
    done = rows("2026-12-07", served, "x", "watch")
    assert amounts(each, of, *done) == pytest.approx([distance_squared, 12.5])


def test_eight_hours_are_one_unit() -> None:
    """28 h expected; 5 days are 12 h or 1.5 units off, 2 days are as much: 2.5 each."""
    of = pair({}, {})
    done = [*rows("2026-12-07", 5, "x"), *rows("2026-12-12", 2, "y")]
    found = judged(rule("fair", of="hours"), of, *done)
    assert [(breach.amount, breach.weight) for breach in found] == [(2.5, 10), (2.5, 10)]
    assert found[0].says == "X carries 40.00 h of work, expected 28.00"


def test_the_opening_balance_is_priced() -> None:
    """2 + 3 - 3.5 = 1.5 for x; y has -2 + 4 - 3.5 = -1.5."""
    of = make.problem(
        [person("x"), person("y")],
        [shift_type("watch")],
        ledger={("x", "shifts:watch"): 2.0, ("y", "shifts:watch"): -2.0},
    )
    done = [*rows("2026-12-07", 3, "x", "watch"), *rows("2026-12-10", 4, "y", "watch")]
    each = rule("fair", of="shifts", shifts=("watch",), weight=3)
    assert amounts(each, of, *done) == [2.5, 2.5]
    assert sentences(each, of, *done)[0] == (
        "X carries 3.00 turns of watch, expected 3.50, after an opening balance of +2.00"
    )


# What cannot be avoided


def test_a_sole_speakers_seats_are_unavoidable() -> None:
    """Only Ana speaks Spanish: the Spanish seats she took are unavoidable, the other is not."""
    kinds = [
        shift_type("es", languages=make.languages("es:B2")),
        shift_type("en", "18:00", "22:00"),
    ]
    of = make.problem([person("ana"), person("bo")], kinds)
    done = [*rows("2026-12-07", 3, "ana", "es"), "en 2026-12-11 ana"]
    found = ledger(of, "hours", *done)
    # She served 3 x 8 + 4 = 28 h; the evening Bo could have had.
    assert (found["ana"].served, found["ana"].unavoidable) == (28.0, 24.0)
    assert found["bo"].unavoidable == 0.0
    every = ledger(of, "hours", *rows("2026-12-07", 7, "ana", "es"), "en 2026-12-11 ana")
    assert (every["ana"].served, every["ana"].unavoidable) == (60.0, 56.0)


def test_a_sole_speakers_windows_are_unavoidable() -> None:
    """Spanish is covered by any shift of that hour: one of two on each day, the cheaper counts."""
    kinds = [
        shift_type("long", "08:00", "18:00", people=(0, 1, 1)),
        shift_type("short", "09:00", "15:00", people=(0, 1, 1)),
    ]
    eleven = Window(start=wall("10:00"), end=wall("11:00"))
    window = requirement("es", "es", window=eleven)
    of = make.problem([person("ana"), person("bo")], kinds, requirements=(window,), history=())
    found = ledger(of, "hours", *rows("2026-12-07", 7, "ana", "long"))
    # 7 x 6 h at least, of the 70 h served.
    assert (found["ana"].served, found["ana"].unavoidable) == (70.0, 42.0)


def test_unavoidable_weekends_count_once() -> None:
    """Both days of a weekend are hers alone: one weekend."""
    kind = shift_type("es", languages=make.languages("es:B2"))
    of = make.problem([person("ana"), person("bo")], [kind])
    found = ledger(of, "weekends", "es 2026-12-12 ana", "es 2026-12-13 ana")
    assert (found["ana"].served, found["ana"].unavoidable) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("parameters", "field", "says"),
    [
        (
            {"of": "hours", "weight": None},
            "weight",
            "must be given: nobody carries their share to the hour",
        ),
        ({"of": "hours", "weight": -1}, "weight", "must be a whole number above 0, got -1"),
        ({"of": "shifts"}, "shifts", "must list shift ids"),
        ({"of": "nights", "shifts": ("a",)}, "shifts", 'goes with of = "shifts" only'),
    ],
)
def test_fair_refuses(parameters: dict[str, object], field: str, says: str) -> None:
    """What cannot be meant is refused."""
    assert refusal("fair", **parameters) == (field, says)
