"""Two shifts that do not go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta

from rotation.domain import Shift
from rotation.limits.measure import GRAIN, Finding


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Two shifts that do not go together for one person.

    Parameters
    ----------
    among
        The shifts it speaks of, sorted by start.
    test
        Whether the first (earlier) and the second clash.
    reach
        The second starts at most this long after the first's end, or it is not asked.
    next_only
        Only the first and the next one held after it are asked. The test must then be such that
        where it holds across a shift between them, a neighbouring pair fails too.
    unless
        The pair is no clash while one of these is held.
    shared
        The test is a value: where two are equal, they answer alike whoever's line it is. Then
        each pair of a problem's shifts is asked once for everybody.
    """

    among: tuple[Shift, ...]
    test: Callable[[Shift, Shift], bool]
    reach: timedelta
    next_only: bool = True
    unless: Callable[[Shift, Shift], tuple[Shift, ...]] | None = None
    shared: bool = False
    about: str = ""

    def between(self, first: Shift, second: Shift) -> tuple[Shift, ...]:
        """List the shifts that come between two, in the order of the line."""
        return tuple(s for s in self.among if first.order < s.order < second.order)

    def findings(self, held: AbstractSet[Shift], past: AbstractSet[Shift]) -> Iterator[Finding]:
        """Measure a line: one unit a clash in which a held shift takes part."""
        on = [shift for shift in self.among if shift in held or shift in past]
        for first, second in self._asked(on):
            if (first in past and second in past) or not self.test(first, second):
                continue
            excuses = self.unless(first, second) if self.unless else ()
            if not any(shift in held or shift in past for shift in excuses):
                yield Finding(self, GRAIN, (first, second), 0, first.start, second.end)

    def _asked(self, on: list[Shift]) -> Iterator[tuple[Shift, Shift]]:
        for index, first in enumerate(on):
            for second in on[index + 1 : index + 2 if self.next_only else None]:
                if second.start - first.end > self.reach:
                    break
                yield first, second
