"""A first rota by walks alone: one person after the other takes the line that helps most.

Everybody's line is the cheapest under what the rows would cost more or less for each shift, given
the lines of those before. Then small groups are seated anew as long as that helps; over many weeks
for a stretch of days, outside which they keep their lines.

A master's shares are rounded in the same way: who has no line yet counts with their shares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rotation.master.linear import Floats, Ints
from rotation.solver.fitting import EASY, Fitter
from rotation.solver.fitting import fitted as nearby
from rotation.solver.leftover import Walk
from rotation.solver.lines import LONG, Work
from rotation.solver.occupancy import Occupancy
from rotation.solver.opened import Opened, opened
from rotation.solver.rebasing import rebased

GROUPS, LARGEST, PATIENCE = 10, 4, 2.0
"""Groups that are seated anew for each person there is, the people in one at most, and for how many
groups a person a gain is waited for."""

STRETCH = (7, 56)
"""Over a long horizon groups are seated anew for a stretch of days, between so many long."""

LIKE = 1.0
"""How much cheaper a position seems to those who have all of it, in what one is worth to them on
the mean."""

DEAR = 0.5
"""Share of the groups for a stretch that are drawn about something dear, such as an empty seat."""


@dataclass(frozen=True)
class Group:
    """Some people, as blocks, and the days (first, end) for which they are seated; None: all."""

    blocks: list[int]
    days: tuple[int, int] | None = None


@dataclass(frozen=True)
class Change:
    """Somebody's line before and after, as positions."""

    block: int
    before: Ints
    after: Ints


