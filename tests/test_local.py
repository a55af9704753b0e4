"""What a shift is on its person's clock: hand-counted nights, then sums that always agree."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotation import clock, local
from rotation.domain import Absence, Horizon, Night, Shift, ShiftType, Span, Team, Wall
from tests import problems as make
from tests.clock_changes import days_in, times_of_day, zones
from tests.problems import at, day, shift_type

HOUR = timedelta(hours=1)
CHICAGO, LORD_HOWE, NEW_YORK = "America/Chicago", "Australia/Lord_Howe", "America/New_York"
WEEKEND = frozenset({5, 6})


def read(
    start: str,
    end: str,
    zone_name: str,
    when: str,
    *,
    team: Team | None = None,
    holidays: frozenset[date] = frozenset(),
    **changed: Any,
) -> local.LocalShift:
    """Read a shift on the clock of its own zone."""
    kind = shift_type("x", start, end, zone_name, **changed)
    own = local.LocalClock(team or Team(), zone_name, holidays)
    return own.read(clock.shift_on(kind, day(when)))


def test_a_night_shift_over_the_spring_change() -> None:
    """22:00-06:00 of Sat 7 March 2026 in New York: 7 h, 6 of them night, all weekend."""
    night = read("22:00", "06:00", NEW_YORK, "2026-03-07")
    # Saturday 22-24 is 2 h; Sunday 00-06 without 02-03 is 5 h. Night from 23:00: 1 + 5.
    assert night.by_date == ((day("2026-03-07"), 120), (day("2026-03-08"), 300))
    assert (night.night, night.weekend, night.holiday, night.unsocial) == (360, 420, 0, 420)
    assert night.is_night
    assert night.weekends == (day("2026-03-07"),)


def test_a_night_shift_over_the_autumn_change() -> None:
    """22:00-06:00 of Sat 31 October 2026 in New York: 9 h, 8 of them night."""
    night = read("22:00", "06:00", NEW_YORK, "2026-10-31")
    assert night.by_date == ((day("2026-10-31"), 120), (day("2026-11-01"), 420))
    assert (night.night, night.weekend, night.unsocial) == (480, 540, 540)


@pytest.mark.parametrize(("when", "after_midnight"), [("2026-10-03", 330), ("2026-04-04", 390)])
def test_a_half_hour_change(when: str, after_midnight: int) -> None:
    """Lord Howe loses or repeats half an hour of the six after midnight."""
    night = read("22:00", "06:00", LORD_HOWE, when)
    assert night.by_date[1][1] == after_midnight
    assert night.night == 60 + after_midnight


def test_a_shift_is_counted_on_its_persons_clock() -> None:
    """A Chicago day of Friday is Friday night and Saturday in Kolkata."""
    own = local.LocalClock(Team(), "Asia/Kolkata", frozenset({day("2026-12-05")}))
    shift = clock.shift_on(shift_type("x", "07:00", "15:00", CHICAGO), day("2026-12-04"))
    seen = own.read(shift)
    # 13:00Z-21:00Z is 18:30-02:30 at +05:30: 5.5 h of Friday, 2.5 h of Saturday.
    assert seen.date == day("2026-12-04")
    assert seen.by_date == ((day("2026-12-04"), 330), (day("2026-12-05"), 150))
    # Night 23:00-02:30; unsocial from 20:00 on Friday (240) and all of Saturday, once.
    assert (seen.night, seen.weekend, seen.holiday, seen.unsocial) == (210, 150, 150, 390)
    assert seen.is_night
    assert seen.weekends == (day("2026-12-05"),)


@pytest.mark.parametrize(
    ("start", "end", "minutes", "is_night"),
    [
        ("18:00", "02:00", 180, True),  # 23-02 is exactly 3 h
        ("18:00", "01:59", 179, False),
        ("03:00", "11:00", 180, True),
        ("03:01", "11:00", 179, False),
        ("21:00", "23:00", 0, False),
        ("06:00", "14:00", 0, False),
        ("00:00", "24:00", 420, True),  # 00-06 of one night, 23-24 of the next
    ],
)
def test_how_much_makes_a_night_shift(start: str, end: str, minutes: int, is_night: bool) -> None:
    """Three hours inside one night of 23:00-06:00 do."""
    seen = read(start, end, "Asia/Kolkata", "2026-12-02")
    assert (seen.night, seen.is_night) == (minutes, is_night)


def test_two_nights_are_not_added_up() -> None:
    """2 h of one night and 2 h of the next are no night shift."""
    seen = read("04:00", "01:00", "UTC", "2026-12-02")
    assert (seen.night, seen.is_night) == (240, False)


def test_the_change_decides_what_is_three_hours() -> None:
    """00:00-03:00 in New York is 2 h of night in spring and 4 h in autumn."""
    spring, autumn = (read("00:00", "03:00", NEW_YORK, d) for d in ("2026-03-08", "2026-11-01"))
    assert (spring.night, spring.is_night) == (120, False)
    assert (autumn.night, autumn.is_night) == (240, True)


def test_standby_is_no_night_shift() -> None:
    """Its night hours are counted, but it is not a night worked."""
    seen = read("22:00", "06:00", "UTC", "2026-12-02", kind="standby")
    assert (seen.night, seen.is_night) == (420, False)


def test_any_minute_of_night_needs_a_minute() -> None:
    """`at_least = "0h"` does not make a day shift a night shift."""
    team = Team(night=Night(at_least=timedelta(0)))
    assert not read("09:00", "17:00", "UTC", "2026-12-02", team=team).is_night
    assert read("09:00", "23:01", "UTC", "2026-12-02", team=team).is_night


def test_a_night_after_midnight_is_of_its_own_date() -> None:
    """A night written 00:00-05:00 counts once, also for a shift that starts before it."""
    team = Team(night=Night(Wall(0), Wall(300)))
    assert read("22:00", "06:00", "UTC", "2026-12-02", team=team).night == 300
    assert read("02:00", "10:00", "UTC", "2026-12-02", team=team).night == 180


def test_holidays_by_local_date() -> None:
    """Only the part on the holiday itself is; a weekday holiday is unsocial as a whole."""
    holiday = frozenset({day("2026-12-25")})
    seen = read("20:00", "08:00", "Asia/Kolkata", "2026-12-24", holidays=holiday)
    assert (seen.holiday, seen.unsocial, seen.weekend) == (480, 720, 0)
    day_shift = read("09:00", "17:00", "Asia/Kolkata", "2026-12-25", holidays=holiday)
    assert (day_shift.holiday, day_shift.unsocial) == (480, 480)


def test_unsocial_hours_of_a_weekday() -> None:
    """06:00-22:00 has two hours before 08:00 and two after 20:00."""
    assert read("06:00", "22:00", "Asia/Kolkata", "2026-12-02").unsocial == 240


def test_a_sunday_that_begins_twice() -> None:
    """Havana's 2 November 2025 has 25 h: the first midnight begins it."""
    seen = read("22:00", "06:00", "America/Havana", "2025-11-01")
    assert seen.by_date == ((day("2025-11-01"), 120), (day("2025-11-02"), 420))


