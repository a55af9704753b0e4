"""Calendars to subscribe to: one for each person and one for the team.

Every time is UTC and every event stands alone, for calendar programs disagree about wall times
that come twice and about rules; the local times are in the description, for people. An event
keeps its identity while its shift does, and its stamps while it says the same, so that the same
schedule is the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from rotation.calendars.entries import Entry, personal_entries, team_entries
from rotation.calendars.handover import Handovers
from rotation.calendars.plain import plain
from rotation.calendars.revisions import Revision, next_revision, revisions, says, uid_of
from rotation.calendars.time_zones import vtimezone
from rotation.domain import Horizon, Schedule, Specialist

TEAM_FEED = "team.ics"
_PRODID = "-//rotation//rotation//EN"
_REFRESH = timedelta(hours=1)


def feeds(schedule: Schedule, earlier: Mapping[str, bytes], as_of: datetime) -> dict[str, bytes]:
    """Write the calendars of everybody and of the team.

    Parameters
    ----------
    earlier
        The files that these replace, by name; missing or damaged ones count as not there.
    as_of
        The instant that new and changed events are stamped with.

    Returns
    -------
    dict
        File name -> bytes: `PERSON.ics` for each person, and `team.ics`.
    """
    handovers = Handovers(schedule)
    written = {}
    for person in sorted(schedule.problem.people, key=lambda each: each.id):
        name = f"{person.id}.ics"
        written[name] = _personal(person, handovers, earlier.get(name), as_of)
    written[TEAM_FEED] = team_feed(schedule, earlier.get(TEAM_FEED), as_of)
    return written


def personal_feed(
    person: Specialist, schedule: Schedule, earlier: bytes | None, as_of: datetime
) -> bytes:
    """Write one person's calendar: an event for each assignment."""
    return _personal(person, Handovers(schedule), earlier, as_of)


def _personal(
    person: Specialist, handovers: Handovers, earlier: bytes | None, as_of: datetime
) -> bytes:
    problem = handovers.schedule.problem
    title = f"{problem.team.name}: {person.name or person.id}"
    frame = _Frame(title, person.time_zone, problem.horizon)
    return frame.write(personal_entries(person, handovers), earlier, as_of)


def team_feed(schedule: Schedule, earlier: bytes | None, as_of: datetime) -> bytes:
    """Write the team's calendar: an event for each shift, with all its people."""
    team = schedule.problem.team
    frame = _Frame(team.name, team.time_zone, schedule.problem.horizon)
    return frame.write(team_entries(schedule), earlier, as_of)


@dataclass(frozen=True)
class _Frame:
    """What stands around the events of a calendar."""

    title: str
    time_zone: str
    horizon: Horizon

    def write(self, entries: Iterable[Entry], earlier: bytes | None, as_of: datetime) -> bytes:
        """Write the events, each stamped as of its last change."""
        before = revisions(earlier)
        now = as_of.astimezone(UTC).replace(microsecond=0)
        calendar = self._calendar()
        ordered = sorted(entries, key=lambda entry: (entry.span.start, entry.uid))
        if not ordered:
            # RFC 5545, section 3.6: a calendar holds at least one component.
            years = (self.horizon.first.year, self.horizon.last.year)
            calendar.add_component(vtimezone(self.time_zone, *years))
        head, end, _ = bytes(calendar.to_ical()).rpartition(b"END:VCALENDAR")
        events = (_stamped(_event(entry).to_ical(), before, now) for entry in ordered)
        return b"".join((head, *events, end, b"\r\n"))

    def _calendar(self) -> Any:
        from icalendar import Calendar
        from icalendar.prop import vText

        calendar = Calendar()
        calendar.add("PRODID", _PRODID)
        calendar.add("VERSION", "2.0")
        calendar.add("CALSCALE", "GREGORIAN")
        # Given as a string, a property that the library has no type for is written unescaped.
        calendar.add("NAME", vText(plain(self.title)))
        calendar.add("X-WR-CALNAME", vText(plain(self.title)))
        calendar.add("X-WR-TIMEZONE", vText(self.time_zone))
        calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vText("PT1H"))
        return calendar


def _event(entry: Entry) -> Any:
    from icalendar import Event

    event = Event()
    event.add("UID", plain(entry.uid))
    event.add("DTSTART", entry.span.start)
    event.add("DTEND", entry.span.end)
    event.add("SUMMARY", plain(entry.summary))
    event.add("DESCRIPTION", "\n".join(plain(line) for line in entry.description))
    event.add("CATEGORIES", [entry.kind])
    event.add("STATUS", "CONFIRMED" if entry.filled else "TENTATIVE")
    # Being on call does not make anybody busy: others may still invite them to meetings.
    event.add("TRANSP", "TRANSPARENT")
    return event


def _stamped(event: bytes, before: Mapping[str, Revision], as_of: datetime) -> bytes:
    """Write the stamps into an event: those it had, where it says what it said."""
    revision = next_revision(says(event), before.get(uid_of(event)), as_of)
    begin, _, rest = event.partition(b"\r\n")
    stamp = f"{revision.stamp:%Y%m%dT%H%M%SZ}"
    stamps = f"DTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\nSEQUENCE:{revision.sequence}"
    return b"\r\n".join((begin, stamps.encode(), rest))
