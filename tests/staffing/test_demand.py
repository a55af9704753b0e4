"""Demand windows laid out on UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rotation.domain import Demand, Span, Wall, Window
from rotation.staffing.demand import intensities


def at(text: str) -> datetime:
    """Read a UTC time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def row(
    start: str,
    end: str,
    rate: float,
    minutes: int = 10,
    zone: str = "UTC",
    language: str = "en",
    severity: str = "urgent",
) -> Demand:
    """Make a daily demand row from wall times."""
    hours = [Wall(int(text[:2]) * 60 + int(text[3:])) for text in (start, end)]
    window = Window(time_zone=zone, start=hours[0], end=hours[1])
    return Demand(
        language=language,
        severity=severity,
        window=window,
        cases_per_hour=rate,
        handle=timedelta(minutes=minutes),
    )


DAY = Span(at("2026-12-07T00:00"), at("2026-12-08T00:00"))


def test_cut_at_hours_and_window_edges() -> None:
    """09:30 to 11:00 is a half hour and an hour."""
    pieces = intensities([row("09:30", "11:00", 3)], DAY)
    assert [(piece.span.start, piece.span.end) for piece in pieces] == [
        (at("2026-12-07T09:30"), at("2026-12-07T10:00")),
        (at("2026-12-07T10:00"), at("2026-12-07T11:00")),
    ]
    # 3 an hour for an hour and a half.
    assert sum(piece.cases for piece in pieces) == pytest.approx(4.5)


def test_overlapping_rows_add_up_and_mix_their_handling_times() -> None:
    """Two an hour of 10 minutes and one of 40 are three an hour of 20 minutes."""
    pieces = intensities([row("09:00", "11:00", 2, 10), row("10:00", "12:00", 1, 40)], DAY)
    assert [(piece.cases_per_hour, piece.handle) for piece in pieces] == [
        (2, timedelta(minutes=10)),
        (3, timedelta(minutes=20)),
        (1, timedelta(minutes=40)),
    ]


def test_kinds_stay_apart() -> None:
    """Languages and severities are their own pieces, sorted within an hour."""
    rows = [
        row("09:00", "10:00", 1, language="es"),
        row("09:00", "10:00", 2),
        row("09:00", "10:00", 3, severity="normal"),
    ]
    pieces = intensities(rows, DAY)
    assert [(piece.language, piece.severity, piece.cases_per_hour) for piece in pieces] == [
        ("en", "normal", 3),
        ("en", "urgent", 2),
        ("es", "urgent", 1),
    ]


def test_nothing_expected_is_no_piece() -> None:
    """A rate of nought leaves no trace."""
    assert intensities([row("09:00", "10:00", 0)], DAY) == []


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        # Chicago: 23 hours on 8 March 2026, 25 on 1 November.
        ("2026-03-08T06:00", "2026-03-09T05:00", 23),
        ("2026-11-01T05:00", "2026-11-02T06:00", 25),
    ],
)
def test_day_of_a_clock_change_has_its_own_number_of_hours(
    first: str, last: str, hours: int
) -> None:
    """A whole local day at one an hour brings as many cases as it has hours."""
    pieces = intensities(
        [row("00:00", "24:00", 1, zone="America/Chicago")], Span(at(first), at(last))
    )
    assert sum(piece.cases for piece in pieces) == pytest.approx(hours)
    assert len(pieces) == hours


def test_window_moves_in_utc_with_the_clock() -> None:
    """Nine o'clock in Chicago is 15:00Z on the Saturday and 14:00Z on the Sunday of the change."""
    weekend = Span(at("2026-03-07T06:00"), at("2026-03-09T05:00"))
    pieces = intensities([row("09:00", "10:00", 1, zone="America/Chicago")], weekend)
    assert [piece.span.start for piece in pieces] == [
        at("2026-03-07T15:00"),
        at("2026-03-08T14:00"),
    ]


def test_half_hour_zone_is_cut_at_utc_hours() -> None:
    """09:00 to 10:00 in Kolkata is 03:30Z to 04:30Z, two halves."""
    pieces = intensities([row("09:00", "10:00", 4, zone="Asia/Kolkata")], DAY)
    assert [(piece.span.start, piece.cases) for piece in pieces] == [
        (at("2026-12-07T03:30"), 2.0),
        (at("2026-12-07T04:00"), 2.0),
    ]
