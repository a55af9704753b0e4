"""Why somebody may not take a shift, looked at by itself, in words."""

from __future__ import annotations

from rotation import clock, eligibility
from rotation.clock import DAY
from rotation.domain import Absence, Problem, Shift, Specialist


def why_not(person: Specialist, shift: Shift, problem: Problem) -> list[str]:
    """List what keeps a person from a shift; nothing where they may take it."""
    found: list[str] = []
    lacks = eligibility.lacks(person, shift.type)
    if lacks:
        found.append(f"lacks {', '.join(lacks)}")
    if not eligibility.employed_throughout(person, shift):
        found.append(_employment(person, shift))
    absence = eligibility.absence_during(person, shift, problem)
    if absence is not None:
        found.append(_absence(absence, person))
    if not eligibility.within_hours(person, shift):
        found.append(_hours(person, shift))
    return found


def _employment(person: Specialist, shift: Shift) -> str:
    first = clock.local_date(shift.start, person.time_zone)
    if person.starts_on is not None and first < person.starts_on:
        return f"starts on {person.starts_on}"
    return f"leaves on {person.ends_on}"


def _absence(absence: Absence, person: Specialist) -> str:
    first = clock.local_date(absence.span.start, person.time_zone)
    last = clock.local_date(absence.span.end - clock.SECOND, person.time_zone)
    days = f"{first}" if first == last else f"{first} to {last}"
    words = {"leave": "is on leave", "sick": "is sick", "training": "is in training"}
    whole = absence.span.start == clock.midnight(first, person.time_zone) and (
        absence.span.end == clock.midnight(last + DAY, person.time_zone)
    )
    return f"{words.get(absence.kind, 'is unavailable')} {'' if whole else 'for a part of '}{days}"


def _hours(person: Specialist, shift: Shift) -> str:
    start, end = (clock.local(moment, person.time_zone) for moment in (shift.start, shift.end))
    allowed = f"{person.not_before or '00:00'} to {person.not_after or '24:00'}"
    return f"works {allowed} and it is {start:%H:%M} to {end:%H:%M} there"
