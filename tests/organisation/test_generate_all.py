"""`rotation generate --all` from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from rotation.board import Board, Outcome, run
from rotation.cli import many
from rotation.organisation import work
from rotation.pool import Job
from rotation.solver import search
from rotation.solver.blame import Conflict, blame
from tests.command import AS_OF, OUTPUT, call, files
from tests.organisation.organisations import duties, person, shift, team
from tests.pools import SerialPool

DATES = ("--from", "2026-12-01", "--to", "2026-12-04")
NAME = "2026-12-01_2026-12-04"
DAY = shift("day", "09:00", "17:00")


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """Make two teams that share Ana, and one by itself, deeper down."""
    folder = tmp_path / "whole"
    team(folder, "alpha", DAY, person("ana"), person("bo"))
    team(folder, "beta", DAY, person("ana"), person("cy"))
    team(folder, "region/gamma", DAY, person("di"))
    return folder


@pytest.fixture
def processes() -> None:
    """Search in processes, as the program does."""


@pytest.fixture(autouse=True)
def pool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search in this process, save in tests that are about processes."""
    if "processes" not in request.fixturenames:
        monkeypatch.setattr(many, "_pool", lambda *_: SerialPool())


def generated(whole: Path, *more: object) -> Result:
    """Make all rotas of the first days of December."""
    return call("generate", "--all", whole, *DATES, "--as-of", AS_OF, "--quiet", *more)


def test_every_team_and_one_report(whole: Path) -> None:
    """Each team gets the folder that it would get by itself, the organisation gets its report."""
    result = generated(whole)
    out = whole / "out" / NAME
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "3 of 3 teams have a rota, 1 shared person, not in two places at once.",
        f"Written to {out}; open {out / 'organisation.html'}",
    ]
    assert set(files(out)) == {"organisation.html", "organisation.json", "run.json"}
    feeds = {f"feeds/{name}.ics" for name in ("ana", "bo", "team")}
    assert set(files(whole / "alpha" / "out" / NAME)) == OUTPUT | feeds
    assert (whole / "region" / "gamma" / "out" / NAME / "report.html").is_file()
    # Four days for two teams, one person each: eight shifts.
    assert sum(len(mine) for mine in duties(whole).values()) == 12
    run = json.loads((whole / "alpha" / "out" / NAME / "run.json").read_bytes())
    assert run["shared"] == {"ana": "beta"}


def test_json(whole: Path) -> None:
    """Standard output is organisation.json with the folder, and nothing else."""
    result = generated(whole, "--json")
    said = json.loads(result.stdout)
    out = whole / "out" / NAME
    assert said.pop("folder") == str(out)
    assert said == json.loads((out / "organisation.json").read_bytes())
    assert [row["team"] for row in said["teams"]] == ["alpha", "beta", "region/gamma"]
    assert said["counts"] == {
        "teams": 3,
        "made": 3,
        "short": 0,
        "without_a_rota": 0,
        "shifts": 12,
        "empty_seats": 0,
        "minutes_short": 0,
        "shared_people": 1,
    }
    (ana,) = said["shared"]
    assert [each["team"] for each in ana["teams"]] == ["alpha", "beta"]
    assert ana["hours"] == 8 * ana["shifts"]


def test_the_same_bytes_twice(whole: Path, processes: None) -> None:
    """However many are searched at the same time: all files are the same, seconds aside."""
    first: dict[str, bytes] = {}
    second: dict[str, bytes] = {}
    for found, workers in ((first, 1), (second, 3)):
        call("generate", "--all", whole, *DATES, "--as-of", AS_OF, "--workers", workers)
        for name, content in files(whole).items():
            found[name] = re.sub(rb'"(team_)?seconds": ([\d.]+|{[^}]*})', b"", content)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_progress_is_told_by_team(whole: Path) -> None:
    """A line for each team that has ended, and one where shared people are divided."""
    (whole / "beta" / "people.csv").write_text("id,name,time_zone\nana,Ana,Europe/Dublin\n")
    wishes = "person,want,from,to,shift,weight,note\nana,work,2026-12-01,,day,10,\n"
    (whole / "alpha" / "requests.csv").write_text(wishes)
    result = call("generate", "--all", whole, *DATES, "--as-of", AS_OF)
    lines = result.stderr.splitlines()
    assert "alpha, beta: dividing the time of shared people" in lines
    ends = [line for line in lines if re.search(r"\(\d of 3\)$", line)]
    assert (
        sorted(line.partition(" (")[0] for line in ends)
        == [
            "alpha: optimal, price 10",
            "beta: optimal, price 0",
            "region/gamma: optimal, price 0",
        ]
        or ends
    )
    assert len(ends) == 3


