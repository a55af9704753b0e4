"""The master pass: shared people's time divided between their teams, round by round.

Every team is searched by itself first, with its shared people to itself. Where what comes out goes
together, each team has the best it can have and nothing is left to divide. Else teams have their
rotas *in turn*: each is held off what the teams before it have taken. Where that costs nobody any
cover, the turns are taken once more backwards, unless nobody lost anything at all. Where it does:

1. *polite*: each team that is in a clash says what it needs of shared people when what others
   want them for has a price, below that of an empty seat;
2. *yielding*: what it costs a team to be last, and thereby which needs shared people most;
3. in turn again, in that order, each polite to those after it.

Then the cheapest choice is made among all rotas found so far, one for each team, that go together,
and each team that lost something is searched once more with what the others now hold ruled out.

After the first turns there is always a choice that goes together, and one that does not is never
made: what one team has of a person is *ruled out* in the searches of the others.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rotation.board import Settings
from rotation.organisation.claims import Claims, Courtesy, Elsewhere, Links, promised
from rotation.organisation.columns import Column, Cost, choose, claims_of, fits, total
from rotation.organisation.promises import standing
from rotation.organisation.work import Found, Search, with_seconds
from rotation.rule import Rule

LATER = 0.5
"""Share of the time that a search in a later round may take."""

Searches = Mapping[int, Search]
Answers = Mapping[int, Found]
Rounds = Generator[Searches, Answers, "Divided"]


@dataclass(frozen=True)
class Divided:
    """What the master pass came to: a rota for each team, and what is known of better ones.

    Parameters
    ----------
    bounds
        Position -> a price below which the team has no rota, whatever the others do, in grains.
    rounds
        How many rounds of searches there were.
    """

    chosen: Mapping[int, Column]
    bounds: Mapping[int, int]
    rounds: int


@dataclass
class _Master:
    """The rotas found so far for the teams of one group."""

    links: Links
    settings: Settings
    firm: Mapping[int, Claims]
    columns: dict[int, list[Column]] = field(default_factory=dict)
    polite: dict[int, Column] = field(default_factory=dict)
    rounds: int = 0

    def ask(
        self,
        asked: Mapping[int, Mapping[int, Claims]],
        wanted: Mapping[int, Mapping[int, Claims]] | None = None,
    ) -> Generator[Searches, Answers, dict[int, Column]]:
        """Search some teams, each with others' claims ruled out, and with those that are priced."""
        added = {
            position: self._added(position, others, (wanted or {}).get(position, {}))
            for position, others in asked.items()
        }
        settings = with_seconds(self.settings, LATER) if self.rounds else self.settings
        self.rounds += bool(asked)
        answers = yield {
            position: Search(self.links.teams[position].reading, settings, rules)
            for position, rules in added.items()
        }
        found = {
            position: Column(answer, self._claims(position, answer), added[position])
            for position, answer in sorted(answers.items())
        }
        for position, column in found.items():
            self.columns.setdefault(position, []).append(column)
        return found

    def _added(
        self, position: int, others: Mapping[int, Claims], wanted: Mapping[int, Claims]
    ) -> tuple[Rule, ...]:
        both = [self.links.taken(position, self.firm), self.links.taken(position, others)]
        taken = {(each.person, each.key): each for part in reversed(both) for each in part}
        added: list[Rule] = []
        if taken:
            added.append(Elsewhere(taken=tuple(taken[key] for key in sorted(taken))))
        asked = [
            each
            for each in self.links.taken(position, wanted)
            if (each.person, each.key) not in taken
        ]
        if asked:
            added.append(Courtesy(taken=tuple(asked)))
        return tuple(added)

    def _claims(self, position: int, found: Found) -> Claims:
        """Return what a rota has of shared people, beside what was promised."""
        problem = self.links.teams[position].problem
        claims = {}
        for who in self.links.people(position):
            fixed = set(promised(problem, who))
            mine = [problem.shift[key] for key, person in found.held or () if person == who]
            claims[who] = tuple(shift for shift in mine if shift not in fixed)
        return claims

    def free(self, position: int) -> Column:
        """Return the rota that a team has with its shared people to itself."""
        return self.columns[position][0]

    def in_clash(self, columns: Mapping[int, Column]) -> list[int]:
        """List the teams whose rota goes ill with another's."""
        claims = claims_of(columns)
        return [
            position
            for position, column in columns.items()
            if not fits(self.links, position, column, self.near(position, claims))
        ]

    def near(self, position: int, claims: Mapping[int, Claims]) -> dict[int, Claims]:
        """Pick the claims of teams that share somebody with one."""
        near = self.links.neighbours(position)
        return {other: claims[other] for other in near if other in claims}

    def in_turn(
        self, order: Sequence[int], needs: Mapping[int, Claims]
    ) -> Generator[Searches, Answers, dict[int, Column]]:
        """Give each team its rota after those before it; teams that do not meet go together."""
        settled: dict[int, Column] = {}
        while len(settled) < len(order):
            wave = _ready(self.links, order, settled)
            before = {each: self.near(each, claims_of(settled)) for each in wave}
            good = {each: self._good(each, before[each]) for each in wave}
            short = {each: before[each] for each in wave if good[each] is None}
            later = {n: claims for n, claims in needs.items() if n not in settled}
            after = {each: self.near(each, later) for each in short}
            yield from self.ask(short, after)
            for each in wave:
                settled[each] = good[each] or self._cheapest(each, before[each])
        return settled

    def _good(self, position: int, others: Mapping[int, Claims]) -> Column | None:
        """Return a rota at hand that fits and costs no more cover than the best, most polite first.

        None where one must be searched.
        """
        free = self.free(position)
        floor = free.cost[:2]
        for column in (self.polite.get(position, free), free):
            if column.cost[:2] <= floor and fits(self.links, position, column, others):
                return column
        return None

    def _cheapest(self, position: int, others: Mapping[int, Claims]) -> Column:
        fitting = [c for c in self.columns[position] if fits(self.links, position, c, others)]
        return min(fitting, key=lambda column: column.cost)

    def improved(
        self, order: Sequence[int], chosen: dict[int, Column]
    ) -> Generator[Searches, Answers, dict[int, Column]]:
        """Search each team again with what the others hold ruled out; keep what is better."""
        done: dict[int, Column] = {}
        while len(done) < len(order):
            wave = _ready(self.links, order, done)
            now = claims_of(chosen)
            near = {each: self.near(each, now) for each in wave}
            better = [each for each in wave if self._may_gain(each, chosen[each], near[each])]
            found = yield from self.ask({each: near[each] for each in better})
            for each, column in found.items():
                if column.cost < chosen[each].cost:
                    chosen[each] = column
            done |= {each: chosen[each] for each in wave}
        return chosen

    def _may_gain(self, position: int, column: Column, others: Mapping[int, Claims]) -> bool:
        """Say whether another search could give more than the one that gave this rota."""
        free = self.free(position)
        if column is free or free.found.held is None:
            return False
        if column.found.held is not None and column.found.price <= free.found.bound:
            return False
        return column.added != self._added(position, others, {})

    def lost(self, chosen: Mapping[int, Column]) -> Literal["", "price", "cover"]:
        """Say what a choice costs above that of every team with its shared people to itself."""
        whole = total({position: self.free(position) for position in chosen})
        cost = total(chosen)
        return "cover" if cost[:2] > whole[:2] else "price" if cost > whole else ""


