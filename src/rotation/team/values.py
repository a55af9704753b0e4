"""Single values as people write them, in a cell or in rota.toml: read, or refused in words.

Each reader takes what was written and raises ValueError with what must hold and what was got.
Dates, times and durations are in `moments`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from rotation.domain import Level
from rotation.team import words
from rotation.team.words import show

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.ASCII)
_PERSON = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*", re.ASCII)

# Country codes and names that people write where a language tag is meant.
_MISTAKEN = {
    "jp": "ja", "cn": "zh", "kr": "ko", "ua": "uk", "sp": "es", "cz": "cs", "dk": "da", "gr": "el",
    "vn": "vi", "english": "en", "spanish": "es", "japanese": "ja", "thai": "th", "urdu": "ur",
    "german": "de", "french": "fr", "portuguese": "pt", "italian": "it", "korean": "ko",
    "chinese": "zh", "arabic": "ar", "hindi": "hi", "russian": "ru", "ukrainian": "uk",
    "polish": "pl", "dutch": "nl", "turkish": "tr", "indonesian": "id", "vietnamese": "vi",
    "mandarin": "zh", "tagalog": "tl", "swedish": "sv",
}  # fmt: skip


def text(got: object) -> str:
    """Read text: not empty, without control characters."""
    if not isinstance(got, str) or not got.strip():
        raise ValueError(f"must be text, got {show(got)}")
    if any(words.is_control(character) for character in got):
        raise ValueError(f"must not hold control characters, got {show(got)}")
    return got.strip()


def tag(got: object) -> str:
    """Read one word without spaces: a skill, a severity."""
    word = text(got)
    if any(character.isspace() for character in word):
        raise ValueError(f"must be one word without spaces, got {show(got)}")
    return word


def person_id(got: object) -> str:
    """Read the id of a new person."""
    word = text(got)
    if not _PERSON.fullmatch(word):
        raise ValueError(f"must be made of a-z, 0-9 and -, got {show(got)}")
    if word == "team":
        raise ValueError('must not be "team", which names the team\'s own feed')
    return word


def identifier(got: object) -> str:
    """Read the id of a shift, a requirement or an SLA."""
    word = text(got)
    if not _IDENTIFIER.fullmatch(word):
        raise ValueError(
            "must be made of letters a-z, digits, -, _ and ., and begin with a letter or digit,"
            f" got {show(got)}"
        )
    return word


def email(got: object) -> str:
    """Read an address."""
    word = text(got)
    if not _EMAIL.fullmatch(word):
        raise ValueError(f"must be an address such as ana@example.com, got {show(got)}")
    return word


def host(got: object) -> str:
    """Read a domain name."""
    word = text(got)
    if not _HOST.fullmatch(word):
        raise ValueError(f'must be a domain such as "rota.example.com", got {show(got)}')
    return word


def language(got: object) -> str:
    """Read a BCP 47 language tag, in lower case."""
    word = text(got).lower() if isinstance(got, str) else ""
    primary, _, region = word.partition("-")
    meant = _MISTAKEN.get(primary)
    if meant is not None or not _TAG.fullmatch(word):
        near = f"; did you mean {show('-'.join(filter(None, (meant, region))))}?" if meant else ""
        raise ValueError(f"must be a language tag such as en or pt-BR, got {show(got)}{near}")
    return word


def level(got: object) -> Level:
    """Read a CEFR level."""
    names = [str(each) for each in Level]
    for each in Level:
        if isinstance(got, str) and got.strip().upper() == each.name:
            return each
    raise ValueError(words.one_of(got, names))


def spoken(got: object) -> tuple[str, Level]:
    """Read one language with its level: en:C2."""
    if not isinstance(got, str) or ":" not in got:
        raise ValueError(f"must be a tag and a level such as en:C2, got {show(got)}")
    name, _, grade = got.partition(":")
    return language(name), level(grade)


def between(low: float | None, high: float | None, *, above: bool, whole: bool) -> str:
    """Say which numbers are allowed."""
    kind = "a whole number" if whole else "a number"
    least, most = (str(bound) for bound in (low, high))
    if low is not None and high is not None:
        return f"{kind} {'above' if above else 'from'} {least} {'up to' if above else 'to'} {most}"
    if low is not None:
        return f"{kind} above {least}" if above else f"{kind} of at least {least}"
    return kind if high is None else f"{kind} of at most {most}"


def number(
    low: float | None = None, high: float | None = None, *, above: bool = False, whole: bool = False
) -> Callable[[object], float]:
    """Make a reader of numbers from `low` (or above it) to `high`."""

    def read(got: object) -> float:
        good = isinstance(got, int if whole else int | float) and not isinstance(got, bool)
        if good and isinstance(got, int | float):
            fits = math.isfinite(got) if isinstance(got, float) else abs(got) < 10**15
            too_low = low is not None and (got <= low if above else got < low)
            if fits and not too_low and (high is None or got <= high):
                return got
        raise ValueError(f"must be {between(low, high, above=above, whole=whole)}, got {show(got)}")

    return read


def number_cell(
    low: float | None = None, high: float | None = None, *, above: bool = False, whole: bool = False
) -> Callable[[object], float]:
    """Make a reader of numbers in CSV cells."""
    check = number(low, high, above=above, whole=whole)

    def read(got: object) -> float:
        word = str(got).strip()
        if whole and _WHOLE.fullmatch(word):
            value: float = int(word)
        elif not whole and _NUMBER.fullmatch(word):
            value = float(word)
        else:
            allowed = between(low, high, above=above, whole=whole)
            raise ValueError(f"must be {allowed}, got {show(got)}")
        try:
            return check(value)
        except ValueError as error:
            raise ValueError(str(error).rpartition(", got ")[0] + f", got {show(got)}") from None

    return read


def flag(got: object) -> bool:
    """Read true or false."""
    if not isinstance(got, bool):
        raise ValueError(f"must be true or false, got {show(got)}")
    return got


def choice(options: Sequence[str]) -> Callable[[object], str]:
    """Make a reader of one of some words."""

    def read(got: object) -> str:
        if isinstance(got, str) and got.strip() in options:
            return got.strip()
        raise ValueError(words.one_of(got, options))

    return read


def known(what: str, options: frozenset[str] | None) -> Callable[[object], str]:
    """Make a reader of names that must exist; `options` None: they are not known, accept any."""

    def read(got: object) -> str:
        word = text(got)
        if options is not None and word not in options:
            raise ValueError(words.no_such(what, word, options))
        return word

    return read


def calendar(got: object) -> str:
    """Read the code of a public-holiday calendar: US-TX, IE."""
    from rotation.calendars.public_holidays import calendar_codes, is_calendar

    code = text(got)
    if not is_calendar(code):
        raise ValueError(words.no_such("holiday calendar", code, calendar_codes()))
    return code
