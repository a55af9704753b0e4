"""Other solvers beside ours: what they are asked, how they answer, and how that is judged."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from benchmarks.nrp_reader import read_instance
from benchmarks.nrp_team import team_of
from benchmarks.peers import _asked, compare, main, median, ratio, table
from benchmarks.peers_judge import WrongRoster, objective_of, rows_of
from benchmarks.peers_runs import PEERS, Mark, Run, _found, _Judging, _messages, run_of
from benchmarks.peers_telling import Asked, Found, Row, Teller, asked_of, command_of

from tests.benchmarks.test_nrp import TINY, instance, rota, tiny


def rows(**of: str) -> list[Row]:
    """List the assignments of a letter a day for each person."""
    return [
        (who, day, letter)
        for who, letters in of.items()
        for day, letter in enumerate(letters)
        if letter != "."
    ]


def test_a_peers_roster_is_priced_by_our_judge(tmp_path: Path) -> None:
    """Person a fills days 1 and 2; five earlies are empty, the wish is met: 500."""
    problem, rules = tiny(tmp_path)
    assert objective_of(problem, rules, rows(a=".EE....")) == 500


@pytest.mark.parametrize(
    ("roster", "says"),
    [
        (rows(a="EE....."), "breaks 1 hard rules, first: "),
        (rows(c=".EE...."), "the instance has no 'c'"),
        ([("a", 7, "E")], "the instance has no "),
    ],
)
def test_a_roster_that_may_not_be_used_is_refused(
    tmp_path: Path, roster: list[Row], says: str
) -> None:
    """It breaks a hard rule (a is away on day 0), or the instance has no such person or day."""
    problem, rules = tiny(tmp_path)
    with pytest.raises(WrongRoster, match=f"^{says}"):
        objective_of(problem, rules, roster)


def test_a_schedule_is_written_as_rows(tmp_path: Path) -> None:
    """Person, day from 0, shift; what comes back is priced the same."""
    problem, rules = tiny(tmp_path)
    written = rows_of(rota(problem, a=".EE....", b="......E"))
    assert sorted(written) == [("a", 1, "E"), ("a", 2, "E"), ("b", 6, "E")]
    assert objective_of(problem, rules, written) == 400


def test_what_is_asked_of_a_peer_comes_through(tmp_path: Path) -> None:
    """Instance, times, workers and seed; the times in order."""
    asked = Asked(str(tmp_path / "a b.txt"), (0.5, 10, 60), 3, 7)
    assert asked_of(command_of(asked)) == asked


def test_what_stood_when_a_time_passed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of rosters at 1, 2, 4 and 5 s, those at 2 s (before 3 s passed) and 5 s (the last) are."""
    now = [0.0]
    monkeypatch.setattr("benchmarks.peers_telling.time.monotonic", lambda: now[0])
    out = io.StringIO()
    teller = Teller(Asked("x", (3, 6), 1, 0), out)
    for seconds in (1, 2, 4, 5):
        now[0] = seconds
        teller.found(100 - seconds)
    teller.tell()
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(each["seconds"], each["objective"]) for each in told] == [(2, 98), (5, 95)]


def test_the_marks_are_taken_from_one_run(tmp_path: Path) -> None:
    """At 10 s what came by 11.5 s stands, at 60 s the last; the bound is the highest, whole."""
    judging = _Judging(str(instance(tmp_path)))
    found = [Found(2, 900.0, 10.0), Found(11, 700.0, 20.2), Found(50, 500.0, 20.1)]
    assert judging.mark(10, found) == Mark(10, 700, 21)
    assert judging.mark(60, found) == Mark(60, 500, 21)
    assert judging.mark(0.5, found) == Mark(0.5)


