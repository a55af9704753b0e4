"""Output folders: they appear whole, in place of an older output, or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rotation.errors import OutputRefused

MARK = "run.json"
"""Every output folder of ours holds it."""

_OURS = re.compile(
    r"(schedule\.(csv|json|xlsx)|(coverage|sla|fairness|breaches)\.csv|report\.html|run\.json"
    r"|conflict\.txt|feeds/[a-z0-9-]+\.ics)"
)


def failed_folder(folder: Path) -> Path:
    """Name the folder that says why there is no rota."""
    return folder.with_name(f"{folder.name}-failed")


def refuse_foreign(folder: Path) -> None:
    """Refuse a place that holds anything but an older output of ours.

    Raises
    ------
    OutputRefused
        It is a file, or a folder with files that we did not write.
    """
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir() or folder.is_symlink():
        raise OutputRefused(f"{folder}: must be a folder for output, got something else")
    there = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())
    foreign = [name for name in there if not _OURS.fullmatch(name)]
    if foreign or (there and MARK not in there):
        named = (foreign or there)[0]
        raise OutputRefused(
            f'{folder}: must be empty or an older output, got a folder that holds "{named}"'
        )


def earlier_feeds(folder: Path) -> dict[str, bytes]:
    """Return the feeds of an older output by file name, so that events keep their identity."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("feeds/*.ics"))}


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
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def _drop_failed(folder: Path) -> None:
    failed = failed_folder(folder)
    if (failed / MARK).is_file():
        refuse_foreign(failed)
        shutil.rmtree(failed)
