"""New team folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from rotation.errors import InvalidInput, OutputRefused
from rotation.team.template import create, examples


def test_lists_the_examples() -> None:
    """The blank folder is what one gets without asking, not an example."""
    assert examples() == ["safety-escalations", "small-team"]


@pytest.mark.parametrize("example", [None, "safety-escalations", "small-team"])
def test_makes_a_folder(tmp_path: Path, example: str | None) -> None:
    """A folder is made with the folders above it; one that is empty is filled."""
    create(tmp_path / "a" / "team", example)
    (tmp_path / "empty").mkdir()
    create(tmp_path / "empty", example)
    for folder in (tmp_path / "a" / "team", tmp_path / "empty"):
        assert {"rota.toml", "people.csv"} <= {path.name for path in folder.iterdir()}


def test_refuses_what_is_there(tmp_path: Path) -> None:
    """Nothing that is there is written over, be it a folder with something in it or a file."""
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "rota.toml").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "team", tmp_path / "file"):
        with pytest.raises(OutputRefused) as refused:
            create(folder, None)
        says = f"{folder}: must be new or empty, got something that is there already"
        assert str(refused.value) == says
    assert (tmp_path / "team" / "rota.toml").read_text() == "mine"
    assert (tmp_path / "file").read_text() == "mine"


def test_refuses_a_place_below_a_file(tmp_path: Path) -> None:
    """A folder that cannot be made is said in words."""
    (tmp_path / "file").write_text("mine")
    folder = tmp_path / "file" / "team"
    with pytest.raises(OutputRefused) as refused:
        create(folder, None)
    assert str(refused.value) == f"{folder}: cannot be written: Not a directory"


@pytest.mark.parametrize("name", ["small-taem", "blank", "../examples/small-team", ""])
def test_no_such_example(tmp_path: Path, name: str) -> None:
    """The examples are named, with the one that was likely meant."""
    with pytest.raises(InvalidInput) as refused:
        create(tmp_path / "team", name)
    says = f'--example: must be safety-escalations or small-team, got "{name}"'
    assert str(refused.value).startswith(says)
    near = name in ("small-taem", "../examples/small-team")
    assert str(refused.value).endswith('; did you mean "small-team"?') is near
    assert not (tmp_path / "team").exists()
