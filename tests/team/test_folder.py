"""A whole folder, right and wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rotation import clock
from rotation.domain import Horizon
from rotation.errors import InvalidInput
from rotation.team import folder
from rotation.team.complaints import Complaints
from rotation.team.document import read_document
from rotation.team.folder import read
from rotation.team.inputs import Inputs
from tests.team.folders import DECEMBER, PEOPLE, ROTA, good, refusal, write, wrong

BROKEN = {
    "rota": """\
[team]
time_zone = "America/Chigago"
wekend = ["sat"]
working_level = "B9"

[[shifts]]
id = "day"
time_zone = "UTC"
start = "7am"
end = "15:00"
people = { min = 2, max = 1 }

[[shifts]]
id = "late"
time_zone = "UTC"
start = 1320
duration = "8 hours"
mix = [{ people = 1 }]

[[coverage]]
id = "es"
language = "es"
from = "25:00"
people = 0

[[sla]]
id = "urgent"
target = "PT15M"
attainment = 95

[rules]
preset = "eu_wdt"
[rules.rest]
least = "eleven"
[rules.fiar]
of = "nights"
[rules.spacing]
shifts = ["lat"]
least = "P21D"
""",
    "people": """\
id,name,time_zone,languages,fte,colour
ana,Ana,America/Chicago,en:C9,1,red
ana,Ana Two,UTC,en:C1,2,blue
team,Te\tam,UTC,,1,red
bo,Bo,Asia/Kolkatta,,1,red
""",
    "leave": "person,from,to,kind\nanna,24/12/2026,,leave\nana,2026-12-24,2026-12-20,hols\n",
    "requests": "person,want,from,shift,weight\nana,maybe,2026-12-24,dya,12\n",
    "demand": (
        "language,severity,days,from,to,time_zone,cases_per_hour,handle_minutes\n"
        "es,urgent,mom,00:00,24:00,UTC,-1,nan\n"
    ),
    "cases": (
        "opened_at,language,severity,handle_minutes,responded_at\n"
        "2026-11-01T10:00,es,urgent,10,2026-11-01T09:00Z\n"
    ),
    "history": "shift,date,person\nold,2026-11-01,ana\n",
    "ledger": "person,load\nana,nights\n",
    "locked": "shift,date,person\nlaet,2026-12-24,ana\n",
    "published": "shift,date,person\nday,tomorrow,ana\n",
}

EXPECTED = [
    'rota.toml:2: team.time_zone: no such zone "America/Chigago"; did you mean "America/Chicago"?',
    'rota.toml:3: team.wekend: no such key "wekend"; did you mean "weekend"?',
    "rota.toml:4: team.working_level: must be A1, A2, B1, B2, C1, C2 or native",
    'rota.toml:9: shifts[1].start: must be a time from "00:00" to "23:59"',
    "rota.toml:11: shifts[1].people: must hold min <= target <= max",
    'rota.toml:16: shifts[2].start: must be a time from "00:00" to "23:59", got 1320',
    'rota.toml:17: shifts[2].duration: must be a duration such as "11h", "1h30m" or "PT15M"',
    "rota.toml:18: shifts[2].mix[1].language: must be a language or a skill, got neither",
    'rota.toml:23: coverage[1].from: must be a time from "00:00" to "23:59", got "25:00"',
    "rota.toml:24: coverage[1].people: must be a whole number from 1 to 1000, got 0",
    "rota.toml:29: sla[1].attainment: must be a number above 0 up to 1, got 95",
    'rota.toml:32: rules.preset: no such preset "eu_wdt"; did you mean "eu_wtd"?',
    "rota.toml:34: rules.rest.least: must be a duration",
    'rota.toml:35: rules.fiar: no such rule "fiar"; did you mean "fair"?',
    'rota.toml:38: rules.spacing.shifts[1]: no such shift "lat"; did you mean "late"?',
    'people.csv:1: colour: no such column "colour"',
    "people.csv:2: languages: must be A1, A2, B1, B2, C1, C2 or native",
    'people.csv:3: id: must be unique, got "ana" again, first on line 2',
    'people.csv:3: fte: must be a number above 0 up to 1, got "2"',
    'people.csv:4: id: must not be "team"',
    "people.csv:4: name: must not hold control characters",
    'people.csv:5: time_zone: no such zone "Asia/Kolkatta"; did you mean "Asia/Kolkata"?',
    'leave.csv:2: person: no such person "anna"; did you mean "ana"?',
    "leave.csv:2: from: must be a date such as 2026-12-01",
    "leave.csv:3: kind: must be leave, sick, training or unavailable",
    'leave.csv:3: to: must be after `from`, got "2026-12-20"',
    "requests.csv:2: want: must be work or off",
    'requests.csv:2: shift: no such shift "dya"; did you mean "day"?',
    "requests.csv:2: weight: must be a whole number from 1 to 10",
    'demand.csv:2: days: must be a day such as "monday" or "mon", got "mom"; did you mean "mon"?',
    "demand.csv:2: cases_per_hour: must be a number from 0 to 100000",
    "demand.csv:2: handle_minutes: must be a number above 0 up to 10000",
    "cases.csv:2: opened_at: must be an instant with Z or an offset",
    'history.csv:2: start: must be given for "old", which is not in rota.toml',
    "ledger.csv:1: closing: must be a column of this file, got none",
    'locked.csv:2: shift: no such shift "laet"; did you mean "late"?',
    "published.csv:2: date: must be a date such as 2026-12-01",
    'leave/anna.ics: file name: no such person "anna"; did you mean "ana"?',
]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Some forty mistakes over all files, one run: each is told, none twice."""
    write(tmp_path, **BROKEN)
    (tmp_path / "leave").mkdir()
    (tmp_path / "leave" / "anna.ics").write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    found = refusal(tmp_path)
    missing = [
        expected for expected in EXPECTED if not any(line.startswith(expected) for line in found)
    ]
    assert missing == []
    extra = [line for line in found if not line.startswith(tuple(EXPECTED))]
    # An empty calendar may or may not be to the liking of whoever reads calendars.
    assert [line for line in extra if not line.startswith("leave/")] == []
    assert len(found) == len(set(found)) >= 25


