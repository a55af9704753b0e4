"""Who may take one shift by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotation import clock, eligibility
from rotation.domain import Absence, Level, Shift, ShiftType, Span, Specialist, Wall
from tests import problems as make
from tests.clock_changes import days_in, times_of_day, walls, zones
from tests.problems import at, day, shift_type, wall

LOS_ANGELES, LONDON, NEW_YORK = "America/Los_Angeles", "Europe/London", "America/New_York"
KOLKATA, LORD_HOWE = "Asia/Kolkata", "Australia/Lord_Howe"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def on(kind: ShiftType, when: str) -> Shift:
    """Return the shift of a date."""
    return clock.shift_on(kind, day(when))


def may(who: Specialist, kind: ShiftType, when: str, *absences: Absence) -> bool:
    """Ask for somebody and one date of a shift type."""
    of = make.problem([who], [kind], when, when, absences=absences)
    return eligibility.may_take(who, on(kind, when), of)


def test_what_somebody_lacks_is_named_in_order() -> None:
    """Languages first, then skills; a regional language and a higher level will do."""
    kind = shift_type(
        "x",
        languages={"es": Level.C1, "en": Level.B2, "ja": Level.A1},
        skills=frozenset({"senior", "escalations"}),
    )
    ana = make.person("ana", speaks="en-us:C2 es:B2", skills=["escalations"])
    assert eligibility.lacks(ana, kind) == ["es C1", "ja A1", "senior"]
    assert not eligibility.qualified(ana, kind)
    able = make.person("ana", speaks="en:B2 es:C1 ja:A1", skills=["senior", "escalations", "x"])
    assert eligibility.lacks(able, kind) == []
    assert eligibility.qualified(able, kind)
    assert not may(ana, kind, "2026-12-04")
    assert may(able, kind, "2026-12-04")


def test_friday_off_in_los_angeles_reaches_into_saturday_in_london() -> None:
    """Friday there is Friday 08:00 to Saturday 08:00 in London (oncall case 35)."""
    ana = make.person("ana", time_zone=LOS_ANGELES)
    friday = make.leave(ana, "2026-12-04")
    early = shift_type("early", "00:00", "08:00", LONDON)
    late = shift_type("late", "08:00", "16:00", LONDON)
    assert friday.span == Span(at("2026-12-04T08:00"), at("2026-12-05T08:00"))
    asked = [("early", early, "2026-12-04"), ("late", late, "2026-12-04")]
    asked += [("early", early, "2026-12-05"), ("late", late, "2026-12-05")]
    # Thursday 16:00-24:00 in Los Angeles, Friday 00-08, Friday 16-24, Saturday 00-08.
    assert [may(ana, kind, when, friday) for _, kind, when in asked] == [True, False, False, True]


def test_leave_is_half_open() -> None:
    """A shift may end as leave begins and begin as it ends, and no minute later or sooner."""
    bo = make.person("bo", time_zone=KOLKATA)
    kind = shift_type("x", "09:00", "17:00", KOLKATA)
    shift = on(kind, "2026-12-04")
    hour = timedelta(hours=1)

    def with_leave(start: timedelta, length: timedelta) -> bool:
        begin = shift.start + start
        return may(bo, kind, "2026-12-04", Absence("bo", Span(begin, begin + length)))

    assert with_leave(8 * hour, hour)
    assert with_leave(-hour, hour)
    assert not with_leave(8 * hour - MINUTE, hour)
    assert not with_leave(-hour, hour + MINUTE)
    assert not with_leave(hour, MINUTE)


def test_the_first_absence_of_several_is_named() -> None:
    """Absences before and after the shift do not hide the one in it."""
    ana = make.person("ana")
    kind = shift_type("x", "09:00", "17:00", "America/Chicago")
    days = ("2026-12-08", "2026-12-04", "2026-12-02")
    of = make.problem([ana], [kind], absences=tuple(make.leave(ana, d) for d in days))
    found = eligibility.absence_during(ana, on(kind, "2026-12-04"), of)
    assert found == make.leave(ana, "2026-12-04")
    assert eligibility.absence_during(ana, on(kind, "2026-12-03"), of) is None


def test_a_long_absence_before_a_short_one_is_found() -> None:
    """Absences may lie inside each other."""
    ana = make.person("ana", time_zone="UTC")
    kind = shift_type("x", "09:00", "17:00")
    month, one = make.leave(ana, "2026-12-01", "2026-12-31"), make.leave(ana, "2026-12-02", None)
    assert not may(ana, kind, "2026-12-20", one, month)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=8),
    st.integers(0, 50),
    st.integers(1, 6),
)
def test_the_first_absence_is_found_wherever_others_lie(
    absences: list[tuple[int, int]], start: int, length: int
) -> None:
    """Nested, touching, doubled and empty ones: the same as looking through all of them."""
    noon = at("2026-12-01T12:00")

    def stretch(first: int, hours: int) -> Span:
        return Span(noon + first * HOUR, noon + (first + hours) * HOUR)

    ana = make.person("ana", time_zone="UTC")
    away = tuple(Absence("ana", stretch(*each)) for each in absences)
    of = make.problem([ana], [], absences=away)
    asked = stretch(start, length)
    overlapping = [each for each in of.absent["ana"] if each.span.overlaps(asked)]
    assert of.absence_during("ana", asked) == next(iter(overlapping), None)


def test_an_absence_that_a_gap_swallows_is_none() -> None:
    """02:00-02:30 of 8 March 2026 does not happen in New York: the night may be worked."""
    ana = make.person("ana", time_zone=NEW_YORK)
    ends = [clock.instant(day("2026-03-08"), wall(t), NEW_YORK) for t in ("02:00", "02:30")]
    absence = Absence("ana", Span(ends[0], ends[1]))
    assert may(ana, shift_type("x", "22:00", "06:00", NEW_YORK), "2026-03-07", absence)


@pytest.mark.parametrize(
    ("when", "night", "early"),
    [
        ("2026-12-03", False, False),
        ("2026-12-04", True, True),
        ("2026-12-05", True, True),
        ("2026-12-06", False, True),
        ("2026-12-07", False, False),
    ],
)
def test_employment_includes_both_dates_and_every_minute(
    when: str, night: bool, early: bool
) -> None:
    """Employed 4 to 6 December: a night that reaches into the 7th is not theirs."""
    ana = make.person(
        "ana", time_zone=KOLKATA, starts_on=day("2026-12-04"), ends_on=day("2026-12-06")
    )
    assert may(ana, shift_type("night", "22:00", "06:00", KOLKATA), when) == night
    assert may(ana, shift_type("early", "06:00", "24:00", KOLKATA), when) == early


def test_employment_is_on_the_persons_dates() -> None:
    """A Chicago evening is already the next date in Singapore."""
    bo = make.person("bo", ends_on=day("2026-12-04"))
    evening = shift_type("x", "09:00", "17:00", "America/Chicago")
    # 15:00Z-23:00Z of the 3rd is 23:00 of the 3rd to 07:00 of the 4th in Singapore.
    assert may(bo, evening, "2026-12-03")
    assert not may(bo, evening, "2026-12-04")


@pytest.mark.parametrize(
    ("not_before", "not_after", "allowed"),
    [
        ("06:00", "23:00", {"06-14", "15-23"}),
        ("06:01", "23:00", {"15-23"}),
        ("06:00", "22:59", {"06-14"}),
        ("22:00", "06:00", {"22-06"}),  # wraps midnight
        ("20:00", "14:00", {"22-06", "00-08", "06-14"}),
        (None, "14:00", {"06-14", "00-08"}),  # an empty one is midnight
        ("06:00", None, {"06-14", "15-23", "16-24"}),
        ("06:00", "24:00", {"06-14", "15-23", "16-24"}),
        ("00:00", "08:00", {"00-08"}),
        ("24:00", "08:00", {"00-08"}),
        (None, None, {"06-14", "15-23", "22-06", "00-08", "16-24"}),
        (None, "24:00", {"06-14", "15-23", "22-06", "00-08", "16-24"}),
        ("24:00", None, {"06-14", "15-23", "22-06", "00-08", "16-24"}),
        ("00:00", "00:00", {"06-14", "15-23", "22-06", "00-08", "16-24"}),
        ("08:00", "08:00", {"06-14", "15-23", "22-06", "00-08", "16-24"}),
    ],
)
@pytest.mark.parametrize("zone_name", ["UTC", KOLKATA])
def test_active_shifts_lie_within_somebodys_hours(
    not_before: str | None, not_after: str | None, allowed: set[str], zone_name: str
) -> None:
    """Bounds may be touched; a later not_before wraps midnight; equal ones allow any hour."""
    ana = make.person(
        "ana",
        time_zone=zone_name,
        not_before=wall(not_before) if not_before else None,
        not_after=wall(not_after) if not_after else None,
    )
    found = set()
    for name in ("06-14", "15-23", "22-06", "00-08", "16-24"):
        start, end = (f"{hour}:00" for hour in name.split("-"))
        if may(ana, shift_type(name, start, end, zone_name), "2026-12-04"):
            found.add(name)
    assert found == allowed


def test_standby_ignores_somebodys_hours() -> None:
    """A night watch is possible for someone who works days."""
    ana = make.person("ana", not_before=wall("09:00"), not_after=wall("17:00"))
    night = ("22:00", "06:00", "America/Chicago")
    assert may(ana, shift_type("watch", *night, kind="standby"), "2026-12-04")
    assert not may(ana, shift_type("night", *night), "2026-12-04")


def test_a_week_fits_somebody_without_hours_only() -> None:
    """An active P7D needs any hour; 00:00-24:00 says so, 00:00-23:00 does not."""
    kind = shift_type("week", "08:00", None, duration_days=7)
    for not_after, fits in (("24:00", True), ("23:00", False)):
        ana = make.person("ana", time_zone="UTC", not_before=Wall(0), not_after=wall(not_after))
        assert may(ana, kind, "2026-12-04") == fits


@pytest.mark.parametrize(
    ("zone_name", "when", "fits"),
    [
        # London changes on 29 March and 25 October 2026, New York on 8 March and 1 November.
        (LONDON, "2026-03-06", True),  # 13:00Z is 08:00 EST
        (LONDON, "2026-03-09", True),  # 13:00Z is 09:00 EDT
        (LONDON, "2026-03-30", True),  # 12:00Z is 08:00 EDT
        (KOLKATA, "2026-03-06", False),  # 07:30Z is 02:30 EST
    ],
)
def test_hours_are_on_the_persons_clock(zone_name: str, when: str, fits: bool) -> None:
    """A 13:00 shift elsewhere begins at another hour after either clock changed."""
    ana = make.person("ana", time_zone=NEW_YORK, not_before=wall("08:00"), not_after=wall("13:00"))
    assert may(ana, shift_type("x", "13:00", "17:00", zone_name), when) == fits


def test_hours_around_a_change() -> None:
    """not_after 01:30 is the first one in autumn; a gap closes the hour it swallows."""
    late = make.person("ana", time_zone=NEW_YORK, not_before=wall("20:00"), not_after=wall("01:30"))
    one_thirty = at("2026-11-01T05:30")
    kind = ShiftType(id="x")
    for end, fits in ((one_thirty, True), (one_thirty + MINUTE, False)):
        shift = Shift(kind, day("2026-10-31"), at("2026-11-01T02:00"), end)
        assert eligibility.within_hours(late, shift) == fits
    # 03:00 to 02:00: only 02-03 is barred, and on 8 March 2026 there is no such hour.
    nearly = make.person(
        "ana", time_zone=NEW_YORK, not_before=wall("03:00"), not_after=wall("02:00")
    )
    night = shift_type("x", "22:00", "06:00", NEW_YORK)
    assert [may(nearly, night, when) for when in ("2026-03-06", "2026-03-07")] == [False, True]


def test_hours_around_a_half_hour_change() -> None:
    """Lord Howe's 02:00-02:30 is swallowed on 4 October 2026."""
    ana = make.person("ana", time_zone=LORD_HOWE, not_before=wall("02:30"), not_after=wall("02:00"))
    night = shift_type("x", "22:00", "06:00", LORD_HOWE)
    assert [may(ana, night, when) for when in ("2026-10-02", "2026-10-03")] == [False, True]


