"""Reading the files of schedulingbenchmarks.org's shift-scheduling set, line by line.

`#` begins a comment, SECTION_NAME a section, and every other line is cells between commas. What is
wrong is told with its line, all of it at once. What the numbers mean to a team is in `nrp_team`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rotation.errors import InvalidInput, Problem

SECTIONS = (
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
)
_DAY_MINUTES = 1440
_STAFF_NUMBERS = {  # and the least that each may be
    "MaxTotalMinutes": 0,
    "MinTotalMinutes": 0,
    "MaxConsecutiveShifts": 1,
    "MinConsecutiveShifts": 1,
    "MinConsecutiveDaysOff": 1,
    "MaxWeekends": 0,
}


@dataclass(frozen=True)
class Kind:
    """One line of SECTION_SHIFTS: `never_next` are the shifts that may not follow it."""

    minutes: int
    never_next: tuple[str, ...]


@dataclass(frozen=True)
class Contract:
    """One line of SECTION_STAFF: `most` is the greatest number of each shift."""

    most: Mapping[str, int]
    max_minutes: int
    min_minutes: int
    max_in_row: int
    min_in_row: int
    min_off_in_row: int
    max_weekends: int


@dataclass(frozen=True)
class Wish:
    """One line of a request section."""

    person: str
    day: int
    shift: str
    weight: int
    line: int


@dataclass
class Instance:
    """A file as written. `cover` is (day, shift) -> people; the two prices are per person."""

    days: int = 0
    kinds: dict[str, Kind] = field(default_factory=dict)
    staff: dict[str, Contract] = field(default_factory=dict)
    days_off: list[tuple[str, int]] = field(default_factory=list)
    on: list[Wish] = field(default_factory=list)
    off: list[Wish] = field(default_factory=list)
    cover: dict[tuple[int, str], int] = field(default_factory=dict)
    under: int | None = None
    over: int | None = None


def read_instance(path: Path) -> Instance:
    """Read a file.

    Raises
    ------
    InvalidInput
        With every line that cannot be meant, or why the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        says = f"must be an instance that can be read, got: {reason}"
        raise InvalidInput([Problem(str(path), 0, "", says)]) from None
    return _Reader(str(path)).read(text)


@dataclass(frozen=True)
class _Line:
    """One line's cells; what is wrong with it is told to `problems`."""

    file: str
    number: int
    section: str
    cells: list[str]
    problems: list[Problem]

    def tell(self, says: str) -> None:
        self.problems.append(Problem(self.file, self.number, self.section, says))

    def fits(self, what: str, least: int, most: int | None) -> bool:
        """Tell of a line with too few or too many cells."""
        good = least <= len(self.cells) and (most is None or len(self.cells) <= most)
        if not good:
            self.tell(f"must hold {what}, got {len(self.cells)} cells")
        return good

    def number_at(self, cell: int | str, what: str, low: int, high: int | None = None) -> int:
        """Read a whole number; `low` where there is none."""
        text = self.cells[cell] if isinstance(cell, int) else cell
        digits = text.removeprefix("-")  # the set writes -0 in places
        good = digits.isascii() and digits.isdigit() and len(digits) < 10
        if good and low <= int(text) and (high is None or int(text) <= high):
            return int(text)
        span = f"of at least {low}" if high is None else f"from {low} to {high}"
        self.tell(f'{what} must be a whole number {span}, got "{text}"')
        return low

    def known(self, text: str, what: str, names: Mapping[str, object]) -> str:
        """Tell of a name that nothing has."""
        if text not in names:
            self.tell(f'must name a {what} of this file, got "{text}"')
        return text