def test_a_broken_rota_does_not_hide_the_other_files(tmp_path: Path) -> None:
    """Without rota.toml's shifts, the rest is still checked, and nothing is called unknown."""
    requests = "person,want,from,shift\nana,off,soon,day\n"
    found = wrong(tmp_path, rota="[team\n", requests=requests, people=PEOPLE + "x,X,Mars,,\n")
    assert [line.split(": ")[0] for line in found] == [
        "people.csv:5",
        "requests.csv:2",
        "rota.toml:1",
    ]


def test_the_two_files_that_must_be_there(tmp_path: Path) -> None:
    """An empty folder lacks both, a missing folder itself."""
    assert refusal(tmp_path) == [
        "people.csv: must be in the team folder, got no such file",
        "rota.toml: must be in the team folder, got no such file",
    ]
    (line,) = refusal(tmp_path / "nowhere")
    assert line.endswith("nowhere: must be a team folder, got no such folder")
    (tmp_path / "rota.toml").write_text("")
    (line,) = refusal(tmp_path / "rota.toml")
    assert line.endswith("rota.toml: must be a team folder, got a file")


@pytest.mark.parametrize("last", [date(2026, 11, 30), date(9999, 12, 31)])
def test_a_horizon_that_cannot_be_meant(tmp_path: Path, last: date) -> None:
    """Backwards, or beyond what clocks are known for."""
    with pytest.raises(InvalidInput, match=f"^horizon: must run forward .* to {last}$"):
        read(write(tmp_path), Horizon(date(2026, 12, 1), last))


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    """What cannot be read is told like everything else."""
    write(tmp_path)
    (tmp_path / "leave.csv").mkdir()
    (tmp_path / "people.csv").unlink()
    (tmp_path / "people.csv").mkdir()
    assert [line.split(", got")[0] for line in refusal(tmp_path)] == [
        "leave.csv: must be a file that can be read",
        "people.csv: must be a file that can be read",
    ]


def test_a_horizon_without_a_shift_is_warned_of(tmp_path: Path) -> None:
    """A day on which nobody starts is likely a slip: the day shift starts on Mondays alone."""
    rota = ROTA.split('[[shifts]]\nid = "es-night"')[0] + 'days = ["mon"]\n'
    folder = write(tmp_path, rota=rota)
    tuesday = Horizon(date(2026, 12, 1), date(2026, 12, 1))
    assert read(folder, tuesday).warnings == (
        "no shift of rota.toml starts from 2026-12-01 to 2026-12-01",
    )
    assert read(folder, DECEMBER).warnings == ()


