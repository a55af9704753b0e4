"""Worked examples of what is always on: qualified, available, no_overlap, locked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rotation.domain import Absence, Span
from rotation.limits import Line
from rotation.rule import PersonRule
from tests import problems as make
from tests.constraints.judging import amounts, judged, rule, sentences
from tests.constraints.random_problems import random_problem
from tests.problems import at, day, leave, past, person, shift_type, wall


@pytest.mark.parametrize("name", ["qualified", "available", "no_overlap", "locked"])
def test_always_on_and_hard(name: str) -> None:
    """They are on in every rota and have no price."""
    assert rule(name).always
    assert rule(name).weight is None


# qualified


def test_a_level_is_enough_from_itself_on() -> None:
    """C1 asked: Bo has C1 and may, Kenji has B2 and may not, Aoife is native and may."""
    kind = shift_type("day", languages=make.languages("en:C1"), people=3)
    of = make.problem([person("bo"), person("kenji"), person("aoife")], [kind])
    assert sentences(rule("qualified"), of, "day 2026-12-07 aoife bo kenji") == [
        "Kenji Mori is on Mon 7 Dec day and lacks en C1"
    ]


def test_every_language_and_skill_is_asked() -> None:
    """Two things lacking are one breach that names both; having all of it is none."""
    kind = shift_type("day", languages=make.languages("es:B2"), skills=frozenset({"senior"}))
    of = make.problem([person("ana", skills={"senior"}), person("bo")], [kind])
    rows = ("day 2026-12-07 ana", "day 2026-12-08 bo")
    [breach] = judged(rule("qualified"), of, *rows)
    assert breach.says == "Bo Chen is on Tue 8 Dec day and lacks es B2, senior"
    assert (breach.person, breach.amount, breach.start) == ("bo", 1.0, at("2026-12-08T09:00"))


def test_a_regional_form_speaks_the_language() -> None:
    """`en-gb` also speaks `en`, but `en` does not speak `en-gb`."""
    kinds = [
        shift_type("plain", languages=make.languages("en:C1")),
        shift_type("regional", languages=make.languages("en-gb:C1")),
    ]
    of = make.problem([person("ana", speaks="en-gb:C2"), person("bo", speaks="en:C2")], kinds)
    rows = ("plain 2026-12-07 ana bo", "regional 2026-12-07 ana bo")
    assert sentences(rule("qualified"), of, *rows) == [
        "Bo Chen is on Mon 7 Dec regional and lacks en-gb C1"
    ]


# available


def test_leave_is_whole_local_days() -> None:
    """Ana's 8 December is 06:00Z to 06:00Z: the night up to it is free, the next touches it."""
    ana, night = person("ana"), shift_type("night", "22:00", "06:00")
    of = make.problem([ana], [night], absences=(leave(ana, "2026-12-08"),))
    assert sentences(rule("available"), of, "night 2026-12-07 ana", "night 2026-12-08 ana") == [
        "Ana Lima is on Tue 8 Dec night but is absent (leave) from Tue 8 Dec"
    ]


@pytest.mark.parametrize(
    ("first", "when", "expected"),
    [
        # Chicago, back on 1 November: the day is 05:00Z to 06:00Z of the next, 25 hours.
        ("2026-11-01", "2026-11-02", 1),
        # Forward on 14 March: 06:00Z to 05:00Z of the next, 23 hours.
        ("2027-03-14", "2027-03-15", 0),
        ("2026-12-08", "2026-12-09", 1),
    ],
)
def test_leave_across_a_clock_change(first: str, when: str, expected: int) -> None:
    """A shift at 05:00Z is on the leave day in winter time only."""
    ana, early = person("ana"), shift_type("early", "05:00", "13:00")
    of = make.problem([ana], [early], first, when, absences=(leave(ana, first),))
    assert len(judged(rule("available"), of, f"early {when} ana")) == expected


def test_leave_in_a_half_hour_zone() -> None:
    """Priya's 8 December ends at 18:30Z: a shift at 18:00Z touches it, one at 18:30Z does not."""
    priya = person("priya")
    kinds = [shift_type("a", "18:00", "22:00"), shift_type("b", "18:30", "22:30")]
    of = make.problem([priya], kinds, absences=(leave(priya, "2026-12-08", kind="sick"),))
    assert sentences(rule("available"), of, "a 2026-12-08 priya", "b 2026-12-08 priya") == [
        "Priya Nair is on Tue 8 Dec a but is absent (sick) from Tue 8 Dec"
    ]


def test_leave_by_the_clock_is_half_open() -> None:
    """Absent until 09:00Z sharp leaves the 09:00Z shift free; one minute more does not."""
    bo, kind = person("bo"), shift_type("day")
    for minutes, expected in ((0, 0), (1, 1)):
        span = Span(at("2026-12-07T07:00"), at("2026-12-07T09:00") + timedelta(minutes=minutes))
        of = make.problem([bo], [kind], absences=(Absence("bo", span, "training"),))
        assert len(judged(rule("available"), of, "day 2026-12-07 bo")) == expected


def test_no_minute_outside_employment() -> None:
    """Ana leaves after 8 December, 06:00Z on the 9th: a night to 06:00Z is fine, to 06:30Z not."""
    ana = person("ana", ends_on=day("2026-12-08"))
    kinds = [shift_type("a", "22:00", "06:00"), shift_type("b", "22:30", "06:30")]
    of = make.problem([ana], kinds)
    assert sentences(rule("available"), of, "a 2026-12-08 ana", "b 2026-12-08 ana") == [
        "Ana Lima is on Tue 8 Dec b but is not employed then"
    ]
    joins = make.problem([person("ana", starts_on=day("2026-12-08"))], kinds)
    # Her 8 December begins at 06:00Z.
    assert amounts(rule("available"), joins, "b 2026-12-07 ana", "b 2026-12-08 ana") == [1.0]


