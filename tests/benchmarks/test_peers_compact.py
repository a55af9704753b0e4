"""The compact programme beside our judge: the same rules, the same prices, the same best."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import pytest
from benchmarks.nrp_reader import read_instance
from benchmarks.nrp_team import team_of
from benchmarks.peers_compact import Compact
from benchmarks.peers_highs import model_of
from benchmarks.peers_judge import objective_of

from rotation.limits import GRAIN
from rotation.rule import judge, price
from tests.benchmarks.test_nrp import TINY, instance, rota
from tests.benchmarks.test_peers import rows


def lines_of_person(letters: str, days: int) -> list[str]:
    """List everything that somebody could do."""
    return ["".join(line) for line in product(letters, repeat=days)]


@pytest.mark.parametrize("who", ["a", "b"])
def test_the_compact_programme_has_the_rules_of_our_judge(tmp_path: Path, who: str) -> None:
    """Of all 3^7 weeks of one person, those that obey its rows are those our judge finds right.

    The other person stands still on a week that is right; every price is the judge's too.
    """
    path = instance(tmp_path)
    problem, rules = team_of(read_instance(path))
    compact = Compact(read_instance(path))
    other = {"a": ".EE....", "b": "......."}
    possible = 0
    weeks = lines_of_person(".EL", 7)
    for week in random.Random(1).sample(weeks, 700):
        roster = rows(**{**other, who: week})
        found = judge(rules, rota(problem, **{**other, who: week}))
        right = all(breach.weight is not None for breach in found)
        held = [compact.columns.get(cell) for cell in roster]
        obeys = None not in held and _obeys(compact, [c for c in held if c is not None])
        assert obeys == right, week
        possible += right
        if right:
            assert _price(compact, {c for c in held if c is not None}) == price(found) / GRAIN
    assert 0 < possible < 700


def _obeys(compact: Compact, held: list[int]) -> bool:
    """Check the rows of people, with the weekends that are worked marked as such."""
    ones = _with_weekends(compact, set(held))
    free = {column for column, whole in enumerate(compact.programme.whole) if not whole}
    for least, terms, most in compact.programme.rows:
        if any(column in free for _, column in terms):
            continue  # cover gives way
        if not least <= sum(value for value, column in terms if column in ones) <= most:
            return False
    return True


def _with_weekends(compact: Compact, ones: set[int]) -> set[int]:
    """Mark a weekend as worked where a row of it would else be broken."""
    cells = set(compact.columns.values())
    found = set(ones)
    for least, terms, most in compact.programme.rows:
        marks = [column for value, column in terms if value == -1 and column not in cells]
        if least == float("-inf") and most == 0 and marks and any(c in ones for _, c in terms):
            found.update(marks)
    return found


def _price(compact: Compact, ones: set[int]) -> float:
    """Add up columns, and who is missing or too many by the rows of cover."""
    programme = compact.programme
    total = programme.constant + sum(programme.prices[column] for column in ones)
    for least, terms, _ in programme.rows:
        gives = {value: column for value, column in terms if not programme.whole[column]}
        if gives:
            there = sum(column in ones for _, column in terms)
            side = 1.0 if there < least else -1.0
            total += abs(least - there) * programme.prices[gives[side]]
    return total


def test_highs_and_our_judge_agree_on_the_best_rota(tmp_path: Path) -> None:
    """With a away on day 3 as well the least is 100, as the test of our own solver derives."""
    highspy = pytest.importorskip("highspy")
    path = instance(tmp_path, TINY.replace("\na,0\n", "\na,0,3\n"))
    compact = Compact(read_instance(path))
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.passModel(model_of(compact.programme))
    highs.run()
    assert highs.getInfo().objective_function_value == pytest.approx(100)
    problem, rules = team_of(read_instance(path))
    assert objective_of(problem, rules, compact.roster(highs.getSolution().col_value)) == 100