def test_all_errors_of_all_teams_at_once(whole: Path) -> None:
    """Wrong input anywhere is exit status 2, named from the organisation's folder; nothing else."""
    (whole / "alpha" / "people.csv").write_text("id,name,time_zone\nana,Ana,Europe/Dublim\n")
    (whole / "region" / "gamma" / "leave.csv").write_text("person,from\nxi,2026-12-01\n")
    before = files(whole)
    result = generated(whole)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        'alpha/people.csv:2: time_zone: no such zone "Europe/Dublim";'
        ' did you mean "Europe/Dublin"?\n'
        'region/gamma/leave.csv:2: person: no such person "xi"\n'
    )
    assert files(whole) == before
    as_json = generated(whole, "--json")
    assert [each["file"] for each in json.loads(as_json.stdout)["errors"]] == [
        "alpha/people.csv",
        "region/gamma/leave.csv",
    ]


def test_keep_going_leaves_out_what_is_wrong(whole: Path) -> None:
    """With --keep-going the others are made; the worst exit status is still that of the wrong."""
    (whole / "alpha" / "people.csv").write_text("id,name,time_zone\nana,Ana,Europe/Dublim\n")
    result = generated(whole, "--keep-going")
    assert result.exit_code == 2
    assert result.stderr.startswith("left out: alpha/people.csv:2: time_zone: no such zone")
    said = json.loads((whole / "out" / NAME / "organisation.json").read_bytes())
    assert [row["status"] for row in said["teams"]] == ["wrong", "optimal", "optimal"]
    assert not (whole / "alpha" / "out").exists()


@pytest.mark.parametrize(
    ("column", "here", "there"),
    [
        ("time_zone", "Europe/Dublin,", "Asia/Tokyo,"),
        ("email", "Europe/Dublin,a@example.com", "Europe/Dublin,b@example.com"),
    ],
)
def test_one_id_is_one_person(whole: Path, column: str, here: str, there: str) -> None:
    """Facts that cannot be true of one person are an error that names both files."""
    head = "id,name,time_zone,email\n"
    (whole / "alpha" / "people.csv").write_text(f"{head}bo,Bo,Europe/Dublin,\nana,Ana,{here}\n")
    (whole / "beta" / "people.csv").write_text(f"{head}ana,Ana,{there}\n")
    result = generated(whole)
    known, got = (row.split(",")[column == "email"] for row in (here, there))
    assert result.exit_code == 2
    assert result.stderr == (
        f"beta/people.csv:2: {column}: must be the same as in alpha/people.csv:3,"
        f' "{known}", as one id is one person in all teams, got "{got}";'
        " give another person another id\n"
    )


def test_near_people_are_warned_of(whole: Path) -> None:
    """One id with two names, and one address with two ids, are said and gone on with."""
    head = "id,name,time_zone,email\n"
    (whole / "alpha" / "people.csv").write_text(f"{head}ana,Ana Ruiz,Europe/Dublin,\n")
    (whole / "beta" / "people.csv").write_text(
        f"{head}ana,Ana Silva,Europe/Dublin,\ncy,Cy,Europe/Dublin,c@example.com\n"
    )
    (whole / "region" / "gamma" / "people.csv").write_text(
        f"{head}di,Cy,Europe/Dublin,C@example.com\n"
    )
    result = generated(whole)
    assert result.exit_code == 0
    assert result.stderr == (
        'warning: ana is read as one person, who is called "Ana Ruiz" in alpha and "Ana Silva" in'
        " beta\n"
        "warning: c@example.com is the address of cy in beta and di in region/gamma, who are read"
        " as different people\n"
    )


def test_promises_that_cannot_both_be_kept(whole: Path) -> None:
    """Shifts of two teams at the same time, both locked, are an error that names both rows."""
    locked = "shift,date,person\nday,2026-12-03,{}\nday,2026-12-02,ana\n"
    (whole / "alpha" / "locked.csv").write_text(locked.format("bo"))
    (whole / "beta" / "locked.csv").write_text(locked.format("cy"))
    result = generated(whole)
    assert result.exit_code == 2
    assert result.stderr == (
        "beta/locked.csv:3: person: must leave ana free for Wed 2 Dec day of alpha/locked.csv:3,"
        " got Wed 2 Dec day at the same time\n"
    )


@pytest.mark.parametrize(("weight", "status"), [("", 2), ("weight = 5", 1)])
def test_promises_without_rest(whole: Path, weight: str, status: int) -> None:
    """Too little rest between two promises is wrong where a rule must hold, else it is said."""
    evening = shift("late", "18:00", "22:00")
    rest = f'\n[rules.rest]\nleast = "11h"\n{weight}\n'
    locked = "shift,date,person\n{},2026-12-02,ana\n"
    for folder, kind in (("alpha", DAY), ("beta", evening)):
        rota = whole / folder / "rota.toml"
        rota.write_text(rota.read_text().partition("[[shifts]]")[0] + kind + rest)
    (whole / "alpha" / "locked.csv").write_text(locked.format("day"))
    (whole / "beta" / "locked.csv").write_text(locked.format("late"))
    result = generated(whole)
    # Alpha's day ends at 17:00, beta's evening begins at 18:00.
    says = "must leave ana free for Wed 2 Dec day of alpha/locked.csv:2, got 1 h of 11 h rest"
    if status == 2:
        assert result.stderr == f"beta/locked.csv:2: person: {says}\n"
    else:
        assert result.exit_code == 0
        warning = f"warning: Wed 2 Dec late of beta/locked.csv:2: {says}"
        assert warning in result.stderr.splitlines()


