"""From a team folder to an output folder, or to the reason why there is none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rotation.board import Settings
from rotation.domain import Horizon
from rotation.errors import NoSchedule, OutputRefused, SolverDisagrees
from rotation.limits import Demand
from rotation.solver.blame import Conflict
from rotation.team import generate as generating
from rotation.team.folder import Reading, read
from rotation.team.generate import Failed, Made, audit, conflict_text, facts, generate, units
from tests.command import call
from tests.problems import schedule
from tests.team.folders import write
from tests.test_cli_generate import CLOSE, CONTRADICTION

AS_OF = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAYS = Horizon(date(2026, 12, 1), date(2026, 12, 2))
QUICK = Settings(seconds=60.0, workers=1, seed=3)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Read two days of a good folder."""
    return read(write(tmp_path), DAYS)


@pytest.fixture
def close(tmp_path: Path) -> Reading:
    """Read two days of a folder whose promises break the rest."""
    return read(write(tmp_path, **CLOSE), DAYS)


def test_made(reading: Reading, tmp_path: Path) -> None:
    """What is returned is what was written."""
    made = generate(reading, tmp_path / "out", QUICK, AS_OF)
    assert isinstance(made, Made)
    assert made.folder == tmp_path / "out"
    assert made.run == json.loads((tmp_path / "out" / "run.json").read_bytes())
    assert made.proof == "Optimal: no other rota has a lower price."
    assert made.judgement.failures() == []
    assert made.run["exit_status"] == 0


def test_facts_are_in_the_order_of_the_contract(reading: Reading) -> None:
    """run.json reads as the contract lists it, with null for what is not known."""
    found = facts(reading, QUICK, status="feasible")
    assert list(found) == [
        *("horizon", "status", "exit_status", "objective", "bound", "gap", "seconds", "seed"),
        *("workers", "versions", "input_sha256"),
    ]
    assert list(found["versions"]) == ["rotation", "ortools", "tzdata", "holidays"]
    assert all(found["versions"].values())
    assert (found["seed"], found["workers"], found["status"]) == (3, 1, "feasible")
    unsolved = facts(reading, None)
    assert (unsolved["seed"], unsolved["workers"], unsolved["bound"]) == (None, None, None)


def test_units() -> None:
    """Prices are written in units of weight: 4800 grains are one, a grain is 0.0002."""
    assert [units(grains) for grains in (0, 4800, 7200, 1)] == [0.0, 1.0, 1.5, 0.0002]


def test_failed(close: Reading, tmp_path: Path) -> None:
    """A contradiction is written beside the output's place, and told while it is looked for."""
    told: list[str] = []
    failed = generate(
        close, tmp_path / "out", QUICK, AS_OF, on_conflict=lambda: told.append("looking")
    )
    assert isinstance(failed, Failed)
    assert told == ["looking"]
    assert failed.folder == tmp_path / "out-failed"
    assert failed.says == CONTRADICTION
    assert failed.conflict is not None
    assert failed.run == json.loads((failed.folder / "run.json").read_bytes())
    assert not (tmp_path / "out").exists()


