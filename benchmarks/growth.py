"""How time, gap and memory grow with the team.

    python -m benchmarks.growth [--people 14 28 56 112] [--seconds 60] [--seeds 3] [--json]

Every run is a process of its own, so that its peak memory is its own. Medians over the seeds.
`first` is when there was a complete schedule, `8 %` when the gap was first that small; both count
from the start of the solve, building the model included.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from typing import Any

from benchmarks.teams import team
from rotation.board import Progress, Settings
from rotation.constraints.fairness import takers
from rotation.limits import GRAIN
from rotation.solver.build import build
from rotation.solver.solve import solve


def measure(people: int, month: str, seconds: float, seed: int, workers: int) -> dict[str, Any]:
    """Solve one team once."""
    problem, rules = team(people, month)
    began = time.monotonic()
    takers(problem)
    board = build(problem, rules)
    built = time.monotonic() - began
    size = len(board.literals())
    del board
    first: list[float] = []
    near: list[float] = []
    began = time.monotonic()

    def tell(progress: Progress) -> None:
        now = time.monotonic() - began
        if progress.best is None:
            return
        if not first:
            first.append(now)
        if not near and progress.bound is not None and progress.best <= progress.bound * 1.08:
            near.append(now)

    solution = solve(problem, rules, Settings(seconds=seconds, workers=workers, seed=seed), tell)
    short = [b for b in solution.breaches if b.rule in ("staffing", "coverage")]
    return {
        "people": len(problem.people),
        "literals": size,
        "build_seconds": built,
        "first_seconds": first[0] if first else None,
        "near_seconds": near[0] if near else None,
        "price": solution.price / GRAIN,
        "bound": solution.bound / GRAIN,
        "gap": solution.gap,
        "short": len(short),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def in_process(arguments: argparse.Namespace, people: int, seed: int) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth", "--one", "--people", str(people)]
    command += ["--seconds", str(arguments.seconds), "--seed", str(seed)]
    command += ["--workers", str(arguments.workers), "--month", arguments.month]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Take the median of every figure; None where half the runs or more have none."""
    merged: dict[str, Any] = {}
    for key in runs[0]:
        values = [run[key] if run[key] is not None else float("inf") for run in runs]
        middle = statistics.median(values)
        merged[key] = None if middle == float("inf") else middle
    return merged


def say(row: dict[str, Any]) -> str:
    """Write a row of the table."""

    def seconds(value: float | None) -> str:
        return "-" if value is None else f"{value:.1f}"

    return (
        f"{row['people']:6.0f} {row['literals']:8.0f} {row['build_seconds']:7.1f}"
        f" {seconds(row['first_seconds']):>7} {seconds(row['near_seconds']):>7}"
        f" {row['price']:10.1f} {row['bound']:10.1f} {row['gap'] * 100:6.2f} %"
        f" {row['short']:6.0f} {row['megabytes']:6.0f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--people", type=int, nargs="+", default=[14, 28, 56, 112])
    parser.add_argument("--month", default="2026-12")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one = measure(
            arguments.people[0],
            arguments.month,
            arguments.seconds,
            arguments.seed,
            arguments.workers,
        )
        print(json.dumps(one))
        return
    rows = []
    if not arguments.json:
        print("people literals build s first s  8 % s      price      bound      gap  short     MB")
    for people in arguments.people:
        runs = [in_process(arguments, people, seed) for seed in range(arguments.seeds)]
        rows.append(median(runs))
        if not arguments.json:
            print(say(rows[-1]), flush=True)
    if arguments.json:
        print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
