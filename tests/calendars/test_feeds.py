"""Feeds as calendar programs see them (field notes: calendars 1-34, on-call 22-34).

Not tried, for feeds have no such thing: 6, 7 (guests, URLs), 12 (METHOD), 30 (all-day duty),
31 (TZID mode).
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from rotation.calendars.absences import read_absences
from rotation.calendars.entries import team_entries
from rotation.calendars.feeds import feeds, personal_feed, team_feed
from rotation.domain import Assignment, Horizon, Level, Schedule, Span, Team
from tests.calendars.foreign import faults, read
from tests.calendars.rotas import (
    AS_OF,
    DECEMBER,
    LATER,
    TEAM,
    follow_the_sun,
    kind,
    night,
    person,
    rota,
)
from tests.calendars.samples import utc


def written(schedule: Schedule, earlier: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Write the feeds of a schedule at the usual moment, later where there are earlier ones."""
    return feeds(schedule, earlier or {}, LATER if earlier else AS_OF)


def by_uid(feed: bytes) -> dict[str, dict[str, object]]:
    """Read the events of a feed with the foreign reader, by what stands before the @."""
    return {event["uid"].split("@")[0]: event for event in read(feed)["events"]}


def swapped(schedule: Schedule, day: str, shift: str, old: str, new: str) -> Schedule:
    """Give one assignment to somebody else."""
    slot = schedule.problem.shift[shift, date.fromisoformat(day)]
    leaving = Assignment(slot, schedule.problem.person[old])
    kept = [each for each in schedule.assignments if each != leaving]
    return Schedule(schedule.problem, (*kept, Assignment(slot, schedule.problem.person[new])))


def test_every_feed_is_well_formed() -> None:
    """Line ends, line lengths, identities and times are as the standard asks (1, 2, 10, 18, 34)."""
    out = written(follow_the_sun())
    assert sorted(out) == ["ana.ics", "bo.ics", "chi.ics", "dee.ics", "eve.ics", "team.ics"]
    assert {name: faults(feed) for name, feed in out.items() if faults(feed)} == {}


def test_calendar_properties() -> None:
    """A feed has a name, a zone to show, and says how often to look (11)."""
    seen = read(written(follow_the_sun())["chi.ics"])
    assert seen["version"] == "2.0"
    assert seen["product"] == "-//rotation//rotation//EN"
    assert (seen["name"], seen["shown_name"]) == ("Escalations: Chi", "Escalations: Chi")
    assert seen["shown_zone"] == "Asia/Kolkata"
    assert seen["refresh"] == "PT1H"
    assert seen["published_ttl"] == "PT1H"
    assert seen["method"] is None
    assert seen["zones"] == []


def test_refresh_says_its_type() -> None:
    """RFC 7986 gives REFRESH-INTERVAL no default type, so it is written; readers drop it (11)."""
    feed = written(follow_the_sun())["team.ics"]
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in feed


def test_personal_event() -> None:
    """An assignment says when on the person's clock, as what, in which languages and with whom."""
    event = by_uid(written(follow_the_sun())["ana.ics"])["amer-20261204-ana"]
    assert event["uid"] == "amer-20261204-ana@rota.example.com"
    assert event["summary"] == "Americas day"
    assert (event["start"], event["end"]) == ("2026-12-04T16:00:00Z", "2026-12-05T00:00:00Z")
    assert event["categories"] == ["active"]
    assert (event["status"], event["transparency"]) == ("CONFIRMED", "TRANSPARENT")
    # French at A2 is below the working level; Bo ends and Chi starts when Ana starts and ends.
    assert event["description"] == (
        "Your time: Fri 4 Dec 10:00 CST (UTC-06:00) to Fri 4 Dec 18:00 CST (UTC-06:00), 8 h\n"
        "Time zone: America/Chicago\n"
        "Role: active\n"
        "Languages on duty: en C2, es C1\n"
        "With: Dee\n"
        "Takes over from: Bo (Europe day)\n"
        "Hands over to: Chi (Asia day)\n"
        "Shift: amer 2026-12-04"
    )
    assert event["counts"] == {
        "uid": 1, "dtstamp": 1, "dtstart": 1, "dtend": 1, "attendee": 0, "organizer": 0, "rrule": 0,
    }  # fmt: skip


