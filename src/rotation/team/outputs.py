"""Output folders: they appear whole, in place of an older output, or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from rotation.errors import OutputRefused
from rotation.team.words import show

MARK = "run.json"
"""Every output folder of ours holds it."""

_OURS = re.compile(
    r"(schedule\.(csv|json|xlsx)|(coverage|sla|fairness|breaches)\.csv|report\.html|run\.json"
    r"|conflict\.txt|organisation\.(html|json)|feeds/[a-z0-9-]+\.ics)"
)


def failed_folder(folder: Path) -> Path:
    """Name the folder that says why there is no rota."""
    whole = Path(os.path.abspath(folder)) if folder.name in ("", "..") else folder
    return whole.with_name(f"{whole.name}-failed")


def refuse_foreign(folder: Path) -> None:
    """Refuse a place that holds anything but an older output of ours.

    Raises
    ------
    OutputRefused
        It is a file, or a folder with files that we did not write, or not to be written to.
    """
    _refuse_unwritable(folder)
    if not os.path.lexists(folder):
        return
    if not folder.is_dir() or folder.is_symlink():
        raise OutputRefused(f"{folder}: must be a folder for output, got something else")
    try:
        there = sorted(_contents(folder))
    except OSError as error:
        raise OutputRefused(f"{folder}: cannot be read: {error.strerror or error}") from error
    foreign = [name for name in there if not _OURS.fullmatch(name)]
    if foreign or (there and MARK not in there):
        named = (foreign or there)[0]
        raise OutputRefused(
            f"{folder}: must be empty or an older output, got a folder that holds {show(named)}"
        )


def refuse_feeds(folder: Path) -> None:
    """Refuse to put what has no feeds in place of feeds, whose events would lose their identity.

    Raises
    ------
    OutputRefused
        The folder holds feeds.
    """
    if (folder / "feeds").is_dir():
        raise OutputRefused(f"{folder}: must be a folder without feeds, got a generated rota")


def _contents(folder: Path) -> Iterator[str]:
    """List what is in a folder, below `feeds` too; a link or an odd folder ends in a slash."""
    for path in folder.iterdir():
        plain = path.is_dir() and not path.is_symlink()
        if plain and path.name == "feeds":
            yield from (f"feeds/{name}" for name in _contents(path))
        else:
            yield path.name if path.is_file() and not path.is_symlink() else f"{path.name}/"


def _refuse_unwritable(folder: Path) -> None:
    """Refuse a place where no folder can be made, before anybody waits for a solve."""
    above = next(each for each in Path(os.path.abspath(folder)).parents if os.path.lexists(each))
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise OutputRefused(f"{folder}: cannot be written: {above} takes no new folder")


def earlier_feeds(folder: Path) -> dict[str, bytes]:
    """Return the feeds of an older output by file name, so that events keep their identity.

    Raises
    ------
    OutputRefused
        One of them cannot be read.
    """
    try:
        return {path.name: path.read_bytes() for path in sorted(folder.glob("feeds/*.ics"))}
    except OSError as error:
        raise OutputRefused(f"{folder}: cannot be read: {error.strerror or error}") from error


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a whole output folder in place of an older one, and drop what said that it failed.

    The files are written beside it first; only then do two renames swap old and new.

    Raises
    ------
    OutputRefused
        The place holds something else, or cannot be written to.
    """
    refuse_foreign(folder)
    try:
        folder = Path(os.path.abspath(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as aside:
            fresh, old = Path(aside, "new"), Path(aside, "old")
            for name in sorted(files):
                path = fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(files[name])
            _swap(fresh, folder, old)
    except OSError as error:
        raise OutputRefused(f"{folder}: cannot be written: {error.strerror or error}") from error
    _drop_failed(folder)


def _swap(fresh: Path, folder: Path, old: Path) -> None:
    try:
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    except BaseException:  # an interrupt too must leave one of the two in place
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise


def _drop_failed(folder: Path) -> None:
    failed = failed_folder(folder)
    if (failed / MARK).is_file():
        refuse_foreign(failed)
        shutil.rmtree(failed)
