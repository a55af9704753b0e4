"""What a shift is on the clock and calendar of the person who works it.

Nights, weekends, holidays, unsocial hours, weeks and dates are always local to the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from rotation import clock
from rotation.clock import DAY
from rotation.domain import (
    DAY_NAMES,
    Horizon,
    LocalDate,
    Problem,
    Shift,
    Span,
    Specialist,
    Team,
    Wall,
    Window,
)

SOCIAL = (Wall(8 * 60), Wall(20 * 60))


def minutes(length: timedelta) -> int:
    """Whole minutes of an elapsed time."""
    return int(length.total_seconds()) // 60


def weekend_of(day: date, weekend: frozenset[int]) -> date | None:
    """Return the first date of the weekend that a date lies in, None on a weekday."""
    if day.weekday() not in weekend:
        return None
    if len(weekend) == len(DAY_NAMES):
        return clock.week_of(day, 0)
    while (day - DAY).weekday() in weekend:
        day -= DAY
    return day


def weekend_days(first: date, weekend: frozenset[int]) -> tuple[date, ...]:
    """List the dates of the weekend that starts on `first`."""
    days = [first]
    while len(days) < len(weekend) and (days[-1] + DAY).weekday() in weekend:
        days.append(days[-1] + DAY)
    return tuple(days)


@dataclass(frozen=True)
class LocalShift:
    """A shift as one person lives it. Minutes are elapsed minutes.

    Parameters
    ----------
    date
        Local date of its start.
    by_date
        (local date, minutes) for each local date it touches, in order.
    night, weekend, holiday, unsocial
        Minutes inside nights, on weekend days, on holidays, and outside 08:00-20:00 or on either.
    is_night
        Active and at least the team's measure of it inside one night.
    weekends
        First dates of the weekends it touches.
    """

    date: LocalDate
    by_date: tuple[tuple[LocalDate, int], ...]
    night: int
    weekend: int
    holiday: int
    unsocial: int
    is_night: bool
    weekends: tuple[LocalDate, ...]


@dataclass(frozen=True)
class LocalClock:
    """One zone's clock with a team's customs and a set of holidays; remembers what it has read."""

    team: Team
    time_zone: str
    holidays: frozenset[date]

    @cached_property
    def _seen(self) -> dict[Shift, LocalShift]:
        return {}

    def read(self, shift: Shift) -> LocalShift:
        """Say what a shift is on this clock."""
        known = self._seen.get(shift)
        if known is None:
            known = self._seen[shift] = self._read(shift)
        return known

    def _read(self, shift: Shift) -> LocalShift:
        pieces = list(clock.days_of(shift.span, self.time_zone))
        nights = [minutes(n.length) for n in clock.windows(self._night, shift.span)]
        weekend = self.team.weekend
        at_least = minutes(self.team.night.at_least)
        return LocalShift(
            date=clock.local_date(shift.start, self.time_zone),
            by_date=tuple((day, minutes(piece.length)) for day, piece in pieces),
            night=sum(nights),
            weekend=sum(minutes(p.length) for day, p in pieces if day.weekday() in weekend),
            holiday=sum(minutes(p.length) for day, p in pieces if day in self.holidays),
            unsocial=sum(self._unsocial(day, piece) for day, piece in pieces),
            is_night=shift.active and any(inside >= at_least for inside in nights),
            weekends=tuple(
                sorted({w for day, _ in pieces if (w := weekend_of(day, weekend)) is not None})
            ),
        )

    @cached_property
    def _night(self) -> Window:
        night = self.team.night
        return Window(time_zone=self.time_zone, start=night.start, end=night.end)

    def _unsocial(self, day: date, piece: Span) -> int:
        if day.weekday() in self.team.weekend or day in self.holidays:
            return minutes(piece.length)
        by_day = clock.between(day, *SOCIAL, self.time_zone)
        social = piece.within(by_day) if by_day else None
        return minutes(piece.length) - (minutes(social.length) if social else 0)

    def week(self, day: date) -> date:
        """Return the first date of the local week of a date."""
        return clock.week_of(day, self.team.week_starts)

    def week_span(self, first: date, days: int = 7) -> Span:
        """Return `days` local dates from `first` on as a stretch of UTC."""
        return Span(
            clock.midnight(first, self.time_zone),
            clock.midnight(first + days * DAY, self.time_zone),
        )

    def date_of(self, moment: datetime) -> date:
        """Return the local date of an instant."""
        return clock.local_date(moment, self.time_zone)


@lru_cache(maxsize=4096)
def _clock(team: Team, time_zone: str, holidays: frozenset[date]) -> LocalClock:
    return LocalClock(team, time_zone, holidays)


@lru_cache(maxsize=1024)
def clock_of(person: Specialist, problem: Problem) -> LocalClock:
    """Return a person's own clock and calendar; people who share both share the object."""
    own = problem.public_holidays.get(person.id, {})
    company = frozenset(day for day, _ in problem.team.holidays)
    return _clock(problem.team, person.time_zone, frozenset(own) | company)


def counted_minutes(shift: Shift, elapsed: int | None = None) -> float:
    """Return the working minutes of a shift, or of `elapsed` minutes of it."""
    return (shift.minutes if elapsed is None else elapsed) * shift.type.counts


def available_days(person: Specialist, problem: Problem, days: Horizon) -> int:
    """Count the dates on which somebody is employed and not wholly on leave."""
    leave = clock.joined([absence.span for absence in problem.absent[person.id]])
    return sum(
        person.employed_on(day)
        and not any(
            span.start <= whole.start and whole.end <= span.end
            for whole in (clock.local_day(day, person.time_zone),)
            for span in leave
        )
        for day in days
    )


def horizon_span(problem: Problem) -> Span:
    """Return the horizon on the team's own clock."""
    horizon, name = problem.horizon, problem.team.time_zone
    return Span(clock.midnight(horizon.first, name), clock.midnight(horizon.last + DAY, name))
