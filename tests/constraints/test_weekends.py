"""Worked examples of weekends."""

from __future__ import annotations

import pytest

from rotation.domain import Problem, Team
from tests import problems as make
from tests.constraints.judging import DAY, HOUR, amounts, judged, refusal, rule, sentences
from tests.problems import at, day, past, person, shift_type

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"
UTC = person("utc")


def december(*served: str, first: str = "2026-12-07", last: str = "2026-12-31") -> Problem:
    """Make a day shift on each date, with dates served before the horizon."""
    kind = shift_type("day")
    history = tuple(past(kind, when, UTC) for when in served)
    return make.problem([UTC], [kind], first, last, history=history)


def rows(*dates: str) -> list[str]:
    """Write rows for dates."""
    return [f"day {when} utc" for when in dates]


# What a worked weekend is


@pytest.mark.parametrize(
    ("start", "end", "when", "worked"),
    [
        ("16:00", "24:00", "2026-12-11", False),  # Friday, to Saturday midnight sharp
        ("16:01", "00:01", "2026-12-11", True),  # one minute of Saturday
        ("22:00", "06:00", "2026-12-13", True),  # Sunday's last two hours
        ("00:00", "08:00", "2026-12-14", False),
    ],
)
def test_one_minute_of_a_weekend_is_enough(start: str, end: str, when: str, worked: bool) -> None:
    """Judged by at most no weekends in the period."""
    of = make.problem([UTC], [shift_type("x", start, end)], last="2026-12-20")
    found = amounts(rule("weekends", max_per_period=0), of, f"x {when} utc")
    assert found == ([1] if worked else [])


@pytest.mark.parametrize(
    ("zone", "when", "start", "worked"),
    [
        # Local midnight after the weekend in UTC; the clocks changed on that Sunday, or not.
        (CHICAGO, "2027-03-15", "05:00", False),  # summer time has begun: Monday 00:00
        (CHICAGO, "2027-03-15", "04:59", True),
        (CHICAGO, "2026-11-02", "05:00", True),  # winter time has begun: Sunday 23:00
        (CHICAGO, "2026-11-02", "06:00", False),
        (LORD_HOWE, "2026-10-04", "13:00", False),  # +11 again: Monday 00:00
        (LORD_HOWE, "2026-10-04", "12:59", True),
        (LORD_HOWE, "2027-04-04", "13:29", True),  # +10:30 again: Sunday 23:59
        (LORD_HOWE, "2027-04-04", "13:30", False),
        (KOLKATA, "2026-12-13", "18:29", True),
        (KOLKATA, "2026-12-13", "18:30", False),
    ],
)
def test_a_weekend_ends_at_local_midnight(zone: str, when: str, start: str, worked: bool) -> None:
    """Two hours from then on are of Monday alone."""
    kind = shift_type("x", start, None, duration=2 * HOUR)
    of = make.problem([person("x", time_zone=zone)], [kind], when, when)
    found = amounts(rule("weekends", max_per_period=0), of, f"x {when} x")
    assert found == ([1] if worked else [])


def test_weekends_are_the_teams_days_and_standby_is_no_work() -> None:
    """With Friday and Saturday as weekend a Sunday is none; nor is a weekend of standby."""
    kinds = [shift_type("day"), shift_type("watch", kind="standby")]
    of = make.problem([UTC], kinds, team=Team(weekend=frozenset({4, 5})))
    each = rule("weekends", max_per_period=0)
    assert judged(each, of, "day 2026-12-13 utc", "watch 2026-12-12 utc") == []
    assert amounts(each, of, "day 2026-12-11 utc") == [1]


# max_per_period and max_in_row


def test_a_weekend_counts_once_and_history_is_not_of_the_period() -> None:
    """Saturday and Sunday are one weekend; the one served before is none of the period's."""
    of = december("2026-12-05", "2026-12-06")
    each = rule("weekends", max_per_period=1, weight=6)
    assert judged(each, of, *rows("2026-12-12", "2026-12-13")) == []
    [breach] = judged(each, of, *rows("2026-12-12", "2026-12-13", "2026-12-20", "2026-12-26"))
    assert breach.says == "Utc works at most 1 weekend in the period, got 3"
    assert (breach.amount, breach.weight) == (2, 6)


def test_weekends_in_a_row() -> None:
    """Three in a row where two may be: one over; every other weekend is fine."""
    each = rule("weekends", max_in_row=2)
    assert sentences(each, december(), *rows("2026-12-12", "2026-12-20", "2026-12-26")) == [
        "Utc works at most 2 weekends in a row, got 3 since Sat 12 Dec"
    ]
    assert judged(each, december(), *rows("2026-12-12", "2026-12-13", "2026-12-26")) == []


def test_weekends_in_a_row_reach_back_and_count_whole() -> None:
    """Three weekends served and one more are four of at most two: two over."""
    of = december("2026-11-21", "2026-11-28", "2026-12-05")
    assert amounts(rule("weekends", max_in_row=2), of, *rows("2026-12-13")) == [2]
    assert judged(rule("weekends", max_in_row=2), of, *rows("2026-12-20")) == []


