"""The shared values: they keep what they promise, also when empty, tied or sent elsewhere."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType

import pytest

from rotation import clock
from rotation.domain import (
    Absence,
    Ask,
    Assignment,
    Horizon,
    Level,
    Schedule,
    Shift,
    ShiftType,
    Span,
    Wall,
    say_date,
    sorted_shifts,
)
from tests import problems as make

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_levels_are_ordered_and_written_as_people_do() -> None:
    """Native is above C2, and no level prints as a number."""
    assert list(Level) == sorted(Level)
    assert Level.NATIVE > Level.C2 > Level.B2 > Level.A1
    assert f"{Level.B2} {Level.NATIVE}" == "B2 native"


def test_a_wall_time_is_written_with_two_digits_and_lies_in_a_day() -> None:
    """00:00 to 24:00 can be said, nothing outside."""
    assert [str(Wall(minute)) for minute in (0, 65, 1440)] == ["00:00", "01:05", "24:00"]
    for minute in (-1, 1441):
        with pytest.raises(ValueError, match=f"got minute {minute}"):
            Wall(minute)


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 12, 4, 12),
        NOON.astimezone(timezone(HOUR)),
        NOON.astimezone(clock.zone("UTC")),
    ],
    ids=["naive", "offset", "zone"],
)
def test_spans_and_shifts_take_only_utc(start: datetime) -> None:
    """No floating time anywhere (calendars case 34), and one kind of instant only."""
    with pytest.raises(ValueError, match="a span needs UTC instants"):
        Span(start, NOON + HOUR)
    with pytest.raises(ValueError, match="a shift needs UTC instants"):
        Shift(ShiftType(id="day"), date(2026, 12, 4), start, NOON + HOUR)


def test_half_open_stretches_that_touch_do_not_overlap() -> None:
    """[12, 13) and [13, 14) share no instant; [12, 13) and [12:59, 14) do."""
    first, next_one = Span(NOON, NOON + HOUR), Span(NOON + HOUR, NOON + 2 * HOUR)
    assert not first.overlaps(next_one)
    assert first.within(next_one) is None
    late = Span(NOON + HOUR - clock.SECOND, NOON + 2 * HOUR)
    assert first.overlaps(late)
    assert first.within(late) == Span(NOON + HOUR - clock.SECOND, NOON + HOUR)


def test_an_empty_stretch_overlaps_nothing() -> None:
    """An empty stretch in the middle of another shares no instant with it."""
    whole, empty = Span(NOON, NOON + 2 * HOUR), Span(NOON + HOUR, NOON + HOUR)
    assert not whole.overlaps(empty)
    assert not empty.overlaps(whole)
    kind = ShiftType(id="day")
    shift = Shift(kind, date(2026, 12, 4), whole.start, whole.end)
    swallowed = Shift(kind, date(2026, 12, 4), empty.start, empty.end)
    assert not shift.overlaps(swallowed)
    assert not swallowed.overlaps(shift)
    assert shift.overlaps(shift)


def test_a_regional_language_is_spoken_as_its_main_language_but_not_the_reverse() -> None:
    """en-gb speaks en; en does not speak en-gb; eng is not en."""
    ana = make.person("ana", speaks="en-gb:C1 eng:native")
    assert ana.speaks("en", Level.C1)
    assert not ana.speaks("en", Level.C2)
    assert ana.speaks("en-gb", Level.C1)
    assert not make.person("bo", speaks="en:native").speaks("en-gb", Level.A1)


def test_employment_includes_its_first_and_last_date() -> None:
    """starts_on and ends_on are both worked."""
    ana = make.person("ana", starts_on=date(2026, 12, 4), ends_on=date(2026, 12, 5))
    days = [date(2026, 12, n) for n in (3, 4, 5, 6)]
    assert [ana.employed_on(day) for day in days] == [False, True, True, False]
    assert make.person("bo").employed_on(date(1999, 1, 1))


def test_an_ask_names_and_finds_its_kind() -> None:
    """A skill is had or not; a language is spoken at the level or above; nothing asks nobody."""
    ana = make.person("ana", skills=["senior"])
    assert Ask(skill="senior").met_by(ana)
    assert not Ask(skill="Senior").met_by(ana)
    assert Ask(language="es", level=Level.NATIVE).met_by(ana)
    assert not Ask(language="ja").met_by(ana)
    assert not Ask().met_by(ana)
    assert (str(Ask(skill="senior")), str(Ask(language="es"))) == ("senior", "es B2")


@pytest.mark.parametrize(
    ("first", "last", "name", "days"),
    [
        ("2026-12-01", "2026-12-31", "2026-12", 31),
        ("2028-02-01", "2028-02-29", "2028-02", 29),
        ("2027-02-01", "2027-02-28", "2027-02", 28),
        ("2026-12-01", "2027-01-31", "2026-12-01_2027-01-31", 62),
        ("2026-12-01", "2026-12-30", "2026-12-01_2026-12-30", 30),
        ("2026-12-07", "2026-12-07", "2026-12-07_2026-12-07", 1),
    ],
)
def test_a_horizon_is_named_by_its_month_only_when_it_is_one(
    first: str, last: str, name: str, days: int
) -> None:
    """Both dates are inside, and the name of a month is kept for a whole one."""
    horizon = Horizon(make.day(first), make.day(last))
    assert (horizon.name, horizon.days, len(list(horizon))) == (name, days, days)
    assert horizon.first in horizon
    assert horizon.last in horizon
    assert horizon.last + clock.DAY not in horizon
    assert horizon.first - clock.DAY not in horizon


def test_dates_are_written_without_the_locale() -> None:
    """4 December 2026 is a Friday."""
    assert say_date(date(2026, 12, 4)) == "Fri 4 Dec"
    assert str(clock.shift_on(ShiftType(id="amer-day"), date(2026, 12, 4))) == "Fri 4 Dec amer-day"


def test_a_shift_in_an_overlap_survives_pickle_and_copy() -> None:
    """01:30-05:00 of 2026-11-01 in Chicago is still the first one (calendars case 33)."""
    kind = make.shift_type("early", "01:30", "09:00", "America/Chicago", languages={"en": Level.B2})
    shift = clock.shift_on(kind, date(2026, 11, 1))
    for again in (pickle.loads(pickle.dumps(shift)), copy.copy(shift), copy.deepcopy(shift)):  # noqa: S301
        assert again == shift
        assert hash(again) == hash(shift)
        # 01:30 CDT is UTC-5: 06:30Z
        assert again.start == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
        assert again.start.tzinfo is UTC


def test_a_pickled_shift_is_found_in_a_set_of_another_process() -> None:
    """Text hashes differ between processes, so a remembered hash must not travel."""
    kind = ShiftType(id="day", languages=MappingProxyType({"en": Level.B2}))
    sent = pickle.dumps(clock.shift_on(kind, date(2026, 12, 4)))
    program = (
        "import pickle, sys; from datetime import date; from rotation import clock;"
        "from rotation.domain import Level, ShiftType; got = pickle.load(sys.stdin.buffer);"
        "kind = ShiftType(id='day', languages=got.type.languages);"
        "own = clock.shift_on(kind, date(2026, 12, 4));"
        "print(got in {own})"
    )
    for seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", program],
            input=sent,
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        assert ran.stdout.split() == [b"True"]


def test_people_and_problems_survive_pickle() -> None:
    """A process pool gets the whole problem, read-only mappings included."""
    of = make.problem([make.person("ana")], [make.shift_type("day")])
    again = pickle.loads(pickle.dumps(of))  # noqa: S301
    assert again.people == of.people
    assert again.shifts == of.shifts
    assert again != of  # a problem is itself only


def test_shifts_of_one_date_are_told_apart_by_their_times() -> None:
    """Equal ones are one member of a set; another end makes another shift."""
    kind = ShiftType(id="day")
    one = Shift(kind, date(2026, 12, 4), NOON, NOON + HOUR)
    same = Shift(kind, date(2026, 12, 4), NOON, NOON + HOUR)
    longer = Shift(kind, date(2026, 12, 4), NOON, NOON + 2 * HOUR)
    assert len({one, same, longer}) == 2
    assert one.key == longer.key == ("day", date(2026, 12, 4))
    assert sorted_shifts([longer, one]) == (one, longer)
    assert (longer.minutes, longer.length) == (120, 2 * HOUR)


def test_a_schedule_is_the_same_whatever_the_order_of_its_rows() -> None:
    """Doubles go, and two rows of one shift written with other ends never tie."""
    of = make.problem([make.person("ana"), make.person("bo")], [make.shift_type("day")])
    first, second = of.shifts[0], of.shifts[1]
    ana, bo = of.people
    longer = Shift(first.type, first.date, first.start, first.end + HOUR)
    rows = [Assignment(second, bo), Assignment(first, bo), Assignment(first, ana)]
    rows += [Assignment(longer, ana), Assignment(first, ana)]
    schedule = Schedule(of, tuple(rows))
    assert schedule == Schedule(of, tuple(reversed(rows)))
    assert [(a.person.id, a.shift.end) for a in schedule.assignments] == [
        ("ana", first.end),
        ("ana", longer.end),
        ("bo", first.end),
        ("bo", second.end),
    ]
    assert schedule.of["bo"] == (first, second)
    assert [who.id for who in schedule.on[second.key]] == ["bo"]
    assert schedule.on[of.shifts[2].key] == ()


def test_a_problem_lists_history_and_absences_of_everybody_in_order() -> None:
    """Somebody without either has an empty entry rather than none."""
    ana, bo = make.person("ana"), make.person("bo")
    day = make.shift_type("day")
    later, earlier = make.leave(ana, "2026-12-10"), make.leave(ana, "2026-12-08")
    of = make.problem(
        [ana, bo],
        [day],
        absences=(later, earlier),
        history=(make.past(day, "2026-12-06", ana), make.past(day, "2026-12-05", ana)),
    )
    assert [past.date.day for past in of.served["ana"]] == [5, 6]
    assert of.absent["ana"] == (earlier, later)
    assert (of.served["bo"], of.absent["bo"]) == ((), ())
    assert make.problem([bo], [day]).served["bo"] == ()
    assert isinstance(of.absent["ana"][0], Absence)
