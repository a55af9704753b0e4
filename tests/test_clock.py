"""Wall clocks and instants: hand-checked nights of many zones, then what holds in all of them."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotation import clock
from rotation.domain import Horizon, ShiftType, Span, Wall, Window
from tests.clock_changes import changes, near_midnight, times_of_day, walls, zoned_days, zones
from tests.problems import at, day, shift_type, wall

HOUR = timedelta(hours=1)
CHICAGO, LORD_HOWE, NEW_YORK = "America/Chicago", "Australia/Lord_Howe", "America/New_York"
CASABLANCA, KOLKATA, DUBLIN = "Africa/Casablanca", "Asia/Kolkata", "Europe/Dublin"


def length(start: str, end: str, zone_name: str, when: str) -> timedelta:
    """Elapsed time of the shift of a date."""
    return clock.shift_on(shift_type("x", start, end, zone_name), day(when)).length


def test_the_pinned_database_is_the_only_one() -> None:
    """The whole process reads the tzdata package, so Vancouver is at -7 in December 2026."""
    assert zoneinfo.TZPATH == ()
    assert clock.tzdata_version() >= "2026f"
    # 2025b still says -8 here.
    moment = clock.local(at("2026-12-15T12:00"), "America/Vancouver")
    assert moment.utcoffset() == timedelta(hours=-7)


def test_zone_names_are_real_places() -> None:
    """Etc/UTC is accepted (oncall case 15); a misspelling and a placeholder are not."""
    assert {"Etc/UTC", "UTC", CHICAGO, LORD_HOWE} <= clock.zone_names()
    assert clock.midnight(day("2026-12-01"), "Etc/UTC") == at("2026-12-01T00:00")
    for name in ("America/Chigago", "america/chicago", "", "../etc/passwd", "Factory"):
        with pytest.raises(ValueError, match="no such zone"):
            clock.zone(name)


@pytest.mark.parametrize(
    ("when", "days", "hours"),
    [
        ("2017-03-11", 1, 23),  # case 1: the night loses an hour
        ("2017-11-04", 1, 25),  # case 2: it gains one
        ("2017-03-10", 7, 7 * 24 - 1),  # case 3
        ("2017-11-04", 7, 7 * 24 + 1),  # case 3
        ("2017-03-12", 7, 7 * 24),  # the change lies before 08:00 of this date
    ],
)
def test_calendar_days_keep_the_wall_clock(when: str, days: int, hours: int) -> None:
    """A rotation from 08:00 ends at 08:00, however long that takes (oncall cases 1-3)."""
    kind = shift_type("x", "08:00", None, CHICAGO, duration_days=days)
    shift = clock.shift_on(kind, day(when))
    assert shift.length == timedelta(hours=hours)
    assert clock.local(shift.end, CHICAGO).hour == 8


@pytest.mark.parametrize(("when", "hours"), [("2017-03-12", 2), ("2017-11-05", 4)])
def test_three_hours_from_midnight_over_a_change(when: str, hours: int) -> None:
    """00:00-03:00 lasts 2 h in spring and 4 h in autumn (oncall case 4)."""
    assert length("00:00", "03:00", CHICAGO, when) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone_name", "when", "time", "instant", "oddity"),
    [
        (CHICAGO, "2018-03-11", "02:30", "2018-03-11T08:00", "gap"),  # 03:00 CDT: case 5
        (CHICAGO, "2018-03-11", "02:00", "2018-03-11T08:00", "gap"),
        (CHICAGO, "2018-03-11", "03:00", "2018-03-11T08:00", ""),
        (CHICAGO, "2018-11-04", "01:30", "2018-11-04T06:30", "overlap"),  # first, CDT: case 6
        (CHICAGO, "2018-11-04", "02:00", "2018-11-04T08:00", ""),  # 02:00 CST
        (CHICAGO, "2018-11-04", "00:59", "2018-11-04T05:59", ""),
        (NEW_YORK, "2026-03-08", "02:30", "2026-03-08T07:00", "gap"),  # 03:00 EDT: case 21
        (NEW_YORK, "2026-11-01", "01:30", "2026-11-01T05:30", "overlap"),  # case 22, first
        (LORD_HOWE, "2020-10-04", "02:15", "2020-10-03T15:30", "gap"),  # 02:30+11: case 7
        (LORD_HOWE, "2020-10-05", "02:15", "2020-10-04T15:15", ""),
        (LORD_HOWE, "2021-04-04", "01:45", "2021-04-03T14:45", "overlap"),  # +11
        (LORD_HOWE, "2021-04-03", "02:30", "2021-04-02T15:30", ""),  # +11
        (LORD_HOWE, "2021-04-04", "02:30", "2021-04-03T16:00", ""),  # +10:30
        (CASABLANCA, "2026-02-15", "02:30", "2026-02-15T01:30", "overlap"),  # +1
        (CASABLANCA, "2026-03-22", "02:30", "2026-03-22T02:00", "gap"),  # 03:00+1
        (DUBLIN, "2026-03-29", "01:30", "2026-03-29T01:00", "gap"),  # 02:00+1
        (DUBLIN, "2026-10-25", "01:30", "2026-10-25T00:30", "overlap"),  # +1
        (KOLKATA, "2026-06-01", "22:00", "2026-06-01T16:30", ""),  # +5:30: case 26
        ("America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04T03:00", "gap"),  # 01:00-2
        ("America/Sao_Paulo", "2018-11-03", "24:00", "2018-11-04T03:00", "gap"),
        ("America/Havana", "2025-11-02", "00:00", "2025-11-02T04:00", "overlap"),  # -4
        ("America/Havana", "2025-11-01", "24:00", "2025-11-02T04:00", "overlap"),
        ("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00", "gap"),  # 31st 00:00+14
    ],
)
def test_gaps_end_and_overlaps_come_first(
    zone_name: str, when: str, time: str, instant: str, oddity: str
) -> None:
    """A time in a gap is the gap's end, one in an overlap its first occurrence."""
    resolved = clock.resolve(day(when), wall(time), zone_name)
    assert (resolved.instant, resolved.oddity) == (at(instant), oddity)
    assert resolved.instant.tzinfo is UTC


