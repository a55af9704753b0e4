"""Where the keys of a TOML document stand.

`tomllib` forgets lines. This reads a document that `tomllib` has accepted, so it may trust the
grammar and only has to keep count.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right

KeyPath = tuple[str | int, ...]
"""Keys and, inside arrays, 0-based indexes."""

_BARE_ENDS = frozenset(",]}#\n\r")


def locate(text: str) -> dict[KeyPath, int]:
    r"""Map every key path of a valid TOML document to the 1-based line on which it stands.

    Examples
    --------
    >>> lines = locate('[a]\nb = [\n  1,\n  { c = 2 },\n]\n[[d]]\ne.f = 3\n')
    >>> lines[("a", "b", 1, "c")], lines[("d", 0, "e", "f")]
    (4, 7)
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.starts = [0, *(n + 1 for n, character in enumerate(text) if character == "\n")]
        self.counts: dict[KeyPath, int] = {}
        self.prefix: KeyPath = ()

    def scan(self) -> dict[KeyPath, int]:
        self.skip()
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                self.header("[[", "]]")
            elif self.text[self.at] == "[":
                self.header("[", "]")
            else:
                self.pair(self.prefix)
            self.skip()
        return self.lines

    def header(self, opening: str, closing: str) -> None:
        line = self.line()
        self.at += len(opening)
        keys = self.key()
        self.at = self.text.index(closing, self.at) + len(closing)
        path: KeyPath = ()
        for key in keys[:-1]:
            path = self.current((*path, key))
            self.lines.setdefault(path, line)
        path = (*path, keys[-1])
        self.lines.setdefault(path, line)
        if opening == "[[":
            self.counts[path] = self.counts.get(path, -1) + 1
            path = self.current(path)
        # A table that was only implied by a child's header is at its own header once it has one.
        self.lines[path] = line
        self.prefix = path

    def current(self, path: KeyPath) -> KeyPath:
        """Step into the latest item where a path names an array of tables."""
        return (*path, self.counts[path]) if path in self.counts else path

    def pair(self, path: KeyPath) -> None:
        line = self.line()
        for key in self.key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.at = self.text.index("=", self.at) + 1
        self.blanks()
        self.value(path)

    def key(self) -> list[str]:
        keys = [self.one_key()]
        self.blanks()
        while self.text[self.at] == ".":
            self.at += 1
            keys.append(self.one_key())
            self.blanks()
        return keys

    def one_key(self) -> str:
        self.blanks()
        start = self.at
        if self.text[start] in "\"'":
            self.string()
            raw = self.text[start : self.at]
            return str(tomllib.loads(f"key = {raw}")["key"])
        while self.text[self.at] not in " \t.=]":
            self.at += 1
        return self.text[start : self.at]

    def value(self, path: KeyPath) -> None:
        opening = self.text[self.at]
        if opening in "\"'":
            self.string()
        elif opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline_table(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in _BARE_ENDS:
                self.at += 1

    def array(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        self.skip()
        while self.text[self.at] != "]":
            self.lines[(*path, index)] = self.line()
            self.value((*path, index))
            index += 1
            self.skip(",")
        self.at += 1

    def inline_table(self, path: KeyPath) -> None:
        self.at += 1
        self.skip()
        while self.text[self.at] != "}":
            self.pair(path)
            self.skip(",")
        self.at += 1

    def string(self) -> None:
        quote = self.text[self.at]
        triple = self.text.startswith(quote * 3, self.at)
        closing = quote * 3 if triple else quote
        self.at += len(closing)
        while not self.text.startswith(closing, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(closing)
        # Up to two quotes may stand directly before the three that close.
        while triple and self.text.startswith(quote, self.at):
            self.at += 1

    def blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def skip(self, also: str = "") -> None:
        """Pass blanks, line ends, comments and the characters of `also`."""
        while self.at < len(self.text):
            if self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at] in " \t\r\n" + also:
                self.at += 1
            else:
                return

    def line(self) -> int:
        return bisect_right(self.starts, self.at)
