"""Public holidays of countries and their subdivisions, from the pinned `holidays` package."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib import metadata


def holidays_version() -> str:
    """Version of the pinned holiday tables."""
    return metadata.version("holidays")


@lru_cache(maxsize=1)
def calendar_codes() -> frozenset[str]:
    """Every code that `holidays_of` understands: a country, `IE`, or a subdivision, `US-TX`."""
    from holidays.utils import list_supported_countries

    countries = list_supported_countries(include_aliases=False)
    subdivisions = {f"{country}-{part}" for country, parts in countries.items() for part in parts}
    return frozenset(countries) | frozenset(subdivisions)


@lru_cache(maxsize=1024)
def is_calendar(code: str) -> bool:
    """Say whether `holidays_of` understands a code, loading the tables of that country alone.

    Examples
    --------
    >>> is_calendar("IE"), is_calendar("US-TX"), is_calendar("US-tx"), is_calendar("UK")
    (True, True, False, False)
    """
    import holidays
    from holidays.registry import EntityLoader

    country, dash, part = code.partition("-")
    if country not in EntityLoader.get_country_codes(include_aliases=False):
        return False
    return not dash or part in getattr(holidays, country).subdivisions


def holidays_of(code: str, years: Iterable[int]) -> dict[date, str]:
    """List the days off of a country or subdivision in some years, observed days included.

    Parameters
    ----------
    code
        One of `calendar_codes`.

    Returns
    -------
    dict
        Date -> name in date order, in English where the tables have it. Years outside the
        tables of a country hold what is known of them, at worst nothing.

    Raises
    ------
    ValueError
        No such calendar.

    Examples
    --------
    >>> holidays_of("US-TX", [2027])[date(2027, 7, 5)]
    'Independence Day (observed)'
    """
    wanted = sorted(set(years))
    known = _tables(code, tuple(wanted)) if wanted else {}
    return {day: known[day] for day in sorted(known) if day.year in wanted}


@lru_cache(maxsize=256)
def _tables(code: str, years: tuple[int, ...]) -> dict[date, str]:
    from holidays.utils import country_holidays

    if not is_calendar(code):
        raise ValueError(f'no such holiday calendar "{code}"')
    country, _, part = code.partition("-")
    with warnings.catch_warnings():
        # A country whose tables end early says so by a warning; what they hold is still right.
        warnings.simplefilter("ignore")
        calendar = country_holidays(
            country, subdiv=part or None, years=years, language=_english(country)
        )
    return dict(calendar)


@lru_cache(maxsize=256)
def _english(country: str) -> str | None:
    """Return the English among the languages a country's names come in, American first."""
    import holidays

    languages = getattr(holidays, country).supported_languages
    english = sorted(
        (name for name in languages if name.split("_")[0] == "en"),
        key=lambda name: (name != "en_US", name),
    )
    return english[0] if english else None
