"""What an earlier feed said about each event, so that only what changed is stamped anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from rotation.calendars.calendar_text import checked

_FOLD = re.compile(rb"\r?\n[ \t]")
_STAMPS = (b"DTSTAMP:", b"LAST-MODIFIED:", b"SEQUENCE:")
_EVENT = re.compile(rb"^BEGIN:VEVENT$.*?^END:VEVENT$", re.MULTILINE | re.DOTALL)
_SEQUENCE = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Revision:
    """A state of an event: what it says (stamps aside), how often it changed, and when last."""

    says: tuple[bytes, ...]
    sequence: int
    stamp: datetime


def says(event: bytes) -> tuple[bytes, ...]:
    """Return the unfolded lines of an event without its stamps."""
    lines = _unfolded(event).strip().split(b"\n")
    return tuple(line for line in lines if not line.startswith(_STAMPS))


def revisions(feed: bytes | None) -> Mapping[str, Revision]:
    """Read the state of each event of an earlier feed of ours, by UID as it is written.

    A feed that is damaged anywhere has none.
    """
    if feed is None:
        return {}
    try:
        return {
            uid_of(event): _revision(event) for event in _EVENT.findall(_unfolded(checked(feed)))
        }
    except ValueError:
        return {}


def _unfolded(text: bytes) -> bytes:
    return _FOLD.sub(b"", text).replace(b"\r", b"")


def uid_of(event: bytes) -> str:
    """Return the UID of an event as it is written, escapes and all."""
    return _value(_unfolded(event), "UID")


def _value(event: bytes, name: str) -> str:
    found = re.findall(rf"^{name}:(.*)$", event.decode(), re.MULTILINE)
    if len(found) != 1:
        raise ValueError(f"an event has one {name}, got {len(found)}")
    return str(found[0])


def _revision(event: bytes) -> Revision:
    sequence = _value(event, "SEQUENCE")
    if not _SEQUENCE.fullmatch(sequence):
        raise ValueError(f"must be a whole number, got {sequence}")
    stamp = datetime.strptime(_value(event, "DTSTAMP"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Revision(says(event), int(sequence), stamp)


def next_revision(event: tuple[bytes, ...], before: Revision | None, as_of: datetime) -> Revision:
    """Return the state an event is published in: the old one if it says the same.

    Examples
    --------
    >>> first = next_revision((b"SUMMARY:Day",), None, datetime(2026, 11, 1, tzinfo=UTC))
    >>> again = next_revision((b"SUMMARY:Day",), first, datetime(2026, 11, 2, tzinfo=UTC))
    >>> moved = next_revision((b"SUMMARY:Late",), first, datetime(2026, 11, 2, tzinfo=UTC))
    >>> (again.sequence, again.stamp.day), (moved.sequence, moved.stamp.day)
    ((0, 1), (1, 2))
    """
    if before is None:
        return Revision(event, 0, as_of)
    if before.says == event:
        return before
    return Revision(event, before.sequence + 1, as_of)
