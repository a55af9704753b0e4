"""How values of rota.toml are written, in words, for the reference pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from rotation.clock import DAY, HOUR
from rotation.domain import DAY_NAMES, Level
from rotation.team import rota_keys
from rotation.team.shapes import Either, ListOf, MapOf, Plain, Shape, Table

_NAMED: tuple[tuple[Shape, str], ...] = (
    (rota_keys.DURATION, 'duration, `"11h"` or `"PT11H"`'),
    (rota_keys.PERIOD, '`"P7D"` or `"PT8H"`'),
    (rota_keys.DATE, 'date, `"2026-12-25"`'),
    (rota_keys.DAY, 'day, `"mon"`'),
    (rota_keys.TIME, 'time, `"15:00"`'),
    (rota_keys.START, 'time, `"07:00"`'),
    (rota_keys.IDENTIFIER, "id"),
    (rota_keys.TAG, "tag"),
    (rota_keys.ZONE, 'zone, `"America/Chicago"`'),
    (rota_keys.LANGUAGE, 'language, `"en"`'),
    (rota_keys.LEVEL, 'level, `"B2"`'),
    (rota_keys.FLAG, "`true` or `false`"),
)


def shape_words(shape: Shape) -> str:
    """Say what a value looks like."""
    for known, words in _NAMED:
        if shape is known:
            return words
    if isinstance(shape, ListOf):
        return _list_words(shape)
    if isinstance(shape, Either):
        return f"{shape_words(shape.plain)}; or {shape_words(shape.nested)}"
    if isinstance(shape, MapOf):
        return f"`{shape.example}`"
    if isinstance(shape, Table):
        return f"table: {', '.join(f'`{name}`' for name in shape.keys)}"
    assert isinstance(shape, Plain)  # noqa: S101
    return _plain_words(shape)


def _list_words(shape: ListOf) -> str:
    if shape.what != "a list":
        return shape.what.removeprefix("a ")
    if isinstance(shape.item, Table):
        return f"list of tables: {', '.join(f'`{name}`' for name in shape.item.keys)}"
    return f"list, each a {shape_words(shape.item)}"


def _plain_words(shape: Plain) -> str:
    written = shape.schema()
    if "enum" in written:
        return ", ".join(f'`"{word}"`' for word in written["enum"])
    if written["type"] == "string":
        example = "".join(f', `"{each}"`' for each in written.get("examples", [])[:1])
        return f"text{example}"
    number = "whole number" if written["type"] == "integer" else "number"
    low, above, high = (written.get(k) for k in ("minimum", "exclusiveMinimum", "maximum"))
    if low is not None and high is not None and high <= 1:
        return f"{number} from {low:g} to {high:g}"
    if above is not None and high is not None:
        return f"{number} above {above:g}, at most {high:g}"
    return f"{number}, {low:g} or more" if low is not None else number


def value_words(value: object, shape: Shape | None = None) -> str:
    """Write a default as `rota.toml` would hold it; a dash where there is none."""
    if value is None or value == ():
        return "–"
    if shape is rota_keys.DAY and isinstance(value, int):
        return f"`{_quoted(DAY_NAMES[value])}`"
    if isinstance(shape, ListOf) and shape.item is rota_keys.DAY and isinstance(value, tuple):
        return f"`[{', '.join(_quoted(DAY_NAMES[day]) for day in value)}]`"
    if isinstance(value, Level):
        return f"`{_quoted(value)}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, timedelta):
        return f'`"{duration_text(value)}"`'
    if isinstance(value, int | float):
        return f"`{value:g}`"
    if value == frozenset(range(7)):
        return '`"daily"`'
    if isinstance(value, Collection) and not isinstance(value, str):
        return "–" if not value else f"`[{', '.join(_quoted(each) for each in value)}]`"
    return f"`{_quoted(value)}`"


def _quoted(value: object) -> str:
    return f'"{value}"'


def duration_text(length: timedelta) -> str:
    """Write a duration the short way.

    Examples
    --------
    >>> duration_text(timedelta(hours=35)), duration_text(timedelta(days=20))
    ('35h', '20d')
    """
    if length and not length % DAY:
        return f"{length // DAY}d"
    hours, rest = divmod(length, HOUR)
    return f"{hours}h" + (f"{rest // timedelta(minutes=1)}m" if rest else "")
