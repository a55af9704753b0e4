"""history.csv, locked.csv, published.csv, ledger.csv and requests.csv."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from rotation.team.folder import default_horizon
from tests.team.folders import DECEMBER, ROTA, good, wrong

HEADER = "shift,date,person,start,end,kind,hours,else\n"


def utc(day: int, hour: int, month: int = 11) -> datetime:
    """Make a UTC instant of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_history_written_times_win(tmp_path: Path) -> None:
    """A row without times has those of rota.toml; each written one replaces its own."""
    history = (
        HEADER
        + "day,2026-11-29,ana\n"
        + "day,2026-11-28,ana,2026-11-28T14:00:00Z,\n"
        + "day,2026-10-31,bo\n"
        + "day,2026-11-01,bo\n"
    )
    found = good(tmp_path, history=history).problem.history
    assert found is not None
    times = {(a.shift.date, a.shift.start, a.shift.end) for a in found}
    assert times == {
        (date(2026, 11, 29), utc(29, 13), utc(29, 21)),  # 07:00-15:00 at 6 h behind UTC
        (date(2026, 11, 28), utc(28, 14), utc(28, 21)),
        (date(2026, 10, 31), utc(31, 12, 10), utc(31, 20, 10)),  # still 5 h behind
        (date(2026, 11, 1), utc(1, 13), utc(1, 21)),  # the clocks went back at night
    }


def test_history_of_a_shift_that_is_gone(tmp_path: Path) -> None:
    """Its times, kind and counts come from the row."""
    history = (
        HEADER
        + "old,2026-11-20,ana,2026-11-20T10:00:00+05:30,2026-11-20T06:30Z,,\n"
        + "watch,2026-11-21,bo,2026-11-21T00:00Z,2026-11-28T00:00Z,standby\n"
    )
    found = good(tmp_path, history=history).problem.history
    assert found is not None
    old, watch = (assignment.shift for assignment in found)
    assert (old.start, old.length) == (
        datetime(2026, 11, 20, 4, 30, tzinfo=UTC),
        timedelta(hours=2),
    )
    assert (old.active, old.type.counts, watch.active, watch.type.counts) == (True, 1, False, 0)


def test_history_that_is_not_ours_is_ignored_aloud(tmp_path: Path) -> None:
    """Leavers without a row and dates of the horizon are warned of, empty seats passed over."""
    history = (
        HEADER + "day,2026-11-29,zed\nday,2026-12-01,ana\nday,2026-12-02,ana\nday,2026-11-28,\n"
    )
    reading = good(tmp_path, history=history)
    assert reading.problem.history == ()
    assert reading.warnings == (
        "history.csv: 1 row is ignored, of people not in people.csv: zed (line 2)",
        (
            "history.csv: 2 rows are ignored, dated inside the horizon,"
            " which begins on 2026-12-01 (lines 3 and 4)"
        ),
    )


def test_no_history_is_not_an_empty_one(tmp_path: Path) -> None:
    """Where the team keeps no file, what was before is unknown."""
    assert good(tmp_path).problem.history is None
    assert good(tmp_path, history=HEADER).problem.history == ()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            "dya,2026-11-29,ana",
            'start: must be given for "dya", which is not in rota.toml; did you',
        ),
        ("old,2026-11-29,ana,2026-11-29T10:00Z,", 'end: must be given for "old"'),
        ("day,29/11/2026,ana", "date: must be a date such as 2026-12-01"),
        ("day,2026-11-29,ana,2026-11-29T10:00:30Z,", "start: must be on a whole minute"),
        ("day,2026-11-29,ana,2026-11-29T10:00,", "start: must be an instant with Z or an offset"),
        ("day,2026-11-29,ana,2026-11-29T10:00Z,2026-11-29T10:00Z", "end: must be after `start`"),
        ("day,2026-11-29,ana,2026-11-30T10:00Z,", "end: must be after `start`"),
        (",2026-11-29,ana", "shift: must not be empty"),
    ],
)
def test_history_that_cannot_be_meant(tmp_path: Path, row: str, says: str) -> None:
    """Each mistake is told at its line and column."""
    (found,) = wrong(tmp_path, history=HEADER + row + "\n")
    assert found.startswith(f"history.csv:2: {says}")


