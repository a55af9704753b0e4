"""Worked examples of requests, keep and continuity."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from rotation.domain import Problem, Request, Team
from rotation.limits import GRAIN
from rotation.rule import Group, price
from tests import problems as make
from tests.constraints.judging import DAY, HOUR, amounts, judged, rule, sentences
from tests.problems import at, day, past, person, shift_type

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"
UTC = person("utc")


def wish(
    want: Literal["work", "off"],
    first: str,
    last: str | None = None,
    shift: str | None = None,
    weight: int = 1,
    who: str = "utc",
) -> Request:
    """Make a wish."""
    return Request(who, want, day(first), day(last or first), shift, weight)


def week(*wishes: Request, **changed: Any) -> Problem:
    """Make a week of day and late shifts with wishes."""
    kinds = [shift_type("day"), shift_type("late", "17:00", "23:00")]
    people = changed.pop("people", [UTC])
    return make.problem(people, kinds, requests=wishes, **changed)


# requests


def test_off_is_met_when_no_shift_starts() -> None:
    """Off from Tuesday to Wednesday, worth 3: one shift or three in it cost 3 once."""
    of = week(wish("off", "2026-12-08", "2026-12-09", weight=3))
    assert judged(rule("requests"), of, "day 2026-12-07 utc", "day 2026-12-10 utc") == []
    [breach] = judged(rule("requests"), of, "late 2026-12-09 utc")
    assert breach.says == (
        "Utc wishes not to work any shift on Tue 8 Dec to Wed 9 Dec and has Wed 9 Dec late"
    )
    assert (breach.amount, breach.weight, breach.person) == (3, 1, "utc")
    assert (breach.start, breach.end) == (at("2026-12-08T00:00"), at("2026-12-10T00:00"))
    many = ("day 2026-12-08 utc", "late 2026-12-08 utc", "day 2026-12-09 utc")
    assert amounts(rule("requests"), of, *many) == [3]


def test_work_is_met_by_one_shift() -> None:
    """Work from Tuesday to Wednesday, worth 2: any one shift meets it."""
    of = week(wish("work", "2026-12-08", "2026-12-09", weight=2))
    assert judged(rule("requests"), of, "late 2026-12-09 utc") == []
    assert amounts(rule("requests"), of, "late 2026-12-07 utc", "day 2026-12-10 utc") == [2]
    assert sentences(rule("requests"), of) == [
        "Utc wishes to work a shift on Tue 8 Dec to Wed 9 Dec and does not"
    ]


def test_a_wish_for_one_kind_of_shift() -> None:
    """Work late: a day shift does not meet it. Off late: a day shift does no harm."""
    of = week(
        wish("work", "2026-12-07", shift="late"), wish("off", "2026-12-08", shift="late", weight=10)
    )
    assert sentences(rule("requests"), of, "day 2026-12-07 utc", "day 2026-12-08 utc") == [
        "Utc wishes to work late on Mon 7 Dec and does not"
    ]
    assert sentences(rule("requests"), of, "late 2026-12-07 utc", "late 2026-12-08 utc") == [
        "Utc wishes not to work late on Tue 8 Dec and has Tue 8 Dec late"
    ]


def test_the_price_of_a_wish_is_its_weight_times_the_rules() -> None:
    """A wish of 4 under a rule of 5 costs 20; every wish is one unit, not its days."""
    of = week(wish("off", "2026-12-07", "2026-12-13", weight=4))
    found = judged(rule("requests", weight=5), of, "day 2026-12-07 utc", "day 2026-12-09 utc")
    assert price(found) == 20 * GRAIN


@pytest.mark.parametrize(
    ("first", "last", "worked", "off", "work"),
    [
        # The horizon is 7 to 13 December.
        ("2026-12-01", "2026-12-07", "2026-12-07", 1, 0),
        ("2026-12-01", "2026-12-07", "2026-12-08", 0, 1),
        ("2026-12-13", "2026-12-20", "2026-12-13", 1, 0),
        ("2026-12-01", "2026-12-06", "2026-12-07", 0, 0),
        ("2026-12-14", "2026-12-20", "2026-12-13", 0, 0),
    ],
)
def test_what_of_a_wish_lies_outside_is_ignored(
    first: str, last: str, worked: str, off: int, work: int
) -> None:
    """Wishes are clipped to the horizon; one wholly outside asks for nothing."""
    row = f"day {worked} utc"
    assert len(judged(rule("requests"), week(wish("off", first, last)), row)) == off
    assert len(judged(rule("requests"), week(wish("work", first, last)), row)) == work


def test_history_meets_no_wish_of_days_before() -> None:
    """Working on Sunday the 6th was served, but the wish begins on Monday where it is clipped."""
    served = (past(shift_type("day"), "2026-12-06", UTC),)
    of = week(wish("work", "2026-12-06", "2026-12-07"), history=served)
    assert amounts(rule("requests"), of) == [1]


@pytest.mark.parametrize(
    ("zone", "first", "start"),
    [
        (CHICAGO, "2027-03-14", "23:30"),
        (CHICAGO, "2026-11-01", "23:30"),
        (LORD_HOWE, "2026-10-04", "23:45"),
        (LORD_HOWE, "2027-04-04", "23:45"),
        (KOLKATA, "2026-12-08", "23:45"),
    ],
)
def test_wishes_are_about_local_start_dates(zone: str, first: str, start: str) -> None:
    """The last evening of the day counts, and so does its first minute; the next does not."""
    kinds = [
        shift_type("last", start, None, zone, duration=2 * HOUR),
        shift_type("first", "00:00", None, zone, duration=2 * HOUR),
    ]
    before, after = str(day(first) - DAY), str(day(first) + DAY)
    of = make.problem(
        [person("x", time_zone=zone)], kinds, before, after, requests=(wish("off", first, who="x"),)
    )
    each = rule("requests")
    assert judged(each, of, f"last {before} x", f"first {after} x") == []
    assert amounts(each, of, f"last {first} x") == [1]
    assert amounts(each, of, f"first {first} x") == [1]


def test_the_date_of_a_wish_is_the_persons_own() -> None:
    """Tuesday 03:00Z is Monday in Chicago: Ana's Tuesday off is kept, Bo's is not."""
    early = shift_type("early", "03:00", "05:00")
    wishes = tuple(wish("off", "2026-12-08", who=who) for who in ("ana", "bo"))
    of = make.problem([person("ana"), person("bo")], [early], requests=wishes)
    found = judged(rule("requests"), of, "early 2026-12-08 ana bo")
    assert [breach.person for breach in found] == ["bo"]


def test_standby_is_a_shift_for_a_wish() -> None:
    """Off means no shift of any kind."""
    of = make.problem(
        [UTC], [shift_type("watch", kind="standby")], requests=(wish("off", "2026-12-07"),)
    )
    assert amounts(rule("requests"), of, "watch 2026-12-07 utc") == [1]


def test_wishes_of_a_group() -> None:
    """Only the wishes of those the rule names are asked."""
    people = [person("x"), person("y")]
    wishes = [wish("work", "2026-12-07", who=who.id) for who in people]
    of = week(*wishes, people=people)
    found = judged(rule("requests", people=Group(ids=("y",)), label="requests[2]"), of)
    assert [(breach.rule, breach.person) for breach in found] == [("requests[2]", "y")]


# keep


def published(*pairs: tuple[str, str, str]) -> Problem:
    """Make a week for x and y with (shift, date, person) published."""
    kinds = [shift_type("day", people=2)]
    rows = tuple(((name, day(when)), who) for name, when, who in pairs)
    return make.problem([person("x"), person("y")], kinds, published=rows)


def test_what_was_published_stays() -> None:
    """X was published for Monday: y there instead is a breach, y beside x is none."""
    of = published(("day", "2026-12-07", "x"))
    assert judged(rule("keep"), of, "day 2026-12-07 x y") == []
    [breach] = judged(rule("keep"), of, "day 2026-12-07 y")
    assert breach.says == "X keeps Mon 7 Dec day (published) no longer"
    assert (breach.person, breach.amount, breach.weight) == ("x", 1, 100)
    assert breach.start == at("2026-12-07T09:00")


def test_each_published_assignment_is_a_unit() -> None:
    """Two assignments gone, at 7 each."""
    of = published(
        ("day", "2026-12-07", "x"), ("day", "2026-12-07", "y"), ("day", "2026-12-09", "x")
    )
    found = judged(rule("keep", weight=7), of, "day 2026-12-07 y", "day 2026-12-08 x")
    assert price(found) == 14 * GRAIN


def test_a_published_shift_that_is_no_more() -> None:
    """The shift is gone from rota.toml: its assignment did not stay."""
    assert sentences(rule("keep"), published(("old", "2026-12-07", "x"))) == [
        "X keeps Mon 7 Dec old (published) no longer"
    ]


def test_nothing_published_is_nothing_to_keep() -> None:
    """Without published.csv the rule asks for nothing."""
    assert judged(rule("keep"), make.problem([UTC], [shift_type("day")])) == []


# continuity


def test_a_week_of_one_kind() -> None:
    """Each further id in a week is a unit; the next week begins anew."""
    kinds = [shift_type("a", "01:00", "02:00"), shift_type("b", "03:00", "04:00")]
    kinds.append(shift_type("c", "05:00", "06:00"))
    of = make.problem([UTC], kinds, last="2026-12-20")
    each = rule("continuity")
    assert judged(each, of, "a 2026-12-07 utc", "a 2026-12-13 utc", "b 2026-12-14 utc") == []
    rows = ("a 2026-12-07 utc", "b 2026-12-08 utc", "c 2026-12-09 utc", "b 2026-12-10 utc")
    [breach] = judged(each, of, *rows)
    assert (breach.amount, breach.weight) == (2, 1)
    assert breach.says == ("Utc works one kind of shift from Mon 7 Dec to Sun 13 Dec, got a, b, c")
    assert (breach.start, breach.end) == (at("2026-12-07T00:00"), at("2026-12-14T00:00"))


def test_continuity_is_about_active_shifts_and_the_teams_week() -> None:
    """A standby watch is no further kind; with weeks from Sunday, Saturday is another week."""
    kinds = [shift_type("a"), shift_type("b"), shift_type("watch", kind="standby")]
    of = make.problem([UTC], kinds, team=Team(week_starts=6))
    rows = ("a 2026-12-12 utc", "b 2026-12-13 utc", "watch 2026-12-11 utc")
    assert judged(rule("continuity"), of, *rows) == []
    assert amounts(rule("continuity"), of, "a 2026-12-11 utc", "b 2026-12-12 utc") == [1]


def test_a_shift_belongs_to_the_local_week_of_its_start() -> None:
    """Monday 03:00Z is Sunday in Chicago, the week before; in Singapore it is Monday."""
    kinds = [shift_type("a", "03:00", "04:00"), shift_type("b", "18:00", "19:00")]
    of = make.problem([person("ana"), person("bo")], kinds, last="2026-12-20")
    found = judged(rule("continuity"), of, "a 2026-12-14 ana bo", "b 2026-12-14 ana bo")
    assert [breach.person for breach in found] == ["bo"]
