"""The first lines say whether the rota may be published."""

from __future__ import annotations

from rotation.report.heat import heat_maps
from rotation.report.verdict import verdicts, whole_slas
from tests.problems import person, problem, requirement, schedule, shift_type
from tests.report.samples import breach, sla_row, two_shifts, week


def test_all_is_well() -> None:
    """Every question is answered with good; what the team has none of is not asked."""
    of = problem([person("ana")], [shift_type("day")], "2026-12-07", "2026-12-07")
    made = schedule(of, "day 2026-12-07 ana")
    told = verdicts(made, [], [], [breach("fair", 10)])
    assert [(each.about, each.tone, each.says) for each in told] == [
        ("Seats", "good", "Every seat is filled."),
        ("Hard rules", "good", "No hard rule is broken."),
    ]


def test_all_is_bad() -> None:
    """Every failure is named with its size."""
    made = two_shifts(week())
    rows = [sla_row("b", verdict="FAIL"), sla_row("a", verdict="UNDECIDED")]
    broken = [breach("rest"), breach("rest"), breach("nights")]
    told = verdicts(made, heat_maps(made), rows, broken)
    assert [(each.about, each.tone, each.says) for each in told] == [
        ("Seats", "bad", "12 seats below the minimum nobody fills."),
        # 7 days of 24 h, of which Bo and Ana are on duty 8 h each.
        ("Coverage", "bad", "152 person-hours short: english."),
        ("Service levels", "bad", "Predicted to miss the target: b."),
        ("Hard rules", "bad", "Broken 3 times: nights (1), rest (2)."),
    ]


def test_coverage_that_holds() -> None:
    """A requirement that is never short is good."""
    of = problem(
        [person("ana")],
        [shift_type("day", "00:00", "00:00")],
        "2026-12-07",
        "2026-12-07",
        history=(),
        requirements=(requirement("english"),),
    )
    made = schedule(of, "day 2026-12-07 ana")
    answer = verdicts(made, heat_maps(made), [], [])[1]
    assert (answer.tone, answer.says) == (
        "good",
        "Every coverage window has its people at every minute.",
    )


def test_undecided_is_not_a_failure() -> None:
    """Too close to call is said, and is neither good nor bad; passing is good."""
    made = two_shifts(week())
    unsure = verdicts(made, [], [sla_row("a", verdict="UNDECIDED"), sla_row("b")], [])[1]
    assert (unsure.tone, unsure.says) == ("unsure", "Too close to call: a.")
    passing = verdicts(made, [], [sla_row()], [])[1]
    assert (passing.tone, passing.says) == ("good", "Every SLA is predicted to be met.")


def test_the_line_for_the_whole_sla_decides() -> None:
    """A failing language inside an SLA that passes as a whole is not a failing SLA."""
    whole, part = sla_row("a"), sla_row("a", language="es", verdict="FAIL")
    alone = sla_row("b", language="es", verdict="FAIL")
    assert whole_slas([whole, part, alone]) == [whole, alone]