def test_locked_rows_are_promises(tmp_path: Path) -> None:
    """They arrive as keys; other dates are ignored aloud; written times move the shift."""
    locked = (
        HEADER
        + "day,2026-12-24,ana,2026-12-24T14:00:00Z,2026-12-24T22:00:00Z\n"
        + "es-night,2026-12-25,cy\nday,2026-11-24,ana\nday,2026-12-26,\n"
    )
    reading = good(tmp_path, locked=locked)
    assert reading.problem.locked == (
        (("day", date(2026, 12, 24)), "ana"),
        (("es-night", date(2026, 12, 25)), "cy"),
    )
    moved = reading.problem.shift["day", date(2026, 12, 24)]
    assert (moved.start, moved.end) == (utc(24, 14, 12), utc(24, 22, 12))
    assert reading.warnings == ("locked.csv: 1 row is ignored, not dated in the horizon (line 4)",)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("dya,2026-12-24,ana", 'shift: no such shift "dya"; did you mean "day"?'),
        ("day,2026-12-24,anna", 'person: no such person "anna"; did you mean "ana"?'),
        ("once,2026-12-24,ana", "date: must be a date on which once starts, got 2026-12-24, a Thu"),
        (
            "es-night,2026-12-24,bo",
            'person: must be somebody who may take Thu 24 Dec es-night, got "bo": Bo lacks es B2',
        ),
        (
            "day,2026-12-20,ana",
            (
                'person: must be somebody who may take Sun 20 Dec day, got "ana":'
                " Ana is on leave 2026-12-20 to 2026-12-21"
            ),
        ),
        (
            "day,2026-12-29,bo",
            (
                'person: must be somebody who may take Tue 29 Dec day, got "bo":'
                " Bo leaves on 2026-12-28 and works 08:00 to 16:00 and it is 07:00 to 15:00 there"
            ),
        ),
    ],
)
def test_a_lock_that_is_impossible_by_itself(tmp_path: Path, row: str, says: str) -> None:
    """The reason is told in words."""
    rota = """\
[[shifts]]
id = "day"
time_zone = "UTC"
start = "07:00"
end = "15:00"
[[shifts]]
id = "es-night"
time_zone = "UTC"
start = "22:00"
end = "06:00"
languages = { es = "B2" }
[[shifts]]
id = "once"
time_zone = "UTC"
start = "07:00"
end = "15:00"
days = ["mon"]
"""
    people = (
        "id,name,time_zone,languages,ends_on,not_before,not_after\n"
        "ana,Ana,UTC,es:C1,,,\nbo,Bo,UTC,es:B1,2026-12-28,08:00,16:00\n"
    )
    if "es-night" in row:
        people = people.replace(",08:00,16:00", ",,")
    leave = "person,from,to\nana,2026-12-20,2026-12-21\n"
    (found,) = wrong(tmp_path, rota=rota, people=people, leave=leave, locked=HEADER + row + "\n")
    assert found.startswith(f"locked.csv:2: {says}")


def test_locks_that_are_too_many(tmp_path: Path) -> None:
    """The same person twice, and more people than a shift has room for."""
    locked = HEADER + "day,2026-12-24,ana\nday,2026-12-24,ana\nday,2026-12-24,bo\n"
    assert wrong(tmp_path, locked=locked) == [
        'locked.csv:3: person: must be locked once, got "ana" again, first on line 2',
        "locked.csv:4: person: must leave Thu 24 Dec day at its 1 people at most, got one more",
    ]