def test_a_roster_that_breaks_a_hard_rule_counts_as_none(tmp_path: Path) -> None:
    """The one before it stands, at the price that our judge finds, and the table says so."""
    judging = _Judging(str(instance(tmp_path)))
    found = [
        Found(1, 1.0, None, tuple(rows(a=".EE...."))),
        Found(2, 0.0, None, tuple(rows(a="EE....."))),
    ]
    assert judging.mark(10, found) == Mark(10, 500)
    assert judging.says.startswith("refused: breaks 1 hard rules")


FAKE = """\
import json, sys
from benchmarks.peers_telling import tell_of, Missing, Unsupported
def prepare(asked):
    {prepare}
    def search(asked, teller):
        print("noise of a library")
        {search}
    return search
sys.exit(tell_of(prepare))
"""


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, prepare: str, search: str) -> Asked:
    """Make a peer of its own, named fake."""
    (folder / "fake_peer.py").write_text(FAKE.format(prepare=prepare, search=search))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setitem(PEERS, "fake", ("fake_peer",))
    return Asked(str(instance(folder)), (1, 2), 1, 0)


def test_a_peer_answers_from_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What libraries print is no answer; the roster is judged at 500, whatever the peer says."""
    search = 'teller.found(1, 30.5, [("a", 1, "E"), ("a", 2, "E")])'
    run = run_of("fake", fake(tmp_path, monkeypatch, "pass", search), {})
    assert run.marks == (Mark(1, 500, 31), Mark(2, 500, 31))
    assert (run.peer, run.instance, run.says) == ("fake", "tiny", "")


@pytest.mark.parametrize(
    ("prepare", "search", "says"),
    [
        ('raise Missing("pip install it")', "pass", "not installed: pip install it"),
        ('raise Unsupported("says less")', "pass", "says less"),
        ("pass", 'raise ValueError("no")', "did not end: ValueError: no"),
    ],
)
def test_a_peer_that_cannot_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: str, search: str, says: str
) -> None:
    """Not installed, not able, or broken: never a traceback, never a number."""
    run = run_of("fake", fake(tmp_path, monkeypatch, prepare, search), {})
    assert (run.marks, run.says) == ((), says)


def test_what_a_peer_found_before_it_failed_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The roster that it told of is judged, and the failure is said beside it."""
    search = (
        'teller.found(1, None, [("a", 1, "E"), ("a", 2, "E")]); teller.tell(); raise ValueError'
    )
    run = run_of("fake", fake(tmp_path, monkeypatch, "pass", search), {})
    assert run.marks == (Mark(1, 500), Mark(2, 500))
    assert run.says == "did not end: ValueError"


def test_an_interpreter_that_is_not_there_is_said(tmp_path: Path) -> None:
    """The file, and why it cannot be run."""
    asked = Asked(str(instance(tmp_path)), (1,), 1, 0)
    run = run_of("timefold", asked, {"timefold": str(tmp_path / "python")})
    assert run.says == f"did not end: {tmp_path / 'python'}: No such file or directory"