def test_an_end_in_an_overlap_is_the_first_too() -> None:
    """Starts and ends alike, so 22:00-01:30 hands over at 06:30Z (the contract, not case 6)."""
    late = clock.shift_on(shift_type("late", "22:00", "01:30", CHICAGO), day("2018-11-03"))
    early = clock.shift_on(shift_type("early", "01:30", "08:00", CHICAGO), day("2018-11-04"))
    # 22:00 CDT is 03:00Z; 01:30 CDT is 06:30Z; 08:00 CST is 14:00Z.
    assert (late.start, late.end) == (at("2018-11-04T03:00"), at("2018-11-04T06:30"))
    assert early.span == Span(late.end, at("2018-11-04T14:00"))


@pytest.mark.parametrize(
    ("zone_name", "when", "hours"),
    [
        (NEW_YORK, "2026-03-07", 7.0),  # case 19
        (NEW_YORK, "2026-10-31", 9.0),  # case 20
        (NEW_YORK, "2027-03-13", 7.0),  # the contract's own example
        (LORD_HOWE, "2026-10-03", 7.5),  # case 23
        (LORD_HOWE, "2026-04-04", 8.5),
        (CASABLANCA, "2026-02-14", 9.0),  # case 24: summer time pauses for Ramadan
        (CASABLANCA, "2026-03-21", 7.0),
        (DUBLIN, "2026-03-28", 7.0),  # case 25
        (DUBLIN, "2026-10-24", 9.0),
        (KOLKATA, "2026-03-28", 8.0),  # case 26
        ("America/Sao_Paulo", "2018-11-03", 7.0),
        ("America/Sao_Paulo", "2026-11-03", 8.0),
        ("America/Havana", "2025-11-01", 9.0),
    ],
)
def test_a_night_shift_lasts_what_passes(zone_name: str, when: str, hours: float) -> None:
    """22:00-06:00 is elapsed time between two instants (calendars cases 19-26)."""
    assert length("22:00", "06:00", zone_name, when) == hours * HOUR


