"""The rota as a workbook: the grid that team leads draw, then a sheet for each table."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rotation.domain import DAY_NAMES, MONTHS, Schedule
from rotation.report.grid import Cell, Grid, Row, grid
from rotation.report.tables import Table, number

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TINTS = (*("#CFE5F5", "#FBE3B3", "#CDEBDF", "#F6D5E5", "#DAD7F0", "#FBD5C0", "#D9ECC8", "#E4E0D8"),)
"""Fills of shift types, apart for colour-blind eyes; the shift's id is always in the cell too."""

_WEEKEND, _HOLIDAY, _ABSENT, _HEAD, _OUT = "#EDEDED", "#FFF3C4", "#D0D0D0", "#1F3A4D", "#F8F8F8"
_TOTALS = ("shifts", "hours", "nights", "weekends")
_TOP = 3
"""Rows above the first person: title, dates, weekdays."""
_LEFT = 2
_LONGEST = 32_000
"""A cell of a spreadsheet holds no more than 32,767 characters."""

Style = Mapping[str, object]


class _Book:
    """A workbook whose formats are made once for each style, so that the file stays small."""

    def __init__(self, stream: io.BytesIO, as_of: datetime, title: str) -> None:
        import xlsxwriter

        self.book: Workbook = xlsxwriter.Workbook(
            stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "nan_inf_to_errors": True,
            },
        )
        created = as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self.book.set_properties({"title": title, "created": created})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, style: Style) -> Format:
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            look: dict[str, Any] = {"font_size": 10, "valign": "vcenter", **style}
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]


def workbook(schedule: Schedule, tables: Sequence[Table], as_of: datetime) -> bytes:
    """Write the person x day grid and one sheet for each table as an xlsx file.

    Parameters
    ----------
    as_of
        The only instant in the file: its creation date.
    """
    stream = io.BytesIO()
    book = _Book(stream, as_of, schedule.problem.team.name)
    names = sheet_names(["rota", *(table.name for table in tables)])
    _draw_grid(book, book.book.add_worksheet(names[0]), schedule)
    for name, table in zip(names[1:], tables, strict=True):
        _draw_table(book, book.book.add_worksheet(name), table)
    book.book.close()
    return stream.getvalue()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    r"""Make names that a spreadsheet takes: 31 characters, none of ``[]:*?/\``, all different.

    Examples
    --------
    >>> sheet_names(["sla", "SLA", "a/b", "", "'x'"])
    ['sla', 'SLA 2', 'a-b', 'sheet', 'x']
    """
    found: list[str] = []
    for name in wanted:
        base = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", name).strip("' ")[:31] or "sheet"
        candidate, n = base, 1
        taken = {other.casefold() for other in found} | {"history"}
        while candidate.casefold() in taken:
            n += 1
            candidate = f"{base[: 31 - len(f' {n}')]} {n}"
        found.append(candidate)
    return found


