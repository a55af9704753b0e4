"""What waits for cover to return: gaps, piles, clocks that stop and clocks that change."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Literal

import pytest

from rotation.domain import Wall, Window
from rotation.staffing.backlog import Leg, legs
from rotation.staffing.cover import cover
from rotation.staffing.service import sla_rows
from rotation.staffing.wait import Patience
from tests.staffing.month import (
    ANA,
    AROUND,
    EVA,
    HOUR,
    MORNING,
    RARE,
    SLA,
    attained,
    demand,
    schedule,
    shift,
)


def test_gap_stays_in_the_denominator() -> None:
    """Half a day without cover misses what arrives more than the target before cover returns."""
    plan = schedule({MORNING: [ANA]}, [demand(RARE)], replace(SLA, target=HOUR), days=2)
    # 12 h on duty and the last of 12 h off, each day; what follows the horizon is like its days.
    row = sla_rows(plan)[0]
    assert row.attainment == pytest.approx(26 / 48, abs=1e-6)
    assert row.worst_hour == "2026-12-07T12:00:00Z"


def test_case_at_the_end_of_cover_still_waits_in_line() -> None:
    """Only time on duty before the deadline helps, on both sides of a gap."""
    plan = schedule(
        {MORNING: [ANA]}, [demand(2, hours=("00:00", "12:00"))], replace(SLA, target=HOUR)
    )
    # a = 0.5, release 2/h. Eleven hours have the whole hour; in the twelfth m runs from 1 to 0 h.
    expected = (11 * (1 - 0.5 * math.exp(-2)) + 1 - 0.5 * (1 - math.exp(-2)) / 2) / 12
    assert attained(plan) == pytest.approx(expected, abs=1e-6)


def test_gap_leaves_a_pile_to_clear() -> None:
    """What waited through the afternoon is answered first, and the next morning pays for it."""
    plan = schedule({MORNING: [ANA]}, [demand(2)], replace(SLA, target=HOUR), days=2)
    # Day 1: as above over 12 h. 24 cases pile up; ana takes 4 an hour and 2 arrive, so the line is
    # (24 - 2t) / 4 hours long: longer than the target until t = 10. Then the time left runs from
    # 0 to 0.5 h by t = 11, and from 0.5 back to 0 at 12, because cover ends. Gaps attain nothing.
    morning = 11 * (1 - 0.5 * math.exp(-2)) + 1 - 0.5 * (1 - math.exp(-2)) / 2
    after = 2 * (1 - 0.5 * (1 - math.exp(-1)))
    assert attained(plan) == pytest.approx((morning + after) / 48, abs=1e-6)


def test_languages_share_the_time_to_clear_their_piles() -> None:
    """A bilingual does not clear two piles at once with the same spare time."""
    target = replace(SLA, target=2 * HOUR)
    off = shift("01:00", "00:00")
    one = schedule({off: [EVA]}, [demand(2)], target)
    both = schedule({off: [EVA]}, [demand(1), demand(1, "es")], target)
    # The same cases in two languages are the same line, in the gap and after.
    assert attained(both) == pytest.approx(attained(one), abs=1e-6)
    assert attained(one) < attained(schedule({AROUND: [EVA]}, [demand(2)], target))


def test_overload_spills_into_the_next_hour() -> None:
    """Twice too much work for an hour attains nothing then, nor until the pile is short enough."""
    rows = [demand(8, hours=("00:00", "01:00")), demand(1, hours=("01:00", "24:00"))]
    row = sla_rows(schedule({AROUND: [ANA]}, rows, SLA))[0]
    # 8 an hour arrive, 4 are answered: 4 wait. Then 4 - 1 = 3 an hour are cleared: one hour until
    # the line is a quarter hour long, 20 minutes more until it is gone. a = 0.25, release 3/h.
    thaw = (1 - 0.25 * (1 - math.exp(-0.75)) / 0.75) / 3
    rest = (24 - 2 - 1 / 3) * (1 - 0.25 * math.exp(-0.75))
    assert row.attainment == pytest.approx((thaw + rest) / (8 + 23), abs=1e-6)
    assert row.worst_hour == "2026-12-07T00:00:00Z"


def test_coverage_clock_stops_outside_the_window() -> None:
    """What arrives after closing starts its clock at the next opening."""
    window = Window(start=Wall(0), end=Wall(12 * 60))
    office = replace(SLA, clock="coverage", window=window)
    plan = schedule({MORNING: [ANA]}, [demand(RARE)], SLA, office, days=2)
    rows = sla_rows(plan)
    # By the calendar, the last quarter of an hour before each of two openings is met.
    assert [row.attainment for row in rows if not row.language] == [
        pytest.approx(24.5 / 48, abs=1e-6),
        pytest.approx(1.0, abs=1e-6),
    ]


def test_coverage_clock_does_not_hide_a_late_start() -> None:
    """A window that opens three hours before anybody comes misses what the target misses."""
    late = shift("03:00", "12:00")
    window = Window(start=Wall(0), end=Wall(12 * 60))
    office = replace(SLA, clock="coverage", window=window, target=HOUR)
    plan = schedule({late: [ANA]}, [demand(RARE)], office)
    # Lost: 12 h after closing (opening finds nobody within the hour) and 00:00-02:00; and the last
    # hour before closing is met at once, since nobody waits.
    assert attained(plan) == pytest.approx((1 + 9) / 24, abs=1e-6)


def test_window_does_not_narrow_a_calendar_clock() -> None:
    """Under calendar every case counts, whatever the window says."""
    narrow = replace(SLA, window=Window(start=Wall(0), end=Wall(60)))
    assert sla_rows(schedule({AROUND: [ANA]}, [demand(2)], narrow))[0].cases == pytest.approx(48)


@pytest.mark.parametrize(("first", "hours"), [(date(2026, 3, 7), 47), (date(2026, 10, 31), 49)])
def test_gap_across_a_clock_change(first: date, hours: int) -> None:
    """The night of a clock change is an hour shorter or longer, the days are not."""
    office = shift("09:00", "17:00", zone="America/Chicago")
    plan = schedule({office: [ANA]}, [demand(RARE)], replace(SLA, target=HOUR), days=2, first=first)
    row = sla_rows(plan)[0]
    # Two days of 8 h and the last hour before each.
    assert row.cases == pytest.approx(RARE * hours)
    assert row.attainment == pytest.approx(18 / hours, abs=1e-6)


@pytest.mark.parametrize("first", [date(2026, 3, 7), date(2026, 10, 31)])
def test_coverage_clock_across_a_clock_change(first: date) -> None:
    """The window and the shift keep the same wall clock, so nothing is lost on either side."""
    office = shift("09:00", "17:00", zone="America/Chicago")
    window = Window(time_zone="America/Chicago", start=Wall(540), end=Wall(1020))
    agreed = replace(SLA, clock="coverage", window=window)
    plan = schedule({office: [ANA]}, [demand(RARE)], agreed, days=2, first=first)
    assert attained(plan) == pytest.approx(1.0, abs=1e-6)


def test_half_hour_zone() -> None:
    """Nine to five in Kolkata is 03:30Z to 11:30Z; its day starts in the middle of a UTC hour."""
    office = shift("09:00", "17:00", zone="Asia/Kolkata")
    row = sla_rows(schedule({office: [ANA]}, [demand(RARE)], replace(SLA, target=HOUR)))[0]
    assert row.attainment == pytest.approx(9 / 24, abs=1e-6)
    assert row.worst_hour == "2026-12-06T18:00:00Z"


def sampled(patience: Patience, leg: Leg) -> float:
    """Measure a leg's share met by looking at arrivals every six seconds."""
    if leg.line is None or leg.line.release == 0:
        return 0.0
    steps = max(1, round((leg.end - leg.start) * 600))
    total = 0.0
    for step in range(steps):
        moment = leg.start + (step + 0.5) * (leg.end - leg.start) / steps
        left = patience.left(moment)
        if leg.pile_at(moment):
            left -= leg.pile_at(moment) / leg.pace
        if left > 0 or (leg.staffed and left == 0):
            total += 1 - leg.line.waiting * math.exp(-leg.line.release * left)
    return total / steps


@pytest.mark.parametrize("agreed", ["calendar", "coverage"])
def test_exact_shares_agree_with_looking_every_six_seconds(
    agreed: Literal["calendar", "coverage"],
) -> None:
    """Nothing is lost between the edges of gaps, piles and windows, in a half-hour zone too."""
    early, late = shift("02:20", "09:00"), shift("13:00", "22:10", "late", "Asia/Kolkata")
    window = Window(time_zone="America/St_Johns", start=Wall(0), end=Wall(615))
    sla = replace(SLA, clock=agreed, window=window, target=3 * HOUR)
    rows = [demand(1.3), demand(0.6, "es"), demand(3, hours=("07:00", "08:30"))]
    timeline = cover(schedule({early: [ANA, EVA], late: [EVA]}, rows, sla, days=2))
    for line in legs(timeline).values():
        patience = Patience(sla, timeline, line)
        shares = [patience.met(leg) for leg in line]
        assert 0 < sum(shares) < len(shares)
        assert shares == pytest.approx([sampled(patience, leg) for leg in line], abs=2e-3)
