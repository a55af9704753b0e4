"""Worked examples of rest and weekly_rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rotation.domain import Problem, Shift, Team
from rotation.rule import Group
from tests import problems as make
from tests.constraints.judging import DAY, HOUR, amounts, judged, refusal, rule, sentences
from tests.problems import at, past, person, shift_type

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"
MINUTE = timedelta(minutes=1)


# rest


def two_days(gap_from: str, zone: str = "UTC", first: str = "2026-12-07") -> Problem:
    """Make two days with a late shift to 22:00 and an early one from `gap_from`."""
    kinds = [
        shift_type("late", "14:00", "22:00", zone),
        shift_type("early", gap_from, "17:00", zone),
    ]
    return make.problem([person("ana"), person("bo")], kinds, first, str(make.day(first) + DAY))


def test_rest_is_enough_from_its_length_on() -> None:
    """22:00 to 09:00 is 11 h and enough; to 08:59 is a minute short."""
    rows = ("late 2026-12-07 ana", "early 2026-12-08 ana")
    assert judged(rule("rest"), two_days("09:00"), *rows) == []
    [breach] = judged(rule("rest"), two_days("08:59"), *rows)
    assert breach.says == (
        "Ana Lima rests 10 h 59 between Mon 7 Dec late and Tue 8 Dec early, needs 11 h"
    )
    assert (breach.person, breach.amount, breach.weight) == ("ana", 1.0, None)
    assert (breach.start, breach.end) == (at("2026-12-07T14:00"), at("2026-12-08T17:00"))


@pytest.mark.parametrize(
    ("zone", "first", "rest"),
    [
        (CHICAGO, "2026-12-07", 11 * 60),
        (CHICAGO, "2027-03-13", 10 * 60),  # 02:00 is skipped
        (CHICAGO, "2026-10-31", 12 * 60),  # 01:00 comes twice
        (LORD_HOWE, "2026-10-03", 10 * 60 + 30),
        (LORD_HOWE, "2027-04-03", 11 * 60 + 30),
        (KOLKATA, "2026-12-07", 11 * 60),
    ],
)
def test_rest_is_elapsed_time(zone: str, first: str, rest: int) -> None:
    """22:00 to 09:00 on the clock is as long as the night was."""
    of = two_days("09:00", zone, first)
    rows = (f"late {first} ana", f"early {make.day(first) + DAY} ana")
    assert judged(rule("rest", least=rest * MINUTE), of, *rows) == []
    assert amounts(rule("rest", least=(rest + 1) * MINUTE), of, *rows) == [1]


def test_rest_after_what_was_served() -> None:
    """A served late on Sunday clashes with Monday's early; two served shifts never do."""
    kinds = [shift_type("late", "14:00", "22:00"), shift_type("early", "06:00", "14:00")]
    ana = person("ana")
    served = (past(kinds[1], "2026-12-06", ana), past(kinds[0], "2026-12-06", ana))
    of = make.problem([ana], kinds, history=served)
    # early and late of Sunday rest 0 h, but both are served.
    assert sentences(rule("rest"), of, "early 2026-12-07 ana") == [
        "Ana Lima rests 8 h between Sun 6 Dec late and Mon 7 Dec early, needs 11 h"
    ]
    assert judged(rule("rest"), of) == []


def test_rest_is_about_active_shifts_that_are_not_alongside() -> None:
    """Standby after a late shift is no clash, nor an active shift that runs alongside."""
    kinds = [
        shift_type("late", "14:00", "22:00"),
        shift_type("watch", "06:00", "14:00", kind="standby"),
        shift_type("side", "06:00", "14:00", alongside=True),
    ]
    of = make.problem([person("ana")], kinds)
    rows = ("late 2026-12-07 ana", "watch 2026-12-08 ana", "side 2026-12-08 ana")
    assert judged(rule("rest"), of, *rows) == []


def test_only_the_next_shift_is_asked() -> None:
    """Three shifts an hour apart are two clashes, not three; each costs the weight."""
    kinds = [shift_type(f"s{hour}", f"{hour:02d}:00", f"{hour + 1:02d}:00") for hour in (8, 10, 12)]
    of = make.problem([person("ana")], kinds)
    rows = ("s8 2026-12-07 ana", "s10 2026-12-07 ana", "s12 2026-12-07 ana")
    found = judged(rule("rest", weight=50), of, *rows)
    assert [(breach.amount, breach.weight) for breach in found] == [(1.0, 50), (1.0, 50)]


def test_a_second_rest_for_a_group() -> None:
    """A rule for a group: only Bo's clash is found, under rest[2]."""
    of = two_days("08:00")
    rows = ("late 2026-12-07 ana bo", "early 2026-12-08 ana bo")
    [breach] = judged(rule("rest", people=Group(ids=("bo",)), label="rest[2]"), of, *rows)
    assert (breach.rule, breach.person) == ("rest[2]", "bo")