class Seating:
    """Seats everybody.

    Attributes
    ----------
    gains
        What was changed together each time that it helped, since this was cleared.
    """

    def __init__(self, work: Work, fitter: Fitter, seed: int) -> None:
        self._work, self._fitter = work, fitter
        self._random = np.random.default_rng(seed)
        self._held = Occupancy(work)
        self.gains: list[list[Change]] = []
        self._day, self._owner = work.days(), np.zeros(len(work.linear.pairs), np.int64)
        for walk in work.walks:
            self._owner[walk.x] = walk.block
        self._days = int(self._day.max(initial=-1)) + 1

    @property
    def price(self) -> float:
        """Return what the lines cost, in grains; a guide only where rows share variables."""
        return self._held.price

    @property
    def lines(self) -> Sequence[Ints | None]:
        """Return everybody's line as positions; None where nobody is seated yet."""
        return self._held.lines

    def first(self, over: Callable[[], bool]) -> bool:
        """Seat everybody once; False where somebody finds no line or the time was up before."""
        for block in self._random.permutation(len(self.lines)):
            if over() or not self._seat(int(block)):
                return False
        return True

    def regroup(self, over: Callable[[], bool]) -> None:
        """Seat small groups anew where that helps, until it has not for a while."""
        people = len(self.lines)
        stretches = 1 if self._days <= LONG else self._days // STRETCH[0]
        stale = 0
        for _ in range(GROUPS * people * stretches if people > 1 else 0):
            if over() or stale > PATIENCE * people * stretches:
                break
            stale = 0 if self._again(self._drawn()) else stale + 1

    def _drawn(self) -> Group:
        """Draw a group, over many weeks for some days: half of them about what is dear."""
        random, people = self._random, len(self.lines)
        size = int(random.integers(2, min(LARGEST, people), endpoint=True))
        if self._days <= LONG:
            return Group(random.choice(people, size, replace=False).tolist())
        length = int(random.integers(*STRETCH, endpoint=True))
        first = int(random.integers(1 - length, self._days))
        order = random.permutation(people)
        held = self._work.linear.held
        paid = np.where(np.diff(held.start) > 0, np.maximum(self._held.paid, 0.0), 0.0)
        if paid.any() and random.random() < DEAR:
            row = int(random.choice(len(paid), p=paid / paid.sum()))
            x = held.index[held.start[row] : held.start[row + 1]]
            first = int(self._day[random.choice(x)] - random.integers(length))
            able = np.isin(order, self._owner[x])
            order = np.concatenate([order[able], order[~able]])
        return Group(order[:size].tolist(), (first, first + length))

    def rounded(
        self,
        shares: Mapping[int, Floats],
        blocks: Iterable[int],
        over: Callable[[], bool] = lambda: False,
        instead: Sequence[Ints] | None = None,
    ) -> dict[int, Ints]:
        """Seat a few where everybody else has shares of assignments; return their lines.

        Parameters
        ----------
        shares
            Block -> how much of each position of the line somebody has.
        over
            Whether to stop; then there are fewer lines.
        instead
            Everybody's line for who finds none, each allowed by itself.
        """
        work = self._work
        x = np.zeros(len(work.linear.pairs))
        for walk in work.walks:
            x[walk.x] = shares[walk.block]
        self._held.clear(work.linear.held.times(x))
        self.gains.clear()
        found: dict[int, Ints] = {}
        for block in blocks:
            if over():
                break
            own = shares[block]
            self._held.count(block, own, -1)
            if not self._seat(block, share=own):
                if instead is None:
                    self._held.count(block, own, 1)
                    continue
                self._held.sit(block, instead[block])
            line = self.lines[block]
            assert line is not None  # noqa: S101
            found[block] = line
        if len(found) == len(work.walks):
            lines = self.seated()
            self._held.clear()  # shares left what was rounded in them behind
            self.take(lines)
        return found

    def take(self, lines: Sequence[Ints]) -> None:
        """Go on from a rota, where each line is allowed by itself."""
        if not self._held.full():
            self.gains.clear()
        self._held.take(lines)

    def change(self, gain: Sequence[Change]) -> bool:
        """Bring what helped elsewhere to these lines; say whether it does here, or take it back."""
        before, walks = self._held.state(), self._work.walks
        for each in gain:
            now = self.lines[each.block]
            assert now is not None  # noqa: S101
            line = rebased(walks[each.block], each.before, each.after, now)
            if line is None:
                break
            self._held.leave(each.block)
            self._held.sit(each.block, line)
        else:
            if self.price < before.price:
                return True
        self._held.restore(before)
        return False

    def seated(self) -> list[Ints]:
        """Return everybody's line, as soon as everybody is seated."""
        return self._held.seated()

    def had(self) -> list[tuple[Walk, Ints]]:
        """Return everybody's line, and those before and after each gain."""
        walks = self._work.walks
        seated = [(n, line) for n, line in enumerate(self.lines) if line is not None]
        changes = [each for gain in self.gains for each in gain]
        changed = [(each.block, line) for each in changes for line in (each.before, each.after)]
        return [(walks[block], line) for block, line in (*seated, *changed)]

    def _again(self, group: Group) -> bool:
        """Seat a few anew, one after the other; take it back where it does not help."""
        before, blocks = self._held.state(), group.blocks
        parts = {block: self._part(block, group.days) for block in blocks}
        if group.days is not None:  # who has nothing open has nothing else
            blocks = [block for block in blocks if parts[block] is not None]
        for block in blocks:
            self._held.leave(block)
        for block in (*blocks, *blocks[:-1]):
            if self.lines[block] is not None:
                self._held.leave(block)
            if not self._seat(block, parts[block]):
                break
        seated = all(self.lines[block] is not None for block in blocks)
        if seated and self.price < before.price:
            self.gains.append(list(_changes(blocks, before.lines, self.lines)))
            return True
        self._held.restore(before)
        return False

    def _part(self, block: int, days: tuple[int, int] | None) -> Opened | None:
        """Return what of somebody's line is open for some days; None: all, or nothing of it is."""
        line = self.lines[block]
        if days is None or line is None:
            return None
        day = self._day[self._work.walks[block].x]
        return opened(self._work.walks[block], line, (day >= days[0]) & (day < days[1]))

    def _seat(self, block: int, part: Opened | None = None, share: Floats | None = None) -> bool:
        """Give somebody the line that costs least given those of the others.

        Parameters
        ----------
        part
            What of their line is open, where not all of it is.
        share
            How much of each position they have; they take those sooner.
        """
        walk, more = self._work.walks[block], self._held.marginal(block, part)
        reduced = self._work.linear.held_cost[walk.x] + more
        if share is not None:
            reduced -= LIKE * share * (np.abs(more) @ share) / max(1.0, share.sum())
        # Always from none: what made another line fit makes this one worse than it has to be.
        steps = np.zeros(len(walk.rows))
        if part is None:
            fitted = self._fitter.fitted(walk, reduced, steps)
        else:
            fitted = nearby(part.walk, reduced[part.places], steps, None, EASY)
        if fitted is None:
            return False
        self._held.sit(block, fitted if part is None else part.whole(fitted))
        return True


def surest(shares: Mapping[int, Floats]) -> list[int]:
    """List blocks, those first whose shares are nearest to whole."""
    off = {block: float(np.abs(own - np.rint(own)).sum()) for block, own in shares.items()}
    return sorted(off, key=lambda block: (off[block], block))


def _changes(
    blocks: Iterable[int], before: Sequence[Ints | None], after: Sequence[Ints | None]
) -> Iterator[Change]:
    for block in blocks:
        was, now = before[block], after[block]
        if was is not None and now is not None and not np.array_equal(was, now):
            yield Change(block, was, now)
