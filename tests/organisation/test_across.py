"""A shared person's shifts in all teams are judged together, and told rather than forbidden."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rotation.cli import many
from tests.command import call
from tests.organisation.organisations import person, shift, team
from tests.pools import SerialPool

HOURS = "\n[rules.hours]\nmax_per_week = {}\n"


@pytest.fixture(autouse=True)
def pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search in this process."""
    monkeypatch.setattr(many, "_pool", lambda *_: SerialPool())


def test_hours_of_all_teams_are_told(tmp_path: Path) -> None:
    """Two teams of 24 h and 32 h a week come to 56 h, above the 48 h that one of them allows.

    Alpha has Ana from Monday to Wednesday, 3 x 8 h; beta from Thursday to Sunday, 4 x 8 h. Beta's
    limit of 60 h holds over both.
    """
    early = shift("day", "09:00", "17:00", more='days = ["mon", "tue", "wed"]')
    late = shift("day", "09:00", "17:00", more='days = ["thu", "fri", "sat", "sun"]')
    team(tmp_path, "alpha", early + HOURS.format(48), person("ana"))
    team(tmp_path, "beta", late + HOURS.format(60), person("ana"))
    dates = ("--from", "2026-12-07", "--to", "2026-12-13")
    result = call("generate", "--all", tmp_path, *dates, "--quiet")
    assert result.exit_code == 0
    says = "Ana works at most 48 h in the week of Mon 7 Dec, got 56 h"
    assert result.stderr == f"warning: over all teams of ana, hours of alpha: {says}\n"
    folder = tmp_path / "out" / "2026-12-07_2026-12-13"
    report = json.loads((folder / "organisation.json").read_bytes())
    assert report["across"] == [{"person": "ana", "team": "alpha", "rule": "hours", "says": says}]
    assert says in (folder / "organisation.html").read_text()


def test_rules_about_named_shifts_are_about_the_teams_own(tmp_path: Path) -> None:
    """A forbidden sequence of late and early is not met by another team's late of the same name."""
    late = shift("late", "14:00", "22:00", more='days = ["tue"]')
    early = shift("early", "09:00", "17:00", more='days = ["wed"]')
    never = '\n[rules.sequence]\nforbidden = [["late", "early"]]\n'
    both = shift("late", "14:00", "22:00", more='days = ["thu"]') + early
    team(tmp_path, "alpha", late, person("ana"))
    team(tmp_path, "beta", both + never, person("ana"))
    dates = ("--from", "2026-12-07", "--to", "2026-12-13")
    result = call("generate", "--all", tmp_path, *dates, "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