def test_whoever_has_no_line_is_blamed(
    reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What proved that there is none is handed on to whoever looks for the reason."""
    asked: list[object] = []

    def none(*_: object) -> None:
        raise NoSchedule("no schedule obeys the hard rules", proved=True, lineless="ana")

    def noted(*given: object) -> Conflict:
        asked.extend(given)
        return Conflict(DEMANDS, smallest=True)

    monkeypatch.setattr(generating, "solve", none)
    monkeypatch.setattr(generating, "blame", noted)
    failed = generate(reading, tmp_path / "out", QUICK, AS_OF)
    assert isinstance(failed, Failed)
    assert failed.conflict == Conflict(DEMANDS, smallest=True)
    assert asked == [reading.problem, reading.rules, QUICK.seconds, "ana"]


def test_not_found_in_time(
    reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is blamed where nothing was proved."""

    def none(*_: object) -> None:
        raise NoSchedule("no schedule was found in time", proved=False, seconds=1.25)

    def never(*_: object) -> None:
        raise AssertionError("nothing to blame")

    monkeypatch.setattr(generating, "solve", none)
    monkeypatch.setattr(generating, "blame", never)
    failed = generate(reading, tmp_path / "out", QUICK, AS_OF, on_conflict=never)
    assert isinstance(failed, Failed)
    assert failed.conflict is None
    assert (failed.run["status"], failed.run["seconds"]) == ("unknown", 1.25)


def test_a_place_of_others_is_refused_before_solving(
    reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits a minute to be told that the output has nowhere to go."""

    def never(*_: object) -> None:
        raise AssertionError("solved")

    monkeypatch.setattr(generating, "solve", never)
    with pytest.raises(OutputRefused, match=r'got a folder that holds "people\.csv"'):
        generate(reading, tmp_path, QUICK, AS_OF)


def test_a_defect_of_ours_is_said_to_be(
    reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where solver and judge disagree nothing is written, and nobody looks for it in the input."""

    def disagree(*_: object) -> None:
        raise SolverDisagrees("the solver prices its schedule 1, the judge 2 grains")

    monkeypatch.setattr(generating, "solve", disagree)
    result = call("generate", tmp_path, "--month", "2026-12")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        "rotation: a defect of rotation itself, please report it:"
        " the solver prices its schedule 1, the judge 2 grains\n"
    )
    assert not (tmp_path / "out").exists()


# -- why there is none ---------------------------------------------------------------------------

DEMANDS = (Demand("locked", "ana", "Ana is promised day"), Demand("rest", "ana", "Ana rests 11 h"))


def test_conflict_in_words() -> None:
    """Each demand has a line; what the list is worth is said."""
    assert conflict_text("no schedule obeys the hard rules", Conflict(DEMANDS, smallest=True)) == (
        "No schedule obeys the hard rules.\n"
        "\n"
        "These cannot all hold:\n"
        "  - locked: Ana is promised day\n"
        "  - rest: Ana rests 11 h\n"
        "\n"
        "Dropping any one of them resolves this contradiction; there may be others.\n"
        "A rule with a weight is priced instead of held.\n"
    )


def test_a_conflict_that_may_be_too_long() -> None:
    """A list that was not narrowed down to the end is not said to be the smallest."""
    says = conflict_text("no schedule obeys the hard rules", Conflict(DEMANDS, smallest=False))
    line = "The list may hold more than it must: not each of them is known to be needed.\n"
    assert line in says
    assert "Dropping any one" not in says


def test_others_without_a_line_are_named_too() -> None:
    """Whoever mends one person's rules hears at once of whom else there is to think."""
    for names, said in ((("Bo",), "Bo"), (("Bo", "Cy"), "Bo and Cy")):
        conflict = Conflict(DEMANDS, smallest=True, lineless=names)
        says = conflict_text("no schedule obeys the hard rules", conflict)
        assert says.endswith(f"\nTheir own rules leave no line to {said} either.\n")


def test_a_conflict_that_was_not_found() -> None:
    """Without a demand there is no list."""
    says = conflict_text("no schedule obeys the hard rules", Conflict((), smallest=False))
    assert says == (
        "No schedule obeys the hard rules."
        " Which of them contradict each other was not found in time.\n"
    )


def test_people_and_rules_stand_in_for_demands() -> None:
    """Where time ended before single demands were known, rule and person are still named."""
    coarse = Conflict((Demand("locked", "ana"), Demand("staffing", "")), smallest=False)
    says = conflict_text("no schedule obeys the hard rules", coarse)
    assert "  - locked: what it asks of ana\n  - staffing: what it asks of everybody\n" in says


# -- audit ---------------------------------------------------------------------------------------

ROWS = (
    *("day 2026-12-01 bo", "es-night 2026-12-01 cy"),
    *("day 2026-12-02 bo", "es-night 2026-12-02 cy"),
)


def test_audit(reading: Reading, tmp_path: Path) -> None:
    """A rota that somebody made has a price, no bound, and no solver that made it."""
    rota = schedule(reading.problem, *ROWS)
    judgement, run = audit(reading, rota, None, AS_OF)
    assert judgement.failures() == []
    assert (run["status"], run["exit_status"], run["objective"]) == ("feasible", 0, 0.0)
    assert (run["bound"], run["seconds"], run["seed"]) == (None, None, None)
    assert not (tmp_path / "out").exists()


def test_audit_of_a_rota_that_breaks_rules(reading: Reading) -> None:
    """A broken rule is no schedule at all: infeasible, exit status 1."""
    rota = schedule(reading.problem, *ROWS[:3], "es-night 2026-12-02 bo")
    judgement, run = audit(reading, rota, None, AS_OF)
    assert judgement.failures() == ["1 breach of rules that must hold"]
    assert (run["status"], run["exit_status"]) == ("infeasible", 1)


def test_audit_of_a_rota_with_an_empty_seat(reading: Reading) -> None:
    """An empty seat breaks no rule that must hold, but it is exit status 1 all the same."""
    judgement, run = audit(reading, schedule(reading.problem, *ROWS[:3]), None, AS_OF)
    assert judgement.failures() == ["1 seat below the minimum nobody fills"]
    assert (run["status"], run["exit_status"]) == ("feasible", 1)
    # An empty seat costs its minutes uncovered, 8 h x 60 at 1000.
    assert run["objective"] == 480_000.0


def test_audit_over_an_older_output(reading: Reading, tmp_path: Path) -> None:
    """An older audit is replaced; a generated rota is not, whose feeds hold the identities."""
    rota = schedule(reading.problem, *ROWS)
    audit(reading, rota, tmp_path / "audit", AS_OF)
    (tmp_path / "audit" / "breaches.csv").write_text("old")
    audit(reading, rota, tmp_path / "audit", AS_OF)
    assert json.loads((tmp_path / "audit" / "run.json").read_bytes())["status"] == "feasible"
    assert (tmp_path / "audit" / "breaches.csv").read_text().startswith("rule,")
    generate(reading, tmp_path / "rota", QUICK, AS_OF)
    with pytest.raises(OutputRefused, match="must be a folder without feeds"):
        audit(reading, rota, tmp_path / "rota", AS_OF)
    assert (tmp_path / "rota" / "feeds" / "team.ics").exists()


def test_audit_refuses_a_place_of_others(reading: Reading, tmp_path: Path) -> None:
    """Files of others are never replaced."""
    rota = schedule(replace(reading.problem), *ROWS)
    with pytest.raises(OutputRefused, match=r'got a folder that holds "people\.csv"'):
        audit(reading, rota, tmp_path, AS_OF)
