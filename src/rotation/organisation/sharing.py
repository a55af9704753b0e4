"""Who is in several teams: one id is one person, everywhere in the organisation."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rotation.domain import Absence, Specialist
from rotation.errors import Problem as Wrong
from rotation.organisation.reading import Team
from rotation.team.words import show, visible

EVERYWHERE = frozenset({"leave", "sick", "training"})
"""Kinds of absence that hold in all of somebody's teams; `unavailable` is about one team."""

PEOPLE = "people.csv"


@dataclass(frozen=True)
class Sharing:
    """Who is shared, and which teams hang together through them.

    Parameters
    ----------
    teams
        Person id -> positions of their teams, two at least, in order.
    groups
        Positions of teams that share people, directly or through others; alone ones too. Each is in
        one group, sorted.
    """

    teams: Mapping[str, tuple[int, ...]]
    groups: tuple[tuple[int, ...], ...]


def sharing(teams: Sequence[Team]) -> Sharing:
    """Find who is in several teams."""
    where: dict[str, list[int]] = defaultdict(list)
    for position, team in enumerate(teams):
        for person in team.problem.people:
            where[person.id].append(position)
    shared = {who: tuple(found) for who, found in sorted(where.items()) if len(found) > 1}
    return Sharing(shared, _groups(len(teams), shared.values()))


def _groups(count: int, links: Iterable[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Put linked positions together."""
    head = list(range(count))

    def find(position: int) -> int:
        while head[position] != position:
            head[position] = head[head[position]]
            position = head[position]
        return position

    for link in links:
        for position in link[1:]:
            first, second = sorted((find(link[0]), find(position)))
            head[second] = first
    groups: dict[int, list[int]] = defaultdict(list)
    for position in range(count):
        groups[find(position)].append(position)
    return tuple(tuple(group) for _, group in sorted(groups.items()))


def contradictions(teams: Sequence[Team], shared: Sharing) -> Iterator[Wrong]:
    """List where two teams say things of one id that cannot be true of one person."""
    for who, where in shared.teams.items():
        first = teams[where[0]]
        for position in where[1:]:
            yield from _contradicting(who, first, teams[position])


def _contradicting(who: str, first: Team, other: Team) -> Iterator[Wrong]:
    known, here = first.problem.person[who], other.problem.person[who]
    facts = [("time_zone", known.time_zone, here.time_zone)]
    if known.email and here.email:
        facts.append(("email", known.email.casefold(), here.email.casefold()))
    for column, there, got in facts:
        if there != got:
            line = line_of(other.folder, PEOPLE, {"id": who})
            says = (
                f"must be the same as in {place(first, PEOPLE, {'id': who})}, {show(there)}, as one"
                f" id is one person in all teams, got {show(got)}; give another person another id"
            )
            yield Wrong(f"{other.name}/{PEOPLE}", line, column, says)


def odd(teams: Sequence[Team], shared: Sharing) -> Iterator[str]:
    """Warn of what may be one person under two ids, or two people under one."""
    for who, where in shared.teams.items():
        names = {teams[position].problem.person[who].name: position for position in where}
        emails = {teams[position].problem.person[who].email.casefold() for position in where}
        if len(names) > 1 and (len(emails) > 1 or emails == {""}):
            told = " and ".join(f"{show(name)} in {teams[n].name}" for name, n in names.items())
            yield f"{visible(who)} is read as one person, who is called {told}"
    by_email: dict[str, dict[str, Team]] = defaultdict(dict)
    for team in teams:
        for person in team.problem.people:
            if person.email:
                by_email[person.email.casefold()].setdefault(person.id, team)
    for email, ids in sorted(by_email.items()):
        if len(ids) > 1 and len({team.name for team in ids.values()}) > 1:
            told = " and ".join(f"{who} in {team.name}" for who, team in sorted(ids.items()))
            yield f"{visible(email)} is the address of {told}, who are read as different people"


def with_absences(teams: Sequence[Team], shared: Sharing) -> list[Team]:
    """Let leave, sickness and training of a shared person hold in all of their teams."""
    more: dict[int, set[Absence]] = defaultdict(set)
    for who, where in shared.teams.items():
        away = {
            absence
            for position in where
            for absence in teams[position].problem.absent[who]
            if absence.kind in EVERYWHERE
        }
        for position in where:
            more[position] |= away
    return [_away(team, more[position]) for position, team in enumerate(teams)]


def _away(team: Team, more: set[Absence]) -> Team:
    known = {(each.person, each.span) for each in team.problem.absences}
    # A note is the business of the team in which it was written.
    fresh = {replace(each, note="") for each in more if (each.person, each.span) not in known}
    if not fresh:
        return team
    both = (*team.problem.absences, *fresh)
    order = sorted(both, key=lambda each: (each.person, each.span, each.kind, each.note))
    return team.changed(replace(team.problem, absences=tuple(order)))


def place(team: Team, file: str, cells: Mapping[str, str]) -> str:
    """Name a row of a team's file: emea/people.csv:3."""
    line = line_of(team.folder, file, cells)
    return f"{team.name}/{file}:{line}" if line else f"{team.name}/{file}"


def line_of(folder: Path, file: str, cells: Mapping[str, str]) -> int:
    """Return the line of the first row that has these cells, 0 where there is none."""
    try:
        text = (folder / file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return 0
    before = 1
    rows = csv.reader(io.StringIO(text))
    header = next(rows, [])
    before = rows.line_num
    for row in rows:
        got = dict(zip((name.strip() for name in header), row, strict=False))
        if all(got.get(name, "").strip() == cell for name, cell in cells.items()):
            return before + 1
        before = rows.line_num
    return 0


def person_of(teams: Sequence[Team], shared: Sharing, who: str) -> Specialist:
    """Return a shared person as their first team knows them."""
    return teams[shared.teams[who][0]].problem.person[who]
