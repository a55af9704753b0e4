"""Limits as CP-SAT is told them: what it allows, and what it prices, on three or four dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rotation.board import Board
from rotation.board.posting import post
from rotation.board.totals import MOST_POINTS
from rotation.domain import Problem, Shift
from rotation.limits import GRAIN, Clash, Finding, Limit, Mark, Part, Run, Total
from tests.board.enumerating import ANA, board_of, days, prices

HOUR = timedelta(hours=1)


def posted(limit: Limit, of: Problem, weight: int | None = None) -> Board:
    """Make a board with one limit of Ana's."""
    board = board_of(of)
    board.post(limit, board.line(ANA), weight=weight, rule="rule", words=lambda _: "says")
    board.close()
    return board


def refused(limit: Limit, of: Problem) -> list[str]:
    """List what a hard limit leaves."""
    return sorted(prices(posted(limit, of)))


def costs(limit: Limit, of: Problem, weight: int = 1) -> dict[str, float]:
    """List what costs something under a soft limit, in units."""
    found = prices(posted(limit, of, weight)).items()
    return {held: grains / GRAIN for held, grains in sorted(found) if grains}


def shifts_of(of: Problem) -> tuple[Shift, ...]:
    """List served and open shifts in order."""
    return tuple(sorted([*of.served["ana"], *of.shifts], key=lambda shift: shift.order))


def near(of: Problem, hours: float = 17, **changed: object) -> Clash:
    """Make a clash of neighbours: 16 h lie between two dates, 40 h between every other."""
    least = hours * HOUR
    return Clash(
        among=shifts_of(of),
        test=lambda first, second: second.start - first.end < least,
        reach=least,
        **changed,  # type: ignore[arg-type]
    )


# Clash


def test_neighbours_are_forbidden() -> None:
    """No two dates in a row; within 41 h of each other only one of three."""
    of = days()
    assert refused(near(of), of) == ["...", "..x", ".x.", "x..", "x.x"]
    assert refused(near(of, 41), of) == ["...", "..x", ".x.", "x.."]
    assert len(refused(near(of, 16), of)) == 8


def test_what_was_served_forbids_what_follows() -> None:
    """The 6th was served: not the 7th. Two served that clash forbid nothing."""
    of = days("2026-12-08", "2026-12-05", "2026-12-06")
    assert refused(near(of), of) == ["..", ".x"]


@pytest.mark.parametrize("weight", [None, 2])
def test_what_was_served_stands_between(weight: int | None) -> None:
    """Only the 5th clashes, within 41 h: with the 6th, served as well, and so not with the 7th."""
    of = days("2026-12-08", "2026-12-05", "2026-12-06")
    fifth = of.served["ana"][0]
    clash = Clash(
        among=shifts_of(of),
        test=lambda first, second: first == fifth and second.start - first.end < 41 * HOUR,
        reach=41 * HOUR,
    )
    free = {"..": 0, ".x": 0, "x.": 0, "xx": 0}
    assert prices(posted(clash, of, weight)) == free
    # Where every pair counts, the 7th clashes with the 5th: refused, or 2 units of its price.
    every = prices(posted(replace(clash, next_only=False), of, weight))
    priced = free | {"x.": 2 * GRAIN, "xx": 2 * GRAIN}
    assert every == ({"..": 0, ".x": 0} if weight is None else priced)


def test_only_the_next_one_is_priced() -> None:
    """Within 41 h: "xxx" is two clashes by the next one, three by all; "x.x" is one."""
    of = days()
    assert costs(near(of, 41), of, 3) == {".xx": 3, "x.x": 3, "xx.": 3, "xxx": 6}
    every = near(of, 41, next_only=False)
    assert costs(every, of) == {".xx": 1, "x.x": 1, "xx.": 1, "xxx": 3}


def test_an_excuse_lifts_a_clash() -> None:
    """The first two clash unless the third is held; hard and soft."""
    of = days()
    first, second, third = of.shifts
    clash = Clash(
        among=of.shifts[:2],
        test=lambda one, other: (one, other) == (first, second),
        reach=17 * HOUR,
        unless=lambda _one, _other: (third,),
    )
    assert "xx." not in refused(clash, of)
    assert len(refused(clash, of)) == 7
    assert costs(clash, of) == {"xx.": 1}


# Total


def each(of: Problem, amount: int = 1) -> tuple[Part, ...]:
    """Make one part: so much for every date."""
    return (Part(amount, shifts_of(of)),)


def test_bounds_hold() -> None:
    """One or two of three dates."""
    of = days()
    total = Total(parts=each(of), low=1, high=2, idle=True)
    assert refused(total, of) == ["..x", ".x.", ".xx", "x..", "x.x", "xx."]
    assert costs(total, of, 4) == {"...": 4, "xxx": 4}


@pytest.mark.parametrize("weight", [None, 2])
def test_history_alone_is_no_breach(weight: int | None) -> None:
    """Two served of at most one: free alone is fine, one more is two too many, and hard is hard."""
    of = days("2026-12-08", "2026-12-05", "2026-12-06")
    total = Total(parts=each(of), high=1)
    if weight is None:
        assert refused(total, of) == [".."]
    else:
        # 3 - 1 = 2 and 4 - 1 = 3 units at 2.
        assert costs(total, of, weight) == {".x": 4, "x.": 4, "xx": 6}