def test_a_day_that_begins_at_one() -> None:
    """Sao Paulo's 4 November 2018 begins at 01:00 and has 23 h."""
    seen = read("22:00", "06:00", "America/Sao_Paulo", "2018-11-03")
    assert seen.by_date == ((day("2018-11-03"), 120), (day("2018-11-04"), 300))
    assert clock.local_day(day("2018-11-04"), "America/Sao_Paulo").length == 23 * HOUR


def test_a_left_out_date_is_touched_by_nobody() -> None:
    """In Samoa the 29th of December 2011 is followed by the 31st, also for weekends."""
    own = local.LocalClock(Team(), "Pacific/Apia", frozenset({day("2011-12-30")}))
    span = Span(at("2011-12-30T08:00"), at("2011-12-30T16:00"))
    seen = own.read(Shift(ShiftType(id="x"), day("2011-12-30"), span.start, span.end))
    # 29th 22:00-24:00 at -10, then 31st 00:00-06:00 at +14.
    assert seen.by_date == ((day("2011-12-29"), 120), (day("2011-12-31"), 360))
    assert (seen.holiday, seen.weekend, seen.weekends) == (0, 360, (day("2011-12-31"),))


@pytest.mark.parametrize(
    ("weekend", "when", "first", "days"),
    [
        ({5, 6}, "2026-12-06", "2026-12-05", 2),
        ({5, 6}, "2026-12-05", "2026-12-05", 2),
        ({4, 5}, "2026-12-05", "2026-12-04", 2),
        ({6}, "2026-12-06", "2026-12-06", 1),
        ({6, 0}, "2026-12-07", "2026-12-06", 2),
        ({4, 6}, "2026-12-06", "2026-12-06", 1),
        (set(range(7)), "2026-12-06", "2026-11-30", 7),
    ],
)
def test_weekends_are_runs_of_weekend_days(
    weekend: set[int], when: str, first: str, days: int
) -> None:
    """Friday and Saturday, Sunday alone, over the end of a week, or all of it."""
    assert local.weekend_of(day(when), frozenset(weekend)) == day(first)
    run = local.weekend_days(day(first), frozenset(weekend))
    assert run == tuple(day(first) + n * clock.DAY for n in range(days))


def test_a_weekday_is_in_no_weekend() -> None:
    """Friday 4 December 2026 is not, with a usual weekend."""
    assert local.weekend_of(day("2026-12-04"), WEEKEND) is None


