"""The workbook opens, text stays text, and the same input gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from rotation.report import tables
from rotation.report.spreadsheet import sheet_names, workbook
from rotation.report.tables import Table
from tests.problems import day, leave, person, problem, schedule, shift_type
from tests.report.samples import AS_OF, balance, breach, two_shifts, week

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "{=1}",
    "http://x.example",
    "mailto:a@b.example",
    "007",
    "1e5",
    "TRUE",
    "\t=1",
    "internal:rota!A1",
)


def opened(content: bytes) -> Any:
    """Open a workbook."""
    return load_workbook(io.BytesIO(content))


def test_text_is_always_text() -> None:
    """Nothing that people write becomes a formula, a link or a number."""
    table = Table("t", ("text", "n"), tuple((text, "2.50") for text in FORMULAS), frozenset("n"))
    content = workbook(two_shifts(week()), [table], AS_OF)
    sheet = opened(content)["t"]
    for line, text in enumerate(FORMULAS, start=2):
        cell = sheet.cell(line, 1)
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
        assert (sheet.cell(line, 2).value, sheet.cell(line, 2).data_type) == (2.5, "n")
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_hostile_names_in_the_grid() -> None:
    """A formula for a name and a team is shown as it is written."""
    ana = person("ana", name="=cmd|' /C calc'!A0")
    of = problem([ana], [shift_type("day")])
    sheet = opened(workbook(schedule(of, "day 2026-12-07 ana"), [], AS_OF))["rota"]
    assert (sheet["A5"].value, sheet["A5"].data_type) == ("=cmd|' /C calc'!A0", "s")


def test_grid_is_drawn_by_person_and_local_date() -> None:
    """Regions, dates with weekdays, shifts, leave, holidays and totals stand where leads look."""
    bo = person("bo")
    of = week(absences=(leave(bo, "2026-12-09"),), holidays={"bo": {"2026-12-10": "Fair"}})
    sheet = opened(workbook(two_shifts(of), [], AS_OF))["rota"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=7, max_col=13)]
    assert rows[0][0] == "Team, 2026-12-07_2026-12-13"
    assert rows[1][2:5] == ["7 Dec", "8 Dec", "9 Dec"]
    assert rows[2] == [
        *("name", "id", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        *("shifts", "hours", "nights", "weekends"),
    ]
    assert rows[3][0] == "America/Chicago"
    assert rows[4] == ["Ana Lima", "ana", "amer-day", *[None] * 6, 1, 8, 0, 0]
    assert rows[6] == [
        "Bo Chen",
        "bo",
        "apac-day",
        None,
        "leave",
        "holiday",
        *[None] * 3,
        1,
        8,
        0,
        0,
    ]
    assert sheet.freeze_panes == "C4"
    fills = {cell: sheet[cell].fill.start_color.rgb for cell in ("C5", "C7", "H5", "D5")}
    assert len(set(fills.values())) == 4  # two shifts, a weekend, an ordinary day
    legend = [cell.value for cell in sheet["A"][8:]]
    assert legend[:3] == ["Legend", "amer-day", "apac-day"]


def test_tables_have_filters_and_frozen_heads() -> None:
    """Each table is a sheet that can be filtered."""
    made = two_shifts(week())
    content = workbook(
        made,
        [
            tables.schedule_table(made),
            tables.fairness_table([balance()]),
            tables.breaches_table([breach(weight=None), breach("fair", 3)]),
            tables.sla_table([]),
        ],
        AS_OF,
    )
    book = opened(content)
    assert book.sheetnames == ["rota", "schedule", "fairness", "breaches", "sla"]
    sheet = book["schedule"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:O15")
    assert [cell.value for cell in sheet[1]] == list(tables.SCHEDULE_COLUMNS)
    assert [cell.value for cell in book["breaches"]["B"]] == ["weight", 3, None]
    assert book["sla"].auto_filter.ref == "A1:K2"


def test_same_input_same_bytes() -> None:
    """Only --as-of tells one run from another."""
    made = two_shifts(week())
    first = workbook(made, [tables.schedule_table(made)], AS_OF)
    assert workbook(made, [tables.schedule_table(made)], AS_OF) == first
    assert {part.date_time for part in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }
    assert opened(first).properties.created == datetime(2026, 11, 20, 9)


def test_long_and_odd_text_fits_a_cell() -> None:
    """Control characters survive as text; a cell too long for a spreadsheet is cut."""
    table = Table("t", ("a",), (("x" * 40_000,), ("bell\x07",)))
    sheet = opened(workbook(two_shifts(week()), [table], AS_OF))["t"]
    assert len(sheet["A2"].value) == 32_000
    assert sheet["A3"].value.startswith("bell")


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (["sla", "SLA", "sla"], ["sla", "SLA 2", "sla 3"]),
        (["[a]:*?/\\b"], ["-a------b"]),
        (["", "'", "History"], ["sheet", "sheet 2", "History 2"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + " 2"]),
    ],
)
def test_sheet_names_are_valid(wanted: list[str], given: list[str]) -> None:
    """Names are short, without marks that spreadsheets refuse, and all different."""
    assert sheet_names(wanted) == given


def test_leave_on_a_working_day_keeps_the_shift() -> None:
    """A hand-made rota with a shift on a holiday shows the shift."""
    of = week(holidays={"ana": {"2026-12-07": "Fair"}})
    sheet = opened(workbook(two_shifts(of), [], AS_OF))["rota"]
    assert sheet["C5"].value == "amer-day"
    assert sheet["C5"].border.bottom.style == "medium"
    assert day("2026-12-07") in of.public_holidays["ana"]
