"""Who may take a shift, looked at by itself: languages, skills, leave, employment, hours of day."""

from __future__ import annotations

from datetime import datetime

from rotation import clock
from rotation.clock import DAY
from rotation.domain import MIDNIGHT, Absence, Problem, Shift, ShiftType, Span, Specialist


def lacks(person: Specialist, shift_type: ShiftType) -> list[str]:
    """List the languages and skills that everyone on a shift needs and this person has not."""
    languages = [
        f"{language} {level}"
        for language, level in sorted(shift_type.languages.items())
        if not person.speaks(language, level)
    ]
    return languages + sorted(shift_type.skills - person.skills)


def absence_during(person: Specialist, shift: Shift, problem: Problem) -> Absence | None:
    """Return the first absence that shares a minute with a shift."""
    for absence in problem.absent[person.id]:
        if absence.span.start < shift.end and shift.start < absence.span.end:
            return absence
    return None


def employed_throughout(person: Specialist, shift: Shift) -> bool:
    """Say whether every minute lies within employment, on the person's local dates."""
    last = clock.local_date(shift.end - clock.SECOND, person.time_zone)
    first = clock.local_date(shift.start, person.time_zone)
    return person.employed_on(first) and person.employed_on(last)


def within_hours(person: Specialist, shift: Shift) -> bool:
    """Say whether an active shift lies between the person's not_before and not_after."""
    if not shift.active or (person.not_before is None and person.not_after is None):
        return True
    allowed = _allowed(person, shift.start)
    return any(span.start <= shift.start and shift.end <= span.end for span in allowed)


def _allowed(person: Specialist, around: datetime) -> list[Span]:
    """Return the stretches of the person's hours near an instant, touching ones joined."""
    start = person.not_before or MIDNIGHT
    end = person.not_after or MIDNIGHT
    today = clock.local_date(around, person.time_zone)
    days = [today + n * DAY for n in range(-2, 3)]
    return clock.joined(
        [
            Span(
                clock.instant(day, start, person.time_zone),
                clock.instant(day + DAY * (end <= start), end, person.time_zone),
            )
            for day in days
        ]
    )


def may_take(person: Specialist, shift: Shift, problem: Problem) -> bool:
    """Say whether nothing about the shift by itself keeps this person from it."""
    return (
        not lacks(person, shift.type)
        and within_hours(person, shift)
        and employed_throughout(person, shift)
        and absence_during(person, shift, problem) is None
    )
