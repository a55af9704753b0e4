"""Who is on duty when, and which part of it is judged."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotation import clock, duty
from rotation.domain import (
    Ask,
    Assignment,
    Horizon,
    Problem,
    Requirement,
    Schedule,
    ShiftType,
    Span,
    Window,
)
from tests import problems as make
from tests.clock_changes import zones
from tests.problems import at, day, shift_type, wall

HOUR = timedelta(hours=1)
CHICAGO, KOLKATA, TOKYO = "America/Chicago", "Asia/Kolkata", "Asia/Tokyo"


def spans(*pairs: tuple[str, str]) -> list[Span]:
    """Write stretches briefly."""
    return [Span(at(start), at(end)) for start, end in pairs]


def around(name: str, zone_name: str, start: str = "08:00", **changed: Any) -> ShiftType:
    """Make a shift around the clock."""
    return shift_type(name, start, start, zone_name, **changed)


def found(requirement: Requirement, schedule: Schedule) -> list[tuple[Span, str, int]]:
    """List stretches as (span, people, short)."""
    return [
        (stretch.span, " ".join(who.id for who in stretch.people), stretch.short)
        for stretch in duty.stretches(requirement, schedule)
    ]


# The judged span


def test_judged_from_the_first_zone_to_reach_the_month() -> None:
    """Tokyo begins December at 30 November 15:00Z and ends it likewise."""
    of = make.problem(
        [make.person("ana")],
        [around("a", CHICAGO), around("b", TOKYO), around("c", KOLKATA)],
        "2026-12-01",
        "2026-12-31",
    )
    assert duty.judged_span(of) == Span(at("2026-11-30T15:00"), at("2026-12-31T15:00"))


def test_only_responding_shifts_count_for_the_span() -> None:
    """A silent Tokyo shift does not move it; without any other the team's zone is taken."""
    silent = around("b", TOKYO, responds=False)
    of = make.problem([], [around("a", CHICAGO), silent], "2026-12-01", "2026-12-31")
    assert duty.judged_span(of) == Span(at("2026-12-01T06:00"), at("2027-01-01T06:00"))
    nobody = make.problem([], [silent], "2026-12-01", "2026-12-31")
    assert duty.judged_span(nobody) == Span(at("2026-12-01T00:00"), at("2027-01-01T00:00"))


