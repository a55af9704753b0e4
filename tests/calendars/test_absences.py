"""Leave calendars as other programs export them (field notes: calendars, section 6 and 50-51)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotation.calendars.absences import read_absences
from rotation.domain import Span
from tests.calendars.samples import (
    OUTLOOK_ZONE,
    WINTER,
    calendar,
    event,
    fixed_zone,
    stretch,
    utc,
)

CHICAGO = "America/Chicago"


def busy(text: bytes, zone: str = CHICAGO, span: Span = WINTER) -> list[Span]:
    """Read the stretches alone."""
    return [found for found, _ in read_absences(text, zone, span)]


def spans(*texts: str) -> list[Span]:
    """Read several expected stretches."""
    return [stretch(text) for text in texts]


ALL_DAY = {
    "end is exclusive": (
        ["DTSTART;VALUE=DATE:20261223", "DTEND;VALUE=DATE:20261226"],
        "2026-12-23T06:00/2026-12-26T06:00",
    ),
    "no end is one day": (
        ["DTSTART;VALUE=DATE:20261223"],
        "2026-12-23T06:00/2026-12-24T06:00",
    ),
    "end that equals the start is one day": (
        ["DTSTART;VALUE=DATE:20261223", "DTEND;VALUE=DATE:20261223"],
        "2026-12-23T06:00/2026-12-24T06:00",
    ),
    "a duration in days": (
        ["DTSTART;VALUE=DATE:20261223", "DURATION:P2D"],
        "2026-12-23T06:00/2026-12-25T06:00",
    ),
    # 14 March 2027 has 23 hours in Chicago: 06:00Z to 05:00Z.
    "the day the clock goes forward": (
        ["DTSTART;VALUE=DATE:20270314"],
        "2027-03-14T06:00/2027-03-15T05:00",
    ),
    # 1 November 2026 has 25 hours: 05:00Z to 06:00Z.
    "the day the clock goes back": (
        ["DTSTART;VALUE=DATE:20261101"],
        "2026-11-01T05:00/2026-11-02T06:00",
    ),
}


@pytest.mark.parametrize("name", ALL_DAY)
def test_all_day_events_are_local_days_of_the_person(name: str) -> None:
    """An all-day event is from local midnight to local midnight."""
    lines, expected = ALL_DAY[name]
    assert busy(calendar(event(*lines))) == spans(expected)


def test_all_day_events_that_follow_each_other_leave_no_gap() -> None:
    """The end of one is the start of the next, to the instant (on-call 24)."""
    first = event("DTSTART;VALUE=DATE:20270313", "DTEND;VALUE=DATE:20270314", uid="a")
    second = event("DTSTART;VALUE=DATE:20270314", "DTEND;VALUE=DATE:20270315", uid="b")
    one, two = busy(calendar(second, first))
    assert one.end == two.start == utc("2027-03-14T06:00")


def test_all_day_events_in_a_zone_of_half_hours() -> None:
    """Kolkata is 5 h 30 ahead: its 23 December starts at 18:30 UTC of the day before."""
    text = calendar(event("DTSTART;VALUE=DATE:20261223"))
    assert busy(text, "Asia/Kolkata") == spans("2026-12-22T18:30/2026-12-23T18:30")


def test_all_day_events_on_the_half_hour_change_of_lord_howe() -> None:
    """Lord Howe leaves +11:00 for +10:30 on 4 April 2027, a day of 24 h 30."""
    text = calendar(event("DTSTART;VALUE=DATE:20270404"))
    assert busy(text, "Australia/Lord_Howe") == spans("2027-04-03T13:00/2027-04-04T13:30")


TIMED = {
    "UTC": (["DTSTART:20261204T130000Z", "DTEND:20261204T150000Z"], "13:00", "15:00"),
    # Floating: Chicago is 6 hours behind in December.
    "floating": (["DTSTART:20261204T130000", "DTEND:20261204T150000"], "19:00", "21:00"),
    "IANA zone without VTIMEZONE": (
        ["DTSTART;TZID=Europe/Berlin:20261204T130000", "DTEND;TZID=Europe/Berlin:20261204T150000"],
        "12:00",
        "14:00",
    ),
    "IANA zone in the wrong case": (
        ["DTSTART;TZID=europe/berlin:20261204T130000", "DURATION:PT2H"],
        "12:00",
        "14:00",
    ),
    "Windows zone without VTIMEZONE": (
        ["DTSTART;TZID=Tokyo Standard Time:20261204T130000", "DURATION:PT2H"],
        "04:00",
        "06:00",
    ),
    "quoted Windows zone": (
        ['DTSTART;TZID="Tokyo Standard Time":20261204T130000', "DURATION:PT2H"],
        "04:00",
        "06:00",
    ),
    "vendor prefix": (
        [
            "DTSTART;TZID=/freeassociation.sourceforge.net/Asia/Tokyo:20261204T130000",
            "DURATION:PT2H",
        ],
        "04:00",
        "06:00",
    ),
    # Outlook's custom zones come without a definition: the person's clock is the best guess.
    "custom zone of Outlook": (
        ["DTSTART;TZID=tzone://Microsoft/Custom:20261204T130000", "DURATION:PT2H"],
        "19:00",
        "21:00",
    ),
    "display name of a zone": (
        ['DTSTART;TZID="(UTC-06:00) Central Time, US":20261204T130000', "DURATION:PT2H"],
        "19:00",
        "21:00",
    ),
    "ends in another zone": (
        ["DTSTART;TZID=Asia/Tokyo:20261204T130000", "DTEND;TZID=Europe/Berlin:20261204T070000"],
        "04:00",
        "06:00",
    ),
}


@pytest.mark.parametrize("name", TIMED)
def test_times_are_read_on_the_clock_that_they_name(name: str) -> None:
    """UTC, floating, IANA, Windows and unknown zones each mean one instant."""
    lines, start, end = TIMED[name]
    assert busy(calendar(event(*lines))) == spans(f"2026-12-04T{start}/2026-12-04T{end}")


def test_flights_across_a_clock_change() -> None:
    """20:00 in New York (01:00Z) to noon in London on the night of the change is 11 hours."""
    text = calendar(
        event(
            "DTSTART;TZID=America/New_York:20270313T200000",
            "DTEND;TZID=Europe/London:20270314T120000",
        )
    )
    assert busy(text) == spans("2027-03-14T01:00/2027-03-14T12:00")


def test_outlook_zone_with_its_own_definition() -> None:
    """A Windows name is read by the pinned zone, summer and winter."""
    lines = [
        "DTSTART;TZID=W. Europe Standard Time:20270326T090000",
        "DTEND;TZID=W. Europe Standard Time:20270326T100000",
        "RRULE:FREQ=WEEKLY;COUNT=2",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
    ]
    # 28 March 2027: Berlin goes from +1 to +2.
    assert busy(calendar(OUTLOOK_ZONE, event(*lines))) == spans(
        "2027-03-26T08:00/2027-03-26T09:00", "2027-04-02T07:00/2027-04-02T08:00"
    )


def test_custom_zones_of_two_files_do_not_mix() -> None:
    """Two people's "Customized Time Zone" are two zones, whichever file is read first."""
    lines = ["DTSTART;TZID=Customized Time Zone:20261204T120000", "DURATION:PT1H"]
    east = calendar(fixed_zone("Customized Time Zone", "+0345"), event(*lines))
    west = calendar(event(*lines), fixed_zone("Customized Time Zone", "-0500"))
    bare = calendar(event(*lines))
    assert busy(east) == spans("2026-12-04T08:15/2026-12-04T09:15")
    assert busy(west) == spans("2026-12-04T17:00/2026-12-04T18:00")
    assert busy(bare) == spans("2026-12-04T18:00/2026-12-04T19:00")


