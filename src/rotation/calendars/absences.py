"""When somebody is away, read from a calendar that they exported from somewhere else."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from rotation import clock
from rotation.calendars.calendar_text import UnreadableCalendar, checked
from rotation.calendars.plain import plain
from rotation.calendars.recurrence import Budget, settle_until
from rotation.clock import DAY
from rotation.domain import Span, Wall

_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_SINGLE = ("DTSTART", "DTEND", "RECURRENCE-ID", "DURATION")
_READ = frozenset({*_TIMES, *_SINGLE, "RRULE"})
_NOMINAL = "X-ROTATION-NOMINAL"
_MARGIN = 2 * DAY
_BARE_CUSTOM = re.compile(rb'TZID=(tzone://[^:;"\r\n]*):')
"""Exchange writes a zone of its own without the quotes that its colon needs."""


def read_absences(text: bytes, person_zone: str, span: Span) -> list[tuple[Span, str]]:
    """List when a person is away, as far as it touches a stretch of time.

    Cancelled and transparent events do not count, tentative ones do. All-day events are local
    days of the person; floating times, and times in a zone that nobody defines, are on the
    person's clock. `X-WR-TIMEZONE` is a hint for display and moves nothing.

    Parameters
    ----------
    text
        The file as bytes: one or more iCalendar objects.
    person_zone
        IANA zone of the person.

    Returns
    -------
    list
        (stretch, not cut at `span`; title) sorted by start.

    Raises
    ------
    UnreadableCalendar
        A ValueError in one sentence: this is no calendar, it is cut off, too large, repeats too
        often, or holds an event that cannot be read.
    """
    body = checked(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = _read(body, person_zone, span)
    except UnreadableCalendar:
        raise
    except Exception as error:
        # The libraries below meet nonsense with whatever breaks first.
        says = plain(" ".join(str(error).split()))[:120] or type(error).__name__
        raise UnreadableCalendar(f'must be a readable calendar, got "{says}"') from error
    return sorted(found, key=lambda absence: (absence[0], absence[1]))


def _read(body: bytes, person_zone: str, span: Span) -> list[tuple[Span, str]]:
    found: list[tuple[Span, str]] = []
    budget = Budget(last_year=span.end.year)
    for calendar in _parsed(body):
        if str(calendar.get("METHOD", "")).upper() == "CANCEL":
            continue
        for event in calendar.walk("VEVENT"):
            _settle(event, person_zone, budget)
        for event in _occurrences(calendar, span):
            busy = _busy(event, person_zone)
            if busy is not None and busy.overlaps(span):
                found.append((busy, _title(event)))
    return found


def _parsed(body: bytes) -> list[Any]:
    from icalendar import Calendar
    from icalendar.timezone import tzp

    # The library remembers custom zones by name: without this, "Customized Time Zone" of one
    # person's file would be read by the rules of the file read before it.
    tzp.use_zoneinfo()
    try:
        return list(Calendar.from_ical(_BARE_CUSTOM.sub(rb'TZID="\1":', body), multiple=True))
    finally:
        tzp.use_zoneinfo()


def _occurrences(calendar: Any, span: Span) -> Iterator[Any]:
    from recurring_ical_events.query import CalendarQuery

    query = CalendarQuery(calendar, components=("VEVENT",))
    return filter(_counts, query.between(span.start - _MARGIN, span.end + _MARGIN))


def _counts(event: Any) -> bool:
    if _word(event, "STATUS") == "CANCELLED":
        return False
    transparent = _word(event, "TRANSP")
    if transparent:
        return transparent != "TRANSPARENT"
    return _word(event, "X-MICROSOFT-CDO-BUSYSTATUS") != "FREE"


def _word(event: Any, name: str) -> str:
    return str(_first(event.get(name, ""))).strip().upper()


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


def _title(event: Any) -> str:
    return plain(str(_first(event.get("SUMMARY", "")))).strip()


def _settle(event: Any, person_zone: str, budget: Budget) -> None:
    """Put every time of an event on a clock that we pin, before its occurrences are worked out."""
    unreadable = sorted({str(name) for name, _ in event.errors} & _READ)
    unreadable += [name for name in _SINGLE if isinstance(event.get(name), list)]
    if unreadable or "DTSTART" not in event:
        field = [*unreadable, "DTSTART"][0]
        raise UnreadableCalendar(f'must have one readable {field} in event "{_title(event)[:80]}"')
    for name in _TIMES:
        for listed in _listed(event, name):
            for value in getattr(listed, "dts", [listed]):
                value.dt = _on_clock(value.dt, str(listed.params.get("TZID", "")), person_zone)
    start = event["DTSTART"].dt
    if isinstance(start, datetime):
        _settle_end(event, start)
    else:
        _settle_exceptions(event, person_zone)
    for rule in _listed(event, "RRULE"):
        budget.spend(rule, start)
        settle_until(rule, start, clock.zone(person_zone))


def _listed(event: Any, name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _settle_end(event: Any, start: datetime) -> None:
    end = event.get("DTEND")
    if end is not None and isinstance(end.dt, datetime):
        # The library adds their difference to the start on one clock, so it must be one clock.
        end.dt = end.dt.astimezone(start.tzinfo)
    elif end is None and "DURATION" in event:
        event[_NOMINAL] = event["DURATION"].dt


def _settle_exceptions(event: Any, person_zone: str) -> None:
    """Write the exceptions of an all-day event as dates, where they were written as midnights."""
    for name in ("EXDATE", "RDATE"):
        for listed in _listed(event, name):
            for value in listed.dts:
                if isinstance(value.dt, datetime):
                    value.dt = _date_of(value.dt, person_zone)


def _date_of(moment: datetime, person_zone: str) -> date:
    if getattr(moment.tzinfo, "key", "") == "UTC":
        return clock.local_date(moment.astimezone(UTC), person_zone)
    return moment.date()


def _on_clock(moment: Any, name: str, person_zone: str) -> Any:
    """Return a time, or the parts of a period, with our zone in the place of the library's."""
    if isinstance(moment, tuple):
        return tuple(_on_clock(part, name, person_zone) for part in moment)
    if not isinstance(moment, datetime) or getattr(moment.tzinfo, "key", "") == "UTC":
        return moment
    known = _known_zone(name)
    if known is None and moment.tzinfo is None:
        known = clock.zone(person_zone)
    return moment if known is None else moment.replace(tzinfo=known)


