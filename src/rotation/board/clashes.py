"""How a Clash is said to CP-SAT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rotation.board.asking import Ask, post
from rotation.domain import Shift
from rotation.limits import GRAIN, Clash, Finding, open_pairs


@post.register
def post_clash(limit: Clash, ask: Ask) -> None:
    """Forbid or price the pairs that clash."""
    pairs, among = open_pairs(limit, ask.line), limit.among
    if ask.weight is not None:
        for first, second in pairs:
            _price_pair(limit, ask, among[first], among[second])
    elif ask.board.switched or limit.unless:
        for first, second in pairs:
            _forbid_pair(limit, ask, among[first], among[second])
    else:
        _forbid_cliques(limit, ask, pairs)


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
    ask.board.clause(clause, ask.demand(says, second.start))


def _forbid_cliques(limit: Clash, ask: Ask, pairs: list[tuple[int, int]]) -> None:
    """Cover the pairs with groups of which at most one is held: far tighter than pairs."""
    past = ask.line.past_set
    on = [ask.on(shift) for shift in limit.among]
    served = [shift in past for shift in limit.among]
    later = [0] * len(on)
    for first, second in pairs:
        if served[first] or served[second]:
            ask.board.model.add_bool_and([~on[second if served[first] else first]])
        else:
            later[first] |= 1 << second - first - 1
    if any(later):
        for group in cliques(later, ask.board.known_apart(on)):
            ask.board.keep_apart([on[member] for member in group])


def cliques(later: Sequence[int], apart: Sequence[int]) -> Iterator[list[int]]:
    """Cover pairs with groups of places in which every two are apart.

    Two shifts of a day may be apart for another reason than that one must not follow the other:
    then whatever the same must not follow is one group with all that must not follow it.

    Parameters
    ----------
    later
        For each place the ones that it is to be kept apart from: bit n stands for the one n + 1
        places on.
    apart
        The same of what is apart anyway.
    """
    near = [one | other for one, other in zip(later, apart, strict=True)]
    covered = [0] * len(near)
    for first, seconds in enumerate(later):
        while left := seconds & ~covered[first]:
            clique = _widened(_clique(first, left, near), later, near, covered)
            yield clique
            _cover(clique, covered)


def _clique(first: int, left: int, near: Sequence[int]) -> list[int]:
    """Take in whoever is apart from all so far, the earliest first.

    Parameters
    ----------
    left
        Those to begin with; in it and in `near` bit n stands for the one n + 1 places on.
    """
    clique = [first]
    while left:
        step = (left & -left).bit_length()
        clique.append(clique[-1] + step)
        left = (left >> step) & near[clique[-1]]
    return clique


def _widened(
    clique: Sequence[int], later: Sequence[int], near: Sequence[int], covered: Sequence[int]
) -> list[int]:
    """Take in others that are apart from all of it, where that covers more pairs."""
    first = clique[0]
    held = sum(1 << member - first for member in clique)  # bit n: n places after the first
    others = near[first] << 1 & ~held
    for member in clique[1:]:
        others &= _from(near[member], member - first)
    while others:
        step = (others & -others).bit_length() - 1
        place = first + step
        others &= others - 1
        after = held >> step + 1
        if after & ~near[place] or not after & later[place] & ~covered[place]:
            continue
        held |= 1 << step
        others &= _from(near[place], step)
    return [first + step for step in range(held.bit_length()) if held >> step & 1]


def _from(near: int, step: int) -> int:
    """Write what is apart from a place as bits from an earlier one; all before it are set."""
    return near << step + 1 | (1 << step) - 1


def _cover(clique: Sequence[int], covered: list[int]) -> None:
    """Note the pairs within a clique as covered."""
    bits = 0
    for after, member in pairwise(reversed(clique)):
        bits = (bits << 1 | 1) << after - member - 1
        covered[member] |= bits
