"""The tables are what the contract says, cell by cell."""

from __future__ import annotations

import csv
import io
import json

import pytest

from rotation.report import tables
from rotation.report.tables import Table
from tests.problems import at, day, person, problem, requirement, schedule, shift_type
from tests.report.samples import balance, breach, sla_row, two_shifts, week


def test_schedule_row_is_written_in_full() -> None:
    """An assignment has all its columns, times in UTC and on the person's clock."""
    table = tables.schedule_table(two_shifts(week()))
    header = (
        "shift,date,person,start,end,kind,shift_name,person_name,"
        "local_start,local_end,time_zone,hours,night,weekend,holiday"
    )
    assert ",".join(table.columns) == header
    # 07:00 in Chicago in December is 13:00 UTC.
    assert table.rows[1] == (
        *("amer-day", "2026-12-07", "ana", "2026-12-07T13:00:00Z", "2026-12-07T21:00:00Z"),
        *("active", "Amer day", "Ana Lima", "2026-12-07T07:00:00-06:00"),
        *("2026-12-07T15:00:00-06:00", "America/Chicago", "8.00", "0.00", "0.00", "0.00"),
    )


def test_empty_seat_has_no_personal_cells() -> None:
    """Each seat below min that nobody fills is a row of its own without a person."""
    kind = shift_type("day", people=(3, 4, 5))
    of = problem([person("ana")], [kind], "2026-12-07", "2026-12-07")
    rows = tables.schedule_table(schedule(of, "day 2026-12-07 ana")).rows
    # min 3, one on it: two empty seats, before Ana; the seats up to target are not rows.
    assert [row[2] for row in rows] == ["", "", "ana"]
    assert rows[0] == (
        *("day", "2026-12-07", "", "2026-12-07T09:00:00Z", "2026-12-07T17:00:00Z"),
        *("active", "Day", "", "", "", "", "", "", "", ""),
    )


def test_schedule_is_sorted_by_start_shift_and_person() -> None:
    """Rows come by start, then shift, then person."""
    kinds = [shift_type("b", people=(1, 2, 2)), shift_type("a"), shift_type("early", "01:00")]
    of = problem([person("bo"), person("ana")], kinds, "2026-12-07", "2026-12-07")
    made = schedule(of, "b 2026-12-07 bo ana", "a 2026-12-07 bo", "early 2026-12-07 ana")
    rows = tables.schedule_table(made).rows
    assert [(row[0], row[2]) for row in rows] == [
        *(("early", "ana"), ("a", "bo"), ("b", "ana"), ("b", "bo")),
    ]


@pytest.mark.parametrize(
    ("who", "when", "hours", "night", "ends"),
    [
        # 22:00-06:00 in Chicago: 7 h over the spring gap, 23:00-06:00 of it is night: 6 h.
        ("ana", "2027-03-13", "7.00", "6.00", "2027-03-14T06:00:00-05:00"),
        # 9 h over the autumn overlap, 8 h of it night.
        ("ana", "2026-10-31", "9.00", "8.00", "2026-11-01T06:00:00-06:00"),
        # Elsewhere in the year 8 h and 7 h.
        ("ana", "2026-12-07", "8.00", "7.00", "2026-12-08T06:00:00-06:00"),
        # The same shift in Kolkata, 11 h 30 ahead: 09:30-17:30 the next day, no night at all.
        ("priya", "2026-12-07", "8.00", "0.00", "2026-12-08T17:30:00+05:30"),
    ],
)
def test_hours_across_clock_changes(who: str, when: str, hours: str, night: str, ends: str) -> None:
    """Hours are elapsed hours, nights those of the person's own clock."""
    kind = shift_type("night", "22:00", "06:00", "America/Chicago")
    of = problem([person(who)], [kind], when, when)
    table = tables.schedule_table(schedule(of, f"night {when} {who}"))
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert (row["hours"], row["night"], row["local_end"]) == (hours, night, ends)


def test_counts_scale_hours_only() -> None:
    """Hours are elapsed x counts; weekend and holiday hours are elapsed."""
    kind = shift_type("watch", "12:00", "12:00", kind="standby", counts=0.25)
    of = problem(
        [person("ana", time_zone="UTC")],
        [kind],
        "2026-12-11",
        "2026-12-11",
        holidays={"ana": {"2026-12-12": "A day off"}},
    )
    table = tables.schedule_table(schedule(of, "watch 2026-12-11 ana"))
    # Friday noon to Saturday noon: 24 h x 0.25; 7 h of night (23-06), 12 h on the Saturday.
    assert table.rows[0][-4:] == ("6.00", "7.00", "12.00", "12.00")


def test_coverage_lists_every_stretch() -> None:
    """Stretches are listed short or not, with the people's ids."""
    of = week(first="2026-12-07", last="2026-12-07")
    table = tables.coverage_table(two_shifts(of))
    # Judged from Singapore's midnight, 6 Dec 16:00 UTC, to the next, 7 Dec 16:00 UTC;
    # Bo is on 00:00-08:00 UTC, Ana from 13:00 UTC on.
    assert table.rows == (
        ("english", "2026-12-06T16:00:00Z", "2026-12-07T00:00:00Z", "1", "0", "1", ""),
        ("english", "2026-12-07T00:00:00Z", "2026-12-07T08:00:00Z", "1", "1", "0", "bo"),
        ("english", "2026-12-07T08:00:00Z", "2026-12-07T13:00:00Z", "1", "0", "1", ""),
        ("english", "2026-12-07T13:00:00Z", "2026-12-07T16:00:00Z", "1", "1", "0", "ana"),
    )