@lru_cache(maxsize=1024)
def _known_zone(name: str) -> ZoneInfo | None:
    """Find the zone of an IANA name in any case, or of a Windows name."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    bare = name.strip(' "')
    spelled = _spelled().get(WINDOWS_TO_OLSON.get(bare, bare).casefold())
    return clock.zone(spelled) if spelled else None


@lru_cache(maxsize=1)
def _spelled() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(clock.zone_names())}


def _busy(event: Any, person_zone: str) -> Span | None:
    """Return the time an occurrence takes, None where it takes none."""
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    if not isinstance(start, datetime):
        begins = clock.midnight(start, person_zone)
        ends = clock.midnight(max(end, start + DAY), person_zone)
    else:
        begins, ends = _instant(start), _instant(end)
        nominal = event.get(_NOMINAL)
        if nominal is not None and end - start == nominal:
            # RFC 5545 3.3.6: the days of a duration are calendar days, its hours elapsed time.
            ends = _instant(start + timedelta(days=nominal.days)) + nominal % DAY
    return Span(begins, ends) if begins < ends else None


def _instant(moment: datetime) -> datetime:
    """Return the instant of a wall time, by our rule for clock changes where the zone is ours."""
    zone = moment.tzinfo
    if not isinstance(zone, ZoneInfo) or zone.key not in clock.zone_names():
        return moment.astimezone(UTC)
    wall = Wall(moment.hour * 60 + moment.minute)
    resolved = clock.resolve(moment.date(), wall, zone.key)
    seconds = timedelta(0) if resolved.oddity == "gap" else timedelta(seconds=moment.second)
    return resolved.instant + seconds
