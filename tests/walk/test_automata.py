"""Automata of limits made by hand, one corner at a time, each read over every choice of shifts."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest

from rotation import clock
from rotation.clock import DAY
from rotation.constraints.load import parts_between
from rotation.domain import Assignment, Shift
from rotation.limits import GRAIN, HOUR, Clash, Limit, Line, Mark, Part, Run, Total
from rotation.local import counted_minutes
from rotation.walk.automaton import Automaton
from rotation.walk.walker import TooManyStates, automata
from tests import problems as make
from tests.problems import day, person, shift_type
from tests.walk.reading import agrees, read_all

KIND = shift_type("day")


def shift(number: int) -> Shift:
    """Return the day shift of a date in December, 09:00 to 17:00 UTC."""
    return clock.shift_on(KIND, day(f"2026-12-{number:02d}"))


def some(*numbers: int) -> tuple[Shift, ...]:
    """Return the day shifts of some dates."""
    return tuple(shift(number) for number in numbers)


def line(past: tuple[int, ...], open_: tuple[int, ...]) -> Line:
    """Make Ana's line of day shifts, served and open."""
    ana = person("ana")
    served = tuple(Assignment(each, ana) for each in some(*past))
    of = make.problem([ana], [KIND], history=served)
    return Line(ana, of, of.served["ana"], some(*open_))


def widths(made: Automaton) -> list[int]:
    """Count the states before each stage."""
    return (made.offsets[1:] - made.offsets[:-1]).tolist()  # type: ignore[no-any-return]


def both(limit: Limit, of: Line) -> list[Automaton]:
    """Check a limit priced and hard; return the automata of the price 3."""
    agrees(limit, of, None)
    return agrees(limit, of, 3)


# Clash

WEEK = line((), (7, 8, 9, 10, 11, 12))


def near(hours: float, among: tuple[Shift, ...], **changed: object) -> Clash:
    """Make a clash of shifts less than some hours apart."""
    least = timedelta(hours=hours)
    return Clash(
        among=among,
        test=lambda first, second: second.start - first.end < least,
        reach=least,
        **changed,  # type: ignore[arg-type]
    )


def test_next_only_remembers_the_last() -> None:
    """Two days are 40 h apart: the state is when the last one was, two days ago at most."""
    [made] = both(near(41, WEEK.open), WEEK)
    # Before the 7th nothing; before the 8th it or not; then: yesterday's, that before's, none.
    # Before the last, yesterday's and that before's clash with it alike.
    assert widths(made) == [1, 2, 3, 3, 3, 2]


def test_all_pairs_are_counted_together() -> None:
    """With 41 h each day clashes with the two before it: three in a row are three pairs."""
    [made] = both(near(41, WEEK.open, next_only=False), WEEK)
    assert read_all([made], (True, True, True, False, False, False)) == 3 * 3 * GRAIN


def test_a_shift_without_stake_is_no_stage() -> None:
    """Only neighbours clash, and the 12th has none."""
    of = line((), (7, 8, 10, 12))
    [made] = both(near(17, of.open), of)
    assert made.stages.tolist() == [0, 1]


def test_served_shifts_clash_with_held_ones_only() -> None:
    """Served on the 5th and 6th: that pair is past; whoever holds the 7th has one clash."""
    of = line((5, 6), (7, 8))
    [made] = both(near(41, of.all), of)
    assert [read_all([made], held) for held in ((False, False), (True, False))] == [0, 3 * GRAIN]


def test_a_served_shift_in_the_middle_cannot_be_stepped_over() -> None:
    """The 8th was served already: the 7th and the 9th are no neighbours, each clashes with it."""
    of = line((8,), (7, 9, 11))
    [made] = both(near(41, of.all), of)
    # 7 with 8, 8 with 9, 9 with 11 (40 h): three clashes.
    assert read_all([made], (True, True, True)) == 3 * 3 * GRAIN
    both(near(41, of.all, next_only=False), of)


