"""Whether bounds hold, on many problems: `python -m benchmarks.bounds --small 500 --mid 100`.

Small problems have every rule on and every schedule of them is tried; teams of 6 to 10 people over
one or two weeks are compared with what plain CP-SAT (1 worker, linearisation 2) proves. A bound
above the true optimum, at any round, under any prices, is a violation; so is whatever the bound
leaves out of cheaper schedules that one of them has. Ends with 1 where there is any.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import count

import click
from tests.constraints.random_problems import random_problem
from tests.solver.bounding import SIZES, Checked, check, drawn_as, every_rule
from tests.solver.middle_teams import check_team, middle_team, proved, team_rules
from tests.solver.trying import case


@dataclass
class Tally:
    """What came of one kind of problem, drawn one way.

    Parameters
    ----------
    tight, branched
        Problems where the bound was the optimum itself: at once, and after some branches.
    worst
        Greatest distance from the bound up to the optimum, as a share of the optimum.
    asked
        Comparisons made.
    """

    problems: int = 0
    tight: int = 0
    branched: int = 0
    worst: float = 0.0
    asked: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)

    def add(self, name: str, checked: Checked, seconds: float) -> None:
        """Add a problem."""
        self.problems += 1
        self.tight += checked.bound == checked.best
        self.branched += checked.branched == checked.best
        if checked.best > 0:
            self.worst = max(self.worst, 1 - checked.bound / checked.best)
        self.asked += checked.asked
        self.seconds += seconds
        self.violations += [f"{name}: {wrong}" for wrong in checked.wrong]


def small(number: int, first: int) -> Iterator[tuple[str, str, Checked]]:
    """Check problems of which every schedule is tried, however little of the lines is drawn."""
    for seed in range(first, first + number):
        tried = case(random_problem(seed), every_rule(seed))
        for size in SIZES:
            with drawn_as(size):
                yield f"small, {size}", f"seed {seed}", check(tried, seed)


def middle(number: int, first: int, seconds: float) -> Iterator[tuple[str, str, Checked]]:
    """Check teams that CP-SAT proves in time; others are passed over."""
    done = 0
    for seed in count(first):
        if done >= number:
            return
        problem, rules = middle_team(seed), team_rules(seed)
        proof = proved(problem, rules, seconds)
        if proof is None:
            continue
        done += 1
        for size in ("whole", "rows"):
            with drawn_as(size):
                yield f"mid, {size}", f"seed {seed}", check_team(problem, rules, proof, seed)


@click.command()
@click.option("--small", "smalls", default=50, help="Problems of which every schedule is tried.")
@click.option("--mid", "mids", default=10, help="Teams that CP-SAT proves the best schedule of.")
@click.option("--first", default=0, help="The first seed.")
@click.option("--seconds", default=10.0, help="Time for each of CP-SAT's proofs.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(smalls: int, mids: int, first: int, seconds: float, as_json: bool) -> None:
    """Print how many bounds hold, and how good they are."""
    tallies: dict[str, Tally] = {}
    for checks in (small(smalls, first), middle(mids, first, seconds)):
        began = time.monotonic()
        for kind, name, checked in checks:
            now = time.monotonic()
            tally = tallies.setdefault(kind, Tally())
            tally.add(name, checked, now - began)
            began = now
            click.echo(f"{kind}: {name}, {len(tally.violations)} violations so far", err=True)
    if as_json:
        click.echo(json.dumps({kind: asdict(tally) for kind, tally in tallies.items()}, indent=2))
    else:
        for kind, tally in tallies.items():
            click.echo(
                f"{kind}: {tally.problems} problems, {tally.asked} comparisons,"
                f" {len(tally.violations)} violations, {tally.tight} tight,"
                f" {tally.branched} with branches, worst gap {tally.worst:.2%},"
                f" {tally.seconds:.0f} s"
            )
            for violation in tally.violations[:20]:
                click.echo(f"  {violation}")
    sys.exit(any(tally.violations for tally in tallies.values()))


if __name__ == "__main__":
    main()