def test_coverage_separates_people_by_spaces() -> None:
    """Two people on duty are two ids with a space between."""
    of = problem(
        [person("ana"), person("bo")],
        [shift_type("day", "00:00", "00:00", people=2)],
        "2026-12-07",
        "2026-12-07",
        history=(),
        requirements=(requirement("english"),),
    )
    assert tables.coverage_table(schedule(of, "day 2026-12-07 bo ana")).rows[0][-1] == "ana bo"


def test_sla_rows_keep_their_order() -> None:
    """Shares have four decimals; what is not known is empty."""
    rows = [sla_row("z"), sla_row("a", cases=0.0, attainment=float("nan"), language="es")]
    assert tables.sla_table(rows).rows == (
        ("z", "", "", "100.00", "0.9800", "0.9600", "0.9900", "0.9500", "PASS", "test", ""),
        ("a", "es", "", "0.00", "", "0.9600", "0.9900", "0.9500", "PASS", "test", ""),
    )


def test_fairness_is_sorted_by_load_and_person() -> None:
    """Numbers have two decimals, and zero has no sign."""
    rows = [
        balance("bo", "nights"),
        balance("ana", "weekends"),
        balance("ana", "nights", opening=-0.001, expected=1.5, served=3.0, share=1.2549),
    ]
    table = tables.fairness_table(rows)
    assert [row[:2] for row in table.rows] == [
        *(("ana", "nights"), ("bo", "nights"), ("ana", "weekends")),
    ]
    assert table.rows[0][2:6] == ("0.00", "1.50", "3.00", "1.25")


def test_breaches_are_sorted_by_rule_start_and_person() -> None:
    """A hard breach has an empty weight; amounts have the decimals they need."""
    late = at("2026-12-09T06:00")
    rows = [
        breach("rest", start=late, end=late),
        breach("rest", person="bo"),
        breach("rest", person=""),
        breach("fair[2]", 10, grains=breach().grains // 4),
    ]
    table = tables.breaches_table(rows)
    assert [row[:4] for row in table.rows] == [
        ("fair[2]", "10", "ana", "2026-12-07T06:00:00Z"),
        ("rest", "", "", "2026-12-07T06:00:00Z"),
        ("rest", "", "bo", "2026-12-07T06:00:00Z"),
        ("rest", "", "ana", "2026-12-09T06:00:00Z"),
    ]
    assert [row[5] for row in table.rows] == ["0.25", "1", "1", "1"]


def test_csv_quotes_only_where_needed() -> None:
    """Cells stay as people wrote them; commas, quotes and line breaks are quoted."""
    cells = ("=1+1", 'say "x"', "a,b", "two\nlines", "cr\rcr", " spaced ", "森健二")
    table = Table("t", tuple("abcdefg"), (cells,))
    written = tables.to_csv(table)
    assert written == (
        'a,b,c,d,e,f,g\n=1+1,"say ""x""","a,b","two\nlines","cr\rcr", spaced ,森健二\n'.encode()
    )
    assert tuple(list(csv.reader(io.StringIO(written.decode(), newline="")))[1]) == cells


def test_json_has_numbers_where_they_are() -> None:
    """Number columns become numbers, empty ones null, and text stays text."""
    table = Table("t", ("n", "x", "s"), (("2", "2.50", "7"), ("", "-1", "")), frozenset("nx"))
    assert tables.to_json(table) == [
        {"n": 2, "x": 2.5, "s": "7"},
        {"n": None, "x": -1, "s": ""},
    ]


def test_schedule_json_names_team_and_horizon() -> None:
    """The same rows as schedule.csv, with what they are for."""
    of = week()
    written = tables.schedule_json(two_shifts(of))
    read = json.loads(written)
    assert (read["team"], read["horizon"]) == ("Team", {"from": "2026-12-07", "to": "2026-12-13"})
    rows = read["assignments"]
    # 2 shift types x 7 days: 2 assignments and 12 empty seats.
    assert len(rows) == 14
    assert (rows[0]["person"], rows[0]["hours"]) == ("bo", 8.0)
    assert (rows[2]["person"], rows[2]["hours"]) == ("", None)
    assert written.endswith(b"}\n")
    assert b"Ana Lima" in written


def test_rows_must_fit_their_columns() -> None:
    """A table refuses a row that is too short."""
    with pytest.raises(ValueError, match="t has 2 columns, got the row"):
        Table("t", ("a", "b"), (("x",),))


def test_dates_are_iso() -> None:
    """A span of dates is written from and to."""
    assert tables.dates(day("2026-12-01"), day("2026-12-31")) == {
        "from": "2026-12-01",
        "to": "2026-12-31",
    }
