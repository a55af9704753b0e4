"""Tables as plain text for standard output."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rotation.report.tables import Table

_GAP = "  "
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn text around; a terminal would show a line that is not what it says."""


def text(table: Table) -> str:
    """Write a table under its name, columns aligned, numbers to the right.

    Examples
    --------
    >>> print(text(Table("nights", ("person", "n"), (("ana", "4"), ("bo", "12")), {"n"})), end="")
    nights
    person   n
    ------  --
    ana      4
    bo      12
    """
    return "".join(f"{line}\n" for line in lines(table))


def lines(table: Table) -> Iterator[str]:
    """List the lines of `text`."""
    yield printable(table.name)
    if not table.rows:
        yield "(none)"
        return
    rows = [tuple(printable(cell) for cell in row) for row in (table.columns, *table.rows)]
    widths = [max(width(row[n]) for row in rows) for n in range(len(table.columns))]
    rows.insert(1, tuple("-" * wide for wide in widths))
    right = [column in table.numbers for column in table.columns]
    for row in rows:
        cells = zip(row, widths, right, strict=True)
        yield _GAP.join(_padded(*cell) for cell in cells).rstrip()


def _padded(cell: str, wide: int, right: bool) -> str:
    padding = " " * (wide - width(cell))
    return padding + cell if right else cell + padding


def printable(cell: str) -> str:
    r"""Show what a terminal would obey (controls, turned text) instead of sending it.

    Examples
    --------
    >>> printable("Ana\x1b[2J\nLima")
    'Ana\\x1b[2J\\nLima'
    """
    return "".join(
        mark.encode("unicode_escape").decode() if _obeyed(mark) else mark for mark in cell
    )


def _obeyed(mark: str) -> bool:
    return unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp") or mark in _DIRECTIONS


def width(cell: str) -> int:
    r"""Count the columns that text takes on a terminal: wide characters two, combining none.

    Examples
    --------
    >>> width("Ana"), width("森健二"), width("Zoe\u0308")
    (3, 6, 3)
    """
    return sum(_columns(mark) for mark in cell)


def _columns(mark: str) -> int:
    if unicodedata.category(mark) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(mark) in ("W", "F") else 1
