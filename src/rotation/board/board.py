"""The model: a literal for each person and shift, what must hold, and a price for the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import Literal

from ortools.sat.python import cp_model

from rotation.board import posting
from rotation.board.terms import Lit, Terms, linear
from rotation.domain import Problem, Shift, Specialist
from rotation.limits import Clash, Demand, Finding, Limit, Line

Pair = tuple[str, Shift]
"""Who would hold what: person id and shift."""


@dataclass(frozen=True)
class Price:
    """A priced variable: `grains` for each unit of `var`, the rule's weight included.

    `essential` prices are what a rota is looked for without, before any other.
    """

    rule: str
    var: Lit
    grains: int
    weight: int
    essential: bool


class Board:
    """A rota being made: post rules to it, then run it.

    Parameters
    ----------
    allowed
        Person id -> the shifts somebody may hold, sorted by start.
    switched
        "" for solving; "coarse" gives every (rule, person) a switch, "fine" every single demand,
        so that a contradiction can be narrowed down.
    only
        The (rule, person) demands to post, None: all of them.
    """

    def __init__(
        self,
        problem: Problem,
        allowed: Mapping[str, Sequence[Shift]],
        *,
        switched: Literal["", "coarse", "fine"] = "",
        only: frozenset[Demand] | None = None,
    ) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.switched = switched
        self.only = only
        self.switches: dict[Demand, Lit] = {}
        self.prices: list[Price] = []
        self.constant = 0
        self._lines = {
            person.id: Line(person, problem, problem.served[person.id], tuple(allowed[person.id]))
            for person in problem.people
        }
        self._holds: dict[Pair, Lit] = {}
        self._takers: dict[Shift, list[tuple[Specialist, Lit]]] = defaultdict(list)
        for person in problem.people:
            for shift in self._lines[person.id].open:
                literal = self.model.new_bool_var(f"{person.id}/{shift.type.id}/{shift.date}")
                self._holds[person.id, shift] = literal
                self._takers[shift].append((person, literal))
        self.yes = self.model.new_constant(1)
        self.no = ~self.yes
        self._yes, self._no = self.yes.index, self.no.index
        self._any: dict[frozenset[int], Lit] = {}
        self._apart: dict[int, int] = {}
        self._waiting: list[Callable[[], None]] = []
        self._highest_cover = 0
        self.held: int | None = None
        self.dearest: int | None = None
        self._cover: Lit = None

    # -- who -------------------------------------------------------------------------------

    def line(self, person: Specialist) -> Line:
        """Return what somebody served and what they may hold."""
        return self._lines[person.id]

    def holds(self, person: Specialist, shift: Shift) -> Lit:
        """Return the literal that a person is on a shift; constant where they cannot be."""
        return self._holds.get((person.id, shift), self.no)

    def takers(self, shift: Shift) -> list[tuple[Specialist, Lit]]:
        """List who may take a shift, with their literals."""
        return self._takers.get(shift, [])

    def literals(self) -> Mapping[Pair, Lit]:
        """(person id, shift) -> literal, for every pair that is possible."""
        return self._holds

    @cached_property
    def places(self) -> Mapping[Pair, int]:
        """(person id, shift) -> its place in `literals`; asked once no pair is added any more."""
        return {pair: place for place, pair in enumerate(self._holds)}

    def is_yes(self, literal: Lit) -> bool:
        """Say whether a literal is always true."""
        return bool(literal.index == self._yes)

    def is_no(self, literal: Lit) -> bool:
        """Say whether a literal is never true."""
        return bool(literal.index == self._no)

    # -- logic ------------------------------------------------------------------------------

    def any_of(self, literals: Iterable[Lit]) -> Lit:
        """Return a literal that is true if and only if one of these is."""
        wanted = {literal.index: literal for literal in literals}
        if self._yes in wanted:
            return self.yes
        wanted.pop(self._no, None)
        if not wanted:
            return self.no
        if len(wanted) == 1:
            return next(iter(wanted.values()))
        key = frozenset(wanted)
        if key not in self._any:
            ordered = [wanted[index] for index in sorted(wanted)]
            either = self.model.new_bool_var("")
            if self.exclusive(ordered):
                self.model.add(cp_model.LinearExpr.sum(ordered) == either)
            else:
                self.model.add_max_equality(either, ordered)
            self._any[key] = either
        return self._any[key]

    def all_of(self, literals: Sequence[Lit]) -> Lit:
        """Return a literal that is true if and only if all of these are."""
        if len(literals) == 1:
            return literals[0]
        return ~self.any_of([~literal for literal in literals])

    def at_least(self, literals: Sequence[Lit], number: int) -> Lit:
        """Return a literal that is true if and only if at least `number` of these are."""
        enough = self.model.new_bool_var("")
        total = cp_model.LinearExpr.sum(list(literals))
        self.model.add(total >= number).only_enforce_if(enough)
        self.model.add(total < number).only_enforce_if(~enough)
        return enough

    def exclusive(self, literals: Sequence[Lit]) -> bool:
        """Say whether at most one of these can be true, as far as clashes are known."""
        apart = self._apart
        return all(later & apart.get(index, 0) == later for index, later in _later(literals))

    def keep_apart(self, literals: Sequence[Lit]) -> None:
        """Let at most one of these be true, always, and remember it."""
        self.model.add_at_most_one(literals)
        apart = self._apart
        for index, later in _later(literals):
            apart[index] = apart.get(index, 0) | later

    def known_apart(self, literals: Sequence[Lit]) -> list[int]:
        """Say of each literal from which of those after it it is kept apart.

        Returns
        -------
        Bits: bit n stands for the one n + 1 places on.
        """
        place = {literal.index: number for number, literal in enumerate(literals)}
        found = [0] * len(literals)
        for index, number in place.items():
            for other in _bits(self._apart.get(index, 0)):
                there = place.get(index + other)
                if there is not None and there != number:
                    found[min(number, there)] |= 1 << abs(number - there) - 1
        return found

    # -- what must hold ---------------------------------------------------------------------

    def _under(self, demand: Demand) -> list[Lit]:
        """Return what a hard constraint is enforced by: nothing, or its switch when blaming."""
        if not self.switched:
            return []
        key = demand if self.switched == "fine" else demand.group
        if key not in self.switches:
            self.switches[key] = self.model.new_bool_var(f"switch {len(self.switches)}")
        return [self.switches[key]]

    def wanted(self, demand: Demand) -> bool:
        """Say whether what a rule asks of a person is posted at all."""
        return self.only is None or demand.group in self.only

    def assume(self, demands: Iterable[Demand]) -> None:
        """Let these demands hold in the runs from now on, and no others have to."""
        self.model.clear_assumptions()
        self.model.add_assumptions([self.switches[demand] for demand in demands])

    def clause(self, literals: Sequence[Lit], demand: Demand) -> None:
        """Let at least one of these be true."""
        if not self.wanted(demand):
            return
        under = self._under(demand)
        self.model.add_bool_or([*literals, *(~switch for switch in under)])

    def bound(self, terms: Terms, low: int, high: int, demand: Demand, *given: Lit) -> None:
        """Keep a sum within low..high, where all of `given` hold."""
        if not self.wanted(demand):
            return
        under = [*self._under(demand), *given]
        posted = self.model.add_linear_constraint(linear(terms), low, high)
        if under:
            posted.only_enforce_if(under)

    # -- what has a price -------------------------------------------------------------------

    def price(
        self, var: Lit, grains: int, weight: int, rule: str, *, essential: bool = False
    ) -> None:
        """Price each unit of a variable or literal; grains may be negative for a literal."""
        if self.is_yes(var) and not essential:
            self.constant += grains * weight
        elif grains and not self.is_no(var):
            self.prices.append(Price(rule, var, grains * weight, weight, essential))

    def shortfall(self, terms: Terms, wanted: int) -> Lit | None:
        """Return how far a sum of literals stays below a number; None where it cannot."""
        if wanted <= 0:
            return None
        if wanted == 1 and all(coefficient == 1 for coefficient, _ in terms):
            return ~self.any_of([literal for _, literal in terms])
        return self.excess([(-coefficient, var) for coefficient, var in terms], wanted)

    def excess(self, terms: Terms, constant: int) -> Lit | None:
        """Return max(0, sum + constant) as a variable, exact; None where it is always 0."""
        highest = constant + sum(max(0, coefficient) for coefficient, _ in terms)
        if highest <= 0:
            return None
        over = self.model.new_int_var(0, highest, "")
        self.model.add_max_equality(over, [linear(terms) + constant, 0])
        return over

    def post(
        self,
        limit: Limit,
        line: Line,
        *,
        weight: int | None,
        rule: str,
        words: Callable[[Finding], str],
    ) -> None:
        """Post a person's limit: hard under its rule's switch, or priced exactly."""
        if not self.wanted(Demand(rule, line.person.id)):
            return
        ask = posting.Ask(self, line, weight, rule, words)
        if isinstance(limit, Clash) and weight is None:
            posting.post(limit, ask)
        else:
            # What is known to exclude each other makes everything after it tighter.
            self._waiting.append(lambda: posting.post(limit, ask))

    def close(self) -> None:
        """Post what waited; call once, after every rule."""
        waiting, self._waiting = self._waiting, []
        for late in waiting:
            late()
        essential = [(each.grains, each.var) for each in self.prices if each.essential]
        self._highest_cover = sum(grains * _highest(var) for grains, var in essential)
        self._cover = self.model.new_int_var(0, self._highest_cover, "cover")
        self.model.add(linear(essential) == self._cover)

    def cover_at_most(self, grains: int | None) -> None:
        """Hold the essential prices of every run from now on; None: no longer."""
        self.held = grains
        domain = self._cover.proto.domain
        lowest = domain[0]
        domain.clear()
        domain.extend([lowest, self._highest_cover if grains is None else grains])

    def price_at_most(self, grains: int | None) -> None:
        """Restrict the whole price of every run from now on; None: no longer."""
        self.dearest = grains

    def most_held(self) -> int:
        """Return the least price of any schedule that the hold leaves out, in grains."""
        step = gcd(*(each.grains for each in self.prices if each.essential))
        return 2**62 if self.held is None or not step else self.held + step


def _highest(var: Lit) -> int:
    """Return the greatest value of a variable or literal."""
    return int(list(var.proto.domain)[-1]) if hasattr(var, "proto") else 1


def _bits(number: int) -> Iterator[int]:
    """Give the places of the bits that are set, the lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _later(literals: Sequence[Lit]) -> Iterator[tuple[int, int]]:
    """Give each literal's index with those above it: bit n stands for the index n higher.

    Pairs of a long horizon are many, and bits take far less room than a set of them.
    """
    indices = sorted([literal.index for literal in literals], reverse=True)
    later = 0
    for above, index in zip([None, *indices], indices, strict=False):
        if above is not None:
            later = (later | 1) << above - index
        yield index, later
