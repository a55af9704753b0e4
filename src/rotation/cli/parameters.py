"""What can be written on the command line, and how it is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

FIRST_YEAR, LAST_YEAR = 1970, 2200
"""What dates may be asked about."""

FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Write the results as JSON.")


class _Parsed(click.ParamType):  # type: ignore[type-arg]  # generic only in new clicks
    """What is written in one way only: a month, a date, an instant."""

    def __init__(self, name: str, like: str, parse: Callable[[str], date]) -> None:
        self.name = name
        self._like = like
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return what was meant, or fail in words."""
        if isinstance(value, date):
            return value
        try:
            return self._parse(value)
        except (ValueError, OverflowError):
            self.fail(f'must be {self._like}, got "{value}"', param, ctx)


def _month(text: str) -> date:
    """Read a month as its first date."""
    first = date.fromisoformat(f"{text}-01")
    if f"{first:%Y-%m}" != text or first.year > LAST_YEAR:
        raise ValueError
    return first


def _day(text: str) -> date:
    """Read a date."""
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError
    return found


def _instant(text: str) -> datetime:
    """Read an instant with its offset, to whole seconds of UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError
    return moment.astimezone(UTC).replace(microsecond=0)


MONTH = _Parsed("YYYY-MM", "a month such as 2026-12", _month)
DAY = _Parsed("YYYY-MM-DD", "a date such as 2026-12-07", _day)
INSTANT = _Parsed("INSTANT", "an instant such as 2026-11-22T09:00:00Z", _instant)


def finite(ctx: click.Context, param: click.Parameter, value: float) -> float:
    """Refuse nan, which no range does, and infinity."""
    if not math.isfinite(value):
        raise click.BadParameter(f"must be a number of seconds, got {value}")
    return value


AS_OF = click.option(
    "--as-of",
    type=INSTANT,
    metavar="INSTANT",
    help="The only clock in the outputs: when changed feed events say they changed. Default: now.",
)
