"""Every schedule of a small problem, judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from rotation.board.closing import Pair
from rotation.domain import Assignment, Problem, Schedule
from rotation.rule import Breach, PersonRule, Rule, price

Held = frozenset[Pair]
Priced = Mapping[Held, int]

Verdicts = dict[Held, tuple[bool, int]]
"""Schedule -> whether it breaks what must hold, and its price."""


def _verdicts(each: Rule, rotas: Mapping[Held, Schedule]) -> Verdicts:
    if isinstance(each, PersonRule):
        return _line_by_line(each, rotas)
    return {held: _verdict(each.breaches(rota)) for held, rota in rotas.items()}


def _verdict(breaches: Iterable[Breach]) -> tuple[bool, int]:
    found = list(breaches)
    return any(breach.weight is None for breach in found), price(found)


def _line_by_line(each: PersonRule, rotas: Mapping[Held, Schedule]) -> Verdicts:
    """Judge each line once: what a person rule says of somebody is about their own line."""
    whose = [frozenset({who.id}) for who in next(iter(rotas.values())).problem.people]
    lines: dict[tuple[frozenset[str], Held], tuple[bool, int]] = {}

    def line(who: frozenset[str], held: Held) -> tuple[bool, int]:
        own = frozenset(pair for pair in held if pair[0] in who)
        if (who, own) not in lines:
            breaches = each.breaches(rotas[own])
            lines[who, own] = _verdict(b for b in breaches if b.person in who)
        return lines[who, own]

    found = {}
    for held in rotas:
        verdicts = [line(who, held) for who in whose]
        found[held] = any(hard for hard, _ in verdicts), sum(paid for _, paid in verdicts)
    return found


def every_rota(problem: Problem) -> dict[Held, Schedule]:
    """List every way to put people on shifts, however bad."""
    pairs = [(person, shift) for person in problem.people for shift in problem.shifts]
    found = {}
    for chosen in product((False, True), repeat=len(pairs)):
        on = [pair for pair, taken in zip(pairs, chosen, strict=True) if taken]
        rows = tuple(Assignment(shift, person) for person, shift in on)
        found[frozenset((who.id, shift) for who, shift in on)] = Schedule(problem, rows)
    return found


def legal(problem: Problem, rules: Sequence[Rule]) -> Priced:
    """Judge every schedule there is; give the price of those that break no hard rule."""
    rotas = every_rota(problem)
    return _legal([_verdicts(each, rotas) for each in rules], rotas)


def _legal(verdicts: Sequence[Verdicts], rotas: Collection[Held]) -> Priced:
    return {
        held: sum(each[held][1] for each in verdicts)
        for held in rotas
        if not any(each[held][0] for each in verdicts)
    }


@dataclass(frozen=True)
class Case:
    """A problem with rules of which at least one schedule is legal, and all such schedules."""

    problem: Problem
    rules: Sequence[Rule]
    priced: Priced


def case(problem: Problem, rules: Sequence[Rule]) -> Case:
    """Price as few hard rules, and give up as few facts, as make a schedule legal."""
    rotas = every_rota(problem)
    verdicts = [_verdicts(each, rotas) for each in rules]
    may = [not each.always and each.weight is None for each in rules]

    def broken(held: Held) -> list[int]:
        return [at for at, each in enumerate(verdicts) if each[held][0]]

    least = min(rotas, key=lambda held: sum(1 if may[at] else 1000 for at in broken(held)))
    soft = {at: replace(rules[at], weight=5) for at in broken(least) if may[at]}
    for at, each in soft.items():
        verdicts[at] = _verdicts(each, rotas)
    if broken(least):
        easier = replace(
            problem,
            locked=(),
            requirements=tuple(replace(each, must=False) for each in problem.requirements),
        )
        assert easier != problem
        return case(easier, rules)
    made = [soft.get(at, each) for at, each in enumerate(rules)]
    return Case(problem, made, _legal(verdicts, rotas))
