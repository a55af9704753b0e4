"""Always on, always hard: qualified, available, no_overlap, locked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from rotation import eligibility
from rotation.domain import Shift, say_date
from rotation.limits import Clash, Finding, Limit, Line, Part, Total
from rotation.rule import PersonRule, rule


def _never(shift: Shift) -> Total:
    """Forbid one shift by itself."""
    return Total(parts=(Part(1, (shift,)),), high=0, start=shift.start, end=shift.end)


@rule("qualified")
@dataclass(frozen=True, kw_only=True)
class Qualified(PersonRule):
    """Everybody on a shift speaks its languages and has its skills."""

    always: ClassVar[bool] = True
    narrows: ClassVar[bool] = True
    unit: ClassVar[str] = "shift"

    def __str__(self) -> str:
        return "everyone speaks the languages and has the skills that their shifts need"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Rule out the shifts that ask for more."""
        return map(_never, self.ruled_out(line))

    def ruled_out(self, line: Line) -> Iterator[Shift]:
        """List the shifts that ask for more."""
        kinds = {shift.type for shift in line.open}
        lacking = {kind for kind in kinds if eligibility.lacks(line.person, kind)}
        return iter([shift for shift in line.open if shift.type in lacking] if lacking else ())

    def words(self, line: Line, finding: Finding) -> str:
        """Say what is lacking."""
        shift = finding.shifts[0]
        lacking = ", ".join(eligibility.lacks(line.person, shift.type))
        return f"{line.person.name} is on {shift} and lacks {lacking}"


@rule("available")
@dataclass(frozen=True, kw_only=True)
class Available(PersonRule):
    """Nobody works a minute of leave, outside employment or outside their hours of day."""

    always: ClassVar[bool] = True
    narrows: ClassVar[bool] = True
    unit: ClassVar[str] = "shift"

    def __str__(self) -> str:
        return "nobody works during leave, outside employment or outside their own hours"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Rule out the shifts that touch an absence."""
        return map(_never, self.ruled_out(line))

    def ruled_out(self, line: Line) -> Iterator[Shift]:
        """List the shifts that touch an absence."""
        return eligibility.kept_away(line.person, line.open, line.problem)

    def words(self, line: Line, finding: Finding) -> str:
        """Say why not."""
        shift = finding.shifts[0]
        return f"{line.person.name} is on {shift} but {_why_not(line, shift)}"


def _why_not(line: Line, shift: Shift) -> str:
    person = line.person
    absence = eligibility.absence_during(person, shift, line.problem)
    if absence is not None:
        return f"is absent ({absence.kind}) from {_day_words(line, absence.span.start)}"
    if not eligibility.employed_throughout(person, shift):
        return "is not employed then"
    if not eligibility.within_hours(person, shift):
        between = f"{person.not_before or '00:00'} and {person.not_after or '24:00'}"
        return f"works only between {between} local time"
    return ""


def _day_words(line: Line, moment: datetime) -> str:
    return say_date(line.clock.date_of(moment))


@rule("no_overlap")
@dataclass(frozen=True, kw_only=True)
class NoOverlap(PersonRule):
    """Nobody is on two shifts at once, save those that run alongside others."""

    always: ClassVar[bool] = True
    unit: ClassVar[str] = "clash"

    def __str__(self) -> str:
        return "nobody is on two shifts at once"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Let no two shifts share an instant."""
        yield Clash(
            among=tuple(shift for shift in line.all if not shift.type.alongside),
            test=Shift.overlaps,
            reach=timedelta(0),
            next_only=False,
            shared=True,
            about=f"{line.person.name} is on one shift at a time",
        )

    def words(self, line: Line, finding: Finding) -> str:
        """Name the two shifts."""
        first, second = finding.shifts
        return f"{line.person.name} is on {first} and on {second} at the same time"


@rule("locked")
@dataclass(frozen=True, kw_only=True)
class Locked(PersonRule):
    """What was promised in locked.csv stays."""

    always: ClassVar[bool] = True
    unit: ClassVar[str] = "assignment"

    def __str__(self) -> str:
        return "assignments in locked.csv stay"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Ask for each promised shift."""
        promised = [key for key, who in line.problem.locked if who == line.person.id]
        for key in promised:
            shift = line.problem.shift.get(key)
            yield Total(
                parts=(Part(1, tuple(s for s in line.open if s.key == key)),),
                low=1,
                idle=True,
                flat=True,
                about=f"{line.person.name} is promised {shift or f'{key[0]} of {key[1]}'}",
                start=shift.start if shift else None,
                end=shift.end if shift else None,
            )

    def words(self, line: Line, finding: Finding) -> str:
        """Say what was promised."""
        assert isinstance(finding.limit, Total)  # noqa: S101
        return f"{finding.limit.about} (locked.csv) and is not on it"
