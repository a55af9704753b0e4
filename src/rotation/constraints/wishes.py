"""What people asked for, what was published, and weeks of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rotation.clock import DAY
from rotation.domain import Horizon, LocalDate, Request, Shift, say_date
from rotation.limits import Finding, Limit, Line, Part, Total
from rotation.rule import PersonRule, rule


@rule("requests")
@dataclass(frozen=True, kw_only=True)
class Requests(PersonRule):
    """Wishes are met where they cost nobody an uncovered minute.

    One unit of breach is the wish's own weight, 1 to 10.

    Parameters
    ----------
    weight
        Price of one point of a wish; 1 makes a strong wish (10) worth about one weekend's
        unfairness.

    Examples
    --------
    [rules.requests]               # the wishes of requests.csv
    weight = 5
    """

    by_default: ClassVar[bool] = True
    unit: ClassVar[str] = "the wish's own weight"
    weight: int | None = 1

    def __str__(self) -> str:
        return f"wishes of {self.whose()} are met"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Ask for each wish, as far as it lies in the horizon."""
        for wish in line.problem.wishes[line.person.id]:
            yield from self._wish(line, wish)

    def _wish(self, line: Line, wish: Request) -> Iterator[Limit]:
        horizon = line.problem.horizon
        first, last = max(wish.first, horizon.first), min(wish.last, horizon.last)
        if first > last:
            return
        meant = tuple(
            shift
            for day in Horizon(first, last)
            for shift in line.by_date.get(day, ())
            if wish.shift in (None, shift.type.id)
        )
        span = line.clock.week_span(first, (last - first).days + 1)
        work = wish.want == "work"
        yield Total(
            parts=(Part(wish.weight, meant, "any"),),
            low=wish.weight if work else None,
            high=None if work else 0,
            idle=work,
            about=self._about(line, wish, first, last),
            start=span.start,
            end=span.end,
        )

    def _about(self, line: Line, wish: Request, first: LocalDate, last: LocalDate) -> str:
        when = say_date(first) if first == last else f"{say_date(first)} to {say_date(last)}"
        what = wish.shift or ("a shift" if wish.want == "work" else "any shift")
        if wish.want == "work":
            return f"{line.person.name} wishes to work {what} on {when}"
        return f"{line.person.name} wishes not to work {what} on {when}"

    def words(self, line: Line, finding: Finding) -> str:
        """Say the wish and what became of it."""
        assert isinstance(finding.limit, Total)  # noqa: S101
        if finding.limit.idle:
            return f"{finding.limit.about} and does not"
        return f"{finding.limit.about} and has {', '.join(str(s) for s in finding.shifts)}"


@rule("keep")
@dataclass(frozen=True, kw_only=True)
class Keep(PersonRule):
    """What was published stays as it was.

    Parameters
    ----------
    against
        File of the published rota, in the team folder.

    Examples
    --------
    [rules.keep]
    against = "published.csv"
    weight = 200
    """

    unit: ClassVar[str] = "assignment"
    against: str = "published.csv"
    weight: int | None = 100

    def __str__(self) -> str:
        return f"published assignments of {self.whose()} stay"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Ask for each published assignment."""
        for key, who in line.problem.published or ():
            if who != line.person.id:
                continue
            shift = line.problem.shift.get(key)
            name = shift or f"{say_date(key[1])} {key[0]}"
            yield Total(
                parts=(Part(1, tuple(s for s in line.open if s.key == key), "any"),),
                low=1,
                idle=True,
                about=f"{line.person.name} keeps {name}",
                start=shift.start if shift else None,
                end=shift.end if shift else None,
            )

    def words(self, line: Line, finding: Finding) -> str:
        """Say what was published."""
        assert isinstance(finding.limit, Total)  # noqa: S101
        return f"{finding.limit.about} (published) no longer"


@rule("continuity")
@dataclass(frozen=True, kw_only=True)
class Continuity(PersonRule):
    """A person's active shifts in one local week are of one kind.

    A shift belongs to the week of its local start date; only the horizon's shifts are looked at.

    Examples
    --------
    [rules.continuity]
    weight = 2
    """

    unit: ClassVar[str] = "further id"
    weight: int | None = 1

    def __str__(self) -> str:
        return f"{self.whose()} works one kind of shift a week"

    def limits(self, line: Line) -> Iterator[Limit]:
        """Count the shift ids of each week."""
        weeks: dict[LocalDate, dict[str, list[Shift]]] = {}
        for shift in line.open:
            if shift.active:
                week = line.clock.week(line.clock.read(shift).date)
                weeks.setdefault(week, {}).setdefault(shift.type.id, []).append(shift)
        for first, kinds in sorted(weeks.items()):
            span = line.clock.week_span(first)
            yield Total(
                parts=tuple(Part(1, tuple(kinds[kind]), "any") for kind in sorted(kinds)),
                high=1,
                about=f"{line.person.name} works one kind of shift from {say_date(first)}"
                f" to {say_date(first + 6 * DAY)}",
                start=span.start,
                end=span.end,
            )

    def words(self, line: Line, finding: Finding) -> str:
        """Name the kinds."""
        assert isinstance(finding.limit, Total)  # noqa: S101
        kinds = sorted({shift.type.id for shift in finding.shifts})
        return f"{finding.limit.about}, got {', '.join(kinds)}"
