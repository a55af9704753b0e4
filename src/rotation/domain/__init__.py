"""What a rota is about: people, shifts, a horizon, and who works when.

Frozen values in UTC, standard library only. Wall-clock rules (a shift *type*, a coverage
*window*) carry their IANA zone beside them; `clock` turns them into instants.
"""

from __future__ import annotations

import copyreg
from types import MappingProxyType
from typing import Any

from rotation.domain.people import Absence, Ask, Level, Request, Specialist
from rotation.domain.rota import Assignment, Problem, Schedule
from rotation.domain.shifts import Mix, Seats, Shift, ShiftKey, ShiftType, sorted_shifts
from rotation.domain.team import Demand, Night, Requirement, Sla, Team
from rotation.domain.times import (
    DAY_NAMES,
    END_OF_DAY,
    MIDNIGHT,
    MONTHS,
    Horizon,
    LocalDate,
    Span,
    Wall,
    Window,
    say_date,
)


def _read_only(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


# Read-only mappings are part of our values, and values must survive a process pool.
copyreg.pickle(MappingProxyType, lambda view: (_read_only, (dict(view),)))

__all__ = [
    "DAY_NAMES",
    "END_OF_DAY",
    "MIDNIGHT",
    "MONTHS",
    "Absence",
    "Ask",
    "Assignment",
    "Demand",
    "Horizon",
    "Level",
    "LocalDate",
    "Mix",
    "Night",
    "Problem",
    "Request",
    "Requirement",
    "Schedule",
    "Seats",
    "Shift",
    "ShiftKey",
    "ShiftType",
    "Sla",
    "Span",
    "Specialist",
    "Team",
    "Wall",
    "Window",
    "say_date",
    "sorted_shifts",
]
