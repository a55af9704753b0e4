"""Lengths of time are read and written as people do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rotation import durations

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "days", "rest"),
    [
        ("P7D", 7, timedelta(0)),
        ("P2W", 14, timedelta(0)),
        ("PT8H", 0, 8 * HOUR),
        ("P1DT2H30M", 1, 2.5 * HOUR),
        ("PT15M", 0, HOUR / 4),
        ("PT90S", 0, timedelta(seconds=90)),
        ("11h", 0, 11 * HOUR),
        ("1h30m", 0, 1.5 * HOUR),
        ("90min", 0, 1.5 * HOUR),
        ("7d", 7, timedelta(0)),
        (" 1d 12h ", 1, 12 * HOUR),
        ("0h", 0, timedelta(0)),
    ],
)
def test_durations_are_read(text: str, days: int, rest: timedelta) -> None:
    """Calendar days are kept apart from elapsed time until somebody wants one number."""
    assert durations.parse_period(text) == (days, rest)
    assert durations.parse_duration(text) == timedelta(days=days) + rest


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "h", "11", "P", "PT", "P1DT", "T8H", "-1h", "1.5h", "8H", "pt8h"),
        *("1h\n30m", "٣h", "9" * 20 + "d", "P" + "9" * 5000 + "D"),
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    """Also numbers so large that no calendar has them, with one kind of error."""
    with pytest.raises(ValueError, match='must be a duration such as "11h"'):
        durations.parse_period(text)


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        (0, "0 h"),
        (30, "30 min"),
        (60, "1 h"),
        (570, "9 h 30"),
        (-570, "-9 h 30"),
        (1440, "24 h"),
        (10080, "7 d"),
        (10110, "168 h 30"),
    ],
)
def test_durations_are_written_for_people(minutes: int, says: str) -> None:
    """Whole weeks and more are days, all else hours and minutes."""
    assert durations.say_duration(timedelta(minutes=minutes)) == says
