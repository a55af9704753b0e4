"""Text from people, made safe to hand on: calendars are read by programs that stop at a NUL."""

from __future__ import annotations

import unicodedata

_DROPPED = frozenset({"Cc", "Cs", "Zl", "Zp"})


def plain(text: str) -> str:
    r"""Drop control characters, line and paragraph separators and lone surrogates.

    Joiners and direction marks stay: emoji and right-to-left names are made with them.

    Examples
    --------
    >>> plain("Ana\r\nATTENDEE:mailto:x\x00")
    'AnaATTENDEE:mailto:x'
    """
    if text.isprintable():
        return text
    return "".join(each for each in text if unicodedata.category(each) not in _DROPPED)
