"""rota.toml, rules aside."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from rotation.domain import Ask, Level, Wall
from tests.team.folders import good, wrong

SHIFT = '[[shifts]]\nid = "day"\ntime_zone = "America/Chicago"\nstart = "07:00"\n'


def test_a_shift_means_what_the_contract_says(tmp_path: Path) -> None:
    """Every key of a shift arrives in its type."""
    rota = """\
[team]
weekend = ["fri", "saturday"]
working_level = "C1"
night = { from = "22:00", to = "07:00", at_least = "2h" }
holidays = ["2026-12-31 Company day", "2026-12-30"]
week_starts = "sun"

[[shifts]]
id = "watch"
name = "Watch"
time_zone = "Asia/Kolkata"
start = "08:30"
duration = "P7D"
days = "weekdays"
except = ["2026-12-24", 2026-12-25]
people = { target = 2, max = 4 }
kind = "standby"
responds = false
alongside = true
languages = { EN = "c1" }
skills = ["escalations"]
mix = [ { skill = "senior" }, { language = "es", people = 2 } ]
exposure = 0.5
"""
    reading = good(tmp_path, rota=rota)
    (watch,) = reading.problem.shift_types
    assert (watch.time_zone, watch.start, watch.end) == ("Asia/Kolkata", Wall(510), None)
    assert (watch.duration_days, watch.duration) == (7, timedelta(0))
    assert watch.days == frozenset({0, 1, 2, 3, 6})  # the weekend is Friday and Saturday
    assert watch.excluded == {date(2026, 12, 24), date(2026, 12, 25)}
    assert (watch.least, watch.target, watch.most) == (1, 2, 4)
    assert (watch.kind, watch.counts, watch.responds, watch.alongside) == (
        "standby",
        0,
        False,
        True,
    )
    assert dict(watch.languages) == {"en": Level.C1}
    assert [(line.ask, line.people) for line in watch.mix] == [
        (Ask(skill="senior", level=Level.C1), 1),
        (Ask(language="es", level=Level.C1), 2),  # the team's working level
    ]
    team = reading.problem.team
    assert (team.night.start, team.night.at_least) == (Wall(1320), timedelta(hours=2))
    assert team.holidays == (
        (date(2026, 12, 30), "Company holiday"),
        (date(2026, 12, 31), "Company day"),
    )
    assert team.week_starts == 6


@pytest.mark.parametrize(
    ("people", "seats"),
    [
        ("2", (2, 2, 2)),
        ("{ min = 0 }", (0, 0, 1)),
        ("{ max = 3 }", (1, 1, 3)),
        ("{ min = 2 }", (2, 2, 2)),
        ("{ min = 1, target = 2, max = 3 }", (1, 2, 3)),
    ],
)
def test_seats_that_are_not_written_follow_from_the_others(
    tmp_path: Path, people: str, seats: tuple[int, int, int]
) -> None:
    """Missing: min 1, target = min, max = target; a shift has room for somebody."""
    problem = good(tmp_path, rota=SHIFT + f'end = "15:00"\npeople = {people}\n').problem
    kind = problem.shift_types[0]
    assert (kind.least, kind.target, kind.most) == seats


@pytest.mark.parametrize(
    ("rota", "says"),
    [
        (SHIFT, "rota.toml:1: shifts[1].end: must be given, or `duration`, got neither"),
        (
            SHIFT + 'end = "15:00"\nduration = "PT8H"\n',
            "rota.toml:6: shifts[1].duration: must not stand beside `end`, got both",
        ),
        (
            SHIFT + 'duration = "PT0H"\n',
            "rota.toml:5: shifts[1].duration: must be above 0, got a shift without length",
        ),
        (
            SHIFT + 'end = "15:00"\npeople = { min = 3, target = 2 }\n',
            (
                "rota.toml:6: shifts[1].people: must hold min <= target <= max,"
                " got min 3, target 2, max 2"
            ),
        ),
        (
            SHIFT + 'end = "15:00"\npeople = true\n',
            "rota.toml:6: shifts[1].people: must be a whole number from 1 to 1000, got true",
        ),
        (
            SHIFT + 'end = "15:00"\ncounts = 1.5\n',
            "rota.toml:6: shifts[1].counts: must be a number from 0 to 1, got 1.5",
        ),
        (
            SHIFT + 'end = "15:00"\nmix = [\n  { skill = "a", language = "es" },\n]\n',
            "rota.toml:7: shifts[1].mix[1].language: must be a language or a skill, got both",
        ),
        (
            SHIFT + 'end = "15:00"\nlanguages = ["en"]\n',
            'rota.toml:6: shifts[1].languages: must be a table such as { en = "C1" }, got a list',
        ),
        (
            SHIFT + 'end = "15:00"\ndays = [\n  "mon",\n  "tus",\n]\n',
            (
                'rota.toml:8: shifts[1].days[2]: must be a day such as "monday" or "mon",'
                ' got "tus"; did you mean "tue"?'
            ),
        ),
        (
            SHIFT + 'end = "15:00"\ndays = "mon"\n',
            (
                'rota.toml:6: shifts[1].days: must be "daily", "weekdays", "weekends"'
                ' or a list such as ["mon", "thu"], got "mon"'
            ),
        ),
        (
            SHIFT + 'end = "15:00"\nexept = []\n',
            'rota.toml:6: shifts[1].exept: no such key "exept"; did you mean "except"?',
        ),
        (
            SHIFT + 'end = "15:00"\n' + SHIFT + 'end = "16:00"\n',
            'rota.toml:7: shifts[2].id: must be unique, got "day" again, first on line 2',
        ),
        ("", "rota.toml:1: shifts: must be given: at least one [[shifts]] table, got none"),
        ('shifts = "day"\n', 'rota.toml:1: shifts: must be [[shifts]] tables, got "day"'),
        ("[team\n", "rota.toml:1: must be TOML, got: "),
        ("a = 1\na = 2\n", "rota.toml:2: must be TOML, got: Cannot overwrite a value"),
        ("x = " + "[" * 20000, "rota.toml:1: must be TOML of sane depth"),
    ],
)
def test_shifts_that_cannot_be_meant(tmp_path: Path, rota: str, says: str) -> None:
    """Each mistake has its line, its path and its words."""
    assert any(line.startswith(says) for line in wrong(tmp_path, rota=rota))


@pytest.mark.parametrize(
    ("section", "says"),
    [
        (
            '[team]\nweekend = ["mon","tue","wed","thu","fri","sat","sun"]\n',
            "rota.toml:7: team.weekend: must leave a working day, got all seven days",
        ),
        (
            '[team]\nnight = { from = "23:00", to = "01:00" }\n',
            "rota.toml:7: team.night.at_least: must be above 0 h and at most the night's 2 h",
        ),
        (
            '[team]\nnight = "23:00"\n',
            'rota.toml:7: team.night: must be a table, got "23:00"',
        ),
        (
            '[team]\nholidays = ["31/12/2026 Party"]\n',
            'rota.toml:7: team.holidays[1]: must be a date such as 2026-12-01, got "31/12/2026"',
        ),
        (
            '[[coverage]]\nid = "x"\n',
            "rota.toml:6: coverage[1].language: must be a language or a skill, got neither",
        ),
        (
            '[[coverage]]\nid = "x"\nskill = "a"\nlevel = "B2"\n',
            'rota.toml:9: coverage[1].level: must go with a language, got "B2" of a skill',
        ),
        (
            '[[sla]]\nid = "x"\ntarget = "PT15M"\nattainment = 1.0\n',
            "rota.toml:9: sla[1].attainment: must be a share below 1:",
        ),
        (
            '[[sla]]\nid = "x"\ntarget = "PT0M"\nmetric = "first_respons"\n',
            (
                "rota.toml:9: sla[1].metric: must be time_to_ack or first_response,"
                ' got "first_respons"; did you mean "first_response"?'
            ),
        ),
        (
            '[[sla]]\nid = "x"\ntarget = "PT1M"\nwindow = { form = "08:00" }\n',
            'rota.toml:9: sla[1].window.form: no such key "form"; did you mean "from"?',
        ),
        ("[ruels]\n", 'rota.toml:6: ruels: no such key "ruels"; did you mean "rules"?'),
    ],
)
def test_sections_that_cannot_be_meant(tmp_path: Path, section: str, says: str) -> None:
    """Team, coverage and SLA tables are refused with the key's line, or the table's."""
    rota = SHIFT + 'end = "15:00"\n' + section
    assert any(line.startswith(says) for line in wrong(tmp_path, rota=rota))


def test_coverage_and_sla_mean_what_the_contract_says(tmp_path: Path) -> None:
    """Every key of a requirement and of an agreement arrives."""
    rota = (
        SHIFT
        + """\
