"""How many of some shifts somebody has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rotation.constraints.marks import count, refuse_below
from rotation.errors import InvalidRule
from rotation.limits import Finding, Limit, Line, Part, Total
from rotation.rule import PersonRule, ShiftIds, rule


@rule("count")
@dataclass(frozen=True, kw_only=True)
class Count(PersonRule):
    """Turns at some shifts are neither too many nor too few in the period.

    Parameters
    ----------
    shifts
        Shift ids; turns at any of them are counted together.
    max_per_period, min_per_period
        Most and fewest of the horizon's shifts of these ids; a maximum of 0: never.

    Examples
    --------
    [rules.count]
    shifts = ["amer-late", "emea-late"]
    max_per_period = 4
    """

    unit: ClassVar[str] = "shift"
    shifts: ShiftIds = ()
    max_per_period: int | None = None
    min_per_period: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.shifts:
            raise InvalidRule("shifts", "must list at least one shift id, got none")
        refuse_below(0, max_per_period=self.max_per_period)
        refuse_below(1, min_per_period=self.min_per_period)
        low, high = self.min_per_period, self.max_per_period
        if low is None and high is None:
            raise InvalidRule("", "max_per_period or min_per_period must be given")
        if low is not None and high is not None and low > high:
            raise InvalidRule(
                "min_per_period", f"must be at most max_per_period, got {low} > {high}"
            )

    def __str__(self) -> str:
        return f"{self.whose()} {self._asks()}"

    def _asks(self) -> str:
        bounds = (("at least", self.min_per_period), ("at most", self.max_per_period))
        turns = [f"{word} {count(bound, 'turn')}" for word, bound in bounds if bound is not None]
        return f"has {' and '.join(turns)} of {', '.join(self.shifts)} in the period"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Bound the number."""
        named = frozenset(self.shifts)
        yield Total(
            parts=(Part(1, tuple(shift for shift in line.open if shift.type.id in named)),),
            low=self.min_per_period,
            high=self.max_per_period,
            idle=self.min_per_period is not None,
            about=f"{line.person.name} {self._asks()}",
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Say the bound and the number."""
        assert isinstance(finding.limit, Total)  # noqa: S101
        return f"{finding.limit.about}, got {finding.value}"
