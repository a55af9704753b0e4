"""What a schedule attains: rows, verdicts, and who counts as cover."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from rotation import clock
from rotation.domain import Assignment, Level
from rotation.staffing.service import METHOD, interval, sla_rows, verdict
from tests.staffing.month import (
    ANA,
    AROUND,
    BO,
    EVA,
    FIRST,
    SLA,
    attained,
    demand,
    person,
    schedule,
    shift,
)


def test_steady_cover_is_erlang_c() -> None:
    """One person around the clock, two quarter-hour cases an hour, answered within 15 minutes."""
    rows = sla_rows(schedule({AROUND: [ANA]}, [demand(2)], SLA))
    # Half an erlang for one: C = 0.5, and (1 - 0.5) / 15 min x 15 min = 0.5.
    expected = 1 - 0.5 * math.exp(-0.5)
    assert [(row.language, row.severity) for row in rows] == [("", ""), ("en", "urgent")]
    for row in rows:
        assert row.attainment == pytest.approx(expected, abs=1e-7)
        assert row.cases == pytest.approx(48)
        assert (row.sla, row.target, row.method) == ("fast", 0.9, METHOD)
        assert (row.low, row.high) == pytest.approx(interval(expected, 48), abs=1e-6)
        assert row.worst_hour == "2026-12-07T00:00:00Z"


def test_severities_share_the_speakers() -> None:
    """An agreement about urgent cases alone still waits behind the others."""
    rows = [demand(1), demand(1, severity="normal")]
    plan = schedule({AROUND: [ANA]}, rows, replace(SLA, severities=("urgent",)))
    whole, urgent = sla_rows(plan)
    assert urgent.severity == "urgent"
    assert whole.cases == pytest.approx(24)
    assert urgent.attainment == pytest.approx(1 - 0.5 * math.exp(-0.5), abs=1e-7)


def test_bilingual_is_one_person() -> None:
    """One person for one English and one Spanish case an hour is the queue of two cases."""
    plan = schedule({AROUND: [EVA]}, [demand(1), demand(1, "es")], SLA)
    for row in sla_rows(plan):
        assert row.attainment == pytest.approx(1 - 0.5 * math.exp(-0.5), abs=1e-7)


def test_person_on_two_shifts_at_once_is_one_person() -> None:
    """Somebody on duty twice over answers one case at a time."""
    twice = schedule({AROUND: [ANA], shift("00:00", "00:00", "watch"): [ANA]}, [demand(2)], SLA)
    assert attained(twice) == pytest.approx(1 - 0.5 * math.exp(-0.5), abs=1e-7)


def test_language_below_working_level_does_not_count() -> None:
    """B1 is not enough for a team that works at B2."""
    learner = person("lea", "en", level=Level.B1)
    assert attained(schedule({AROUND: [learner]}, [demand(2)], SLA)) == 0.0


def test_shift_that_does_not_respond_does_not_count() -> None:
    """People on a shift that answers no cases are no cover."""
    desk = replace(AROUND, responds=False)
    assert attained(schedule({desk: [ANA]}, [demand(2)], SLA)) == 0.0


def test_cases_weigh_the_hours() -> None:
    """Attainment is over cases, not over hours, and the busiest hour is the worst."""
    rows = [demand(1), demand(2, hours=("10:00", "11:00"))]
    row = sla_rows(schedule({AROUND: [ANA]}, rows, SLA))[0]
    # 23 h of 1 case (a = 0.25) and 1 h of 3 (a = 0.75); T/AHT = 1.
    quiet, busy = 1 - 0.25 * math.exp(-0.75), 1 - 0.75 * math.exp(-0.25)
    assert row.cases == pytest.approx(26)
    assert row.attainment == pytest.approx((23 * quiet + 3 * busy) / 26, abs=1e-7)
    assert row.worst_hour == "2026-12-07T10:00:00Z"


def test_unknown_cover_is_not_judged() -> None:
    """Without a history, the morning that an earlier night shift would cover is left out."""
    night = shift("22:00", "06:00", "night")
    day = shift("06:00", "22:00")
    who = {night: [ANA], day: [BO]}
    unknown = sla_rows(schedule(who, [demand(2)], SLA, history=None))[0]
    # 24 h less 00:00 to 06:00, two cases an hour; the rest is covered.
    assert unknown.cases == pytest.approx(36)
    assert unknown.attainment == pytest.approx(1 - 0.5 * math.exp(-0.5), abs=1e-7)


def test_history_is_on_duty() -> None:
    """Who came on before the horizon answers until they leave."""
    night = shift("22:00", "06:00", "night")
    day = shift("06:00", "22:00")
    past = Assignment(clock.shift_on(night, FIRST - timedelta(days=1)), ANA)
    whole = schedule({night: [ANA], day: [BO]}, [demand(2)], SLA, history=(past,))
    assert attained(whole) == pytest.approx(1 - 0.5 * math.exp(-0.5), abs=1e-7)
    gap = schedule({night: [ANA], day: [BO]}, [demand(2)], SLA, history=())
    assert attained(gap) < 0.6


def test_nothing_to_judge_is_undecided() -> None:
    """An agreement about a language without demand says so: no cases, UNDECIDED, no worst hour."""
    thai = replace(SLA, languages=("th",), severities=("urgent",))
    rows = sla_rows(schedule({AROUND: [ANA]}, [demand(2)], thai))
    assert [(row.language, row.severity) for row in rows] == [("", ""), ("th", "urgent")]
    for row in rows:
        assert (row.cases, row.attainment, row.low, row.high) == (0.0, 1.0, 0.0, 1.0)
        assert (row.verdict, row.worst_hour) == ("UNDECIDED", "")


def test_no_demand_at_all() -> None:
    """A team that expects nothing still gets a line for each agreement."""
    (row,) = sla_rows(schedule({AROUND: [ANA]}, [], SLA))
    assert (row.cases, row.verdict) == (0.0, "UNDECIDED")


def test_rows_are_the_kinds_the_agreement_names() -> None:
    """A row per language and severity that has demand and is meant, sorted, agreements in order."""
    rows = [demand(0.1, one, how) for one in ("es", "en") for how in ("urgent", "normal")]
    plan = schedule({AROUND: [EVA]}, rows, replace(SLA, id="b", languages=("es",)), SLA)
    assert [(row.sla, row.language, row.severity) for row in sla_rows(plan)] == [
        ("b", "", ""),
        ("b", "es", "normal"),
        ("b", "es", "urgent"),
        ("fast", "", ""),
        ("fast", "en", "normal"),
        ("fast", "en", "urgent"),
        ("fast", "es", "normal"),
        ("fast", "es", "urgent"),
    ]


def test_interval_is_wilsons() -> None:
    """90 of 100: from 82.56 % to 94.48 %, the textbook numbers."""
    assert interval(0.9, 100) == pytest.approx((0.8256, 0.9448), abs=5e-5)
    assert interval(1.0, 10)[1] == pytest.approx(1.0)
    assert interval(0.0, 10)[0] == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.9, 0.99, "PASS"),
        (0.899, 0.99, "UNDECIDED"),
        (0.8, 0.9, "UNDECIDED"),
        (0.8, 0.899, "FAIL"),
    ],
)
def test_verdict_needs_the_whole_interval_on_one_side(
    low: float, high: float, expected: str
) -> None:
    """At the target is kept; an interval that straddles it decides nothing."""
    assert verdict(low, high, 0.9) == expected
