"""What a rule can ask of one person's line of work, in three words: Clash, Total, Run.

A person rule declares limits; it never talks to the solver. Each limit is read by the judge
(`findings`, here), by the board (which posts it to CP-SAT) and by whoever walks a line of work
shift by shift. A limit speaks of *past* shifts, which are served, and *open* ones, which may be
held; the judge reads it with a set of held ones.

Everything is in whole numbers, so that judge and solver agree to the last digit: one unit of
breach (an hour, a clash, a weekend) is `GRAIN` grains.
"""

from __future__ import annotations

from rotation.limits.clash import Clash
from rotation.limits.demand import Demand
from rotation.limits.line import Line
from rotation.limits.measure import GRAIN, HOUR, TENTHS, Finding, squared, tenths
from rotation.limits.pairs import open_pairs
from rotation.limits.run import Mark, Run
from rotation.limits.total import Part, Total

Limit = Clash | Total | Run

__all__ = [
    "GRAIN",
    "HOUR",
    "TENTHS",
    "Clash",
    "Demand",
    "Finding",
    "Limit",
    "Line",
    "Mark",
    "Part",
    "Run",
    "Total",
    "open_pairs",
    "squared",
    "tenths",
]
