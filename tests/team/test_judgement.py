"""A schedule judged: what fails, and the files that say so."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from rotation.domain import Problem, Schedule, Window
from rotation.rule import judge
from rotation.team.judgement import Judgement
from tests.constraints.judging import RULES, rule
from tests.problems import leave, person, problem, requirement, schedule, shift_type, wall

ANA, BO = person("ana", time_zone="UTC"), person("bo", time_zone="UTC")
DAY = shift_type("day")
HOURS = Window(time_zone="UTC", start=wall("09:00"), end=wall("17:00"))
ALL = (*(rule(name) for name in RULES if RULES[name].always), rule("staffing"), rule("coverage"))
AS_OF = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def three_days(**changed: object) -> Problem:
    """Make three days of one shift for Ana and Bo."""
    return problem([ANA, BO], [DAY], "2026-12-07", "2026-12-09", **changed)


def judged(of: Problem, *rows: str) -> Judgement:
    """Judge a rota of rows such as "day 2026-12-07 ana"."""
    return Judgement.of(schedule(of, *rows), ALL)


FULL = ("day 2026-12-07 ana", "day 2026-12-08 bo", "day 2026-12-09 ana")


def test_nothing_fails() -> None:
    """A rota with every seat filled and no rule broken fails in nothing."""
    judgement = judged(three_days(), *FULL)
    assert judgement.failures() == []
    assert (judgement.hard, judgement.breaches, judgement.short) == ([], (), ())


@pytest.mark.parametrize(
    ("filled", "says"),
    [
        (2, "1 seat below the minimum nobody fills"),
        (1, "2 seats below the minimum nobody fills"),
    ],
)
def test_empty_seats(filled: int, says: str) -> None:
    """Seats below the minimum are counted."""
    assert judged(three_days(), *FULL[:filled]).failures() == [says]


def test_a_seat_below_target_is_no_failure() -> None:
    """One person where two would be better is priced, and fails in nothing."""
    two = shift_type("day", people=(1, 2, 2))
    judgement = judged(problem([ANA, BO], [two], "2026-12-07", "2026-12-07"), FULL[0])
    assert judgement.failures() == []
    assert [breach.rule for breach in judgement.breaches] == ["staffing"]


def test_short_cover() -> None:
    """Windows that are short are named once, with all their hours: 8 for each and day."""
    english = requirement("english", window=HOURS)
    spanish = requirement("spanish", "es", window=HOURS)
    of = three_days(requirements=(english, spanish))
    # Bo speaks no Spanish: 8 h of Spanish on the 8th; nobody on the 9th: 8 h of both.
    assert judged(of, *FULL[:2]).failures() == [
        "1 seat below the minimum nobody fills",
        "coverage is 24 person-hours short: english, spanish",
    ]


def test_broken_rules() -> None:
    """Rules that must hold are counted, whichever they are: two days of leave, and one too many."""
    of = three_days(absences=(leave(ANA, "2026-12-07", "2026-12-09"),))
    judgement = judged(of, *FULL)
    assert judgement.failures() == ["2 breaches of rules that must hold"]
    assert [breach.rule for breach in judgement.hard] == ["available", "available"]
    crowded = judged(three_days(), *FULL, "day 2026-12-07 bo")
    assert crowded.failures() == ["1 breach of rules that must hold"]


def test_breaches_that_are_known_are_taken() -> None:
    """Who has judged already hands the breaches on; the rest is found here."""
    rota = schedule(three_days(), *FULL[:2])
    breaches = judge(ALL, rota)
    assert Judgement.of(rota, ALL, breaches) == Judgement.of(rota, ALL)
    assert Judgement.of(rota, ALL, []).breaches == ()


def test_files() -> None:
    """Every file of the contract; feeds only where there is something to keep in step with."""
    judgement = judged(three_days(), *FULL)
    run = {"status": "feasible"}
    without = judgement.files(run=run, proof="Proved.", as_of=AS_OF, earlier_feeds=None)
    tables = {"schedule.csv", "coverage.csv", "sla.csv", "fairness.csv", "breaches.csv"}
    others = {"schedule.json", "schedule.xlsx", "report.html", "run.json"}
    assert set(without) == tables | others
    assert json.loads(without["run.json"]) == run
    assert b"Proved." in without["report.html"]
    with_feeds = judgement.files(run=run, proof="Proved.", as_of=AS_OF, earlier_feeds={})
    assert set(with_feeds) - set(without) == {f"feeds/{who}.ics" for who in ("ana", "bo", "team")}
    assert {name: with_feeds[name] for name in without} == without


def test_tables() -> None:
    """The tables beside the schedule, in the order in which a terminal shows them."""
    names = [table.name for table in judged(three_days(), *FULL).tables()]
    assert names == ["coverage", "sla", "fairness", "breaches"]


def test_an_empty_schedule() -> None:
    """A horizon without shifts is judged like any other."""
    nothing = Judgement.of(Schedule(problem([ANA], []), ()), ALL)
    assert nothing.failures() == []
