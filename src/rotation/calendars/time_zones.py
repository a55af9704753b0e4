"""A zone of the pinned database, written as the VTIMEZONE of RFC 5545, section 3.6.5."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rotation import clock
from rotation.clock import DAY, SECOND


def transitions(zone: ZoneInfo, start: datetime, end: datetime) -> list[datetime]:
    """List the instants in (start, end] from which a zone has another offset."""
    found = []
    while start < end:
        following = min(start + DAY, end)
        if following.astimezone(zone).utcoffset() != start.astimezone(zone).utcoffset():
            found.append(clock.change_between(start, following, zone))
        start = following
    return found


def vtimezone(zone_name: str, first_year: int, last_year: int) -> Any:
    """Write a zone for some years: its offset at their start, then each change of it.

    The library's own writer gives the onset of a change on the new clock; the standard wants
    it on the old one. A step forward is called daylight time and a step back standard time,
    which is what they are for whoever lives there: Dublin's law has it the other way round.
    """
    from icalendar import Timezone

    zone = clock.zone(zone_name)
    # A day more on either side: east of Greenwich the year starts before it does in UTC.
    start = datetime(first_year, 1, 1, tzinfo=UTC) - DAY
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC) + DAY
    changes = transitions(zone, start, end)
    component = Timezone()
    component.add("TZID", zone_name)
    first = _offset(start, zone)
    falls_first = bool(changes) and _offset(changes[0], zone) < first
    component.add_component(_observance(start, first, zone, daylight=falls_first))
    for change in changes:
        old = _offset(change - SECOND, zone)
        rises = _offset(change, zone) > old
        component.add_component(_observance(change, old, zone, daylight=rises))
    return component


def _observance(change: datetime, old: timedelta, zone: ZoneInfo, *, daylight: bool) -> Any:
    from icalendar import TimezoneDaylight, TimezoneStandard

    observance = TimezoneDaylight() if daylight else TimezoneStandard()
    observance.add("DTSTART", (change + old).replace(tzinfo=None))
    observance.add("TZOFFSETFROM", old)
    observance.add("TZOFFSETTO", _offset(change, zone))
    observance.add("TZNAME", change.astimezone(zone).tzname())
    return observance


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
