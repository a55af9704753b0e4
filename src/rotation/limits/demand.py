"""What must hold, named so that a contradiction can be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Demand:
    """Something that must hold, small enough to be named: a rule, a person, what it asks."""

    rule: str
    person: str = ""
    says: str = ""
    start: datetime | None = None

    @property
    def group(self) -> Demand:
        """All that the rule asks of the person."""
        return Demand(self.rule, self.person)

    @property
    def order(self) -> tuple[str, str, str, str]:
        """What demands are listed by: date, then person and rule."""
        return (self.start.isoformat() if self.start else "", self.person, self.rule, self.says)
