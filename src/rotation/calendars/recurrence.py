"""Repeating events of other people's calendars: bounded, and ending when their writers meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from math import prod
from typing import Any
from zoneinfo import ZoneInfo

from rotation.calendars.calendar_text import UnreadableCalendar

_TIMES_A_DAY = {"YEARLY": 1, "MONTHLY": 1, "WEEKLY": 1, "DAILY": 1, "HOURLY": 24}
_MOST_YEARS = 10_000
_UNFILTERED = frozenset({"FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST"})
_CYCLE = 400
_LATE = 9200


@dataclass
class Budget:
    """How much repeating one file may ask for: the years that its rules are walked through.

    A rule is walked from its first occurrence to the last year asked about, about a
    thousandth of a second a year; an hourly one counts for 24.
    """

    last_year: int
    years: int = 0

    def spend(self, rule: Any, start: datetime | date) -> None:
        """Take a rule in.

        Raises
        ------
        UnreadableCalendar
            It repeats too often or never, or is one too many.
        """
        often = _times_a_day(rule)
        if often > 24:
            raise UnreadableCalendar(
                "must repeat hourly at most, got an event that repeats more often"
            )
        if "HOURLY" in rule["FREQ"] and not _UNFILTERED.issuperset(rule):
            raise UnreadableCalendar(
                "must repeat daily or more rarely, got an hourly event with a filter"
            )
        self.years += often * (1 + max(0, self.last_year - start.year))
        if self.years > _MOST_YEARS:
            raise UnreadableCalendar(
                "must repeat less, got more repeating than can be worked through"
            )
        if not _comes_true(rule, start):
            raise UnreadableCalendar(
                "must repeat on days that exist, got a rule that never comes true"
            )


def _times_a_day(rule: Any) -> int:
    if "FREQ" not in rule or min(rule.get("INTERVAL", [1])) < 1:
        raise UnreadableCalendar(
            "must say how often an event repeats, got a rule without FREQ or INTERVAL"
        )
    frequency = str(rule["FREQ"][0]).upper()
    listed = prod(max(1, len(rule.get(part, ()))) for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    return max(_TIMES_A_DAY.get(frequency, 86_400), listed)


def _comes_true(rule: Any, start: datetime | date) -> bool:
    """Say whether a rule has any occurrence at all.

    Dates repeat every 400 years, weekdays included, so it is tried near the end of what dates
    can hold: a rule that never matches (30 February) gives up there after a second, and would
    be walked to the year 9999 for ten times as long.
    """
    if _UNFILTERED.issuperset(rule):
        return True
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    moment = start.time() if isinstance(start, datetime) else time()
    late = datetime.combine(start.replace(year=_LATE + start.year % _CYCLE), moment)
    endless = type(rule)({part: rule[part] for part in rule if part not in ("UNTIL", "COUNT")})
    tried = rrulestr(endless.to_ical().decode(), dtstart=late)
    return next(iter(tried), None) is not None


def settle_until(rule: Any, start: datetime | date, own_zone: ZoneInfo) -> None:
    """Write the last moment of a rule the way its start is written, as RFC 5545 3.3.10 asks.

    A date ends a timed rule after that whole local day; an instant ends an all-day rule on its
    local date; a floating time is on the start's clock.
    """
    if "UNTIL" not in rule:
        return
    until = rule["UNTIL"][0]
    if not isinstance(start, datetime):
        rule["UNTIL"] = [_as_date(until, own_zone)]
        return
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    if until.tzinfo is None:
        until = until.replace(tzinfo=start.tzinfo)
    rule["UNTIL"] = [until.astimezone(UTC)]


def _as_date(until: datetime | date, own_zone: ZoneInfo) -> date:
    if not isinstance(until, datetime):
        return until
    return until.astimezone(own_zone).date() if until.tzinfo else until.date()
