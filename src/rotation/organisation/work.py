"""What is done for one team where the work is done: search a rota, and make its files.

The jobs here are sent to other processes, perhaps of other computers, with all that they need: they
read no file and write none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rotation.board import Progress, Settings
from rotation.board.engine import Status
from rotation.domain import Assignment, Schedule, ShiftKey
from rotation.errors import NoSchedule, SolverDisagrees
from rotation.pool import Tell
from rotation.report import tables
from rotation.rule import Rule, judge, price
from rotation.solver.blame import blame
from rotation.solver.proof import proof
from rotation.solver.solve import Solution, solve
from rotation.team.folder import Reading
from rotation.team.generate import conflict_text, facts, units
from rotation.team.judgement import Judgement

Held = tuple[tuple[ShiftKey, str], ...]
"""(shift, person id) of a rota, sorted."""


@dataclass(frozen=True)
class Search:
    """A rota to be looked for: the team, and what linking it to others adds to its rules."""

    reading: Reading
    settings: Settings
    added: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a search gave.

    Parameters
    ----------
    held
        The rota; None: none was found.
    price, essential, bound
        In grains, by the team's own rules: of the rota, of its cover alone, and below which no rota
        can be that keeps to what was added.
    says
        Why there is no rota.
    proved
        There is none, rather than none in time.
    lineless
        Whose own rules are why.
    """

    held: Held | None
    price: int = 0
    essential: int = 0
    bound: int = 0
    seconds: float = 0.0
    says: str = ""
    proved: bool = False
    lineless: str | None = None


def search(asked: Search, tell: Tell) -> Found:
    """Look for a team's rota."""
    reading = asked.reading

    def on_progress(progress: Progress) -> None:
        tell(progress)

    rules = (*reading.rules, *asked.added)
    try:
        solution = solve(reading.problem, rules, asked.settings, on_progress)
    except NoSchedule as none:
        return Found(
            None,
            seconds=none.seconds,
            says=str(none),
            proved=none.proved,
            lineless=none.lineless,
        )
    except SolverDisagrees as error:
        says = f"a defect of rotation itself, please report it: {error}"
        return Found(None, says=says)
    held = tuple((each.shift.key, each.person.id) for each in solution.schedule.assignments)
    breaches = judge(reading.rules, solution.schedule)
    covers = {rule.label for rule in reading.rules if rule.essential}
    return Found(
        tuple(sorted(held)),
        price(breaches),
        price([breach for breach in breaches if breach.rule in covers]),
        solution.bound,
        solution.seconds,
    )


@dataclass(frozen=True)
class Finish:
    """A rota whose files are to be made, or a team without one whose contradiction is to be found.

    Parameters
    ----------
    bound
        The price below which the team has no rota, whatever others do with shared people.
    shared
        Person id -> the other teams that they are in.
    linked
        Shared people were wanted by several teams at once.
    """

    reading: Reading
    settings: Settings
    found: Found
    added: tuple[Rule, ...]
    bound: int
    shared: Mapping[str, str]
    as_of: datetime
    earlier_feeds: Mapping[str, bytes]
    linked: bool = False


@dataclass(frozen=True)
class Finished:
    """The files of a team's output folder, and what the organisation's report says of it."""

    files: Mapping[str, bytes]
    run: Mapping[str, Any]
    failures: tuple[str, ...]
    says: str
    empty_seats: int = 0
    minutes_short: int = 0


def finish(asked: Finish, tell: Tell) -> Finished:
    """Make the files of a team's rota, or of why there is none."""
    return _made(asked) if asked.found.held is not None else _failed(asked)


def schedule_of(reading: Reading, held: Held) -> Schedule:
    """Return the schedule of a rota that was found."""
    problem = reading.problem
    return Schedule(
        problem, tuple(Assignment(problem.shift[key], problem.person[who]) for key, who in held)
    )


def _made(asked: Finish) -> Finished:
    found, reading = asked.found, asked.reading
    schedule = schedule_of(reading, found.held or ())
    judgement = Judgement.of(schedule, reading.rules)
    status: Status = "optimal" if asked.bound == found.price else "feasible"
    solution = Solution(
        *(schedule, judgement.breaches, status, found.price, asked.bound, found.seconds)
    )
    failures = judgement.failures()
    run = _facts(
        asked,
        status=status,
        exit_status=1 if failures else 0,
        objective=units(found.price),
        bound=units(asked.bound),
        gap=None if solution.gap is None else round(solution.gap, 6),
        seconds=round(found.seconds, 3),
    )
    says = _linked_proof(solution) if asked.linked else proof(solution)
    files = judgement.files(
        run=run, proof=says, as_of=asked.as_of, earlier_feeds=asked.earlier_feeds
    )
    empty = sum(1 for _ in tables.open_seats(schedule))
    minutes = sum(stretch.minutes_short for stretch in judgement.short)
    return Finished(files, run, tuple(failures), says, empty, minutes)


def _linked_proof(solution: Solution) -> str:
    """Say how good a rota is known to be whose team shares people that others wanted too."""
    if solution.status == "optimal":
        return proof(solution)
    return (
        "Made with people whom other teams need at the same time. With them to itself, the team"
        f" could have no rota with a price below {units(solution.bound):,.10g}."
    )


def _failed(asked: Finish) -> Finished:
    found, reading = asked.found, asked.reading
    conflict = None
    if found.proved:
        rules = (*reading.rules, *asked.added)
        conflict = blame(reading.problem, rules, asked.settings.seconds, found.lineless)
    run = _facts(
        asked,
        status="infeasible" if found.proved else "unknown",
        exit_status=3,
        seconds=round(found.seconds, 3),
    )
    says = conflict_text(found.says, conflict)
    files = {"run.json": tables.json_bytes(run), "conflict.txt": says.encode()}
    return Finished(files, run, (), says)


def _facts(asked: Finish, **more: Any) -> dict[str, Any]:
    run = facts(asked.reading, asked.settings, **more)
    return run | ({"shared": dict(asked.shared)} if asked.shared else {})


def with_seconds(settings: Settings, share: float) -> Settings:
    """Return settings with a share of the time."""
    return replace(settings, seconds=settings.seconds * share)
