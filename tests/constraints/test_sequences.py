"""Worked examples of sequence and spacing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rotation.domain import Problem
from rotation.rule import Group
from tests import problems as make
from tests.constraints.judging import DAY, HOUR, amounts, judged, refusal, rule, sentences
from tests.problems import day, past, person, shift_type

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"
UTC = person("utc")


# sequence


def changing(zone: str = "UTC", first: str = "2026-12-07") -> Problem:
    """Make three dates of early, late and a 26 h watch."""
    kinds = [
        shift_type("early", "06:00", "14:00", zone),
        shift_type("late", "14:00", "22:00", zone),
        shift_type("watch", "08:00", None, zone, duration=26 * HOUR, kind="standby"),
    ]
    people = [person("x", time_zone=zone), person("y", time_zone=zone)]
    return make.problem(people, kinds, first, str(day(first) + 2 * DAY))


LATE_EARLY = (("late", "early"),)


def test_the_second_does_not_start_on_the_next_date() -> None:
    """Late then early is a clash the day after, not the same day or two days after."""
    each = rule("sequence", forbidden=LATE_EARLY)
    assert sentences(each, changing(), "late 2026-12-07 x", "early 2026-12-08 x") == [
        "X has Tue 8 Dec early on the day after Mon 7 Dec late"
    ]
    assert judged(each, changing(), "late 2026-12-07 x", "early 2026-12-09 x") == []
    assert judged(each, changing(), "late 2026-12-07 x", "early 2026-12-07 x") == []
    assert judged(each, changing(), "early 2026-12-07 x", "late 2026-12-08 x") == []
    assert judged(each, changing(), "late 2026-12-07 x", "early 2026-12-08 y") == []


def test_a_shift_between_does_not_excuse() -> None:
    """Early and late on Tuesday after a late Monday: the early one clashes all the same."""
    each = rule("sequence", forbidden=(("late", "late"), *LATE_EARLY), weight=3)
    rows = ("late 2026-12-07 x", "early 2026-12-08 x", "late 2026-12-08 x")
    assert amounts(each, changing(), *rows) == [1, 1]


def test_sequences_count_standby_and_shifts_still_on() -> None:
    """The watch from Monday 08:00 lasts to Tuesday 10:00; early on Tuesday starts within it."""
    each = rule("sequence", forbidden=(("watch", "early"),))
    assert amounts(each, changing(), "watch 2026-12-07 x", "early 2026-12-08 x") == [1]


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        (CHICAGO, "2027-03-13"),
        (CHICAGO, "2026-10-31"),
        (LORD_HOWE, "2026-10-03"),
        (LORD_HOWE, "2027-04-03"),
        (KOLKATA, "2026-12-07"),
    ],
)
def test_the_next_date_is_the_persons_own(zone: str, first: str) -> None:
    """Clock changes move no date."""
    rows = (f"late {first} x", f"early {day(first) + DAY} x")
    assert amounts(rule("sequence", forbidden=LATE_EARLY), changing(zone, first), *rows) == [1]


def test_the_date_is_local() -> None:
    """22:00Z and 10:00Z of the next date are both 8 December in Singapore."""
    kinds = [shift_type("late", "22:00", "23:00"), shift_type("early", "10:00", "11:00")]
    of = make.problem([person("ana"), person("bo")], kinds)
    rows = ("late 2026-12-07 ana bo", "early 2026-12-08 ana bo")
    found = judged(rule("sequence", forbidden=LATE_EARLY), of, *rows)
    assert [breach.person for breach in found] == ["ana"]


def test_sequences_reach_back() -> None:
    """A served late of Sunday clashes with Monday's early."""
    of = changing()
    late = of.shift_types[1]
    of = make.problem(
        of.people, of.shift_types, history=(past(late, "2026-12-06", of.person["x"]),)
    )
    assert amounts(rule("sequence", forbidden=LATE_EARLY), of, "early 2026-12-07 x") == [1]


def test_sequence_says_for_whom() -> None:
    """The rule in plain words, for all and for a group."""
    assert (
        str(rule("sequence", forbidden=LATE_EARLY))
        == "nobody works late then early on the next day"
    )
    grouped = rule("sequence", forbidden=LATE_EARLY, people=Group(skill="senior"))
    assert str(grouped) == "nobody (skill senior) works late then early on the next day"


