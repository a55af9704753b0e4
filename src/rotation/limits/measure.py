"""How far a limit is not kept, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rotation.domain import Shift

if TYPE_CHECKING:
    from rotation.limits import Limit

GRAIN = 4800
"""Grains in one unit: divisible by tenths of minutes in an hour (600), by hundredths, and by the
tenths of minutes in eight hours (4800), so that every amount of the rules is a whole number."""

TENTHS = 10
"""Tenths of minutes in a minute: what hours are measured in inside limits."""

HOUR = 60 * TENTHS
"""Tenths of minutes in an hour."""


@dataclass(frozen=True)
class Finding:
    """One place where a limit is not kept.

    Parameters
    ----------
    grains
        How far, in `GRAIN` to a unit.
    shifts
        The shifts that make it, sorted by start; may be empty where something is missing.
    value
        What was measured: a total in the limit's own measure, or a length in marks.
    start, end
        Where it lies; None where a limit spans the horizon.
    """

    limit: Limit
    grains: int
    shifts: tuple[Shift, ...]
    value: int = 0
    start: datetime | None = None
    end: datetime | None = None


def squared(distance: int, unit: int) -> int:
    """Square a distance in units, linear between whole units; the result is in grains.

    Examples
    --------
    >>> [squared(d, 2) / GRAIN for d in (0, 1, 2, 4, -6)]
    [0.0, 0.5, 1.0, 4.0, 9.0]
    """
    whole, rest = divmod(abs(distance), unit)
    return GRAIN * whole * whole + (2 * whole + 1) * rest * (GRAIN // unit)


def tenths(hours: float) -> int:
    """Write hours as tenths of minutes, to the nearest."""
    return round(hours * HOUR)