def test_rest_refuses_what_cannot_be_meant() -> None:
    """No rest at all and a price of nothing are refused."""
    assert refusal("rest", least=timedelta(0)) == ("least", "must be above 0 h, got 0 h")
    assert refusal("rest", least=-HOUR) == ("least", "must be above 0 h, got -1 h")
    assert refusal("rest", weight=0) == ("weight", "must be a whole number above 0, got 0")


# weekly_rest

WEEK = ("2026-12-07", "2026-12-13")


def week(kind_end: str = "17:00", *, zone: str = "UTC", first: str = WEEK[0]) -> Problem:
    """Make one week, Monday to Sunday, with a shift from 09:00 each day, for two people."""
    last = str(make.day(first) + 6 * DAY)
    people = [person("utc"), person("here", time_zone=zone)]
    return make.problem(people, [shift_type("day", "09:00", kind_end, zone)], first, last)


def days_of(first: str, numbers: range | list[int], who: str) -> list[str]:
    """Write rows for the n-th days from a date."""
    return [f"day {make.day(first) + n * DAY} {who}" for n in numbers]


def test_one_free_day_between_two_shifts() -> None:
    """Free on Thursday: Wednesday 17:00 to Friday 09:00 is 40 h. All seven: 16 h at most."""
    of, six = week(), [0, 1, 2, 4, 5, 6]
    assert judged(rule("weekly_rest", least=40 * HOUR), of, *days_of(WEEK[0], six, "utc")) == []
    assert sentences(rule("weekly_rest", least=41 * HOUR), of, *days_of(WEEK[0], six, "utc")) == [
        "Utc has at most 40 h free in a row between Mon 7 Dec and Sun 13 Dec, needs 41 h"
    ]
    assert sentences(rule("weekly_rest"), of, *days_of(WEEK[0], range(7), "utc")) == [
        "Utc has at most 16 h free in a row between Mon 7 Dec and Sun 13 Dec, needs 35 h"
    ]


def test_the_stretch_lies_inside_the_week() -> None:
    """Six days to Saturday 17:00 leave 31 h to the week's end, though Monday is free as well."""
    of = make.problem([person("utc")], [shift_type("day")], WEEK[0], "2026-12-20")
    [breach] = judged(rule("weekly_rest", weight=4), of, *days_of(WEEK[0], range(6), "utc"))
    assert (breach.amount, breach.weight) == (1.0, 4)
    assert (breach.start, breach.end) == (at("2026-12-07T00:00"), at("2026-12-14T00:00"))
    assert (
        judged(rule("weekly_rest", least=31 * HOUR), of, *days_of(WEEK[0], range(6), "utc")) == []
    )


@pytest.mark.parametrize(
    ("zone", "first", "longest"),
    [
        # Saturday 17:00 to the local week's end is 31 h on the clock.
        (CHICAGO, "2026-12-07", 31 * 60),
        (CHICAGO, "2027-03-08", 30 * 60),  # Sunday 14 March has 23 h
        (CHICAGO, "2026-10-26", 32 * 60),  # Sunday 1 November has 25 h
        (LORD_HOWE, "2026-09-28", 30 * 60 + 30),
        (LORD_HOWE, "2027-03-29", 31 * 60 + 30),
        (KOLKATA, "2026-12-07", 31 * 60),
    ],
)
def test_weekly_rest_is_elapsed_time_in_the_local_week(zone: str, first: str, longest: int) -> None:
    """Six days from Monday leave Saturday evening and Sunday, as long as that Sunday is."""
    of = week(zone=zone, first=first)
    rows = days_of(first, range(6), "here")
    assert judged(rule("weekly_rest", least=longest * MINUTE), of, *rows) == []
    assert amounts(rule("weekly_rest", least=(longest + 1) * MINUTE), of, *rows) == [1]


def test_the_team_says_when_a_week_starts() -> None:
    """With weeks from Sunday the six days Monday to Saturday have Sunday before them."""
    team = Team(week_starts=6)
    of = make.problem([person("utc")], [shift_type("day")], "2026-12-06", "2026-12-19", team=team)
    # Sunday 00:00 to Monday 09:00 is 33 h.
    rows = days_of(WEEK[0], range(6), "utc")
    assert judged(rule("weekly_rest", least=33 * HOUR), of, *rows) == []
    assert amounts(rule("weekly_rest", least=34 * HOUR), of, *rows) == [1]


def test_a_week_cut_by_the_end_is_not_judged() -> None:
    """Seven days on, but the horizon ends on Saturday: nothing is said of the week."""
    of = make.problem([person("utc")], [shift_type("day")], WEEK[0], "2026-12-12")
    assert judged(rule("weekly_rest"), of, *days_of(WEEK[0], range(6), "utc")) == []


def test_a_week_cut_by_the_start_counts_history() -> None:
    """The horizon begins on Thursday; Monday to Wednesday were served, so no day was free."""
    kind, who = shift_type("day"), person("utc")
    served = tuple(past(kind, f"2026-12-0{n}", who) for n in (7, 8, 9))
    of = make.problem([who], [kind], "2026-12-10", WEEK[1], history=served)
    assert amounts(rule("weekly_rest"), of, *days_of("2026-12-10", range(4), "utc")) == [1]
    bare = make.problem([who], [kind], "2026-12-10", WEEK[1], history=())
    assert judged(rule("weekly_rest"), bare, *days_of("2026-12-10", range(4), "utc")) == []