@pytest.mark.parametrize("excuse", [6, 7, 8, 9, 10, 12])
@pytest.mark.parametrize("next_only", [True, False])
def test_an_excuse_comes_before_between_or_after(excuse: int, next_only: bool) -> None:
    """The pairs of the 7th, 8th and 10th are none while another is held, or was served."""
    of = line((), (6, 7, 8, 9, 10, 12))
    limit = near(41, some(7, 8, 10), next_only=next_only, unless=lambda *_: (shift(excuse),))
    made = both(limit, of)
    held = (excuse == 6, True, True, excuse == 9, False, excuse == 12)
    # The 7th and 8th are excused by all but the 10th, which is not held.
    assert read_all(made, held) == (3 * GRAIN if excuse == 10 else 0)
    served = line((excuse,), tuple(n for n in (6, 7, 8, 9, 10, 12) if n != excuse))
    both(limit, served)


def test_several_excuses_any_of_which_helps() -> None:
    """A pair waits for its last excuse before it counts."""
    of = line((5,), (6, 7, 8, 9, 10, 11))
    limit = near(41, of.all, unless=lambda _, second: (shift(10), shift(11), second)[:2])
    both(limit, of)


def test_a_clash_of_nothing_is_no_automaton() -> None:
    """Nobody can break it."""
    assert automata(near(1, WEEK.open), WEEK, 3) == []
    assert automata(near(41, WEEK.open), WEEK, 0) == []


# Total


def test_a_hard_bound_forgets_what_cannot_matter() -> None:
    """At most two of six: the count up to two, and on the last stages only what can be too many."""
    [made] = both(Total(parts=(Part(1, WEEK.open),), high=2), WEEK)
    [hard] = automata(Total(parts=(Part(1, WEEK.open),), high=2), WEEK, None)
    # Before each shift: 0; 0-1; 0-2; 0-2; one held with two to come is safe, and nothing is safe
    # as 0 is: safe, 1, 2 before the fifth (0 + 2 = 2 is safe); before the last safe or 2.
    assert widths(hard) == [1, 2, 3, 3, 3, 2]
    # Priced: beyond two each further one costs at once.
    assert widths(made) == [1, 2, 3, 3, 3, 2]


def test_a_hard_minimum_refuses_as_soon_as_it_is_out_of_reach() -> None:
    """Five of six wanted: skipping twice is refused at the second time."""
    [hard] = agrees(Total(parts=(Part(1, WEEK.open),), low=5, idle=True), WEEK, None)
    assert max(widths(hard)) == 2
    both(Total(parts=(Part(1, WEEK.open),), low=5), WEEK)


def test_a_part_that_counts_once_is_forgotten_after_its_last_shift() -> None:
    """Two weekends of two days, at most one of them."""
    of = line((), (5, 6, 9, 12, 13))
    parts = (Part(1, some(5, 6), "any"), Part(1, some(12, 13), "any"))
    [made] = both(Total(parts=parts, high=1), of)
    assert made.stages.tolist() == [0, 1, 3, 4]
    # The first weekend held or not; the second matters only if it was, and once it is held and
    # paid nothing does any more.
    assert widths(made) == [1, 2, 2, 2]


def test_history_that_is_out_counts_once_somebody_joins() -> None:
    """Three served of at most one: nothing, then three too many with the 7th, four with both."""
    of = line((4, 5, 6), (7, 8))
    limit = Total(parts=(Part(1, of.all),), high=1)
    made = both(limit, of)
    grains = [read_all(made, held) for held in ((False, False), (True, False), (True, True))]
    assert grains == [0, 3 * 3 * GRAIN, 3 * 4 * GRAIN]
    assert all(read_all(automata(limit, of, None), held) is None for held in [(True, False)])


def test_a_gated_total_that_nothing_adds_to() -> None:
    """A part worth nothing still lets its shifts take part; one without shifts counts never."""
    of = line((4, 5), (7, 8))
    both(Total(parts=(Part(1, some(4, 5)), Part(0, some(8))), high=1), of)
    assert both(Total(parts=(Part(1, some(4, 5)),), high=1), of) == []


