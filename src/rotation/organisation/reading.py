"""Reading every team of an organisation: everything wrong with any of them is said at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rotation.domain import Horizon, Problem
from rotation.errors import InvalidInput
from rotation.errors import Problem as Wrong
from rotation.team.folder import Reading, read


@dataclass(frozen=True)
class Team:
    """One team of an organisation: its path below the organisation's folder, and what it says."""

    name: str
    folder: Path
    reading: Reading

    @property
    def problem(self) -> Problem:
        """What its rota is made from."""
        return self.reading.problem

    def changed(self, problem: Problem) -> Team:
        """Return the team with another problem."""
        return replace(self, reading=replace(self.reading, problem=problem))


def read_teams(
    folders: Sequence[tuple[str, Path]], horizon: Horizon
) -> tuple[list[Team], list[Wrong]]:
    """Read team folders; return those that can be read, and all that is wrong with the others.

    Files are named from the organisation's folder: `emea/people.csv`.
    """
    teams: list[Team] = []
    wrong: list[Wrong] = []
    for name, folder in folders:
        try:
            teams.append(Team(name, folder, read(folder, horizon)))
        except InvalidInput as refused:
            wrong += (_within(name, each) for each in refused.problems)
    return teams, wrong


def _within(name: str, problem: Wrong) -> Wrong:
    return replace(problem, file=f"{name}/{problem.file}" if problem.file else name)


def warnings(teams: Sequence[Team]) -> Iterator[str]:
    """List the warnings of every team, under its name."""
    for team in teams:
        for warning in team.reading.warnings:
            yield f"{team.name}: {warning}"
