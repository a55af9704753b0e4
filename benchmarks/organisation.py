"""What many teams cost: reading, searching, making files, and what the pool itself adds.

    python -m benchmarks.organisation [--teams 20] [--shared 0] [--workers 2] [--scheduler ADDRESS]
    python -m benchmarks.organisation --jobs 500 [--workers 2] [--scheduler ADDRESS]

Teams are eight people with three shifts a day, rest, hours and fair weekends, for a whole month;
`--shared` people are in the first so many pairs of neighbouring teams. With `--jobs`, jobs of
nothing are sent through the pool instead, to see what a job costs by itself.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rotation.board import Progress, Settings
from rotation.cli.telling import month_of
from rotation.organisation.folders import team_folders
from rotation.organisation.pool import LocalPool
from rotation.organisation.reading import read_teams
from rotation.organisation.run import Making, link
from rotation.organisation.summary import Row
from rotation.pool import Done, Pool, Tell, Told

ROTA = """\
[team]
name = "{name}"
time_zone = "Europe/Dublin"

[[shifts]]
id = "early"
time_zone = "Europe/Dublin"
start = "06:00"
end = "14:00"

[[shifts]]
id = "late"
time_zone = "Europe/Dublin"
start = "14:00"
end = "22:00"

[[shifts]]
id = "night"
time_zone = "Europe/Dublin"
start = "22:00"
end = "06:00"

[rules]
preset = "eu_wtd"

[[rules.fair]]
of = "weekends"
"""
PEOPLE = 8


class Quiet:
    """Listens and says nothing."""

    def going(self, team: str, progress: Progress) -> None:
        """Hear where the search for a team stands."""

    def linking(self, teams: object) -> None:
        """Hear that the time of shared people is being divided."""

    def ended(self, row: Row) -> None:
        """Hear how a team ended."""


def write(place: Path, teams: int, shared: int) -> None:
    """Write the teams; the first person of a shared pair is in both."""
    for number in range(teams):
        folder = place / f"team-{number:05}"
        folder.mkdir()
        (folder / "rota.toml").write_text(ROTA.format(name=folder.name))
        ids = [f"t{number}-{each}" for each in range(PEOPLE)]
        if number // 2 < shared:
            ids[0] = f"both-{number // 2}"
        rows = "".join(f"{who},{who},Europe/Dublin,IE\n" for who in ids)
        (folder / "people.csv").write_text(f"id,name,time_zone,holidays\n{rows}")


def nothing(payload: object, tell: Tell) -> object:
    """Do nothing, with what a job is sent."""
    return payload


def pool_of(arguments: argparse.Namespace) -> Pool:
    """Open the pool that is asked for."""
    if arguments.scheduler:
        from rotation.organisation.dask_pool import DaskPool

        return DaskPool(arguments.scheduler)
    return LocalPool(arguments.workers)


def overhead(arguments: argparse.Namespace, payload: object) -> dict[str, Any]:
    """Measure what a job costs by itself."""
    from benchmarks.organisation import nothing  # by a name that workers know too

    with closing(pool_of(arguments)) as pool:
        for count in (pool.width, arguments.jobs):  # the first ones start the processes
            began, left, sent = time.monotonic(), count, 0
            while left:
                while sent < count and sent - (count - left) < pool.width:
                    pool.submit(sent, nothing, payload)
                    sent += 1
                event = pool.next()
                assert isinstance(event, Done | Told)  # noqa: S101
                left -= isinstance(event, Done)
            seconds = time.monotonic() - began
    return {"jobs": arguments.jobs, "milliseconds_each": 1000 * seconds / arguments.jobs}


def measure(arguments: argparse.Namespace, place: Path) -> dict[str, Any]:
    """Make all rotas."""
    horizon = month_of(date(2026, 12, 1))
    write(place, arguments.teams, arguments.shared)
    began = time.monotonic()
    teams, _ = read_teams(team_folders(place), horizon)
    organisation = link(teams)
    read = time.monotonic() - began
    if arguments.jobs:
        return overhead(arguments, teams[0].reading)
    settings = Settings(seconds=arguments.seconds)
    making = Making(
        organisation, horizon.name, settings, datetime(2026, 11, 20, tzinfo=UTC), Quiet()
    )
    began = time.monotonic()
    with closing(pool_of(arguments)) as pool:
        making.run(pool)
    made = time.monotonic() - began
    rows = list(making.rows.values())
    out = [path.stat().st_size for path in place.rglob("out/**/*") if path.is_file()]
    return {
        "teams": len(rows),
        "optimal": sum(row.status == "optimal" for row in rows),
        "read_seconds_each": read / len(rows),
        "search_seconds_each": sum(row.seconds for row in rows) / len(rows),
        "wall_seconds_each": made / len(rows),
        "program_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker_megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "output_kilobytes_each": sum(out) / 1024 / len(rows),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--teams", type=int, default=20)
    parser.add_argument("--shared", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--scheduler")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(measure(arguments, Path(place)), indent=2))


if __name__ == "__main__":
    main()