# spacing


@pytest.mark.parametrize(
    ("first", "enough", "short"),
    [
        # A watch of 7 calendar days from Monday 09:00 New York, the next 28 days later: 21 days
        # on the clock between them. Across 14 March 2027 that is an hour less than P21D.
        ("2027-02-15", 503 * HOUR, 504 * HOUR),
        ("2026-12-07", 504 * HOUR, 504 * HOUR + timedelta(minutes=1)),
        # Across 1 November 2026 it is an hour more.
        ("2026-10-12", 505 * HOUR, 505 * HOUR + timedelta(minutes=1)),
    ],
)
def test_spacing_is_elapsed_time(first: str, enough: timedelta, short: timedelta) -> None:
    """Three weeks on the clock are P21D or an hour off it."""
    watch = shift_type("watch", "09:00", None, "America/New_York", duration_days=7, kind="standby")
    last = str(day(first) + 28 * DAY)
    of = make.problem([UTC], [watch], first, last)
    rows = (f"watch {first} utc", f"watch {last} utc")
    assert judged(rule("spacing", shifts=("watch",), least=enough), of, *rows) == []
    assert amounts(rule("spacing", shifts=("watch",), least=short), of, *rows) == [1]
    # A day less leaves room for any clock change: P20D holds everywhere.
    assert judged(rule("spacing", shifts=("watch",), least=20 * DAY), of, *rows) == []


def test_spacing_says_how_far() -> None:
    """23 h on the clock across Lord Howe's half hour are 22 h 30."""
    watch = shift_type("watch", "09:00", "10:00", LORD_HOWE, kind="standby")
    of = make.problem([UTC], [watch], "2026-10-03", "2026-10-04")
    rows = ("watch 2026-10-03 utc", "watch 2026-10-04 utc")
    [breach] = judged(rule("spacing", shifts=("watch",), least=23 * HOUR, weight=9), of, *rows)
    assert breach.says == (
        "Utc has 22 h 30 between Sat 3 Oct watch and Sun 4 Oct watch, needs 23 h"
    )
    assert (breach.amount, breach.weight) == (1, 9)


def test_any_of_the_listed_is_a_turn() -> None:
    """Watch and standby duty space each other, the day shift between does not matter."""
    kinds = [shift_type(name, "09:00", "10:00") for name in ("watch", "duty", "day")]
    of = make.problem([UTC], kinds)
    rows = ("watch 2026-12-07 utc", "day 2026-12-08 utc", "duty 2026-12-09 utc")
    assert amounts(rule("spacing", shifts=("watch", "duty"), least=48 * HOUR), of, *rows) == [1]
    assert judged(rule("spacing", shifts=("watch",), least=48 * HOUR), of, *rows) == []


def test_spacing_asks_the_next_turn_and_reaches_back() -> None:
    """Turns on 6 (served), 7 and 8 December, three days wanted: two clashes, not three."""
    kind = shift_type("watch", "09:00", "10:00")
    of = make.problem([UTC], [kind], history=(past(kind, "2026-12-06", UTC),))
    each = rule("spacing", shifts=("watch",), least=3 * DAY)
    assert amounts(each, of, "watch 2026-12-07 utc", "watch 2026-12-08 utc") == [1, 1]
    assert amounts(each, of, "watch 2026-12-08 utc") == [1]
    assert judged(each, of, "watch 2026-12-10 utc") == []


@pytest.mark.parametrize(
    ("name", "parameters", "field", "says"),
    [
        ("sequence", {}, "forbidden", "must list at least one pair of shift ids"),
        (
            "sequence",
            {"forbidden": (("a", "b"), ("a",))},
            "forbidden",
            "must be pairs of two shift ids, got a",
        ),
        (
            "sequence",
            {"forbidden": ((),)},
            "forbidden",
            "must be pairs of two shift ids, got nothing",
        ),
        ("spacing", {"least": DAY}, "shifts", "must list at least one shift id"),
        (
            "spacing",
            {"shifts": ("a",), "least": timedelta(0)},
            "least",
            "must be above 0 h, got 0 h",
        ),
    ],
)
def test_sequences_refuse(name: str, parameters: dict[str, object], field: str, says: str) -> None:
    """What cannot be meant is refused, saying what was got."""
    assert refusal(name, **parameters) == (field, says)
