"""Who may take a shift, looked at by itself: languages, skills, leave, employment, hours of day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from rotation import clock
from rotation.clock import DAY
from rotation.domain import (
    END_OF_DAY,
    MIDNIGHT,
    Absence,
    Problem,
    Shift,
    ShiftType,
    Span,
    Specialist,
    Wall,
)


def lacks(person: Specialist, shift_type: ShiftType) -> list[str]:
    """List the languages and skills that everyone on a shift needs and this person has not."""
    languages = [
        f"{language} {level}"
        for language, level in sorted(shift_type.languages.items())
        if not person.speaks(language, level)
    ]
    return languages + sorted(shift_type.skills - person.skills)


@lru_cache(maxsize=50_000)
def qualified(person: Specialist, shift_type: ShiftType) -> bool:
    """Say whether somebody has every language and skill that everyone on a shift needs."""
    return not lacks(person, shift_type)


def absence_during(person: Specialist, shift: Shift, problem: Problem) -> Absence | None:
    """Return the first absence that shares a minute with a shift."""
    return problem.absence_during(person.id, shift.span)


def employed_throughout(person: Specialist, shift: Shift) -> bool:
    """Say whether every minute lies within employment, on the person's local dates."""
    if person.starts_on is None and person.ends_on is None:
        return True
    last = clock.local_date(shift.end - clock.SECOND, person.time_zone)
    first = clock.local_date(shift.start, person.time_zone)
    return person.employed_on(first) and person.employed_on(last)


def within_hours(person: Specialist, shift: Shift) -> bool:
    """Say whether an active shift lies between the person's not_before and not_after.

    An empty one is midnight; both at the same time of day leave any hour.
    """
    if not shift.active or (person.not_before is None and person.not_after is None):
        return True
    start = _time_of_day(person.not_before)
    end = _time_of_day(person.not_after)
    if start == end:
        return True
    today = clock.local_date(shift.start, person.time_zone)
    return any(
        span.start <= shift.start and shift.end <= span.end
        for span in _hours_around(today, start, end, person.time_zone)
    )


def _time_of_day(wall: Wall | None) -> Wall:
    return MIDNIGHT if wall is None or wall == END_OF_DAY else wall


@lru_cache(maxsize=50_000)
def _hours_around(today: date, start: Wall, end: Wall, time_zone: str) -> tuple[Span, ...]:
    """List the stretches of somebody's hours near a local date; a gap can make two touch."""
    near = (clock.between(today + n * DAY, start, end, time_zone) for n in range(-2, 3))
    return tuple(clock.joined(span for span in near if span is not None))


def may_take(person: Specialist, shift: Shift, problem: Problem) -> bool:
    """Say whether nothing about the shift by itself keeps this person from it."""
    return qualified(person, shift.type) and available(person, shift, problem)


def kept_away(person: Specialist, shifts: Sequence[Shift], problem: Problem) -> Iterator[Shift]:
    """List the shifts of some, sorted by start, for which somebody is not there throughout."""
    bounds = (person.starts_on, person.ends_on, person.not_before, person.not_after)
    if any(bound is not None for bound in bounds):
        yield from (shift for shift in shifts if not available(person, shift, problem))
        return
    spans = [absence.span for absence in problem.absent[person.id]]
    away = clock.joined([span for span in spans if span.start < span.end])
    coming = 0
    for shift in shifts:
        while coming < len(away) and away[coming].end <= shift.start:
            coming += 1
        if coming == len(away):
            return
        if away[coming].start < shift.end and shift.start < shift.end:
            yield shift


def available(person: Specialist, shift: Shift, problem: Problem) -> bool:
    """Say whether somebody is there for the whole of a shift, whatever it asks for."""
    return (
        within_hours(person, shift)
        and employed_throughout(person, shift)
        and absence_during(person, shift, problem) is None
    )
