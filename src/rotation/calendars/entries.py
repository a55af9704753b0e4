"""What an event of a feed says, in words, before it is written as iCalendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rotation import clock
from rotation.calendars.handover import Handovers, languages_on_duty
from rotation.domain import Assignment, Schedule, Shift, Span, Specialist, say_date
from rotation.durations import say_duration


@dataclass(frozen=True)
class Entry:
    """One event: `description` is lines, `filled` is false where people are missing."""

    uid: str
    span: Span
    kind: str
    summary: str
    description: tuple[str, ...]
    filled: bool


def personal_entries(person: Specialist, handovers: Handovers) -> Iterator[Entry]:
    """List the events of one person, one for each assignment."""
    schedule = handovers.schedule
    for shift in schedule.of.get(person.id, ()):
        yield Entry(
            uid=f"{_slot(shift)}-{person.id}@{schedule.problem.team.domain}",
            span=shift.span,
            kind=shift.type.kind,
            summary=_title(shift),
            description=tuple(_personal_lines(Assignment(shift, person), handovers)),
            filled=True,
        )


def team_entries(schedule: Schedule) -> Iterator[Entry]:
    """List the events of the team, one for each shift that has people or needs some."""
    shifts = dict(schedule.problem.shift)
    shifts.update({each.shift.key: each.shift for each in schedule.assignments})
    for key, shift in shifts.items():
        people = schedule.on[key]
        missing = max(0, shift.seats.least - len(people))
        if not people and not missing:
            continue
        names = ", ".join(_name(person) for person in people)
        title = f"[OPEN] {_title(shift)}" if missing else _title(shift)
        yield Entry(
            uid=f"{_slot(shift)}@{schedule.problem.team.domain}",
            span=shift.span,
            kind=shift.type.kind,
            summary=f"{title}: {names}" if names else title,
            description=tuple(_team_lines(shift, people, schedule)),
            filled=not missing,
        )


def _slot(shift: Shift) -> str:
    """Name a shift by what does not change when it moves or changes hands."""
    return f"{shift.type.id}-{shift.date:%Y%m%d}"


def _title(shift: Shift) -> str:
    return shift.type.name or shift.type.id


def _name(person: Specialist) -> str:
    return person.name or person.id


def _personal_lines(own: Assignment, handovers: Handovers) -> Iterator[str]:
    schedule, shift, person = handovers.schedule, own.shift, own.person
    yield f"Your time: {_times(shift, person.time_zone)}, {say_duration(shift.length)}"
    yield f"Time zone: {person.time_zone}"
    yield f"Role: {shift.type.kind}"
    yield from _languages("Languages on duty", person, schedule)
    others = [_name(each) for each in schedule.on[shift.key] if each.id != person.id]
    if others:
        yield f"With: {', '.join(others)}"
    yield from _partners("Takes over from", handovers.before(own))
    yield from _partners("Hands over to", handovers.after(own))
    yield from _missing(shift, len(others) + 1)
    yield f"Shift: {shift.type.id} {shift.date}"


def _team_lines(shift: Shift, people: tuple[Specialist, ...], schedule: Schedule) -> Iterator[str]:
    zone = shift.type.time_zone
    yield f"Shift time: {_times(shift, zone)}, {say_duration(shift.length)}"
    yield f"Role: {shift.type.kind}"
    for person in people:
        yield f"{_name(person)}: {_times(shift, person.time_zone)}"
        yield from _languages(f"{_name(person)} on duty in", person, schedule)
    yield from _missing(shift, len(people))
    yield f"Shift: {shift.type.id} {shift.date}"


def _languages(words: str, person: Specialist, schedule: Schedule) -> Iterator[str]:
    known = languages_on_duty(person, schedule.problem.team.working_level)
    if known:
        yield f"{words}: {', '.join(known)}"


def _partners(words: str, partners: tuple[Assignment, ...]) -> Iterator[str]:
    if partners:
        yield f"{words}: {', '.join(f'{_name(a.person)} ({_title(a.shift)})' for a in partners)}"


def _missing(shift: Shift, people: int) -> Iterator[str]:
    if not people and shift.seats.least:
        yield "OPEN: nobody"
    elif people < shift.seats.least:
        yield f"OPEN: {shift.seats.least - people} of {shift.seats.least} people missing"


def _times(shift: Shift, zone_name: str) -> str:
    return f"{_moment(shift.start, zone_name)} to {_moment(shift.end, zone_name)}"


def _moment(moment: datetime, zone_name: str) -> str:
    """Write an instant on a zone's clock: Fri 4 Dec 07:00 CST (UTC-06:00)."""
    local = clock.local(moment, zone_name)
    offset = f"UTC{local.isoformat()[-6:]}"
    name = local.tzname() or ""
    # Zones without a name of their own are called by their offset: -03.
    known_as = f"{name} ({offset})" if name.isalpha() else offset
    return f"{say_date(local.date())} {local:%H:%M} {'UTC' if name == 'UTC' else known_as}"
