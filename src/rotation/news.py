"""What is news enough to be told while a search goes on."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass
class News:
    """A first rota is told of at once, and otherwise how it goes now and then.

    Parameters
    ----------
    every
        Seconds between two tellings.
    due_from
        When the first one is due, on the clock that `due` is asked by; at once if it is left out.
    """

    every: float
    due_from: float = -inf
    _rota: bool = False

    def due(self, now: float, *, rota: bool) -> bool:
        """Say whether to tell now, and remember that it was told.

        Parameters
        ----------
        rota
            There is a rota to tell of.
        """
        if now < self.due_from and (self._rota or not rota):
            return False
        self.due_from, self._rota = now + self.every, self._rota or rota
        return True