end = "15:00"
[[coverage]]
id = "es"
language = "es"
time_zone = "Asia/Kolkata"
days = ["mon"]
from = "22:00"
to = "06:00"
people = 2
must = true
[[sla]]
id = "urgent"
severities = ["urgent"]
target = "PT15M"
attainment = 0.9
clock = "coverage"
window = { time_zone = "Europe/Dublin", days = "weekends" }
drives = true
"""
    )
    problem = good(tmp_path, rota=rota).problem
    (asked,) = problem.requirements
    assert asked.ask == Ask(language="es", level=Level.B2)
    assert (asked.window.time_zone, asked.window.days) == ("Asia/Kolkata", frozenset({0}))
    assert (asked.window.start, asked.window.end) == (Wall(1320), Wall(360))
    assert (asked.people, asked.must) == (2, True)
    (sla,) = problem.slas
    assert (sla.languages, sla.severities, sla.attainment) == ((), ("urgent",), 0.9)
    assert (sla.clock, sla.window.days, sla.drives) == ("coverage", frozenset({5, 6}), True)


def test_clock_changes_are_warned_of(tmp_path: Path) -> None:
    """A start that the clock skips is a warning, in both directions of the change."""
    rota = SHIFT.replace("07:00", "02:30") + 'end = "10:00"\n'
    assert good(tmp_path, rota=rota).warnings == ()  # no clock change in December
    from rotation.domain import Horizon
    from rotation.team.folder import read

    march = read(tmp_path, Horizon(date(2027, 3, 14), date(2027, 3, 14)))
    # 02:30 does not exist on 14 March 2027 in Chicago; the first instant after the gap is 03:00.
    assert march.warnings == (
        "day of 2027-03-14 starts in a clock change (no such time); taken as 2027-03-14 03:00-0500",
    )
    (tmp_path / "rota.toml").write_text(rota.replace("02:30", "01:30"), encoding="utf-8")
    november = read(tmp_path, Horizon(date(2026, 11, 1), date(2026, 11, 1)))
    assert november.warnings == (
        (
            "day of 2026-11-01 starts in a clock change (ambiguous time);"
            " taken as 2026-11-01 01:30-0500"
        ),
    )
