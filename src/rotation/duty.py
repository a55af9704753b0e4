"""Who is on duty when: the timeline that coverage, service levels and reports stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from rotation import clock
from rotation.clock import DAY
from rotation.domain import (
    Assignment,
    Horizon,
    Problem,
    Requirement,
    Schedule,
    Shift,
    Span,
    Specialist,
)


@dataclass(frozen=True)
class Stretch:
    """A stretch of constant cover inside a window of one requirement.

    `people` are the distinct qualifying people on duty, sorted by id.
    """

    requirement: Requirement
    span: Span
    people: tuple[Specialist, ...]

    @property
    def short(self) -> int:
        """How many people are missing."""
        return max(0, self.requirement.people - len(self.people))

    @property
    def minutes_short(self) -> int:
        """Person-minutes missing."""
        return self.short * (int(self.span.length.total_seconds()) // 60)


def judged_span(problem: Problem) -> Span:
    """Return the stretch in which coverage is judged, so that months tile without gap.

    From the first instant at which the zone of any responding shift is in the horizon's first
    day to the first instant at which any is in the day after its last.
    """
    zones = {kind.time_zone for kind in problem.shift_types if kind.responds}
    zones = zones or {problem.team.time_zone}
    after = problem.horizon.last + DAY
    return Span(
        min(clock.midnight(problem.horizon.first, name) for name in zones),
        min(clock.midnight(after, name) for name in zones),
    )


def unknown_before(problem: Problem) -> list[Span]:
    """List the stretches whose cover is unknown, where no history is kept.

    They are those of active, responding shifts dated before the horizon.
    """
    if problem.history is not None:
        return []
    active = tuple(kind for kind in problem.shift_types if kind.active and kind.responds)
    longest = max((kind.duration_days + kind.duration.days for kind in active), default=0) + 3
    first = problem.horizon.first
    earlier = clock.expand(active, Horizon(first - longest * DAY, first - DAY))
    return clock.joined([shift.span for shift in earlier])


def minus(spans: Iterable[Span], holes: list[Span]) -> list[Span]:
    """Cut `holes` (disjoint, sorted) out of stretches."""
    left = list(spans)
    for hole in holes:
        left = [
            Span(start, end)
            for span in left
            for start, end in (
                (span.start, min(span.end, hole.start)),
                (max(span.start, hole.end), span.end),
            )
            if start < end
        ]
    return left


def judged_windows(requirement: Requirement, problem: Problem) -> list[Span]:
    """List the windows of a requirement that are judged; windows that touch are one."""
    windows = clock.joined(list(clock.windows(requirement.window, judged_span(problem))))
    return minus(windows, unknown_before(problem))


def responders(schedule: Schedule) -> list[Assignment]:
    """List the assignments, history included, whose people count as on duty."""
    everybody = [*(schedule.problem.history or ()), *schedule.assignments]
    return [assignment for assignment in everybody if assignment.shift.type.responds]


def cut(span: Span, shifts: Iterable[Shift]) -> list[Span]:
    """Cut a stretch wherever one of the shifts starts or ends."""
    edges = {span.start, span.end}
    for shift in shifts:
        edges.update(edge for edge in (shift.start, shift.end) if span.start < edge < span.end)
    ordered = sorted(edges)
    return [Span(start, end) for start, end in pairwise(ordered)]


def stretches(
    requirement: Requirement, schedule: Schedule, windows: Iterable[Span] | None = None
) -> list[Stretch]:
    """List every stretch of constant cover in each judged window, short or not, in order.

    Parameters
    ----------
    windows
        Looked at instead of the requirement's own.
    """
    if windows is None:
        windows = judged_windows(requirement, schedule.problem)
    able = [a for a in responders(schedule) if requirement.ask.met_by(a.person)]
    found: list[Stretch] = []
    for window in windows:
        near = [a for a in able if a.shift.span.overlaps(window)]
        cover = _cover(window, near)
        found += _merged([Stretch(requirement, piece, people) for piece, people in cover])
    return found


def _cover(window: Span, near: list[Assignment]) -> Iterator[tuple[Span, tuple[Specialist, ...]]]:
    """Walk through a window from edge to edge, with the people on duty between two edges."""
    waiting = sorted(near, key=lambda a: a.shift.start, reverse=True)
    on: list[Assignment] = []
    for piece in cut(window, (a.shift for a in near)):
        while waiting and waiting[-1].shift.start <= piece.start:
            on.append(waiting.pop())
        on = [a for a in on if a.shift.end > piece.start]
        yield piece, people_on(on, piece.start)


def people_on(assignments: Iterable[Assignment], moment: datetime) -> tuple[Specialist, ...]:
    """List the distinct people on duty at an instant, sorted by id."""
    on = {a.person for a in assignments if a.shift.start <= moment < a.shift.end}
    return tuple(sorted(on, key=lambda person: person.id))


def _merged(pieces: list[Stretch]) -> list[Stretch]:
    whole: list[Stretch] = []
    for piece in pieces:
        if whole and whole[-1].people == piece.people:
            span = Span(whole[-1].span.start, piece.span.end)
            whole[-1] = Stretch(piece.requirement, span, piece.people)
        else:
            whole.append(piece)
    return whole


def hours(span: Span) -> list[Span]:
    """Cut a stretch at whole UTC hours."""
    start, pieces = span.start, []
    while start < span.end:
        floor = start.replace(minute=0, second=0, microsecond=0)
        end = min(span.end, floor + timedelta(hours=1))
        pieces.append(Span(start, end))
        start = end
    return pieces
