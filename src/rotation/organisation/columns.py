"""Rotas that a team could have, and the choice of one for each team that go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rotation.organisation.claims import Claims, Links
from rotation.organisation.work import Found
from rotation.rule import Rule

MOST_TRIES = 50_000
"""Choices looked at before the best so far is taken."""

MOST_TEAMS = 200
"""Teams among which one choice is looked for; more keep what is known."""

Cost = tuple[int, int, int]
"""Teams without a rota, essential price, price: compared in this order."""


@dataclass(frozen=True)
class Column:
    """A rota that a team could have, or that it has none, with what it claims of shared people.

    Parameters
    ----------
    added
        What it was told beside its own rules when it was made.
    """

    found: Found
    claims: Claims
    added: tuple[Rule, ...] = ()

    @property
    def cost(self) -> Cost:
        """What it costs the organisation."""
        if self.found.held is None:
            return (1, 0, 0)
        return (0, self.found.essential, self.found.price)


def add(one: Cost, other: Cost) -> Cost:
    """Add two costs."""
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def total(chosen: Mapping[int, Column]) -> Cost:
    """Add up what a choice costs."""
    whole: Cost = (0, 0, 0)
    for column in chosen.values():
        whole = add(whole, column.cost)
    return whole


def fits(links: Links, position: int, column: Column, others: Mapping[int, Claims]) -> bool:
    """Say whether a rota goes with what other teams have."""
    return all(
        links.compatible(position, column.claims, other, claims)
        for other, claims in others.items()
        if other != position
    )


def claims_of(chosen: Mapping[int, Column]) -> dict[int, Claims]:
    """Return what a choice claims of shared people."""
    return {position: column.claims for position, column in chosen.items()}


@dataclass
class _Choosing:
    """A search through one rota for each team, cheapest first, for the cheapest that fit."""

    links: Links
    columns: Mapping[int, Sequence[Column]]
    order: Sequence[int]
    floors: Sequence[Cost]
    best: dict[int, Column]
    least: Cost
    tries: int = 0

    def look(self, depth: int, chosen: dict[int, Column], spent: Cost) -> None:
        """Go on from a choice for the first few teams."""
        if self.tries > MOST_TRIES or add(spent, self.floors[depth]) >= self.least:
            return
        if depth == len(self.order):
            self.best, self.least = dict(chosen), spent
            return
        position = self.order[depth]
        near = self.links.neighbours(position)
        for column in sorted(self.columns[position], key=lambda each: each.cost):
            self.tries += 1
            others = {other: chosen[other].claims for other in near if other in chosen}
            if fits(self.links, position, column, others):
                chosen[position] = column
                self.look(depth + 1, chosen, add(spent, column.cost))
                del chosen[position]


def choose(
    links: Links, columns: Mapping[int, Sequence[Column]], known: Mapping[int, Column]
) -> dict[int, Column]:
    """Choose one rota for each team such that all go together, at the least cost.

    Parameters
    ----------
    columns
        Position -> the rotas that a team could have.
    known
        A choice that goes together, kept where none is cheaper or none was found soon.
    """
    best = dict(known)
    for part in _parts(links, columns):
        if len(part) > MOST_TEAMS:
            continue
        here = {position: best[position] for position in part}
        least = total(here)
        floors: list[Cost] = [(0, 0, 0)]
        for position in reversed(part):
            cheapest = min(column.cost for column in columns[position])
            floors.insert(0, add(cheapest, floors[0]))
        search = _Choosing(links, columns, part, floors, here, least)
        search.look(0, {}, (0, 0, 0))
        best |= search.best
    return best


def _parts(links: Links, columns: Mapping[int, Sequence[Column]]) -> list[list[int]]:
    """Cut a group where no rota of one team goes ill with any of another."""
    left, parts = sorted(columns), []
    while left:
        part, fresh = [], [left[0]]
        while fresh:
            position = fresh.pop()
            part.append(position)
            left.remove(position)
            ill = links.neighbours(position) & set(left) - set(fresh)
            fresh += sorted(other for other in ill if _ill(links, columns, position, other))
        parts.append(sorted(part))
    return parts


def _ill(links: Links, columns: Mapping[int, Sequence[Column]], one: int, other: int) -> bool:
    return any(
        not links.compatible(one, mine.claims, other, theirs.claims)
        for mine in columns[one]
        for theirs in columns[other]
    )
