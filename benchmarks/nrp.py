"""Solve an instance of schedulingbenchmarks.org's shift-scheduling set as any team is solved.

    python -m benchmarks.nrp INSTANCE --seconds 60 --workers 2 [--seed 0] [--json] [--solution FILE]

The instance becomes a problem and rules of our own (`nrp_team`) and goes to the product's one
`solve`. The objective is what our own judge says of the rota; the bound is rounded up, as every
price of the set is whole. `read` is from the file to a problem, `build` finding who may take what
and listing every limit of everybody, measured by itself; `seconds` is the whole of `solve`, and
`first` when it had its first complete rota. Exit status: 0 a rota, 2 wrong input, 3 no rota.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.nrp_reader import read_instance
from benchmarks.nrp_team import FIRST, team_of
from rotation.board import Progress, Settings
from rotation.domain import Problem, Schedule
from rotation.errors import InvalidInput, NoSchedule
from rotation.limits import GRAIN, Line
from rotation.rule import PersonRule, Rule, price
from rotation.solver.build import allowed_shifts
from rotation.solver.solve import Solution, solve


@dataclass
class Watch:
    """Notes when the first rota came."""

    began: float = field(default_factory=time.monotonic)
    first: float | None = None

    def tell(self, progress: Progress) -> None:
        """Hear of progress."""
        if self.first is None and progress.best is not None:
            self.first = self.passed()

    def passed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began


def limits_of_everybody(problem: Problem, rules: tuple[Rule, ...]) -> int:
    """Find who may take what and list every limit of everybody, as any solver must."""
    allowed = allowed_shifts(problem, rules)
    lines = {p.id: Line(p, problem, problem.served[p.id], allowed[p.id]) for p in problem.people}
    own = [each for each in rules if isinstance(each, PersonRule)]
    return sum(1 for each in own for p in each.members(problem) for _ in each.limits(lines[p.id]))


def measure(path: Path, settings: Settings) -> tuple[dict[str, Any], Solution]:
    """Read, solve and judge one instance."""
    watch = Watch()
    problem, rules = team_of(read_instance(path))
    read = watch.passed()
    limits = limits_of_everybody(problem, rules)
    built = watch.passed() - read
    watch = Watch()
    solution = solve(problem, rules, settings, watch.tell)
    seconds = watch.passed()
    return {
        "instance": path.stem,
        "people": len(problem.people),
        "shifts": len(problem.shifts),
        "limits": limits,
        "status": solution.status,
        "objective": whole(price(solution.breaches)),
        "bound": -(-solution.bound // GRAIN),
        "read_seconds": round(read, 2),
        "build_seconds": round(built, 2),
        "seconds": round(seconds, 2),
        "first_seconds": round(seconds if watch.first is None else watch.first, 2),
        "megabytes": megabytes(),
    }, solution


def whole(grains: int) -> int:
    """Write a price of the set as the whole number that it is."""
    number, rest = divmod(grains, GRAIN)
    if rest:
        raise ValueError(f"a price of the set is a whole number, got {grains / GRAIN}")
    return number


def megabytes() -> int:
    """Peak memory of this process and of the largest one that it started."""
    peaks = (
        resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return round(sum(peaks) / 1024)


def write_roster(schedule: Schedule, path: Path) -> None:
    """Write a rota as a row of shift ids for each person, a cell for each day."""
    days = schedule.problem.horizon.days
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["id", *range(days)])
        for person in schedule.problem.people:
            cells = [""] * days
            for shift in schedule.of[person.id]:
                cells[(shift.date - FIRST).days] = shift.type.id
            rows.writerow([person.id, *cells])


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.nrp",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("instance", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--solution", type=Path, help="CSV to write the rota to")
    asked = parser.parse_args(arguments)
    settings = Settings(seconds=asked.seconds, workers=asked.workers, seed=asked.seed)
    try:
        found, solution = measure(asked.instance, settings)
    except InvalidInput as error:
        print(error, file=sys.stderr)
        return 2
    except NoSchedule as error:
        print(f"{asked.instance}: {error} (after {error.seconds:.1f} s)", file=sys.stderr)
        return 3
    lines = [f"{name} {value}" for name, value in found.items()]
    print(json.dumps(found) if asked.json else "\n".join(lines))
    try:
        if asked.solution is not None:
            write_roster(solution.schedule, asked.solution)
    except OSError as error:
        print(f"{asked.solution}: cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
