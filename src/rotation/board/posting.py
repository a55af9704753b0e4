"""How Clash, Total and Run are said to CP-SAT: hard as they are, soft with their exact price."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING, Any

from rotation.board.terms import Lit, linear
from rotation.domain import Shift, say_date
from rotation.limits import GRAIN, Clash, Finding, Limit, Line, Mark, Run, Total

if TYPE_CHECKING:
    from rotation.board.board import Board

MOST_POINTS = 400
"""Above this many values of a total, its price curve is drawn by its corners instead."""


@dataclass(frozen=True)
class Ask:
    """Whose limit it is, at what price, for which rule, and how a finding of it is said."""

    board: Board
    line: Line
    weight: int | None
    rule: str
    words: Callable[[Finding], str]

    @property
    def person(self) -> str:
        """The person's id."""
        return self.line.person.id

    def on(self, shift: Shift) -> Lit:
        """Return the literal of a shift: true for one that was served."""
        if shift in self.line.past_set:
            return self.board.yes
        return self.board.holds(self.line.person, shift)

    def any_held(self, shifts: Sequence[Shift]) -> Lit:
        """Return a literal: at least one of these is held in the horizon."""
        past = self.line.past_set
        return self.board.any_of([self.on(shift) for shift in shifts if shift not in past])

    def price(self, var: Lit, grains: int) -> None:
        """Price each unit of a variable at the limit's weight."""
        assert self.weight is not None  # noqa: S101
        self.board.price(var, grains, self.weight, self.rule)


@singledispatch
def post(limit: Limit, ask: Ask) -> None:
    """Say a limit to the board."""
    raise TypeError(f"no limit: {limit!r}")


# -- Clash --------------------------------------------------------------------------------------


@post.register
def post_clash(limit: Clash, ask: Ask) -> None:
    """Forbid or price the pairs that clash."""
    past = ask.line.past_set
    pairs = [pair for pair in limit.pairs() if not (pair[0] in past and pair[1] in past)]
    if ask.weight is not None:
        for first, second in pairs:
            _price_pair(limit, ask, first, second)
    elif ask.board.switched or limit.unless:
        for first, second in pairs:
            _forbid_pair(limit, ask, first, second)
    else:
        _forbid_cliques(ask, pairs)


def _price_pair(limit: Clash, ask: Ask, first: Shift, second: Shift) -> None:
    excuses = set(limit.unless(first, second)) if limit.unless else set()
    if limit.next_only:
        excuses.update(limit.between(first, second))
    literals = [ask.on(first), ask.on(second)]
    literals += [~ask.on(shift) for shift in sorted(excuses, key=lambda shift: shift.order)]
    ask.price(ask.board.all_of(literals), GRAIN)


def _forbid_pair(limit: Clash, ask: Ask, first: Shift, second: Shift) -> None:
    excuses = limit.unless(first, second) if limit.unless else ()
    says = ask.words(Finding(limit, GRAIN, (first, second), 0, first.start, second.end))
    clause = [~ask.on(first), ~ask.on(second), *(ask.on(shift) for shift in excuses)]
    ask.board.clause(clause, ask.rule, ask.person, says)


def _forbid_cliques(ask: Ask, pairs: list[tuple[Shift, Shift]]) -> None:
    """Cover the pairs with groups of which at most one is held: far tighter than pairs."""
    past = ask.line.past_set
    later: dict[Shift, list[Shift]] = {}
    for first, second in pairs:
        if first in past or second in past:
            ask.board.model.add_bool_and([~ask.on(second if first in past else first)])
        else:
            later.setdefault(first, []).append(second)
    neighbours = {first: set(seconds) for first, seconds in later.items()}
    covered: set[tuple[Shift, Shift]] = set()
    for first, seconds in later.items():
        left = [second for second in seconds if (first, second) not in covered]
        while left:
            clique = [first]
            for second in left:
                if all(second in neighbours.get(member, ()) for member in clique):
                    clique.append(second)
            ask.board.keep_apart([ask.on(shift) for shift in clique])
            covered.update((a, b) for i, a in enumerate(clique) for b in clique[i + 1 :])
            left = [second for second in left if (first, second) not in covered]


