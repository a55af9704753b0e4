"""Small team folders for tests: a good one, and the same with a file changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rotation.domain import Horizon
from rotation.errors import InvalidInput
from rotation.team.folder import Reading, read

DECEMBER = Horizon(date(2026, 12, 1), date(2026, 12, 31))

ROTA = """\
[team]
name = "Small"
time_zone = "America/Chicago"

[[shifts]]
id = "day"
time_zone = "America/Chicago"
start = "07:00"
end = "15:00"

[[shifts]]
id = "es-night"
time_zone = "Europe/Dublin"
start = "22:00"
end = "06:00"
languages = { es = "B2" }
"""

PEOPLE = """\
id,name,time_zone,languages,skills
ana,Ana Ruiz,America/Chicago,en:C2 es:C1,senior
bo,Bo Li,Asia/Kolkata,en:C1,
cy,Cy Day,Europe/Dublin,en:native es:B2,senior
"""


def write(folder: Path, **files: str | bytes) -> Path:
    """Write a good folder with some files changed; `people` is people.csv, `rota` rota.toml."""
    whole: dict[str, str | bytes] = {"rota": ROTA, "people": PEOPLE, **files}
    for stem, content in whole.items():
        name = "rota.toml" if stem == "rota" else f"{stem}.csv"
        raw = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(raw)
    return folder


def good(folder: Path, **files: str | bytes) -> Reading:
    """Read a changed folder that must be readable."""
    return read(write(folder, **files), DECEMBER)


def wrong(folder: Path, **files: str | bytes) -> list[str]:
    """Read a changed folder that must be refused; return its problems as lines."""
    return refusal(write(folder, **files))


def refusal(folder: Path) -> list[str]:
    """Read a folder as it is, which must be refused; return its problems as lines."""
    with pytest.raises(InvalidInput) as refused:
        read(folder, DECEMBER)
    return str(refused.value).split("\n")
