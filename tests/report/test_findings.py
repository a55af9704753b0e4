"""What needs attention is found, grouped and said in words."""

from __future__ import annotations

from rotation.constraints.wishes import Requests
from rotation.domain import Request, Schedule, Team
from rotation.report import findings
from tests.problems import day, everybody, person, problem, requirement, schedule, shift_type
from tests.report.samples import two_shifts, week


def test_empty_seats_are_grouped_by_shift() -> None:
    """Dates in a row are a run; two seats of one date are said so."""
    kinds = [shift_type("day", people=2), shift_type("late", "17:00", "21:00")]
    of = problem([person("ana"), person("bo")], kinds, "2026-12-07", "2026-12-10")
    made = schedule(of, "day 2026-12-07 ana bo", "day 2026-12-08 ana", "late 2026-12-07 ana")
    found = findings.empty_seats(made)
    assert [(each.shift, each.seats, each.days) for each in found] == [
        ("day", 5, "Tue 8 Dec, Wed 9 Dec, Thu 10 Dec (2×)"),
        ("late", 3, "Tue 8 Dec – Thu 10 Dec"),
    ]


def test_shortages_are_grouped_by_wall_clock() -> None:
    """Gaps at one time of day are one line, with all their hours."""
    kinds = [shift_type("day", "00:00", "18:00"), shift_type("night", "18:00", "00:00")]
    of = problem(
        [person("ana"), person("bo")],
        kinds,
        "2026-12-07",
        "2026-12-09",
        history=(),
        requirements=(requirement("english"),),
    )
    rows = [f"day 2026-12-0{n} ana" for n in (7, 8, 9)]
    found = findings.shortages(schedule(of, *rows, "night 2026-12-08 bo"))
    assert [(gap.clock, gap.days, gap.times, gap.hours, gap.missing) for gap in found] == [
        ("18:00–24:00", "Mon 7 Dec, Wed 9 Dec", 2, 12.0, 1),
    ]


def test_a_gap_is_not_cut_by_who_is_on_duty() -> None:
    """One missing of two is one gap though Ana hands over to Bo inside it."""
    kinds = [shift_type("early", "00:00", "12:00"), shift_type("late", "12:00", "00:00")]
    of = problem(
        [person("ana"), person("bo")],
        kinds,
        "2026-12-07",
        "2026-12-07",
        history=(),
        requirements=(requirement("english", people=2),),
    )
    made = schedule(of, "early 2026-12-07 ana", "late 2026-12-07 bo")
    assert [(gap.clock, gap.hours) for gap in findings.shortages(made)] == [("00:00–24:00", 24.0)]


def test_gaps_over_days_and_clock_changes_say_their_hours() -> None:
    """From Saturday to Monday over the autumn change is 49 h, over the spring change 47 h."""
    for first, last, hours in (
        ("2026-10-31", "2026-11-01", 49.0),
        ("2027-03-13", "2027-03-14", 47.0),
    ):
        of = problem(
            [person("ana")],
            [shift_type("day", time_zone="America/Chicago")],
            first,
            last,
            team=Team(time_zone="America/Chicago"),
            history=(),
            requirements=(requirement("english"),),
        )
        gap = findings.shortages(schedule(of))[0]
        assert (gap.clock, gap.hours) == ("00:00–00:00 +2 d", hours)


def test_carriers_name_who_cannot_be_missed() -> None:
    """Ana alone speaks Spanish; English is carried wherever one person is on duty."""
    of = problem(
        everybody(),
        [shift_type("day", "00:00", "12:00", people=2), shift_type("late", "12:00", "00:00")],
        "2026-12-07",
        "2026-12-07",
        history=(),
        requirements=(requirement("spanish", "es"), requirement("english", "en")),
    )
    found = findings.carriers(schedule(of, "day 2026-12-07 ana bo", "late 2026-12-07 kenji"))
    told = [(c.requirement.id, c.person.id, c.hours, c.part, len(c.others)) for c in found]
    # 24 h are judged; in the morning two people speak English, so nobody carries it.
    assert told == [("spanish", "ana", 12.0, 0.5, 0), ("english", "kenji", 12.0, 0.5, 4)]


def _wishes(*requests: Request) -> Schedule:
    return two_shifts(week(requests=requests))


def test_wishes_are_told_as_the_rule_judges_them() -> None:
    """Refused wishes come first, and are those that the rule breaks."""
    monday, sunday = day("2026-12-07"), day("2026-12-13")
    requests = (
        Request("ana", "work", monday, monday, "amer-day", 2),
        Request("ana", "off", day("2026-12-08"), sunday, None, 5),
        Request("ana", "off", monday, monday, "apac-day"),
        Request("bo", "off", day("2026-12-01"), monday, None, 3),
        Request("bo", "work", sunday, day("2026-12-20"), None, 9),
        Request("bo", "work", day("2026-12-14"), day("2026-12-20")),  # outside the horizon
    )
    made = _wishes(*requests)
    found = findings.wishes(made)
    assert [(wish.person.id, wish.request.weight, wish.granted) for wish in found] == [
        *(("bo", 9, False), ("bo", 3, False)),
        *(("ana", 5, True), ("ana", 2, True), ("ana", 1, True)),
    ]
    assert sorted(b.amount for b in Requests().breaches(made)) == [3.0, 9.0]


def test_the_part_of_a_wish_outside_the_horizon_is_ignored() -> None:
    """A shift of the last day that starts a day later in Tokyo does not break a later wish."""
    kind = shift_type("late", "19:00", "23:00", "America/Chicago")
    wish = Request("kenji", "off", day("2026-12-07"), day("2026-12-08"))
    of = problem([person("kenji")], [kind], "2026-12-07", "2026-12-07", requests=(wish,))
    made = schedule(of, "late 2026-12-07 kenji")
    assert [each.granted for each in findings.wishes(made)] == [True]
    assert list(Requests().breaches(made)) == []
