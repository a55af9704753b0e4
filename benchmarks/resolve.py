"""How soon a rota is good again after somebody fell ill.

    python -m benchmarks.resolve [--people 28] [--month 2026-12] [--published 60] [--cases 7]
        [--at 1 2 5] [--anew 60] [--workers 2] [--json]

A team of the safety-escalations example gets a rota in `--published` seconds, with `keep` from
then on. Then somebody is ill for three days in the middle of the month, another one in each case,
and it is solved again from what was published: `build` is the model, the other seconds count from
the search. `anew` is solved from nowhere in `--anew` seconds. Prices are shares above the best
bound that any of the runs proved; `moved` counts the published assignments of people who are well
that are not theirs any more. Medians over the cases.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from benchmarks.teams import team
from rotation import clock
from rotation.board import Settings
from rotation.domain import Absence, Assignment, Problem, Span, Specialist
from rotation.rule import Rule, registry
from rotation.solver.build import build
from rotation.solver.solve import Solution, solve

ILL = timedelta(days=3)


def without(problem: Problem, who: Specialist, published: Sequence[Assignment]) -> Problem:
    """Let somebody be ill from the middle of the horizon on."""
    horizon = problem.horizon
    first = horizon.first + (horizon.last - horizon.first) / 2
    start, end = (clock.midnight(day, who.time_zone) for day in (first, first + ILL))
    return replace(
        problem,
        absences=(*problem.absences, Absence(who.id, Span(start, end), "sick")),
        published=tuple((each.shift.key, each.person.id) for each in published),
    )


def measure(asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Solve once, and again with each of some people ill."""
    problem, rules = team(asked.people, asked.month)
    rules = tuple(rule for rule in rules if rule.name != "keep")
    settings = Settings(seconds=asked.published, workers=asked.workers)
    published = solve(problem, rules, settings).schedule.assignments
    rules = (*rules, registry()["keep"]())
    step = max(1, len(problem.people) // asked.cases)
    return [
        case(asked, without(problem, who, published), rules, who, published)
        for who in problem.people[::step][: asked.cases]
    ]


def case(
    asked: argparse.Namespace,
    ill: Problem,
    rules: Sequence[Rule],
    who: Specialist,
    published: Sequence[Assignment],
) -> dict[str, Any]:
    """Solve with somebody ill, for each of the times and from nowhere."""
    began = time.monotonic()
    build(ill, rules)
    built = time.monotonic() - began

    def after(seconds: float, start: Sequence[Assignment] = ()) -> Solution:
        return solve(ill, rules, Settings(seconds=seconds, workers=asked.workers), start=start)

    runs = {f"at {at:g} s": after(at, published) for at in asked.at}
    runs["anew"] = after(asked.anew)
    bound = max(run.bound for run in runs.values())
    well = {(each.person.id, each.shift.key) for each in published if each.person.id != who.id}
    found: dict[str, Any] = {"ill": who.id, "build": built}
    for name, run in runs.items():
        rows = run.schedule.assignments
        kept = {(each.person.id, each.shift.key) for each in rows}
        found[name] = (run.price - bound) / bound if bound > 0 else None
        found[f"moved {name}"] = len(well - kept)
    return found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--people", type=int, default=28)
    parser.add_argument("--month", default="2026-12")
    parser.add_argument("--published", type=float, default=60.0)
    parser.add_argument("--cases", type=int, default=7)
    parser.add_argument("--at", type=float, nargs="+", default=[1.0, 2.0, 5.0])
    parser.add_argument("--anew", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked)
    if asked.json:
        print(json.dumps(found))
        return
    names = [name for name in found[0] if name != "ill"]
    print("ill".ljust(10), *(name.rjust(13) for name in names))
    for row in [*found, middle(found, names)]:
        print(row["ill"].ljust(10), *(shown(name, row[name]).rjust(13) for name in names))


def middle(found: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """Take the median of each column."""
    known = {name: [row[name] for row in found if row[name] is not None] for name in names}
    return {"ill": "median"} | {
        name: statistics.median(values) if values else None for name, values in known.items()
    }


def shown(name: str, value: float | None) -> str:
    """Write a figure."""
    if value is None:
        return "–"
    if name == "build":
        return f"{value:.2f} s"
    return f"{value:.0f}" if name.startswith("moved") else f"{value:.2%}"


if __name__ == "__main__":
    main()