def test_team_events() -> None:
    """The team sees each shift once with all its people, and the seats that nobody took."""
    events = by_uid(written(follow_the_sun())["team.ics"])
    assert [(uid, event["summary"], event["status"]) for uid, event in events.items()] == [
        ("apac-20261204", "Asia day: Chi", "CONFIRMED"),
        ("emea-20261204", "Europe day: Bo", "CONFIRMED"),
        ("amer-20261204", "Americas day: Ana, Dee", "CONFIRMED"),
        ("apac-20261205", "Asia day: Chi", "CONFIRMED"),
        ("emea-20261205", "Europe day: Bo", "CONFIRMED"),
        ("amer-20261205", "[OPEN] Americas day", "TENTATIVE"),
    ]
    assert "OPEN: nobody" in str(events["amer-20261205"]["description"])
    assert (
        "Dee: Fri 4 Dec 11:00 EST (UTC-05:00) to Fri 4 Dec 19:00 EST (UTC-05:00)\n"
        "Dee on duty in: en C1, es B2\n"
    ) in str(events["amer-20261204"]["description"])


def test_team_event_with_a_seat_missing() -> None:
    """One of two people is an open shift that still names the one."""
    two = replace(kind("day", "07:00", "15:00"), least=2, target=2, most=2)
    schedule = rota([person("ana")], [two], {("day", "2026-12-04"): "ana"})
    event = by_uid(written(schedule)["team.ics"])["day-20261204"]
    assert event["summary"] == "[OPEN] day: Ana"
    assert "OPEN: 1 of 2 people missing" in str(event["description"])


def test_shift_that_needs_nobody_is_left_out() -> None:
    """A shift with min 0 and nobody on it is no event."""
    optional = replace(kind("spare", "07:00", "15:00"), least=0)
    schedule = rota([person("ana")], [optional], {("spare", "2026-12-04"): "ana"})
    assert list(by_uid(written(schedule)["team.ics"])) == ["spare-20261204"]


def test_person_without_assignments() -> None:
    """A calendar must hold something: theirs holds their zone, and nothing else (9)."""
    feed = written(follow_the_sun())["eve.ics"]
    assert faults(feed) == []
    seen = read(feed, "2026-12-04T09:00:00")
    assert (seen["events"], seen["zones"]) == ([], ["Asia/Tokyo"])
    assert seen["instants"] == ["2026-12-04T00:00:00Z"]


def test_empty_schedule() -> None:
    """A rota without shifts is a team calendar with the team's zone (9)."""
    feed = written(rota([person("ana")], [], {}))["team.ics"]
    assert faults(feed) == []
    assert read(feed)["zones"] == ["America/Chicago"]


def test_handover_prefers_kind_then_nearness_then_languages() -> None:
    """Work is handed to work, and of two who come on, to who shares more languages."""
    watch = replace(kind("watch", "16:00", "08:00", "UTC"), kind="standby", counts=0.0)
    early = replace(kind("early", "08:00", "16:00", "UTC"), most=2)
    late = replace(kind("late", "15:30", "23:30", "UTC"), most=3)
    people = [
        person("ana", en=Level.C1, es=Level.C1),
        person("bo", en=Level.C1),
        person("chi", en=Level.C1, es=Level.B2),
        person("dee", en=Level.C1),
    ]
    taken = {
        ("early", "2026-12-04"): "ana",
        ("late", "2026-12-04"): "bo chi",
        ("watch", "2026-12-04"): "dee",
    }
    out = written(
        rota(people, [watch, early, late], taken, Horizon(date(2026, 12, 4), date(2026, 12, 4)))
    )
    said = str(by_uid(out["ana.ics"])["early-20261204-ana"]["description"])
    # The watch starts just when the early shift ends, but is no work; late overlaps half an hour.
    assert "Hands over to: Chi (late)\n" in said
    assert "Takes over from" not in said
    # Nobody else is on standby, so whoever ends nearest hands over: early at 16:00.
    watched = str(by_uid(out["dee.ics"])["watch-20261204-dee"]["description"])
    assert "Role: standby\n" in watched
    assert "Takes over from: Ana (early)\n" in watched


