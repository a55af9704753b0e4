"""Worked examples of staffing, mix and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from rotation.domain import Ask, Level, Mix, Problem, Seats, ShiftType, Window
from rotation.limits import GRAIN
from rotation.rule import Group, price
from tests import problems as make
from tests.constraints.judging import amounts, judged, refusal, rule, sentences
from tests.problems import at, past, person, requirement, shift_type, wall

SIX = [person(f"s{n}") for n in range(6)]


def priced(name: str, of: Problem, *rows: str) -> float:
    """Return the price of a rota under a rule with its default weight."""
    return price(judged(rule(name), of, *rows)) / GRAIN


# staffing


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        # min 2, target 4, max 5: (2 - n) + 0.1 x (4 - max(n, 2)).
        (0, [2.2]),
        (1, [1.2]),
        (2, [0.2]),
        (3, [0.1]),
        (4, []),
        (5, []),
    ],
)
def test_seats_below_target_cost_a_tenth(on: int, expected: Sequence[float]) -> None:
    """An empty seat below min is 1, one between min and target 0.1."""
    of = make.problem(SIX, [shift_type("day", people=(2, 4, 5))], last="2026-12-07")
    people = " ".join(who.id for who in SIX[:on])
    rows = [f"day 2026-12-07 {people}"] if on else []
    assert amounts(rule("staffing"), of, *rows) == pytest.approx(expected)


def test_above_max_must_not_be() -> None:
    """Six on a shift of at most five is hard, whatever the price of seats."""
    of = make.problem(SIX, [shift_type("day", people=(2, 4, 5))], last="2026-12-07")
    [breach] = judged(rule("staffing", weight=3), of, "day 2026-12-07 s0 s1 s2 s3 s4 s5")
    assert (breach.weight, breach.amount) == (None, 1.0)
    assert breach.says == "Mon 7 Dec day has 6 people, wants at most 5"


@pytest.mark.parametrize(
    ("on", "expected"),
    # Target 2, at most 4: each person above 2 costs 3; the fifth is one above max as well.
    [(2, []), (3, [(3, 1.0)]), (4, [(3, 2.0)]), (5, [(None, 1.0), (3, 3.0)])],
)
def test_people_above_target_can_have_a_price(
    on: int, expected: list[tuple[int | None, float]]
) -> None:
    """With `over`, each person above target costs as much, up to max."""
    of = make.problem(SIX, [shift_type("day", people=(1, 2, 4))], last="2026-12-07")
    row = f"day 2026-12-07 {' '.join(who.id for who in SIX[:on])}"
    breaches = judged(rule("staffing", over=3), of, row)
    assert [(breach.weight, breach.amount) for breach in breaches] == expected
    assert judged(rule("staffing"), of, "day 2026-12-07 s0 s1 s2 s3") == []


def test_people_above_target_say_so() -> None:
    """The sentence names the target, and a price of 0 is refused."""
    of = make.problem(SIX, [shift_type("day", people=(1, 2, 4))], last="2026-12-07")
    assert sentences(rule("staffing", over=3), of, "day 2026-12-07 s0 s1 s2") == [
        "Mon 7 Dec day has 3 people, wants 2 if possible"
    ]
    assert refusal("staffing", over=0) == ("over", "must be a whole number above 0, got 0")


def test_a_date_may_have_seats_of_its_own() -> None:
    """Monday wants three of at most four, Tuesday as the type says: one, and no more."""
    of = make.problem(SIX, [shift_type("day")], last="2026-12-08")
    first, second = of.shifts
    of = replace(of, shifts=(replace(first, own_seats=Seats(3, 3, 4)), second))
    rows = ("day 2026-12-07 s0 s1", "day 2026-12-08 s0 s1")
    assert sentences(rule("staffing"), of, *rows) == [
        "Mon 7 Dec day has 2 people, wants at least 3",
        "Tue 8 Dec day has 2 people, wants at most 1",
    ]


def test_a_shift_may_be_closed() -> None:
    """With max 0 one person on it is a breach, nobody is none."""
    of = make.problem(SIX[:1], [shift_type("day", people=0)], last="2026-12-07")
    assert sentences(rule("staffing"), of, "day 2026-12-07 s0") == [
        "Mon 7 Dec day has 1 person, wants at most 0"
    ]
    assert judged(rule("staffing"), of) == []


def test_staffing_says_what_is_wanted() -> None:
    """Below min the sentence names min, between min and target it names target."""
    of = make.problem(SIX, [shift_type("day", people=(2, 3, 3))], last="2026-12-08")
    assert sentences(rule("staffing"), of, "day 2026-12-08 s0 s1") == [
        "Mon 7 Dec day has nobody, wants at least 2",
        "Tue 8 Dec day has 2 people, wants 3 if possible",
    ]


@pytest.mark.parametrize(
    ("zone", "when", "seat"),
    [
        ("America/New_York", "2026-12-07", 480_000),  # 8 h = 480 minutes at 1000
        ("America/New_York", "2027-03-13", 420_000),  # the clocks skip 02:00: 7 h
        ("America/New_York", "2026-10-31", 540_000),  # 01:00 comes twice: 9 h
        ("Australia/Lord_Howe", "2026-10-03", 450_000),  # half an hour is skipped
        ("Australia/Lord_Howe", "2027-04-03", 510_000),  # half an hour comes twice
        ("Asia/Kolkata", "2026-12-07", 480_000),
    ],
)
def test_an_empty_seat_costs_its_minutes_uncovered(zone: str, when: str, seat: int) -> None:
    """The default price of a seat is its elapsed minutes times the price of one uncovered."""
    night = shift_type("night", "22:00", "06:00", zone, people=(1, 2, 2))
    of = make.problem(SIX[:1], [night], when, when)
    # Nobody: one seat below min and a tenth of one below target.
    assert priced("staffing", of) == pytest.approx(1.1 * seat)
    assert priced("staffing", of, f"night {when} s0") == pytest.approx(0.1 * seat)


def test_a_weight_replaces_the_price_of_every_seat() -> None:
    """With weight 7 an empty seat costs 7, long or short."""
    kinds = [shift_type("day"), shift_type("long", "09:00", None, duration_days=7)]
    of = make.problem(SIX[:1], kinds, last="2026-12-07")
    assert price(judged(rule("staffing", weight=7), of)) == 2 * 7 * GRAIN


def test_cover_rules_are_not_for_groups() -> None:
    """A seat is nobody's own, so `people` is refused."""
    for name in ("staffing", "mix", "coverage"):
        assert refusal(name, people=Group(skill="senior")) == (
            "people",
            f"{name} is about everybody, not about a group",
        )


