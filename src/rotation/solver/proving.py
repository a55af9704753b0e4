"""Proving how good a rota can be, and finding rotas on the way.

Everybody is seated once by walks alone. Lines are generated for the master until its bound is as
high as it gets. Dives find rotas near it: of everybody at first, then of a few people at a time
while the others keep their lines. What the bound leaves open is divided into branches; and CP-SAT
looks for anything cheaper than the best among it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf

from rotation.board import Settings
from rotation.board.closing import Copy
from rotation.domain import Problem
from rotation.master.columns import Solved
from rotation.pool import Opener
from rotation.rule import Rule
from rotation.solver.branching import Branching
from rotation.solver.closing import Closing
from rotation.solver.crewing import Crewing
from rotation.solver.diving import Diving, near_end
from rotation.solver.first_lines import FirstLines
from rotation.solver.fitting import Fitter
from rotation.solver.generation import Generation, alike
from rotation.solver.known_lines import Cells
from rotation.solver.lines import Work
from rotation.solver.pricing import Pricing
from rotation.solver.relay import Relay
from rotation.solver.seats import Seats
from rotation.solver.standing import Stand
from rotation.solver.turns import Turns
from rotation.solver.ways import Ways

TELLS = 10
"""Rounds of lines between two tellings of what the master thinks."""

QUICK = 0.05
"""Near the bound everybody dives too, where making the lines took no more than that share
of the time."""

ABOUT = 0.1
"""Everybody dives, too, where there were still lines that pay but the master is as near its end."""

BRANCHES = 0.02
"""Share of the time left that branches are divided for at a time."""

SLICE = 0.05
"""Share of the time left for generating lines again between crews."""

LONG, NEARLY = 0.3, 2e-3
"""After such a share of the time left the first lines have taken long, and it is dived from where a
master from the middle is as near its end: the last of it comes later, with what dives find."""

FAR_OFF = 0.5
"""Where the best rota is further from the bound than this, as a share of its price, shares are
rounded: those of the first master, as a dive takes a hundred times as long, and of dives that do
not end."""


@dataclass
class Prover:
    """Works on a search from the master's side.

    Parameters
    ----------
    copy
        Makes a copy of the board, when it is wanted.
    patience
        Share of the time that generating lines may take.
    opener
        Opens a pool of workers that walk lines too.
    lends
        Whether somebody else can make use of this worker.
    """

    problem: Problem
    rules: Sequence[Rule]
    settings: Settings
    standing: Stand
    copy: Callable[[], Copy]
    patience: float = 1.0
    generation: Generation | None = None
    opener: Opener | None = None
    lends: bool = False

    def __post_init__(self) -> None:
        self._fitter = Fitter(self.problem, self.rules)
        self._relay = Relay(self.standing, self._fitter)
        self._crewing: Crewing | None = None
        self._seats: Seats | None = None
        self._ways: Ways | None = None
        self._pricing: Pricing | None = None
        self._first_lines: FirstLines | None = None
        self._diving = Diving(self._fitter, self.standing, self.settings.seed)
        self._closing = Closing(self.standing, self.copy)
        self._branching: Branching | None = None
        self._turns = Turns(self.standing, self._diving)

    def begin(self, made: Work) -> None:
        """Generate lines until the bound is as high as it gets, and dive once."""
        lineless = made.lineless()
        if lineless is not None:
            self.standing.no_line(lineless)
        if lineless is not None or self._over():
            return
        self.standing.deal(made)
        seats = Seats(made, self._fitter, self.standing, self._relay, self.settings.seed)
        found, self._seats = seats.first(), seats
        self._pricing = Pricing(made.walks, self.opener)
        self.generation = Generation(made, pricing=self._pricing, central=alike(made))
        self.generation.lines.learn(found)
        known = self.generation.lines.of
        self._crewing = Crewing(made, self._fitter, self.standing, self.settings, known)
        self._ways = Ways(
            *(self.standing, self._crewing, seats, self._turns, self.settings.seed),
            lends=self.lends,
        )
        alone = not self.lends or self.opener is not None
        self._first_lines = FirstLines(
            *(self.standing, self.generation, self._pricing),
            patience=self.patience,
            workers=1 if alone else self.settings.workers,
        )
        self._first(self.generation, self._first_lines)
        self._give_back()

    def _first(self, generation: Generation, lines: FirstLines) -> None:
        """Generate lines, with all cores if they seem to be done in time, and dive."""

        def suffices(solved: Solved) -> bool:
            lines.borrow()
            if lines.hopeless():
                return True
            near = generation.central and near_end(generation, solved, NEARLY)
            return lines.past(LONG) and near and not self._turns.close_by(generation)

        solved = self._generate(generation, lines.share, suffices, lines.each)
        took = self._diving.took = lines.took()
        if solved is not None and solved.missing < 1e-6 and generation.gap < 1:
            self._round(generation, generation.lines.cells(solved.shares))
        self._turns.spent["lines"] = took if generation.gap >= 1 else 0.0
        apart = took < QUICK * lines.began or not self._turns.close_by(generation)
        ready = generation.converged or generation.gap < ABOUT
        smeared_in_time = self._diving.smeared and self._diving.in_time()
        if smeared_in_time or (apart and ready) or self.standing.held() is None:
            self._dive(generation)

    def _give_back(self) -> None:
        if self._first_lines is not None:
            self._first_lines.give_back()

    def go_on(self) -> None:
        """Dive for crews and prove in turn, until it is proved or told to stop."""
        generation, ways = self.generation, self._ways
        while generation is not None and ways is not None and not self._over():
            began = time.monotonic()
            doing = self._turns.next(generation)
            if doing == "lines":
                self._generate(generation, SLICE)
            elif doing == "branches":
                self._branch(generation)
            elif doing == "proof":
                seed = self.settings.seed + self._diving.begun
                self._closing.once(generation, self._patient(), seed)
                self._turns.stale = 0
            elif doing == "crews" and ways.ready():
                ways.improve(generation)
            else:
                self._dive(generation)
                self._turns.stale = 0
            self._turns.spent[doing] += time.monotonic() - began

    def end(self) -> None:
        """Let go of whoever helps."""
        if self._pricing is not None:
            self._pricing.close()

    def _over(self) -> bool:
        return self.standing.done()

    # -- lines -------------------------------------------------------------------------------

    def _generate(
        self,
        generation: Generation,
        share: float,
        suffices: Callable[[Solved], bool] = lambda _: False,
        each: float = inf,
    ) -> Solved | None:
        """Generate lines for a share of the time left, or until it suffices.

        Parameters
        ----------
        each
            Seconds that one programme may take while nothing is known of the bound.
        """
        ends = self.standing.left() * (1 - share)
        self._relay.learn(generation)
        diving = self._diving
        known, enough = diving.smeared, False

        def tell(_value: float, solved: Solved) -> None:
            self.standing.raise_bound(generation.bound)
            nonlocal enough
            enough = suffices(solved)
            diving.look(generation, solved)
            untold = self._crewing is not None and self._crewing.cells is None
            if generation.rounds % TELLS == 0 or (untold and solved.missing < 1e-6):
                self._share(generation, solved)

        def over() -> bool:
            late = self.standing.left() < ends
            return self._over() or late or enough or (diving.smeared and not known)

        asked = inf

        def seconds() -> float:
            nonlocal asked
            asked = time.monotonic()
            told = generation.gap < 1 or generation.central or self.standing.price == inf
            return self._patient() if told else min(each, self._patient())

        solved = generation.run(over, seconds, tell)
        self._turns.hard = solved is None and time.monotonic() - asked >= each
        self.standing.raise_bound(generation.bound)
        if solved is not None:
            self._share(generation, solved)
        return solved

    def _share(self, generation: Generation, solved: Solved) -> None:
        cells = self._relay.share(generation, solved)
        if solved.missing < 1e-6 and self._crewing is not None:
            self._crewing.cells = cells

    def _patient(self) -> float:
        return max(0.05, self.standing.left())

    # -- rotas -------------------------------------------------------------------------------

    def _dive(self, generation: Generation) -> None:
        """Dive for everybody."""
        if self._over():
            return
        self._relay.learn(generation)
        found, stopped = partial(self._relay.fit, generation), partial(self._round, generation)
        self._diving.once(generation, self._patient, found, stopped, self._give_back)

    def _round(self, generation: Generation, cells: Cells) -> None:
        """Make whole lines of shares by walks, where the best rota is far from the bound."""
        if self._seats is None or self._over() or self._turns.close_by(generation, FAR_OFF):
            return
        generation.lines.learn(self._seats.rounded(cells))

    def _branch(self, generation: Generation) -> None:
        """Divide branches for a while, beginning with the lines that are known by now."""
        if self._branching is None:
            self._relay.learn(generation)
            lines, bound = generation.lines.all(), generation.bound
            self._branching = Branching(generation.work, lines, bound)
        branching = self._branching
        known = max(branching.bound, self.standing.bound)
        ends = self.standing.left() * (1 - BRANCHES)

        def over() -> bool:
            return self._over() or self.standing.left() < ends

        found = partial(self._relay.fit, generation)

        def seconds() -> float:
            return max(0.05, self.standing.left() - ends)

        branching.go_on(lambda: self.standing.price, over, seconds, found, known)
        self._turns.raised = branching.bound > known
        self.standing.raise_bound(branching.bound)
        self._turns.divided = branching.done
