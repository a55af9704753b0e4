"""What the page leaves out, and what it says in other words than the tables."""

from __future__ import annotations

from typing import Any

from rotation.report.page import page
from tests.report.samples import balance
from tests.report.test_page import Reader, summary


def test_who_can_take_none_of_a_load_is_only_counted() -> None:
    """A line without share, work or balance is left out; an old balance alone is shown."""
    nothing: dict[str, Any] = {"expected": 0.0, "served": 0.0, "share": 0.0}
    rows = [balance("ana"), balance("bo", **nothing), balance("cy", **nothing, opening=1.5)]
    section = (
        page(summary(balances=rows)).split('<section id="fairness">')[1].split("</section>")[0]
    )
    said = Reader(section).text
    assert "without 1 person who can take none" in said
    assert [name in said for name in ("Ana", "Bo", "cy")] == [True, False, True]


def test_broken_rules_are_said_in_their_own_words() -> None:
    """Beside its name a rule has its sentence, also when that holds markup."""
    rules = {"fair": "everyone carries their share of <nights>"}
    assert (
        "fair everyone carries their share of <nights>" in Reader(page(summary(rules=rules))).text
    )
