"""Everything found wrong and everything worth a warning, gathered over all files of a folder."""

from __future__ import annotations

from dataclasses import dataclass, field

from rotation.errors import InvalidInput, Problem
from rotation.team.words import visible


@dataclass
class Complaints:
    """What is wrong and what is odd; reading goes on after each."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, file: str, line: int, where: str, says: str) -> None:
        """Note one thing that is wrong."""
        self.problems.append(Problem(visible(file), line, visible(where), visible(says)))

    def warn(self, says: str) -> None:
        """Note one thing that is odd but can be meant."""
        self.warnings.append(visible(says))

    def __len__(self) -> int:
        return len(self.problems)

    def raise_if_any(self) -> None:
        """Raise everything that is wrong at once."""
        if self.problems:
            raise InvalidInput(self.problems)
