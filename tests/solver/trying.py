"""Every schedule of a small problem, judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from rotation.board.board import Pair
from rotation.domain import Assignment, Problem, Schedule
from rotation.rule import PersonRule, Rule, price

Held = frozenset[Pair]
Priced = Mapping[Held, int]


class Judge:
    """Judges every way to put people on shifts, however bad; nothing twice."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rotas = every_rota(problem)
        self._known: dict[tuple[int, str, Held], tuple[bool, int]] = {}
        self._kept: list[Rule] = []

    def verdict(self, each: Rule, held: Held) -> tuple[bool, int]:
        """Say whether a schedule breaks what must hold by a rule, and what it pays for it."""
        if not isinstance(each, PersonRule):
            return self._judged(each, "", held)
        # What a person rule says of somebody is about their own line.
        lines = [
            self._judged(each, who.id, frozenset(pair for pair in held if pair[0] == who.id))
            for who in self.problem.people
        ]
        return any(hard for hard, _ in lines), sum(paid for _, paid in lines)

    def _judged(self, each: Rule, who: str, held: Held) -> tuple[bool, int]:
        key = id(each), who, held
        if key not in self._known:
            self._kept.append(each)  # so that its id stays its own
            found = [b for b in each.breaches(self.rotas[held]) if not who or b.person == who]
            self._known[key] = any(b.weight is None for b in found), price(found)
        return self._known[key]

    def broken(self, rules: Iterable[Rule], held: Held) -> Iterator[Rule]:
        """List the rules of which a schedule breaks what must hold."""
        return (each for each in rules if self.verdict(each, held)[0])

    def legal(self, rules: Sequence[Rule], among: Iterable[Held]) -> Priced:
        """Price the schedules that break nothing that must hold."""
        first = sorted(rules, key=lambda each: (not each.always, each.weight is not None))
        return {
            held: sum(self.verdict(each, held)[1] for each in rules)
            for held in among
            if not any(True for _ in self.broken(first, held))
        }


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
    judge = Judge(problem)
    return judge.legal(rules, judge.rotas)


@dataclass(frozen=True)
class Case:
    """A problem with rules of which at least one schedule is legal, and all such schedules."""

    problem: Problem
    rules: Sequence[Rule]
    priced: Priced


def case(problem: Problem, rules: Sequence[Rule]) -> Case:
    """Price as few hard rules, and give up as few facts, as make a schedule legal."""
    judge = Judge(problem)
    always = [each for each in rules if each.always]
    others = [each for each in rules if not each.always]
    among = [held for held in judge.rotas if not any(True for _ in judge.broken(always, held))]

    def cost(held: Held) -> int:
        return sum(1000 if each.weight else 1 for each in judge.broken(others, held))

    if among:
        least = min(among, key=cost)
        soft = {id(each): replace(each, weight=5) for each in judge.broken(others, least)}
        made = [soft.get(id(each), each) for each in rules]
        if priced := judge.legal(made, among):
            return Case(problem, made, priced)
    easier = replace(
        problem,
        locked=(),
        requirements=tuple(replace(each, must=False) for each in problem.requirements),
    )
    assert easier != problem
    return case(easier, rules)
