"""Who is on duty when, and what arrives meanwhile: a schedule cut where either changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from rotation import duty
from rotation.domain import Problem, Schedule, Span, Specialist
from rotation.staffing.demand import Piece, intensities, rate
from rotation.staffing.grid import laid_out
from rotation.staffing.sharing import Offered, Shared, Tongues, share

HOUR = timedelta(hours=1)
_BLINK = 1 / 3600


@dataclass(frozen=True)
class Cell:
    """A stretch, at most an hour long, in which neither cover nor demand changes.

    Parameters
    ----------
    people
        For each person on duty, the languages with demand that they answer.
    offered
        What arrives in each language, every severity together; a language that rests has rate 0.
    rates
        (language, severity) -> cases per hour.
    """

    span: Span
    people: tuple[Tongues, ...]
    offered: tuple[Offered, ...]
    rates: Mapping[tuple[str, str], float]

    @cached_property
    def hours(self) -> float:
        """Length in hours."""
        return self.span.length / HOUR

    @cached_property
    def hour(self) -> datetime:
        """Start of the UTC hour that it lies in."""
        return self.span.start.replace(minute=0, second=0, microsecond=0)

    @cached_property
    def shared(self) -> Shared:
        """How the people on duty fare with what arrives."""
        return share(self.people, self.offered)


@dataclass(frozen=True)
class Cover:
    """The cells of everything that is judged, in order, and the holes where cover is unknown."""

    span: Span
    languages: tuple[str, ...]
    cells: tuple[Cell, ...]
    holes: tuple[Span, ...]

    def hours(self, moment: datetime) -> float:
        """Measure a moment in hours from the start of what is judged."""
        return (moment - self.span.start) / HOUR


def cover(schedule: Schedule) -> Cover:
    """Cut what is judged of a schedule into cells, each inside one UTC hour.

    Speakers are the distinct people on a responding shift, history included, who speak a language
    at the team's working level or above.
    """
    problem = schedule.problem
    span = duty.judged_span(problem)
    holes = [hole for gap in duty.unknown_before(problem) if (hole := gap.within(span)) is not None]
    pieces = intensities(problem.demand, span)
    usual = _usual(pieces)
    tongues = {person.id: _tongues(person, list(usual), problem) for person in _on(schedule)}
    things: list[tuple[Span, Piece | Specialist]] = [(piece.span, piece) for piece in pieces]
    things += [(held.shift.span, held.person) for held in duty.responders(schedule)]
    edges = {edge for part in [span, *duty.hours(span), *holes] for edge in (part.start, part.end)}
    cells = tuple(
        _cell(when, present, usual, tongues)
        for when, present in laid_out(things, edges)
        if not any(hole.overlaps(when) for hole in holes)
    )
    return Cover(span, tuple(usual), cells, tuple(holes))


def _on(schedule: Schedule) -> set[Specialist]:
    return {held.person for held in duty.responders(schedule)}


def _usual(pieces: Sequence[Piece]) -> dict[str, float]:
    """Language -> mean handling hours, for the languages with demand, sorted."""
    by_language: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_language[piece.language].append(piece)
    return {name: rate(by_language[name])[1] / HOUR for name in sorted(by_language)}


def _tongues(person: Specialist, languages: Sequence[str], problem: Problem) -> Tongues:
    level = problem.team.working_level
    return tuple(language for language in languages if person.speaks(language, level))


def _cell(
    when: Span,
    present: Sequence[Piece | Specialist],
    usual: Mapping[str, float],
    tongues: Mapping[str, Tongues],
) -> Cell:
    arriving = [thing for thing in present if isinstance(thing, Piece)]
    on_duty = sorted({thing.id for thing in present if isinstance(thing, Specialist)})
    return Cell(
        span=when,
        people=tuple(tongues[who] for who in on_duty),
        offered=tuple(_offered(arriving, language, usual[language]) for language in usual),
        rates={(piece.language, piece.severity): piece.cases_per_hour for piece in arriving},
    )


def _offered(arriving: Sequence[Piece], language: str, usual: float) -> Offered:
    cases, handle = rate(piece for piece in arriving if piece.language == language)
    return Offered(language, cases, max(handle / HOUR if cases else usual, _BLINK))
