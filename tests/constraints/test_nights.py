"""Worked examples of nights."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rotation.domain import Night, Problem, Team
from tests import problems as make
from tests.constraints.judging import DAY, HOUR, amounts, judged, refusal, rule, sentences
from tests.problems import at, day, past, person, shift_type, wall

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"
UTC = person("utc")


def fortnight(*served: str) -> Problem:
    """Make a night from 22:00 to 06:00 and a day on each date, with nights served before."""
    night, early = shift_type("night", "22:00", "06:00"), shift_type("early", "06:00", "14:00")
    late = shift_type("late", "14:00", "22:00")
    history = tuple(past(night, when, UTC) for when in served)
    return make.problem([UTC], [night, early, late], last="2026-12-20", history=history)


def nights(*days: int) -> list[str]:
    """Write rows for the nights of December."""
    return [f"night 2026-12-{n:02d} utc" for n in days]


# What a night is


@pytest.mark.parametrize(
    ("start", "end", "is_night"),
    [
        # Three hours inside 23:00-06:00 make a night shift.
        ("18:00", "02:00", True),
        ("18:00", "01:59", False),
        ("03:00", "11:00", True),
        ("03:01", "11:00", False),
        ("06:00", "23:00", False),
        # 1 h of one night and 2 h 30 of the next are not 3 h inside one night.
        ("05:00", "01:30", False),
    ],
)
def test_three_hours_inside_one_night(start: str, end: str, is_night: bool) -> None:
    """Judged by at most no nights in the period."""
    of = make.problem([UTC], [shift_type("x", start, end)])
    found = amounts(rule("nights", max_per_period=0), of, "x 2026-12-07 utc")
    assert found == ([1] if is_night else [])


@pytest.mark.parametrize(
    ("zone", "when", "end", "is_night"),
    [
        # From 23:00 the evening before: on the clock to 02:00, but how long was that?
        (CHICAGO, "2026-12-07", "02:00", True),
        (CHICAGO, "2026-10-31", "01:30", False),  # the first 01:30: 2 h 30
        (CHICAGO, "2026-10-31", "02:00", True),  # 01:00 comes twice: 4 h
        (CHICAGO, "2027-03-13", "03:00", True),  # 02:00 is skipped: 3 h
        (CHICAGO, "2027-03-13", "02:30", True),  # no such time: 03:00, 3 h
        (LORD_HOWE, "2026-10-03", "02:30", True),  # 02:00 to 02:30 is skipped: 3 h
        (LORD_HOWE, "2026-10-03", "01:59", False),
        (LORD_HOWE, "2027-04-03", "01:29", False),  # before the half hour repeats: 2 h 29
        (LORD_HOWE, "2027-04-03", "02:00", True),  # 3 h 30
        (KOLKATA, "2026-12-07", "02:00", True),
        (KOLKATA, "2026-12-07", "01:59", False),
    ],
)
def test_a_night_is_elapsed_time_on_the_local_clock(
    zone: str, when: str, end: str, is_night: bool
) -> None:
    """Three elapsed hours, also where the clock shows two or four."""
    of = make.problem(
        [person("x", time_zone=zone)], [shift_type("x", "23:00", end, zone)], when, when
    )
    found = amounts(rule("nights", max_per_period=0), of, f"x {when} x")
    assert found == ([1] if is_night else [])


def test_a_night_is_the_persons_own() -> None:
    """06:00Z to 12:00Z is midnight to 06:00 in Chicago, and the afternoon in Singapore."""
    of = make.problem([person("ana"), person("bo")], [shift_type("x", "06:00", "12:00")])
    found = judged(rule("nights", max_per_period=0), of, "x 2026-12-07 ana bo")
    assert [breach.person for breach in found] == ["ana"]


def test_the_team_says_what_a_night_is_and_standby_is_none() -> None:
    """With night from 21:00 to 05:00, at least 2 h: 21:00-23:00 is one, standby never."""
    team = Team(night=Night(wall("21:00"), wall("05:00"), 2 * HOUR))
    kinds = [
        shift_type("x", "21:00", "23:00"),
        shift_type("watch", "21:00", "05:00", kind="standby"),
    ]
    of = make.problem([UTC], kinds, team=team)
    rows = ("x 2026-12-07 utc", "watch 2026-12-09 utc")
    assert amounts(rule("nights", max_per_period=0), of, *rows) == [1]


# max_in_row and max_per_period


def test_nights_in_a_row() -> None:
    """Monday to Thursday is one more than three; a night off begins anew."""
    each = rule("nights", max_in_row=3, weight=2)
    assert judged(each, fortnight(), *nights(7, 8, 9, 11, 12)) == []
    [breach] = judged(each, fortnight(), *nights(7, 8, 9, 10))
    assert breach.says == ("Utc works at most 3 nights in a row, got 4 (Mon 7 Dec to Thu 10 Dec)")
    assert (breach.amount, breach.weight, breach.start) == (1, 2, at("2026-12-07T22:00"))


def test_nights_in_a_row_reach_back_and_count_whole() -> None:
    """Four served and one more are five of at most three: two over."""
    of = fortnight("2026-12-03", "2026-12-04", "2026-12-05", "2026-12-06")
    assert amounts(rule("nights", max_in_row=3), of, *nights(7)) == [2]
    assert judged(rule("nights", max_in_row=3), of, *nights(8)) == []


def test_nights_of_the_period_are_the_horizons() -> None:
    """Served nights are not of the period; each night above two is a unit."""
    of = fortnight("2026-12-05", "2026-12-06")
    each = rule("nights", max_per_period=2)
    assert judged(each, of, *nights(7, 9)) == []
    assert sentences(each, of, *nights(7, 9, 12, 20)) == [
        "Utc works at most 2 nights in the period, got 4"
    ]
    assert amounts(each, of, *nights(7, 9, 12, 20)) == [2]


# free_after


def test_free_after_the_last_night_of_a_run() -> None:
    """Nights of Monday and Tuesday end Wednesday 06:00; Friday 06:00 is 48 h later."""
    rows = [*nights(7, 8), "early 2026-12-11 utc"]
    assert judged(rule("nights", free_after=48 * HOUR), fortnight(), *rows) == []
    [breach] = judged(rule("nights", free_after=49 * HOUR, weight=3), fortnight(), *rows)
    assert breach.says == (
        "Utc is free 48 h after the night Tue 8 Dec night until Fri 11 Dec early, needs 49 h"
    )
    assert (breach.amount, breach.weight) == (1, 3)


def test_a_night_two_dates_later_is_another_run() -> None:
    """Night, free night, night: 40 h between them, and the first run must be followed by 48."""
    assert amounts(rule("nights", free_after=48 * HOUR), fortnight(), *nights(7, 9)) == [1]
    assert judged(rule("nights", free_after=40 * HOUR), fortnight(), *nights(7, 9)) == []
    assert judged(rule("nights", free_after=48 * HOUR), fortnight(), *nights(7, 8, 9)) == []


def test_a_shift_inside_a_run_is_not_after_it() -> None:
    """Late on Tuesday between two nights: the run goes on, and only its last night counts."""
    rows = [*nights(7, 8), "late 2026-12-08 utc"]
    assert judged(rule("nights", free_after=24 * HOUR), fortnight(), *rows) == []
    assert amounts(rule("nights", free_after=24 * HOUR), fortnight(), *rows[::2]) == [1]


def test_a_second_night_of_one_date_is_the_last_of_its_run() -> None:
    """Nights from 00:00 and from 23:00 of Monday with a day between: free from Tuesday 05:00 on."""
    kinds = [
        shift_type("small-hours", "00:00", "05:00"),
        shift_type("day", "10:00", "18:00"),
        shift_type("late-night", "23:00", "05:00"),
    ]
    of = make.problem([UTC], kinds, last="2026-12-13")
    run = ["small-hours 2026-12-07 utc", "day 2026-12-07 utc", "late-night 2026-12-07 utc"]
    each = rule("nights", free_after=24 * HOUR)
    assert judged(each, of, *run) == []
    # Tuesday 10:00 is 5 h after the run's last night; Wednesday 10:00 is 29 h after it.
    assert amounts(each, of, *run, "day 2026-12-08 utc") == [1]
    assert judged(each, of, *run, "day 2026-12-09 utc") == []
    # Without the second night, Monday's day follows the last of the run by 5 h.
    assert amounts(each, of, *run[:2]) == [1]


def test_free_after_a_served_night() -> None:
    """Sunday's night was served: Monday's early shift follows at once, Wednesday's after 48 h."""
    of = fortnight("2026-12-06")
    each = rule("nights", free_after=48 * HOUR)
    assert amounts(each, of, "early 2026-12-07 utc") == [1]
    assert judged(each, of, "early 2026-12-09 utc") == []


