"""How a Run is said to CP-SAT: clauses over windows of marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rotation.board.asking import Ask, post
from rotation.board.terms import Lit
from rotation.domain import say_date
from rotation.limits import GRAIN, Demand, Mark, Run


@post.register
def post_run(limit: Run, ask: Ask) -> None:
    """Forbid or price runs of marks that are too long or too short."""
    marks = [ask.board.any_of([ask.on(shift) for shift in mark.shifts]) for mark in limit.marks]
    if limit.high is not None:
        for out, grains, first, last in _too_long(limit, ask, marks):
            _breach(limit, ask, out, grains, first, last)
    if limit.low is not None:
        for out, grains, first, last in _too_short(limit, ask, marks):
            _breach(limit, ask, out, grains, first, last)


Pattern = tuple[list[Any], int, int, int]
"""Literals that together are a breach, its grains, first and last position of the run."""


def _too_long(limit: Run, ask: Ask, marks: list[Lit]) -> Iterator[Pattern]:
    """List the windows of one mark too many; each is one unit."""
    assert limit.high is not None  # noqa: S101
    for first in range(len(marks) - limit.high):
        last = first + limit.high
        window = marks[first : last + 1]
        if not all(ask.board.is_yes(mark) for mark in window):
            yield window, GRAIN, first, last
    yield from _served_too_long(limit, ask, marks)


def _served_too_long(limit: Run, ask: Ask, marks: list[Lit]) -> Iterator[Pattern]:
    """List the runs that history made too long: they count whole once the horizon adds to them."""
    assert limit.high is not None  # noqa: S101
    first = 0
    while first < len(marks):
        last = first
        while last < len(marks) and ask.board.is_yes(marks[last]):
            last += 1
        if last - first > limit.high:
            beside = [marks[n] for n in (first - 1, last) if 0 <= n < len(marks)]
            held = ask.any_held([s for mark in limit.marks[first:last] for s in mark.shifts])
            joins = ask.board.any_of([*beside, held])
            yield [joins], (last - first - limit.high) * GRAIN, first, last - 1
        first = last + 1


def _too_short(limit: Run, ask: Ask, marks: list[Lit]) -> Iterator[Pattern]:
    """List the runs that are too short, from every place they could begin."""
    assert limit.low is not None  # noqa: S101
    wanted = [~mark for mark in marks] if limit.off else marks
    for first in range(len(marks)):
        for last in range(first, min(first + limit.low - 1, len(marks))):
            edge = first == 0 or last == len(marks) - 1
            missing = limit.too_short(first, last)
            if not missing or (limit.off and edge):
                continue
            ends = [~wanted[n] for n in (first - 1, last + 1) if 0 <= n < len(marks)]
            pattern = [*wanted[first : last + 1], *ends]
            makers = ends if limit.off else wanted[first : last + 1]
            if all(ask.board.is_yes(maker) for maker in makers):
                pattern.append(ask.any_held(list(limit.takes_part(first, last))))
            yield pattern, missing * GRAIN, first, last


def _breach(limit: Run, ask: Ask, pattern: list[Lit], grains: int, first: int, last: int) -> None:
    literals = [literal for literal in pattern if not ask.board.is_yes(literal)]
    if any(ask.board.is_no(literal) for literal in literals):
        return
    if ask.weight is None:
        demand = _demand(limit, ask, first, last)
        ask.board.clause([~literal for literal in literals], demand)
    else:
        ask.price(ask.board.all_of(literals), grains)


def _demand(limit: Run, ask: Ask, first: int, last: int) -> Demand:
    """Name what is asked, with its dates where anybody will hear of them."""
    if not ask.board.switched:
        return ask.demand(limit.about, None)
    says = f"{limit.about} ({_span(limit.marks[first], limit.marks[last])})"
    start = min((shift.start for shift in limit.takes_part(first, last)), default=None)
    return ask.demand(says, start)


def _span(first: Mark, last: Mark) -> str:
    return f"{say_date(first.date)} to {say_date(last.date)}"
