"""Plain text is aligned, and a terminal is not made to do anything."""

from __future__ import annotations

import pytest

from rotation.report.tables import Table
from rotation.report.terminal import printable, text, width


def test_columns_are_aligned_over_wide_text() -> None:
    """Chinese takes two columns a character, a combining accent none."""
    table = Table("t", ("name", "n"), (("森健二", "1"), ("Zoe\u0308", "10")), frozenset("n"))
    assert text(table) == "t\nname     n\n------  --\n森健二   1\nZoe\u0308     10\n"


def test_empty_table_says_none() -> None:
    """A table without rows is a name and a word."""
    assert text(Table("breaches", ("rule",), ())) == "breaches\n(none)\n"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b]0;pwned\x07", r"\x1b]0;pwned\x07"),
        ("a\r\nb", r"a\r\nb"),
        ("\u202eevil", r"\u202eevil"),
        ("\x9b31m", r"\x9b31m"),
        ("line\u2028end", r"line\u2028end"),
        ("\ud800", r"\ud800"),
    ],
)
def test_controls_are_shown_not_sent(hostile: str, shown: str) -> None:
    """Escape sequences, line breaks and turned text become visible."""
    assert printable(hostile) == shown
    assert text(Table("t", ("a",), ((hostile,),))).count("\n") == 4


def test_honest_text_stays() -> None:
    """Joiners inside names and emoji are not controls."""
    for name in ("क्‍ष", "👩‍💻", "José", "עדי"):
        assert printable(name) == name
    assert width("👩") == 2
