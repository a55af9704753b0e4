"""Column generation: lines that the master would pay for, until there are none, and a bound.

Everybody's best line under the master's prices is walked exactly. Whatever the prices are, the
team's part at its cheapest plus everybody's cheapest line is below every rota (Lagrange), so that
the bound holds wherever the work is stopped; whole prices make it exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from rotation.limits import GRAIN
from rotation.master import Master
from rotation.master.central import CentralMaster
from rotation.master.columns import RestrictedMaster, Solved
from rotation.master.linear import Floats, Linear
from rotation.solver.known_lines import KnownLines
from rotation.solver.leftover import Walk, stepping
from rotation.solver.lines import Work
from rotation.solver.parts import Ask
from rotation.solver.pricing import Pricing

SMOOTHING = 0.6
"""Share of the best prices so far in the next ones: keeps them from swinging."""

MANY, COMMON, FEW = 8_000, 2_000, 3.0
"""From so many possible assignments on the master is solved from the middle, up to so many rows
that are not one person's own, and so many that an assignment counts in on the mean: a step there
takes the cube of the first and, for each line, the square of all rows that it counts in."""

CLOSER = 0.3
"""How exactly a master in the middle is solved, as a share of what is left of the gap."""

EXACT = 1e-6
"""How much more exactly it is solved where no line pays, before simplex goes on."""

DIVING = 1e-2
"""The same while lines are forced, at most."""

SPARE = 1.1
"""Times the gap that a line may be dearer than the cheapest and is still looked at: the master's
value is not exact."""

NEARBY = 1e-3
"""Share of that value that a line may be dearer anyway: rounding can bring the value below the
bound, and dives want some more."""

CAP, RAISES = 100.0 * GRAIN, 20.0
"""What the master pays at most for a unit of anything missing, at first, and how that is raised."""

SLACK = 0.5
"""Grains by which a line must pay before it is worth adding."""


def alike(work: Work) -> bool:
    """Say whether a master of these lines is sooner solved from the middle.

    Where many people can do many things, most rotas have others of the same price beside them.
    """
    pairs, held = len(work.linear.pairs), work.linear.held
    own = sum(len(walk.rows) for walk in work.walks)
    return pairs >= MANY and held.rows - own <= COMMON and len(held.index) <= FEW * pairs


def dear(linear: Linear) -> float:
    """Price a person without a line, or a row that is off by one, above what is not a line.

    What lines cost or save comes on top: as they are found, and where none pays any more and
    something is still missing.
    """
    most = float(np.abs(linear.rest_cost) @ (linear.rest_high - linear.rest_low))
    return 2 * most + 10_000.0 * GRAIN


@dataclass
class _Trail:
    """The best prices of a run so far, and the bound that they gave."""

    prices: Floats | None
    value: float = -inf
    gap: float = 1.0
    exact: float = 1.0


@dataclass
class Generation:
    """A master that lines are generated for.

    Parameters
    ----------
    bound
        In grains; no rota is cheaper. -inf while nothing is known.
    converged
        No line anywhere would pay.
    reached
        The bound of the last run, on rotas of the lines that were open in it.
    central
        Whether the master is solved from the middle; see `alike`.
    gap
        How far the last run was from its end, as a share of the master's value.
    cap
        What the master pays at most for a unit of anything missing, in grains; it is raised as
        long as that is paid.
    pricing
        Who walks the lines; None: as many threads as are given.

    Attributes
    ----------
    master
        The programme; another one where simplex goes on.
    lines
        What is known of lines, and what is forced of them.
    """

    work: Work
    threads: int = 1
    bound: float = -inf
    converged: bool = False
    reached: float = -inf
    rounds: int = 0
    prices: Floats | None = None
    cap: float = CAP
    central: bool = False
    gap: float = 1.0
    pricing: Pricing | None = None

    def __post_init__(self) -> None:
        self._pricing = self.pricing or Pricing(self.work.walks, threads=self.threads)
        self.master = self._master()
        self.master.cap(self.cap)
        self.lines = KnownLines(self.master, self.work.walks)

    def _master(self) -> RestrictedMaster:
        linear, walks = self.work.linear, self.work.walks
        own = np.full(linear.held.rows, -1, np.int64)
        for walk in walks:
            own[list(walk.rows)] = walk.block
        if self.central:
            return CentralMaster(linear, own, len(walks), GRAIN)
        return Master(linear, len(walks), GRAIN, dear(linear))

    def hold(self, low: Floats, high: Floats) -> None:
        """Let the programme's rows lie within other ends from now on; for simplex."""
        self.work = replace(self.work, linear=replace(self.work.linear, low=low, high=high))
        assert isinstance(self.master, Master)  # noqa: S101
        self.master.hold(low, high)

    # -- rounds ------------------------------------------------------------------------------

    def run(
        self,
        over: Callable[[], bool],
        seconds: Callable[[], float],
        tell: Callable[[float, Solved], None] | None = None,
        rounds: int | None = None,
        enough: float = inf,
    ) -> Solved | None:
        """Generate lines until none pays, `over` says so, or so many rounds are done.

        Parameters
        ----------
        enough
            It ends as well once no rota of the lines that are open can be cheaper than this.
        """
        trail = _Trail(None if self.lines.forced else self.prices)
        done = 0
        solved = None
        self.reached = -inf
        while not over():
            gap = CLOSER * trail.gap * trail.exact
            solved = self.master.solve(seconds(), min(DIVING, gap) if self.lines.forced else gap)
            if solved is None and self.central and not over():
                self._corner()
                continue
            if solved is None:
                return None
            if rounds is not None and done >= rounds:
                break
            done += 1
            self.rounds += 1
            added = self._round(solved, trail, over)
            trail.gap = min(1.0, (solved.value - trail.value) / max(1.0, abs(solved.value)))
            self.gap = trail.gap
            self.reached = trail.value
            if tell is not None:
                tell(trail.value, solved)
            if trail.value >= enough:
                break
            if self._closed(solved, trail.value):
                self.converged = self.converged or not (self.lines.forced or over())
                break
            if not added and solved.capped:
                self.cap *= RAISES
                self.master.cap(self.cap)
            elif not added and self._insists(solved):
                continue
            elif not added and self.central and not (self.lines.forced or over()):
                trail.exact /= 100
                if trail.exact < EXACT:
                    self._corner()
            elif not added:
                self.converged = self.converged or not (self.lines.forced or over())
                break
        return solved

    def _corner(self) -> None:
        """Go on by simplex, with the same lines: from the middle it is not exact enough."""
        self.central = False
        self.master = self._master()
        self.master.cap(self.cap)
        self.lines.move(self.master)

    def _round(self, solved: Solved, trail: _Trail, over: Callable[[], bool]) -> int:
        """Price once, or twice where smoothed prices find nothing; return the lines added."""
        added = 0
        smoothed = trail.prices is not None and not self.central
        for share in (SMOOTHING, 0.0) if smoothed else (0.0,):
            mixed = solved.duals
            if trail.prices is not None and share:
                mixed = share * trail.prices + (1 - share) * solved.duals
            prices = self._whole(mixed)
            value, least, lines = self._priced(prices, solved)
            if not self.lines.forced and solved.missing < 1e-6:
                room = SPARE * (solved.value - value)
                self.master.narrow(prices, least, max(room, NEARBY * abs(solved.value)))
            better = value > trail.value
            if better:
                trail.value, trail.prices = value, prices
            if not self.lines.forced:
                if solved.missing < 1e-6 and (better or self.prices is None):
                    self.prices = prices
                self.bound = max(self.bound, self.work.on_grid(value))
            added = self.lines.learn(lines)
            if added or over():
                break
        return added

    def _closed(self, solved: Solved, value: float) -> bool:
        """Say whether the bound has come up to the master's own value."""
        if solved.capped or solved.missing >= 1e-6:
            return False
        return self.work.on_grid(value) >= self.work.on_grid(solved.value - 1)

    def _insists(self, solved: Solved) -> bool:
        """Say whether what is missing was made dearer: no line pays that would mend it."""
        return not self.lines.forced and solved.missing >= 1e-6 and self.master.insist()

    def _whole(self, prices: Floats) -> Floats:
        """Round prices to whole ones, and none where the row cannot be short on that side."""
        rounded = np.rint(prices)
        linear = self.work.linear
        rounded[(rounded > 0) & np.isinf(linear.low)] = 0
        rounded[(rounded < 0) & np.isinf(linear.high)] = 0
        return rounded

    def _priced(
        self, prices: Floats, solved: Solved
    ) -> tuple[float, Floats, list[tuple[Walk, np.ndarray]]]:
        """Walk everybody's lines under prices: the bound, the least of each, and what pays."""
        reduced, total = self.work.linear.worth(prices)
        true, _ = self.work.linear.worth(solved.duals)
        found: list[tuple[Walk, np.ndarray]] = []
        walks = self.work.walks
        asks = [self._ask(walk, prices, reduced) for walk in walks]
        lines = self._pricing.price([None if ask is None else ask[0] for ask in asks])
        least = np.zeros(len(walks))
        for walk, ask, own in zip(walks, asks, lines, strict=True):
            if ask is None:
                only = np.flatnonzero(self.lines.forced_of(walk) > 0)
                least[walk.block] = under(walk, only, reduced, prices)
            else:
                least[walk.block] = own[0].value + ask[1] if own else inf
            taken = (line.taken for line in own)
            found += [(walk, one) for one in taken if self._pays(walk, one, true, solved)]
        return total + float(least.sum()), least, found

    def _ask(self, walk: Walk, prices: Floats, reduced: Floats) -> tuple[Ask, float] | None:
        """Say what somebody's line costs, and a constant; None where there is one line only."""
        forced = self.lines.forced.get(walk.block)
        if forced is not None and forced.all():
            return None
        steps, constant = stepping(walk, prices)
        cut = None if forced is None else self.lines.left(walk).diagram
        return Ask(reduced[walk.x], steps, forced, cut), constant

    def _pays(self, walk: Walk, taken: np.ndarray, true: Floats, solved: Solved) -> bool:
        return bool(under(walk, taken, true, solved.duals) < solved.fees[walk.block] - SLACK)


def under(walk: Walk, taken: np.ndarray, reduced: Floats, duals: Floats) -> float:
    """Price a line under the master's prices; infinite where it is not allowed."""
    own = walk.diagram.own(taken)
    if own is None:
        return inf
    cost, values = own
    value = cost + float(reduced[walk.x[taken]].sum())
    for row, count, first, unit in zip(walk.rows, values, walk.from_, walk.unit, strict=True):
        value -= duals[row] * ((count - first) // unit)
    return float(value)
