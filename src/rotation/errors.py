"""Everything that can go wrong, in one tree.

RotationError
├── InvalidInput        what people wrote cannot be meant; carries every problem at once
│   └── InvalidRule     a rule's parameters cannot be meant
├── OutputRefused       the place to write to holds something that is not ours
├── NoSchedule          no schedule obeys the hard rules, or none was found in time
└── SolverDisagrees     the solver and the judge price one schedule differently: a bug of ours
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class RotationError(Exception):
    """Any failure that rotation reports in words instead of a traceback."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in one place of the input.

    Parameters
    ----------
    file
        Path relative to the team folder, or "" for the call itself.
    line
        1-based line of the key, row or record; 0 where there is none.
    field
        Column, or the dotted path of a nested key.
    says
        What must hold and what was got.
    """

    file: str
    line: int
    field: str
    says: str

    def __str__(self) -> str:
        """Write the problem as FILE:LINE: FIELD: SAYS."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (where, self.field, self.says) if part)


class InvalidInput(RotationError):
    """What people wrote cannot be meant. Carries every problem, sorted by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InvalidRule(RotationError):
    """A rule's parameter cannot be meant; `field` names the parameter."""

    def __init__(self, field: str, says: str) -> None:
        self.field = field
        self.says = says
        super().__init__(f"{field}: {says}")


class OutputRefused(RotationError):
    """The output folder holds files that rotation did not write."""


class NoSchedule(RotationError):
    """No schedule obeys the hard rules (`proved`), or none was found in the time given.

    Parameters
    ----------
    lineless
        The id of somebody whose own rules leave them no line, where that is what proves it.
    """

    def __init__(
        self, says: str, *, proved: bool, seconds: float = 0.0, lineless: str | None = None
    ) -> None:
        self.proved = proved
        self.lineless = lineless
        self.seconds = seconds
        super().__init__(says)


class SolverDisagrees(RotationError):
    """The solver's price of a schedule is not the judge's: a defect in rotation itself."""
