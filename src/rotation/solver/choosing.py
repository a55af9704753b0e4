"""Which part of a schedule is made again: some people over some days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from rotation.board.freeing import Freeing
from rotation.board.rows import Ints, Lists
from rotation.domain import Shift

Floats = NDArray[np.float64]

Fractions = Mapping[tuple[str, Shift], float]
"""How much of each shift each person holds in a relaxation; 0 where it says nothing."""

FEWEST = 6
"""People that are made again together at least: fewer have hardly anything to swap."""


@dataclass(frozen=True)
class Place:
    """Whom and which days each variable is about: the least and greatest number of both."""

    first_person: Ints
    last_person: Ints
    first_day: Ints
    last_day: Ints


class Ground:
    """A board laid out by people and days."""

    def __init__(self, freeing: Freeing) -> None:
        problem = freeing.board.problem
        self.freeing = freeing
        self.people = len(problem.people)
        dates = sorted({shift.date for _, shift in freeing.pairs})
        days = {date: number for number, date in enumerate(dates)}
        numbers = {person.id: number for number, person in enumerate(problem.people)}
        self.days = len(dates)
        self.person = np.array([numbers[who] for who, _ in freeing.pairs], np.int64)
        self.day = np.array([days[shift.date] for _, shift in freeing.pairs], np.int64)
        kinds = {kind.id: number for number, kind in enumerate(problem.shift_types)}
        kind = np.array([kinds[shift.type.id] for _, shift in freeing.pairs], np.int64)
        can = np.zeros((self.people, len(kinds)), np.int64)
        np.add.at(can, (self.person, kind), 1)
        self.can = can
        self.place = _placed(self, freeing)
        follows = freeing.follows
        self._stems = Lists.grouped(follows.items, follows.owners(), len(follows))
        self._pair = np.full(len(follows), -1, np.int64)
        self._pair[freeing.variables] = np.arange(len(freeing.pairs))

    def able(self, variable: int) -> list[int]:
        """List the people whose shifts a variable follows from."""
        known = np.array([variable], np.int64)
        seen = np.zeros(len(self._pair), np.bool_)
        while len(known):
            seen[known] = True
            known = known[self._pair[known] < 0]
            before = np.unique(self._stems.items[self._stems.places(known)[0]])
            known = before[~seen[before]]
        pairs = self._pair[np.flatnonzero(seen)]
        return np.unique(self.person[pairs[pairs >= 0]]).tolist()  # type: ignore[no-any-return]

    def shares(self, fractions: Fractions) -> Floats:
        """Return how much of each pair a relaxation gives."""
        return np.array([fractions.get(pair, 0.0) for pair in self.freeing.pairs])

    def box(self, people: Ints, first: int, last: int) -> Ints:
        """List the pairs of some people from one day to another, both inclusive."""
        wanted = np.zeros(self.people, np.bool_)
        wanted[people] = True
        return np.flatnonzero(wanted[self.person] & (self.day >= first) & (self.day <= last))


def _placed(ground: Ground, freeing: Freeing) -> Place:
    """Find whom and which days every variable is about, from those it follows from."""
    follows = freeing.follows
    sources, targets = follows.owners(), follows.items

    def ends(numbers: Ints) -> tuple[Ints, Ints]:
        low = np.full(len(follows), 2**31, np.int64)
        high = np.full(len(follows), -1, np.int64)
        low[freeing.variables] = high[freeing.variables] = numbers
        # Only what is not a shift itself follows from others.
        derived = np.ones(len(follows), np.bool_)
        derived[freeing.variables] = False
        into = derived[targets]
        begin, end = sources[into], targets[into]
        while True:
            before = low.sum() - high.sum()
            np.minimum.at(low, end, low[begin])
            np.maximum.at(high, end, high[begin])
            if low.sum() - high.sum() == before:
                return low, high

    return Place(*ends(ground.person), *ends(ground.day))


@dataclass(frozen=True)
class State:
    """What a choice looks at: the schedule, what it pays, and where a relaxation differs.

    Parameters
    ----------
    paid
        Grains paid by each variable, those at a discount left out.
    shares
        How much of each pair a relaxation gives, where there is one.
    """

    ground: Ground
    values: Ints
    paid: Ints
    shares: Floats | None = None

    @staticmethod
    def of(ground: Ground, values: Ints, shares: Floats | None = None) -> State:
        """Look at a schedule."""
        prices = ground.freeing.rows.prices
        return State(ground, values, np.maximum(0, prices * values), shares)

    def own(self) -> Floats:
        """Return what each person pays by themselves."""
        place = self.ground.place
        alone = (place.first_person == place.last_person) & (self.paid > 0)
        return _by(place.first_person[alone], self.paid[alone], self.ground.people)


def _by(numbers: Ints, amounts: Ints | Floats, size: int) -> Floats:
    """Add up amounts by the number that each belongs to."""
    return np.bincount(numbers, amounts, size).astype(np.float64)


Chooser = Callable[[State, int, Random], Ints]
"""Chooses pairs: about so many person-days of a schedule."""


def _window(days: int, width: int, around: int, rng: Random) -> tuple[int, int]:
    """Place a window of days so that it holds a day."""
    width = max(1, min(days, width))
    first = min(max(0, around - rng.randrange(width)), days - width)
    return first, first + width - 1


def _related(ground: Ground, to: int, number: int, rng: Random) -> Ints:
    """List people who can take the same shifts as somebody, that one first."""
    shared = np.minimum(ground.can, ground.can[to]).sum(axis=1).astype(float)
    noise = np.array([rng.random() for _ in range(ground.people)])
    shared = shared * (0.5 + noise)
    shared[to] = np.inf
    return np.argsort(-shared, kind="stable")[:number]


def _drawn(weights: Floats, number: int, rng: Random) -> Ints:
    """Draw people or pairs without repetition, the heavy ones sooner."""
    keys = np.array([rng.random() for _ in range(len(weights))]) ** (1 / np.maximum(weights, 1e-9))
    return np.argsort(-keys, kind="stable")[:number]


def _people_over(state: State, size: int, rng: Random, people: Ints, around: int) -> Ints:
    """Free these people over as many days as the size allows."""
    days = state.ground.days
    width = days if size >= FEWEST * days else size // max(1, len(people))
    return state.ground.box(people, *_window(days, width, around, rng))


def _few(state: State, size: int) -> int:
    """Say of how many people the whole horizon may be freed."""
    return min(state.ground.people, max(FEWEST, size // max(1, state.ground.days)))


def anybody(state: State, size: int, rng: Random) -> Ints:
    """Some people, whoever they are."""
    people = np.array(rng.sample(range(state.ground.people), _few(state, size)), np.int64)
    return _people_over(state, size, rng, people, rng.randrange(state.ground.days))


def alike(state: State, size: int, rng: Random) -> Ints:
    """People who can take the same shifts."""
    to = rng.randrange(state.ground.people)
    people = _related(state.ground, to, _few(state, size), rng)
    return _people_over(state, size, rng, people, rng.randrange(state.ground.days))


def unequal(state: State, size: int, rng: Random) -> Ints:
    """People who pay much with people who pay little."""
    own, number = state.own(), _few(state, size)
    dear = _drawn(own / (own.max() or 1.0) + 1e-3, (number + 1) // 2, rng)
    cheap = np.setdiff1d(np.argsort(own, kind="stable")[: 3 * number], dear)
    more = np.array(rng.sample(list(cheap), min(len(cheap), number - len(dear))), np.int64)
    people = np.concatenate([dear, more])
    return _people_over(state, size, rng, people, rng.randrange(state.ground.days))


def days(state: State, size: int, rng: Random) -> Ints:
    """Everybody over a few days, or as many people as there is room for."""
    return _around(state, size, rng, rng.randrange(state.ground.days), 2)


def weeks(state: State, size: int, rng: Random) -> Ints:
    """Many people over a week or two."""
    width = 7 * rng.randrange(1, 3)
    return _around(state, size, rng, rng.randrange(state.ground.days), width)


def _around(
    state: State, size: int, rng: Random, day: int, width: int, able: Sequence[int] = ()
) -> Ints:
    """Free at least `width` days around a day, for these people first and others like them."""
    ground = state.ground
    width = min(ground.days, max(width, size // ground.people))
    number = min(ground.people, max(FEWEST, size // width))
    first = list(able[: (number + 1) // 2]) or [rng.randrange(ground.people)]
    related = _related(ground, first[0], ground.people, rng)
    others = related[~np.isin(related, first)]
    people = np.concatenate([np.array(first, np.int64), others[: number - len(first)]])
    return ground.box(people, *_window(ground.days, width, day, rng))


def shortest(state: State, size: int, rng: Random) -> Ints:
    """Around what costs most, such as a seat that nobody takes."""
    return _about(state, size, rng, state.paid.astype(np.float64))


def dearest(state: State, size: int, rng: Random) -> Ints:
    """Around anything that costs, what costs much sooner."""
    return _about(state, size, rng, np.sqrt(state.paid))


def _about(state: State, size: int, rng: Random, weights: Floats) -> Ints:
    """Free whom a price is about with others like them, and its days with those near."""
    place = state.ground.place
    paying = np.flatnonzero((weights > 0) & (place.last_person >= 0))
    if not len(paying):
        return anybody(state, size, rng)
    about = rng.choices(paying.tolist(), weights[paying].tolist())[0]
    first, last = int(place.first_person[about]), int(place.last_person[about])
    begin, end = int(place.first_day[about]), int(place.last_day[about])
    day = rng.randint(begin, end)
    if first == last:
        people = _related(state.ground, first, _few(state, size), rng)
        return _people_over(state, size, rng, people, day)
    able = state.ground.able(about)
    rng.shuffle(able)
    return _around(state, size, rng, day, min(7, end - begin + 3), able)


def disagreeing(state: State, size: int, rng: Random) -> Ints:
    """People whose shifts differ most from what a relaxation gives them."""
    ground = state.ground
    if state.shares is None:
        return alike(state, size, rng)
    gaps = np.abs(state.shares - state.values[ground.freeing.variables])
    of_person = _by(ground.person, gaps, ground.people)
    people = _drawn(of_person, _few(state, size), rng)
    of_day = _by(ground.day, gaps, ground.days) + 1e-9
    day = rng.choices(range(ground.days), of_day.tolist())[0]
    return _people_over(state, size, rng, people, day)


KINDS: Mapping[str, Chooser] = {
    "anybody": anybody,
    "alike": alike,
    "unequal": unequal,
    "days": days,
    "weeks": weeks,
    "shortest": shortest,
    "dearest": dearest,
    "disagreeing": disagreeing,
}