def test_what_is_out_whatever_is_held() -> None:
    """A promise that no shift can keep is a constant, or forbids the line."""
    of = line((), (7, 8))
    [made] = both(Total(parts=(Part(1, ()),), low=1, idle=True), of)
    assert (made.constant, made.stages.size) == (3 * GRAIN, 0)
    nothing = line((), ())
    both(Total(parts=(), low=1, idle=True), nothing)


@pytest.mark.parametrize("most", [1, 2, 64])
@pytest.mark.parametrize(
    "limit",
    [
        Total(parts=(Part(3, WEEK.open), Part(-2, some(8, 11), "any")), low=4, high=7, idle=True),
        Total(parts=(Part(3, WEEK.open), Part(5, some(7, 10), "none")), low=4, high=7, flat=True),
        Total(parts=(Part(100, WEEK.open),), aim=275, unit=100, idle=True),
        Total(parts=(Part(100, WEEK.open), Part(40, some(7, 12), "any")), aim=275, unit=100),
    ],
    ids=["bounds", "flat", "aim", "gated aim"],
)
def test_counted_or_not_a_total_costs_the_same(limit: Total, most: int) -> None:
    """Few states allowed: the value is counted, and priced at the end."""
    made = agrees(limit, WEEK, 3, most_states=most)
    assert any(each.curve is not None for each in made) == (most < 64)
    agrees(limit, WEEK, None, most_states=most)


def test_the_curve_says_where_its_values_lie() -> None:
    """Six of 200 each and 300 once for the first two: 0 to 1500 in steps of 100."""
    parts = (Part(200, WEEK.open), Part(300, some(7, 8), "any"))
    limit = Total(parts=parts, aim=450, unit=100, idle=True, about="a share")
    [made] = agrees(limit, WEEK, 3, most_states=4)
    assert made.curve is not None
    curve = pickle.loads(pickle.dumps(made.curve))  # noqa: S301
    # 900 lies 4.5 units from 450: between 16 and 25, 20.5 units.
    assert curve.price(900) == 3 * 20.5 * GRAIN
    found = (curve.start, curve.lowest, curve.highest, curve.step, curve.about)
    assert found == (0, 0, 1500, 100, "a share")


def test_a_gated_total_is_counted_too() -> None:
    """What idleness costs is given back by an automaton of its own."""
    of = line((4, 5, 6), (7, 8, 9, 10))
    limit = Total(parts=(Part(3, some(4, 5, 6, 7, 8)), Part(5, some(9, 10))), high=1)
    assert len(agrees(limit, of, 3, most_states=1)) == 2


# Run


def marks(numbers: range, **shifts: tuple[Shift, ...]) -> tuple[Mark, ...]:
    """Make a row of dates with the day shift on each, or the given ones."""
    return tuple(Mark(day(f"2026-12-{n:02d}"), shifts.get(f"on_{n}", (shift(n),))) for n in numbers)


def test_a_run_remembers_a_length_no_longer_than_it_may_be() -> None:
    """At most two days in a row: none, one or two, and hard the same."""
    limit = Run(marks=marks(range(7, 13)), high=2)
    [made] = both(limit, WEEK)
    [hard] = automata(limit, WEEK, None)
    # Before the last shift only two in a row matter; before the one before it all three.
    assert widths(made) == widths(hard) == [1, 2, 3, 3, 3, 2]
    assert read_all([made], (True,) * 6) == 3 * 4 * GRAIN


@pytest.mark.parametrize("low", [2, 3])
@pytest.mark.parametrize("high", [None, 1, 2, 4])
@pytest.mark.parametrize("off", [False, True])
@pytest.mark.parametrize("served", [(), (5, 6), (4, 6), (3, 4, 5), (8,)])
def test_runs_of_every_kind(low: int, high: int | None, off: bool, served: tuple[int, ...]) -> None:
    """Too short, too long and both; history before and within; open at both ends."""
    of = line(served, tuple(n for n in (7, 8, 9, 10, 11) if n not in served))
    for open_from, open_until in ((None, None), ("2026-12-11", None), (None, "2026-12-07")):
        limit = Run(
            marks=marks(range(3, 13)),
            low=low,
            high=high,
            off=off,
            open_from=day(open_from) if open_from else None,
            open_until=day(open_until) if open_until else None,
        )
        both(limit, of)


