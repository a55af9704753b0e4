"""Output folders: whole, or as they were."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rotation.errors import OutputRefused
from rotation.team import outputs

OLD = {"run.json": b"old", "schedule.csv": b"old", "feeds/ana.ics": b"old"}
NEW = {"run.json": b"new", "coverage.csv": b"new", "feeds/bo.ics": b"new"}


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, hidden ones too, by their path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def refusal(folder: Path) -> str:
    """Return what is said of a place that must be refused, which stays as it is."""
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(OutputRefused) as refused:
        outputs.refuse_foreign(folder)
    with pytest.raises(OutputRefused) as again:
        outputs.write(folder, NEW)
    assert str(again.value) == str(refused.value)
    assert sorted(folder.parent.rglob("*")) == before
    return str(refused.value)


def test_appears_with_its_parents(tmp_path: Path) -> None:
    """A new output folder is made with the folders above it, and nothing else is left there."""
    outputs.write(tmp_path / "team" / "out" / "2026-12", NEW)
    assert contents(tmp_path) == {f"team/out/2026-12/{name}": NEW[name] for name in NEW}


def test_replaces_an_older_one(tmp_path: Path) -> None:
    """Nothing of the older output stays: files that the new one lacks are gone."""
    outputs.write(tmp_path / "out", OLD)
    outputs.write(tmp_path / "out", NEW)
    assert contents(tmp_path) == {f"out/{name}": NEW[name] for name in NEW}


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    """A folder that holds nothing is taken for the output."""
    (tmp_path / "out").mkdir()
    outputs.write(tmp_path / "out", NEW)
    assert contents(tmp_path / "out") == NEW


def test_others_may_read_it(tmp_path: Path) -> None:
    """The folder has the permissions that any new folder gets, not those of a private one."""
    outputs.write(tmp_path / "out", NEW)
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


class _Killed(BaseException):
    """What no handler of ours expects: an interrupt, the end of memory."""


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), _Killed()])
@pytest.mark.parametrize("number", range(5))
def test_a_crash_leaves_the_older_output(
    number: int, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever writing stops, at a file (0-2) or at a rename (3-4), the old output is there."""
    outputs.write(tmp_path / "out", OLD)
    steps = 0

    def failing(real: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object) -> object:
            nonlocal steps
            steps += 1
            if steps == number + 1:
                raise error
            return real(*arguments)

        return step

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", failing(Path.write_bytes))
        patched.setattr(Path, "rename", failing(Path.rename))
        expected = OutputRefused if isinstance(error, OSError) else _Killed
        with pytest.raises(expected) as stopped:
            outputs.write(tmp_path / "out", NEW)
    if expected is OutputRefused:
        says = f"{tmp_path / 'out'}: cannot be written: No space left on device"
        assert str(stopped.value) == says
    assert contents(tmp_path) == {f"out/{name}": OLD[name] for name in OLD}


@pytest.mark.parametrize(
    ("foreign", "named"),
    [
        ("thesis.doc", "thesis.doc"),
        ("notes/", "notes/"),
        ("feeds/ana.ics.bak", "feeds/ana.ics.bak"),
        ("feeds/deep/", "feeds/deep/"),
        ("feeds/Ana Ruiz.ics", "feeds/Ana Ruiz.ics"),
        (".git/", ".git/"),
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
    ],
)
def test_refuses_a_folder_that_holds_more(tmp_path: Path, foreign: str, named: str) -> None:
    """What is not ours is named, and nothing is touched."""
    folder = tmp_path / "out"
    outputs.write(folder, OLD)
    path = folder / foreign
    path.mkdir() if foreign.endswith("/") else path.write_text("mine")
    assert refusal(folder) == (
        f'{folder}: must be empty or an older output, got a folder that holds "{named}"'
    )


@pytest.mark.parametrize("name", ["schedule.csv", "link", "feeds", "run.json"])
def test_refuses_a_folder_with_a_link(tmp_path: Path, name: str) -> None:
    """A link in the folder is nothing that we made, whatever it is called."""
    folder, target = tmp_path / "out", tmp_path / "target"
    outputs.write(folder, {"run.json": b"old"})
    target.mkdir()
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(target)
    assert refusal(folder).endswith(f'got a folder that holds "{name}/"')


def test_refuses_our_names_without_our_mark(tmp_path: Path) -> None:
    """A folder with somebody's own schedule.csv, but no run.json, is no output of ours."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "schedule.csv").write_text("mine")
    assert refusal(folder).endswith('got a folder that holds "schedule.csv"')


@pytest.mark.parametrize("kind", ["file", "link to a folder", "link to nowhere"])
def test_refuses_what_is_no_folder(tmp_path: Path, kind: str) -> None:
    """A file or a link in the output's place is refused: a rename would put it aside."""
    folder = tmp_path / "out"
    if kind == "file":
        folder.write_text("mine")
    else:
        folder.symlink_to(tmp_path / "elsewhere")
    if kind == "link to a folder":
        (tmp_path / "elsewhere").mkdir()
    assert refusal(folder) == f"{folder}: must be a folder for output, got something else"


def test_refuses_a_place_below_a_file(tmp_path: Path) -> None:
    """Where no folder can be made, that is said before anybody waits for a solve."""
    (tmp_path / "notes").write_text("mine")
    above = tmp_path / "notes"
    folder = above / "out" / "2026-12"
    with pytest.raises(OutputRefused) as refused:
        outputs.refuse_foreign(folder)
    assert str(refused.value) == f"{folder}: cannot be written: {above} takes no new folder"


def test_a_relative_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder one stands in is as good as any other; what failed lies beside it."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    outputs.write(Path(), NEW)
    assert contents(tmp_path / "here") == NEW
    os.chdir(tmp_path / "here")  # the folder was replaced, and with it where we stood
    assert outputs.failed_folder(Path()) == tmp_path / "here-failed"
    assert outputs.failed_folder(Path("..")) == tmp_path.with_name(f"{tmp_path.name}-failed")
    assert outputs.failed_folder(Path("out/2026-12")) == Path("out/2026-12-failed")


def test_success_drops_what_failed(tmp_path: Path) -> None:
    """HORIZON-failed goes once there is a good output, and only where it is ours."""
    failed, other = tmp_path / "out-failed", tmp_path / "notes-failed"
    outputs.write(failed, {"run.json": b"", "conflict.txt": b""})
    other.mkdir()
    outputs.write(tmp_path / "out", NEW)
    assert not failed.exists()
    assert other.is_dir()


def test_failing_again_keeps_the_good_output(tmp_path: Path) -> None:
    """What failed is written beside the last good output, over an older failure."""
    outputs.write(tmp_path / "out", OLD)
    for says in (b"first", b"second"):
        outputs.write(outputs.failed_folder(tmp_path / "out"), {"run.json": says})
    assert contents(tmp_path / "out") == OLD
    assert contents(tmp_path / "out-failed") == {"run.json": b"second"}


def test_earlier_feeds(tmp_path: Path) -> None:
    """The feeds of an older output come by file name; of a new place there are none."""
    assert outputs.earlier_feeds(tmp_path / "out") == {}
    outputs.write(tmp_path / "out", OLD)
    assert outputs.earlier_feeds(tmp_path / "out") == {"ana.ics": b"old"}
