"""All lines of work that one person may be given, in one reduced decision diagram."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rotation.walk import pricing
from rotation.walk.automaton import Automaton, Curve
from rotation.walk.cutting import cut, squeezed
from rotation.walk.diagram_counters import carry
from rotation.walk.diagram_growth import grow
from rotation.walk.kernels import Net
from rotation.walk.kernels_lines import priced
from rotation.walk.pricing import Line

MOST_NODES = 300_000
MOST_VALUES = 4_000
MOST_CELLS = 4_000_000


@dataclass(frozen=True, eq=False)
class Diagram:
    """Every line that a person's automata allow, ready to be priced again and again.

    Safe to use from several threads at once. A pickled diagram prices as before, but forgets
    curves' prices that cannot be pickled and those of carried counters.

    Parameters
    ----------
    shifts
        How many open shifts a line has.
    counters
        The curves of the automata taken in, in their order.
    carried
        Counters priced exactly.
    linear
        Counters whose curve is not asked: they are priced by the caller, per unit counted.
    left_out
        Automata that would have made the diagram too large; what they ask is not asked here.
    """

    shifts: int
    counters: tuple[Curve, ...]
    carried: tuple[int, ...]
    linear: tuple[int, ...]
    left_out: tuple[int, ...]
    constant: int
    net: Net | None
    ends: tuple[NDArray[np.float64], ...]

    @property
    def nodes(self) -> int:
        """Count the nodes."""
        return 0 if self.net is None else int(self.net.level.size)

    @property
    def cells(self) -> int:
        """Count the nodes times the counted values carried at each."""
        return 0 if self.net is None else int(self.net.base[-1])

    @property
    def exact(self) -> bool:
        """Tell whether every automaton and every curve is asked, or no line is allowed anyway."""
        return self.net is None or not (self.left_out or self.linear)

    def best(
        self, taking: ArrayLike, stepping: ArrayLike = (), forced: NDArray[np.int8] | None = None
    ) -> Line:
        """Find the line that costs least.

        Parameters
        ----------
        taking
            What holding each shift costs on top.
        stepping
            What each unit added to each linear counter costs.
        forced
            1: must be held; -1: must not; 0: as is best.

        Returns
        -------
        Its value is infinite where no line is allowed.
        """
        if self.net is None:
            return pricing.nothing()
        line = pricing.best(self.net, pricing.asked(self.net, taking, stepping, forced))
        return replace(line, value=line.value + self.constant)

    def several(
        self,
        taking: ArrayLike,
        stepping: ArrayLike,
        number: int,
        forced: NDArray[np.int8] | None = None,
    ) -> list[Line]:
        """Find the best line and up to `number` - 1 other good ones, the best first."""
        if self.net is None:
            return []
        lines = pricing.several(self.net, pricing.asked(self.net, taking, stepping, forced), number)
        return [replace(line, value=line.value + self.constant) for line in lines]

    def through(
        self, taking: ArrayLike, stepping: ArrayLike = (), forced: NDArray[np.int8] | None = None
    ) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
        """Find the least value of all, and for each shift of lines that hold it and that do not."""
        if self.net is None:
            return np.inf, np.full(self.shifts, np.inf), np.full(self.shifts, np.inf)
        value, holding, leaving = pricing.through(
            self.net, pricing.asked(self.net, taking, stepping, forced)
        )
        return value + self.constant, holding + self.constant, leaving + self.constant

    def cut(self, forced: NDArray[np.int8]) -> Diagram:
        """Return the lines that are left where some shifts are settled, which are quicker to price.

        Parameters
        ----------
        forced
            1: held; -1: not; 0: open. Questions must force the same, and may force more.
        """
        if self.net is None:
            return self
        net = cut(self.net, forced)
        if net is None:
            return replace(self, net=None)
        boxes = zip(range(-len(self.ends), 0), self.ends, strict=True)
        first, last = net.low[0] - self.net.low[0], net.high[0] - self.net.low[0] + 1
        ends = tuple(prices[first[axis] : last[axis]] for axis, prices in boxes)
        return replace(self, net=net, ends=ends)

    def squeezed(self, forced: NDArray[np.int8]) -> Diagram:
        """Return what is left where some shifts are settled as lines of the open ones alone.

        Lines cost what they do with all that is settled, and prices are asked for the open shifts
        only, in their order.

        Raises
        ------
        ValueError
            No shift is open.
        """
        left, shifts = self.cut(forced), int((forced == 0).sum())
        if not shifts:
            raise ValueError("no shift is open")
        if left.net is None:
            return replace(left, shifts=shifts)
        return replace(left, shifts=shifts, net=squeezed(left.net, forced))

    def own(self, taken: ArrayLike) -> tuple[int, NDArray[np.int64]] | None:
        """Price a line by itself, without the linear counters, whose final values come with it.

        Returns
        -------
        None where the line is not allowed.
        """
        if self.net is None:
            return None
        held = np.array(taken, np.int32)
        counted = np.zeros(self.net.low.shape[1], np.int64)
        linear = np.array([self.counters[at].start for at in self.linear], np.int64)
        allowed, cost = priced(self.net, held, counted, linear)
        if not allowed:
            return None
        total = self.constant + int(cost)
        for dimension, prices in zip(range(-len(self.ends), 0), self.ends, strict=True):
            at = int(counted[dimension]) - int(self.net.low[0, dimension])
            if not 0 <= at < prices.size or prices[at] == np.inf:
                return None
            total += int(prices[at])
        return total, linear

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what does not pickle: prices that are already written down."""
        kept = [
            replace(curve, price=_gone) if at in self.carried or not _pickles(curve) else curve
            for at, curve in enumerate(self.counters)
        ]
        return {**self.__dict__, "counters": tuple(kept)}


def _gone(value: int) -> int | None:
    raise RuntimeError(f"the curve that prices {value} stayed behind when its diagram was pickled")


def _pickles(curve: Curve) -> bool:
    try:
        pickle.dumps(curve.price)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True


def build(
    automata: Sequence[Automaton],
    shifts: int,
    *,
    most_nodes: int = MOST_NODES,
    most_values: int = MOST_VALUES,
    most_cells: int = MOST_CELLS,
) -> Diagram:
    """Draw all lines that the automata allow together.

    Where that grows too large the widest automata are left out, one by one: the diagram then
    allows more, and never asks a higher price.

    Parameters
    ----------
    shifts
        How many open shifts the line has.
    most_nodes
        How large it may grow before equal nodes are merged.
    most_values, most_cells
        How many counted values may be carried at one node, and at all nodes together.
    """
    grown = grow(automata, shifts, most_nodes)
    curves = tuple(
        automaton.curve
        for at, automaton in enumerate(automata)
        if automaton.curve is not None and at not in grown.left_out
    )
    found = None
    if grown.folded is not None:
        found = carry(grown.folded, grown.steps, curves, most_values, most_cells)
    return Diagram(
        shifts=shifts,
        counters=curves,
        carried=found.carried if found else tuple(range(len(curves))),
        linear=found.linear if found else (),
        left_out=grown.left_out,
        constant=grown.constant,
        net=found.net if found else None,
        ends=found.ends if found else (),
    )
