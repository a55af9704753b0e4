"""Marks of the small charts stand where their numbers are."""

from __future__ import annotations

from rotation.report import charts
from tests.report.samples import balance, sla_row


def test_sla_marks_share_one_axis() -> None:
    """The axis starts at a round share below everything and ends at 100 %, 200 units later."""
    rows = [sla_row(low=0.75, attainment=0.85, high=0.9, target=0.95), sla_row()]
    marks = charts.interval_marks(rows)
    # From 70 % to 100 %: 75 % lies at 200 x 5 / 30, 85 % at half, 90 % at 200 x 20 / 30.
    assert (marks[0].low, marks[0].middle, marks[0].high) == (33.3, 100.0, 133.3)
    assert marks[0].target == marks[1].target == 166.7


def test_unknown_attainment_has_no_mark() -> None:
    """An SLA without cases has a target and nothing else, and does not move the axis."""
    unknown = float("nan")
    row = sla_row(cases=0.0, attainment=unknown, low=unknown, high=unknown)
    mark = charts.interval_marks([row])[0]
    # The axis starts at 90 %: the target of 95 % is in its middle.
    assert (mark.low, mark.middle, mark.high, mark.target) == (None, None, None, 100.0)


def test_sla_axis_reaches_down_to_nothing() -> None:
    """An attainment of nothing is at the left end."""
    assert charts.interval_marks([sla_row(attainment=0.0, low=0.0)])[0].middle == 0.0


def test_bars_are_scaled_within_a_load() -> None:
    """The longest bar or share fills the width; whoever is furthest above their share is first."""
    rows = [
        balance("ana", "nights", served=1.0, share=2.0, closing=-1.0),
        balance("bo", "nights", served=4.0, share=2.0, closing=2.0),
        balance("ana", "holidays", served=0.0, share=0.0),
    ]
    loads = charts.balance_marks(rows)
    assert list(loads) == ["holidays", "nights"]
    assert [(mark.balance.person, mark.served, mark.share) for mark in loads["nights"]] == [
        ("bo", 200.0, 100.0),
        ("ana", 50.0, 100.0),
    ]
    assert (loads["holidays"][0].served, loads["holidays"][0].share) == (0.0, 0.0)