def served_to_saturday_night(*extra: str) -> Problem:
    """Make a horizon of one Sunday, after a week of days and a Saturday from 14:00 to 23:00."""
    kind, late, who = shift_type("day"), shift_type("late", "14:00", "23:00"), person("utc")
    served = [past(kind, f"2026-12-{n:02d}", who) for n in range(7, 12)]
    served.append(past(late, "2026-12-12", who))
    return make.problem([who], [kind, late], WEEK[1], WEEK[1], history=tuple(served))


def test_a_week_that_history_broke_counts_once_the_horizon_joins() -> None:
    """No stretch of 35 h was left by Saturday: nobody's breach until Sunday is worked too."""
    of = served_to_saturday_night()
    assert judged(rule("weekly_rest"), of) == []
    # Sunday's shift is in the week, though not where a free stretch could have been.
    assert amounts(rule("weekly_rest"), of, "day 2026-12-13 utc") == [1]


def test_rolling_windows_start_at_every_midnight() -> None:
    """Work on Monday and Wednesday to Friday; every two days 24 h free in a row.

    Mon-Tue: Mon 17:00 to Wed 00:00, 31 h. Tue-Wed: Tue 00:00 to Wed 09:00, 33 h.
    Wed-Thu: 16 h at most, and Thu-Fri likewise. Fri-Sat: Fri 17:00 on, 31 h. Sat-Sun: 48 h.
    The window Sun-Mon before the horizon: Sun 00:00 to Mon 09:00, 33 h.
    """
    of = week()
    each = rule("weekly_rest", least=24 * HOUR, every=2 * DAY, rolling=True)
    found = judged(each, of, *days_of(WEEK[0], [0, 2, 3, 4], "utc"))
    assert [breach.start for breach in found] == [at("2026-12-09T00:00"), at("2026-12-10T00:00")]
    assert found[0].says == (
        "Utc has at most 16 h free in a row between Wed 9 Dec and Thu 10 Dec, needs 24 h"
    )


def test_a_rolling_window_reaches_into_history_and_not_past_the_end() -> None:
    """Saturday and Sunday served, Monday worked: both windows that hold Sunday are broken."""
    kind, who = shift_type("day"), person("utc")
    served = (past(kind, "2026-12-05", who), past(kind, "2026-12-06", who))
    of = make.problem([who], [kind], WEEK[0], "2026-12-08", history=served)
    each = rule("weekly_rest", least=24 * HOUR, every=2 * DAY, rolling=True)
    # Sat-Sun is served alone; Sun-Mon has 16 h at most; Mon-Tue 31 h; Tue-Wed passes the end.
    found = judged(each, of, "day 2026-12-07 utc", "day 2026-12-08 utc")
    assert [str(b.start.date()) for b in found] == ["2026-12-06", "2026-12-07"]


def test_standby_does_not_break_weekly_rest() -> None:
    """A week of standby is free of active shifts."""
    kind = shift_type("watch", "00:00", None, duration_days=7, kind="standby")
    of = make.problem([person("utc")], [kind])
    assert judged(rule("weekly_rest"), of, "watch 2026-12-07 utc") == []


def test_a_shift_longer_than_the_week_leaves_nothing() -> None:
    """An active shift of nine days from Sunday: the week inside has 0 h free."""
    kind, who = shift_type("trip", "00:00", None, duration_days=9), person("utc")
    of = make.problem([who], [kind], "2026-12-06", WEEK[1])
    assert sentences(rule("weekly_rest"), of, "trip 2026-12-06 utc") == [
        "Utc has at most 0 h free in a row between Mon 7 Dec and Sun 13 Dec, needs 35 h"
    ]
    first: Shift = make.shift(of, "trip", "2026-12-06")
    assert first.length == 9 * DAY


@pytest.mark.parametrize(
    ("parameters", "field", "says"),
    [
        ({"least": timedelta(0)}, "least", "must be above 0 h and at most 7 d, got 0 h"),
        ({"least": 169 * HOUR}, "least", "must be above 0 h and at most 7 d, got 169 h"),
        ({"every": 3 * DAY}, "every", "must be 7d unless rolling = true"),
        ({"every": 36 * HOUR, "rolling": True}, "every", "must be whole days, got 36 h"),
        ({"every": 12 * HOUR, "rolling": True}, "every", "must be whole days, got 12 h"),
    ],
)
def test_weekly_rest_refuses(parameters: dict[str, object], field: str, says: str) -> None:
    """What cannot be meant is refused, saying what was got."""
    assert refusal("weekly_rest", **parameters) == (field, says)
    assert str(rule("weekly_rest", least=7 * DAY)) == "everyone has 7 d free in a row in each week"