CHANGES = {
    # 02:30 on 14 March 2027 does not exist in Chicago: the first instant after is 08:00Z.
    "gap": ("20270314T023000", "20270314T040000", "2027-03-14T08:00/2027-03-14T09:00"),
    # 01:30 on 1 November 2026 comes twice: the first is 06:30Z; 03:00 is 09:00Z.
    "overlap": ("20261101T013000", "20261101T030000", "2026-11-01T06:30/2026-11-01T09:00"),
    # 22:00-06:00 over the two changes lasts 7 h and 9 h.
    "night forward": ("20270313T220000", "20270314T060000", "2027-03-14T04:00/2027-03-14T11:00"),
    "night back": ("20261031T220000", "20261101T060000", "2026-11-01T03:00/2026-11-01T12:00"),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("zone", ["", ";TZID=America/Chicago", ";TZID=Central Standard Time"])
def test_wall_times_follow_our_rule_for_clock_changes(name: str, zone: str) -> None:
    """A gap is its end, an overlap its first occurrence, whatever the zone is called."""
    start, end, expected = CHANGES[name]
    text = calendar(event(f"DTSTART{zone}:{start}", f"DTEND{zone}:{end}"))
    assert busy(text) == spans(expected)


def test_durations_are_elapsed_hours_after_calendar_days() -> None:
    """PT8H from 22:00 ends 8 hours later; P1D from 22:00 ends at 22:00, 23 hours later."""
    start = "DTSTART;TZID=America/Chicago:20270313T220000"
    assert busy(calendar(event(start, "DURATION:PT8H"))) == spans(
        "2027-03-14T04:00/2027-03-14T12:00"
    )
    assert busy(calendar(event(start, "DURATION:P1D"))) == spans(
        "2027-03-14T04:00/2027-03-15T03:00"
    )


NOT_COUNTED = {
    "cancelled": ["STATUS:CANCELLED"],
    "cancelled in lower case": ["STATUS:cancelled"],
    "transparent": ["TRANSP:TRANSPARENT"],
    "free in Outlook": ["X-MICROSOFT-CDO-BUSYSTATUS:FREE"],
}


@pytest.mark.parametrize("name", NOT_COUNTED)
def test_cancelled_and_transparent_events_do_not_count(name: str) -> None:
    """Such an event keeps nobody from a shift."""
    assert busy(calendar(event("DTSTART;VALUE=DATE:20261223", *NOT_COUNTED[name]))) == []


def test_a_calendar_that_cancels_counts_for_nothing() -> None:
    """METHOD:CANCEL takes back what it lists."""
    assert busy(calendar("METHOD:CANCEL", event("DTSTART;VALUE=DATE:20261223"))) == []


@pytest.mark.parametrize("line", ["STATUS:TENTATIVE", "STATUS:CONFIRMED", "TRANSP:OPAQUE"])
def test_tentative_and_confirmed_events_count(line: str) -> None:
    """An absence that is not approved yet is kept free all the same."""
    assert len(busy(calendar(event("DTSTART;VALUE=DATE:20261223", line)))) == 1


def test_things_that_take_no_time_do_not_count() -> None:
    """An event without a length, a task and a journal block nothing."""
    todo = "BEGIN:VTODO\nUID:t\nDTSTART:20261204T130000Z\nDUE:20261204T150000Z\nEND:VTODO"
    assert busy(calendar(todo, event("DTSTART:20261204T130000Z"))) == []


DAILY = [
    "DTSTART;TZID=America/Chicago:20270312T090000",
    "DTEND;TZID=America/Chicago:20270312T100000",
]
FIRST, SECOND, THIRD, FOURTH = (
    # 9:00 in Chicago is 15:00Z until 13 March 2027 and 14:00Z from the 14th on.
    "2027-03-12T15:00/2027-03-12T16:00",
    "2027-03-13T15:00/2027-03-13T16:00",
    "2027-03-14T14:00/2027-03-14T15:00",
    "2027-03-15T14:00/2027-03-15T15:00",
)
RULES = {
    "count": (["RRULE:FREQ=DAILY;COUNT=3"], [FIRST, SECOND, THIRD]),
    "until in UTC": (["RRULE:FREQ=DAILY;UNTIL=20270314T140000Z"], [FIRST, SECOND, THIRD]),
    "until floating": (["RRULE:FREQ=DAILY;UNTIL=20270314T090000"], [FIRST, SECOND, THIRD]),
    "until a date": (["RRULE:FREQ=DAILY;UNTIL=20270314"], [FIRST, SECOND, THIRD]),
    "exception": (
        ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=America/Chicago:20270313T090000"],
        [FIRST, THIRD],
    ),
    "exception in UTC": (
        ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270314T140000Z"],
        [FIRST, SECOND],
    ),
    "exception as a date": (
        ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20270313"],
        [FIRST, THIRD],
    ),
    "extra date": (["RDATE;TZID=America/Chicago:20270314T090000"], [FIRST, THIRD]),
    "extra date in a Windows zone": (
        ["RDATE;TZID=Central Standard Time:20270314T090000"],
        [FIRST, THIRD],
    ),
    "extra period": (
        ["RDATE;VALUE=PERIOD;TZID=America/Chicago:20270314T090000/PT3H"],
        [FIRST, "2027-03-14T14:00/2027-03-14T17:00"],
    ),
    "hourly": (
        ["RRULE:FREQ=HOURLY;INTERVAL=24;COUNT=2"],
        [FIRST, SECOND],
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_recurrences_keep_the_wall_clock(name: str) -> None:
    """A repeating event follows its own clock over the change, and its exceptions count."""
    lines, expected = RULES[name]
    assert busy(calendar(event(*DAILY, *lines))) == spans(*expected)


def test_floating_recurrence_with_its_end_and_exception_elsewhere() -> None:
    """A floating rule is on the person's clock, while its end and exception are instants."""
    text = calendar(
        event(
            "DTSTART:20270312T220000",
            "DTEND:20270312T230000",
            "RRULE:FREQ=DAILY;UNTIL=20270315T030000Z",
            "EXDATE:20270314T040000Z",
        )
    )
    # 22:00 is 04:00Z of the next day on the 12th and 13th, 03:00Z after the change.
    assert busy(text) == spans(
        "2027-03-13T04:00/2027-03-13T05:00", "2027-03-15T03:00/2027-03-15T04:00"
    )


def test_endless_rule_is_read_as_far_as_it_is_asked_about() -> None:
    """A birthday every year since 1970 is one day in this winter."""
    text = calendar(event("DTSTART;VALUE=DATE:19700205", "RRULE:FREQ=YEARLY"))
    assert busy(text) == spans("2027-02-05T06:00/2027-02-06T06:00")


ALL_DAY_RULES = {
    "exception as midnight of Outlook": "EXDATE;TZID=Central Standard Time:20261225T000000",
    "exception as floating midnight": "EXDATE:20261225T000000",
    "exception as a date": "EXDATE;VALUE=DATE:20261225",
    "exception in UTC": "EXDATE:20261225T060000Z",
}


@pytest.mark.parametrize("name", ALL_DAY_RULES)
@pytest.mark.parametrize("until", ["20261226", "20261226T060000Z", "20261226T000000"])
def test_all_day_recurrence(name: str, until: str) -> None:
    """24, 25 and 26 December without the 25th, however the 25th and the end are written."""
    text = calendar(
        event("DTSTART;VALUE=DATE:20261224", f"RRULE:FREQ=DAILY;UNTIL={until}", ALL_DAY_RULES[name])
    )
    assert busy(text) == spans(
        "2026-12-24T06:00/2026-12-25T06:00", "2026-12-26T06:00/2026-12-27T06:00"
    )


def test_moved_occurrence() -> None:
    """RECURRENCE-ID moves one of three, in the same file and with the same UID (on-call 25)."""
    moved = event(
        "RECURRENCE-ID;TZID=America/Chicago:20270313T090000",
        "DTSTART;TZID=America/Chicago:20270313T180000",
        "DTEND;TZID=America/Chicago:20270313T190000",
        title="Moved",
    )
    text = calendar(event(*DAILY, "RRULE:FREQ=DAILY;COUNT=3"), moved)
    # 18:00 on the 13th is 00:00Z of the 14th.
    late = "2027-03-14T00:00/2027-03-14T01:00"
    assert read_absences(text, CHICAGO, WINTER) == [
        (stretch(FIRST), "Away"),
        (stretch(late), "Moved"),
        (stretch(THIRD), "Away"),
    ]


def test_cancelled_occurrence() -> None:
    """One occurrence may be cancelled by itself."""
    gone = event(
        "RECURRENCE-ID;TZID=America/Chicago:20270313T090000",
        "DTSTART;TZID=America/Chicago:20270313T090000",
        "DTEND;TZID=America/Chicago:20270313T100000",
        "STATUS:CANCELLED",
    )
    text = calendar(event(*DAILY, "RRULE:FREQ=DAILY;COUNT=3"), gone)
    assert busy(text) == spans(FIRST, THIRD)


def test_this_and_future() -> None:
    """From the third occurrence on, all start an hour later and last two hours."""
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Chicago:20270314T090000",
        "DTSTART;TZID=America/Chicago:20270314T100000",
        "DTEND;TZID=America/Chicago:20270314T120000",
    )
    text = calendar(event(*DAILY, "RRULE:FREQ=DAILY;COUNT=4"), later)
    assert busy(text) == spans(
        FIRST,
        SECOND,
        "2027-03-14T15:00/2027-03-14T17:00",
        "2027-03-15T15:00/2027-03-15T17:00",
    )


def test_only_what_touches_the_stretch_and_uncut() -> None:
    """An absence that began long before is given whole; one that ends at the start is not."""
    text = calendar(
        event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20261202", uid="long"),
        event("DTSTART:20261130T000000Z", "DTEND:20261201T000000Z", uid="before"),
        event("DTSTART:20261205T000000Z", "DTEND:20261206T000000Z", uid="after"),
    )
    asked = Span(utc("2026-12-01"), utc("2026-12-05"))
    assert busy(text, span=asked) == spans("2026-01-01T06:00/2026-12-02T06:00")


def test_friday_leave_in_los_angeles_reaches_saturday_in_london() -> None:
    """Friday 4 December ends at 08:00Z of Saturday (on-call 35)."""
    text = calendar(event("DTSTART;VALUE=DATE:20261204"))
    assert busy(text, "America/Los_Angeles") == spans("2026-12-04T08:00/2026-12-05T08:00")


def test_a_day_that_a_zone_skipped() -> None:
    """Apia went from 29 to 31 December 2011: leave on the 30th is no time at all (27)."""
    around = Span(utc("2011-12-01"), utc("2012-02-01"))
    assert busy(calendar(event("DTSTART;VALUE=DATE:20111230")), "Pacific/Apia", around) == []
    three = calendar(event("DTSTART;VALUE=DATE:20111229", "DTEND;VALUE=DATE:20120101"))
    # The 29th starts at 10:00Z (-10, summer time), the 1st at 10:00Z of the 31st (+14): 48 hours.
    assert busy(three, "Pacific/Apia", around) == spans("2011-12-29T10:00/2011-12-31T10:00")


def test_display_zone_moves_nothing() -> None:
    """X-WR-TIMEZONE, here by a Windows name, leaves UTC and floating times where they are."""
    text = calendar(
        "X-WR-TIMEZONE:Tokyo Standard Time",
        event("DTSTART:20261204T130000Z", "DURATION:PT1H", uid="a"),
        event("DTSTART:20261205T130000", "DURATION:PT1H", uid="b"),
    )
    assert busy(text) == spans(
        "2026-12-04T13:00/2026-12-04T14:00", "2026-12-05T19:00/2026-12-05T20:00"
    )


def test_encodings_line_ends_and_several_calendars() -> None:
    """A byte order mark, bare line feeds, folded lines and two calendars in a file are read."""
    one = calendar(event("DTSTART;VALUE=DATE:20261223", title="Ur\n laub 日本\\, frei"))
    two = calendar(event("DTSTART;VALUE=DATE:20270105", title="Bell\x07"))
    text = b"\xef\xbb\xbf" + (one + two).replace(b"\r\n", b"\n")
    titles = [title for _, title in read_absences(text, CHICAGO, WINTER)]
    assert titles == ["Urlaub 日本, frei", "Bell"]


def test_empty_calendar() -> None:
    """Nobody is away in a calendar without events."""
    assert busy(calendar()) == []


LOGIN = b"<!DOCTYPE html><html><body>Sign in</body></html>"
REFUSED = {
    "web page": (LOGIN, r"got a web page; is its link behind a login\?"),
    "web page after spaces": (b"\r\n  " + LOGIN, "got a web page"),
    "empty": (b"\xef\xbb\xbf \r\n", "got an empty file"),
    "something else": (b"person,from,to\nana,2026-12-24,\n", "not BEGIN:VCALENDAR"),
    "UTF-16": (calendar().decode().encode("utf-16"), "not BEGIN:VCALENDAR"),
    "cut in an event": (
        calendar(event("DTSTART;VALUE=DATE:20261223"))[:-40],
        "cut off inside its VEVENT",
    ),
    "cut before the end": (calendar()[:-10], "cut off inside its VCALENDAR"),
    "an end too many": (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "END:VEVENT without its BEGIN"),
    "too large": (
        calendar(event("DTSTART;VALUE=DATE:20261223", "X-PAD:" + "x" * 5_000_000)),
        "at most 5 MB, got 5.0 MB",
    ),
    "every second": (calendar(event(*DAILY, "RRULE:FREQ=SECONDLY")), "must repeat hourly at most"),
    "every minute": (
        calendar(event(*DAILY, "RRULE:FREQ=MINUTELY;INTERVAL=5")),
        "must repeat hourly at most",
    ),
    "every minute by a list": (
        calendar(event(*DAILY, "RRULE:FREQ=DAILY;BYMINUTE=" + ",".join(str(m) for m in range(60)))),
        "must repeat hourly at most",
    ),
    "never": (
        calendar(event(*DAILY, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")),
        "a rule that never comes true",
    ),
    "filtered hours": (
        calendar(event(*DAILY, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30")),
        "an hourly event with a filter",
    ),
    "never ends": (
        calendar(event(*DAILY, "RRULE:FREQ=DAILY;INTERVAL=0")),
        "without FREQ or INTERVAL",
    ),
    "no frequency": (calendar(event(*DAILY, "RRULE:COUNT=3")), "without FREQ or INTERVAL"),
    "a zone that never rests": (
        calendar(OUTLOOK_ZONE.replace("FREQ=YEARLY", "FREQ=SECONDLY"), event(*DAILY)),
        "must change clocks by a yearly rule",
    ),
    "a zone that stands still": (
        calendar(OUTLOOK_ZONE.replace("INTERVAL=1", "INTERVAL=0"), event(*DAILY)),
        "must change clocks by a yearly rule",
    ),
    "unreadable start": (
        calendar(event("DTSTART:tomorrow", title="Ski\x07ing")),
        'one readable DTSTART in event "Skiing"',
    ),
    "no start": (calendar(event()), 'one readable DTSTART in event "Away"'),
    "two starts": (
        calendar(event("DTSTART:20261204T130000Z", "DTSTART:20261205T130000Z")),
        "one readable DTSTART",
    ),
    "unreadable rule": (
        calendar(event(*DAILY, "RRULE:FREQ=SOMETIMES")),
        "one readable RRULE",
    ),
    "no such day": (calendar(event("DTSTART;VALUE=DATE:20260230")), "one readable DTSTART"),
    "another era": (
        calendar("CALSCALE:HEBREW", event("DTSTART;VALUE=DATE:20261223")),
        "Only Gregorian calendars are supported",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_calendar_is_refused_in_one_sentence(name: str) -> None:
    """The message says what must hold and what was got, on one line."""
    text, says = REFUSED[name]
    with pytest.raises(ValueError, match=says) as refusal:
        busy(text)
    assert str(refusal.value).startswith("must ")
    assert str(refusal.value).isprintable()


def test_rules_are_bounded_together() -> None:
    """Hourly since 1800 is 228 years x 24 = 5,472 of the 10,000 allowed: two are too many."""
    rule = ["DTSTART:18000101T000000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY;UNTIL=18000102T000000Z"]
    first, second = (event(*rule, uid=uid) for uid in "ab")
    assert busy(calendar(first)) == []
    with pytest.raises(ValueError, match="more repeating than can be worked through"):
        busy(calendar(first, second))


def test_zone_of_exchange_with_its_definition() -> None:
    """Exchange names a zone by an address, with and without quotes."""
    zone = fixed_zone("tzone://Microsoft/Custom", "+0345")
    for name in ("tzone://Microsoft/Custom", '"tzone://Microsoft/Custom"'):
        text = calendar(zone, event(f"DTSTART;TZID={name}:20261204T120000", "DURATION:PT1H"))
        assert busy(text) == spans("2026-12-04T08:15/2026-12-04T09:15")


WHOLE = calendar(
    OUTLOOK_ZONE,
    event(*DAILY, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=America/Chicago:20270313T090000"),
    event("DTSTART;TZID=W. Europe Standard Time:20261204T120000", "DURATION:P1DT1H", uid="two"),
    event("DTSTART;VALUE=DATE:20261223", "RDATE;VALUE=DATE:20261230", uid="three"),
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    cuts=st.lists(
        st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 12), st.binary(max_size=6)),
        min_size=1,
        max_size=4,
    )
)
def test_damaged_calendars_are_read_or_refused(cuts: list[tuple[int, int, bytes]]) -> None:
    """Bytes changed at random give stretches in order, or one sentence; never another error."""
    text = WHOLE
    for at, length, instead in cuts:
        text = text[:at] + instead + text[at + length :]
    found, refusal = [], "must "
    try:
        found = busy(text)
    except ValueError as error:
        refusal = str(error)
    assert refusal.startswith("must ")
    assert refusal.isprintable()
    assert found == sorted(found)
    assert all(each.start < each.end and each.overlaps(WINTER) for each in found)