# -- Total --------------------------------------------------------------------------------------


@post.register
def post_total(limit: Total, ask: Ask) -> None:
    """Bound or price a sum."""
    terms, constant = _terms(limit, ask)
    own = [shift for part in limit.parts for shift in part.shifts]
    if not terms:
        _post_constant(limit, ask, constant, ask.board.yes if limit.idle else ask.any_held(own))
        return
    # Where history alone is out, the breach counts once a shift of the horizon joins in.
    base_out = not limit.idle and limit.grains(limit.value(ask.line.past_set)) > 0
    given = [ask.any_held(own)] if base_out else []
    if ask.weight is None:
        _bound_total(limit, ask, terms, constant, given)
    elif len(terms) == 1:
        _price_literal(limit, ask, terms[0], constant, counts_idle=not base_out)
    else:
        _price_total(limit, ask, terms, constant, given)


def _terms(limit: Total, ask: Ask) -> tuple[list[tuple[int, Lit]], int]:
    """Write a total as a sum over literals and a constant."""
    sums: dict[int, tuple[int, Lit]] = {}
    constant = 0
    for amount, literal in _pieces(limit, ask):
        if ask.board.is_yes(literal):
            constant += amount
        elif not ask.board.is_no(literal):
            known = sums.get(literal.index, (0, literal))[0]
            sums[literal.index] = (known + amount, literal)
    return [sums[index] for index in sorted(sums) if sums[index][0]], constant


def _pieces(limit: Total, ask: Ask) -> Iterator[tuple[int, Lit]]:
    for part in limit.parts:
        if part.when == "each":
            yield from ((part.amount, ask.on(shift)) for shift in part.shifts)
            continue
        held = ask.board.any_of([ask.on(shift) for shift in part.shifts])
        if part.when == "none":
            yield part.amount, ask.board.yes
        yield (part.amount if part.when == "any" else -part.amount), held


def _post_constant(limit: Total, ask: Ask, value: int, counts: Lit) -> None:
    """Post a total that nothing can change any more; it counts where `counts` holds."""
    grains = limit.grains(value)
    if grains and ask.weight is None:
        ask.board.clause([~counts], ask.rule, ask.person, _says(limit, ask))
    elif grains:
        ask.price(counts, grains)


def _says(limit: Total, ask: Ask) -> str:
    """Say what a total asks for; one about a single shift says what would be wrong with it."""
    if limit.about or not ask.board.switched:
        return limit.about
    shifts = tuple(shift for part in limit.parts for shift in part.shifts)
    return ask.words(Finding(limit, GRAIN, shifts, 0, limit.start, limit.end))


def _bound_total(
    limit: Total, ask: Ask, terms: list[tuple[int, Lit]], constant: int, given: list[Lit]
) -> None:
    lowest = sum(min(0, amount) for amount, _ in terms)
    highest = sum(max(0, amount) for amount, _ in terms)
    low = lowest if limit.low is None else limit.low - constant
    high = highest if limit.high is None else limit.high - constant
    if low > lowest or high < highest:
        ask.board.bound(terms, low, high, ask.rule, ask.person, _says(limit, ask), *given)


def _price_literal(
    limit: Total, ask: Ask, term: tuple[int, Lit], constant: int, *, counts_idle: bool
) -> None:
    amount, literal = term
    idle = limit.grains(constant) if counts_idle else 0
    assert ask.weight is not None  # noqa: S101
    ask.board.constant += idle * ask.weight
    ask.price(literal, limit.grains(constant + amount) - idle)


