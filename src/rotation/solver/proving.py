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
from random import Random

import numpy as np

from rotation.board import Settings
from rotation.board.closing import Copy
from rotation.domain import Problem
from rotation.master.columns import Solved
from rotation.master.linear import Ints
from rotation.pool import Opener
from rotation.rule import Rule
from rotation.solver.branching import Branching
from rotation.solver.closing import CLOSABLE, Closing
from rotation.solver.crewing import Crewing
from rotation.solver.diving import Cells, Diving, near_end
from rotation.solver.first_lines import FirstLines
from rotation.solver.fitting import Fitter, allowed
from rotation.solver.generation import Generation, alike
from rotation.solver.leftover import Walk
from rotation.solver.lines import Work
from rotation.solver.paces import Paces
from rotation.solver.pricing import Pricing
from rotation.solver.reseating import Reseating
from rotation.solver.seating import Seating, surest
from rotation.solver.standing import Stand

TELLS = 10
"""Rounds of lines between two tellings of what the master thinks."""

QUICK = 0.05
"""Near the bound everybody dives too, where making the lines took no more than that share
of the time."""

SEATS_SHARE, SEATS_TELLS = 0.05, 2
"""Share of the time left that seating people anew may take, at first and after rounding, and how
often what it finds is told meanwhile."""

ABOUT = 0.1
"""Everybody dives, too, where there were still lines that pay but the master is as near its end."""

STALE = 12
"""Crews since the last gain that counts after which it is a dive or, where the gap is small enough,
the proof."""

NEAR, FAR = 0.05, 0.01
"""Gap below which the proof is tried, and above which everybody dives anew, as a share of the
price."""

BRANCHES = 0.02
"""Share of the time left that branches are divided for at a time."""

SLICE, WORTH = 0.05, 0.05
"""Share of the time left for generating lines again between crews, where the master is as far from
its end as such a share of what lies between rota and bound: else that is not for want of lines."""

LONG, NEARLY = 0.3, 2e-3
"""After such a share of the time left the first lines have taken long, and it is dived from where a
master from the middle is as near its end: the last of it comes later, with what dives find."""

FAR_OFF = 0.5
"""Where the best rota is further from the bound than this, as a share of its price, shares are
rounded: those of the first master, as a dive takes a hundred times as long, and of dives that do
not end."""

WAYS = ("crews", "seats", "parts")
"""Crews dive here, people are seated anew, or the search in parts has this worker: whichever gains
most."""

SPELL, IDLE = 0.01, 3
"""Share of the time left that one way is gone; as how many crews one that is not theirs counts."""

