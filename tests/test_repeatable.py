"""The same input gives the same bytes, wherever and whenever; what changed is stamped anew."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from rotation.team.template import create
from tests.command import AS_OF, call, files, finish

LATER = "2026-11-25T18:00:00Z"

ROTA = """\
[team]
name = "Middling"
time_zone = "Europe/Dublin"
domain = "rota.example.com"

[[shifts]]
id = "early"
time_zone = "Europe/Dublin"
start = "07:00"
end = "15:00"
people = { min = 1, target = 2, max = 2 }
mix = [{ skill = "senior", people = 1 }]

[[shifts]]
id = "late"
time_zone = "Europe/Dublin"
start = "14:00"
end = "22:00"

[[shifts]]
id = "night"
time_zone = "America/Chicago"
start = "16:00"
end = "00:00"
days = ["fri", "sat"]
exposure = 0.5

[[coverage]]
id = "spanish-by-day"
language = "es"
time_zone = "Europe/Dublin"
days = "daily"
from = "08:00"
to = "21:00"

[[sla]]
id = "spanish"
languages = ["es"]
metric = "first_response"
target = "PT15M"
attainment = 0.9

[rules]
preset = "eu_wtd"

[[rules.fair]]
of = "weekends"

[[rules.fair]]
of = "hours"