def test_handover_from_history() -> None:
    """The first shift of a month is taken over from the last one of the month before."""
    schedule = follow_the_sun()
    first = schedule.problem.shifts[0]
    past = replace(first, date=date(2026, 12, 3), start=utc("2026-12-03T16:00"), end=first.start)
    history = (Assignment(past, schedule.problem.person["dee"]),)
    problem = replace(schedule.problem, history=history)
    out = written(Schedule(problem, schedule.assignments))
    events = by_uid(out["chi.ics"])
    assert list(events) == ["apac-20261204-chi", "apac-20261205-chi"]
    assert "Takes over from: Dee (Asia day)" in str(events["apac-20261204-chi"]["description"])


HOSTILE = {
    "escapes": ("a;b,c\\d \\n", "a;b,c\\d \\n"),
    "NUL, bell, vertical tab": ("A\x00n\x07a\x0b", "Ana"),
    "a guest": ("Ana\r\nATTENDEE:mailto:boss@example.com", "AnaATTENDEE:mailto:boss@example.com"),
    "an end": ("Ana\nEND:VEVENT\nEND:VCALENDAR", "AnaEND:VEVENTEND:VCALENDAR"),
    "other line ends": ("Ana\u2028x\u2029y\x85z", "Anaxyz"),
    "300 emoji of joined parts": ("👩🏽‍🚀" * 300, "👩🏽‍🚀" * 300),
    "right to left": ("\u200fمحمد علي", "\u200fمحمد علي"),
    "decomposed": ("Zoe\u0308", "Zoe\u0308"),
    "half a character": ("Ana\ud83d", "Ana"),
    "punctuation": ("O'Brien, R&D; 日本", "O'Brien, R&D; 日本"),
    "markup": ("<b>Ana</b> =1+1", "<b>Ana</b> =1+1"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_carried_whole_and_do_no_harm(name: str) -> None:
    """Whatever people, shifts and teams are called comes back from two readers (2-5, 8; 32)."""
    given, expected = HOSTILE[name]
    shift = replace(kind("day", "07:00", "15:00"), name=given)
    schedule = rota(
        [person("ana", name=given)],
        [shift],
        {("day", "2026-12-04"): "ana"},
        Horizon(date(2026, 12, 4), date(2026, 12, 4)),
        replace(TEAM, name=given),
    )
    out = written(schedule)
    assert [faults(feed) for feed in out.values()] == [[], []]
    seen = read(out["team.ics"])
    assert (seen["name"], seen["shown_name"]) == (expected, expected)
    [event] = seen["events"]
    assert event["summary"] == f"{expected}: {expected}"
    assert event["counts"]["attendee"] == 0
    ours = Calendar.from_ical(out["ana.ics"])
    assert str(ours.walk("VEVENT")[0]["SUMMARY"]) == expected
    assert written(schedule, out) == out


CLOCKS = {
    # New York loses an hour on 8 March 2026 and 14 March 2027, and gains one on 1 November 2026.
    "forward": ("America/New_York", "2026-03-07", "03:00", "10:00", 7.0),
    "forward in 2027": ("America/New_York", "2027-03-13", "03:00", "10:00", 7.0),
    "back": ("America/New_York", "2026-10-31", "02:00", "11:00", 9.0),
    # Lord Howe: +10:30 to +11:00 on 4 October 2026, back on 5 April 2026.
    "half an hour forward": ("Australia/Lord_Howe", "2026-10-03", "11:30", "19:00", 7.5),
    "half an hour back": ("Australia/Lord_Howe", "2026-04-04", "11:00", "19:30", 8.5),
    # Casablanca leaves +1 for Ramadan on 15 February and takes it up again on 22 March 2026.
    "Ramadan": ("Africa/Casablanca", "2026-02-14", "21:00", "06:00", 9.0),
    "after Ramadan": ("Africa/Casablanca", "2026-03-21", "22:00", "05:00", 7.0),
    "Dublin forward": ("Europe/Dublin", "2026-03-28", "22:00", "05:00", 7.0),
    "Dublin back": ("Europe/Dublin", "2026-10-24", "21:00", "06:00", 9.0),
    "never": ("Asia/Kolkata", "2026-06-01", "16:30", "00:30", 8.0),
    # By the pinned database Vancouver stays at -7 in the winter of 2026 (the system's may differ).
    "Vancouver": ("America/Vancouver", "2026-12-04", "05:00", "13:00", 8.0),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_nights_across_clock_changes(name: str) -> None:
    """22:00 to 06:00 is what it is on the day, for a foreign reader too (19, 20, 23-26, 32)."""
    zone, day, start, end, hours = CLOCKS[name]
    [event] = read(written(night(zone, date.fromisoformat(day)))["ana.ics"])["events"]
    assert (event["start"][11:16], event["end"][11:16]) == (start, end)
    length = datetime.fromisoformat(event["end"]) - datetime.fromisoformat(event["start"])
    assert length == timedelta(hours=hours)
    assert event["zones"] == ["UTC", "UTC"]


def test_local_times_name_both_offsets_of_a_change() -> None:
    """The night of the change starts in one offset and ends in another; half hours are written."""
    new_york = written(night("America/New_York", date(2026, 10, 31)))["ana.ics"]
    said = str(by_uid(new_york)["night-20261031-ana"]["description"])
    assert said.startswith(
        "Your time: Sat 31 Oct 22:00 EDT (UTC-04:00) to Sun 1 Nov 06:00 EST (UTC-05:00), 9 h\n"
    )
    lord_howe = written(night("Australia/Lord_Howe", date(2026, 10, 3)))["ana.ics"]
    said = str(by_uid(lord_howe)["night-20261003-ana"]["description"])
    # The zone has no letters for its offsets.
    assert said.startswith(
        "Your time: Sat 3 Oct 22:00 UTC+10:30 to Sun 4 Oct 06:00 UTC+11:00, 7 h 30\n"
    )


ODD_TIMES = {
    # 02:30 in the gap of 8 March 2026 is its end, 03:00 EDT; to 06:00 are 3 h.
    "gap": ("02:30", "2026-03-08", "2026-03-08T07:00:00Z", "2026-03-08T10:00:00Z"),
    # 01:30 of 1 November 2026 is the first of the two, EDT.
    "overlap": ("01:30", "2026-11-01", "2026-11-01T05:30:00Z", "2026-11-01T11:00:00Z"),
}


@pytest.mark.parametrize("name", ODD_TIMES)
def test_wall_times_that_do_not_exist_or_come_twice(name: str) -> None:
    """All readers see the instant that was decided (21, 22)."""
    start, day, begins, ends = ODD_TIMES[name]
    on = date.fromisoformat(day)
    odd = kind("odd", start, "06:00", "America/New_York")
    schedule = rota([person("ana")], [odd], {("odd", day): "ana"}, Horizon(on, on))
    [event] = read(written(schedule)["ana.ics"])["events"]
    assert (event["start"], event["end"]) == (begins, ends)


def test_handover_is_one_instant_and_midnight_is_the_next_day() -> None:
    """The end of a shift at 24:00 is the start of the next at 00:00 (28, 29)."""
    late, early = kind("late", "16:00", "24:00"), kind("early", "00:00", "08:00")
    taken = {("late", "2026-12-04"): "ana", ("early", "2026-12-05"): "bo"}
    out = written(rota([person("ana"), person("bo")], [late, early], taken))
    [ana], [bo] = (read(out[f"{who}.ics"])["events"] for who in ("ana", "bo"))
    # Midnight in Chicago is 06:00Z.
    assert ana["end"] == bo["start"] == "2026-12-05T06:00:00Z"


def test_half_hour_apart_are_two_identities() -> None:
    """Shifts at 09:00 and 09:30 of one day do not share a UID (on-call 31)."""
    kinds = [
        kind("nine", "09:00", "12:00"),
        replace(kind("half-past", "09:30", "12:00"), alongside=True),
    ]
    taken = {("nine", "2026-12-04"): "ana", ("half-past", "2026-12-04"): "ana"}
    feed = written(rota([person("ana")], kinds, taken))["ana.ics"]
    assert sorted(by_uid(feed)) == ["half-past-20261204-ana", "nine-20261204-ana"]


GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//rotation//rotation//EN
CALSCALE:GREGORIAN
NAME:Escalations: Ana
X-WR-CALNAME:Escalations: Ana
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
X-WR-TIMEZONE:America/New_York
BEGIN:VEVENT
DTSTAMP:20261120T093000Z
LAST-MODIFIED:20261120T093000Z
SEQUENCE:0
SUMMARY:night
DTSTART:20270314T030000Z
DTEND:20270314T100000Z
UID:night-20270313-ana@rota.example.com
CATEGORIES:active
DESCRIPTION:Your time: Sat 13 Mar 22:00 EST (UTC-05:00) to Sun 14 Mar 06:0
 0 EDT (UTC-04:00)\\, 7 h\\nTime zone: America/New_York\\nRole: active\\nLangua
 ges on duty: en C1\\nShift: night 2027-03-13
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"""


def test_golden_feed() -> None:
    """What subscribers have on their disks changes only when we mean it to (on-call 28)."""
    feed = written(night("America/New_York", date(2027, 3, 13)))["ana.ics"]
    assert feed.decode() == GOLDEN.replace("\n", "\r\n")


def test_same_schedule_is_the_same_bytes() -> None:
    """Solved again with the same result a day later, not a byte changes (17; on-call 22, 33)."""
    out = written(follow_the_sun())
    assert written(follow_the_sun(), out) == out
    # Checked out of git with other line ends, an earlier feed still counts.
    crossed = {name: feed.replace(b"\r\n", b"\n") for name, feed in out.items()}
    assert written(follow_the_sun(), crossed) == out


def test_moved_shift() -> None:
    """An hour later: same UID, next SEQUENCE, new stamps; the others keep theirs (14; 34)."""
    out = written(follow_the_sun())
    schedule = follow_the_sun()
    [own] = [a for a in schedule.assignments if a.person.id == "ana"]
    moved = replace(own.shift, start=own.shift.start + timedelta(hours=1))
    shifts = tuple(moved if each == own.shift else each for each in schedule.problem.shifts)
    taken = [replace(a, shift=moved) if a.shift == own.shift else a for a in schedule.assignments]
    after = written(Schedule(replace(schedule.problem, shifts=shifts), tuple(taken)), out)

    old, new = (by_uid(files["team.ics"]) for files in (out, after))
    changed = old.keys() & {uid for uid in new if new[uid] != old.get(uid)}
    assert old.keys() == new.keys()
    assert changed == {"amer-20261204"}
    event = new["amer-20261204"]
    assert (event["start"], event["sequence"]) == ("2026-12-04T17:00:00Z", 1)
    assert event["stamp"] == event["modified"] == "2026-11-25T18:00:00Z"
    assert old["amer-20261204"]["sequence"] == 0
    assert old["amer-20261204"]["stamp"] == "2026-11-20T09:30:00Z"
    assert after["eve.ics"] == out["eve.ics"]


def test_swap() -> None:
    """The event leaves one person's feed and enters the other's; the team's changes (15, 34)."""
    first = follow_the_sun()
    out = written(first)
    after = written(swapped(first, "2026-12-04", "apac", "chi", "eve"), out)
    assert list(by_uid(after["chi.ics"])) == ["apac-20261205-chi"]
    entered = by_uid(after["eve.ics"])["apac-20261204-eve"]
    assert (entered["sequence"], entered["stamp"]) == (0, "2026-11-25T18:00:00Z")
    team = by_uid(after["team.ics"])["apac-20261204"]
    assert (team["summary"], team["sequence"]) == ("Asia day: Eve", 1)
    # Bo takes over from Eve now: his event says so, and is a new revision.
    bo = by_uid(after["bo.ics"])
    assert [bo[uid]["sequence"] for uid in ("emea-20261204-bo", "emea-20261205-bo")] == [1, 0]


def test_swapped_back() -> None:
    """Changed and changed back is two changes for the team."""
    first = follow_the_sun()
    out = written(first)
    there = written(swapped(first, "2026-12-04", "apac", "chi", "eve"), out)
    back = written(first, there)
    assert by_uid(back["team.ics"])["apac-20261204"]["sequence"] == 2


def test_removed_assignment_disappears() -> None:
    """Nobody is told about a shift that they no longer have (16)."""
    schedule = follow_the_sun()
    out = written(schedule)
    fewer = Schedule(
        schedule.problem, tuple(a for a in schedule.assignments if a.person.id != "ana")
    )
    after = written(fewer, out)
    assert read(after["ana.ics"])["events"] == []
    assert by_uid(after["team.ics"])["amer-20261204"]["summary"] == "Americas day: Dee"


DAMAGE = {
    "empty": b"",
    "cut": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:amer-20261204-ana@rota.example.com\r\n",
    "web page": b"<html>",
    "binary": bytes(range(256)),
    "no sequence": b"SEQUENCE:zero",
    "no stamp": b"DTSTAMP:yesterday",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_earlier_feed_counts_as_absent(name: str) -> None:
    """What cannot be read is written anew, not an error."""
    fresh = feeds(follow_the_sun(), {}, LATER)["ana.ics"]
    damage = DAMAGE[name]
    earlier = written(follow_the_sun())["ana.ics"]
    if damage.startswith(b"SEQUENCE"):
        damage = earlier.replace(b"SEQUENCE:0", damage)
    elif damage.startswith(b"DTSTAMP"):
        damage = earlier.replace(b"DTSTAMP:20261120T093000Z", damage)
    assert feeds(follow_the_sun(), {"ana.ics": damage}, LATER)["ana.ics"] == fresh


def test_one_feed_alone_is_the_same() -> None:
    """A feed does not depend on which others are written with it; fractions of seconds are cut."""
    schedule = follow_the_sun()
    out = written(schedule)
    fraction = AS_OF + timedelta(microseconds=999_999)
    ana = schedule.problem.person["ana"]
    assert personal_feed(ana, schedule, None, fraction) == out["ana.ics"]
    assert team_feed(schedule, None, fraction) == out["team.ics"]


def test_domain_that_needs_escapes() -> None:
    """An odd domain does not make every event look new."""
    schedule = follow_the_sun(Team(name="T", domain="a,b;c.example"))
    out = written(schedule)
    assert written(schedule, out) == out


def test_a_feed_read_back_as_leave_keeps_nobody_away() -> None:
    """Somebody who drops their own feed into leave/ stays available: duty is transparent."""
    feed = written(follow_the_sun())["ana.ics"]
    winter = Span(utc("2026-12-01"), utc("2027-01-01"))
    assert read_absences(feed, "America/Chicago", winter) == []
    opaque = feed.replace(b"TRANSPARENT", b"OPAQUE")
    assert read_absences(opaque, "America/Chicago", winter) == [
        (Span(utc("2026-12-04T16:00"), utc("2026-12-05T00:00")), "Americas day")
    ]


def test_ten_thousand_identities() -> None:
    """No two events of a long rota share a UID (18)."""
    long = Horizon(DECEMBER.first, DECEMBER.first + timedelta(days=499))
    kinds = [kind(f"s{number}", "07:00", "15:00") for number in range(20)]
    schedule = rota([person("ana")], kinds, {}, long)
    assert len({entry.uid for entry in team_entries(schedule)}) == 10_000


_PRINT = """
import hashlib
from tests.calendars.rotas import AS_OF, follow_the_sun
from rotation.calendars.entries import team_entries
from rotation.calendars.feeds import feeds
out = feeds(follow_the_sun(), {}, AS_OF)
print([(name, hashlib.sha256(out[name]).hexdigest()) for name in out])
"""


def test_other_processes_write_the_same_bytes() -> None:
    """Neither the order of sets nor the machine's zone or language reach the feeds (13; 33)."""
    root = Path(__file__).parents[2]
    printed = {
        subprocess.run(
            [sys.executable, "-c", _PRINT],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone, language in (("1", "UTC", "C"), ("2", "Asia/Kolkata", "C.UTF-8"))
    }
    assert len(printed) == 1
    assert b"team.ics" in printed.pop()