def test_the_hash_is_of_what_was_read(tmp_path: Path) -> None:
    """Any input changes it, whatever generate writes does not."""
    first = good(tmp_path).input_sha256
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "schedule.csv").write_text("x", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert good(tmp_path).input_sha256 == first
    assert good(tmp_path, leave="person,from\n").input_sha256 != first


def test_a_misspelt_file_is_warned_of(tmp_path: Path) -> None:
    """A file that is nearly an input would otherwise be passed over in silence."""
    write(tmp_path)
    for name in ("request.csv", "plan.csv", "people-2025.xlsx"):
        (tmp_path / name).write_text("person\n", encoding="utf-8")
    assert read(tmp_path, DECEMBER).warnings == (
        'request.csv: is not read; did you mean "requests.csv"?',
    )


def test_spreadsheet_files_are_read(tmp_path: Path) -> None:
    """Excel's CSV UTF-8 in half of Europe: a mark, semicolons, CRLF, blank columns."""
    people = PEOPLE.replace(",", ";").replace("\n", ";;\r\n")
    excel = good(tmp_path, people=b"\xef\xbb\xbf" + people.encode())
    assert excel.problem.people == good(tmp_path).problem.people


def test_a_rota_with_a_mark_is_read(tmp_path: Path) -> None:
    """Notepad puts a byte order mark before TOML as well."""
    marked = good(tmp_path, rota=b"\xef\xbb\xbf" + ROTA.replace("\n", "\r\n").encode())
    assert [kind.id for kind in marked.problem.shift_types] == ["day", "es-night"]


def test_keep_reads_the_file_it_is_against(tmp_path: Path) -> None:
    """`against` names a file of the folder, which must be there, and inside."""
    write(tmp_path, plan="shift,date,person\nday,2026-12-24,ana\n")
    complaints = Complaints()
    inputs = Inputs(tmp_path, complaints)
    document = read_document("[rules.keep]\nagainst = 1\n", "rota.toml", complaints)
    problem = read(tmp_path, DECEMBER).problem

    def published(against: str) -> object:
        # A stand-in: the rule may have opinions of its own about its file.
        rules: Any = (SimpleNamespace(against=against),)
        return folder._published(rules, inputs, problem, document)

    assert published("plan.csv") == ((("day", date(2026, 12, 24)), "ana"),)
    assert complaints.problems == []
    assert published("plam.csv") is None
    assert published("../plan.csv") is None
    assert [str(each) for each in complaints.problems] == [
        'rota.toml:2: rules.keep.against: no such file "plam.csv"; did you mean "plan.csv"?',
        'rota.toml:2: rules.keep.against: must be a file inside the team folder, got "../plan.csv"',
    ]


def test_keep_without_anything_published(tmp_path: Path) -> None:
    """A rule that cannot do anything is no error, but it is said."""
    assert good(tmp_path, rota=ROTA + "[rules.keep]\n").warnings == (
        "rules.keep: there is no published.csv, so nothing is kept",
    )


def test_messages_cannot_be_forged(tmp_path: Path) -> None:
    """Control characters of hostile input never reach the terminal."""
    rota = ROTA + '"a\\u001b[2J\\nb" = 1\n'
    people = PEOPLE + '"x\x1b[2J\ny",X,UTC\x07,,\n'
    with pytest.raises(InvalidInput) as refused:
        read(write(tmp_path, rota=rota, people=people), DECEMBER)
    assert not any(c in str(problem) for problem in refused.value.problems for c in "\x1b\x07\n")


def test_a_zone_that_other_programs_read_otherwise_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our zone database wins, and the lead is told whose shifts others may show at other hours."""
    asked: list[set[str]] = []

    def differ(names: set[str], _span: object) -> list[str]:
        asked.append(names)
        return ["Asia/Kolkata"]

    monkeypatch.setattr(clock, "foreign_zone_differences", differ)
    assert good(tmp_path).warnings == (
        (
            "Asia/Kolkata: other programs on this computer may show shifts at another hour;"
            f" its zone database differs from {clock.tzdata_version()}, which is used here"
        ),
    )
    assert asked == [{"America/Chicago", "Asia/Kolkata", "Europe/Dublin"}]