def test_a_contradiction_stops_nobody_else(whole: Path) -> None:
    """A team whose rules contradict each other is exit status 3; the others are made."""
    locked = "shift,date,person\nday,2026-12-02,di\n"
    (whole / "region" / "gamma" / "locked.csv").write_text(locked)
    rota = whole / "region" / "gamma" / "rota.toml"
    rota.write_text(rota.read_text() + "\n[rules.hours]\nmax_per_period = 4\n")
    result = generated(whole)
    assert result.exit_code == 3
    assert result.stdout.splitlines()[:2] == [
        "region/gamma: infeasible: No schedule obeys the hard rules.",
        "2 of 3 teams have a rota, 1 shared person, not in two places at once.",
    ]
    assert (whole / "region" / "gamma" / "out" / f"{NAME}-failed" / "conflict.txt").is_file()
    assert (whole / "alpha" / "out" / NAME / "run.json").is_file()


def test_whoever_has_no_line_is_named(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a search found out of somebody goes to whoever looks for the reason."""
    rota = whole / "region" / "gamma" / "rota.toml"
    rota.write_text(rota.read_text() + "\n[rules.hours]\nmin_per_period = 400\nprorate = false\n")
    monkeypatch.setattr(search, "TINY", 0)
    search_by_cp_sat, narrow = run, blame
    asked: list[object] = []

    def in_vain(board: Board, *given: Any, **named: Any) -> Outcome:
        if "di" in board.problem.person:
            return Outcome("unknown", 0.0)
        return search_by_cp_sat(board, *given, **named)

    def noted(*given: Any) -> Conflict:
        asked.append(given[-1])
        return narrow(*given)

    monkeypatch.setattr(search, "run", in_vain)
    monkeypatch.setattr(work, "blame", noted)
    assert generated(whole).exit_code == 3
    assert asked == ["di"]
    conflict = whole / "region" / "gamma" / "out" / f"{NAME}-failed" / "conflict.txt"
    assert "  - hours: Di works at least 400 h" in conflict.read_text()


def test_ctrl_c_keeps_what_is_written(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped after the first team: its output stands, and it is said how many there are."""

    class Stopped(SerialPool):
        def submit(self, key: int, job: Job, payload: object) -> None:
            if self.submitted == 2:  # one search and one finish
                raise KeyboardInterrupt
            super().submit(key, job, payload)

    (whole / "beta" / "people.csv").write_text("id,name,time_zone\ncy,Cy,Europe/Dublin\n")
    monkeypatch.setattr(many, "_pool", lambda *_: Stopped(width=1))
    result = generated(whole)
    assert result.exit_code == 130
    assert result.stderr == (
        "Stopped by you: 1 of 3 teams had ended and are written; there is no report of the"
        " organisation.\n"
    )
    assert (whole / "alpha" / "out" / NAME / "run.json").is_file()
    assert not (whole / "out").exists()


def test_places_of_others_are_refused(whole: Path) -> None:
    """A team's output folder with somebody's files in it stops all, before anything is solved."""
    for name in ("alpha", "beta"):
        (whole / name / "out" / NAME).mkdir(parents=True)
        (whole / name / "out" / NAME / "thesis.doc").write_text("mine")
    result = generated(whole)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2
    assert not (whole / "out").exists()


def test_options_that_do_not_go_together(whole: Path) -> None:
    """What is about one team is refused with --all, what is about many without it."""
    for options, says in (
        (("--all", "--out", "here"), "--out names the folder of one team"),
        (("--keep-going",), "--keep-going is about many teams; it needs --all"),
    ):
        result = call("generate", whole, *DATES, *options)
        assert result.exit_code == 2
        assert says in result.stderr


def test_the_report_shows_what_people_wrote(whole: Path) -> None:
    """Names of teams and people are text on the page, whatever they hold."""
    hostile = "<script>alert(1)</script>"
    rota = whole / "alpha" / "rota.toml"
    rota.write_text(rota.read_text().replace('"Alpha"', f'"{hostile}"'))
    for name in ("alpha", "beta"):
        people = f"id,name,time_zone\nana,{hostile},Europe/Dublin\n"
        (whole / name / "people.csv").write_text(people)
    (whole / "region").rename(whole / "<i>r&d")
    result = generated(whole)
    assert result.exit_code == 1  # Ana cannot be in both
    page = (whole / "out" / NAME / "organisation.html").read_text()
    assert "<script" not in page
    assert "<i>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    link = re.search(r'href="([^"]*gamma[^"]*)"', page)
    assert link is not None
    assert link[1] == f"../../%3Ci%3Er%26d/gamma/out/{NAME}/report.html"
