"""The organisation's own output folder: one report over all teams."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rotation.domain import Horizon
from rotation.errors import Problem as Wrong
from rotation.organisation.across import across
from rotation.organisation.folders import shown
from rotation.organisation.run import Making
from rotation.organisation.summary import Row, Summary, shared_people
from rotation.report.organisation import organisation_page
from rotation.report.tables import dates, json_bytes
from rotation.team import outputs
from rotation.team.generate import facts


def where(organisation: Path, horizon: Horizon) -> Path:
    """Name the folder of the organisation's report."""
    return organisation / "out" / horizon.name


def refuse_foreign(organisation: Path, horizon: Horizon) -> None:
    """Refuse a place for the report that holds anything but an older one."""
    if organisation.is_dir():
        outputs.refuse_foreign(where(organisation, horizon))


def summary(
    organisation: Path, horizon: Horizon, making: Making, wrong: Sequence[Wrong]
) -> Summary:
    """Say how every team ended, those that could not be read among them."""
    rows = list(making.rows.values())
    for name in sorted({_team(each, making) for each in wrong}):
        said = [str(each) for each in wrong if _team(each, making) == name]
        rows.append(Row(name, name, "wrong", 2, says="; ".join(said)))
    teams, sharing = making.organisation.teams, making.organisation.sharing
    return Summary(
        shown(organisation.resolve().name),
        horizon,
        tuple(sorted(rows, key=lambda row: row.team)),
        shared_people(teams, sharing, making.rotas),
        across(teams, sharing, making.rotas),
    )


def _team(wrong: Wrong, making: Making) -> str:
    """Name the team of a problem: the folder of its file."""
    return wrong.file.rpartition("/")[0] or wrong.file


def write(organisation: Path, found: Summary, making: Making, seconds: float) -> Path:
    """Write the report in place of an older one."""
    folder = where(organisation, found.horizon)
    run = run_facts(found, making, seconds)
    files = {
        "organisation.html": organisation_page(found.facts(), run, making.as_of).encode(),
        "organisation.json": json_bytes(found.facts()),
        "run.json": json_bytes(run),
    }
    outputs.write(folder, files)
    return folder


def run_facts(found: Summary, making: Making, seconds: float) -> dict[str, Any]:
    """Return the facts of the organisation's run.json; times stand here and nowhere else."""
    teams = making.organisation.teams
    total = hashlib.sha256()
    for team in teams:
        total.update(f"{team.name}\0{team.reading.input_sha256}\0".encode())
    known = facts(teams[0].reading, making.settings)
    return {
        "horizon": dates(found.horizon.first, found.horizon.last),
        "exit_status": found.exit_status,
        "objective": found.price,
        "bound": found.bound,
        "seconds": round(seconds, 3),
        "seed": known["seed"],
        "workers": known["workers"],
        "versions": known["versions"],
        "input_sha256": total.hexdigest(),
        "team_seconds": {row.team: round(row.seconds, 3) for row in found.rows},
    }
