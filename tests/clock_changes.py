"""Where the clocks of the world change, so that tests look there and not at quiet days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from rotation import clock
from rotation.domain import Wall

STEP = timedelta(days=14)
FIRST, LAST = datetime(2011, 6, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)

ODD_ZONES = (
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/Chicago",
    "America/Havana",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
)


@cache
def changes(zone_name: str) -> tuple[datetime, ...]:
    """List the first instants after each change of a zone's offset, 2011 to 2031."""
    found, moment = [], FIRST
    while moment < LAST:
        if _offset(moment, zone_name) != _offset(moment + STEP, zone_name):
            found.append(_halve(moment, moment + STEP, zone_name))
        moment += STEP
    return tuple(found)


def _offset(moment: datetime, zone_name: str) -> timedelta | None:
    return clock.local(moment, zone_name).utcoffset()


def _halve(before: datetime, after: datetime, zone_name: str) -> datetime:
    old = _offset(before, zone_name)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if _offset(middle, zone_name) == old else (before, middle)
    return after


zones = st.one_of(st.sampled_from(ODD_ZONES), st.sampled_from(sorted(clock.zone_names())))
walls = st.builds(Wall, st.integers(0, 1440))
times_of_day = st.builds(Wall, st.integers(0, 1439))
near_midnight = st.builds(Wall, st.sampled_from([0, 1, 15, 30, 59, 60, 90, 120, 135, 150, 180]))


@st.composite
def days_in(draw: st.DrawFn, zone_name: str) -> date:
    """Draw a date, mostly within two days of a change of the zone's clock."""
    turns = changes(zone_name)
    if turns and draw(st.integers(0, 3)) > 0:
        near = clock.local_date(draw(st.sampled_from(turns)), zone_name)
        return near + timedelta(days=draw(st.integers(-2, 2)))
    return draw(st.dates(date(2011, 7, 1), date(2031, 12, 1)))


@st.composite
def zoned_days(draw: st.DrawFn) -> tuple[str, date]:
    """Draw a zone and a date that is interesting there."""
    zone_name = draw(zones)
    return zone_name, draw(days_in(zone_name))
