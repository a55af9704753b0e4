"""What a manager has to know: what is empty, what is short, and who cannot be missed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rotation import clock, duty
from rotation.clock import DAY
from rotation.domain import Request, Requirement, Schedule, Span, Specialist, say_date
from rotation.local import clock_of
from rotation.report.tables import open_seats

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class OpenSeats:
    """The empty seats of one shift type: how many, and on which dates in words."""

    shift: str
    name: str
    seats: int
    days: str


@dataclass(frozen=True)
class Shortage:
    """A gap in one requirement's cover that comes back at the same wall-clock time.

    Parameters
    ----------
    missing
        People missing in it.
    clock
        From when to when, on the team's clock.
    days
        The dates on which it starts, in words.
    hours
        Elapsed hours of all of them.
    """

    requirement: Requirement
    missing: int
    clock: str
    days: str
    times: int
    hours: float


@dataclass(frozen=True)
class Carrier:
    """Somebody without whom a requirement is short.

    Parameters
    ----------
    hours
        Hours they hold in which nobody on duty could stand in.
    part
        Share of the judged hours.
    others
        Everybody else in the team who could be asked.
    """

    requirement: Requirement
    person: Specialist
    hours: float
    part: float
    others: tuple[Specialist, ...]


@dataclass(frozen=True)
class Wish:
    """A wish that touches the horizon, and whether it came true."""

    request: Request
    person: Specialist
    granted: bool


def empty_seats(schedule: Schedule) -> list[OpenSeats]:
    """Group the seats below minimum that nobody fills by shift."""
    days: dict[str, Counter[date]] = defaultdict(Counter)
    names: dict[str, str] = {}
    for shift in open_seats(schedule):
        days[shift.type.id][shift.date] += 1
        names[shift.type.id] = shift.type.name
    return [
        OpenSeats(shift, names[shift], found.total(), say_days(found.elements()))
        for shift, found in sorted(days.items())
    ]


def shortages(schedule: Schedule) -> list[Shortage]:
    """Group the short stretches of each requirement by wall-clock time, the longest first."""
    return [found for each in schedule.problem.requirements for found in _shortages(each, schedule)]


def _shortages(requirement: Requirement, schedule: Schedule) -> list[Shortage]:
    zone = schedule.problem.team.time_zone
    alike: dict[tuple[int, str], list[Span]] = defaultdict(list)
    for missing, span in _short_spans(requirement, schedule):
        alike[missing, _clock_words(span, zone)].append(span)
    found = [
        Shortage(
            requirement=requirement,
            missing=missing,
            clock=words,
            days=say_days(clock.local_date(span.start, zone) for span in spans),
            times=len(spans),
            hours=sum(span.length / HOUR for span in spans),
        )
        for (missing, words), spans in alike.items()
    ]
    return sorted(found, key=lambda gap: (-gap.missing * gap.hours, gap.clock, gap.days))


def _short_spans(requirement: Requirement, schedule: Schedule) -> list[tuple[int, Span]]:
    """List the short stretches; who is on duty in them does not cut them."""
    spans: list[tuple[int, Span]] = []
    for stretch in duty.stretches(requirement, schedule):
        if not stretch.short:
            continue
        if spans and spans[-1][0] == stretch.short and spans[-1][1].end == stretch.span.start:
            spans[-1] = (stretch.short, Span(spans[-1][1].start, stretch.span.end))
        else:
            spans.append((stretch.short, stretch.span))
    return spans


def _clock_words(span: Span, zone: str) -> str:
    start, end = clock.local(span.start, zone), clock.local(span.end, zone)
    later = (end.date() - start.date()).days
    if later == 0:
        return f"{start:%H:%M}–{end:%H:%M}"
    if later == 1 and f"{end:%H:%M}" == "00:00":
        return f"{start:%H:%M}–24:00"
    return f"{start:%H:%M}–{end:%H:%M} +{later} d"


def say_days(days: Iterable[date]) -> str:
    """Write dates for people, neighbours as a run, a date that comes twice with its number.

    Examples
    --------
    >>> say_days([date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 6), date(2026, 12, 9)])
    'Fri 4 Dec – Sun 6 Dec, Wed 9 Dec'
    >>> say_days([date(2026, 12, 4), date(2026, 12, 4), date(2026, 12, 5)])
    'Fri 4 Dec (2×), Sat 5 Dec'
    """
    runs: list[tuple[int, list[date]]] = []
    for day, times in sorted(Counter(days).items()):
        if runs and runs[-1][0] == times and runs[-1][1][-1] + DAY == day:
            runs[-1][1].append(day)
        else:
            runs.append((times, [day]))
    return ", ".join(_say_run(run) + (f" ({times}×)" if times > 1 else "") for times, run in runs)


def _say_run(run: list[date]) -> str:
    if len(run) == 1:
        return say_date(run[0])
    return f"{say_date(run[0])}{', ' if len(run) == 2 else ' – '}{say_date(run[-1])}"


def carriers(schedule: Schedule) -> list[Carrier]:
    """Name who cannot be missed: fewest others first, then most hours."""
    found = [
        carrier for each in schedule.problem.requirements for carrier in _carriers(each, schedule)
    ]
    return sorted(found, key=lambda c: (len(c.others), -c.hours, c.requirement.id, c.person.id))


def _carriers(requirement: Requirement, schedule: Schedule) -> list[Carrier]:
    held: dict[str, timedelta] = defaultdict(timedelta)
    judged = timedelta(0)
    for stretch in duty.stretches(requirement, schedule):
        judged += stretch.span.length
        if len(stretch.people) <= requirement.people:
            for person in stretch.people:
                held[person.id] += stretch.span.length
    able = [who for who in schedule.problem.people if requirement.ask.met_by(who)]
    return [
        Carrier(
            requirement=requirement,
            person=schedule.problem.person[who],
            hours=length / HOUR,
            part=length / judged,
            others=tuple(other for other in able if other.id != who),
        )
        for who, length in held.items()
    ]


def wishes(schedule: Schedule) -> list[Wish]:
    """List the wishes that touch the horizon, refused and heavy ones first."""
    problem = schedule.problem
    found = [
        Wish(request, problem.person[request.person], _granted(request, schedule))
        for request in problem.requests
        if request.first <= problem.horizon.last and request.last >= problem.horizon.first
    ]
    return sorted(found, key=_wish_order)


def _wish_order(wish: Wish) -> tuple[bool, int, date, str, str, str]:
    request = wish.request
    shift = request.shift or ""
    return (wish.granted, -request.weight, request.first, request.person, request.want, shift)


def _granted(request: Request, schedule: Schedule) -> bool:
    problem, who = schedule.problem, request.person
    first = max(request.first, problem.horizon.first)
    last = min(request.last, problem.horizon.last)
    read = clock_of(problem.person[who], problem).read
    worked = any(
        first <= read(shift).date <= last
        for shift in (*problem.served[who], *schedule.of[who])
        if request.shift in (None, shift.type.id)
    )
    return worked == (request.want == "work")


def say_moment(moment: datetime, zone: str) -> str:
    """Write an instant on a zone's clock for people: Fri 4 Dec 07:00."""
    wall = clock.local(moment, zone)
    return f"{say_date(wall.date())} {wall:%H:%M}"
