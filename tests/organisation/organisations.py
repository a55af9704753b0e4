"""Small organisations for tests, and what their rotas say, read back from the files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from rotation.board import Progress, Settings
from rotation.domain import Horizon
from rotation.organisation.folders import team_folders
from rotation.organisation.reading import read_teams
from rotation.organisation.run import Making, Organisation, link
from rotation.organisation.summary import Row
from tests.pools import SerialPool

AS_OF = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FOUR_DAYS = Horizon(date(2026, 12, 1), date(2026, 12, 4))

TEAM = """\
[team]
name = "{name}"
time_zone = "Europe/Dublin"
"""

SHIFT = """
[[shifts]]
id = "{id}"
time_zone = "{zone}"
start = "{start}"
end = "{end}"
"""

REST = '\n[rules.rest]\nleast = "{least}"\n'

HEAD = "id,name,time_zone,skills"


def shift(id: str, start: str, end: str, zone: str = "Europe/Dublin", more: str = "") -> str:  # noqa: A002
    """Write a shift type."""
    return SHIFT.format(id=id, start=start, end=end, zone=zone) + (f"{more}\n" if more else "")


def person(id: str, skills: str = "", zone: str = "Europe/Dublin") -> str:  # noqa: A002
    """Write a row of people.csv."""
    return f"{id},{id.title()},{zone},{skills}"


def team(organisation: Path, name: str, shifts: str, *people: str, **files: str) -> Path:
    """Write a team folder; `files` are further ones by stem."""
    folder = organisation / name
    folder.mkdir(parents=True)
    (folder / "rota.toml").write_text(TEAM.format(name=name.title()) + shifts)
    head = files.pop("head", HEAD)
    (folder / "people.csv").write_text("\n".join([head, *people, ""]))
    for stem, content in files.items():
        (folder / f"{stem}.csv").write_text(content)
    return folder


class Heard:
    """Remembers what was told."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.linked: list[Sequence[str]] = []
        self.progress: list[str] = []

    def going(self, team: str, progress: Progress) -> None:
        """Hear where the search for a team stands."""
        self.progress.append(team)

    def linking(self, teams: Sequence[str]) -> None:
        """Hear that the time of shared people is being divided."""
        self.linked.append(teams)

    def ended(self, row: Row) -> None:
        """Hear how a team ended."""
        self.rows.append(row)


def linked(organisation: Path, horizon: Horizon = FOUR_DAYS) -> Organisation:
    """Read an organisation whose teams can each be read."""
    teams, wrong = read_teams(team_folders(organisation), horizon)
    assert wrong == []
    return link(teams)


def made(
    organisation: Path, horizon: Horizon = FOUR_DAYS, *, width: int = 3, seconds: float = 20.0
) -> dict[str, Row]:
    """Make the rotas of an organisation in this process; team -> how it ended."""
    found = linked(organisation, horizon)
    assert found.wrong == ()
    making = Making(found, horizon.name, Settings(seconds=seconds), AS_OF, Heard())
    making.run(SerialPool(width))
    return {row.team: row for row in making.rows.values()}


Duty = tuple[datetime, datetime, str, str]
"""Start, end, team, shift id."""


def duties(organisation: Path, horizon: Horizon = FOUR_DAYS) -> dict[str, list[Duty]]:
    """Read everybody's shifts in all teams from schedule.csv, sorted."""
    found: dict[str, list[Duty]] = {}
    for name, row in rows(organisation, horizon):
        if row["person"]:
            start, end = (datetime.fromisoformat(row[edge]) for edge in ("start", "end"))
            found.setdefault(row["person"], []).append((start, end, name, row["shift"]))
    return {who: sorted(mine) for who, mine in sorted(found.items())}


def rows(organisation: Path, horizon: Horizon = FOUR_DAYS) -> Iterator[tuple[str, dict[str, str]]]:
    """List the rows of every schedule.csv, with the name of the team."""
    for path in sorted(organisation.rglob(f"out/{horizon.name}/schedule.csv")):
        name = path.parents[2].relative_to(organisation).as_posix()
        with path.open(newline="", encoding="utf-8") as file:
            yield from ((name, row) for row in csv.DictReader(file))
