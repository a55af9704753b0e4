"""New team folders, copied from the examples that ship with the program."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from rotation.errors import InvalidInput, OutputRefused, Problem
from rotation.team.words import one_of

BLANK = "blank"
"""The folder that is copied when no example is asked for."""


SCHEMA = "rota.schema.json"
"""Named in the first line of rota.toml, from where editors find it."""


def examples() -> list[str]:
    """List the examples by name."""
    root = resources.files("rotation.team") / "examples"
    return sorted(each.name for each in root.iterdir() if each.is_dir() and each.name != BLANK)


def create(folder: Path, example: str | None) -> None:
    """Make a team folder from an example, or from the blank one.

    Raises
    ------
    InvalidInput
        No such example.
    OutputRefused
        The folder is there already and holds something, or cannot be written to.
    """
    if example is not None and example not in examples():
        says = one_of(example, examples())
        raise InvalidInput([Problem("", 0, "--example", says)])
    source = resources.files("rotation.team") / "examples" / (example or BLANK)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            says = "must be new or empty, got something that is there already"
            raise OutputRefused(f"{folder}: {says}")
        with resources.as_file(source) as path:
            shutil.copytree(path, folder, dirs_exist_ok=True)
        schema = resources.files("rotation.team") / SCHEMA
        (folder / SCHEMA).write_bytes(schema.read_bytes())
    except OSError as error:
        raise OutputRefused(f"{folder}: cannot be written: {error.strerror or error}") from error
