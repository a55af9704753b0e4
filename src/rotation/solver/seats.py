"""Rotas of walks alone: before there is any price, of the master's shares, and of the best rota."""

from __future__ import annotations

from collections.abc import Sequence

from rotation.master.linear import Ints
from rotation.solver.fitting import Fitter
from rotation.solver.known_lines import Cells
from rotation.solver.leftover import Walk
from rotation.solver.lines import Work
from rotation.solver.relay import Relay
from rotation.solver.reseating import Reseating
from rotation.solver.seating import Seating, surest
from rotation.solver.standing import Stand

SHARE, TELLS = 0.05, 2
"""Share of the time left that seating people anew may take, at first and after rounding, and how
often what it finds is told meanwhile."""


class Seats:
    """People are seated one after the other, and groups of them anew."""

    def __init__(
        self, made: Work, fitter: Fitter, standing: Stand, relay: Relay, seed: int
    ) -> None:
        self._made, self._standing, self._relay = made, standing, relay
        self._seating = Seating(made, fitter, seed)
        self._reseating = Reseating(made, self._seating, standing)

    def first(self) -> Sequence[tuple[Walk, Ints]]:
        """Seat everybody, before there are any prices; return the lines that were had."""
        seating = self._seating
        if not seating.first(self._standing.done):
            return seating.had()
        self._tell()
        if self._standing.held() is None:  # what the team must have may still be paid for
            self._regroup(self._ends())
        return seating.had() + self._reseated()

    def _reseated(self) -> list[tuple[Walk, Ints]]:
        """Seat people of the best rota anew as long as that helps; return the lines."""
        found: list[tuple[Walk, Ints]] = []
        share = SHARE * self._standing.left()
        ends = self._standing.left() - share
        while not self._standing.done() and self._standing.left() > ends and self.ready():
            gained = self.go_on(share / TELLS)
            found += self._seating.had()
            if not gained:
                break
        return found

    def ready(self) -> bool:
        """Say whether there is a rota whose people may be seated anew."""
        return self._reseating.ready()

    def go_on(self, seconds: float) -> float:
        """Seat people of the best rota anew for so many seconds; return the grains it gained."""
        return self._reseating.go_on(seconds)

    def rounded(self, cells: Cells) -> Sequence[tuple[Walk, Ints]]:
        """Make a whole line of everybody's shares; return the lines that were had."""
        made, best, seating = self._made, self._standing.held(), self._seating
        now = None if best is None else made.lines_of(best)
        lines = seating.rounded(cells, surest(cells), self._standing.done, now)
        if len(lines) == len(made.walks):
            ends = self._ends()
            self._tell()
            self._regroup(ends)
        return seating.had()

    def _ends(self) -> float:
        return self._standing.left() * (1 - SHARE)

    def _regroup(self, ends: float) -> None:
        """Seat groups anew until so many seconds are left, and tell what that came to."""
        self._seating.regroup(lambda: self._standing.done() or self._standing.left() < ends)
        self._tell()

    def _tell(self) -> None:
        self._relay.suggest(self._made, self._seating.seated())
