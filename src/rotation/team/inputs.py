"""The files of a team folder, each read once, so that what is judged is what is hashed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from rotation.team import words
from rotation.team.complaints import Complaints

KNOWN = (
    "rota.toml",
    "people.csv",
    "leave.csv",
    "requests.csv",
    "seats.csv",
    "demand.csv",
    "cases.csv",
    "history.csv",
    "ledger.csv",
    "locked.csv",
    "published.csv",
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NEAR = 0.8
_ZIP = b"PK\x03\x04"


@dataclass
class Inputs:
    """A team folder's files by name, `/` between parts; missing ones are None."""

    folder: Path
    complaints: Complaints
    seen: dict[str, bytes | None] = field(default_factory=dict)

    def content(self, name: str) -> bytes | None:
        """Return a file's bytes, None where there is none or it cannot be read."""
        if name not in self.seen:
            self.seen[name] = self._read(name)
        return self.seen[name]

    def _read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.complaints.add(name, 0, "", f"must be a file that can be read, got: {reason}")
            return None

    def text(self, name: str) -> str | None:
        """Return a file's text, None where there is none; complain where it is not UTF-8."""
        content = self.content(name)
        return None if content is None else decoded(content, name, self.complaints)

    def must_be_there(self, name: str) -> None:
        """Complain of a file that is missing; what is there but unreadable is told elsewhere."""
        if not (self.folder / name).exists():
            self.complaints.add(name, 0, "", "must be in the team folder, got no such file")

    def calendars(self) -> list[str]:
        """List the names of the calendars in leave/, sorted."""
        folder = self.folder / "leave"
        if not folder.is_dir():
            return []
        found = (path for path in folder.iterdir() if path.suffix.lower() == ".ics")
        return sorted(f"leave/{path.name}" for path in found if not path.name.startswith("."))

    def warn_of_near_names(self) -> None:
        """Warn of files that look like a misspelt input, which would be passed over in silence."""
        strangers = (
            path.name
            for path in self.folder.iterdir()
            if path.is_file() and path.suffix.lower() in (".csv", ".toml")
        )
        for name in sorted(set(strangers) - set(self.seen) - set(KNOWN)):
            stems = {Path(each).stem: each for each in KNOWN}
            near = words.nearest(Path(name).stem, stems, least=_NEAR)
            if near is not None:
                self.complaints.warn(f'{name}: is not read; did you mean "{stems[near]}"?')

    def sha256(self) -> str:
        """Return the hash of the names and bytes of every file that was read."""
        total = hashlib.sha256()
        for name, content in sorted(self.seen.items()):
            if content is not None:
                total.update(f"{name}\0{len(content)}\0".encode())
                total.update(content)
        return total.hexdigest()


def decoded(content: bytes, name: str, complaints: Complaints) -> str | None:
    """Decode UTF-8 with or without a byte order mark, or complain and return None."""
    if content.startswith(_ZIP):
        says = "must be plain text, got a spreadsheet or archive; save it as CSV UTF-8"
        complaints.add(name, 1, "", says)
        return None
    if content.startswith(_UTF16) or b"\0" in content[:4]:
        complaints.add(name, 1, "", "must be UTF-8 text, got UTF-16; save it as CSV UTF-8")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        complaints.add(name, line, "", f"must be UTF-8 text, got the byte 0x{byte:02X}")
        return None
