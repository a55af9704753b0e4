"""Where the marks of the small charts go: positions in the units of their drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotation.constraints.ledger import Balance
    from rotation.staffing.service import SlaRow

WIDTH = 200
"""Width of every small chart, in its own units."""


@dataclass(frozen=True)
class IntervalMark:
    """A line of the SLA chart: the interval, the middle and the target; None: nothing known."""

    row: SlaRow
    low: float | None
    middle: float | None
    high: float | None
    target: float


@dataclass(frozen=True)
class BalanceMark:
    """A bar of the fairness chart: what was served, and where the share lies."""

    balance: Balance
    served: float
    share: float

    @property
    def idle(self) -> bool:
        """Whether there is nothing to tell: no share, nothing served, no balance."""
        line = self.balance
        return not any((line.served, line.share, line.opening, line.closing))


def sla_axis(rows: Sequence[SlaRow]) -> float:
    """Find where the common axis of the SLA chart starts: a round share below everything drawn."""
    shares = [share for row in rows for share in (row.low, row.attainment, row.target)]
    least = min((share for share in shares if _known(share)), default=0.0)
    return next(start for start in (0.95, 0.9, 0.8, 0.7, 0.5, 0.0) if start < least or start == 0.0)


def interval_marks(rows: Sequence[SlaRow]) -> list[IntervalMark]:
    """Place the lines of the SLA chart on one axis that ends at 100 %."""
    start = sla_axis(rows)

    def place(share: float | None) -> float | None:
        return _place(share, start) if _known(share) else None

    return [
        IntervalMark(
            row, place(row.low), place(row.attainment), place(row.high), _place(row.target, start)
        )
        for row in rows
    ]


def _known(share: float | None) -> bool:
    return share is not None and share == share


def _place(share: float | None, start: float) -> float:
    part = ((share or 0.0) - start) / (1 - start)
    return round(WIDTH * min(1.0, max(0.0, part)), 1)


def balance_marks(balances: Sequence[Balance]) -> dict[str, list[BalanceMark]]:
    """Place the bars of each load on its own scale; whoever carried most comes first."""
    by_load: dict[str, list[Balance]] = defaultdict(list)
    for balance in balances:
        by_load[balance.load].append(balance)
    return {load: _bars(lines) for load, lines in sorted(by_load.items())}


def _bars(lines: list[Balance]) -> list[BalanceMark]:
    most = max(max(line.served, line.share) for line in lines)
    scale = WIDTH / most if most > 0 else 0.0
    return [
        BalanceMark(line, round(line.served * scale, 1), round(line.share * scale, 1))
        for line in sorted(lines, key=lambda line: (-line.closing, line.person))
    ]