def _price_total(
    limit: Total, ask: Ask, terms: list[tuple[int, Lit]], constant: int, given: list[Lit]
) -> None:
    board = ask.board
    if limit.aim is not None:
        _price_curve(limit, ask, terms, constant)
        return
    sides = []
    if limit.high is not None:
        sides.append((terms, constant - limit.high))
    if limit.low is not None:
        sides.append(([(-amount, literal) for amount, literal in terms], limit.low - constant))
    for side, offset in sides:
        over = board.excess(side, offset)
        if over is None:
            continue
        if limit.flat:
            out = board.model.new_bool_var("")
            board.model.add(over >= 1).only_enforce_if(out)
            board.model.add(over == 0).only_enforce_if(~out)
            over = out
        for gate in given:
            over = _gated(board, over, gate)
        ask.price(over, GRAIN if limit.flat else GRAIN // limit.unit)


def _gated(board: Board, var: Lit, gate: Lit) -> Lit:
    """Return a variable that equals `var` where the gate holds, else 0."""
    highest = list(var.proto.domain)[-1]  # its own container reads [-1] wrongly
    open_ = board.model.new_int_var(0, highest, "")
    board.model.add(open_ == var).only_enforce_if(gate)
    board.model.add(open_ == 0).only_enforce_if(~gate)
    return open_


def _price_curve(limit: Total, ask: Ask, terms: list[tuple[int, Lit]], constant: int) -> None:
    """Price the squared distance from an aim: the greatest of the lines through its corners."""
    board = ask.board
    step = gcd(*(amount for amount, _ in terms))
    lowest = constant + sum(min(0, amount) for amount, _ in terms)
    highest = _highest(board, terms, constant)
    points = _points(limit, lowest, highest, step)
    count = board.model.new_int_var(0, (highest - lowest) // step, "")
    total = [(amount // step, literal) for amount, literal in terms]
    board.model.add(linear(total) + (constant - lowest) // step == count)
    lines = _lines([((value - lowest) // step, limit.grains(value)) for value in points])
    if len(lines) == 1:
        slope, offset = lines[0]
        assert ask.weight is not None  # noqa: S101
        ask.price(count, slope)
        board.constant += offset * ask.weight
        return
    grains = [limit.grains(value) for value in points]
    cost = board.model.new_int_var(min(0, *grains), max(grains), "")
    board.model.add_max_equality(cost, [slope * count + offset for slope, offset in lines])
    ask.price(cost, 1)


def _points(limit: Total, lowest: int, highest: int, step: int) -> list[int]:
    """List the values between which the price runs straight, both ends included."""
    values = range(lowest, highest + 1, step)
    if len(values) <= MOST_POINTS:
        return list(values)
    assert limit.aim is not None  # noqa: S101
    corners = {lowest, values[-1]}
    first = (lowest - limit.aim) // limit.unit
    last = (highest - limit.aim) // limit.unit + 1
    for unit in range(first, last + 1):
        # The corners are at whole units from the aim; the values on both sides of one stand for it.
        below = (limit.aim + unit * limit.unit - lowest) // step
        corners.update(values[n] for n in (below, below + 1) if 0 <= n < len(values))
    return sorted(corners)


def _lines(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Draw the lines (slope, offset) through neighbouring points of a convex curve."""
    if len(points) == 1:
        return [(0, points[0][1])]
    lines: list[tuple[int, int]] = []
    for (x, y), (next_x, next_y) in pairwise(points):
        slope, rest = divmod(next_y - y, next_x - x)
        assert not rest  # noqa: S101
        if not lines or lines[-1][0] != slope:
            lines.append((slope, y - slope * x))
    return lines


def _highest(board: Board, terms: list[tuple[int, Lit]], constant: int) -> int:
    """Bound a total from above: of literals that exclude each other only the greatest counts."""
    groups: list[list[tuple[int, Lit]]] = []
    for term in sorted(terms, key=lambda term: term[1].index):
        for group in groups[-3:]:
            if board.exclusive([literal for _, literal in (*group, term)]):
                group.append(term)
                break
        else:
            groups.append([term])
    return constant + sum(max(0, *(amount for amount, _ in group)) for group in groups)


# -- Run ----------------------------------------------------------------------------------------


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
        span = _span(limit.marks[first], limit.marks[last])
        says = f"{limit.about} ({span})"
        ask.board.clause([~literal for literal in literals], ask.rule, ask.person, says)
    else:
        ask.price(ask.board.all_of(literals), grains)


def _span(first: Mark, last: Mark) -> str:
    return f"{say_date(first.date)} to {say_date(last.date)}"
