"""What is fixed before anything is made: served, promised and published shifts of shared people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from rotation.domain import Shift
from rotation.durations import say_duration
from rotation.eligibility import absence_during
from rotation.errors import Problem as Wrong
from rotation.organisation.claims import (
    Claims,
    Links,
    clash,
    promised,
    published,
    rest_of,
    served,
)
from rotation.organisation.reading import Team
from rotation.organisation.sharing import line_of, place
from rotation.team.history import FILE as HISTORY
from rotation.team.promises import LOCKED


def fixed(links: Links, position: int) -> Claims:
    """Return what a team has served and promised of its shared people, whatever is made."""
    problem = links.teams[position].problem
    return {who: served(problem, who) + promised(problem, who) for who in links.people(position)}


def standing(links: Links) -> dict[int, Claims]:
    """Return what other teams must respect: what is fixed, and what was published.

    A published shift that goes ill with something fixed or published in another team binds nobody:
    one of the two will have to move.
    """
    sure = {position: fixed(links, position) for position in links.teams}
    wanted = {
        position: {who: published(team, who) for who in links.people(position)}
        for position, team in links.teams.items()
    }
    return {
        position: {
            who: shifts
            + tuple(
                each
                for each in wanted[position][who]
                if each not in shifts and not _contested(links, who, position, each, sure, wanted)
            )
            for who, shifts in sure[position].items()
        }
        for position in links.teams
    }


def _contested(
    links: Links,
    who: str,
    position: int,
    shift: Shift,
    sure: dict[int, dict[str, tuple[Shift, ...]]] | dict[int, Claims],
    wanted: dict[int, dict[str, tuple[Shift, ...]]],
) -> bool:
    return any(
        clash(shift, each, links.between(who, position, other))
        for other in links.shared[who]
        if other != position
        for each in (*sure[other][who], *wanted[other][who])
    )


def broken(links: Links) -> Iterator[Wrong | str]:
    """List promises of different teams that cannot both be kept; a warning where one would do.

    Shifts that overlap are wrong; too little rest between them is where a team's rule must hold,
    and a warning where it has a price.
    """
    for who, where in links.shared.items():
        for position in where:
            yield from _while_away(links, who, position)
        for one, other in combinations(where, 2):
            yield from _between(links, who, one, other)


def _while_away(links: Links, who: str, position: int) -> Iterator[Wrong]:
    team = links.teams[position]
    person = team.problem.person[who]
    for shift in promised(team.problem, who):
        absence = absence_during(person, shift, team.problem)
        if absence is not None:
            says = f"must be somebody who may take {shift}, got {who}: absent ({absence.kind})"
            yield _wrong(team, LOCKED, who, shift, f"{says} as another team of theirs has it")


def _between(links: Links, who: str, one: int, other: int) -> Iterator[Wrong | str]:
    rest = links.between(who, one, other)
    here, there = links.teams[one], links.teams[other]
    for file, mine, known, theirs in _pairs(here, there, who):
        if not clash(mine, theirs, rest):
            continue
        says = f"must leave {who} free for {place_of(here, known, who, mine)}"
        if mine.overlaps(theirs):
            yield _wrong(there, file, who, theirs, f"{says}, got {theirs} at the same time")
            continue
        first, second = sorted((mine, theirs), key=lambda shift: shift.order)
        got = f"got {say_duration(second.start - first.end)} of {say_duration(rest)} rest"
        if _must_rest(links, who, one, second.start - first.end) or _must_rest(
            links, who, other, second.start - first.end
        ):
            yield _wrong(there, file, who, theirs, f"{says}, {got}")
        else:
            yield f"{place_of(there, file, who, theirs)}: {says}, {got}"


def _pairs(here: Team, there: Team, who: str) -> Iterator[tuple[str, Shift, str, Shift]]:
    """List the pairs of fixed shifts of two teams, save those that were both served."""
    first = [(HISTORY, each) for each in served(here.problem, who)]
    first += [(LOCKED, each) for each in promised(here.problem, who)]
    second = [(HISTORY, each) for each in served(there.problem, who)]
    second += [(LOCKED, each) for each in promised(there.problem, who)]
    for known, mine in first:
        for file, theirs in second:
            if LOCKED in (known, file):
                yield file, mine, known, theirs


def _must_rest(links: Links, who: str, position: int, rest: timedelta) -> bool:
    """Say whether a rule of the team that has no price asks for more rest."""
    team = links.teams[position]
    hard = [rule for rule in team.reading.rules if rule.weight is None]
    return rest < rest_of(team.problem.person[who], hard, team.problem)


def place_of(team: Team, file: str, who: str, shift: Shift) -> str:
    """Name the row of an assignment, with its shift."""
    row = {"shift": shift.type.id, "date": shift.date.isoformat(), "person": who}
    return f"{shift} of {place(team, file, row)}"


def _wrong(team: Team, file: str, who: str, shift: Shift, says: str) -> Wrong:
    row = {"shift": shift.type.id, "date": shift.date.isoformat(), "person": who}
    return Wrong(f"{team.name}/{file}", line_of(team.folder, file, row), "person", says)
