"""What can be written on the command line, and how it is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
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

_OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The output folder itself. Default: DIR/out/HORIZON.",
)
_SECONDS = click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    callback=finite,
    default=60.0,
    show_default=True,
    help="Longest time to search, for each team.",
)
_SEED = click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
_WORKERS = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Searches at the same time; not more than there are cores.",
)
_ALL = click.option(
    "--all", "every_team", is_flag=True, help="Every team folder below DIR; see --scheduler."
)
_SCHEDULER = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="A Dask scheduler, tcp://HOST:PORT or tls://HOST:PORT: its workers help to search one"
    " large team, or with --all search the teams.",
)
_KEEP_GOING = click.option(
    "--keep-going",
    is_flag=True,
    help="With --all: leave out teams whose input is wrong instead of stopping.",
)


def search_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a search."""
    options = (_OUT, _SECONDS, _SEED, _WORKERS, _ALL, _SCHEDULER, _KEEP_GOING)
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class Asked:
    """What was asked of `generate --all`, beside where and when."""

    seconds: float
    seed: int
    workers: int
    scheduler: str | None
    keep_going: bool
    quiet: bool
    as_json: bool


def refuse_with_all(out: Path | None) -> None:
    """Refuse what only one team can have."""
    if out is not None:
        raise click.UsageError("--out names the folder of one team; it cannot go with --all")


def refuse_without_all(*, keep_going: bool) -> None:
    """Refuse what is about many teams."""
    if keep_going:
        raise click.UsageError("--keep-going is about many teams; it needs --all")
