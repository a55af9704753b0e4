"""Is this text a whole calendar at all? Asked before anything parses it."""

from __future__ import annotations

import codecs
import re

LARGEST = 5_000_000
"""Bytes: some 12,000 events, decades of one person's leave, parsed in seconds."""

_FOLD = re.compile(rb"\r?\n[ \t]")
_ZONE = re.compile(rb"^BEGIN:VTIMEZONE\s.*?^END:VTIMEZONE\b", re.I | re.M | re.S)
_ZONE_RULE = re.compile(rb"^(?:RRULE|EXRULE)[;:](.*)$", re.I | re.M)
_EDGE = re.compile(rb"(BEGIN|END):([A-Z0-9-]+)[ \t]*", re.IGNORECASE)


class UnreadableCalendar(ValueError):
    """A file that was meant to be a calendar cannot be read as one; one sentence says why."""


def checked(text: bytes) -> bytes:
    """Return the text without its byte order mark, known to be one or more whole calendars.

    Raises
    ------
    UnreadableCalendar
        It is too large, a web page, something else, or cut off.
    """
    if len(text) > LARGEST:
        raise UnreadableCalendar(
            f"must be a calendar of at most {LARGEST // 1_000_000} MB,"
            f" got {len(text) / 1_000_000:.1f} MB"
        )
    body = text.removeprefix(codecs.BOM_UTF8).strip()
    if not body:
        raise UnreadableCalendar("must be a calendar, got an empty file")
    if body.startswith(b"<"):
        raise UnreadableCalendar("must be a calendar, got a web page; is its link behind a login?")
    if b"\0" in body or body[:15].upper() != b"BEGIN:VCALENDAR":
        raise UnreadableCalendar(
            "must be a calendar, got something that is not BEGIN:VCALENDAR in UTF-8"
        )
    unfolded = _FOLD.sub(b"", body).replace(b"\r", b"")
    _refuse_cut(unfolded)
    _refuse_restless_zones(unfolded)
    return body


def _refuse_cut(unfolded: bytes) -> None:
    """Refuse a calendar in which a component is not closed by its own END."""
    waiting: list[bytes] = []
    for edge in map(_EDGE.fullmatch, unfolded.split(b"\n")):
        if edge is None:
            continue
        name = edge[2].upper()
        if edge[1].upper() == b"BEGIN":
            waiting.append(name)
        elif not waiting or not waiting[-1].startswith(name):
            raise UnreadableCalendar(
                f"must be a calendar, got an END:{name.decode()} without its BEGIN"
            )
        elif waiting[-1] == name:
            waiting.pop()
    if waiting:
        raise UnreadableCalendar(
            f"must be a whole calendar, got one cut off inside its {waiting[-1].decode()}"
        )


def _refuse_restless_zones(unfolded: bytes) -> None:
    """Refuse a zone whose clock changes by another rule than a yearly one: it would never end."""
    for zone in _ZONE.findall(unfolded):
        for rule in _ZONE_RULE.findall(zone):
            parts = set(rule.upper().split(b";"))
            pace = {part for part in parts if part.startswith((b"FREQ=", b"INTERVAL="))}
            if not {b"FREQ=YEARLY"} <= pace <= {b"FREQ=YEARLY", b"INTERVAL=1"}:
                raise UnreadableCalendar(
                    "must change clocks by a yearly rule, got another VTIMEZONE"
                )
