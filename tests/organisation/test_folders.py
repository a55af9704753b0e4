"""Which folders below a directory are teams."""

from __future__ import annotations

from pathlib import Path

import pytest

from rotation.errors import InvalidInput
from rotation.organisation.folders import team_folders


def names(organisation: Path) -> list[str]:
    """List the names of the teams found."""
    return [name for name, _ in team_folders(organisation)]


def put(folder: Path) -> Path:
    """Make what looks like a team folder."""
    folder.mkdir(parents=True)
    (folder / "rota.toml").touch()
    return folder


def test_teams_are_found_at_any_depth(tmp_path: Path) -> None:
    """Team folders are listed by path, those inside others too; a plain folder is none."""
    for name in ("beta", "alpha", "region/gamma", "alpha/night", "Zeta"):
        put(tmp_path / name)
    (tmp_path / "empty").mkdir()
    assert names(tmp_path) == ["Zeta", "alpha", "alpha/night", "beta", "region/gamma"]


def test_outputs_and_hidden_folders_are_passed_over(tmp_path: Path) -> None:
    """Nothing below `out` or a hidden folder is a team."""
    put(tmp_path / "alpha")
    put(tmp_path / "out" / "old")
    put(tmp_path / "alpha" / "out" / "2026-12")
    put(tmp_path / ".git" / "x")
    assert names(tmp_path) == ["alpha"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither a circle nor a way out of the organisation is walked."""
    put(tmp_path / "whole" / "alpha")
    put(tmp_path / "others")
    (tmp_path / "whole" / "alpha" / "up").symlink_to(tmp_path / "whole")
    (tmp_path / "whole" / "elsewhere").symlink_to(tmp_path / "others")
    assert names(tmp_path / "whole") == ["alpha"]


def test_odd_names_can_be_written(tmp_path: Path) -> None:
    """A folder whose name steers a terminal or is no text is a team under a name that can be."""
    put(tmp_path / "a\x1bb")
    put(tmp_path / "c\udcffd")
    assert names(tmp_path) == ["a\\x1bb", "c\\xffd"]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda place: None, "must be a folder of team folders, got no such folder"),
        (lambda place: place.touch(), "must be a folder of team folders, got a file"),
        (lambda place: place.mkdir(), "must hold team folders, got none with a rota.toml in it"),
        (put, "got a team folder; leave out --all for one team"),
    ],
)
def test_what_is_no_organisation_is_refused(tmp_path: Path, make: object, says: str) -> None:
    """A place without teams is said to be one, in words."""
    make(tmp_path / "whole")  # type: ignore[operator]
    with pytest.raises(InvalidInput, match=says):
        team_folders(tmp_path / "whole")