def _ready(links: Links, order: Sequence[int], settled: Mapping[int, Column]) -> list[int]:
    """List the teams whose turn it is: none before them in the order shares anybody with them."""
    waiting: set[int] = set()
    ready = []
    for position in order:
        if position in settled:
            continue
        if not links.neighbours(position) & waiting:
            ready.append(position)
        waiting.add(position)
    return ready


def divide(links: Links, settings: Settings) -> Rounds:
    """Make a rota for each team of a group such that nobody is in two places.

    A generator: it yields the searches of each round and is sent what they found.
    """
    master = _Master(links, settings, standing(links))
    teams = sorted(links.teams)
    free = yield from master.ask({position: {} for position in teams})
    bounds = {position: free[position].found.bound for position in teams}
    contested = master.in_clash(free)
    if not contested:
        return Divided(free, bounds, master.rounds)
    order = teams
    known = yield from master.in_turn(order, {})
    lost = master.lost(known)
    if lost == "cover":
        master.polite = yield from _polite(master, free, contested)
        order = yield from _by_need(master, master.polite)
        again = yield from master.in_turn(order, claims_of(master.polite))
        known = min(known, again, key=total)
    elif lost == "price":
        again = yield from master.in_turn(order[::-1], {})
        known = min(known, again, key=total)
    chosen = choose(links, master.columns, known)
    chosen = yield from master.improved(order, chosen)
    return Divided(chosen, bounds, master.rounds)


def _polite(
    master: _Master, free: Mapping[int, Column], contested: Sequence[int]
) -> Generator[Searches, Answers, dict[int, Column]]:
    """Let teams in a clash say what they need when what others want has a price."""
    claims = claims_of(free)
    wanted = {each: master.near(each, claims) for each in contested}
    found = yield from master.ask({each: {} for each in contested}, wanted)
    return {position: found.get(position, column) for position, column in free.items()}


def _by_need(
    master: _Master, polite: Mapping[int, Column]
) -> Generator[Searches, Answers, list[int]]:
    """Order teams by what it costs them to take shared people last, dearest first."""
    claims = claims_of(polite)
    contested = master.in_clash(polite)
    if not contested:
        return sorted(polite)
    last = yield from master.ask({each: master.near(each, claims) for each in contested})

    def loss(position: int) -> Cost:
        if position not in last:
            return (0, 0, 0)
        now, least = last[position].cost, master.free(position).cost
        return (now[0] - least[0], now[1] - least[1], now[2] - least[2])

    return sorted(polite, key=lambda each: (tuple(-n for n in loss(each)), each))
