"""What every rule has: a registry, groups, labels, and breaches in order."""

from __future__ import annotations

import dataclasses

import pytest

from rotation.domain import Level, Team
from rotation.errors import InvalidRule
from rotation.limits import GRAIN
from rotation.rule import Breach, Group, Rule, judge, price, registry, rule
from tests import problems as make
from tests.problems import at, person, shift_type


def test_the_registry_has_every_rule_of_the_contract() -> None:
    """Rules are found by importing their files, sorted by name."""
    wanted = [
        "qualified",
        "available",
        "no_overlap",
        "locked",
        "staffing",
        "mix",
        "coverage",
        "rest",
        "weekly_rest",
        "hours",
        "days_in_row",
        "days_off_in_row",
        "nights",
        "weekends",
        "sequence",
        "spacing",
        "fair",
        "requests",
        "continuity",
        "together",
        "apart",
        "exposure",
        "keep",
    ]
    assert set(wanted) <= set(registry())
    assert list(registry()) == sorted(registry())


def test_a_name_is_given_once() -> None:
    """A second rule of the same name is refused."""
    registry()
    with pytest.raises(ValueError, match='two rules are called "rest"'):
        rule("rest")(Rule)
    assert registry()["rest"] is not Rule


@pytest.mark.parametrize("name", list(registry()))
def test_every_rule_is_frozen_and_described(name: str) -> None:
    """Values that cannot change, with a sentence for people and the unit of a breach."""
    kind = registry()[name]
    assert kind.name == name
    assert dataclasses.fields(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert (kind.__doc__ or "").split("\n")[0].endswith(".")
    assert kind.unit


def test_what_is_soft_unless_hard_is_soft() -> None:
    """Default weights stand where the contract says soft, and nowhere else."""
    weighted = {
        name
        for name, kind in registry().items()
        for field in dataclasses.fields(kind)
        if field.name == "weight" and isinstance(field.default, int)
    }
    # Staffing's default price is each shift's own, so it is not written as a number.
    assert weighted >= {"mix", "coverage", "fair", "requests", "continuity", "keep"}
    hard = "rest weekly_rest hours days_in_row days_off_in_row nights weekends sequence spacing"
    assert weighted.isdisjoint([*hard.split(), "together", "apart", "exposure"])
    on = {name for name, kind in registry().items() if kind.by_default}
    assert {"staffing", "mix", "coverage", "requests"} <= on
    assert {name for name, kind in registry().items() if kind.always} == {
        "available",
        "locked",
        "no_overlap",
        "qualified",
    }


# Groups


ANA = person(
    "ana", speaks="es-mx:B2 en:C2", skills={"senior"}, holidays="US-TX", time_zone="America/Chicago"
)


@pytest.mark.parametrize(
    ("group", "is_in"),
    [
        (Group(), True),
        (Group(ids=("bo", "ana")), True),
        (Group(ids=("bo",)), False),
        (Group(skill="senior"), True),
        (Group(skill="junior"), False),
        (Group(language="es"), True),
        (Group(language="zh"), False),
        (Group(holidays="US-TX"), True),
        (Group(holidays="IE"), False),
        (Group(time_zone="America/Chicago"), True),
        (Group(time_zone="UTC"), False),
        (Group(ids=("ana",), skill="senior", language="en"), True),
        (Group(ids=("ana",), skill="junior"), False),
    ],
)
def test_a_group_is_all_that_is_given(group: Group, is_in: bool) -> None:
    """Each thing that is written must hold."""
    assert group.includes(ANA, Team()) is is_in


def test_a_language_is_asked_at_the_working_level() -> None:
    """Ana's Spanish is B2: enough for a team that works at B2, not for one at C1."""
    group = Group(language="es")
    assert group.includes(ANA, Team(working_level=Level.B2))
    assert not group.includes(ANA, Team(working_level=Level.C1))


def test_a_group_says_itself() -> None:
    """In a rule's sentence the group stands after everyone."""
    group = Group(ids=("ana", "bo"), skill="senior", language="es")
    assert str(group) == "ana, bo and skill senior and speakers of es"
    assert registry()["rest"](people=group).whose() == f"everyone ({group})"
    assert str(Group(holidays="IE", time_zone="UTC")) == "holidays IE and in UTC"


# Labels, weights, breaches


def test_a_label_is_the_name_unless_given() -> None:
    """Reports call the second of two rules hours[2]."""
    assert registry()["rest"]().label == "rest"
    assert registry()["rest"](label="rest[2]").label == "rest[2]"


@pytest.mark.parametrize("weight", [0, -1])
def test_a_weight_is_above_zero(weight: int) -> None:
    """A price of nothing is refused by every rule that takes one."""
    with pytest.raises(InvalidRule, match="weight: must be a whole number above 0, got"):
        registry()["rest"](weight=weight)


def test_judging_sorts_and_prices() -> None:
    """Sorted by rule, start and person; hard breaches have no price."""
    kinds = [shift_type("late", "14:00", "22:00", people=2), shift_type("early", "06:00", "14:00")]
    of = make.problem([person("x"), person("y")], kinds, last="2026-12-08")
    rota = make.schedule(of, "late 2026-12-07 y x", "early 2026-12-08 x y")
    rules = [registry()["staffing"](weight=2), registry()["rest"](weight=5), registry()["rest"]()]
    found = judge(rules, rota)
    assert [(breach.rule, breach.person, breach.weight) for breach in found] == [
        ("rest", "x", 5),
        ("rest", "x", None),
        ("rest", "y", 5),
        ("rest", "y", None),
        # early of Monday is empty, early of Tuesday one above max, late of Tuesday empty.
        ("staffing", "", 2),
        ("staffing", "", None),
        ("staffing", "", 2),
    ]
    # Two clashes at 5, one seat and two seats at 2.
    assert price(found) == (2 * 5 + 3 * 2) * GRAIN


def test_an_amount_is_grains_in_units() -> None:
    """Half a unit is half of GRAIN."""
    breach = Breach("rest", 1, "x", at("2026-12-07"), at("2026-12-08"), GRAIN // 2, "says")
    assert breach.amount == 0.5
