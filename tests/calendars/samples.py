"""Calendars as other programs write them, and a shorthand for the stretches that we expect."""

from __future__ import annotations

from datetime import UTC, datetime

from rotation.domain import Span

WINTER = Span(datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 4, 30, tzinfo=UTC))
"""The stretch that most samples are asked about: both American clock changes are near it."""


def calendar(*parts: str) -> bytes:
    """Wrap components in a calendar with the line ends of the standard."""
    text = "\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Elsewhere//EN", *parts, "END:VCALENDAR", ""]
    )
    return text.replace("\n", "\r\n").encode()


def event(*lines: str, uid: str = "one@elsewhere", title: str = "Away") -> str:
    """Write one event."""
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"])


def utc(text: str) -> datetime:
    """Read an instant: 2026-12-04T07:00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def stretch(text: str) -> Span:
    """Read a stretch of UTC: 2026-12-04T07:00/2026-12-04T15:00."""
    start, end = text.split("/")
    return Span(utc(start), utc(end))


OUTLOOK_ZONE = """\
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def fixed_zone(name: str, offset: str) -> str:
    """Write a zone that somebody made up, with one offset for ever."""
    return "\n".join(
        [
            "BEGIN:VTIMEZONE",
            f"TZID:{name}",
            "BEGIN:STANDARD",
            "DTSTART:16010101T000000",
            f"TZOFFSETFROM:{offset}",
            f"TZOFFSETTO:{offset}",
            "END:STANDARD",
            "END:VTIMEZONE",
        ]
    )