[rules.nights]
max_in_row = 2
"""

PEOPLE = """\
id,name,time_zone,holidays,languages,skills,fte
ana,Ana Ruiz,America/Chicago,US-TX,en:C2 es:C1,senior,1
bo,Bo Li,Europe/Dublin,IE,en:C1 es:B2,,0.8
cy,Cy Day,Europe/Dublin,IE,en:native,senior,1
di,Di Æsir,Asia/Kolkata,,en:C2 es:C1,senior,1
ed,Ed Fox,Europe/Dublin,IE,en:C2,,1
flo,Flo Ito,Europe/Dublin,,en:C1 es:native,,1
"""

REQUESTS = """\
person,want,from,to,shift,weight,note
bo,off,2026-12-12,2026-12-13,,5,
cy,work,2026-12-09,,late,2,
"""

DEMAND = """\
language,severity,days,from,to,time_zone,cases_per_hour,handle_minutes
es,urgent,daily,08:00,20:00,Europe/Dublin,0.4,20
"""


def middling(folder: Path) -> Path:
    """Make a team of six with every kind of file, small enough to be proved in seconds."""
    folder.mkdir()
    (folder / "rota.toml").write_text(ROTA)
    (folder / "people.csv").write_text(PEOPLE)
    (folder / "requests.csv").write_text(REQUESTS)
    (folder / "demand.csv").write_text(DEMAND)
    (folder / "leave.csv").write_text("person,from,to,kind,note\ned,2026-12-08,2026-12-09,sick,\n")
    return folder


def small(folder: Path) -> Path:
    """Make the example for a small team."""
    create(folder, "small-team")
    return folder


TEAMS = {
    "middling": (middling, ("--from", "2026-12-07", "--to", "2026-12-13")),
    "small": (small, ("--month", "2026-12")),
}


def steady(folder: Path) -> dict[str, bytes]:
    """Return the files of an output; of run.json all but how long it took."""
    found = files(folder)
    run = json.loads(found["run.json"])
    assert run["status"] == "optimal"
    assert run.pop("seconds") > 0
    found["run.json"] = json.dumps(run).encode()
    return found


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", TEAMS)
def test_the_same_bytes(name: str, workers: int, tmp_path: Path) -> None:
    """Neither hash seed, nor time zone, nor place, nor chance changes a byte of any file."""
    make, dates = TEAMS[name]
    team = make(tmp_path / "one")
    shutil.copytree(team, tmp_path / "elsewhere" / "two")
    options = (*dates, "--as-of", AS_OF, "--workers", workers, "--quiet")
    first = finish("generate", team, *options, cwd=tmp_path, PYTHONHASHSEED="1", TZ="UTC")
    second = finish(
        *("generate", "two", *options, "--out", "here"),
        cwd=tmp_path / "elsewhere",
        PYTHONHASHSEED="2",
        TZ="Pacific/Chatham",
        LC_ALL="C",
    )
    assert first[0] == second[0]
    assert first[1].splitlines()[:-1] == second[1].splitlines()[:-1]
    (output,) = (team / "out").iterdir()
    one, two = steady(output), steady(tmp_path / "elsewhere" / "here")
    assert list(one) == list(two)
    assert [file for file in one if one[file] != two[file]] == []
    assert len(one) == 9 + {"middling": 6, "small": 6}[name] + 1


def test_another_seed_is_as_good(tmp_path: Path) -> None:
    """What is proved does not depend on the seed: price and bound are the same."""
    team = middling(tmp_path / "team")
    prices = set()
    for seed in (0, 1):
        out = tmp_path / f"out-{seed}"
        _, dates = TEAMS["middling"]
        call("generate", team, *dates, "--seed", seed, "--out", out, "--quiet")
        run = json.loads((out / "run.json").read_bytes())
        prices.add((run["status"], run["objective"], run["bound"]))
    assert len(prices) == 1


# -- made again ----------------------------------------------------------------------------------

Event = tuple[str, int, str]
"""What an event says, its SEQUENCE and its DTSTAMP."""


def events(output: Path) -> dict[tuple[str, str], Event]:
    """Return the events of every feed by file and UID."""
    found = {}
    for path in sorted(output.glob("feeds/*.ics")):
        text = path.read_bytes().decode().replace("\r\n ", "").replace("\r\n", "\n")
        for event in re.findall(r"BEGIN:VEVENT\n.*?END:VEVENT", text, re.DOTALL):
            uid, sequence, stamp = (
                re.findall(rf"^{name}:(.*)$", event, re.MULTILINE)[0]
                for name in ("UID", "SEQUENCE", "DTSTAMP")
            )
            says = re.sub(r"^(SEQUENCE|DTSTAMP|LAST-MODIFIED):.*\n", "", event, flags=re.MULTILINE)
            found[path.name, uid] = (says, int(sequence), stamp)
    return found


def test_made_again_nothing_changes(tmp_path: Path) -> None:
    """A later run that gives the same rota leaves every feed as it was, stamps and all."""
    team = small(tmp_path / "team")
    out = team / "out" / "2026-12"
    call("generate", team, "--month", "2026-12", "--as-of", AS_OF, "--quiet")
    before = files(out / "feeds")
    call("generate", team, "--month", "2026-12", "--as-of", LATER, "--quiet")
    assert files(out / "feeds") == before
    assert {stamp for _, _, stamp in events(out).values()} == {"20261120T093000Z"}


def test_made_again_what_changed_is_stamped(tmp_path: Path) -> None:
    """Where one week goes to somebody else, events that say the same keep stamp and SEQUENCE."""
    team = small(tmp_path / "team")
    out = team / "out" / "2026-12"
    call("generate", team, "--month", "2026-12", "--as-of", AS_OF, "--quiet")
    rows = [row.split(",") for row in (out / "schedule.csv").read_text().splitlines()[1:]]
    served = {row[1]: row[2] for row in rows}
    assert list(served) == ["2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28"]
    everybody = {row.split(",")[0] for row in (team / "people.csv").read_text().splitlines()[1:]}
    idle = everybody - set(served.values()) - {"grace-mensah"}  # who is on leave
    kept = [f"watch,{date},{who}" for date, who in served.items() if date != "2026-12-28"]
    moved = [*kept, f"watch,2026-12-28,{min(idle)}"]
    (team / "locked.csv").write_text("\n".join(["shift,date,person", *moved, ""]))
    before = events(out)
    call("generate", team, "--month", "2026-12", "--as-of", LATER, "--quiet")
    after = events(out)

    same = {uid for uid in before.keys() & after.keys() if before[uid][0] == after[uid][0]}
    changed = (before.keys() & after.keys()) - same
    assert all(before[uid] == after[uid] for uid in same)
    assert all(after[uid][1:] == (before[uid][1] + 1, "20261125T180000Z") for uid in changed)
    assert all(after[uid][1:] == (0, "20261125T180000Z") for uid in after.keys() - before.keys())
    # The team's last week has another name; whoever hands over to it may be told of it.
    names = {uid.split("@")[0] for file, uid in changed if file == "team.ics"}
    assert names == {"watch-20261228"}
    assert {file for file, _ in after.keys() - before.keys()} == {f"{min(idle)}.ics"}
    assert {file for file, _ in before.keys() - after.keys()} == {f"{served['2026-12-28']}.ics"}
    assert len(same) >= 4
