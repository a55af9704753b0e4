"""What a shared person's shifts come to when all their teams are taken together.

Hours, runs and nights are limited by each team for itself: whether 24 hours a week are meant for
the team or for the whole person, its rota.toml does not say. So a team's rules that must hold are
judged once more with the shifts of the others, and what comes of it is told, for people to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rotation.constraints.rest import Rest
from rotation.domain import Shift, sorted_shifts
from rotation.limits import Line
from rotation.organisation.reading import Team
from rotation.organisation.sharing import Sharing
from rotation.organisation.work import Held
from rotation.rule import PersonRule


@dataclass(frozen=True)
class Across:
    """A rule that a person keeps in its team, but not with the shifts of their other teams."""

    person: str
    team: str
    rule: str
    says: str


def across(
    teams: Sequence[Team], sharing: Sharing, rotas: Mapping[int, Held]
) -> tuple[Across, ...]:
    """Judge each team's hard rules with what shared people do elsewhere, sorted by person."""
    found = [
        each
        for who, where in sharing.teams.items()
        for position in where
        for each in _of_one(teams, who, position, where, rotas)
    ]
    return tuple(dict.fromkeys(found))


def _of_one(
    teams: Sequence[Team],
    who: str,
    position: int,
    where: Sequence[int],
    rotas: Mapping[int, Held],
) -> Iterator[Across]:
    team = teams[position]
    problem, person = team.problem, team.problem.person[who]
    own = _shifts(team, who, rotas.get(position, ()))
    others = [
        _named(shift, teams[other])
        for other in where
        if other != position
        for shift in (
            *teams[other].problem.served[who],
            *_shifts(teams[other], who, rotas.get(other, ())),
        )
    ]
    served = problem.served[who]
    alone = Line(person, problem, served, own)
    together = Line(person, problem, sorted_shifts([*served, *others]), own)
    for rule in team.reading.rules:
        if not isinstance(rule, PersonRule) or rule.weight is not None or rule.always:
            continue
        if isinstance(rule, Rest) or person not in rule.members(problem):
            continue
        known = set(_says(rule, alone))
        for says in _says(rule, together):
            if says not in known:
                yield Across(who, team.name, rule.label, says)


def _says(rule: PersonRule, line: Line) -> Iterator[str]:
    held = frozenset(line.open)
    for limit in rule.limits(line):
        for finding in limit.findings(held, line.past_set):
            yield rule.words(line, finding)


def _shifts(team: Team, who: str, held: Held) -> tuple[Shift, ...]:
    return sorted_shifts([team.problem.shift[key] for key, person in held if person == who])


def _named(shift: Shift, team: Team) -> Shift:
    """Return a shift under its team's name, so that no rule takes it for one of another team."""
    kind = replace(shift.type, id=f"{team.name}/{shift.type.id}")
    return replace(shift, type=kind)