def test_new_york_ends_of_two_odd_nights() -> None:
    """The instants that feeds write for them (calendars cases 19 and 20)."""
    kind = shift_type("night", "22:00", "06:00", NEW_YORK)
    spring, autumn = (clock.shift_on(kind, day(d)) for d in ("2026-03-07", "2026-10-31"))
    assert spring.span == Span(at("2026-03-08T03:00"), at("2026-03-08T10:00"))
    assert autumn.span == Span(at("2026-11-01T02:00"), at("2026-11-01T11:00"))


def test_a_daily_rotation_and_one_of_a_calendar_day_hand_off_alike() -> None:
    """08:00-08:00 and P1D agree on every hand-off over both changes (oncall case 8)."""
    daily = shift_type("a", "08:00", "08:00", CHICAGO)
    by_day = shift_type("b", "08:00", None, CHICAGO, duration_days=1)
    for first, last in (("2017-03-10", "2017-03-14"), ("2017-11-03", "2017-11-07")):
        horizon = Horizon(day(first), day(last))
        one, other = (clock.expand((kind,), horizon) for kind in (daily, by_day))
        assert [shift.span for shift in one] == [shift.span for shift in other]
        assert len(one) == 5


def test_elapsed_durations_do_not_follow_the_clock() -> None:
    """PT8H from 22:00 ends at 07:00 in spring, 05:00 in autumn; P1DT2H is a date, then 2 h."""
    kind = shift_type("x", "22:00", None, NEW_YORK, duration=8 * HOUR)
    ends = [
        clock.local(clock.shift_on(kind, day(when)).end, NEW_YORK).hour
        for when in ("2026-03-07", "2026-10-31")
    ]
    assert ends == [7, 5]
    both = shift_type("x", "01:00", None, NEW_YORK, duration_days=1, duration=2 * HOUR)
    # From 7 March 01:00 EST: 8 March 01:00 EST, and two hours later it is 04:00 EDT.
    end = clock.local(clock.shift_on(both, day("2026-03-07")).end, NEW_YORK)
    assert (end.day, end.hour) == (8, 4)


def test_a_weekly_rotation_in_an_overlap_hands_off_exactly() -> None:
    """Sunday 01:30 twice, Monday 11:00 always (oncall case 12)."""
    sundays = [day("2018-10-28"), day("2018-11-04"), day("2018-11-11")]
    kind = shift_type("week", "01:30", None, CHICAGO, duration_days=7)
    turns = [clock.shift_on(kind, when) for when in sundays]
    assert all(one.end == other.start for one, other in pairwise(turns))
    monday = shift_type("week", "11:00", None, CHICAGO, duration_days=7)
    end = clock.shift_on(monday, day("2018-10-29")).end
    assert clock.local(end, CHICAGO).strftime("%a %H:%M") == "Mon 11:00"


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("2024-10-29", "2024-10-29T05:00", "2024-11-05T06:00"),
        ("2025-03-04", "2025-03-04T06:00", "2025-03-11T05:00"),
    ],
)
def test_a_week_from_midnight_over_a_change(when: str, start: str, end: str) -> None:
    """Both ends are local midnights (oncall case 13)."""
    kind = shift_type("week", "00:00", None, CHICAGO, duration_days=7)
    assert clock.shift_on(kind, day(when)).span == Span(at(start), at(end))