# mix


def with_mix(*lines: Mix) -> Problem:
    """Make a Monday shift for up to six; s0 and s1 are senior, s1 and s2 speak Spanish."""
    languages = {"s1": "en:C2 es:B2", "s2": "es:B1 en:C2"}
    people = [
        person(
            f"s{n}",
            skills={"senior"} if n < 2 else set(),
            speaks=languages.get(f"s{n}", "en:C2"),
        )
        for n in range(6)
    ]
    kind = shift_type("day", people=(0, 0, 6), mix=lines)
    return make.problem(people, [kind], last="2026-12-07")


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("", []),  # nobody on it: min(2, 0) - 0
        ("s3", [1]),  # one person: at most one can be of the kind
        ("s0", []),
        ("s3 s4 s5", [2]),
        ("s0 s3", [1]),
        ("s0 s1", []),
        ("s0 s1 s3", []),
    ],
)
def test_a_mix_is_met_up_to_the_number_on_the_shift(people: str, expected: list[float]) -> None:
    """Two seniors wanted: min(2, people on it) - seniors on it, where above 0."""
    of = with_mix(Mix(Ask(skill="senior"), 2))
    rows = [f"day 2026-12-07 {people}"] if people else []
    assert amounts(rule("mix"), of, *rows) == expected


def test_each_line_of_a_mix_is_judged() -> None:
    """Spanish at B2 is asked: B1 is not of the kind; the default price of one is 10 000."""
    spanish = Mix(Ask(language="es", level=Level.B2), 1)
    of = with_mix(Mix(Ask(skill="senior"), 1), spanish)
    assert sentences(rule("mix"), of, "day 2026-12-07 s2 s3") == [
        "Mon 7 Dec day has 0 of kind senior, wants 1",
        "Mon 7 Dec day has 0 of kind es B2, wants 1",
    ]
    assert priced("mix", of, "day 2026-12-07 s2 s3") == 20_000
    # s1 is both.
    assert judged(rule("mix"), of, "day 2026-12-07 s1 s2") == []


# coverage


def around(zone: str = "UTC", **changed: Any) -> ShiftType:
    """Make a shift around the clock in a zone."""
    return shift_type("duty", "00:00", "24:00", zone, **changed)


@pytest.mark.parametrize(
    ("zone", "when", "minutes"),
    [
        ("America/Chicago", "2026-12-07", 1440),
        ("America/Chicago", "2026-11-01", 1500),  # the clocks go back: 25 h
        ("America/Chicago", "2027-03-14", 1380),  # forward: 23 h
        ("Australia/Lord_Howe", "2026-10-04", 1410),  # forward by half an hour
        ("Australia/Lord_Howe", "2027-04-04", 1470),  # back by half an hour
        ("Asia/Kolkata", "2026-12-07", 1440),
    ],
)
def test_an_uncovered_day_costs_its_minutes(zone: str, when: str, minutes: int) -> None:
    """A whole local day without anybody: its elapsed minutes, at 1000 each."""
    asks = requirement("en", window=Window(time_zone=zone))
    kind = around(zone)
    of = make.problem(SIX[:1], [kind], when, when, requirements=(asks,), history=())
    assert amounts(rule("coverage"), of) == [minutes]
    assert priced("coverage", of) == minutes * 1000
    assert judged(rule("coverage"), of, f"duty {when} s0") == []


