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
from numpy.typing import NDArray

from rotation.master.levels import Levels
from rotation.master.linear import Floats, Ints
from rotation.solver.fitting import EASY, Fitter
from rotation.solver.fitting import fitted as nearby
from rotation.solver.generation import dear
from rotation.solver.leftover import Walk
from rotation.solver.lines import LONG, Work
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


@dataclass(frozen=True)
class _Entries:
    """What the shifts of a line add to the rows: position, row and amount."""

    at: NDArray[np.int64]
    row: NDArray[np.int64]
    amount: Floats

    def of(self, positions: NDArray[np.bool_]) -> _Entries:
        """Return those of some positions."""
        chosen = positions[self.at]
        return _Entries(self.at[chosen], self.row[chosen], self.amount[chosen])


@dataclass(frozen=True)
class _State:
    """Where everybody is seated, and what that comes to."""

    price: float
    lines: list[Ints | None]
    level: Floats
    paid: Floats
    own: Floats


class Seating:
    """Seats everybody.

    Attributes
    ----------
    lines
        Everybody's line as positions; None where nobody is seated yet.
    gains
        What was changed together each time that it helped, since this was cleared.
    """

    def __init__(self, work: Work, fitter: Fitter, seed: int) -> None:
        self._work, self._fitter = work, fitter
        self._random = np.random.default_rng(seed)
        self._levels = Levels(work.linear, dear(work.linear))
        self._clear(np.zeros(work.linear.held.rows))
        self._entries = _entries(work)
        self._day, self._owner = work.days(), np.zeros(len(work.linear.pairs), np.int64)
        for walk in work.walks:
            self._owner[walk.x] = walk.block
        self._days = int(self._day.max(initial=-1)) + 1

    @property
    def price(self) -> float:
        """Return what the lines cost, in grains; a guide only where rows share variables."""
        return float(self._paid.sum() + self._own.sum())

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
        paid = np.where(np.diff(held.start) > 0, np.maximum(self._paid, 0.0), 0.0)
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
        self._clear(work.linear.held.times(x))
        found: dict[int, Ints] = {}
        for block in blocks:
            if over():
                break
            entries, own = self._entries[block], shares[block]
            self._change(entries.row, -own[entries.at] * entries.amount)
            if not self._seat(block, share=own):
                if instead is None:
                    self._change(entries.row, own[entries.at] * entries.amount)
                    continue
                self._sit(block, instead[block])
            line = self.lines[block]
            assert line is not None  # noqa: S101
            found[block] = line
        if len(found) == len(work.walks):
            lines = self.seated()
            self._clear(np.zeros(len(self._level)))  # shares left what was rounded in them behind
            self.take(lines)
        return found

    def _clear(self, level: Floats) -> None:
        """Let nobody be seated, and the rows be at a level."""
        self.lines: list[Ints | None] = [None] * len(self._work.walks)
        self.gains: list[list[Change]] = []
        self._own = np.zeros(len(self._work.walks))
        self._level = level
        self._paid = self._levels.price(np.arange(len(level)), level)

    def take(self, lines: Sequence[Ints]) -> None:
        """Go on from a rota, where each line is allowed by itself."""
        if any(line is None for line in self.lines):  # who was not seated may count with shares
            self._clear(np.zeros(len(self._level)))
        for block, line in enumerate(lines):
            now = self.lines[block]
            if now is not None and np.array_equal(now, line):
                continue
            if now is not None:
                self._leave(block)
            self._sit(block, line)

    def change(self, gain: Sequence[Change]) -> bool:
        """Bring what helped elsewhere to these lines; say whether it does here, or take it back."""
        before, walks = self._state(), self._work.walks
        for each in gain:
            now = self.lines[each.block]
            assert now is not None  # noqa: S101
            line = rebased(walks[each.block], each.before, each.after, now)
            if line is None:
                break
            self._leave(each.block)
            self._sit(each.block, line)
        else:
            if self.price < before.price:
                return True
        self._restore(before)
        return False

    def seated(self) -> list[Ints]:
        """Return everybody's line, as soon as everybody is seated."""
        return [line for line in self.lines if line is not None]

    def had(self) -> list[tuple[Walk, Ints]]:
        """Return everybody's line, and those before and after each gain."""
        walks = self._work.walks
        seated = [(n, line) for n, line in enumerate(self.lines) if line is not None]
        changes = [each for gain in self.gains for each in gain]
        changed = [(each.block, line) for each in changes for line in (each.before, each.after)]
        return [(walks[block], line) for block, line in (*seated, *changed)]

    def _again(self, group: Group) -> bool:
        """Seat a few anew, one after the other; take it back where it does not help."""
        before, blocks = self._state(), group.blocks
        parts = {block: self._part(block, group.days) for block in blocks}
        if group.days is not None:  # who has nothing open has nothing else
            blocks = [block for block in blocks if parts[block] is not None]
        for block in blocks:
            self._leave(block)
        for block in (*blocks, *blocks[:-1]):
            if self.lines[block] is not None:
                self._leave(block)
            if not self._seat(block, parts[block]):
                break
        seated = all(self.lines[block] is not None for block in blocks)
        if seated and self.price < before.price:
            self.gains.append(list(_changes(blocks, before.lines, self.lines)))
            return True
        self._restore(before)
        return False

    def _state(self) -> _State:
        levels = self._level.copy(), self._paid.copy(), self._own.copy()
        return _State(self.price, list(self.lines), *levels)

    def _restore(self, state: _State) -> None:
        self.lines, self._level = state.lines, state.level
        self._paid, self._own = state.paid, state.own

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
        walk, entries = self._work.walks[block], self._entries[block]
        if part is not None:
            entries = entries.of(part.open_)
        there = self._levels.price(entries.row, self._level[entries.row] + entries.amount)
        more = np.bincount(entries.at, there - self._paid[entries.row], len(walk.x))
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
        self._sit(block, fitted if part is None else part.whole(fitted))
        return True

    def _sit(self, block: int, line: Ints) -> None:
        walk = self._work.walks[block]
        own = walk.diagram.own(line)
        assert own is not None  # noqa: S101
        self.lines[block] = line
        self._own[block] = own[0] + self._work.linear.held_cost[walk.x[line]].sum()
        self._move(block, line, own[1], 1)

    def _leave(self, block: int) -> None:
        line = self.lines[block]
        assert line is not None  # noqa: S101
        own = self._work.walks[block].diagram.own(line)
        assert own is not None  # noqa: S101
        self.lines[block] = None
        self._own[block] = 0.0
        self._move(block, line, own[1], -1)

    def _move(self, block: int, line: Ints, values: NDArray[np.int64], sign: int) -> None:
        """Add a line to the rows' levels, or take it out."""
        walk, entries = self._work.walks[block], self._entries[block]
        held = np.zeros(len(walk.x), np.bool_)
        held[line] = True
        taken = held[entries.at]
        rows = np.array(walk.rows, np.int64)
        counted = (values - np.array(walk.from_, np.int64)) // np.array(walk.unit, np.int64)
        amounts = np.concatenate([entries.amount[taken], counted])
        self._change(np.concatenate([entries.row[taken], rows]), sign * amounts)

    def _change(self, rows: NDArray[np.int64], amounts: Floats) -> None:
        """Add to the levels of rows, one as often as it is named."""
        np.add.at(self._level, rows, amounts)
        self._paid[rows] = self._levels.price(rows, self._level[rows])


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


def _entries(work: Work) -> list[_Entries]:
    across = work.linear.held.across(len(work.linear.pairs))
    found = []
    for walk in work.walks:
        counts = across.start[walk.x + 1] - across.start[walk.x]
        at = np.repeat(np.arange(len(walk.x)), counts)
        first = np.repeat(across.start[walk.x] - np.cumsum(counts) + counts, counts)
        places = first + np.arange(len(at))
        rows = across.index[places].astype(np.int64)
        found.append(_Entries(at, rows, across.value[places]))
    return found
