"""Beginning from a rota that was: published, made by hand, or what the last run came to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from rotation.board import Outcome
from rotation.board.board import Pair
from rotation.board.closing import Copy

SHARE = 0.1
"""Share of the time left that making each of the new lines may take."""


def begun(
    copy: Copy,
    start: Collection[Pair],
    left: Callable[[], float],
    over: Callable[[], bool] = lambda: False,
) -> Outcome | None:
    """Take a rota over as far as it is still possible; None where it cannot be made to obey.

    Who fell ill loses shifts. The others keep theirs, if the hard rules allow that the seats are
    empty; else new lines are made for who lost them, and then for all who could take them. Shifts
    that are not of this horizon are passed over; of a rota most of which is lost nothing is kept.

    Parameters
    ----------
    left
        Tells how many seconds are left.
    over
        Says whether to stop.
    """
    shifts, known = set(copy.board.problem.shifts), copy.board.literals()
    lost = [pair for pair in start if pair[1] in shifts and pair not in known]
    kept = [pair for pair in start if pair in known]
    if len(kept) <= len(lost):
        return None
    found = copy.settle(kept, left())
    for free in _widening(lost, known):
        if found is not None or over():
            break
        rough = copy.settle(kept, SHARE * left(), free, first=True)
        # The first lines that will do may be told dearer than they are.
        found = None if rough is None else copy.settle(rough.held or (), left())
    return found


def _widening(lost: Collection[Pair], known: Collection[Pair]) -> Iterator[frozenset[str]]:
    """Say for whom new lines are made: who lost something, then all who could take that."""
    if lost:
        owners = frozenset(person for person, _ in lost)
        yield owners
        shifts = {shift for _, shift in lost}
        yield owners | {person for person, shift in known if shift in shifts}
