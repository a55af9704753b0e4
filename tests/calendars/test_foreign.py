"""The byte linter itself: a judge that finds nothing in anything is no judge."""

from __future__ import annotations

import pytest

from rotation.calendars.feeds import team_feed
from tests.calendars.foreign import faults
from tests.calendars.rotas import AS_OF, follow_the_sun

GOOD = team_feed(follow_the_sun(), None, AS_OF)
DAMAGE = {
    "bare line feed": (b"VERSION:2.0\r\n", b"VERSION:2.0\n", "control character"),
    "no final line end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "final line end"),
    "long line": (b"STATUS:", b"COMMENT:" + b"x" * 70 + b"\r\nSTATUS:", "78 octets"),
    "split character": (b"STATUS:", b"COMMENT:\xe6\r\n \x97\xa5\r\nSTATUS:", "inside a character"),
    "floating": (b"DTSTART:20261204T160000Z", b"DTSTART:20261204T160000", "not an instant"),
    "local": (b"DTSTART:20261204T160000Z", b"DTSTART;TZID=Asia/Tokyo:20261204T160000", "not an"),
    "no stamp": (b"DTSTAMP:", b"X-STAMP:", "event needs one DTSTAMP"),
    "one uid": (b"UID:apac-20261205", b"UID:apac-20261204", "two events with one UID"),
    "guest": (b"STATUS:", b"ATTENDEE:mailto:x\r\nSTATUS:", "unwanted ATTENDEE"),
    "rule": (b"STATUS:", b"RRULE:FREQ=DAILY\r\nSTATUS:", "unwanted RRULE"),
    "method": (b"VERSION:2.0", b"METHOD:PUBLISH\r\nVERSION:2.0", "has a METHOD"),
    "no product": (b"PRODID:", b"X-PRODID:", "needs one PRODID"),
}


def test_a_feed_without_fault() -> None:
    """The undamaged feed has none."""
    assert faults(GOOD) == []


@pytest.mark.parametrize("name", DAMAGE)
def test_each_fault_is_found(name: str) -> None:
    """Every kind of damage is named."""
    old, new, says = DAMAGE[name]
    assert old in GOOD
    assert any(says in fault for fault in faults(GOOD.replace(old, new)))
