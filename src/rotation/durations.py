"""Lengths of time as people write and read them; no zone is needed for them."""

from __future__ import annotations

import re
from datetime import timedelta

_N = r"([0-9]{1,5})"
_SHORT = re.compile(rf"(?=\d)(?:{_N}d)? *(?:{_N}h)? *(?:{_N}m(?:in)?)?")
_ISO = re.compile(rf"P(?=\d|T\d)(?:{_N}W)?(?:{_N}D)?(?:T(?=\d)(?:{_N}H)?(?:{_N}M)?(?:{_N}S)?)?")


def parse_period(text: str) -> tuple[int, timedelta]:
    """Read a duration as (calendar days, elapsed time): P7D, PT8H, P1DT2H, 11h, 1h30m, 7d.

    Raises
    ------
    ValueError
        The text is not a duration.

    Examples
    --------
    >>> parse_period("P7D")
    (7, datetime.timedelta(0))
    >>> parse_period("1h30m")
    (0, datetime.timedelta(seconds=5400))
    """
    text = text.strip()
    if short := _SHORT.fullmatch(text):
        days, hours, minutes = (int(part or 0) for part in short.groups())
        return days, timedelta(hours=hours, minutes=minutes)
    if iso := _ISO.fullmatch(text):
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return weeks * 7 + days, timedelta(hours=hours, minutes=minutes, seconds=seconds)
    raise ValueError(f'must be a duration such as "11h", "1h30m" or "PT15M", got "{text}"')


def parse_duration(text: str) -> timedelta:
    """Read a duration as elapsed time; a day is 24 hours."""
    days, rest = parse_period(text)
    return timedelta(days=days) + rest


def say_duration(length: timedelta) -> str:
    """Write elapsed time for people.

    Examples
    --------
    >>> say_duration(timedelta(hours=9, minutes=30)), say_duration(timedelta(days=21))
    ('9 h 30', '21 d')
    """
    minutes = round(length.total_seconds() / 60)
    sign, minutes = ("-" if minutes < 0 else ""), abs(minutes)
    if minutes and minutes % 1440 == 0 and minutes >= 7 * 1440:
        return f"{sign}{minutes // 1440} d"
    hours, minutes = divmod(minutes, 60)
    if not hours and minutes:
        return f"{sign}{minutes} min"
    return f"{sign}{hours} h" + (f" {minutes:02d}" if minutes else "")