@pytest.mark.parametrize(
    ("zone", "when", "free"),
    [
        # Night of `when` to 06:00; early at 06:00 two dates later is 24 h on the clock. The clock
        # changes on the date in between, so the night before it is on `when`.
        (CHICAGO, "2026-12-07", 24 * HOUR),
        (CHICAGO, "2027-03-12", 23 * HOUR),
        (CHICAGO, "2026-10-30", 25 * HOUR),
        (LORD_HOWE, "2026-10-02", 23.5 * HOUR),
        (LORD_HOWE, "2027-04-02", 24.5 * HOUR),
        (KOLKATA, "2026-12-07", 24 * HOUR),
    ],
)
def test_free_after_is_elapsed_time(zone: str, when: str, free: timedelta) -> None:
    """As long as the day in between was."""
    kinds = [
        shift_type("night", "22:00", "06:00", zone),
        shift_type("early", "06:00", "14:00", zone),
    ]
    later = str(day(when) + 2 * DAY)
    of = make.problem([person("x", time_zone=zone)], kinds, when, later)
    rows = (f"night {when} x", f"early {later} x")
    assert judged(rule("nights", free_after=free), of, *rows) == []
    more = free + timedelta(minutes=1)
    assert amounts(rule("nights", free_after=more), of, *rows) == [1]


@pytest.mark.parametrize(
    ("parameters", "field", "says"),
    [
        ({}, "", "one of max_in_row, free_after, max_per_period must be given"),
        ({"max_in_row": 0}, "max_in_row", "must be 1 or more, got 0"),
        ({"max_per_period": -1}, "max_per_period", "must be 0 or more, got -1"),
        ({"free_after": timedelta(0)}, "free_after", "must be above 0 h, got 0 h"),
    ],
)
def test_nights_refuses(parameters: dict[str, object], field: str, says: str) -> None:
    """What cannot be meant is refused, saying what was got."""
    assert refusal("nights", **parameters) == (field, says)


def test_nights_says_itself() -> None:
    """The rule in plain words."""
    each = rule("nights", max_in_row=3, free_after=48 * HOUR, max_per_period=0)
    assert str(each) == (
        "everyone has at most 3 nights in a row, 48 h free after nights,"
        " at most 0 nights in the period"
    )