@given(st.lists(zones, min_size=1, max_size=4), st.integers(2012, 2030), st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_months_tile(zone_names: list[str], year: int, month: int) -> None:
    """Whatever the mixture of zones, a month is judged from where the one before stopped."""
    kinds = [around(f"shift{n}", name) for n, name in enumerate(zone_names)]
    firsts = [date(year + (month + n - 1) // 12, (month + n - 1) % 12 + 1, 1) for n in range(4)]
    judged = [
        duty.judged_span(make.problem([], kinds, str(first), str(after - clock.DAY)))
        for first, after in pairwise(firsts)
    ]
    assert all(one.end == other.start for one, other in pairwise(judged))
    assert all(timedelta(days=27) < span.length < timedelta(days=32) for span in judged)


@given(
    st.lists(zones, min_size=1, max_size=3),
    zones,
    st.integers(0, 23),
    st.integers(0, 24),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(1, 6),
)
@settings(max_examples=100, deadline=None)
def test_windows_of_neighbouring_weeks_tile(
    zone_names: list[str], own: str, start: int, end: int, days: set[int], cut: int
) -> None:
    """Judging two parts of a week judges the same instants as judging the week, once each."""
    kinds = [around(f"shift{n}", name) for n, name in enumerate(zone_names)]
    window = Window(
        time_zone=own,
        days=frozenset(days),
        start=wall(f"{start:02d}:00"),
        end=wall(f"{end:02d}:00"),
    )
    needs = make.requirement("en", window=window)
    first = day("2026-10-30")

    def judged(begin: int, last: int) -> list[Span]:
        of = make.problem(
            [], kinds, str(first + begin * clock.DAY), str(first + last * clock.DAY), history=()
        )
        return duty.judged_windows(needs, of)

    parts = judged(0, cut - 1) + judged(cut, 6)
    assert all(not a.overlaps(b) for a, b in pairwise(sorted(parts)))
    assert clock.joined(parts) == judged(0, 6)


# What is unknown before the horizon


def boundary(**changed: Any) -> Problem:
    """Make a week with a Chicago evening and a Kolkata morning; the latter sets the span."""
    kinds = [
        shift_type("late", "16:00", "24:00", CHICAGO),
        shift_type("early", "06:00", "14:00", KOLKATA),
    ]
    return make.problem([make.person("ana"), make.person("priya")], kinds, **changed)


def test_without_history_what_older_shifts_would_cover_is_not_judged() -> None:
    """Chicago's Sunday evening lies in the span but is dated before the horizon."""
    of = boundary()
    # Kolkata's Monday 7 December begins at 6T18:30Z. Chicago's Sunday 16-24 is 6T22:00Z-7T06:00Z.
    assert duty.judged_span(of).start == at("2026-12-06T18:30")
    judged = duty.judged_windows(make.requirement("en"), of)
    assert judged == spans(
        ("2026-12-06T18:30", "2026-12-06T22:00"), ("2026-12-07T06:00", "2026-12-13T18:30")
    )


def test_with_history_everything_in_the_span_is_judged() -> None:
    """Also with a history that is empty: then nobody was on duty, and that is known."""
    whole = spans(("2026-12-06T18:30", "2026-12-13T18:30"))
    assert duty.unknown_before(boundary(history=())) == []
    assert duty.judged_windows(make.requirement("en"), boundary(history=())) == whole


def test_standby_and_silent_shifts_leave_nothing_unknown() -> None:
    """Only active shifts that respond would have covered anything."""
    kinds = [
        shift_type("early", "06:00", "14:00", KOLKATA),
        shift_type("watch", "00:00", None, CHICAGO, kind="standby", duration_days=7),
        shift_type("desk", "16:00", "24:00", CHICAGO, responds=False),
    ]
    of = make.problem([], kinds)
    (judged,) = duty.judged_windows(make.requirement("en"), of)
    assert judged == duty.judged_span(of)


def test_days_and_exceptions_decide_what_is_unknown() -> None:
    """A shift that does not run on Sunday leaves Sunday known."""
    kinds = [
        shift_type("late", "16:00", "24:00", CHICAGO, days=frozenset(range(5))),
        shift_type("early", "06:00", "14:00", KOLKATA),
    ]
    of = make.problem([], kinds)
    assert duty.judged_windows(make.requirement("en"), of) == [duty.judged_span(of)]


@pytest.mark.parametrize(
    ("days", "until"), [(7, "2026-12-13T08:00"), (21, "2026-12-27T08:00"), (1, "2026-12-07T08:00")]
)
def test_long_shifts_reach_far(days: int, until: str) -> None:
    """A P7D of Sunday is unknown for the week; a daily P21D for three."""
    of = make.problem(
        [],
        [shift_type("x", "08:00", None, duration_days=days)],
        "2026-12-07",
        "2026-12-31",
    )
    unknown = duty.unknown_before(of)
    assert len(unknown) == 1
    assert unknown[0].end == at(until)
    assert unknown[0].start < duty.judged_span(of).start


def test_shifts_far_behind_the_first_zone_are_unknown_too() -> None:
    """Kiritimati is 25 h ahead of Niue: a shift of two dates before still reaches in."""
    kinds = [
        shift_type("far", "23:30", "23:30", "Pacific/Niue", days=frozenset({4})),
        shift_type("first", "09:00", "17:00", "Pacific/Kiritimati"),
    ]
    of = make.problem([], kinds)  # Monday 7 December
    # Kiritimati (+14): 6T10:00Z. Niue (-11) Friday 4th 23:30 is 5T10:30Z, to 6T10:30Z.
    (judged,) = duty.judged_windows(make.requirement("en"), of)
    assert judged == Span(at("2026-12-06T10:30"), duty.judged_span(of).end)


def test_holes_are_cut_out() -> None:
    """At either end, in the middle, beyond, and over the whole."""
    (whole,) = spans(("2026-12-07T00:00", "2026-12-07T12:00"))

    def cut(*hours: tuple[int, int]) -> list[tuple[int, int]]:
        holes = [Span(whole.start + a * HOUR, whole.start + b * HOUR) for a, b in hours]
        left = duty.minus([whole], holes)
        return [((s.start - whole.start) // HOUR, (s.end - whole.start) // HOUR) for s in left]

    assert cut() == [(0, 12)]
    assert cut((-2, 3), (5, 6), (11, 14)) == [(3, 5), (6, 11)]
    assert cut((-2, 0), (12, 13)) == [(0, 12)]
    assert cut((-1, 13)) == []


# Stretches


def test_stretches_change_when_people_do() -> None:
    """A hand-over, an overlap of two and a gap: constant pieces of the window, in order."""
    ana, bo = make.person("ana", time_zone="UTC"), make.person("bo", time_zone="UTC")
    kinds = [
        shift_type("early", "06:00", "14:00"),
        shift_type("mid", "12:00", "20:00"),
    ]
    of = make.problem([ana, bo], kinds, "2026-12-07", "2026-12-07", history=())
    needs = make.requirement("en", window=Window(start=wall("06:00"), end=wall("22:00")), people=2)
    rows = make.schedule(of, "early 2026-12-07 ana", "mid 2026-12-07 bo")
    assert found(needs, rows) == list(
        zip(
            spans(
                ("2026-12-07T06:00", "2026-12-07T12:00"),
                ("2026-12-07T12:00", "2026-12-07T14:00"),
                ("2026-12-07T14:00", "2026-12-07T20:00"),
                ("2026-12-07T20:00", "2026-12-07T22:00"),
            ),
            ("ana", "ana bo", "bo", ""),
            (1, 0, 1, 2),
            strict=True,
        )
    )
    # 6 h and 6 h with one missing, 2 h with two missing: (12 + 4) x 60.
    assert sum(stretch.minutes_short for stretch in duty.stretches(needs, rows)) == 960


def test_overlapping_people_do_not_hide_a_gap() -> None:
    """16 h served twice leave 8 h of the day bare (oncall case 36)."""
    people = [make.person("ana"), make.person("bo")]
    kinds = [shift_type("day", "00:00", "16:00"), shift_type("same", "00:00", "16:00")]
    of = make.problem(people, kinds, "2026-12-07", "2026-12-07", history=())
    rows = make.schedule(of, "day 2026-12-07 ana", "same 2026-12-07 bo")
    short = [s for s in duty.stretches(make.requirement("en"), rows) if s.short]
    assert [stretch.span.length for stretch in short] == [8 * HOUR]


def test_one_person_is_one_whatever_they_speak_or_hold() -> None:
    """A bilingual on a shift and on a watch beside it is one person in each requirement."""
    ana = make.person("ana", speaks="en-gb:C1 en:C2 es:native")
    kinds = [
        shift_type("day", "00:00", "24:00"),
        shift_type("watch", "00:00", "24:00", kind="standby", alongside=True),
    ]
    of = make.problem([ana], kinds, "2026-12-07", "2026-12-07", history=())
    rows = make.schedule(of, "day 2026-12-07 ana", "watch 2026-12-07 ana")
    for language in ("en", "es"):
        (stretch,) = duty.stretches(make.requirement("x", language, people=2), rows)
        assert (stretch.people, stretch.short, stretch.minutes_short) == ((ana,), 1, 1440)
    (none,) = duty.stretches(make.requirement("x", "ja"), rows)
    assert none.people == ()


def test_only_people_of_the_kind_on_responding_shifts_count() -> None:
    """Levels and skills are asked; a shift that does not respond covers nothing, standby does."""
    senior = make.person("ana", speaks="en:B1", skills=["senior"])
    junior = make.person("bo", speaks="en:B2")
    kinds = [
        shift_type("watch", "00:00", "24:00", kind="standby", people=2),
        shift_type("desk", "00:00", "24:00", responds=False, people=2),
    ]
    of = make.problem([senior, junior], kinds, "2026-12-07", "2026-12-07", history=())
    watch = make.schedule(of, "watch 2026-12-07 ana bo")
    desk = make.schedule(of, "desk 2026-12-07 ana bo")
    skilled = make.requirement("senior", ask=Ask(skill="senior"))
    assert [who for _, who, _ in found(make.requirement("en"), watch)] == ["bo"]
    assert [who for _, who, _ in found(skilled, watch)] == ["ana"]
    assert [who for _, who, _ in found(skilled, desk)] == [""]


def test_people_on_history_shifts_are_on_duty() -> None:
    """Sunday's Chicago evening covers the first hours of the judged span."""
    of = boundary()
    late = of.shift_types[0]
    ana = of.person["ana"]
    known = boundary(history=(make.past(late, "2026-12-06", ana),))
    first, second, third, *_ = found(make.requirement("en"), make.schedule(known))
    assert first == (*spans(("2026-12-06T18:30", "2026-12-06T22:00")), "", 1)
    assert second == (*spans(("2026-12-06T22:00", "2026-12-07T06:00")), "ana", 0)
    assert third == (*spans(("2026-12-07T06:00", "2026-12-13T18:30")), "", 1)


def test_a_hand_over_to_oneself_is_no_edge() -> None:
    """Two shifts in a row of one person are one stretch, over a clock change too."""
    ana = make.person("ana")
    kinds = [
        shift_type("one", "00:00", "12:00", CHICAGO),
        shift_type("two", "12:00", "24:00", CHICAGO),
    ]
    for when, hours in (("2026-03-08", 23), ("2026-11-01", 25)):
        of = make.problem([ana], kinds, when, when, history=())
        rows = make.schedule(of, f"one {when} ana", f"two {when} ana")
        (stretch,) = duty.stretches(make.requirement("en"), rows)
        assert stretch.span.length == hours * HOUR
        assert stretch.people == (ana,)


def test_windows_of_a_requirement_that_touch_are_one() -> None:
    """Daily 00:00-24:00 is one window; weekdays are one a week; stretches do not cross a hole."""
    of = make.problem([], [around("x", "UTC")], "2026-12-01", "2026-12-14", history=())
    assert len(duty.judged_windows(make.requirement("en"), of)) == 1
    weekdays = make.requirement("en", window=Window(days=frozenset(range(5))))
    assert [span.length.days for span in duty.judged_windows(weekdays, of)] == [4, 5, 1]
    assert len(duty.stretches(weekdays, make.schedule(of))) == 3


def test_a_window_that_began_before_the_horizon_is_judged_from_its_start() -> None:
    """`days` is asked of the window's own date: Sunday's night window reaches into Monday."""
    of = make.problem([], [around("x", "UTC")], history=())
    sunday = Window(days=frozenset({6}), start=wall("22:00"), end=wall("06:00"))
    assert duty.judged_windows(make.requirement("en", window=sunday), of) == spans(
        ("2026-12-07T00:00", "2026-12-07T06:00"), ("2026-12-13T22:00", "2026-12-14T00:00")
    )


@given(st.data(), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_stretches_say_what_every_instant_says(drawn: st.DataObject, people: int) -> None:
    """Stretches tile the judged windows, differ from their neighbours, and are right inside."""
    everybody = make.everybody()
    kinds = [
        shift_type("a", "22:00", "07:00", "Europe/Dublin", people=(0, 1, 5)),
        shift_type("b", "05:00", "15:00", "Australia/Lord_Howe", people=(0, 1, 5)),
        shift_type("c", "09:00", "12:00", KOLKATA, people=(0, 1, 5)),
    ]
    first = drawn.draw(st.sampled_from(["2026-03-28", "2026-10-24", "2026-04-04", "2026-10-03"]))
    of = make.problem(everybody, kinds, first, str(day(first) + 2 * clock.DAY), history=())
    pairs = st.tuples(st.sampled_from(of.shifts), st.sampled_from(everybody))
    rows = [Assignment(*pair) for pair in drawn.draw(st.sets(pairs, max_size=12))]
    schedule = Schedule(of, tuple(rows))
    needs = make.requirement("en", level="C1", people=people)
    stretches = duty.stretches(needs, schedule)
    assert clock.joined(s.span for s in stretches) == duty.judged_windows(needs, of)
    for one, other in pairwise(stretches):
        assert one.span.end < other.span.start or one.people != other.people
    for stretch in stretches:
        for moment in (stretch.span.start, stretch.span.end - clock.SECOND):
            on = {
                a.person.id
                for a in schedule.assignments
                if a.shift.start <= moment < a.shift.end and a.person.id != "kenji"  # B2 only
            }
            assert {who.id for who in stretch.people} == on
        assert stretch.short == max(0, people - len(stretch.people))


def test_whole_hours_of_a_stretch() -> None:
    """Cut at UTC hours, with the ends as they are."""
    (stretch,) = spans(("2026-12-07T18:30", "2026-12-07T21:15"))
    assert duty.hours(stretch) == spans(
        ("2026-12-07T18:30", "2026-12-07T19:00"),
        ("2026-12-07T19:00", "2026-12-07T20:00"),
        ("2026-12-07T20:00", "2026-12-07T21:00"),
        ("2026-12-07T21:00", "2026-12-07T21:15"),
    )


def test_a_horizon_of_one_date_is_a_day_of_the_first_zone() -> None:
    """Both ends are the same zone's midnights unless zones change clocks apart."""
    of = make.problem([], [around("x", CHICAGO)], "2026-11-01", "2026-11-01")
    assert duty.judged_span(of).length == 25 * HOUR
    assert of.horizon == Horizon(day("2026-11-01"), day("2026-11-01"))