@given(st.data(), zones, zones, walls, walls, times_of_day, st.integers(1, 1200))
@settings(max_examples=250, deadline=None)
def test_within_hours_means_every_minute_reads_within_them(
    drawn: st.DataObject,
    own_zone: str,
    shift_zone: str,
    not_before: Wall,
    not_after: Wall,
    start: Wall,
    length: int,
) -> None:
    """On a quiet day the rule is what a clock on the wall says at each minute."""
    when = drawn.draw(days_in(own_zone))
    begin = clock.instant(when, start, shift_zone)
    end = begin + length * MINUTE
    offsets = {
        clock.local(begin + n * timedelta(hours=1), own_zone).utcoffset() for n in range(-30, 55)
    }
    if len(offsets) > 1:
        return
    ana = make.person("ana", time_zone=own_zone, not_before=not_before, not_after=not_after)
    shift = Shift(ShiftType(id="x"), when, begin, end)
    opens, closes = not_before.minute % 1440, not_after.minute % 1440
    reads = [clock.local(begin + n * MINUTE, own_zone) for n in range(length)]
    minutes = [moment.hour * 60 + moment.minute for moment in reads]
    if opens < closes:
        within = all(opens <= minute < closes for minute in minutes)
    else:
        within = opens == closes or all(minute >= opens or minute < closes for minute in minutes)
    assert eligibility.within_hours(ana, shift) == within


