"""Words for messages: what was got, shown safely, and the nearest right word."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

_SHOWN = 60
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_control(character: str) -> bool:
    """Say whether a character steers a terminal or a parser instead of being read."""
    return unicodedata.category(character) in {"Cc", "Zl", "Zp"} or character in _DIRECTION


def visible(text: str) -> str:
    r"""Write control characters as escapes, so that a message cannot be forged.

    Examples
    --------
    >>> visible("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(
        character.encode("unicode_escape").decode() if is_control(character) else character
        for character in text
    )


def show(got: object) -> str:
    """Show what was got, the way rota.toml would write it.

    Examples
    --------
    >>> show("x"), show(True), show([1, 2]), show({})
    ('"x"', 'true', 'a list', 'a table')
    """
    if isinstance(got, str):
        short = got if len(got) <= _SHOWN else got[:_SHOWN] + "…"
        return f'"{visible(short)}"'
    if isinstance(got, bool):
        return "true" if got else "false"
    if isinstance(got, dict):
        return "a table"
    if isinstance(got, list):
        return "a list"
    if isinstance(got, date | datetime | time):
        return got.isoformat()
    return str(got)[:_SHOWN]


def nearest(word: str, options: Iterable[str], least: float = 0.6) -> str | None:
    """Find the right word that was most likely meant, None where nothing is near.

    Parameters
    ----------
    least
        How near, 0..1: the share of characters in common.

    Examples
    --------
    >>> nearest("America/Chigago", ["America/Chicago", "Europe/Dublin"])
    'America/Chicago'
    >>> nearest("zzz", ["rest"]) is None
    True
    """
    by_lower = {option.lower(): option for option in sorted(options, reverse=True)}
    close = difflib.get_close_matches(word.lower()[:100], sorted(by_lower), n=1, cutoff=least)
    return by_lower[close[0]] if close else None


def hint(word: str, options: Iterable[str]) -> str:
    """Return the end of a message that names the nearest right word, or nothing."""
    near = nearest(word, options)
    return f'; did you mean "{visible(near)}"?' if near is not None else ""


def no_such(what: str, got: str, options: Iterable[str]) -> str:
    """Say that there is no such thing, and which was likely meant."""
    return f"no such {what} {show(got)}{hint(got, options)}"


def one_of(got: object, options: Sequence[str]) -> str:
    """Say which words are allowed, what was got, and which was likely meant."""
    allowed = ", ".join(options[:-1]) + f" or {options[-1]}" if len(options) > 1 else options[0]
    near = hint(got, options) if isinstance(got, str) else ""
    return f"must be {allowed}, got {show(got)}{near}"


def listed(words: Sequence[str], most: int = 6) -> str:
    """Join words for people: a, b and c.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(list("abcdefgh"), most=3)
    ('a, b and c', 'a, b, c and 5 more')
    """
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))
