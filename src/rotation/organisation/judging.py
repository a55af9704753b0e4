"""The judge of the whole: nobody is in two places, looked at again from the rotas alone.

It shares no code with what divided people's time. What it finds is a defect of ours, and is never
written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rotation.constraints.rest import Rest
from rotation.domain import Shift
from rotation.organisation.reading import Team
from rotation.organisation.work import Held
from rotation.report.tables import utc


@dataclass(frozen=True)
class _Duty:
    """A shift that somebody is on, for which team, and whether it was fixed beforehand."""

    shift: Shift
    team: Team
    fixed: bool


def double_bookings(teams: Sequence[Team], rotas: Sequence[Held]) -> list[str]:
    """List where a person is in two teams at once, or goes from one to another without rest.

    What was served is looked at with what was made; two shifts that were both fixed beforehand are
    judged when they are read. A team without a rota still keeps what it promised.
    """
    duties: dict[str, list[_Duty]] = {}
    for team, held in zip(teams, rotas, strict=True):
        for who, each in _duties(team, held):
            duties.setdefault(who, []).append(each)
    return [says for who in sorted(duties) for says in _of_one(who, duties[who])]


def _duties(team: Team, held: Held) -> Iterator[tuple[str, _Duty]]:
    problem = team.problem
    promised = set(problem.locked)
    for past in problem.history or ():
        yield past.person.id, _Duty(past.shift, team, fixed=True)
    for key, who in sorted({*held, *promised}):
        yield who, _Duty(problem.shift[key], team, fixed=(key, who) in promised)


def _of_one(who: str, duties: list[_Duty]) -> Iterator[str]:
    alone = [duty for duty in duties if not duty.shift.type.alongside]
    alone.sort(key=lambda duty: (duty.shift.start, duty.shift.end, duty.team.name))
    longest = max((_rest(who, duty.team) for duty in alone), default=timedelta(0))
    for index, first in enumerate(alone):
        for second in alone[index + 1 :]:
            if second.team is first.team or (first.fixed and second.fixed):
                continue
            if second.shift.start < first.shift.end and second.shift.end > first.shift.start:
                yield _words(who, first, second, "at the same time")
            elif first.shift.active and second.shift.active:
                rest = max(_rest(who, first.team), _rest(who, second.team))
                if second.shift.start < first.shift.end + rest:
                    yield _words(who, first, second, "without the rest between them")
            if second.shift.start > max(each.shift.end for each in alone[: index + 1]) + longest:
                break


def _rest(who: str, team: Team) -> timedelta:
    person = team.problem.person[who]
    return max(
        (
            each.least
            for each in team.reading.rules
            if isinstance(each, Rest) and person in each.members(team.problem)
        ),
        default=timedelta(0),
    )


def _words(who: str, first: _Duty, second: _Duty, how: str) -> str:
    both = (first, second)
    told = [f"{duty.shift} ({utc(duty.shift.start)}) of {duty.team.name}" for duty in both]
    return f"{who} is on {' and on '.join(told)} {how}"


Loads = dict[str, tuple[int, float]]
"""Team -> number and hours of somebody's shifts."""


def loads(teams: Sequence[Team], rotas: Mapping[int, Held], who: str) -> Loads:
    """Return the number and hours of somebody's shifts in each of their teams."""
    found = {}
    for position, held in rotas.items():
        problem = teams[position].problem
        if who in problem.person:
            shifts = [problem.shift[key] for key, person in held if person == who]
            hours = sum(shift.minutes for shift in shifts) / 60
            found[teams[position].name] = (len(shifts), hours)
    return found
