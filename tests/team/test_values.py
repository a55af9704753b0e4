"""Single values: what is read, and how the rest is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from rotation.domain import Level, Wall
from rotation.team import moments, values

Reader = Callable[[object], object]


@pytest.mark.parametrize(
    ("read", "got", "meant"),
    [
        (moments.day_of, "2026-12-01", date(2026, 12, 1)),
        (moments.day_of, date(2026, 12, 1), date(2026, 12, 1)),
        (moments.wall, "7:05", Wall(425)),  # 7 x 60 + 5
        (moments.wall, "07:05:00", Wall(425)),
        (moments.wall, "24:00", Wall(1440)),
        (moments.wall, time(7, 5), Wall(425)),
        (moments.day_or_local, "2026-12-24T12:30", (date(2026, 12, 24), Wall(750))),
        (moments.day_or_local, "2026-12-24", (date(2026, 12, 24), None)),
        (moments.instant, "2026-12-04T07:00:00-06:00", datetime(2026, 12, 4, 13, tzinfo=UTC)),
        (moments.instant, "2026-12-04 18:30+05:30", datetime(2026, 12, 4, 13, tzinfo=UTC)),
        (moments.duration, "P1DT1H", timedelta(hours=25)),
        (moments.weekday, "Thu", 3),
        (moments.days_cell, "weekdays", "weekdays"),
        (moments.days_cell, "mon, thursday", frozenset({0, 3})),
        (values.language, "pt-BR", "pt-br"),
        (values.level, "b2", Level.B2),
        (values.level, "Native", Level.NATIVE),
        (values.spoken, "ur:native", ("ur", Level.NATIVE)),
        (values.number_cell(0, 1, above=True), "0.5", 0.5),
        (values.number_cell(1, 10, whole=True), "10", 10),
    ],
)
def test_what_people_write_is_read(read: Reader, got: object, meant: object) -> None:
    """Each accepted form has one meaning."""
    assert read(got) == meant


@pytest.mark.parametrize(
    ("read", "got", "says"),
    [
        (moments.day_of, "01/12/2026", 'must be a date such as 2026-12-01, got "01/12/2026"'),
        (moments.day_of, "2026-02-30", 'must be a date of the calendar, got "2026-02-30"'),
        (moments.day_of, "0001-01-01", 'must be a date from 1900 on, got "0001-01-01"'),
        (moments.wall, "24:01", 'must be a time from "00:00" to "24:00", got "24:01"'),
        (moments.wall, "7:60", 'must be a time from "00:00" to "24:00", got "7:60"'),
        (moments.wall, 1320, 'must be a time from "00:00" to "24:00", got 1320'),
        (moments.wall_start, "24:00", 'must be a time from "00:00" to "23:59", got "24:00"'),
        (
            moments.day_or_local,
            "2026-12-24T12:00Z",
            (
                "must be a date such as 2026-12-01 or a local time such as 2026-12-24T12:00,"
                ' got "2026-12-24T12:00Z"'
            ),
        ),
        (
            moments.instant,
            "2026-12-04T13:00",
            (
                "must be an instant with Z or an offset such as 2026-12-04T13:00:00Z,"
                ' got "2026-12-04T13:00"'
            ),
        ),
        (
            moments.whole_minute,
            "2026-12-04T13:00:30Z",
            'must be on a whole minute, got "2026-12-04T13:00:30Z"',
        ),
        (
            moments.duration,
            "-2h",
            'must be a duration such as "11h", "1h30m" or "PT15M", got "-2h"',
        ),
        (moments.duration, 11, 'must be a duration such as "11h" or "PT15M", got 11'),
        (moments.duration, "PT90S", 'must be whole minutes, got "PT90S"'),
        (moments.duration, "99999d", 'must be at most 3660 days, got "99999d"'),
        (
            moments.weekday,
            "thrusday",
            'must be a day such as "monday" or "mon", got "thrusday"; did you mean "thursday"?',
        ),
        (
            moments.zone,
            "America/Chigago",
            'no such zone "America/Chigago"; did you mean "America/Chicago"?',
        ),
        (
            values.calendar,
            "US-TXX",
            'no such holiday calendar "US-TXX"; did you mean "US-TX"?',
        ),
        (
            values.level,
            "natve",
            'must be A1, A2, B1, B2, C1, C2 or native, got "natve"; did you mean "native"?',
        ),
        (
            values.language,
            "jp",
            'must be a language tag such as en or pt-BR, got "jp"; did you mean "ja"?',
        ),
        (values.language, "e", 'must be a language tag such as en or pt-BR, got "e"'),
        (values.spoken, "en", 'must be a tag and a level such as en:C2, got "en"'),
        (values.person_id, "Ana", 'must be made of a-z, 0-9 and -, got "Ana"'),
        (values.person_id, "team", 'must not be "team", which names the team\'s own feed'),
        (values.text, "a\x07b", 'must not hold control characters, got "a\\x07b"'),
        (values.text, "a\u202eb", 'must not hold control characters, got "a\\u202eb"'),
        (values.number(1, 10, whole=True), True, "must be a whole number from 1 to 10, got true"),
        (values.number(1, 10, whole=True), 2.0, "must be a whole number from 1 to 10, got 2.0"),
        (values.number(0), float("nan"), "must be a number of at least 0, got nan"),
        (values.number(0), float("inf"), "must be a number of at least 0, got inf"),
        (values.number(0), 10**400, f"must be a number of at least 0, got {'1' + '0' * 59}"),
        (
            values.number_cell(0, 1, above=True),
            "0,5",
            'must be a number above 0 up to 1, got "0,5"',
        ),
        (values.number_cell(0, 1, above=True), "0", 'must be a number above 0 up to 1, got "0"'),
        (values.number_cell(0), "nan", 'must be a number of at least 0, got "nan"'),
        (
            values.number_cell(1, 10, whole=True),
            "1_0",
            'must be a whole number from 1 to 10, got "1_0"',
        ),
        (values.number_cell(0), "1e999", 'must be a number of at least 0, got "1e999"'),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(read: Reader, got: object, says: str) -> None:
    """Each refusal says what must hold, what was got, and what was near."""
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        read(got)
