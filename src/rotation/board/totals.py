"""How a Total is said to CP-SAT: bounds as they are, prices exact."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING

from rotation.board.asking import Ask, post
from rotation.board.terms import Lit, linear
from rotation.limits import GRAIN, Total

if TYPE_CHECKING:
    from rotation.board.board import Board

MOST_POINTS = 400
"""Above this many values of a total, its price curve is drawn by its corners instead."""


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
        ask.board.clause([~counts], ask.demand(_says(limit, ask), limit.start))
    elif grains:
        ask.price(counts, grains)


def _says(limit: Total, ask: Ask) -> str:
    """Say what a total asks for; one about a single shift says what would be wrong with it."""
    if limit.about or not ask.board.switched:
        return limit.about
    return ask.words(limit.broken())


def _bound_total(
    limit: Total, ask: Ask, terms: list[tuple[int, Lit]], constant: int, given: list[Lit]
) -> None:
    lowest = sum(min(0, amount) for amount, _ in terms)
    highest = sum(max(0, amount) for amount, _ in terms)
    low = lowest if limit.low is None else limit.low - constant
    high = highest if limit.high is None else limit.high - constant
    if low > lowest or high < highest:
        demand = ask.demand(_says(limit, ask), limit.start)
        ask.board.bound(terms, low, high, demand, *given)


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