def test_hours_of_day_are_the_persons_own() -> None:
    """Ana works 06:00 to 23:00 in Chicago: 12:00Z in winter is 06:00, 11:00Z is 05:00."""
    ana = person("ana", not_before=wall("06:00"), not_after=wall("23:00"))
    kinds = [
        shift_type("early", "11:00", "19:00"),
        shift_type("day", "12:00", "20:00"),
        shift_type("watch", "03:00", "11:00", kind="standby"),
    ]
    of = make.problem([ana], kinds)
    rows = ("early 2026-12-07 ana", "day 2026-12-08 ana", "watch 2026-12-09 ana")
    assert sentences(rule("available"), of, *rows) == [
        "Ana Lima is on Mon 7 Dec early but works only between 06:00 and 23:00 local time"
    ]
    # 11:00Z is 06:00 once the clocks went forward on 14 March 2027.
    spring = make.problem([ana], kinds, "2027-03-13", "2027-03-14")
    assert amounts(rule("available"), spring, "early 2027-03-13 ana", "early 2027-03-14 ana") == [1]


def test_what_was_served_is_not_judged() -> None:
    """A history shift on leave is no breach of the horizon."""
    ana, kind = person("ana"), shift_type("day")
    of = make.problem(
        [ana],
        [kind],
        history=(past(kind, "2026-12-06", ana),),
        absences=(leave(ana, "2026-12-06"),),
    )
    assert judged(rule("available"), of, "day 2026-12-07 ana") == []


# no_overlap


def test_meeting_shifts_do_not_overlap() -> None:
    """One ends at 17:00 as the other starts: fine; 16:59 is a clash."""
    kinds = [shift_type("day"), shift_type("late", "17:00", "23:00")]
    near = [shift_type("day"), shift_type("late", "16:59", "23:00")]
    rows = ("day 2026-12-07 ana", "late 2026-12-07 ana")
    assert judged(rule("no_overlap"), make.problem([person("ana")], kinds), *rows) == []
    [breach] = judged(rule("no_overlap"), make.problem([person("ana")], near), *rows)
    assert breach.says == ("Ana Lima is on Mon 7 Dec day and on Mon 7 Dec late at the same time")
    assert (breach.start, breach.end) == (at("2026-12-07T09:00"), at("2026-12-07T23:00"))


def test_standby_overlaps_too_unless_alongside() -> None:
    """A standby week overlaps the day shift in it; marked alongside it may."""
    for alongside, expected in ((False, 1), (True, 0)):
        watch = shift_type(
            "watch", "09:00", None, duration_days=7, kind="standby", alongside=alongside
        )
        of = make.problem([person("ana")], [watch, shift_type("day")])
        rows = ("watch 2026-12-07 ana", "day 2026-12-10 ana")
        assert len(judged(rule("no_overlap"), of, *rows)) == expected


def test_each_pair_is_a_clash_and_history_takes_part() -> None:
    """A served 30 h shift overlaps both shifts of Monday, which overlap each other: 3 clashes."""
    long = shift_type("long", "09:00", None, duration=timedelta(hours=30))
    kinds = [long, shift_type("day"), shift_type("mid", "12:00", "20:00")]
    ana = person("ana")
    of = make.problem([ana], kinds, history=(past(long, "2026-12-06", ana),))
    rows = ("day 2026-12-07 ana", "mid 2026-12-07 ana")
    assert amounts(rule("no_overlap"), of, *rows) == [1, 1, 1]
    # Two served shifts that overlap each other are nobody's breach any more.
    twice = (past(long, "2026-12-05", ana), past(long, "2026-12-06", ana))
    assert amounts(rule("no_overlap"), make.problem([ana], kinds, history=twice)) == []


def test_hand_overs_meet_in_the_hour_that_comes_twice() -> None:
    """Night to 01:30 and early from 01:30 on 1 November, Chicago: both the first 01:30."""
    kinds = [
        shift_type("night", "22:00", "01:30", "America/Chicago"),
        shift_type("early", "01:30", "08:00", "America/Chicago"),
    ]
    of = make.problem([person("ana")], kinds, "2026-10-31", "2026-11-01")
    rows = ("night 2026-10-31 ana", "early 2026-11-01 ana")
    assert judged(rule("no_overlap"), of, *rows) == []


# what rules out single shifts


@pytest.mark.parametrize("name", ["qualified", "available"])
def test_what_is_ruled_out_is_what_the_limits_say(name: str) -> None:
    """The shifts that each names at once are those that its limits forbid one by one."""
    each, told = rule(name), 0
    assert isinstance(each, PersonRule)
    for seed in range(60):
        of = random_problem(seed)
        for who in of.people:
            line = Line(who, of, of.served[who.id], of.shifts)
            ruled_out = list(each.ruled_out(line))
            assert ruled_out == list(PersonRule.ruled_out(each, line))
            told += len(ruled_out)
    assert told > 20  # so that the two are not compared on nothing


# locked


def test_a_promise_is_kept_or_said() -> None:
    """Ana is promised Monday: not on it is a breach, on it none; Bo's being there is no help."""
    of = make.problem(
        [person("ana"), person("bo")],
        [shift_type("day")],
        locked=((("day", day("2026-12-07")), "ana"),),
    )
    [breach] = judged(rule("locked"), of, "day 2026-12-07 bo")
    assert breach.says == "Ana Lima is promised Mon 7 Dec day (locked.csv) and is not on it"
    assert (breach.person, breach.amount, breach.weight) == ("ana", 1.0, None)
    assert judged(rule("locked"), of, "day 2026-12-07 ana bo") == []
