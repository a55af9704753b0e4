"""The machine of a total by itself: how much of a long line it looks at."""

from __future__ import annotations

from rotation.limits import Line, Part, Total
from rotation.walk.explore import build
from rotation.walk.sums import summed
from rotation.walk.totals import Price, State, TotalMachine
from tests import problems as make
from tests.problems import day, person, shift_type


class Counting(TotalMachine):
    """The machine of a total that counts its steps."""

    steps = 0

    def step(self, stage: int, state: State, taken: bool, /) -> tuple[State, int, int] | None:
        """Note a step."""
        self.steps += 1
        return super().step(stage, state, taken)


def weekends(shifts: int) -> Counting:
    """Read one line of three weekends of so many shifts each, of which two may be worked."""
    kinds = [shift_type(f"kind-{number}") for number in range(shifts)]
    ana = person("ana")
    of = make.problem([ana], kinds, "2026-12-07", "2026-12-27")
    saturdays = [day("2026-12-12"), day("2026-12-19"), day("2026-12-26")]
    parts = tuple(
        Part(1, tuple(each for each in of.shifts if each.date == when), "any") for when in saturdays
    )
    limit = Total(parts=parts, high=2)
    machine = Counting(summed(limit, Line(ana, of, (), of.shifts)), Price(limit, None))
    build(machine, 64)
    return machine


def test_stages_that_do_the_same_are_explored_once() -> None:
    """The shifts of a weekend but its first and last are alike, however many there are."""
    short, long = weekends(6), weekends(12)
    assert (len(short.positions), len(long.positions)) == (18, 36)
    assert long.steps == short.steps
