"""Waiting in line: the Erlang formulas for a group of equal people and one queue.

Cases arrive at random (Poisson), handling times vary freely (exponential), nobody gives up, and
people take cases in order of arrival. Offered load is in erlangs: cases per hour x hours per case.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

HOUR = timedelta(hours=1)


def erlang_b(servers: int, load: float) -> float:
    """Share of cases lost if nobody could wait; 1 where nobody is there.

    Sources
    -------
    The inverse recurrence 1/B(k) = 1 + k / (load x B(k-1)), stable for any number of people.

    Examples
    --------
    >>> erlang_b(1, 1.0), erlang_b(0, 0.0), erlang_b(3, 0.0)
    (0.5, 1.0, 0.0)
    """
    if servers == 0:
        return 1.0
    if load == 0:
        return 0.0
    inverse = 1.0
    for busy in range(1, servers + 1):
        inverse = 1.0 + inverse * (busy / load)
    return 1.0 / inverse


def erlang_c(servers: int, load: float) -> float:
    """Share of cases that find everybody busy; 1 where the load is more than people can carry.

    Examples
    --------
    >>> round(erlang_c(2, 1.0), 9), erlang_c(2, 2.0), erlang_c(2, 0.0)
    (0.333333333, 1.0, 0.0)
    """
    if load >= servers:
        return 1.0
    return _waiting(erlang_b(servers, load), servers, load)


def _waiting(blocked: float, servers: int, load: float) -> float:
    return blocked / (1.0 - load / servers * (1.0 - blocked))


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One queue and the people who answer it, in steady state.

    Parameters
    ----------
    cases_per_hour
        Expected arrivals, 0 or more.
    handle
        Mean time that one case takes, more than 0.
    servers
        People answering, 0 or more.
    """

    cases_per_hour: float
    handle: timedelta
    servers: int

    @property
    def load(self) -> float:
        """Offered load in erlangs."""
        return self.cases_per_hour * (self.handle / HOUR)

    @property
    def stable(self) -> bool:
        """Be able to keep up; with nobody there even no work is not kept up with."""
        return self.load < self.servers

    @property
    def occupancy(self) -> float:
        """Share of their time that people are busy, at most 1."""
        return self.load / self.servers if self.stable else 1.0

    @property
    def waiting_probability(self) -> float:
        """Share of cases that have to wait."""
        return erlang_c(self.servers, self.load)

    @property
    def mean_wait_seconds(self) -> float:
        """Mean wait of all cases (average speed of answer); infinite under overload."""
        if not self.stable:
            return math.inf
        return self.waiting_probability / self._release

    @property
    def _release(self) -> float:
        """Rate per second at which a waiting line moves beyond what arrives."""
        return (self.servers - self.load) / self.handle.total_seconds()

    def service_level(self, target: timedelta) -> float:
        """Share of cases answered within `target`; 0 under overload."""
        if not self.stable:
            return 0.0
        tail = math.exp(-self._release * target.total_seconds())
        return 1.0 - self.waiting_probability * tail

    def wait_seconds_within(self, share: float) -> float:
        """Wait that `share` of the cases do not exceed: 0.9 gives the P90."""
        if not self.stable:
            return math.inf
        waits = self.waiting_probability
        if waits <= 1.0 - share:
            return 0.0
        return math.log(waits / (1.0 - share)) / self._release


def fewest_servers(
    cases_per_hour: float, handle: timedelta, target: timedelta, attainment: float
) -> int:
    """Fewest people who answer a share `attainment` of the cases within `target`.

    Every number above the load is tried, so long targets are not overstaffed by a rounded start.

    Raises
    ------
    ValueError
        The attainment is not between 0 and 1, or a rate or time is negative.

    Examples
    --------
    >>> fewest_servers(6, timedelta(minutes=15), timedelta(minutes=5), 0.8)
    3
    """
    if not 0 < attainment < 1:
        raise ValueError(f"the attainment must be between 0 and 1, got {attainment}")
    if cases_per_hour < 0 or handle <= timedelta(0) or target < timedelta(0):
        raise ValueError("rates and times must not be negative, and handling takes time")
    if cases_per_hour == 0:
        return 0
    load = cases_per_hour * (handle / HOUR)
    servers = math.floor(load) + 1
    blocked = erlang_b(servers, load)
    while True:
        tail = math.exp(-(servers - load) * (target / handle))
        if 1.0 - _waiting(blocked, servers, load) * tail >= attainment:
            return servers
        servers += 1
        blocked = 1.0 / (1.0 + servers / (load * blocked)) if blocked else 0.0