def _draw_table(book: _Book, sheet: Worksheet, table: Table) -> None:
    head = book.format({"bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD})
    plain = book.format({})
    for column, name in enumerate(table.columns):
        _text(sheet, 0, column, name, head)
        longest = max((len(row[column]) for row in table.rows), default=0)
        sheet.set_column(column, column, min(60, max(len(name) + 4, longest + 2)))
        for line, row in enumerate(table.rows, start=1):
            value = number(row[column]) if name in table.numbers else None
            if value is None:
                _text(sheet, line, column, row[column], plain)
            else:
                sheet.write_number(line, column, value, plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)


def _text(sheet: Worksheet, line: int, column: int, text: str, look: Format) -> None:
    """Write text, never a formula, a link or a number."""
    if text:
        sheet.write_string(line, column, text[:_LONGEST], look)
    else:
        sheet.write_blank(line, column, None, look)


def _draw_grid(book: _Book, sheet: Worksheet, schedule: Schedule) -> None:
    layout = grid(schedule)
    fills = {kind.id: TINTS[n % len(TINTS)] for n, kind in enumerate(layout.types)}
    title = f"{schedule.problem.team.name}, {schedule.problem.horizon.name}"
    _text(sheet, 0, 0, title, book.format({"bold": True, "font_size": 14}))
    _draw_heads(book, sheet, layout, schedule.problem.team.weekend)
    line = _TOP
    for region in layout.regions:
        band = book.format({"bold": True, "bg_color": "#DDE6EC"})
        for column in range(_LEFT + len(layout.days) + len(_TOTALS)):
            _text(sheet, line, column, region.time_zone if column == 0 else "", band)
        for row in region.rows:
            line += 1
            _draw_row(book, sheet, line, row, fills)
        line += 1
    _draw_legend(book, sheet, line + 1, layout, fills)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 12)
    sheet.set_column(_LEFT, _LEFT + len(layout.days) - 1, _day_width(layout))
    sheet.set_column(_LEFT + len(layout.days), _LEFT + len(layout.days) + len(_TOTALS) - 1, 10)
    sheet.freeze_panes(_TOP, _LEFT)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: a month of shift ids is too wide for A4
    sheet.set_margins(0.3, 0.3, 0.4, 0.4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1, 2)


def _day_width(layout: Grid) -> int:
    longest = max((len(kind.id) for kind in layout.types), default=0)
    return min(18, max(5, longest + 1))


def _draw_heads(book: _Book, sheet: Worksheet, layout: Grid, weekend: frozenset[int]) -> None:
    look = {"bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD}
    for column, name in enumerate(("name", "id")):
        _text(sheet, 1, column, "", book.format(look))
        _text(sheet, 2, column, name, book.format(look))
    for column, day in enumerate(layout.days, start=_LEFT):
        shade = "#5B7282" if day.weekday() in weekend else _HEAD
        centred = book.format({**look, "align": "center", "bg_color": shade})
        _text(sheet, 1, column, f"{day.day} {MONTHS[day.month - 1]}", centred)
        _text(sheet, 2, column, DAY_NAMES[day.weekday()][:3].title(), centred)
    for column, name in enumerate(_TOTALS, start=_LEFT + len(layout.days)):
        _text(sheet, 1, column, "", book.format(look))
        _text(sheet, 2, column, name, book.format({**look, "align": "right"}))


def _draw_row(book: _Book, sheet: Worksheet, line: int, row: Row, fills: Mapping[str, str]) -> None:
    _text(sheet, line, 0, row.person.name, book.format({}))
    _text(sheet, line, 1, row.person.id, book.format({"font_color": "#666666"}))
    for column, cell in enumerate(row.cells, start=_LEFT):
        words, style = _cell_look(cell, fills)
        _text(sheet, line, column, words, book.format(style))
    totals = (row.shifts, round(row.hours, 2), row.nights, row.weekends)
    for column, total in enumerate(totals, start=_LEFT + len(row.cells)):
        sheet.write_number(line, column, total, book.format({"align": "right", "bold": True}))


def _cell_look(cell: Cell, fills: Mapping[str, str]) -> tuple[str, Style]:
    """Say what stands in one person's date, and how it looks."""
    style: dict[str, object] = {"align": "center", "border": 1, "border_color": "#D0D7DC"}
    if cell.shifts:
        style["bg_color"] = fills[cell.shifts[0][0].type.id]
        style |= {"bold": True} if cell.night else {}
        style |= {"bottom": 2, "bottom_color": "#B8860B"} if cell.holiday else {}
        style |= {"shrink": True} if len(cell.shifts) > 1 else {}
        return " ".join(shift.type.id for shift, _ in cell.shifts), style
    style["font_color"] = "#555555"
    if cell.absence:
        return cell.absence, {**style, "bg_color": _ABSENT, "italic": True}
    if not cell.employed:
        return "–", {**style, "bg_color": _OUT}
    if cell.holiday:
        return "holiday", {**style, "bg_color": _HOLIDAY}
    return "", {**style, "bg_color": _WEEKEND} if cell.weekend else style


def _draw_legend(
    book: _Book, sheet: Worksheet, line: int, layout: Grid, fills: Mapping[str, str]
) -> None:
    _text(sheet, line, 0, "Legend", book.format({"bold": True}))
    entries = [(kind.id, kind.name, fills[kind.id]) for kind in layout.types]
    entries += [
        ("leave", "leave, sick, training, unavailable", _ABSENT),
        ("holiday", "public or company holiday of this person", _HOLIDAY),
        ("", "weekend", _WEEKEND),
        ("–", "not employed on this date", _OUT),
    ]
    for below, (mark, meaning, fill) in enumerate(entries, start=line + 1):
        _text(sheet, below, 0, mark, book.format({"bg_color": fill, "align": "center"}))
        _text(sheet, below, 1, meaning, book.format({}))
    note = "Each person's own local dates. Bold: a night shift. Thick line below: on a holiday."
    _text(sheet, line + len(entries) + 1, 0, note, book.format({"italic": True}))
