"""Finding the team folders of an organisation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from rotation.errors import InvalidInput, Problem
from rotation.team.folder import ROTA
from rotation.team.words import visible

NOT_TEAMS = "out"
"""Folders of this name hold what was written, not teams."""


def team_folders(organisation: Path) -> list[tuple[str, Path]]:
    """List the folders below a directory that hold a rota.toml, by name.

    A team's name is its path below the directory, with `/` between parts. Hidden folders and those
    called `out` are passed over, and so are links to folders: what they lead to has a path of its
    own, or is not the organisation's.

    Raises
    ------
    InvalidInput
        It is no folder, is a team folder itself, or has none below it; or one cannot be read.
    """
    if not organisation.is_dir():
        got = "a file" if organisation.exists() else "no such folder"
        raise _refused(f"must be a folder of team folders, got {got}", organisation)
    if os.path.lexists(organisation / ROTA):
        says = "must be a folder of team folders, got a team folder; leave out --all for one team"
        raise _refused(says, organisation)
    wrong: list[Problem] = []
    found = sorted(_below(organisation, "", wrong))
    if wrong:
        raise InvalidInput(wrong)
    if not found:
        raise _refused(f"must hold team folders, got none with a {ROTA} in it", organisation)
    return found


def _refused(says: str, folder: Path) -> InvalidInput:
    return InvalidInput([Problem(visible(str(folder)), 0, "", says)])


def _below(folder: Path, name: str, wrong: list[Problem]) -> Iterator[tuple[str, Path]]:
    if name and os.path.lexists(folder / ROTA):
        yield name, folder
    try:
        inside = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        says = f"must be a folder that can be read, got: {error.strerror or type(error).__name__}"
        wrong.append(Problem(name or visible(str(folder)), 0, "", says))
        return
    for entry in inside:
        hidden = entry.name.startswith(".") or entry.name == NOT_TEAMS
        if not hidden and entry.is_dir(follow_symlinks=False):
            part = shown(entry.name)
            yield from _below(Path(entry.path), f"{name}/{part}" if name else part, wrong)


def shown(name: str) -> str:
    r"""Write a file name that need not be text as text that can be printed and written.

    Examples
    --------
    >>> shown("emea"), shown("a\udcffb")
    ('emea', 'a\\xffb')
    """
    return visible(os.fsencode(name).decode("utf-8", "backslashreplace"))
