"""Beginning from a rota, also where somebody cannot do all of it any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rotation.board import Settings
from rotation.board.closing import Copy
from rotation.domain import Assignment, Problem, Schedule, Window
from rotation.rule import Rule, judge, price
from rotation.solver import search as searching
from rotation.solver.beginning import begun
from rotation.solver.build import build
from rotation.solver.solve import solve
from tests.constraints.judging import rule
from tests.problems import leave, person, problem, requirement, schedule, shift_type, wall
from tests.solver.contradictions import ALWAYS, COVER

ANA, BO, CY = (person(name, time_zone="UTC", speaks="es:C2") for name in ("ana", "bo", "cy"))
WEEK = problem([ANA, BO, CY], [shift_type("day", "09:00", "17:00", most=2)])
ROWS = [
    "day 2026-12-07 bo",
    "day 2026-12-08 ana",
    "day 2026-12-09 cy",
    "day 2026-12-10 ana",
    "day 2026-12-11 bo",
    "day 2026-12-12 cy",
    "day 2026-12-13 bo",
]
DAYTIME = Window(time_zone="UTC", start=wall("09:00"), end=wall("17:00"))


def ill(**changed: object) -> Problem:
    """Make the week with Ana ill on Tuesday."""
    return replace(WEEK, absences=(leave(ANA, "2026-12-08", kind="sick"),), **changed)  # type: ignore[arg-type]


def begins(of: Problem, *more: Rule) -> list[str] | None:
    """Begin from the rota; check what it begins with, and return its rows."""
    rules = (*ALWAYS, *COVER, *more)
    start = [(each.person.id, each.shift) for each in schedule(WEEK, *ROWS).assignments]
    found = begun(Copy(build(of, rules)), start, lambda: 10.0)
    if found is None:
        return None
    assert found.held is not None
    rows = tuple(Assignment(shift, of.person[who]) for who, shift in found.held)
    breaches = judge(rules, Schedule(of, rows))
    assert all(breach.weight is not None for breach in breaches)
    assert found.price == price(breaches)
    return sorted(f"day {shift.date} {who}" for who, shift in found.held)


def without(rows: Sequence[str], *lost: str) -> list[str]:
    """List the rows that are left."""
    return sorted(set(rows) - set(lost))


def test_a_rota_that_is_still_possible_is_taken_as_it_is() -> None:
    """Nobody's line changes."""
    assert begins(WEEK) == ROWS


def test_who_fell_ill_loses_shifts_and_the_others_keep_theirs() -> None:
    """A seat may stay empty at a price: nobody else's line changes."""
    assert begins(ill()) == without(ROWS, "day 2026-12-08 ana")


def test_who_fell_ill_gets_a_new_line_where_the_old_one_is_too_short() -> None:
    """Two shifts at least, one lost: another one for Ana, and the others keep theirs."""
    least = rule("hours", min_per_week=16.0, prorate=False)
    rows = begins(ill(), least)
    assert rows is not None
    assert without(rows, *ROWS)[0].endswith("ana")
    assert [row for row in rows if not row.endswith("ana")] == [
        row for row in ROWS if not row.endswith("ana")
    ]


def test_others_take_over_where_the_seat_must_not_be_empty() -> None:
    """Spanish must be spoken on Tuesday: Bo or Cy does."""
    must = requirement("spanish", "es", must=True, window=DAYTIME)
    rows = begins(ill(requirements=(must,)))
    assert rows is not None
    assert {"day 2026-12-08 bo", "day 2026-12-08 cy"} & set(rows)


def test_a_rota_that_never_was_allowed_is_not_used() -> None:
    """Nothing was lost, so there is nobody to make a new line for."""
    assert begins(WEEK, rule("hours", max_per_week=16.0, prorate=False)) is None


def test_shifts_before_the_horizon_are_passed_over() -> None:
    """A month that is solved again from its middle on begins from the rest of its rota."""
    later = problem([ANA, BO, CY], WEEK.shift_types, first="2026-12-10")
    assert begins(later) == [row for row in ROWS if row >= "day 2026-12-10"]


def test_a_rota_of_other_dates_is_not_used() -> None:
    """Nothing of it is possible: an empty rota would be no beginning."""
    assert begins(problem([ANA, BO, CY], WEEK.shift_types, "2026-12-14", "2026-12-20")) is None


def test_told_to_stop_it_makes_no_new_lines() -> None:
    """The rota is not allowed as it is; before others' lines are made anew it is asked."""
    must = requirement("spanish", "es", must=True, window=DAYTIME)
    copy = Copy(build(ill(requirements=(must,)), (*ALWAYS, *COVER)))
    start = [(each.person.id, each.shift) for each in schedule(WEEK, *ROWS).assignments]
    assert begun(copy, start, lambda: 10.0, lambda: True) is None
    assert begun(copy, start, lambda: 10.0, lambda: False) is not None


def test_the_search_goes_on_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """No first rota is looked for, and what comes out is as good as from nowhere."""
    rules = (*ALWAYS, *COVER, rule("fair", of="shifts", shifts=("day",)))
    anew = solve(ill(), rules, Settings(seconds=60.0))
    monkeypatch.setattr(searching, "_first", None)
    start = schedule(WEEK, *ROWS).assignments
    assert solve(ill(), rules, Settings(seconds=60.0), start=start).price == anew.price
