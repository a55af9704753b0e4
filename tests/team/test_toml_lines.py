"""Where the keys of a TOML document stand."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rotation.team.toml_lines import KeyPath, locate

DOCUMENT = '''\
# a comment with [brackets] and "quotes
title = "a # no comment \\" ]"

[team]            # comment
name = """
two
lines"""
night.from = "23:00"
'quoted key' = 1

[[shifts]]
id = 'a'
days = [
  "mon",  # first, [
  "tue",
]

[[shifts]]
id = "b"
mix = [ { skill = "x", people = 1 },
        { skill = "y" } ]

[rules.rest]
least = "11h"

[[rules.hours]]
max = 1
[[rules.hours]]
max = 2
[rules.hours.people]
ids = []
'''


def test_every_kind_of_key_has_the_line_it_stands_on() -> None:
    """Tables, arrays of tables, inline tables, dotted and quoted keys and lists are found."""
    lines = locate(DOCUMENT)
    expected: dict[KeyPath, int] = {
        ("title",): 2,
        ("team",): 4,
        ("team", "name"): 5,  # the first of three lines
        ("team", "night", "from"): 8,
        ("team", "quoted key"): 9,
        ("shifts", 0): 11,
        ("shifts", 0, "days"): 13,
        ("shifts", 0, "days", 1): 15,
        ("shifts", 1, "id"): 19,
        ("shifts", 1, "mix", 0, "people"): 20,
        ("shifts", 1, "mix", 1, "skill"): 21,
        ("rules", "rest"): 23,
        ("rules", "hours", 0, "max"): 27,
        ("rules", "hours", 1, "max"): 29,
        ("rules", "hours", 1, "people", "ids"): 31,
    }
    assert {path: lines[path] for path in expected} == expected


def test_windows_line_ends_count_once() -> None:
    """CRLF does not double the lines."""
    assert locate("a = 1\r\n\r\nb = 2\r\n")["b",] == 3


def test_a_string_may_end_in_quotes() -> None:
    """Up to two quotes before the closing three belong to the text."""
    assert locate('a = """x"""""\nb = 1\n')["b",] == 2


def paths(value: Any, at: KeyPath = ()) -> list[KeyPath]:
    """List every path of a parsed document."""
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    found = [] if not at else [at]
    for key, inner in items:
        found += paths(inner, (*at, key))
    return found


LEAVES = st.sampled_from(["1", '"a"', "'#]'", "true", "1979-05-27", "[]", "{}", '"\\"}"', "-1.5e3"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[\n" + " ,# c\n ".join(items) + "]"),
        st.lists(inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"k{n} = {item}" for n, item in enumerate(items)) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(st.booleans(), VALUES), max_size=5))
def test_no_key_of_any_document_is_missed(blocks: list[tuple[bool, str]]) -> None:
    """Whatever the document, each path of it has a line, and the file has that line."""
    text = "".join(
        f"[[list]]\nkey = {value}\n" if many else f"[table-{n}]\na.b = {value}\n"
        for n, (many, value) in enumerate(blocks)
    )
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # a newline inside an inline table, which TOML 1.0 refuses
    lines = locate(text)
    count = text.count("\n")
    assert all(1 <= lines[path] <= count for path in paths(parsed))