def test_one_shift_may_touch_two_weekends() -> None:
    """A trip from Sunday to the next Saturday works both."""
    of = make.problem(
        [UTC], [shift_type("trip", "12:00", None, duration_days=7)], last="2026-12-20"
    )
    assert amounts(rule("weekends", max_in_row=1), of, "trip 2026-12-13 utc") == [1]
    assert amounts(rule("weekends", max_per_period=0), of, "trip 2026-12-13 utc") == [2]


# whole


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([], []),
        (["2026-12-12", "2026-12-13"], []),
        (["2026-12-12"], [1]),
        (["2026-12-13"], [1]),
        (["2026-12-12", "2026-12-20"], [1, 1]),
        (["2026-12-11"], []),
    ],
)
def test_whole_weekends_or_none(dates: list[str], expected: list[float]) -> None:
    """A weekend with a shift on one of its days only is one unit."""
    assert amounts(rule("weekends", whole=True), december(), *rows(*dates)) == expected


def test_a_half_weekend_says_its_day() -> None:
    """The breach spans the weekend; what counts is where shifts start."""
    [breach] = judged(rule("weekends", whole=True), december(), *rows("2026-12-12"))
    assert breach.says == ("Utc works the weekend of Sat 12 Dec whole or not, got Sat 12 Dec only")
    assert (breach.start, breach.end) == (at("2026-12-12T00:00"), at("2026-12-14T00:00"))
    # Friday's night reaches into Saturday but starts on Friday.
    of = make.problem([UTC], [shift_type("night", "22:00", "06:00")])
    assert judged(rule("weekends", whole=True), of, "night 2026-12-11 utc") == []


def test_a_long_weekend_is_one_unit_however_much_lacks() -> None:
    """Of Friday to Sunday one day worked, or two: one unit."""
    of = make.problem([UTC], [shift_type("day")], team=Team(weekend=frozenset({4, 5, 6})))
    each = rule("weekends", whole=True)
    assert amounts(each, of, *rows("2026-12-12")) == [1]
    assert amounts(each, of, *rows("2026-12-11", "2026-12-13")) == [1]
    assert amounts(each, of, *rows("2026-12-11", "2026-12-12", "2026-12-13")) == []


def test_a_weekend_cut_by_the_end_is_not_judged() -> None:
    """The horizon ends on Saturday."""
    of = december(last="2026-12-12")
    assert judged(rule("weekends", whole=True), of, *rows("2026-12-12")) == []


def test_a_weekend_cut_by_the_start_counts_history() -> None:
    """Saturday was served: the horizon's Sunday makes the weekend whole, or it stays half."""
    of = december("2026-12-05", first="2026-12-06")
    each = rule("weekends", whole=True)
    assert judged(each, of, *rows("2026-12-06")) == []
    # Without Sunday no shift of the horizon takes part.
    assert judged(each, of) == []
    assert amounts(each, december(first="2026-12-06"), *rows("2026-12-06")) == [1]


@pytest.mark.parametrize(
    ("zone", "saturday", "start"),
    [
        (CHICAGO, "2027-03-13", "23:30"),
        (CHICAGO, "2026-10-31", "23:30"),
        (LORD_HOWE, "2026-10-03", "23:45"),
        (LORD_HOWE, "2027-04-03", "23:45"),
        (KOLKATA, "2026-12-12", "23:45"),
    ],
)
def test_the_days_of_a_weekend_are_local(zone: str, saturday: str, start: str) -> None:
    """Late evenings of Saturday and Sunday are both days, across a clock change too."""
    kind = shift_type("x", start, None, zone, duration=HOUR)
    sunday = str(day(saturday) + DAY)
    of = make.problem([person("x", time_zone=zone)], [kind], saturday, sunday)
    assert judged(rule("weekends", whole=True), of, f"x {saturday} x", f"x {sunday} x") == []
    assert amounts(rule("weekends", whole=True), of, f"x {saturday} x") == [1]


@pytest.mark.parametrize(
    ("parameters", "field", "says"),
    [
        ({}, "", "one of max_in_row, max_per_period, whole must be given"),
        ({"whole": False}, "", "one of max_in_row, max_per_period, whole must be given"),
        ({"max_in_row": 0}, "max_in_row", "must be 1 or more, got 0"),
        ({"max_per_period": -1}, "max_per_period", "must be 0 or more, got -1"),
    ],
)
def test_weekends_refuses(parameters: dict[str, object], field: str, says: str) -> None:
    """What cannot be meant is refused, saying what was got."""
    assert refusal("weekends", **parameters) == (field, says)


def test_weekends_says_itself() -> None:
    """The rule in plain words."""
    each = rule("weekends", max_in_row=2, max_per_period=3, whole=True)
    assert str(each) == (
        "everyone works at most 2 weekends in a row, at most 3 weekends in the period,"
        " whole weekends or none"
    )