SLIGHT = 0.01
"""What of the distance to the bound a gain has to be for the search not to be stale."""


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
        ways = WAYS if self.lends else WAYS[:-1]
        self._paces = Paces(ways, Random(self.settings.seed))  # noqa: S311
        self._stale = 0
        self._beside = 0.0
        self._fitter = Fitter(self.problem, self.rules)
        self._crewing: Crewing | None = None
        self._reseating: Reseating | None = None
        self._pricing: Pricing | None = None
        self._first_lines: FirstLines | None = None
        self._diving = Diving(self._fitter, self.standing, self.settings.seed)
        self._closing = Closing(self.standing, self.copy)
        self._branching: Branching | None = None
        self._raised = True
        self._hard = False
        self._spent = dict.fromkeys(("lines", "crews", "branches", "proof", "dives"), 0.0)

    def begin(self, made: Work) -> None:
        """Generate lines until the bound is as high as it gets, and dive once."""
        if any(walk.diagram.net is None for walk in made.walks) or self._over():
            return
        self.standing.deal(made)
        found = self._seated(made)
        self._pricing = Pricing(made.walks, self.opener)
        self.generation = Generation(made, pricing=self._pricing, central=alike(made))
        self.generation.learn(found)
        known = self.generation.known
        self._crewing = Crewing(made, self._fitter, self.standing, self.settings, known)
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
            return lines.past(LONG) and near and not self._close_by(generation)

        solved = self._generate(generation, lines.share, suffices, lines.each)
        took = self._diving.took = lines.took()
        if solved is not None and solved.missing < 1e-6 and generation.gap < 1:
            self._round(generation, generation.cells(solved.shares))
        self._spent["lines"] = took if generation.gap >= 1 else 0.0
        apart = took < QUICK * lines.began or not self._close_by(generation)
        ready = generation.converged or generation.gap < ABOUT
        smeared_in_time = self._diving.smeared and self._diving.in_time()
        if smeared_in_time or (apart and ready) or self.standing.held() is None:
            self._dive(generation)

    def _give_back(self) -> None:
        if self._first_lines is not None:
            self._first_lines.give_back()

    def go_on(self) -> None:
        """Dive for crews and prove in turn, until it is proved or told to stop."""
        generation, crewing = self.generation, self._crewing
        while generation is not None and crewing is not None and not self._over():
            began = time.monotonic()
            doing = self._next(generation)
            if doing == "lines":
                self._generate(generation, SLICE)
            elif doing == "branches":
                self._branch(generation)
            elif doing == "proof":
                seed = self.settings.seed + self._diving.begun
                self._closing.once(generation, self._patient(), seed)
                self._stale = 0
            elif doing == "crews" and crewing.ready():
                self._improve(generation, crewing)
            else:
                self._dive(generation)
                self._stale = 0
            self._spent[doing] += time.monotonic() - began

    def end(self) -> None:
        """Let go of whoever helps."""
        if self._pricing is not None:
            self._pricing.close()

    def _next(self, generation: Generation) -> str:
        """Say what to do next: half of the time goes to the bound.

        Where crews find nothing any more, it is another dive, a proof if that is near, or both in
        turn.
        """
        crews = self._spent["crews"]
        if self._lacks_lines(generation) and self._spent["lines"] <= crews:
            return "lines"
        stale = self._stale >= STALE
        # Where dividing no longer raises the bound, the other way to prove is first.
        most = crews if self._raised else min(crews, self._spent["proof"])
        ready = (self._raised or stale) and self._divides(generation)
        if ready and self._spent["branches"] <= most:
            return "branches"
        near = self._near(generation)
        told = generation.gap < 1  # else the master knows too little to dive from
        far = told and not self._close_by(generation, FAR) and self._diving.in_time()
        turn = min(crews, self._spent["proof"]) if near else crews
        if stale and far and self._spent["dives"] <= turn:
            return "dives"
        if stale and near and self._spent["proof"] <= crews:
            return "proof"
        return "crews"

    def _lacks_lines(self, generation: Generation) -> bool:
        """Say whether the master is far from its end, so that lines would do much for the bound."""
        if generation.converged or self._hard:
            return False
        price = self.standing.price
        if price == inf or generation.gap >= 1:  # nothing is known of one or the other
            return True
        spare = price - max(self.standing.bound, generation.bound)
        return generation.gap * price >= WORTH * spare

    def _divides(self, generation: Generation) -> bool:
        """Say whether dividing what is left into branches is worth it.

        Where it raised the bound last it goes on; where not, as long as the best rota is near.
        """
        if generation.central or not generation.converged or self.standing.held() is None:
            return False
        done = self._branching is not None and self._branching.done
        return not done and (self._raised or self._near(generation))

    def _improve(self, generation: Generation, crewing: Crewing) -> None:
        """Make the rota cheaper for a while, in the way that gains most."""
        standing, began, before = self.standing, time.monotonic(), self.standing.price
        seconds, way = max(1.0, SPELL * standing.left()), self._paces.draw()
        own = 0.0
        if way == "crews":
            own = self._crews(crewing, began + seconds)
        elif way == "seats":
            own = self._seats(seconds)
        else:
            standing.lend(seconds)
        if way != "crews":
            self._stale += IDLE
        took, gained = time.monotonic() - began, before - standing.price
        if gained > SLIGHT * (before - max(standing.bound, generation.bound)):
            self._stale = 0
        if way == "parts":  # without this worker the search in parts would have gained, too
            own = max(0.0, gained - self._beside * took)
        else:
            self._beside = (self._beside + (gained - own) / max(took, 1e-3)) / 2
        self._paces.learn(way, own / max(1.0, before), took)

    def _crews(self, crewing: Crewing, ends: float) -> float:
        """Let crews dive until a time; return what they gained, in grains."""
        own = 0.0
        while not self._over() and crewing.ready():
            own += crewing.once()
            self._stale += 1
            if self._stale >= STALE or time.monotonic() >= ends:
                break
        return own

    def _seats(self, seconds: float) -> float:
        """Seat people anew for so many seconds; return what that gained, in grains."""
        reseating = self._reseating
        return reseating.go_on(seconds) if reseating is not None and reseating.ready() else 0.0

    def _near(self, generation: Generation) -> bool:
        """Say whether a proof is worth trying, or there is nothing else to try."""
        if len(generation.work.linear.pairs) > CLOSABLE:
            return False
        open_ = not generation.converged and self.standing.held() is not None
        return open_ or self._close_by(generation)

    def _close_by(self, generation: Generation, near: float = NEAR) -> bool:
        """Say whether the best rota is near the bound."""
        spare = self.standing.price - max(self.standing.bound, generation.bound)
        return spare < near * self.standing.price

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
        self._learn(generation)
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
        self._hard = solved is None and time.monotonic() - asked >= each
        self.standing.raise_bound(generation.bound)
        if solved is not None:
            self._share(generation, solved)
        return solved

    def _patient(self) -> float:
        return max(0.05, self.standing.left())

    def _learn(self, generation: Generation) -> None:
        """Let the best schedule's lines be among those of the master."""
        best = self.standing.held()
        if best is None:
            return
        made = generation.work
        generation.learn(list(zip(made.walks, made.lines_of(best), strict=True)))

    def _share(self, generation: Generation, solved: Solved) -> None:
        """Tell what the master thinks, and while there is no rota what it rounds to."""
        cells = generation.cells(solved.shares)
        if solved.missing < 1e-6 and self._crewing is not None:
            self._crewing.cells = cells
        shares = np.zeros(len(generation.work.linear.pairs))
        for walk in generation.work.walks:
            shares[walk.x] = cells[walk.block]
        pairs = np.nonzero(shares > 1e-6)[0].astype(np.int32)
        self.standing.lean(pairs, shares[pairs])
        if self.standing.held() is None and solved.missing < 1e-6:
            likeliest = self._fitting(generation.work, generation.likeliest(solved.shares))
            self._suggest(generation.work, likeliest)

    def _suggest(self, made: Work, lines: Sequence[Ints]) -> None:
        pairs = zip(made.walks, lines, strict=True)
        loose = [walk.block for walk, line in pairs if not allowed(walk, line)]
        self.standing.suggest(made.rota_of(lines), np.array(loose, np.int32))

    def _fitting(self, made: Work, lines: Sequence[Ints]) -> list[Ints]:
        """Walk a new line for everybody whose own breaks a sum that was left to the master."""
        duals = None if self.generation is None else self.generation.prices
        found = []
        for walk, line in zip(made.walks, lines, strict=True):
            other = None
            if duals is not None and not self._over() and not allowed(walk, line):
                other = self._fitter.fit(made, walk, duals)
            found.append(line if other is None else other)
        return found

    # -- rotas -------------------------------------------------------------------------------

    def _seated(self, made: Work) -> list[tuple[Walk, Ints]]:
        """Seat one person after the other, a rota before there are any prices; return the lines."""
        seating = self._seating = Seating(made, self._fitter, self.settings.seed)
        self._reseating = Reseating(made, seating, self.standing)
        if not seating.first(self._over):
            return seating.had()
        self._suggest(made, seating.seated())
        if self.standing.held() is None:  # what the team must have may still be paid for
            ends = self.standing.left() * (1 - SEATS_SHARE)
            seating.regroup(lambda: self._over() or self.standing.left() < ends)
            self._suggest(made, seating.seated())
        return seating.had() + self._reseated(self._reseating, seating)

    def _reseated(self, reseating: Reseating, seating: Seating) -> list[tuple[Walk, Ints]]:
        """Seat people of the best rota anew as long as that helps; return the lines."""
        found: list[tuple[Walk, Ints]] = []
        share = SEATS_SHARE * self.standing.left()
        ends = self.standing.left() - share
        while not self._over() and self.standing.left() > ends and reseating.ready():
            gained = reseating.go_on(share / SEATS_TELLS)
            found += seating.had()
            if not gained:
                break
        return found

    def _dive(self, generation: Generation) -> None:
        """Dive for everybody."""
        if self._over():
            return
        self._learn(generation)
        made = generation.work

        def found(lines: list[Ints]) -> None:
            self._suggest(made, self._fitting(made, lines))

        stopped = partial(self._round, generation)
        self._diving.once(generation, self._patient, found, stopped, self._give_back)

    def _round(self, generation: Generation, cells: Cells) -> None:
        """Make whole lines of shares by walks, where the best rota is far from the bound."""
        if self._over() or self._close_by(generation, FAR_OFF):
            return
        made, best, seating = generation.work, self.standing.held(), self._seating
        now = None if best is None else made.lines_of(best)
        lines = seating.rounded(cells, surest(cells), self._over, now)
        if len(lines) == len(made.walks):
            ends = self.standing.left() * (1 - SEATS_SHARE)
            self._suggest(made, seating.seated())
            seating.regroup(lambda: self._over() or self.standing.left() < ends)
            self._suggest(made, seating.seated())
        generation.learn(seating.had())

    def _branch(self, generation: Generation) -> None:
        """Divide branches for a while, beginning with the lines that are known by now."""
        if self._branching is None:
            self._learn(generation)
            lines, bound = generation.all_lines(), generation.bound
            self._branching = Branching(generation.work, lines, bound)
        branching = self._branching
        known = max(branching.bound, self.standing.bound)
        ends = self.standing.left() * (1 - BRANCHES)

        def over() -> bool:
            return self._over() or self.standing.left() < ends

        def found(lines: list[Ints]) -> None:
            self._suggest(generation.work, self._fitting(generation.work, lines))

        def seconds() -> float:
            return max(0.05, self.standing.left() - ends)

        branching.go_on(lambda: self.standing.price, over, seconds, found, known)
        self._raised = branching.bound > known
        self.standing.raise_bound(branching.bound)
