"""From a team folder to an output folder: read, solve, judge, write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import rotation
from rotation import clock
from rotation.board import Progress, Settings
from rotation.calendars.public_holidays import holidays_version
from rotation.domain import Assignment, Problem, Schedule
from rotation.errors import NoSchedule
from rotation.limits import GRAIN, Demand
from rotation.pool import Opener
from rotation.report.tables import json_bytes
from rotation.rule import price
from rotation.solver.blame import Conflict, blame
from rotation.solver.proof import proof
from rotation.solver.solve import Solution, solve
from rotation.team import outputs
from rotation.team.folder import Reading
from rotation.team.judgement import Judgement
from rotation.team.words import listed


@dataclass(frozen=True)
class Made:
    """A rota that was written: where, how it was judged, and the facts of the run."""

    folder: Path
    judgement: Judgement
    proof: str
    run: dict[str, Any]


@dataclass(frozen=True)
class Failed:
    """No rota: where that is written, and why."""

    folder: Path
    says: str
    conflict: Conflict | None
    run: dict[str, Any]


def facts(reading: Reading, settings: Settings | None, **more: Any) -> dict[str, Any]:
    """Return the facts of run.json, in its order; prices in units, None where unknown."""
    horizon = reading.problem.horizon
    found: dict[str, Any] = {
        "horizon": {"from": horizon.first.isoformat(), "to": horizon.last.isoformat()},
        "status": "unknown",
        "exit_status": 0,
        "objective": None,
        "bound": None,
        "gap": None,
        "seconds": None,
        "seed": settings.seed if settings else None,
        "workers": settings.workers if settings else None,
        "versions": {
            "rotation": rotation.__version__,
            "ortools": _version("ortools"),
            "tzdata": clock.tzdata_version(),
            "holidays": holidays_version(),
        },
        "input_sha256": reading.input_sha256,
    }
    return found | more


def published(problem: Problem) -> list[Assignment]:
    """List what was published of shifts and people that there still are, to begin from."""
    return [
        Assignment(problem.shift[key], problem.person[who])
        for key, who in problem.published or ()
        if key in problem.shift and who in problem.person
    ]


def _version(package: str) -> str:
    from importlib import metadata

    return metadata.version(package)


def units(grains: int) -> float:
    """Write a price in units of weight."""
    return round(grains / GRAIN, 4)


def generate(
    reading: Reading,
    folder: Path,
    settings: Settings,
    as_of: datetime,
    on_progress: Callable[[Progress], None] | None = None,
    on_conflict: Callable[[], None] | None = None,
    opener: Opener | None = None,
) -> Made | Failed:
    """Make a rota and write it, or write why there is none.

    Parameters
    ----------
    opener
        Opens a pool of workers that help.

    Raises
    ------
    OutputRefused
        The folder holds something that is not ours; nothing was solved.
    """
    outputs.refuse_foreign(folder)
    outputs.refuse_foreign(outputs.failed_folder(folder))
    try:
        begin = published(reading.problem)
        solution = solve(reading.problem, reading.rules, settings, on_progress, begin, opener)
    except NoSchedule as none:
        if none.proved and on_conflict:
            on_conflict()
        return _failed(reading, folder, settings, none)
    return _made(reading, folder, settings, as_of, solution)


def _made(
    reading: Reading, folder: Path, settings: Settings, as_of: datetime, solution: Solution
) -> Made:
    judgement = Judgement.of(solution.schedule, reading.rules, solution.breaches)
    run = facts(
        reading,
        settings,
        status=solution.status,
        exit_status=1 if judgement.failures() else 0,
        objective=units(solution.price),
        bound=units(solution.bound),
        gap=None if solution.gap is None else round(solution.gap, 6),
        seconds=round(solution.seconds, 3),
    )
    says = proof(solution)
    files = judgement.files(
        run=run, proof=says, as_of=as_of, earlier_feeds=outputs.earlier_feeds(folder)
    )
    outputs.write(folder, files)
    return Made(folder, judgement, says, run)


def _failed(reading: Reading, folder: Path, settings: Settings, none: NoSchedule) -> Failed:
    conflict = None
    if none.proved:
        conflict = blame(reading.problem, reading.rules, settings.seconds, none.lineless)
    status = "infeasible" if none.proved else "unknown"
    run = facts(reading, settings, status=status, exit_status=3, seconds=round(none.seconds, 3))
    says = conflict_text(str(none), conflict)
    where = outputs.failed_folder(folder)
    outputs.write(where, {"run.json": json_bytes(run), "conflict.txt": says.encode()})
    return Failed(where, says, conflict, run)


def conflict_text(reason: str, conflict: Conflict | None) -> str:
    """Write why there is no rota, for people."""
    if conflict is None:
        return (
            f"{reason[:1].upper()}{reason[1:]}. Nothing was proved: with more time"
            " (--seconds) there may be one.\n"
        )
    lines = [f"{reason[:1].upper()}{reason[1:]}."]
    if not conflict.demands:
        return f"{lines[0]} Which of them contradict each other was not found in time.\n"
    lines += ["", "These cannot all hold:"]
    lines += [f"  - {each.rule}: {each.says or _asked_of(each)}" for each in conflict.demands]
    lines += [
        "",
        "Dropping any one of them resolves this contradiction; there may be others."
        if conflict.smallest
        else "The list may hold more than it must: not each of them is known to be needed.",
        "A rule with a weight is priced instead of held.",
    ]
    if conflict.lineless:
        lines.append(f"Their own rules leave no line to {listed(conflict.lineless)} either.")
    return "\n".join(lines) + "\n"


def _asked_of(demand: Demand) -> str:
    return f"what it asks of {demand.person or 'everybody'}"


def audit(
    reading: Reading, schedule: Schedule, folder: Path | None, as_of: datetime
) -> tuple[Judgement, dict[str, Any]]:
    """Judge a schedule that anybody made, and write the tables where a folder is given."""
    if folder is not None:
        outputs.refuse_foreign(folder)
        outputs.refuse_feeds(folder)
    judgement = Judgement.of(schedule, reading.rules)
    failures = judgement.failures()
    run = facts(
        reading,
        None,
        status="infeasible" if judgement.hard else "feasible",
        exit_status=1 if failures else 0,
        objective=units(price(judgement.breaches)),
    )
    if folder is not None:
        says = "Judged as it was given; nothing was solved."
        files = judgement.files(run=run, proof=says, as_of=as_of, earlier_feeds=None)
        outputs.write(folder, files)
    return judgement, run
