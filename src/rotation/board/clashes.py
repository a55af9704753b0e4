"""How a Clash is said to CP-SAT."""

from __future__ import annotations

from bisect import bisect_right

from rotation.board.asking import Ask, post
from rotation.domain import Shift
from rotation.limits import GRAIN, Clash, Finding


@post.register
def post_clash(limit: Clash, ask: Ask) -> None:
    """Forbid or price the pairs that clash."""
    pairs = _open_pairs(limit, ask)
    if ask.weight is not None:
        for first, second in pairs:
            _price_pair(limit, ask, first, second)
    elif ask.board.switched or limit.unless:
        for first, second in pairs:
            _forbid_pair(limit, ask, first, second)
    else:
        _forbid_cliques(ask, pairs)


def _open_pairs(limit: Clash, ask: Ask) -> list[tuple[Shift, Shift]]:
    """List the pairs that may be held and asked: what was served cannot be stepped over."""
    past = ask.line.past_set
    served = [shift.order for shift in limit.among if shift in past] if limit.next_only else []

    def parted(first: Shift, second: Shift) -> bool:
        following = bisect_right(served, first.order)
        return following < len(served) and served[following] < second.order

    return [
        (first, second)
        for first, second in limit.pairs()
        if not (first in past and second in past) and not parted(first, second)
    ]


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