def test_locks_that_disagree_about_times(tmp_path: Path) -> None:
    """One shift has one start."""
    rota = ROTA.replace('end = "15:00"', 'end = "15:00"\npeople = 2')
    locked = HEADER + "day,2026-12-24,ana,2026-12-24T14:00Z,\nday,2026-12-24,bo\n"
    (found,) = wrong(tmp_path, rota=rota, locked=locked)
    assert found.startswith("locked.csv:3: start: must be the same for everybody on Thu 24 Dec day")


def test_published_keeps_what_is_still_there(tmp_path: Path) -> None:
    """Unknown rows are ignored aloud; no file is not an empty one."""
    published = HEADER + "day,2026-12-24,ana\nday,2026-12-24,zed\nold,2026-12-24,ana\n"
    reading = good(tmp_path, published=published)
    assert reading.problem.published == ((("day", date(2026, 12, 24)), "ana"),)
    assert reading.warnings == (
        (
            "published.csv: 2 rows are ignored, of people, shifts or dates that this rota does not"
            " have (lines 3 and 4)"
        ),
    )
    (tmp_path / "published.csv").unlink()
    assert good(tmp_path).problem.published is None


def test_the_ledger_opens_with_last_months_closing(tmp_path: Path) -> None:
    """Leavers are ignored aloud, the other columns in silence."""
    ledger = "person,load,opening,closing\nana,nights,1,-2.5\nzed,nights,0,1\n"
    reading = good(tmp_path, ledger=ledger)
    assert dict(reading.problem.ledger) == {("ana", "nights"): -2.5}
    assert reading.warnings == ("ledger.csv: people not in people.csv are ignored: zed",)


def test_ledgers_that_cannot_be_meant(tmp_path: Path) -> None:
    """A balance is a number, and each stands once."""
    ledger = "person,load,closing\nana,nights,inf\nbo,nights,1\nbo,nights,2\n"
    assert wrong(tmp_path, ledger=ledger) == [
        'ledger.csv:2: closing: must be a number, got "inf"',
        'ledger.csv:4: load: must be there once for "bo", got "nights" again',
    ]


def test_requests_are_wishes(tmp_path: Path) -> None:
    """A wish keeps its line; `to` empty is one day, shift empty any, weight empty 1."""
    requests = "person,want,from,to,shift,weight,note\nana,off,2026-12-24,,,,\n"
    requests += "bo,work,2026-12-24,2026-12-26,day,10,x\n"
    first, second = good(tmp_path, requests=requests).problem.requests
    assert (first.last, first.shift, first.weight, first.line) == (date(2026, 12, 24), None, 1, 2)
    assert (second.want, second.shift, second.weight, second.note) == ("work", "day", 10, "x")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("ana,of,2026-12-24", 'want: must be work or off, got "of"; did you mean "off"?'),
        ("ana,off,2026-12-24,2026-12-23", "to: must not be before `from` 2026-12-24"),
        ("ana,off,2026-12-24,,dya", 'shift: no such shift "dya"; did you mean "day"?'),
        ("ana,off,2026-12-24,,,11", 'weight: must be a whole number from 1 to 10, got "11"'),
        ("ana,off,2026-12-24,,,0.5", 'weight: must be a whole number from 1 to 10, got "0.5"'),
        ("ana,off,", "from: must not be empty"),
    ],
)
def test_requests_that_cannot_be_meant(tmp_path: Path, row: str, says: str) -> None:
    """Each mistake is told at its line and column."""
    requests = f"person,want,from,to,shift,weight\n{row}\n"
    (found,) = wrong(tmp_path, requests=requests)
    assert found.startswith(f"requests.csv:2: {says}")


def test_the_default_horizon_follows_the_history(tmp_path: Path) -> None:
    """The month after the last date served; without history, the month after today."""
    good(tmp_path, history=HEADER + "day,2026-11-29,ana\nday,2026-10-29,ana\n")
    assert default_horizon(tmp_path, date(2030, 1, 31)) == DECEMBER
    (tmp_path / "history.csv").unlink()
    assert default_horizon(tmp_path, date(2026, 11, 30)) == DECEMBER
