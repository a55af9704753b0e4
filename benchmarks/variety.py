"""People like those of a team, but not the same: facts of their own, drawn by a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from rotation.clock import local_day
from rotation.domain import Absence, Level, Problem, Request, Shift, Span, Specialist

EXTRA_SKILLS = ("liaison", "senior", "watch")
"""Skills that somebody of any region may have or lack."""

PART_TIME = "part-time"
HOURS = (0.5, 0.6, 0.8, 1.0)

OFTEN, SOMETIMES, SELDOM = 0.5, 0.2, 0.1
"""How likely a fact differs, a month or a person at a time."""


@dataclass(frozen=True)
class Member:
    """Somebody of a team, with everything that a problem says of them."""

    person: Specialist
    absences: tuple[Absence, ...]
    requests: tuple[Request, ...]
    history: tuple[Shift, ...]
    ledger: Mapping[str, float]
    holidays: Mapping[date, str]


class Variety:
    """Draws people who are like those of a team."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem = problem
        self._seed = seed

    def person(self, like: Specialist, number: int) -> Member:
        """Return somebody as they are (number 1), or somebody like them."""
        problem = self.problem
        if number == 1:
            return Member(
                like,
                tuple(each for each in problem.absences if each.person == like.id),
                tuple(each for each in problem.requests if each.person == like.id),
                problem.served[like.id],
                self._balances(like.id),
                problem.public_holidays.get(like.id, {}),
            )
        rng = Random(f"{self._seed}:{like.id}:{number}")
        person = self._varied(like, f"{like.id}-{number}", rng)
        # What was served is a whole line of somebody nearby: it obeys the rules as it is.
        past = rng.choice([each for each in problem.people if each.time_zone == like.time_zone])
        return Member(
            person,
            tuple(self._absences(person, rng)),
            tuple(self._requests(person, rng)),
            problem.served[past.id],
            {load: round(rng.gauss(b, 2.0), 2) for load, b in self._balances(past.id).items()},
            problem.public_holidays.get(like.id, {}),
        )

    def _balances(self, who: str) -> dict[str, float]:
        return {load: b for (own, load), b in sorted(self.problem.ledger.items()) if own == who}

    def _varied(self, like: Specialist, who: str, rng: Random) -> Specialist:
        fte = rng.choice(HOURS) if rng.random() < SOMETIMES else like.fte
        full = None if like.hours_per_week is None else like.hours_per_week / like.fte
        free = like.not_before is not None and rng.random() < SOMETIMES
        return replace(
            like,
            id=who,
            name=f"{like.name} {who.rpartition('-')[2]}",
            email=f"{who}@example.com",
            languages=self._languages(like, rng),
            skills=self._skills(like, fte, rng),
            fte=fte,
            hours_per_week=None if full is None else round(full * fte, 2),
            starts_on=None,
            ends_on=None,
            not_before=None if free else like.not_before,
            not_after=None if free else like.not_after,
        )

    def _languages(self, like: Specialist, rng: Random) -> dict[str, Level]:
        """Drop a language or add one that is spoken in the same zone; English stays."""
        spoken = dict(like.languages)
        others = sorted(spoken.keys() - {"en"})
        if others and rng.random() < SELDOM:
            del spoken[rng.choice(others)]
        near = [each for each in self.problem.people if each.time_zone == like.time_zone]
        more = sorted({language for each in near for language in each.languages} - spoken.keys())
        if more and rng.random() < SELDOM:
            spoken[rng.choice(more)] = rng.choice((Level.B2, Level.C1))
        return spoken

    def _skills(self, like: Specialist, fte: float, rng: Random) -> frozenset[str]:
        skills = set(like.skills) - {PART_TIME}
        for skill in EXTRA_SKILLS:
            if rng.random() < SELDOM:
                skills ^= {skill}
        return frozenset(skills | ({PART_TIME} if fte < 1 else set()))

    def _absences(self, person: Specialist, rng: Random) -> list[Absence]:
        kinds = (("leave", OFTEN, 7), ("training", SELDOM, 1), ("sick", SELDOM, 3))
        found = []
        for first, days in self._months():
            for kind, likely, longest in kinds:
                if rng.random() >= likely:
                    continue
                start = first + timedelta(days=rng.randrange(days))
                last = start + timedelta(days=rng.randrange(longest))
                span = Span(
                    local_day(start, person.time_zone).start, local_day(last, person.time_zone).end
                )
                found.append(Absence(person.id, span, kind))
        return found

    def _requests(self, person: Specialist, rng: Random) -> list[Request]:
        found = []
        for first, days in self._months():
            for _ in range(rng.randrange(3)):
                start = first + timedelta(days=rng.randrange(days))
                want, weight = ("off", 8) if rng.random() < 0.7 else ("work", 4)
                last = start + timedelta(days=rng.randrange(2))
                found.append(
                    Request(
                        person.id,
                        "off" if want == "off" else "work",
                        start,
                        last,
                        weight=rng.randint(1, weight),
                    )
                )
        return found

    def _months(self) -> list[tuple[date, int]]:
        """List stretches of about a month: first day, days."""
        horizon = self.problem.horizon
        number = max(1, round(horizon.days / 30))
        length = horizon.days // number
        return [(horizon.first + timedelta(days=n * length), length) for n in range(number)]
