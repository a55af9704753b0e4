"""A rule's keys in rota.toml, from the annotations of its fields."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import timedelta
from typing import Any, Literal, NewType, Union

from rotation.rule import Group, Rule
from rotation.team import rota_keys, values
from rotation.team.rota_keys import FLAG, numbers, strings
from rotation.team.shapes import Key, ListOf, Plain, Shape, Table

ShiftId = NewType("ShiftId", str)
PersonId = NewType("PersonId", str)
_HEAVIEST = 1_000_000


@dataclasses.dataclass(frozen=True)
class Known:
    """The names that a rule may use; None: not known, so that any will do."""

    shifts: frozenset[str] | None = None
    people: frozenset[str] | None = None


def rule_table(kind: type[Rule], known: Known) -> Table:
    """Shape the table of a rule: one key for each of its fields, and `off`."""
    hints = _hints(kind)
    keys = {
        each.name: Key(_shape(each.name, hints[each.name], known), _says(kind, each.name))
        for each in dataclasses.fields(kind)
        if each.name != "label"
    }
    return Table({**keys, "off": Key(FLAG, "true drops the rule.")})


def required(kind: type[Rule]) -> list[str]:
    """List the fields that have no default."""
    missing = dataclasses.MISSING
    return [
        each.name
        for each in dataclasses.fields(kind)
        if each.default is missing and each.default_factory is missing
    ]


def _hints(kind: type[Rule]) -> dict[str, Any]:
    # The aliases are both tuples of text; told apart here, so that names can be looked up.
    apart: dict[str, Any] = {"ShiftIds": tuple[ShiftId, ...], "PersonIds": tuple[PersonId, ...]}
    return typing.get_type_hints(kind, localns=apart)


def _says(kind: type[Rule], field: str) -> str:
    """Find a field's description in the numpydoc Parameters of its class."""
    for cls in kind.__mro__:
        lines = (cls.__doc__ or "").splitlines()
        for n, line in enumerate(lines):
            if field in [name.strip() for name in line.split(",")]:
                return _paragraph(lines[n + 1 :], len(line) - len(line.lstrip()))
    return ""


def _paragraph(lines: list[str], margin: int) -> str:
    found: list[str] = []
    for line in lines:
        if not line.strip() or len(line) - len(line.lstrip()) <= margin:
            break
        found.append(line.strip())
    return " ".join(found)


def _shape(name: str, hint: Any, known: Known) -> Shape:
    if name == "weight":
        return numbers(1, _HEAVIEST, whole=True)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        (inner,) = [each for each in arguments if each is not type(None)]
        return _shape(name, inner, known)
    if origin is Literal:
        return rota_keys.choices(*arguments)
    if origin is tuple:
        return _list(name, arguments[0], known)
    return _single(hint, known)


def _list(name: str, item: Any, known: Known) -> ListOf:
    what = {ShiftId: "a list of shift ids", PersonId: "a list of person ids"}
    return ListOf(_shape(name, item, known), what.get(item, "a list"))


def _single(hint: Any, known: Known) -> Shape:
    if hint is ShiftId:
        return Plain(values.known("shift", known.shifts), {"type": "string"})
    if hint is PersonId:
        return Plain(values.known("person", known.people), {"type": "string"})
    if hint is Group:
        return group_table(known)
    return {
        timedelta: rota_keys.DURATION,
        bool: FLAG,
        int: numbers(whole=True),
        float: numbers(),
        str: strings(values.text),
    }[hint]


def group_table(known: Known) -> Table:
    """Shape `people = { skill = "senior" }`."""
    people = Plain(values.known("person", known.people), {"type": "string"})
    return Table(
        {
            "ids": Key(ListOf(people, "a list of person ids", least=1), "These people."),
            "skill": Key(rota_keys.TAG, "People with this skill."),
            "language": Key(rota_keys.LANGUAGE, "People who speak it at the working level."),
            "holidays": Key(rota_keys.CALENDAR, "People with this holiday calendar."),
            "time_zone": Key(rota_keys.ZONE, "People who live in this zone."),
        }
    )
