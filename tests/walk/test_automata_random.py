"""Random limits of every kind, over random shifts: the automata cost what the findings cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rotation import clock
from rotation.clock import DAY
from rotation.domain import Assignment, Shift
from rotation.limits import Clash, Line, Mark, Part, Run, Total
from tests import problems as make
from tests.problems import day, shift_type
from tests.walk.reading import agrees

KINDS = tuple(
    shift_type(name, start, end, "Australia/Lord_Howe")
    for name, start, end in (
        ("early", "06:00", "14:00"),
        ("late", "13:30", "22:00"),
        ("night", "22:00", "06:30"),
    )
)
FIRST = day("2027-04-03")  # Lord Howe puts its clocks back by half an hour on the 4th
weights = st.sampled_from([None, 1, 7])


@st.composite
def lines(draw: st.DrawFn, most: int = 6) -> Line:
    """Draw somebody's served shifts and those they may hold, a few days on both sides."""
    served = st.tuples(st.sampled_from(KINDS), st.integers(-4, -1))
    coming = st.tuples(st.sampled_from(KINDS), st.integers(0, 4))
    past = [clock.shift_on(kind, FIRST + n * DAY) for kind, n in draw(st.sets(served, max_size=3))]
    open_ = [
        clock.shift_on(kind, FIRST + n * DAY)
        for kind, n in draw(st.sets(coming, min_size=1, max_size=most))
    ]
    # A shift of another zone's date may have been served after the first of the horizon began.
    if draw(st.booleans()):
        past.append(clock.shift_on(shift_type("early", "06:00", "14:00", "Asia/Kolkata"), FIRST))
    ana = make.person("ana")
    of = make.problem(
        [ana], KINDS, str(FIRST), history=tuple(Assignment(shift, ana) for shift in past)
    )
    return Line(ana, of, of.served["ana"], tuple(sorted(open_, key=lambda shift: shift.order)))


def some_of(line: Line, most: int = 6) -> st.SearchStrategy[tuple[Shift, ...]]:
    """Draw some of a line's shifts, sorted."""
    chosen = st.sets(st.sampled_from(range(len(line.all))), max_size=most)
    return chosen.map(lambda numbers: tuple(line.all[n] for n in sorted(numbers)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_random_clashes(data: st.DataObject) -> None:
    """Any pairs, next one only or all, with excuses before, between and after the two."""
    line = data.draw(lines())
    every = data.draw(some_of(line, 9))
    numbers = st.integers(0, len(line.all) - 1)
    pairs = data.draw(st.sets(st.tuples(numbers, numbers), max_size=10))
    excuses = data.draw(
        st.none() | st.dictionaries(st.tuples(numbers, numbers), st.sets(numbers, max_size=3))
    )
    number = {shift: n for n, shift in enumerate(line.all)}

    def unless(first: Shift, second: Shift) -> tuple[Shift, ...]:
        by_pair = excuses or {}
        return tuple(line.all[n] for n in by_pair.get((number[first], number[second]), ()))

    limit = Clash(
        among=every,
        test=lambda first, second: (number[first], number[second]) in pairs,
        reach=data.draw(st.sampled_from([timedelta(0), 20 * timedelta(hours=1), 9 * DAY])),
        next_only=data.draw(st.booleans()),
        unless=None if excuses is None else unless,
    )
    agrees(limit, line, data.draw(weights))


@st.composite
def totals(draw: st.DrawFn, line: Line) -> Total:
    """Draw a total of any shape."""
    parts = tuple(
        Part(draw(st.integers(-3, 4)), draw(some_of(line)), draw(st.sampled_from(kinds)))
        for kinds in [("each", "any", "none")] * draw(st.integers(0, 4))
    )
    bounds: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {"low": st.none() | st.integers(-3, 6), "high": st.none() | st.integers(-3, 6)}
        )
        | st.fixed_dictionaries({"aim": st.integers(-3, 6)})
    )
    return Total(
        parts=parts,
        unit=draw(st.sampled_from([1, 2, 4800])),
        idle=draw(st.booleans()),
        flat=draw(st.booleans()),
        **bounds,
    )


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_random_totals(data: st.DataObject) -> None:
    """Each, any and none, negative amounts, bounds and aims, as states and counted."""
    line = data.draw(lines())
    limit = data.draw(totals(line))
    agrees(limit, line, data.draw(weights), most_states=data.draw(st.sampled_from([1, 3, 64])))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_random_runs(data: st.DataObject) -> None:
    """Shifts on several marks, marks in any order of their shifts, low above high too."""
    line = data.draw(lines(7))
    count = data.draw(st.integers(0, 6))
    marks = tuple(Mark(FIRST + n * DAY, data.draw(some_of(line, 3))) for n in range(count))
    edges = st.none() | st.integers(0, 6).map(lambda n: FIRST + n * DAY)
    limit = Run(
        marks=marks,
        low=data.draw(st.none() | st.integers(1, 4)),
        high=data.draw(st.none() | st.integers(0, 3)),
        off=data.draw(st.booleans()),
        open_from=data.draw(edges),
        open_until=data.draw(edges),
    )
    agrees(limit, line, data.draw(weights))