def test_timefold_that_is_not_installed_is_said_with_how_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both of what it takes: the package, and a Java runtime."""
    (tmp_path / "timefold").mkdir()
    (tmp_path / "timefold" / "__init__.py").write_text("raise ModuleNotFoundError(name='timefold')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run = run_of("timefold", Asked(str(instance(tmp_path)), (1,), 1, 0), {})
    assert run.marks == ()
    assert run.says.startswith("not installed: python -m pip install timefold==")
    assert run.says.endswith("apt-get install openjdk-17-jre-headless")


@pytest.mark.parametrize(
    ("objectives", "expected"),
    [([4.0, 1.0, 9.0], 4.0), ([4.0, None, 9.0], 9.0), ([4.0, None, None], None)],
)
def test_the_median_of_seeds(objectives: list[float | None], expected: float | None) -> None:
    """None is worse than any number, and is the median where most seeds have none."""
    assert median([Mark(10, each) for each in objectives]) == Mark(10, expected)


@pytest.mark.parametrize(
    ("objective", "ours", "expected"),
    [
        (1500.0, 1000.0, 1.5),
        (0.0, 0.0, 1.0),
        (5.0, 0.0, None),
        (None, 5.0, None),
        (5.0, None, None),
    ],
)
def test_the_ratio_is_to_our_objective(
    objective: float | None, ours: float | None, expected: float | None
) -> None:
    """Above 1 is dearer than ours; of nothing there is no ratio."""
    assert ratio(objective, ours) == expected


def test_the_table_goes_by_time(tmp_path: Path) -> None:
    """At each time a line per peer; under them what has no numbers, once."""
    runs = [
        Run("rotation", "tiny", 0, (Mark(10, 200, 100), Mark(60, 100, 100))),
        Run("highs", "tiny", 0, (Mark(10), Mark(60, 150, 90))),
        Run("timefold", "tiny", 0, says="not installed: pip"),
        Run("timefold", "tiny", 1, says="not installed: pip"),
    ]
    assert [line.split() for line in table(runs)] == [
        ["tiny", "10", "rotation", "200", "100", "1.000"],
        ["tiny", "10", "highs", "-", "-", "-"],
        ["tiny", "60", "rotation", "100", "100", "1.000"],
        ["tiny", "60", "highs", "150", "90", "1.500"],
        ["tiny", "timefold:", "not", "installed:", "pip"],
    ]


def test_a_comparison_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ours, CP-SAT and HiGHS all come to 100 on the tiny instance, with the same bound."""
    path = instance(tmp_path, TINY.replace("\na,0\n", "\na,0,3\n"))
    asked = ["--instances", str(path), "--seconds", "20", "--workers", "1", "--json"]
    assert main([*asked, "--peers", "rotation", "cp-sat", "highs"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [run["peer"] for run in found] == ["rotation", "cp-sat", "highs"]
    for run in found:
        assert run["marks"] == [{"seconds": 20, "objective": 100, "bound": 100}], run["says"]


def test_times_apart_are_runs_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time is asked for by itself, and the marks come back as one run."""
    asked_for = []

    def run(peer: str, asked: Asked, pythons: object) -> Run:
        asked_for.append(asked.marks)
        return Run(peer, "x", asked.seed, tuple(Mark(each, each) for each in asked.marks))

    monkeypatch.setattr("benchmarks.peers.run_of", run)
    asked = _asked(["--instances", "x", "--seconds", "60", "10", "--peers", "highs", "--apart"])
    (found,) = compare(asked, "x", {})
    assert asked_for == [(10,), (60,)]
    assert found.marks == (Mark(10, 10), Mark(60, 60))


def test_a_wrong_instance_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything runs: exit status 2."""
    path = instance(tmp_path, TINY.replace("E,480,", "E,none,"))
    assert main(["--instances", str(path)]) == 2
    assert "minutes must be a whole number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--peers", "gurobi"], "invalid choice: 'gurobi'"),
        (["--seconds", "0"], "must be above 0"),
        (["--python", "timefold"], "--python must be PEER=PATH, got 'timefold'"),
        (["--python", "other=python"], "--python must be PEER=PATH, got 'other=python'"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown peers, no time, interpreters of nobody."""
    with pytest.raises(SystemExit) as refused:
        main(["--instances", "x", *arguments])
    assert refused.value.code == 2
    assert says in capsys.readouterr().err


def test_timefolds_score_is_our_judges_price(tmp_path: Path) -> None:
    """Where it is installed: what it says of its last roster is what our judge finds, all told.

    With a away on day 3 as well no rota costs less than 100.
    """
    path = instance(tmp_path, TINY.replace("\na,0\n", "\na,0,3\n"))
    messages, _ = _messages("timefold", Asked(str(path), (5,), 2, 0), {})
    if "missing" in messages[0]:
        pytest.skip("Timefold is not installed")
    last = [_found(each) for each in messages if "objective" in each][-1]
    assert last.roster is not None
    problem, rules = team_of(read_instance(path))
    assert last.objective == objective_of(problem, rules, last.roster) >= 100
