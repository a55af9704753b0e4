"""Compare with other solvers: same machine, same cores, same instances, one run.

    python -m benchmarks.peers --instances FILE... [--seconds 10 60 600] [--workers 2] [--seeds 1]
        [--peers rotation cp-sat cp-sat-few highs timefold] [--apart] [--json]
        [--python timefold=PATH]

An instance is a file of schedulingbenchmarks.org's shift-scheduling set, or `example` for the
example team of 28 people, whose rules only rotation and CP-SAT with our own model can say.

- rotation: the product's own `solve`.
- cp-sat: our whole model, without anything else of ours, CP-SAT as it comes with eight workers.
- cp-sat-few: the same with as many workers as cores, and the searches that prove most for us.
- highs: the compact programme (a column per person, day and shift), to HiGHS's branch and bound.
- timefold: every rule as constraint streams, settings as they come; it has one thread.

Each run is a process of its own on the same cores. Its clock starts with the instance read and the
libraries loaded. A run has the longest time, and what stood at the others is taken from it;
`--apart` runs each time by itself. Our judge prices every roster, and one that breaks a hard rule
is none. With several seeds the medians are printed. `ratio` is the objective over rotation's.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.peers_judge import EXAMPLE, team_at
from benchmarks.peers_runs import PEERS, Mark, Run, run_of
from benchmarks.peers_telling import Asked
from rotation.errors import InvalidInput

OURS = "rotation"


def median(marks: Sequence[Mark]) -> Mark:
    """Take the medians of several seeds; None where half of them or more have none."""

    def middle(values: Iterable[float | None]) -> float | None:
        found = statistics.median(float("inf") if v is None else v for v in values)
        return None if found == float("inf") else found

    # Of no bound half the time, the least is all that can be said: none.
    objective, bound = middle(m.objective for m in marks), middle(m.bound for m in marks)
    return Mark(marks[0].seconds, objective, bound)


def ratio(objective: float | None, ours: float | None) -> float | None:
    """Say how many times our objective a peer's is; None where that means nothing."""
    if objective is None or ours is None:
        return None
    if ours == 0:
        return 1.0 if objective == 0 else None
    return objective / ours


def say(instance: str, peer: str, mark: Mark, ours: float | None) -> str:
    """Write a row of the table."""

    def number(value: float | None, form: str) -> str:
        return "-" if value is None else format(value, form)

    return (
        f"{instance:12} {mark.seconds:7g} {peer:10} {number(mark.objective, '.10g'):>10}"
        f" {number(mark.bound, '.10g'):>10} {number(ratio(mark.objective, ours), '.3f'):>7}"
    )


HEAD = f"{'instance':12} {'seconds':>7} {'peer':10} {'objective':>10} {'bound':>10} {'ratio':>7}"


def table(runs: Sequence[Run]) -> list[str]:
    """Write the rows of one instance, and under them what peers have to say."""
    by_peer: dict[str, list[Run]] = {}
    for run in runs:
        by_peer.setdefault(run.peer, []).append(run)
    medians = {
        peer: [
            median(marks) for marks in zip(*(run.marks for run in own if run.marks), strict=True)
        ]
        for peer, own in by_peer.items()
    }
    lines = []
    for number, mark in enumerate(medians.get(OURS) or next(filter(None, medians.values()), [])):
        ours = mark.objective if medians.get(OURS) else None
        for peer, marks in medians.items():
            if marks:
                lines.append(say(runs[0].instance, peer, marks[number], ours))
    says = {(run.peer, run.says): None for run in runs if run.says}
    return lines + [f"{runs[0].instance:12} {peer}: {text}" for peer, text in says]


def compare(asked: argparse.Namespace, instance: str, pythons: Mapping[str, str]) -> list[Run]:
    """Run every peer on one instance, every seed of it."""
    found = []
    times = [[each] for each in asked.seconds] if asked.apart else [asked.seconds]
    for seed in range(asked.seeds):
        for peer in asked.peers:
            runs = [
                run_of(peer, Asked(instance, tuple(marks), asked.workers, seed), pythons)
                for marks in times
            ]
            found.append(_joined(runs))
    return found


def _joined(runs: Sequence[Run]) -> Run:
    """Make the runs of one peer's times one; one that failed fails them all."""
    failed = next((run for run in runs if not run.marks), None)
    if failed is not None:
        return failed
    last = runs[-1]
    marks = tuple(mark for run in runs for mark in run.marks)
    says = next((run.says for run in runs if run.says), "")
    return Run(last.peer, last.instance, last.seed, marks, last.ended, says)


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--instances", nargs="+", required=True, metavar="FILE")
    parser.add_argument("--seconds", type=float, nargs="+", default=[10, 60, 600])
    parser.add_argument("--peers", nargs="+", choices=tuple(PEERS), default=list(PEERS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--apart", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--python",
        action="append",
        default=[],
        metavar="PEER=PATH",
        help="an interpreter of its own for a peer",
    )
    asked = parser.parse_args(arguments)
    if min(asked.seconds) <= 0 or asked.workers < 1 or asked.seeds < 1:
        parser.error("--seconds, --workers and --seeds must be above 0")
    for each in asked.python:
        if each.partition("=")[0] not in PEERS or not each.partition("=")[2]:
            parser.error(f"--python must be PEER=PATH, got {each!r}")
    asked.seconds = sorted(set(asked.seconds))
    return asked


def main(arguments: list[str] | None = None) -> int:
    """Compare and print."""
    asked = _asked(arguments)
    pythons = dict(each.split("=", 1) for each in asked.python)
    try:
        for instance in asked.instances:
            team_at(instance)
    except InvalidInput as error:
        print(error, file=sys.stderr)
        return 2
    found: list[Run] = []
    if not asked.json:
        print(HEAD)
    for instance in asked.instances:
        full = instance if instance == EXAMPLE else str(Path(instance).resolve())
        runs = compare(asked, full, pythons)
        found += runs
        if not asked.json:
            print("\n".join(table(runs)), flush=True)
    if asked.json:
        print(json.dumps([asdict(run) for run in found], indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
