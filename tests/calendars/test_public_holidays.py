"""Public holidays by code."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rotation.calendars.public_holidays import (
    calendar_codes,
    holidays_of,
    holidays_version,
    is_calendar,
)


def test_codes_are_countries_and_subdivisions_without_aliases() -> None:
    """ISO codes, with a subdivision or without; other spellings of a country are none."""
    codes = calendar_codes()
    assert {"IE", "US", "US-TX", "SG", "JP", "GB-SCT", "DE-BY", "IN-KA"} <= codes
    assert not {"UK", "USA", "Ireland", "us-tx", "US-Texas", "", "US-"} & codes


@pytest.mark.parametrize(
    "code", ["IE", "US-TX", "JP", "UK", "US-XX", "us", "", "US-", "-TX", "XNYS"]
)
def test_one_code_is_judged_like_the_list(code: str) -> None:
    """Asking about one code loads one country, and answers the same."""
    assert is_calendar(code) == (code in calendar_codes())


def test_subdivisions_differ() -> None:
    """Texas Independence Day is 2 March in Texas, and a day like any other elsewhere."""
    day = date(2027, 3, 2)
    assert holidays_of("US-TX", [2027])[day] == "Texas Independence Day"
    assert day not in holidays_of("US", [2027])


def test_observed_days_are_included() -> None:
    """4 July 2027 is a Sunday: Monday is off too; 1 January 2028 is a Saturday: so is Friday."""
    days = holidays_of("US", [2027])
    assert days[date(2027, 7, 4)] == "Independence Day"
    assert days[date(2027, 7, 5)] == "Independence Day (observed)"
    assert days[date(2027, 12, 31)] == "New Year's Day (observed)"


def test_years_are_the_ones_asked_for_in_order() -> None:
    """Dates come sorted, from no other year; no year gives no date."""
    days = list(holidays_of("US", [2028, 2026, 2026]))
    assert days == sorted(days)
    assert {day.year for day in days} == {2026, 2028}
    assert holidays_of("US", []) == {}


@pytest.mark.parametrize(("code", "day"), [("JP", date(2027, 1, 1)), ("DE", date(2027, 1, 1))])
def test_names_are_english_where_there_are_english_ones(code: str, day: date) -> None:
    """Reports are read by colleagues elsewhere."""
    assert holidays_of(code, [2027])[day] == "New Year's Day"


def test_years_outside_the_tables_are_quiet() -> None:
    """India's tables of 2026 end in 2035; asking for later years is no warning on the screen."""
    assert date(2080, 1, 26) in holidays_of("IN", [2080])


def test_unknown_code() -> None:
    """There is no such calendar as UK."""
    with pytest.raises(ValueError, match='no such holiday calendar "UK"'):
        holidays_of("UK", [2027])


def test_version() -> None:
    """The version of the tables is a number that runs can record."""
    assert re.fullmatch(r"\d+\.\d+(\.\d+)?", holidays_version())
