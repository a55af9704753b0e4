"""Rows that other parts of the program hand to a report, small and by hand."""

from __future__ import annotations

from typing import Any

from rotation.constraints.ledger import Balance
from rotation.domain import Problem, Schedule
from rotation.limits import GRAIN
from rotation.rule import Breach
from rotation.staffing.service import SlaRow
from tests.problems import at, person, problem, requirement, schedule, shift_type

AS_OF = at("2026-11-20T09:00")


def balance(person: str = "ana", load: str = "nights", **changed: float) -> Balance:
    """Make a balance of somebody who serves their share of two."""
    fields: dict[str, Any] = {"opening": 0.0, "expected": 2.0, "served": 2.0, "share": 2.0}
    fields |= {"closing": 0.0, "unavoidable": 0.0}
    return Balance(person=person, load=load, **(fields | changed))


def sla_row(sla: str = "urgent", **changed: Any) -> SlaRow:
    """Make a line of a whole SLA that passes: 98 % of 100 cases, 95 % wanted."""
    fields: dict[str, Any] = {"sla": sla, "language": "", "severity": "", "cases": 100.0}
    fields |= {"attainment": 0.98, "low": 0.96, "high": 0.99, "target": 0.95}
    fields |= {"verdict": "PASS", "method": "test", "worst_hour": ""}
    return SlaRow(**(fields | changed))


def breach(rule: str = "rest", weight: int | None = None, **changed: Any) -> Breach:
    """Make a breach of one unit by Ana."""
    fields: dict[str, Any] = {"rule": rule, "weight": weight, "person": "ana", "grains": GRAIN}
    fields |= {"start": at("2026-12-07T06:00"), "end": at("2026-12-07T14:00")}
    return Breach(**(fields | {"says": "Ana rests 9 h, needs 11 h"} | changed))


def week(**changed: Any) -> Problem:
    """Ana by day in Chicago, Bo by day in Singapore, one seat each; somebody speaks English."""
    kinds = [
        shift_type("amer-day", "07:00", "15:00", "America/Chicago"),
        shift_type("apac-day", "08:00", "16:00", "Asia/Singapore"),
    ]
    fields: dict[str, Any] = {"requirements": (requirement("english"),), "history": ()}
    return problem([person("ana"), person("bo")], kinds, **(fields | changed))


def two_shifts(of: Problem) -> Schedule:
    """Ana and Bo on Monday 7 December, every other seat empty."""
    return schedule(of, "amer-day 2026-12-07 ana", "apac-day 2026-12-07 bo")
