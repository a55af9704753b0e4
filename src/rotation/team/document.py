"""rota.toml as a document: its values, and where each of them stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from rotation.team.complaints import Complaints
from rotation.team.toml_lines import KeyPath, locate

_WHERE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass
class Document:
    """A TOML file: `values` as read, `tell` to complain about a path in it."""

    file: str
    values: Mapping[str, object]
    lines: Mapping[KeyPath, int]
    complaints: Complaints
    told: int = field(default=0)

    def tell(self, at: KeyPath, says: str) -> None:
        """Note what is wrong at a path."""
        self.told += 1
        self.complaints.add(self.file, self.line(at), field_of(at), says)

    def line(self, at: KeyPath) -> int:
        """Return the line of a path, or of the nearest table around it that is written."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)


def field_of(at: KeyPath) -> str:
    """Write a path as people say it, counting items from 1.

    Examples
    --------
    >>> field_of(("shifts", 1, "start")), field_of(("rules", "hours", 0, "weight"))
    ('shifts[2].start', 'rules.hours[1].weight')
    """
    name = ""
    for part in at:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def read_document(text: str, file: str, complaints: Complaints) -> Document | None:
    """Parse TOML; complain with its line and return None where it is none."""
    try:
        values = tomllib.loads(text)
        return Document(file, values, locate(text), complaints)
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        line = int(where[1]) if where and where[1] else len(text.rstrip().splitlines()) or 1
        column = f" in column {where[2]}" if where and where[2] else ""
        complaints.add(file, line, "", f"must be TOML, got: {_WHERE.sub('', str(error))}{column}")
    except RecursionError:
        complaints.add(file, 1, "", "must be TOML of sane depth, got thousands of levels")
    except ValueError as error:
        # Python refuses whole numbers of thousands of digits with a plain ValueError.
        complaints.add(file, 1, "", f"must be TOML, got: {error}")
    return None