def test_a_flat_total_costs_one_unit() -> None:
    """At most none: one, two or three dates are one unit; units of 10 are tenths otherwise."""
    of = days()
    held = ["..x", ".x.", ".xx", "x..", "x.x", "xx.", "xxx"]
    assert costs(Total(parts=each(of), high=0, flat=True), of) == dict.fromkeys(held, 1)
    tenth = costs(Total(parts=each(of), high=0, unit=10), of)
    assert tenth == {dates: dates.count("x") / 10 for dates in held}


def test_parts_for_any_and_none() -> None:
    """5 for any of the first two, 3 for none of the last two, at most 5 of both."""
    of = days()
    parts = (Part(5, of.shifts[:2], "any"), Part(3, of.shifts[1:], "none"))
    total = Total(parts=parts, high=4, unit=1, idle=True)
    # x..: 5 + 3; .x., .xx, xx., x.x, xxx: 5; ...: 3; ..x: 0.
    assert costs(total, of) == {".x.": 1, ".xx": 1, "x..": 4, "x.x": 1, "xx.": 1, "xxx": 1}


@pytest.mark.parametrize(
    ("aim", "by_number"),
    [
        # Squares of the distance from the aim in units of 100, linear between: 0, 1, 4, 9.
        (0, [0, 1, 4, 9]),
        (150, [2.5, 0.5, 0.5, 2.5]),
        (333, [11.31, 5.65, 1.99, 0.33]),
        (-50, [0.5, 2.5, 6.5, 12.5]),
    ],
)
def test_an_aim_is_priced_by_squares(aim: int, by_number: list[float]) -> None:
    """3.33 off: 9 + 7 x 0.33 = 11.31; 2.33: 4 + 5 x 0.33; 1.33: 1 + 3 x 0.33; 0.33."""
    of = days()
    found = costs(Total(parts=each(of, 100), aim=aim, unit=100, idle=True), of)
    for held in ("...", "..x", "x.x", "xxx"):
        assert found.get(held, 0) == pytest.approx(by_number[held.count("x")])


def test_an_aim_with_many_values_is_drawn_by_its_corners() -> None:
    """Amounts of 1, 1000 and 5000 around 1500 in units of 1000: the same curve."""
    of = days()
    parts = tuple(Part(n, (s,)) for n, s in zip((1, 1000, 5000), of.shifts, strict=True))
    total = Total(parts=parts, aim=1500, unit=1200, idle=True)
    found = prices(posted(total, of, 1))
    values = {"...": 0, "x..": 1, ".x.": 1000, "xx.": 1001, "..x": 5000, "xxx": 6001}
    assert sum(part.amount for part in parts) > MOST_POINTS
    for held, value in values.items():
        # Grains of 1/1200 unit: whole squares of 4800, between them by the part of a unit.
        whole, rest = divmod(abs(value - 1500), 1200)
        assert found[held] == 4800 * whole**2 + 4 * (2 * whole + 1) * rest


# Run


def row(of: Problem) -> tuple[Mark, ...]:
    """Mark each date by its shift."""
    return tuple(Mark(shift.date, (shift,)) for shift in shifts_of(of))


def test_a_run_is_not_too_long() -> None:
    """At most two in a row of four dates; each date more costs one unit."""
    of = days("2026-12-10")
    run = Run(marks=row(of), high=2)
    assert [held for held in refused(run, of) if "xxx" in held] == []
    assert len(refused(run, of)) == 16 - 3
    assert costs(run, of, 5) == {".xxx": 5, "xxx.": 5, "xxxx": 10}


def test_a_run_is_not_too_short() -> None:
    """At least two in a row; a run at the open end may go on."""
    of = days("2026-12-10")
    run = Run(marks=row(of), low=2, open_from=of.horizon.last)
    assert refused(run, of) == [
        "....",
        "...x",
        "..xx",
        ".xx.",
        ".xxx",
        "xx..",
        "xx.x",
        "xxx.",
        "xxxx",
    ]
    three = costs(Run(marks=row(of), low=3), of)
    # Runs of one lack two, runs of two lack one.
    assert three["x..x"] == 4
    assert three["xx.x"] == 3
    assert "xxx." not in three


def test_holes_are_not_too_short() -> None:
    """At least two free dates between two worked ones; free ends are no holes."""
    of = days("2026-12-10")
    run = Run(marks=row(of), low=2, off=True)
    assert costs(run, of) == {".x.x": 1, "x.x.": 1, "x.xx": 1, "xx.x": 1}
    assert len(refused(run, of)) == 12


def test_a_served_run_counts_whole_once_the_horizon_joins() -> None:
    """Three served up to the 6th of at most one: the 7th makes it three over, the 8th nothing."""
    of = days("2026-12-08", "2026-12-04", "2026-12-05", "2026-12-06")
    run = Run(marks=row(of), high=1)
    assert costs(run, of) == {"x.": 3, "xx": 4}
    assert refused(run, of) == ["..", ".x"]


def test_what_is_no_limit_is_refused() -> None:
    """A word that the board does not know is a mistake of ours, said at once."""
    with pytest.raises(TypeError, match="no limit: 'nonsense'"):
        post("nonsense", None)  # type: ignore[arg-type]


def test_switched_clashes_say_what_they_ask() -> None:
    """On a board with switches each pair is a demand in the rule's own words."""
    of = days()
    board = board_of(of, switched="fine")

    def words(finding: Finding) -> str:
        return " then ".join(str(shift) for shift in finding.shifts)

    board.post(near(of), board.line(ANA), weight=None, rule="rest", words=words)
    board.close()
    assert [demand.says for demand in board.switches] == [
        "Mon 7 Dec day then Tue 8 Dec day",
        "Tue 8 Dec day then Wed 9 Dec day",
    ]