class _Reader:
    """Reads the sections in their fixed order, each with what those before it said."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.found = Instance()

    def read(self, text: str) -> Instance:
        sections = self._sections(text)
        read_line = {
            "SECTION_HORIZON": self._horizon,
            "SECTION_SHIFTS": self._shift,
            "SECTION_STAFF": self._person,
            "SECTION_DAYS_OFF": self._days_off,
            "SECTION_SHIFT_ON_REQUESTS": lambda line: self._wish(line, self.found.on),
            "SECTION_SHIFT_OFF_REQUESTS": lambda line: self._wish(line, self.found.off),
            "SECTION_COVER": self._cover,
        }
        for name in SECTIONS:
            for line in sections.get(name, ()):
                read_line[name](line)
        self._following(sections.get("SECTION_SHIFTS", ()))
        self._uncovered()
        if self.problems:
            raise InvalidInput(self.problems)
        return self.found

    def _sections(self, text: str) -> Mapping[str, list[_Line]]:
        """Split a file at its SECTION lines."""
        sections: dict[str, list[_Line]] = {}
        name = ""
        for number, raw in enumerate(text.splitlines(), 1):
            written = raw.strip()
            if not written or written.startswith("#"):
                continue
            line = _Line(self.file, number, name, _cells(written), self.problems)
            if written.startswith("SECTION_"):
                name = written
                if name not in SECTIONS or name in sections:
                    line.tell(f'must be one of {", ".join(SECTIONS)}, each once, got "{name}"')
                sections.setdefault(name, [])
            elif not name:
                line.tell(f'must begin with a SECTION line, got "{written[:40]}"')
            else:
                sections[name].append(line)
        self._missing(sections)
        return sections

    def _missing(self, sections: Mapping[str, list[_Line]]) -> None:
        for name in SECTIONS:
            if name not in sections:
                says = f"must have a section {name}, got none"
                self.problems.append(Problem(self.file, 0, "", says))
        for name in SECTIONS[:3]:
            if name in sections and not sections[name]:
                says = "must hold at least one line, got none"
                self.problems.append(Problem(self.file, 0, name, says))

    def _horizon(self, line: _Line) -> None:
        if self.found.days:
            line.tell("must be one number of days, got a second line")
        if line.fits("a number of days", 1, 1):
            self.found.days = line.number_at(0, "days", 1, 3660)

    def _shift(self, line: _Line) -> None:
        if not line.fits("id, minutes, shifts that cannot follow", 2, 3):
            return
        minutes = line.number_at(1, "minutes", 1, _DAY_MINUTES)
        self._once(line, self.found.kinds)
        never = [each for each in "".join(line.cells[2:]).split("|") if each]
        self.found.kinds.setdefault(line.cells[0], Kind(minutes, tuple(never)))

    def _following(self, lines: list[_Line] | tuple[()]) -> None:
        """Look the shifts that cannot follow up, once all are known."""
        for line in lines:
            for each in "".join(line.cells[2:]).split("|"):
                if each:
                    line.known(each, "shift", self.found.kinds)

    def _uncovered(self) -> None:
        """Tell of the first day and shift without a line of cover; the set has one for each."""
        for day in range(self.found.days):
            for shift in self.found.kinds:
                if (day, shift) not in self.found.cover:
                    says = f"must hold a line for every day and shift, got none for {day},{shift}"
                    self.problems.append(Problem(self.file, 0, "SECTION_COVER", says))
                    return

    def _once(self, line: _Line, names: Mapping[str, object]) -> None:
        if not line.cells[0] or line.cells[0] in names:
            line.tell(f'must begin with an id of its own, got "{line.cells[0]}"')

    def _person(self, line: _Line) -> None:
        if not line.fits("id, MaxShifts and six numbers", 8, 8):
            return
        self._once(line, self.found.staff)
        asked = enumerate(_STAFF_NUMBERS.items(), 2)
        numbers = [line.number_at(n, name, least) for n, (name, least) in asked]
        if numbers[1] > numbers[0] or numbers[3] > numbers[2]:
            line.tell("must have each minimum at most its maximum, got a greater one")
        self.found.staff.setdefault(line.cells[0], Contract(dict(self._most(line)), *numbers))

    def _most(self, line: _Line) -> Iterator[tuple[str, int]]:
        for item in line.cells[1].split("|"):
            shift, equals, number = item.partition("=")
            if equals:
                line.known(shift, "shift", self.found.kinds)
                yield shift, line.number_at(number, f"MaxShifts of {shift}", 0)
            elif item:
                line.tell(f'MaxShifts must be items such as D=14, got "{item}"')

    def _day(self, line: _Line, cell: int) -> int:
        return line.number_at(cell, "day", 0, max(0, self.found.days - 1))

    def _days_off(self, line: _Line) -> None:
        if line.fits("id, day, day, ...", 1, None):
            person = line.known(line.cells[0], "person", self.found.staff)
            days = [self._day(line, n) for n in range(1, len(line.cells)) if line.cells[n]]
            self.found.days_off.extend((person, day) for day in days)

    def _wish(self, line: _Line, wishes: list[Wish]) -> None:
        if line.fits("id, day, shift, weight", 4, 4):
            person = line.known(line.cells[0], "person", self.found.staff)
            shift = line.known(line.cells[2], "shift", self.found.kinds)
            weight = line.number_at(3, "weight", 1)
            wishes.append(Wish(person, self._day(line, 1), shift, weight, line.number))

    def _cover(self, line: _Line) -> None:
        if not line.fits("day, shift, people, price under, price over", 5, 5):
            return
        key = (self._day(line, 0), line.known(line.cells[1], "shift", self.found.kinds))
        if key in self.found.cover:
            line.tell(f"must be there once for a day and shift, got {key[0]},{key[1]} again")
        self.found.cover[key] = line.number_at(2, "people", 0)
        prices = line.number_at(3, "price under", 1), line.number_at(4, "price over", 0)
        first = (self.found.under, self.found.over)
        if first not in ((None, None), prices):
            line.tell(f"must have the prices of the first line, {first}, got {prices}")
        elif first == (None, None):
            self.found.under, self.found.over = prices


def _cells(written: str) -> list[str]:
    """Split a line at its commas; a comma at its end begins no cell."""
    cells = [cell.strip() for cell in written.split(",")]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells
