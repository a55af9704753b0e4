"""What no schedule can give, found by counting."""

from __future__ import annotations

from pathlib import Path

from rotation.team.checks import impossible
from tests.team.folders import ROTA, good

UTC_SHIFT = '[[shifts]]\nid = "{}"\ntime_zone = "UTC"\nstart = "{}"\nend = "{}"\n'


def findings(folder: Path, **files: str) -> list[str]:
    """Read a changed folder and list what is impossible in it."""
    reading = good(folder, **files)
    return impossible(reading.problem, reading.rules)


def test_a_possible_month_has_no_findings(tmp_path: Path) -> None:
    """Nothing is said where nothing stands in the way."""
    assert findings(tmp_path) == []


def test_a_seat_that_nobody_may_take(tmp_path: Path) -> None:
    """Everybody's reason is told, and dates with one cause are one finding."""
    leave = "person,from,to\nana,2026-12-23,2026-12-27\ncy,2026-12-24,2026-12-25\n"
    # Irish nights of 24 and 25 December: Ana's leave in Chicago covers both; Cy's ends with the
    # 25th, which the night that starts on the 23rd and that of the 25th run into and out of.
    assert findings(tmp_path, leave=leave) == [
        (
            "nobody may take es-night on Wed 23 to Fri 25 Dec:"
            " Ana Ruiz is on leave 2026-12-23 to 2026-12-27,"
            " Cy Day is on leave 2026-12-24 to 2026-12-25 and Bo Li lacks es B2"
        )
    ]


def test_a_language_that_nobody_speaks(tmp_path: Path) -> None:
    """For a shift, a mix and a coverage alike, with what was likely meant."""
    rota = (
        ROTA.replace('es = "B2"', 'ja = "B2"')
        + 'mix = [{ skill = "senoir" }]\n'
        + '[[coverage]]\nid = "spanish"\nlanguage = "es"\nlevel = "native"\n'
    )
    assert findings(tmp_path, rota=rota) == [
        "nobody may take es-night on every day: nobody speaks ja B2",
        'the mix of es-night cannot be met: nobody has the skill "senoir"; did you mean "senior"?',
        (
            "coverage spanish cannot be met: nobody speaks es native"
            " (Ana Ruiz and Cy Day below that level)"
        ),
    ]


def test_more_seats_than_people(tmp_path: Path) -> None:
    """In one shift, and in several at once whose people are the same."""
    rota = (
        UTC_SHIFT.format("early", "06:00", "14:00")
        + 'people = 3\nlanguages = { es = "B2" }\ndays = ["mon"]\n'
        + UTC_SHIFT.format("late", "12:00", "20:00")
        + 'people = 2\nlanguages = { es = "B2" }\ndays = ["tue"]\n'
        + UTC_SHIFT.format("noon", "12:00", "13:00")
        + 'people = 1\nskills = ["senior"]\ndays = ["tue", "wed"]\n'
        + UTC_SHIFT.format("watch", "12:00", "13:00")
        + "people = 3\nalongside = true\n"
    )
    assert findings(tmp_path, rota=rota) == [
        (
            "only Ana Ruiz and Cy Day may take early on every Mon: it needs 3 people;"
            " Bo Li lacks es B2"
        ),
        "late and noon need 3 people at once on every Tue: only Ana Ruiz and Cy Day may take them",
    ]


def test_coverage_outside_all_shifts(tmp_path: Path) -> None:
    """The minutes that no able person can be on duty in are told on the window's clock."""
    rota = (
        UTC_SHIFT.format("day", "07:00", "15:00")
        + UTC_SHIFT.format("night", "22:00", "06:00")
        + "responds = false\n"
        + '[[coverage]]\nid = "spanish"\nlanguage = "es"\ntime_zone = "Asia/Kolkata"\n'
        + 'days = ["thu"]\nfrom = "12:00"\nto = "21:00"\n'
        + '[[coverage]]\nid = "two"\nlanguage = "es"\ntime_zone = "UTC"\n'
        + 'days = ["thu"]\nfrom = "14:00"\nto = "15:00"\npeople = 2\n'
    )
    # 12:00-21:00 in Kolkata is 06:30-15:30 UTC; the day shift leaves 30 min at either end, on
    # the five Thursdays of December 2026. Two people do not fit the one seat: 5 x 1 h.
    assert findings(tmp_path, rota=rota) == [
        (
            "coverage spanish cannot be met for 5 h: nobody with es B2 may be on a shift"
            " 12:00-12:30 on every Thu and 20:30-21:00 on every Thu (Asia/Kolkata)"
        ),
        (
            "coverage two cannot be met for 5 h: fewer than 2 with es B2 may be on a shift"
            " 14:00-15:00 on every Thu (UTC)"
        ),
    ]


def test_a_service_level_in_a_language_that_nobody_speaks(tmp_path: Path) -> None:
    """Cases that an agreement covers and nobody can answer, named or not; other cases may come."""
    rota = (
        ROTA
        + '[[sla]]\nid = "urgent"\nseverities = ["urgent"]\ntarget = "15m"\n'
        + '[[sla]]\nid = "latin"\nlanguages = ["es", "pt"]\ntarget = "4h"\n'
    )
    demand = (
        "language,severity,time_zone,cases_per_hour,handle_minutes\n"
        "es,urgent,UTC,1,10\nth,urgent,UTC,1,10\nko,standard,UTC,1,10\npt,standard,UTC,0,10\n"
    )
    assert findings(tmp_path, rota=rota, demand=demand) == [
        "sla urgent cannot be kept in th: nobody speaks th B2"
    ]


def test_words_that_mean_nobody_or_nothing(tmp_path: Path) -> None:
    """A group without people, an agreement without cases, a shift without dates."""
    rota = (
        ROTA
        + UTC_SHIFT.format("gone", "07:00", "15:00")
        + "except = ["
        + ", ".join(f"2026-12-{day:02d}" for day in range(1, 32))
        + "]\n"
        + '[[sla]]\nid = "urgent"\nseverities = ["urgnt"]\nlanguages = ["fr"]\ntarget = "15m"\n'
        + '[rules.rest]\npeople = { skill = "senoir" }\n'
    )
    demand = "language,severity,time_zone,cases_per_hour,handle_minutes\nes,urgent,UTC,1,10\n"
    assert findings(tmp_path, rota=rota, demand=demand) == [
        "gone has no date in the horizon",
        'sla urgent: no demand has the language "fr"',
        'sla urgent: no demand has the severity "urgnt"; did you mean "urgent"?',
        'rule rest is about nobody: skill senoir; did you mean "senior"?',
    ]
    assert findings(
        tmp_path, rota=rota, demand="language,severity,time_zone,cases_per_hour,handle_minutes\n"
    )[1] == ("sla urgent cannot be judged: there is neither demand.csv nor cases.csv")
