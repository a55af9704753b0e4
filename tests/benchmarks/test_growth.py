"""Teams that grow: as many people as asked, none like another; what is noted of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from benchmarks.growth import Watch, heading, line, median
from benchmarks.growth_plots import plot
from benchmarks.teams import PEOPLE, month, team, varied

from rotation.board import Progress
from rotation.domain import Specialist


@pytest.mark.parametrize("people", [14, 28, 29, 100])
def test_there_are_as_many_as_asked(people: int) -> None:
    """Every number makes a team of so many, each under an id of their own."""
    problem, _ = varied(people)
    assert len({person.id for person in problem.people}) == len(problem.people) == people


def test_the_example_itself_comes_first() -> None:
    """28 people are the example's, with its seats and facts."""
    problem, rules = varied(PEOPLE)
    own, own_rules = team(PEOPLE)
    assert problem.people == own.people
    assert [kind.seats for kind in problem.shift_types] == [k.seats for k in own.shift_types]
    assert sorted(problem.absences, key=repr) == sorted(own.absences, key=repr)
    assert (problem.ledger, problem.history and len(problem.history)) == (
        own.ledger,
        own.history and len(own.history),
    )
    assert rules == own_rules


def test_zones_are_in_proportion() -> None:
    """Of 28, 9 are in Chicago, 9 in Dublin, 6 in Singapore and 4 in Tokyo; 14 are half of each."""
    zones = Counter(person.time_zone for person in varied(14)[0].people)
    assert zones.total() == 14
    halves = {"America/Chicago": 4.5, "Europe/Dublin": 4.5, "Asia/Singapore": 3, "Asia/Tokyo": 2}
    assert all(abs(zones[zone] - half) <= 0.5 for zone, half in halves.items())


def test_a_person_is_the_same_in_every_team() -> None:
    """The seed and the id say who somebody is, however many others there are."""
    few, many = varied(60)[0], varied(90)[0]
    assert all(many.person[person.id] == person for person in few.people)
    assert [a for a in many.absences if a.person in few.person] != []
    assert sorted(few.absences, key=repr) == sorted(
        (a for a in many.absences if a.person in few.person), key=repr
    )


def bare(person: Specialist) -> Specialist:
    """Leave out what names somebody."""
    return replace(person, id="", name="", email="", starts_on=None, ends_on=None)


def test_copies_differ() -> None:
    """Of 84 people no two share facts, leave, wishes and balances."""
    problem, _ = varied(84)
    facts = {
        repr((
            bare(person),
            [(a.span, a.kind) for a in problem.absences if a.person == person.id],
            [replace(w, person="", line=0) for w in problem.requests if w.person == person.id],
            sorted((load, b) for (own, load), b in problem.ledger.items() if own == person.id),
        ))
        for person in problem.people
    }  # fmt: skip
    assert len(facts) == 84
    assert varied(84, seed=1)[0].absences != problem.absences


def test_seats_and_cover_grow_with_the_team() -> None:
    """Twice the people fill twice the seats: apac-day is 2, 3, 4 in the example."""
    double = varied(2 * PEOPLE)[0]
    seats = {kind.id: kind.seats for kind in double.shift_types}["apac-day"]
    assert (seats.least, seats.target, seats.most) == (4, 6, 8)
    assert {requirement.people for requirement in double.requirements} == {2}


def test_a_horizon_of_three_months() -> None:
    """From December on three months are 31 + 31 + 28 days, and people are away in all of them."""
    assert month("2026-12", 3).days == 90
    problem, _ = varied(56, months=3)
    own = [a for a in problem.absences if a.person.endswith("-2")]
    assert {a.span.start.month for a in own} >= {12, 1, 2}


class Set(Watch):
    """A watch that is set by hand."""

    now = 0.0

    def passed(self) -> float:
        """Say what it was set to."""
        return self.now


def watched(*told: tuple[float, int | None, int | None]) -> Watch:
    """Watch a run that told so: seconds, price, bound."""
    watch = Set()
    for watch.now, best, bound in told:
        watch.tell(Progress(watch.now, best, bound))
    return watch


def test_gaps_are_those_known_by_then() -> None:
    """A checkpoint shows the last gap told by then; the end of the time shows the last one."""
    watch = watched((1, None, None), (3, 150, None), (5, 150, 100), (9, 110, 100), (10.4, 105, 100))
    assert watch.first == 3
    found = [watch.gap_at(at, allowed=10) for at in (1, 4, 5, 8, 10, 60)]
    assert found == pytest.approx([None, None, 0.5, 0.5, 0.05, None], abs=1e-9)


def test_a_proof_lasts() -> None:
    """Checkpoints after a proof show no gap, also where the price is 0."""
    assert watched((2, 100, 100)).gap_at(60, allowed=600) == 0
    assert watched((2, 0, 0)).gap_at(60, allowed=10) == 0


ROW: dict[str, Any] = {
    "people": 28, "months": 1, "literals": 1289, "build_seconds": 0.8, "first_seconds": 2.1,
    "seconds": 60.0, "gap_60": 0.0073, "price": 977.5, "bound": 970.4, "short": 0,
    "megabytes": 208.0,
}  # fmt: skip


def test_rows_stand_under_their_headings() -> None:
    """Every row is as wide as the heading, with a dash for what is not known."""
    row = line({**ROW, "gap_60": None, "price": None}, [60])
    assert len(row) == len(heading([60]))
    assert row.count(" -") == 2


def test_half_unknown_is_unknown() -> None:
    """Of three runs two must know a figure for it to have a median."""
    runs: list[dict[str, Any]] = [{"gap": 0.1}, {"gap": None}, {"gap": 0.3}]
    assert median(runs) == {"gap": 0.3}
    assert median([*runs, {"gap": None}, {"gap": None}]) == {"gap": None}


def test_plots_are_the_same_bytes(tmp_path: Path) -> None:
    """Plots of the same figures are the same twice, and hold no date."""
    rows = [ROW, {**ROW, "people": 56, "gap_60": None}, {**ROW, "people": 112, "gap_60": 3.0}]
    first, second = plot(rows, tmp_path / "a"), plot(rows, tmp_path / "b")
    assert [path.name for path in first] == ["build.svg", "first.svg", "gap.svg", "memory.svg"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert not any(b"dc:date" in path.read_bytes() for path in first)