@pytest.mark.parametrize("seed", range(30))
def test_all_at_once_or_one_by_one(seed: int) -> None:
    """Who is kept away from what is the same, with absences that overlap, touch or are empty."""
    chance = Random(seed)
    moments = [at("2026-12-07T00:00") + chance.randrange(24 * 7) * HOUR for _ in range(12)]
    spans = [Span(first, last) for first, last in by_two(moments)]
    starts_on, not_after = [(None, None), (day("2026-12-09"), None), (None, wall("20:00"))][
        seed % 3
    ]
    ana = make.person("ana", time_zone=LONDON, starts_on=starts_on, not_after=not_after)
    kinds = [
        shift_type("early", "00:00", "08:00", LONDON),
        shift_type("long", "06:00", "20:00", LONDON),
        shift_type("night", "22:00", "06:00", LONDON),
    ]
    of = make.problem([ana], kinds, absences=tuple(Absence("ana", span) for span in spans))
    one_by_one = [each for each in of.shifts if not eligibility.available(ana, each, of)]
    assert list(eligibility.kept_away(ana, of.shifts, of)) == one_by_one


def by_two(moments: list[datetime]) -> list[tuple[datetime, datetime]]:
    """Pair up moments, the earlier first, and add a pair that is one moment."""
    pairs = zip(moments[::2], moments[1::2], strict=True)
    return [*((min(pair), max(pair)) for pair in pairs), (moments[0], moments[0])]
