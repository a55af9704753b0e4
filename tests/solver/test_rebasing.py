"""What was changed in one rota, brought to a newer one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rotation.master.linear import Ints
from rotation.rule import Rule
from rotation.solver.fitting import allowed
from rotation.solver.leftover import Walk
from rotation.solver.lines import work
from rotation.solver.rebasing import rebased
from tests.constraints.judging import rule
from tests.problems import problem, shift_type
from tests.solver.contradictions import ALWAYS, ANA

WEEK = problem([ANA], [shift_type("day")])


def walk(*rules: Rule) -> Walk:
    """Make the walk of somebody with one shift each day of a week."""
    return work(WEEK, [*ALWAYS, *rules]).walks[0]


def line(days: Iterable[int]) -> Ints:
    """Write a line as positions."""
    return np.array(sorted(days), np.int32)


SETS = st.sets(st.integers(0, 6))


@given(SETS, SETS, SETS)
def test_what_was_changed_is_so_and_the_rest_stays(
    before: set[int], after: set[int], now: set[int]
) -> None:
    """Each shift is as it is after where that differs from before, else as it is now."""
    found = rebased(walk(), line(before), line(after), line(now))
    assert found is not None
    wanted = {n for n in range(7) if n in (after if (n in before) != (n in after) else now)}
    assert set(found.tolist()) == wanted
    assert found.tolist() == sorted(found.tolist())


def test_nobody_gets_a_line_that_is_not_allowed() -> None:
    """Two days in a row at most: one more before those of somebody else's change is none."""
    own = walk(rule("days_in_row", max=2))
    assert rebased(own, line([]), line([0]), line([])) is not None
    now = line([1, 2])
    assert allowed(own, now)
    assert rebased(own, line([]), line([0]), now) is None
    assert rebased(own, line([1]), line([0]), now) is not None
