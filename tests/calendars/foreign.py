"""Two judges of a feed that are not ours: Thunderbird's library, and a look at the bytes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_READER = Path(__file__).parent / "ical_reader"
_TIMES = re.compile(r"(DTSTART|DTEND|DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z")
_NEEDED = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED")


def read(feed: bytes, *walls: str) -> Any:
    """Read a feed with ical.js, and the instants of some wall times in the zone it defines."""
    node = shutil.which("node")
    if node is None or not (_READER / "node_modules").is_dir():
        pytest.fail("the foreign calendar reader is not installed: run `make test`", pytrace=False)
    done = subprocess.run(
        [node, "read.mjs", *walls], cwd=_READER, input=feed, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def faults(feed: bytes) -> list[str]:
    """List what is wrong with the bytes of a feed; readers forgive what others stumble over."""
    found = []
    if not feed.endswith(b"END:VCALENDAR\r\n") or not feed.startswith(b"BEGIN:VCALENDAR\r\n"):
        found.append("is not one VCALENDAR with a final line end")
    lines = feed.split(b"\r\n")[:-1]
    for number, line in enumerate(lines, 1):
        found += [f"{number}: {fault}" for fault in _line_faults(line)]
    unfolded = feed.replace(b"\r\n ", b"").decode(errors="replace").split("\r\n")
    head = unfolded[: next((n for n, line in enumerate(unfolded) if n and line[:6] == "BEGIN:"), 0)]
    for name in ("VERSION", "PRODID"):
        if sum(line.startswith(f"{name}:") for line in unfolded) != 1:
            found.append(f"needs one {name}")
    if any(line.startswith("METHOD") for line in head):
        found.append("has a METHOD")
    return found + _event_faults(unfolded)


def _line_faults(line: bytes) -> list[str]:
    found = []
    if len(line) > 75:
        found.append(f"{len(line)} octets")
    if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
        found.append("control character")
    try:
        line.decode()
    except UnicodeDecodeError:
        found.append("split inside a character")
    return found


def _event_faults(lines: list[str]) -> list[str]:
    found: list[str] = []
    uids: list[str] = []
    for part in "\n".join(lines).split("\nBEGIN:VEVENT\n")[1:]:
        event = part.split("\nEND:VEVENT")[0].split("\n")
        found += [
            f"event needs one {name}"
            for name in _NEEDED
            if sum(line.startswith((f"{name}:", f"{name};")) for line in event) != 1
        ]
        for line in event:
            if re.match("DT(START|END|STAMP)|LAST-MOD", line) and not _TIMES.fullmatch(line):
                found.append(f"not an instant in UTC: {line}")
            if line.startswith(("ATTENDEE", "ORGANIZER", "RRULE", "BEGIN:")):
                found.append(f"unwanted {line}")
        uids += [line for line in event if line.startswith("UID:")]
    if len(set(uids)) != len(uids):
        found.append("two events with one UID")
    return found
