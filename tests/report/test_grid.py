"""The month is drawn on everybody's own calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rotation.domain import Absence, Span, Team
from rotation.report.grid import codes, grid
from tests.problems import at, day, leave, person, problem, schedule, shift_type
from tests.report.samples import two_shifts, week


def test_regions_run_from_west_to_east_and_people_by_name() -> None:
    """Zones are ordered by their offset, people in them by name."""
    people = [person("kenji"), person("ana"), person("priya"), person("zed", name="Ada King")]
    people += [person("zoe", time_zone="America/Chicago"), person("bo")]
    drawn = grid(schedule(problem(people, [shift_type("day")])))
    assert [(each.time_zone, [row.person.id for row in each.rows]) for each in drawn.regions] == [
        ("America/Chicago", ["ana", "zoe"]),
        ("UTC", ["zed"]),
        ("Asia/Kolkata", ["priya"]),
        ("Asia/Singapore", ["bo"]),
        ("Asia/Tokyo", ["kenji"]),
    ]


def test_shift_stands_on_the_local_date() -> None:
    """Monday 19:00 in Chicago is Tuesday in Tokyo; the grid grows a day where it must."""
    kind = shift_type("late", "19:00", "23:00", "America/Chicago")
    of = problem([person("kenji")], [kind], "2026-12-07", "2026-12-07")
    drawn = grid(schedule(of, "late 2026-12-07 kenji"))
    assert drawn.days == (day("2026-12-07"), day("2026-12-08"))
    assert [len(cell.shifts) for cell in drawn.regions[0].rows[0].cells] == [0, 1]


def test_totals_count_local_nights_and_weekends() -> None:
    """A watch touches a weekend without working it, a Sunday night shift works one weekend."""
    kinds = [
        shift_type("night", "22:00", "06:00", days=frozenset({4, 6})),
        shift_type("watch", "00:00", "00:00", kind="standby", alongside=True),
    ]
    of = problem([person("ana", time_zone="UTC")], kinds)
    drawn = grid(schedule(of, "night 2026-12-11 ana", "watch 2026-12-12 ana"))
    row = drawn.regions[0].rows[0]
    # Friday 22:00 to Saturday 06:00: 8 h; the standby watch counts 0 h and no weekend.
    assert (row.shifts, row.hours, row.nights, row.weekends) == (2, 8.0, 1, 1)


@pytest.mark.parametrize(
    ("who", "when", "clock", "hours"),
    [
        ("ana", "2027-03-14", ("00:00", "08:00"), 7.0),  # 02:00-03:00 does not exist
        ("ana", "2026-11-01", ("00:00", "08:00"), 9.0),  # 01:00-02:00 comes twice
        ("priya", "2026-11-01", ("00:00", "08:00"), 8.0),  # Kolkata never changes
    ],
)
def test_hours_are_elapsed(who: str, when: str, clock: tuple[str, str], hours: float) -> None:
    """The total of hours follows the clock change."""
    someone = person(who)
    of = problem([someone], [shift_type("day", *clock, someone.time_zone)], when, when)
    assert grid(schedule(of, f"day {when} {who}")).regions[0].rows[0].hours == hours


def test_leave_is_whole_or_part_of_a_local_day() -> None:
    """Half a day of leave is marked as a part; two halves that touch are a whole."""
    ana = person("ana", time_zone="Asia/Kolkata")
    # 8 Dec in Kolkata is 7 Dec 18:30 to 8 Dec 18:30 UTC; noon there is 06:30 UTC.
    noon = at("2026-12-08T06:30")
    half = timedelta(hours=12)
    for spans, whole in (
        ([(noon - half, noon)], False),
        ([(noon - half, noon), (noon, noon + half)], True),
    ):
        absences = tuple(Absence("ana", Span(*span), "training") for span in spans)
        of = problem([ana], [shift_type("day")], absences=absences)
        cells = grid(schedule(of)).regions[0].rows[0].cells
        assert [cell.absence for cell in cells] == ["", "training", *[""] * 5]
        assert cells[1].whole is whole


def test_days_off_are_visible() -> None:
    """Weekends, own and company holidays and dates outside employment are marked."""
    ana = person("ana", starts_on=day("2026-12-08"))
    of = problem(
        [ana],
        [shift_type("day")],
        team=Team(weekend=frozenset({4}), holidays=((day("2026-12-09"), "Company day"),)),
        holidays={"ana": {"2026-12-10": "Fair"}},
        absences=(leave(ana, "2026-12-12"),),
    )
    cells = grid(schedule(of)).regions[0].rows[0].cells
    assert [cell.employed for cell in cells] == [False, *[True] * 6]
    assert [cell.holiday for cell in cells] == ["", "", "Company day", "Fair", "", "", ""]
    assert [cell.weekend for cell in cells] == [False] * 4 + [True] + [False] * 2
    assert [cell.absence for cell in cells] == [""] * 5 + ["leave", ""]


def test_types_that_only_the_schedule_knows_are_drawn() -> None:
    """A shift whose type rota.toml no longer has still has a code."""
    made = two_shifts(week())
    forgotten = problem(made.problem.people, [])
    drawn = grid(type(made)(forgotten, made.assignments))
    assert drawn.codes == {"amer-day": "AmD", "apac-day": "ApD"}


def test_codes_are_all_different() -> None:
    """Whatever the ids are, no two shifts share a code."""
    ids = ["day", "day-", "DAY", "d", "--", "", "a-b", "a_b", "aa-bb", "aaa-bbb", "é"]
    found = codes(ids)
    assert set(found) == set(ids)
    assert len(set(found.values())) == len(ids)