def test_a_person_has_their_own_and_the_teams_holidays() -> None:
    """Two people who share zone and holidays share a clock; a third does not."""
    ana, abe, bo = make.person("ana"), make.person("abe", time_zone=CHICAGO), make.person("bo")
    of = make.problem(
        [ana, abe, bo],
        [shift_type("x")],
        team=Team(holidays=((day("2026-12-31"), "Company day"),)),
        holidays={"bo": {"2026-12-25": "Christmas"}},
    )
    assert local.clock_of(ana, of) is local.clock_of(abe, of)
    assert local.clock_of(ana, of).holidays == {day("2026-12-31")}
    assert local.clock_of(bo, of).holidays == {day("2026-12-25"), day("2026-12-31")}


def test_local_weeks_begin_on_the_teams_day_and_keep_local_midnights() -> None:
    """A Sunday week of November 2026 in Chicago is an hour longer."""
    own = local.LocalClock(Team(week_starts=6), CHICAGO, frozenset())
    first = own.week(day("2026-11-03"))
    assert first == day("2026-11-01")
    assert own.week_span(first) == Span(at("2026-11-01T05:00"), at("2026-11-08T06:00"))
    assert own.week_span(first, 1).length == 25 * HOUR
    assert own.date_of(at("2026-11-01T04:59")) == day("2026-10-31")


def test_counted_minutes_are_a_share_of_elapsed_ones() -> None:
    """Standby counts nothing by default, half where it is written so."""
    on_call = clock.shift_on(shift_type("x", "22:00", "06:00", counts=0.5), day("2026-12-04"))
    assert (local.counted_minutes(on_call), local.counted_minutes(on_call, 60)) == (240, 30)
    watch = clock.shift_on(shift_type("x", kind="standby"), day("2026-12-04"))
    assert local.counted_minutes(watch) == 0


def test_available_days_are_employed_and_not_wholly_on_leave() -> None:
    """Half a day of leave leaves the day available; two halves of one day do not."""
    bo = make.person("bo", time_zone=LORD_HOWE, starts_on=day("2026-10-02"))
    whole = clock.local_day(day("2026-10-04"), LORD_HOWE)  # 23.5 h
    noon = clock.instant(day("2026-10-04"), Wall(720), LORD_HOWE)
    other = clock.local_day(day("2026-10-05"), LORD_HOWE)
    halves = [Span(whole.start, noon), Span(noon, whole.end)]
    almost = Span(other.start, other.end - timedelta(minutes=1))
    of = make.problem(
        [bo],
        [shift_type("x")],
        "2026-10-01",
        "2026-10-07",
        absences=tuple(Absence("bo", span) for span in [*halves, almost]),
    )
    # Seven dates, less the 1st (not employed) and the 4th (two halves).
    assert local.available_days(bo, of, of.horizon) == 5
    assert local.available_days(bo, of, Horizon(day("2026-10-04"), day("2026-10-04"))) == 0


@given(st.data(), zones, zones, times_of_day, times_of_day, times_of_day, times_of_day)
@settings(max_examples=300, deadline=None)
def test_parts_of_a_shift_never_exceed_it(
    drawn: st.DataObject,
    own_zone: str,
    shift_zone: str,
    start: Wall,
    end: Wall,
    dusk: Wall,
    dawn: Wall,
) -> None:
    """Dates add up to the whole; nights, weekends and holidays are parts of it, unsocial both."""
    when = drawn.draw(days_in(own_zone))
    kind = ShiftType(id="x", time_zone=shift_zone, start=start, end=end)
    shift = clock.shift_on(kind, when)
    holidays = frozenset({when, when + 3 * clock.DAY})
    team = Team(night=Night(dusk, dawn), weekend=frozenset({when.weekday(), 6}))
    seen = local.LocalClock(team, own_zone, holidays).read(shift)
    assert sum(minutes for _, minutes in seen.by_date) == shift.minutes
    assert 0 <= seen.night <= shift.minutes
    assert max(seen.weekend, seen.holiday) <= seen.unsocial <= shift.minutes
    assert bool(seen.weekends) == (seen.weekend > 0)
    if shift.minutes:
        assert seen.by_date[0][0] == seen.date
    if dusk == dawn:
        assert seen.night == shift.minutes


@given(st.data(), zones, times_of_day, times_of_day, st.integers(1, 2000))
@settings(max_examples=200, deadline=None)
def test_a_shift_cut_in_two_has_the_same_minutes(
    drawn: st.DataObject, zone_name: str, dusk: Wall, dawn: Wall, cut: int
) -> None:
    """Every kind of minute of two halves adds up to that of the whole."""
    when = drawn.draw(days_in(zone_name))
    own = local.LocalClock(Team(night=Night(dusk, dawn)), zone_name, frozenset({when}))
    start = clock.instant(when - clock.DAY, dusk, zone_name)
    middle, end = start + timedelta(minutes=cut), start + timedelta(minutes=2001)
    kind = ShiftType(id="x")
    whole, one, other = (
        own.read(Shift(kind, when, a, b)) for a, b in ((start, end), (start, middle), (middle, end))
    )
    for name in ("night", "weekend", "holiday", "unsocial"):
        assert getattr(whole, name) == getattr(one, name) + getattr(other, name)