def test_a_horizon_ends_by_the_local_date() -> None:
    """20:00 on the 31st in Chicago is the 1st in UTC and still in (what oncall case 14 guards)."""
    late = shift_type("late", "20:00", "24:00", CHICAGO)
    tokyo = shift_type("early", "06:00", "14:00", "Asia/Tokyo")
    shifts = clock.expand((late, tokyo), Horizon(day("2026-12-31"), day("2026-12-31")))
    # Tokyo's 31st begins at 30T15:00Z, so 06:00 is 30T21:00Z.
    assert [(shift.type.id, shift.start) for shift in shifts] == [
        ("early", at("2026-12-30T21:00")),
        ("late", at("2027-01-01T02:00")),
    ]


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [("00:00", "24:00", 24), ("00:00", "00:00", 24), ("16:00", "24:00", 8), ("16:00", "00:00", 8)],
)
def test_2400_is_the_next_midnight(start: str, end: str, hours: int) -> None:
    """24:00 and the next day's 00:00 are one instant (calendars case 29)."""
    shift = clock.shift_on(shift_type("x", start, end, KOLKATA), day("2026-12-04"))
    assert shift.end == at("2026-12-04T18:30")  # 5 December 00:00 +05:30
    assert shift.length == hours * HOUR


def test_a_left_out_date_has_no_shift_of_its_own() -> None:
    """Samoa had no 30 December 2011: 09-17 is left out, the night goes on (case 27)."""
    kinds = (
        shift_type("day", "09:00", "17:00", "Pacific/Apia"),
        shift_type("night", "22:00", "06:00", "Pacific/Apia"),
    )
    horizon = Horizon(day("2011-12-29"), day("2011-12-30"))
    found = {shift.key: shift.span for shift in clock.expand(kinds, horizon)}
    # 29th 22:00-10 is 30T08:00Z; the gap ends at 30T10:00Z, which is the 31st 00:00+14.
    assert found == {
        ("day", day("2011-12-29")): Span(at("2011-12-29T19:00"), at("2011-12-30T03:00")),
        ("night", day("2011-12-29")): Span(at("2011-12-30T08:00"), at("2011-12-30T10:00")),
        ("night", day("2011-12-30")): Span(at("2011-12-30T10:00"), at("2011-12-30T16:00")),
    }
    assert clock.local_day(day("2011-12-30"), "Pacific/Apia").length == timedelta(0)


def test_days_and_exceptions_are_local_start_dates() -> None:
    """A shift that starts on Friday night is Friday's."""
    kind = shift_type(
        "x", "22:00", "06:00", days=frozenset({4}), excluded=frozenset({day("2026-12-11")})
    )
    shifts = clock.expand((kind,), Horizon(day("2026-12-01"), day("2026-12-31")))
    assert [shift.date.day for shift in shifts] == [4, 18, 25]


def test_odd_ends_are_told() -> None:
    """A start in a gap, an end in an overlap and a shift that a gap swallows each warn once."""
    kinds = (
        shift_type("late", "22:00", "02:15", LORD_HOWE),
        shift_type("short", "02:05", "02:25", LORD_HOWE),
        shift_type("early", "01:45", "09:00", LORD_HOWE),
    )
    spring = Horizon(day("2026-10-03"), day("2026-10-05"))
    assert list(clock.oddities(kinds, spring)) == [
        "late of 2026-10-03 ends in a clock change (no such time); taken as 2026-10-04 02:30+1100",
        "short of 2026-10-04 is left out: a clock change skips all of it",
    ]
    autumn = Horizon(day("2026-04-04"), day("2026-04-05"))
    (said,) = clock.oddities(kinds, autumn)
    assert said == (
        "early of 2026-04-05 starts in a clock change (ambiguous time);"
        " taken as 2026-04-05 01:45+1100"
    )
    assert not list(clock.oddities((shift_type("x", "01:30", "02:30", KOLKATA),), spring))


# Windows


def on(window: Window, moment: str) -> bool:
    """Say whether a UTC instant lies in a window."""
    start = at(moment)
    return bool(list(clock.windows(window, Span(start, start + clock.SECOND))))


def test_windows_are_half_open() -> None:
    """Mon 08-20 in Chicago holds at 08:00, not at 20:00 (oncall case 9)."""
    window = Window(time_zone=CHICAGO, days=frozenset({0}), start=wall("08:00"), end=wall("20:00"))
    # Monday 7 December 2026, CST: 14:00Z to 02:00Z.
    moments = ("2026-12-07T13:59", "2026-12-07T14:00", "2026-12-08T01:59", "2026-12-08T02:00")
    assert [on(window, moment) for moment in moments] == [False, True, True, False]


