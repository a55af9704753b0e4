"""Tables of rota.toml, said once: which keys, what they hold, what is meant where they are missing.

The reader and the JSON Schema are both made from these shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from rotation.team import words
from rotation.team.toml_lines import KeyPath
from rotation.team.words import show

Tell = Callable[[KeyPath, str], None]
Schema = dict[str, Any]


class Shape(Protocol):
    """What a value of rota.toml must look like."""

    def read(self, got: object, at: KeyPath, tell: Tell) -> Any:
        """Return what the value means; tell what is wrong and return None."""

    def schema(self) -> Schema:
        """Return its JSON Schema."""


@dataclass(frozen=True)
class Plain:
    """One value, read by a function that raises ValueError."""

    reader: Callable[[object], Any]
    describes: Mapping[str, Any]

    def read(self, got: object, at: KeyPath, tell: Tell) -> Any:
        """Return what the value means; tell what is wrong and return None."""
        try:
            return self.reader(got)
        except ValueError as error:
            tell(at, str(error))
            return None

    def schema(self) -> Schema:
        """Return its JSON Schema."""
        return dict(self.describes)


@dataclass(frozen=True)
class ListOf:
    """A list, each item of one shape; wrong items are told and left out."""

    item: Shape
    what: str = "a list"
    least: int = 0

    def read(self, got: object, at: KeyPath, tell: Tell) -> tuple[Any, ...] | None:
        """Return the good items; None where it is no list."""
        if not isinstance(got, list):
            tell(at, f"must be {self.what}, got {show(got)}")
            return None
        if len(got) < self.least:
            tell(at, f"must be {self.what} of at least {self.least}, got {len(got)}")
        items = [self.item.read(item, (*at, n), tell) for n, item in enumerate(got)]
        return tuple(item for item in items if item is not None)

    def schema(self) -> Schema:
        """Return its JSON Schema."""
        least = {"minItems": self.least} if self.least else {}
        return {"type": "array", "items": self.item.schema(), **least}


@dataclass(frozen=True)
class Either:
    """One of two shapes, chosen by whether the value is a table or list, or a plain value."""

    plain: Shape
    nested: Shape

    def read(self, got: object, at: KeyPath, tell: Tell) -> Any:
        """Read the value by the shape that fits its kind."""
        return (self.nested if isinstance(got, dict | list) else self.plain).read(got, at, tell)

    def schema(self) -> Schema:
        """Return its JSON Schema."""
        return {"anyOf": [self.plain.schema(), self.nested.schema()]}


@dataclass(frozen=True)
class MapOf:
    """A table with free keys, each key and value read by itself."""

    key: Plain
    value: Shape
    example: str

    def read(self, got: object, at: KeyPath, tell: Tell) -> dict[Any, Any] | None:
        """Return the good entries; None where it is no table."""
        if not isinstance(got, dict):
            tell(at, f"must be a table such as {self.example}, got {show(got)}")
            return None
        found: dict[Any, Any] = {}
        for key, value in got.items():
            name = self.key.read(key, (*at, key), tell)
            meant = self.value.read(value, (*at, key), tell)
            if name is not None and name in found:
                tell((*at, key), f"must be there once, got {show(name)} again")
            elif name is not None and meant is not None:
                found[name] = meant
        return found

    def schema(self) -> Schema:
        """Return its JSON Schema."""
        return {"type": "object", "additionalProperties": self.value.schema()}


@dataclass(frozen=True)
class Key:
    """One key of a table: the shape of its value, what it means, what holds where it is missing."""

    shape: Shape
    says: str = ""
    default: Any = None
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A table with known keys.

    What is read is a dict with every key: a missing or wrong one has its default.
    """

    keys: Mapping[str, Key] = field(default_factory=dict)

    def read(self, got: object, at: KeyPath, tell: Tell) -> dict[str, Any] | None:
        """Return every key's meaning; None where it is no table."""
        if not isinstance(got, dict):
            tell(at, f"must be a table, got {show(got)}")
            return None
        for name in got:
            if name not in self.keys:
                tell((*at, name), words.no_such("key", name, self.keys))
        return {name: self._one(name, key, got, at, tell) for name, key in self.keys.items()}

    @staticmethod
    def _one(name: str, key: Key, got: dict[str, object], at: KeyPath, tell: Tell) -> Any:
        if name not in got:
            if key.required:
                tell((*at, name), "must be given, got nothing")
            return key.default
        meant = key.shape.read(got[name], (*at, name), tell)
        return key.default if meant is None else meant

    def schema(self) -> Schema:
        """Return its JSON Schema."""
        required = [name for name, key in self.keys.items() if key.required]
        return {
            "type": "object",
            "properties": {
                name: {**key.shape.schema(), **({"description": key.says} if key.says else {})}
                for name, key in self.keys.items()
            },
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }
