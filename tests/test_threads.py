"""One thread for the linear algebra."""

from __future__ import annotations

import os

import pytest

from rotation.threads import ALONE, alone
from tests.command import call


def test_the_user_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the environment already stays."""
    for name in ALONE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    alone()
    assert {name: os.environ[name] for name in ALONE} == ALONE | {"OMP_NUM_THREADS": "3"}


def test_the_program_says_so_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command runs with one thread, as do the processes it starts."""
    for name in ALONE:
        monkeypatch.delenv(name, raising=False)
    call("--version")
    assert {name: os.environ[name] for name in ALONE} == ALONE