def test_a_window_over_midnight_belongs_to_its_start_date() -> None:
    """Mon 20-08 holds on Tuesday 07:00, not at 08:00, and not on Monday 07:00 (case 10)."""
    window = Window(time_zone=CHICAGO, days=frozenset({0}), start=wall("20:00"), end=wall("08:00"))
    moments = ("2026-12-08T13:00", "2026-12-08T14:00", "2026-12-07T13:00")
    assert [on(window, moment) for moment in moments] == [True, False, False]


def test_windows_that_touch_join_into_one_block() -> None:
    """Mon-Fri 08:00-08:00 is one block from Monday to Saturday 08:00 (oncall case 11)."""
    window = Window(
        time_zone=CHICAGO, days=frozenset(range(5)), start=wall("08:00"), end=wall("08:00")
    )
    week = Span(at("2026-12-06T00:00"), at("2026-12-14T00:00"))
    block = Span(at("2026-12-07T14:00"), at("2026-12-12T14:00"))
    assert clock.joined(clock.windows(window, week)) == [block]


def test_windows_are_clipped_to_the_stretch() -> None:
    """A window already running counts from the stretch's start, in a half-hour zone too."""
    window = Window(time_zone=KOLKATA, start=wall("22:00"), end=wall("06:00"))
    span = Span(at("2026-12-07T20:00"), at("2026-12-08T17:00"))
    # 22:00+05:30 is 16:30Z, 06:00 is 00:30Z.
    assert list(clock.windows(window, span)) == [
        Span(at("2026-12-07T20:00"), at("2026-12-08T00:30")),
        Span(at("2026-12-08T16:30"), at("2026-12-08T17:00")),
    ]


def test_a_window_swallowed_by_a_gap_is_none() -> None:
    """02:00-03:00 does not happen on 2026-03-08 in New York and happens once in autumn."""
    window = Window(time_zone=NEW_YORK, start=wall("02:00"), end=wall("03:00"))
    spring = Span(at("2026-03-08T00:00"), at("2026-03-09T00:00"))
    autumn = Span(at("2026-11-01T00:00"), at("2026-11-02T00:00"))
    assert list(clock.windows(window, spring)) == []
    assert clock.between(day("2026-03-08"), wall("02:00"), wall("03:00"), NEW_YORK) is None
    assert [w.length for w in clock.windows(window, autumn)] == [HOUR]


def test_joined_stretches_are_sorted_and_disjoint() -> None:
    """Touching, overlapping and contained ones become one."""
    hours = [at(f"2026-12-04T{hour:02d}:00") for hour in range(12)]
    spans = [Span(hours[a], hours[b]) for a, b in ((6, 7), (0, 4), (1, 2), (4, 5))]
    assert clock.joined(spans) == [Span(hours[0], hours[5]), Span(hours[6], hours[7])]
    assert clock.joined([]) == []


# What holds everywhere


@given(zoned_days(), walls, walls)
@settings(max_examples=400, deadline=None)
def test_later_on_the_wall_is_never_earlier_in_time(
    where: tuple[str, date], one: Wall, other: Wall
) -> None:
    """Resolving keeps the order of wall times of a day, and of one day to the next."""
    zone_name, when = where
    first, second = sorted((one, other))
    assert clock.instant(when, first, zone_name) <= clock.instant(when, second, zone_name)
    assert clock.instant(when, second, zone_name) <= clock.instant(
        when + clock.DAY, first, zone_name
    )


