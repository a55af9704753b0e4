"""An instance of the set as a team's own problem, with rules that any team may write.

Everybody lives in UTC and day 0 is Monday 4 January 2027. The set has shifts of so many minutes
without a time of day: each starts at midnight and lasts its minutes, so that the shifts of one day
overlap and nobody has two of them. Who may have none of a shift lacks the skill that it needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

from benchmarks.nrp_reader import Contract, Instance, Wish
from rotation import clock
from rotation.domain import (
    Absence,
    Horizon,
    Problem,
    Request,
    Seats,
    Shift,
    ShiftType,
    Specialist,
    Team,
)
from rotation.rule import Group, Rule, registry

FIRST = date(2027, 1, 4)
DAY = timedelta(days=1)
WEEK = 7

Asked = dict[str, Any]
"""The parameters of a rule for one contract, empty where it asks for nothing."""


def team_of(instance: Instance) -> tuple[Problem, tuple[Rule, ...]]:
    """Say an instance in our own words: a problem, and the rules it is judged by."""
    horizon = Horizon(FIRST, FIRST + (instance.days - 1) * DAY)
    kinds = tuple(_kind(name, each.minutes) for name, each in instance.kinds.items())
    people = tuple(_person(name, each, instance) for name, each in instance.staff.items())
    problem = Problem(
        team=Team(name="benchmark"),
        horizon=horizon,
        people=people,
        shift_types=kinds,
        shifts=_shifts(kinds, horizon, instance),
        absences=tuple(
            Absence(who, clock.local_day(FIRST + day * DAY, "UTC"))
            for who, day in sorted(set(instance.days_off))
        ),
        requests=(
            *(_request(wish, "work") for wish in instance.on),
            *(_request(wish, "off") for wish in instance.off),
        ),
    )
    return problem, rules_of(instance)


def _kind(name: str, minutes: int) -> ShiftType:
    return ShiftType(
        id=name,
        name=name,
        duration=timedelta(minutes=minutes),
        skills=frozenset({name}),
    )


def _person(name: str, contract: Contract, instance: Instance) -> Specialist:
    skills = frozenset(kind for kind in instance.kinds if contract.most.get(kind, 1))
    return Specialist(id=name, name=name, time_zone="UTC", skills=skills)


def _shifts(kinds: tuple[ShiftType, ...], horizon: Horizon, of: Instance) -> tuple[Shift, ...]:
    """Make every shift, with as many seats as its day asks for; above that each is priced."""
    everybody = len(of.staff)

    def seats(shift: Shift) -> Seats:
        wanted = of.cover[(shift.date - FIRST).days, shift.type.id]
        return Seats(wanted, wanted, max(everybody, wanted))

    return tuple(replace(each, own_seats=seats(each)) for each in clock.expand(kinds, horizon))


def _request(wish: Wish, want: Literal["work", "off"]) -> Request:
    day = FIRST + wish.day * DAY
    return Request(wish.person, want, day, day, wish.shift, wish.weight, line=wish.line)


def rules_of(instance: Instance) -> tuple[Rule, ...]:
    """List the rules: those that are always on, and what the file asks for."""
    kinds = registry()
    times: Counter[str] = Counter()
    rules = [kind() for kind in kinds.values() if kind.always]
    for name, parameters in _tables(instance):
        times[name] += 1
        label = name if times[name] == 1 else f"{name}[{times[name]}]"
        rules.append(kinds[name](label=label, **parameters))
    return tuple(rules)


def _tables(instance: Instance) -> Iterator[tuple[str, Asked]]:
    """List the tables that a team would write into rota.toml."""
    yield "staffing", {"weight": instance.under, "over": instance.over or None}
    yield "requests", {"weight": 1}
    forbidden = tuple(
        (name, after) for name, each in instance.kinds.items() for after in each.never_next
    )
    if forbidden:
        yield "sequence", {"forbidden": forbidden}
    yield from _grouped("hours", instance, _hours)
    yield from _grouped("days_in_row", instance, _days_in_row)
    yield from _grouped("days_off_in_row", instance, _days_off_in_row)
    yield from _grouped("weekends", instance, lambda contract: _weekends(contract, instance))
    for shift in instance.kinds:
        asks = partial(_count, shift=shift, days=instance.days)
        yield from _grouped("count", instance, asks)


def _grouped(
    name: str, instance: Instance, asks: Callable[[Contract], Asked]
) -> Iterator[tuple[str, Asked]]:
    """List a rule once for all the people whose contracts ask the same of it."""
    groups: dict[tuple[tuple[str, Any], ...], list[str]] = {}
    for who, contract in instance.staff.items():
        groups.setdefault(tuple(asks(contract).items()), []).append(who)
    for asked, ids in groups.items():
        if asked:
            everybody = len(ids) == len(instance.staff)
            yield name, {**dict(asked), "people": None if everybody else Group(ids=tuple(ids))}


def _hours(contract: Contract) -> Asked:
    low, high = contract.min_minutes / 60, contract.max_minutes / 60
    return {"max_per_period": high, "min_per_period": low or None, "prorate": False}


def _days_in_row(contract: Contract) -> Asked:
    least = contract.min_in_row if contract.min_in_row > 1 else None
    return {"max": contract.max_in_row, "min": least}


def _days_off_in_row(contract: Contract) -> Asked:
    return {"min": contract.min_off_in_row} if contract.min_off_in_row > 1 else {}


def _weekends(contract: Contract, instance: Instance) -> Asked:
    there = sum(day % WEEK == 5 for day in range(instance.days))
    return {"max_per_period": contract.max_weekends} if contract.max_weekends < there else {}


def _count(contract: Contract, shift: str, days: int) -> Asked:
    """Bound the number of a shift where it is neither never (a skill) nor as often as may be."""
    most = contract.most.get(shift, days)
    return {"shifts": (shift,), "max_per_period": most} if 0 < most < days else {}
