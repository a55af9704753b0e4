"""Somebody whose own rules leave them no line: the few limits that do not go together.

Asked of walks, which tell in a moment what CP-SAT may not tell in minutes where sums are in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from rotation.domain import Problem, say_date, sorted_shifts
from rotation.limits import Demand, Limit, Line
from rotation.rule import PersonRule, Rule
from rotation.solver.drawing import Size, drawn_limits
from rotation.walk.diagram import Diagram

T = TypeVar("T")

ONE_BY_ONE, DATES = 3, 6
"""Up to so many shifts that one rule keeps somebody from each is named, and so many dates."""


@dataclass(frozen=True, eq=False)
class Own:
    """A hard limit on somebody's line, and the rule that asks for it."""

    rule: PersonRule
    limit: Limit


def limits_of(line: Line, rules: Sequence[Rule]) -> Iterator[Own]:
    """List the hard limits that rules put on somebody's line."""
    for rule in rules:
        if not isinstance(rule, PersonRule) or type(rule).limits is PersonRule.limits:
            continue
        if rule.weight is None and line.person in rule.members(line.problem):
            yield from (Own(rule, limit) for limit in rule.limits(line))


def without_line(problem: Problem, rules: Sequence[Rule], over: Callable[[], bool]) -> list[str]:
    """Find the ids of all whose own rules leave them no line, until it is over."""
    found = []
    for person in problem.people:
        walks, others, closing = _asked(problem, rules, person.id, over)
        if walks.none(others, closing):
            found.append(person.id)
    return found


def contradicting(
    problem: Problem, rules: Sequence[Rule], who: str, over: Callable[[], bool]
) -> tuple[list[Own], bool]:
    """Find limits on one person that leave no line together.

    Parameters
    ----------
    over
        Whether to be done with it.

    Returns
    -------
    The limits, none where all together are not known to leave no line; and whether there is one
    without any of them, for sure.
    """
    walks, others, closing = _asked(problem, rules, who, over)
    if not walks.none(others, closing):
        return [], False
    others = fewest(others, lambda kept: walks.none(kept, closing))
    closing = fewest(closing, lambda kept: walks.none(others, kept))
    return [*closing, *others], walks.certain


def _asked(
    problem: Problem, rules: Sequence[Rule], who: str, over: Callable[[], bool]
) -> tuple[_Walks, list[Own], list[Own]]:
    """Return what knows somebody's lines, their limits, and those that close single shifts."""
    person = problem.person[who]
    line = Line(person, problem, problem.served[who], problem.shifts)
    own = [] if over() else list(limits_of(line, rules))
    closing = [each for each in own if each.rule.narrows]
    others = [each for each in own if not each.rule.narrows]
    return _Walks(line, over), others, closing


def demands(line: Line, own: Sequence[Own]) -> list[Demand]:
    """Name limits, many single shifts that one rule keeps somebody from in one sentence."""
    named: dict[Demand, None] = {}
    closed: defaultdict[str, list[Own]] = defaultdict(list)
    for each in own:
        if each.rule.narrows:
            closed[each.rule.label].append(each)
    for label, several in closed.items():
        if len(several) > ONE_BY_ONE:
            named[_merged(line, label, several)] = None
    for each in own:
        if len(closed.get(each.rule.label, ())) <= ONE_BY_ONE:
            named[each.rule.demand(line, each.limit)] = None
    return sorted(named, key=lambda each: each.order)


def _merged(line: Line, label: str, several: Sequence[Own]) -> Demand:
    shifts = sorted_shifts([s for each in several for s in each.rule.closed(each.limit)])
    dates = list(dict.fromkeys(say_date(shift.date) for shift in shifts))
    kinds = ", ".join(sorted({shift.type.id for shift in shifts}))
    when = ", ".join(dates) if len(dates) <= DATES else f"{dates[0]} to {dates[-1]}"
    first = several[0].rule.demand(line, several[0].limit).says
    says = f"{line.person.name} may not work {len(set(shifts))} shifts ({kinds}) of {when}"
    return Demand(label, line.person.id, f"{says}, for one: {first}", shifts[0].start)


def fewest(items: Sequence[T], suffice: Callable[[list[T]], bool]) -> list[T]:
    """Leave out what can be, many at once and then one by one; more never suffices less."""
    kept, size = list(items), len(items)
    while size:
        at = 0
        while at < len(kept):
            without = kept[:at] + kept[at + size :]
            if suffice(without):
                kept = without
            else:
                at += size
        size //= 2
    return kept


@dataclass
class _Walks:
    """Says whether limits leave somebody a line.

    Parameters
    ----------
    over
        Whether to answer no more, as if there were lines.
    certain
        Every line that there was said to be is one for sure.
    """

    line: Line
    over: Callable[[], bool]
    certain: bool = True
    _drawn: dict[tuple[int, ...], Diagram] = field(default_factory=dict)

    def none(self, others: Sequence[Own], closing: Sequence[Own]) -> bool:
        """Say whether these limits leave no line.

        Parameters
        ----------
        closing
            Those that rule out single shifts, which need no drawing.
        """
        if self.over():
            self.certain = False
            return False
        forced = np.zeros(len(self.line.open), np.int8)
        for each in closing:
            for shift in each.rule.closed(each.limit):
                forced[self.line.positions[shift]] = -1
        diagram = self._diagram(others)
        taking, stepping = np.zeros(len(forced)), np.zeros(len(diagram.linear))
        none = not np.isfinite(diagram.best(taking, stepping, forced).value)
        self.certain = self.certain and (none or diagram.exact)
        return none

    def _diagram(self, others: Sequence[Own]) -> Diagram:
        key = tuple(id(each) for each in others)
        if key not in self._drawn:
            size = Size.of(1, len(self.line.open))
            asked = [(each.limit, each.rule.weight) for each in others]
            _, diagram, lost = drawn_limits(self.line, asked, size)
            self.certain = self.certain and not lost
            self._drawn = {key: diagram}  # the next question is of the same, or of others
        return self._drawn[key]