def test_a_long_run_of_history_costs_nothing_by_itself() -> None:
    """Four served of at most one; the 7th makes five, four too many; the 9th runs alone."""
    of = line((3, 4, 5, 6), (7, 9))
    made = both(Run(marks=marks(range(3, 10)), high=1), of)
    found = [read_all(made, held) for held in ((False, False), (True, False), (False, True))]
    assert found == [0, 3 * 4 * GRAIN, 0]


def test_a_shift_on_several_marks_and_marks_out_of_order() -> None:
    """A long standby touches three dates; the second date is decided before the first."""
    of = line((6,), (7, 8, 9, 10, 11))
    row = marks(
        range(6, 12), on_7=some(7, 10), on_8=some(7, 8), on_9=some(7, 9), on_10=(), on_11=some(11)
    )
    for limit in (
        Run(marks=row, high=2),
        Run(marks=row, low=3),
        Run(marks=row, low=2, high=3),
        Run(marks=row, low=2, off=True),
    ):
        both(limit, of)


def test_a_mark_that_history_set_may_be_joined() -> None:
    """A shift held on a date already served makes the run count, though no longer."""
    of = line((5, 6), (7, 8))
    row = marks(range(5, 9), on_6=some(6, 7), on_7=(), on_8=some(8))
    made = both(Run(marks=row, high=1), of)
    assert read_all(made, (True, False)) == 3 * GRAIN
    assert read_all(made, (False, True)) == 0


# Time


@pytest.mark.parametrize("first", ["2027-03-29", "2027-09-27"])
def test_hours_of_a_week_in_which_the_clock_changes(first: str) -> None:
    """Lord Howe moves by half an hour on the Sunday: its night is 7:30 or 8:30 long."""
    night = shift_type("night", "22:00", "06:00", "Australia/Lord_Howe")
    start = day(first)
    ana = person("ana", time_zone="Australia/Lord_Howe")
    of = make.problem([ana], [night], first, str(start + 6 * DAY))
    own = Line(ana, of, (), of.shifts)
    parts = parts_between(own, start, 7, counted_minutes)
    # Back on 4 April (half an hour more), forward on 3 October (less), both at two at night.
    [long_night] = [each for each in own.open if each.date == start + 5 * DAY]
    assert long_night.minutes == (510 if first == "2027-03-29" else 450)
    limit = Total(parts=parts, high=16 * HOUR, unit=HOUR)
    made = both(limit, own)
    # Friday's and Saturday's night alone stay half an hour above or below 16 h.
    friday, saturday = (own.open.index(each) for each in own.open if each.date.weekday() in (4, 5))
    held = tuple(n in (friday, saturday) for n in range(len(own.open)))
    assert read_all(made, held) == (3 * GRAIN // 2 if first == "2027-03-29" else 0)
    agrees(limit, own, 3, most_states=1)


# Size


def test_too_much_to_remember_is_refused() -> None:
    """Fourteen days, each of which may clash with any later one by a pattern of its own."""
    of = line((), tuple(range(1, 29)))
    chosen = {(a, b) for a in range(1, 15) for b in range(15, 29) if b - 14 == a}
    limit = Clash(
        among=of.open,
        test=lambda first, second: (first.date.day, second.date.day) in chosen,
        reach=40 * DAY,
        next_only=False,
    )
    # Before the 15th every set of the first fourteen is a state: 2^14 of at most 4096.
    with pytest.raises(TooManyStates, match="states, at most 4096 can be walked"):
        automata(limit, of, 3)


def test_machines_that_are_alike_share_their_tables() -> None:
    """Two weeks of the same shape: the stages differ, the tables are the same."""
    of = line((), (7, 8, 9, 14, 15, 16))
    weeks = [Total(parts=(Part(1, some(*days)),), high=1) for days in ((7, 8, 9), (14, 15, 16))]
    [first], [second] = (automata(week, of, 3) for week in weeks)
    assert (first.stages.tolist(), second.stages.tolist()) == ([0, 1, 2], [3, 4, 5])
    assert first.take_to is second.take_to
