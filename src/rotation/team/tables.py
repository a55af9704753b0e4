"""CSV tables as spreadsheets save them: read kindly, without guessing what was meant.

Forgiven: a byte order mark, CRLF, `;` or tab between cells, spaces around cells, empty lines and
blank columns at the end. Line numbers are those of the text file: a record's first line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rotation.team import words
from rotation.team.complaints import Complaints
from rotation.team.words import show

T = TypeVar("T")
D = TypeVar("D")
_SEPARATORS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")
Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Columns:
    """The columns a file may have. `open`: others are ignored instead of refused."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    open: bool = False

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is read."""
        return self.required + self.optional


@dataclass(frozen=True)
class Row:
    """One record: its line, and its cells by column, without the spaces around them."""

    file: str
    line: int
    cells: Mapping[str, str]
    complaints: Complaints
    prefix: str = ""

    def complain(self, column: str, says: str) -> None:
        """Note what is wrong with a cell."""
        self.complaints.add(self.file, self.line, self.prefix + column, says)

    def get(self, column: str, read: Callable[[object], T], default: D) -> T | D:
        """Read a cell; `default` where it is empty, missing or wrong."""
        cell = self.cells.get(column, "")
        if not cell:
            return default
        try:
            return read(cell)
        except ValueError as error:
            self.complain(column, str(error))
            return default

    def must(self, column: str, read: Callable[[object], T]) -> T | None:
        """Read a cell that must be filled; None where it is not, or wrong."""
        if column in self.cells and not self.cells[column]:
            self.complain(column, "must not be empty")
            return None
        return self.get(column, read, None)

    def words(self, column: str, read: Callable[[object], T]) -> list[T]:
        """Read the words of a cell, each by itself."""
        found: list[T] = []
        for word in self.cells.get(column, "").split():
            try:
                found.append(read(word))
            except ValueError as error:
                self.complain(column, str(error))
        return found

    def note(self, column: str) -> str:
        """Read free text, whose line breaks become spaces."""
        plain = re.sub(r"[\r\n\t]+", " ", self.cells.get(column, ""))
        if any(words.is_control(character) for character in plain):
            self.complain(column, f"must not hold control characters, got {show(plain)}")
        return plain


def read_table(text: str, file: str, columns: Columns, complaints: Complaints) -> list[Row]:
    """Read a table; what is wrong with its header or shape goes to `complaints`."""
    records = _records(text, file, columns, complaints)
    if not records:
        complaints.add(file, 1, "", f"must begin with a header: {','.join(columns.all)}")
        return []
    line, header = records[0]
    width = _width(header)
    names = _header(header[:width], line, file, columns, complaints)
    rows: list[Row] = []
    for line, cells in records[1:]:
        if any(cells[width:]):
            says = f"must have at most {width} cells like the header, got {_width(cells)}"
            complaints.add(file, line, "", says)
        by_name = {n: cells[i] if i < len(cells) else "" for i, n in names.items()}
        rows.append(Row(file, line, by_name, complaints))
    return rows


def _records(text: str, file: str, columns: Columns, complaints: Complaints) -> list[Record]:
    """Split text into records of stripped cells, leaving out blank ones."""
    skipped = 0
    named = _SEPARATOR_LINE.match(text)
    if named:
        text, skipped = text[named.end() :], 1
    separator = named[1] if named else _separator(text, columns)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[Record] = []
    for line, cells in _parsed(reader, file, skipped, complaints):
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            records.append((line, stripped))
    return records


def _parsed(
    reader: Iterator[list[str]], file: str, skipped: int, complaints: Complaints
) -> Iterator[Record]:
    while True:
        line = reader.line_num + skipped + 1  # type: ignore[attr-defined]
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            says = "unclosed quote" if "unexpected end" in str(error) else str(error)
            complaints.add(file, line, "", f"must be a CSV record, got one with: {says}")


def _separator(text: str, columns: Columns) -> str:
    """Choose the separator under which the header has the most columns that we know."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(separator: str) -> int:
        return sum(name.strip().strip('"') in columns.all for name in first.split(separator))

    return max(_SEPARATORS, key=known)


def _width(cells: Sequence[str]) -> int:
    """Count the cells up to the last one that is not blank."""
    return max((n for n, cell in enumerate(cells, 1) if cell), default=0)


def _header(
    header: Sequence[str], line: int, file: str, columns: Columns, complaints: Complaints
) -> dict[int, str]:
    """Map the positions of the columns that we read to their names."""
    names: dict[int, str] = {}
    for position, name in enumerate(header):
        if name in names.values():
            complaints.add(file, line, name, "must be there once, got a second column of that name")
        elif name in columns.all:
            names[position] = name
        elif not columns.open:
            says = words.no_such("column", name, columns.all) if name else "must have a name"
            complaints.add(file, line, name or f"column {position + 1}", says)
    for name in columns.required:
        if name not in names.values():
            complaints.add(file, line, name, "must be a column of this file, got none")
    return names


def named(rows: Iterable[Row], column: str) -> frozenset[str]:
    """Return the filled cells of a column."""
    return frozenset(cell for row in rows if (cell := row.cells.get(column, "")))