@given(zoned_days(), st.one_of(walls, near_midnight))
@settings(max_examples=400, deadline=None)
def test_resolving_comes_back_outside_gaps(where: tuple[str, date], time: Wall) -> None:
    """The instant reads as the wall time again; from a gap it reads later, right after the gap."""
    zone_name, when = where
    wanted = datetime(when.year, when.month, when.day) + timedelta(minutes=time.minute)
    resolved = clock.resolve(when, time, zone_name)
    reads = clock.local(resolved.instant, zone_name).replace(tzinfo=None)
    before = clock.local(resolved.instant - clock.SECOND, zone_name).replace(tzinfo=None)
    if resolved.oddity == "gap":
        assert before < wanted < reads or wanted == before + clock.SECOND < reads
    else:
        assert reads == wanted


@given(zones, st.data())
@settings(max_examples=200, deadline=None)
def test_an_overlap_is_its_first_occurrence(zone_name: str, drawn: st.DataObject) -> None:
    """Right after a clock goes back, each wall time still means the earlier instant."""
    turns = changes(zone_name)
    if not turns:
        assert clock.local(at("2020-01-01T00:00"), zone_name).fold == 0
        return
    turn = drawn.draw(st.sampled_from(turns))
    reads = clock.local(turn, zone_name)
    resolved = clock.resolve(reads.date(), Wall(reads.hour * 60 + reads.minute), zone_name)
    if reads.fold:
        assert resolved.oddity == "overlap"
        assert resolved.instant < turn
    else:
        assert resolved == clock.Resolved(turn)


@given(zoned_days(), st.integers(1, 9))
@settings(max_examples=300, deadline=None)
def test_local_days_tile_time(where: tuple[str, date], count: int) -> None:
    """Days meet without gap or overlap, and cutting a stretch at midnights loses nothing."""
    zone_name, when = where
    days = [clock.local_day(when + n * clock.DAY, zone_name) for n in range(count)]
    assert all(one.end == other.start for one, other in pairwise(days))
    span = Span(days[0].start - 7 * HOUR, days[-1].end + 5 * HOUR)
    pieces = list(clock.days_of(span, zone_name))
    assert (pieces[0][1].start, pieces[-1][1].end) == (span.start, span.end)
    for (one_day, one), (other_day, other) in pairwise(pieces):
        assert one.end == other.start
        assert one_day < other_day
    assert all(clock.local_date(piece.start, zone_name) == in_day for in_day, piece in pieces)


@given(zoned_days(), times_of_day, times_of_day, times_of_day)
@settings(max_examples=300, deadline=None)
def test_hand_overs_meet_exactly(
    where: tuple[str, date], first: Wall, second: Wall, third: Wall
) -> None:
    """One wall rule ends a shift where it starts the next, on every date (calendars case 28)."""
    zone_name, when = where
    turns = sorted({first, second, third})
    kinds = tuple(
        ShiftType(id=f"shift{n}", time_zone=zone_name, start=start, end=end)
        for n, (start, end) in enumerate(zip(turns, [*turns[1:], turns[0]], strict=True))
    )
    horizon = Horizon(when - clock.DAY, when + clock.DAY)
    shifts = clock.expand(kinds, horizon)
    assert all(one.end == other.start for one, other in pairwise(shifts))
    assert shifts[0].start == clock.instant(horizon.first, turns[0], zone_name)
    assert shifts[-1].end == clock.instant(horizon.last + clock.DAY, turns[0], zone_name)


@given(zoned_days(), times_of_day, st.integers(1, 14))
@settings(max_examples=200, deadline=None)
def test_turns_of_calendar_days_meet_exactly(
    where: tuple[str, date], start: Wall, days: int
) -> None:
    """A rotation of N days ends where the next turn starts."""
    zone_name, when = where
    kind = ShiftType(id="turn", time_zone=zone_name, start=start, duration_days=days)
    later = clock.shift_on(kind, when + days * clock.DAY)
    assert clock.shift_on(kind, when).end == later.start


