"""Speakers enough for the service levels that say `drives = true`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rotation import duty
from rotation.constraints.coverage import Covering
from rotation.domain import Ask, Problem, Requirement, Span
from rotation.rule import rule
from rotation.staffing.required import required


@rule("service")
@dataclass(frozen=True, kw_only=True)
class Service(Covering):
    """As many speakers are on duty as a driving service level needs, hour by hour.

    The number comes from Erlang C for each language by itself, at most as many as there are.

    Parameters
    ----------
    weight
        Price of one person-minute short; a tenth of an uncovered coverage minute.

    Examples
    --------
    [rules.service]                # for each [[sla]] with drives = true
    weight = 200
    """

    essential: ClassVar[bool] = False
    weight: int | None = 100

    def __str__(self) -> str:
        return "driving service levels have the speakers that they need"

    def needs(self, problem: Problem) -> Iterator[tuple[Requirement, list[Span]]]:
        """List each language and number of speakers, with the hours that need them."""
        unknown = duty.unknown_before(problem)
        for sla in problem.slas:
            if not sla.drives:
                continue
            hours: dict[tuple[str, int], list[Span]] = defaultdict(list)
            for span, language, people in required(sla, problem):
                ask = Ask(language=language, level=problem.team.working_level)
                able = sum(ask.met_by(person) for person in problem.people)
                if min(people, able):
                    hours[language, min(people, able)].append(span)
            for (language, people), spans in sorted(hours.items()):
                ask = Ask(language=language, level=problem.team.working_level)
                name = f"{sla.id} ({language})"
                yield Requirement(id=name, ask=ask, people=people), duty.minus(spans, unknown)
