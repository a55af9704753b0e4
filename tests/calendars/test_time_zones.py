"""VTIMEZONE as the standard and a foreign reader want it (field notes: calendars 25, 31)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rotation import clock
from rotation.calendars.feeds import personal_feed
from rotation.calendars.time_zones import vtimezone
from rotation.domain import Horizon, Wall
from tests.calendars.foreign import faults, read
from tests.calendars.rotas import AS_OF, person, rota

YEAR = Horizon(date(2026, 1, 1), date(2026, 12, 31))


def test_onsets_are_on_the_old_clock() -> None:
    """New York jumps at 02:00 of winter time and falls back at 02:00 of summer time."""
    text = vtimezone("America/New_York", 2026, 2026).to_ical().decode().replace("\r\n", "\n")
    assert text == (
        "BEGIN:VTIMEZONE\nTZID:America/New_York\n"
        "BEGIN:STANDARD\nDTSTART:20251230T190000\nTZNAME:EST\n"
        "TZOFFSETFROM:-0500\nTZOFFSETTO:-0500\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:20260308T020000\nTZNAME:EDT\n"
        "TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\n"
        "BEGIN:STANDARD\nDTSTART:20261101T020000\nTZNAME:EST\n"
        "TZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\n"
        "END:VTIMEZONE\n"
    )


CHANGE_DAYS = [
    date(2026, 2, 15),  # Casablanca back
    date(2026, 3, 8),  # New York, Vancouver forward
    date(2026, 3, 22),  # Casablanca forward
    date(2026, 3, 29),  # Dublin forward
    date(2026, 4, 5),  # Lord Howe back by half an hour
    date(2026, 10, 4),  # Lord Howe forward by half an hour
    date(2026, 10, 25),  # Dublin back
    date(2026, 11, 1),  # New York back; Vancouver stays
]


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "Europe/Dublin",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "America/Vancouver",
        "UTC",
    ],
)
def test_a_foreign_reader_finds_the_same_instants(zone: str) -> None:
    """On each day of a change and in every week, ical.js reads the wall times as we do."""
    walls = [
        (day, Wall(30 * half))
        for day in [*CHANGE_DAYS, *(YEAR.first + timedelta(days=7 * week) for week in range(52))]
        for half in range(48)
        if not clock.resolve(day, Wall(30 * half), zone).oddity
    ]
    feed = personal_feed(person("ana", zone), rota([], [], {}, YEAR), None, AS_OF)
    assert faults(feed) == []
    seen = read(feed, *(f"{day}T{wall}:00" for day, wall in walls))
    assert seen["zones"] == [zone]
    expected = [f"{clock.instant(day, wall, zone):%Y-%m-%dT%H:%M:%SZ}" for day, wall in walls]
    assert seen["instants"] == expected
