"""What commands share: reading a folder, telling people, ending with the right status."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from rotation.domain import Horizon
    from rotation.team.folder import Reading

DONE, SHORT, WRONG, NONE = 0, 1, 2, 3
"""Exit status: done; done but something is short; the input or the call is wrong; no rota."""

STOPPED = 130
"""Exit status where Ctrl-C came before there was anything to keep, as shells have it."""


def fail(says: str, status: int = WRONG) -> NoReturn:
    """End the program with a message on standard error."""
    from rotation.report.terminal import printable

    for line in says.splitlines():
        click.echo(printable(line), err=True)
    sys.exit(status)


@contextmanager
def told() -> Iterator[None]:
    """Turn what can go wrong into messages and exit statuses."""
    from rotation.errors import RotationError, SolverDisagrees

    try:
        yield
    except SolverDisagrees as error:
        fail(f"rotation: a defect of rotation itself, please report it: {error}", NONE)
    except RotationError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("Stopped by you; nothing was written.", STOPPED)


def month_of(first: date) -> Horizon:
    """Return the horizon of a whole month."""
    from rotation.domain import Horizon

    following = (first + timedelta(days=31)).replace(day=1)
    return Horizon(first, following - timedelta(days=1))


def horizon_of(month: date | None, first: date | None, last: date | None) -> Horizon:
    """Return the horizon that --month or --from and --to ask for."""
    from rotation.domain import Horizon

    if month is not None and first is None and last is None:
        return month_of(month)
    if month is not None or first is None or last is None:
        raise click.UsageError("give --month, or --from and --to")
    if last < first:
        raise click.UsageError(f"--to must not be before --from, got {first} to {last}")
    return Horizon(first, last)


def say_warnings(warnings: tuple[str, ...] | list[str]) -> None:
    """Write warnings to standard error."""
    from rotation.report.terminal import printable

    for warning in warnings:
        click.echo(f"warning: {printable(warning)}", err=True)


def read_folder(folder: Path, horizon: Horizon) -> Reading:
    """Read a team folder and say its warnings."""
    from rotation.team.folder import read

    reading = read(folder, horizon)
    say_warnings(reading.warnings)
    return reading


def as_instant(as_of: datetime | None) -> datetime:
    """Return the instant asked for, else now to the second."""
    return as_of or datetime.now(UTC).replace(microsecond=0)


def write_json(value: object) -> None:
    """Write a JSON value to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