@given(zoned_days(), times_of_day, st.integers(0, 48), st.integers(1, 72))
@settings(max_examples=300, deadline=None)
def test_windows_around_the_clock_tile_any_stretch(
    where: tuple[str, date], start: Wall, offset: int, hours: int
) -> None:
    """A window from a time to the same time leaves nothing out and covers nothing twice."""
    zone_name, when = where
    begin = clock.midnight(when, zone_name) + (offset - 24) * HOUR
    span = Span(begin, begin + hours * HOUR)
    pieces = list(clock.windows(Window(time_zone=zone_name, start=start, end=start), span))
    assert (pieces[0].start, pieces[-1].end) == (span.start, span.end)
    assert all(one.end == other.start for one, other in pairwise(pieces))


@given(zoned_days(), walls, walls, st.integers(1, 72))
@settings(max_examples=200, deadline=None)
def test_a_stretch_cut_in_two_has_the_same_windows(
    where: tuple[str, date], start: Wall, end: Wall, cut: int
) -> None:
    """Windows of two neighbouring stretches, joined, are those of the whole."""
    zone_name, when = where
    window = Window(time_zone=zone_name, start=start, end=end)
    begin = clock.midnight(when - clock.DAY, zone_name)
    middle, last = begin + cut * HOUR, begin + 73 * HOUR
    halves = [
        *clock.windows(window, Span(begin, middle)),
        *clock.windows(window, Span(middle, last)),
    ]
    assert clock.joined(halves) == clock.joined(clock.windows(window, Span(begin, last)))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_weeks_tile(when: date, week_starts: int) -> None:
    """Every date is in one week of seven dates, which starts on the team's weekday."""
    first = clock.week_of(when, week_starts)
    assert first.weekday() == week_starts
    assert first <= when < first + 7 * clock.DAY
    assert clock.week_of(first, week_starts) == first


# The operating system's own zones

WINTER = Span(at("2026-12-01T00:00"), at("2027-01-01T00:00"))
SUMMER = Span(at("2026-07-01T00:00"), at("2026-08-01T00:00"))


def system_zones(folder: Path, **copies: str) -> Path:
    """Make a zone database in which some American cities keep another one's time."""
    (folder / "America").mkdir()
    for city, other in copies.items():
        compiled = resources.files("tzdata.zoneinfo.America").joinpath(other).read_bytes()
        (folder / "America" / city).write_bytes(compiled)
    return folder


def test_zones_that_the_system_reads_otherwise_are_named(tmp_path: Path) -> None:
    """An old copy has Vancouver on Los Angeles time: wrong in winter only (calendars case 32)."""
    system = system_zones(tmp_path, Vancouver="Los_Angeles", Chicago="Chicago")
    names = ["America/Vancouver", CHICAGO, "America/Vancouver", NEW_YORK]
    assert clock.foreign_zone_differences(names, WINTER, system) == ["America/Vancouver"]
    assert clock.foreign_zone_differences(names, SUMMER, system) == []


def test_zones_that_the_system_cannot_read_are_left_out(tmp_path: Path) -> None:
    """A missing database, a folder and a broken file say nothing."""
    assert clock.foreign_zone_differences([CHICAGO], WINTER, tmp_path / "none") == []
    (tmp_path / "America" / "Chicago").mkdir(parents=True)
    (tmp_path / "America" / "Vancouver").write_text("not a zone")
    names = [CHICAGO, "America/Vancouver"]
    assert clock.foreign_zone_differences(names, WINTER, tmp_path) == []


def test_a_change_moved_by_an_hour_is_seen(tmp_path: Path) -> None:
    """Of two clocks that go back in one night, the hour between the changes is enough."""
    system = system_zones(tmp_path, New_York="Havana")
    # In 2025 Havana went back at 01:00-04 (05:00Z), New York at 02:00-04 (06:00Z).
    five, six = at("2025-11-02T05:00"), at("2025-11-02T06:00")
    for start, end, found in (
        (five - 3 * HOUR, five, []),
        (five - 3 * HOUR, six, [NEW_YORK]),
        (five + HOUR / 2, six, [NEW_YORK]),
        (six, six + 3 * HOUR, []),
    ):
        assert clock.foreign_zone_differences([NEW_YORK], Span(start, end), system) == found