def day_and_late(**changed: Any) -> Problem:
    """Make Monday with day 09-17 and late 16-23 UTC; s0 and s1 speak English, xi does not."""
    kinds = [shift_type("day", people=3), shift_type("late", "16:00", "23:00", people=3)]
    asks = requirement("en", window=Window(start=wall("08:00"), end=wall("20:00")), people=2)
    people = [person("s0"), person("s1"), person("xi", speaks="zh:native")]
    fields: dict[str, Any] = {"requirements": (asks,), "history": ()} | changed
    return make.problem(people, kinds, last="2026-12-07", **fields)


def test_stretches_that_lack_as_many_are_one_breach() -> None:
    """s0 has day, s1 late: 08-09 lacks 2, 09-16 lacks 1, 16-17 none, 17-20 lacks 1."""
    found = judged(rule("coverage"), day_and_late(), "day 2026-12-07 s0 xi", "late 2026-12-07 s1")
    # 2 x 60, 1 x 420, 1 x 180 person-minutes.
    assert [breach.amount for breach in found] == [120, 420, 180]
    assert [breach.says for breach in found] == [
        "en is 2 short of 2 for 1 h from Mon 7 Dec 08:00 (UTC)",
        "en is 1 short of 2 for 7 h from Mon 7 Dec 09:00 (UTC)",
        "en is 1 short of 2 for 3 h from Mon 7 Dec 17:00 (UTC)",
    ]
    assert (found[0].start, found[0].end) == (at("2026-12-07T08:00"), at("2026-12-07T09:00"))


def test_people_are_counted_once() -> None:
    """s0 on both shifts from 16 to 17 is one person: 60 + 60 lack 1 more than with s1."""
    found = amounts(rule("coverage"), day_and_late(), "day 2026-12-07 s0", "late 2026-12-07 s0")
    # 08-09 lacks 2; 09-20 lacks 1 throughout: 11 h.
    assert found == [120, 660]


def test_must_is_hard() -> None:
    """A requirement that must hold has no price, and the others keep theirs."""
    must = requirement("en", window=Window(start=wall("08:00"), end=wall("20:00")), must=True)
    soft = requirement("zh", "zh", window=Window(start=wall("09:00"), end=wall("10:00")))
    of = day_and_late(requirements=(must, soft))
    found = judged(rule("coverage", weight=3), of)
    assert [(b.weight, b.amount) for b in found] == [(None, 720), (3, 60)]


def test_who_does_not_respond_does_not_count() -> None:
    """People on a shift that does not respond leave the window short."""
    asks = requirement("en", window=Window(start=wall("09:00"), end=wall("17:00")))
    kinds = [shift_type("day", responds=False), shift_type("other", "03:00", "04:00")]
    of = make.problem(SIX[:1], kinds, last="2026-12-07", requirements=(asks,), history=())
    assert amounts(rule("coverage"), of, "day 2026-12-07 s0") == [480]


def test_history_is_on_duty() -> None:
    """Sunday's night reaches to 06:00Z on Monday: with a row for it only 06-08 is short."""
    night = shift_type("night", "22:00", "06:00")
    asks = requirement("en", window=Window(start=wall("00:00"), end=wall("08:00")))
    served = (past(night, "2026-12-06", SIX[0]),)
    fields: dict[str, Any] = {"last": "2026-12-07", "requirements": (asks,)}
    kept = make.problem(SIX[:1], [night], history=served, **fields)
    assert amounts(rule("coverage"), kept) == [120]
    empty = make.problem(SIX[:1], [night], history=(), **fields)
    assert amounts(rule("coverage"), empty) == [480]
    # Without a history file, what Sunday's night would cover is unknown and not judged.
    unknown = make.problem(SIX[:1], [night], **fields)
    assert amounts(rule("coverage"), unknown) == [120]


def test_what_a_standby_shift_would_cover_before_is_judged() -> None:
    """Only active shifts of before the horizon are unknown; a standby one leaves it short."""
    night = shift_type("night", "22:00", "06:00", kind="standby")
    asks = requirement("en", window=Window(start=wall("00:00"), end=wall("08:00")))
    of = make.problem(SIX[:1], [night], last="2026-12-07", requirements=(asks,))
    assert amounts(rule("coverage"), of) == [480]


def test_months_tile_at_the_first_zone() -> None:
    """Kolkata's 7 December begins at 18:30Z on the 6th: judged from there, for 24 h."""
    kinds = [around(), shift_type("far", "00:00", "24:00", "Asia/Kolkata")]
    of = make.problem(
        SIX[:1], kinds, last="2026-12-07", requirements=(requirement("en"),), history=()
    )
    [breach] = judged(rule("coverage"), of)
    assert (breach.start, breach.end) == (at("2026-12-06T18:30"), at("2026-12-07T18:30"))
