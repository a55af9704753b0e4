"""How time, gap and memory grow with the team.

    python -m benchmarks.growth [--people 14 28 56 112 250 500 1000 2000] [--months 1]
        [--checkpoints 60 600] [--seconds 600] [--workers 2] [--seeds 1] [--json] [--plot DIR]

Teams that follow the sun (`benchmarks.teams.varied`). Every run is a process of its own, so that
its peak memory is its own. Medians over the seeds.
`build` is everything before the search: who may take what, all rules posted. `first` is when there
was a rota, counted from the start of the solve, building included; so are the checkpoints, at
each of which the gap between the price and the bound proved by then is noted. `MB` is the peak of
the process and that of the largest one it started, added up.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.teams import team, varied
from rotation.board import Progress, Settings
from rotation.constraints.fairness import takers
from rotation.errors import NoSchedule
from rotation.limits import GRAIN
from rotation.solver.build import build
from rotation.solver.solve import Solution, solve

PEOPLE = [14, 28, 56, 112, 250, 500, 1000, 2000]
CHECKPOINTS = [60.0, 600.0]


@dataclass
class Watch:
    """Notes where a run stands, whenever it tells."""

    began: float = field(default_factory=time.monotonic)
    first: float | None = None
    gaps: list[tuple[float, float | None]] = field(default_factory=list)

    def passed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began

    def tell(self, progress: Progress) -> None:
        """Hear of progress."""
        if progress.best is not None:
            self._note(progress.best, progress.bound)

    def end(self, solution: Solution | None) -> None:
        """Hear of the end."""
        if solution is not None:
            self._note(solution.price, solution.bound)

    def _note(self, best: int, bound: int | None) -> None:
        now = self.passed()
        self.first = now if self.first is None else self.first
        known = bound is not None and bound > 0
        gap = 0.0 if best == bound else (best - bound) / bound if bound and known else None
        self.gaps.append((now, gap))

    def gap_at(self, seconds: float, allowed: float) -> float | None:
        """Return the gap that was known by then; None where there was none or it ended before."""
        # What the last moment of the time allowed brings is told a little after it.
        told = [gap for at, gap in self.gaps if at <= seconds or seconds >= allowed]
        ended = self.gaps[-1][1] == 0 if self.gaps else False
        return told[-1] if told and (seconds <= allowed or ended) else None


def measure(asked: argparse.Namespace, people: int, months: int, seed: int) -> dict[str, Any]:
    """Solve one team once."""
    made = team(people, asked.month) if asked.alike else varied(people, asked.month, months)
    problem, rules = made
    began = time.monotonic()
    takers(problem)
    board = build(problem, rules)
    built = time.monotonic() - began
    size = len(board.literals())
    del board
    watch = Watch()
    settings = Settings(seconds=asked.seconds, workers=asked.workers, seed=seed)
    solution = None
    try:
        solution = solve(problem, rules, settings, watch.tell)
    except NoSchedule as error:
        print(f"{people} people: {error}", file=sys.stderr)
    seconds = watch.passed()
    watch.end(solution)
    return {
        "people": len(problem.people),
        "months": months,
        "literals": size,
        "build_seconds": built,
        "first_seconds": watch.first,
        "seconds": seconds,
        **{f"gap_{at:g}": watch.gap_at(at, asked.seconds) for at in asked.checkpoints},
        **figures(solution),
        "megabytes": megabytes(),
    }


def figures(solution: Solution | None) -> dict[str, Any]:
    """What a run came to; None where it has no rota."""
    if solution is None:
        return dict.fromkeys(("price", "bound", "short"))
    short = [b for b in solution.breaches if b.rule in ("staffing", "coverage")]
    return {
        "price": solution.price / GRAIN,
        "bound": solution.bound / GRAIN,
        "short": len(short),
    }


def megabytes() -> float:
    """Peak memory of this process and of the largest one that it started."""
    asked = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(resource.getrusage(who).ru_maxrss for who in asked) / 1024


def in_process(asked: argparse.Namespace, people: int, months: int, seed: int) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth", "--one", "--people", str(people)]
    command += ["--months", str(months), "--month", asked.month, "--seed", str(seed)]
    command += ["--seconds", str(asked.seconds), "--workers", str(asked.workers)]
    command += ["--checkpoints", *map(str, asked.checkpoints)]
    command += ["--alike"] if asked.alike else []
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def median(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Take the median of every figure; None where half the runs or more have none."""
    merged: dict[str, Any] = {}
    for key in runs[0]:
        values = [run[key] if run[key] is not None else float("inf") for run in runs]
        middle = statistics.median(values)
        merged[key] = None if middle == float("inf") else middle
    return merged


def columns(checkpoints: Sequence[float]) -> dict[str, tuple[str, str]]:
    """Figure -> its heading and format."""
    return {
        "people": ("people", "6.0f"),
        "months": ("months", "6.0f"),
        "literals": ("literals", "8.0f"),
        "build_seconds": ("build s", "7.1f"),
        "first_seconds": ("first s", "7.1f"),
        "seconds": ("end s", "7.1f"),
        **{f"gap_{at:g}": (f"gap {at:g} s", "9.2%") for at in checkpoints},
        "price": ("price", "12.1f"),
        "bound": ("bound", "12.1f"),
        "short": ("short", "6.0f"),
        "megabytes": ("MB", "6.0f"),
    }


def heading(checkpoints: Sequence[float]) -> str:
    """Write the heading of the table."""
    shown = columns(checkpoints).values()
    return " ".join(f"{says:>{form.partition('.')[0]}}" for says, form in shown)


def line(row: dict[str, Any], checkpoints: Sequence[float]) -> str:
    """Write a row of the table."""
    cells = []
    for key, (_, form) in columns(checkpoints).items():
        value = row[key]
        cells.append(f"{'-':>{form.partition('.')[0]}}" if value is None else f"{value:{form}}")
    return " ".join(cells)


def parsed(words: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE)
    parser.add_argument("--months", type=int, nargs="+", default=[1], choices=(1, 2, 3))
    parser.add_argument("--month", default="2026-12", help="the first one")
    parser.add_argument("--checkpoints", type=float, nargs="+", default=CHECKPOINTS)
    parser.add_argument("--seconds", type=float, help="of each run; else the last checkpoint")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--alike", action="store_true", help="copies that are all the same")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--plot", type=Path, metavar="DIR", help="write plots there, as SVG")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    asked.seconds = max(asked.checkpoints) if asked.seconds is None else asked.seconds
    return asked


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = parsed(words)
    if asked.one:
        print(json.dumps(measure(asked, asked.people[0], asked.months[0], asked.seed)))
        return
    if not asked.json:
        print(heading(asked.checkpoints))
    rows = []
    for months in asked.months:
        for people in asked.people:
            runs = [in_process(asked, people, months, seed) for seed in range(asked.seeds)]
            rows.append(median(runs))
            if not asked.json:
                print(line(rows[-1], asked.checkpoints), flush=True)
    if asked.json:
        print(json.dumps(rows, indent=2))
    if asked.plot is not None:
        from benchmarks.growth_plots import plot

        plot(rows, asked.plot)


if __name__ == "__main__":
    main()
