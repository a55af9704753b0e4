"""The way of an interior point by itself, against a solver of linear programmes."""

from __future__ import annotations

from random import Random

import highspy
import numpy as np
import pytest

from rotation.master import path
from rotation.master.normal import Columns, Normal
from rotation.master.path import Path

PATIENT = 600.0
"""Seconds: the first to solve anything waits for the kernels to be compiled."""

PEOPLE, LINES, SHIFTS = 6, 12, 10


def programme(seed: int) -> tuple[Columns, np.ndarray]:
    """Let everybody take one of their lines; who is short of a shift or over it pays."""
    chance = Random(seed)
    columns: list[tuple[float, float, dict[int, float]]] = []
    for shift in range(SHIFTS):
        columns.append((chance.randint(20, 90), np.inf, {shift: 1.0}))
        columns.append((chance.randint(1, 9), 1.0, {shift: -1.0}))
        columns.append((100.0, np.inf, {shift: -1.0}))
    for person in range(PEOPLE):
        for _ in range(LINES):
            held = dict.fromkeys(sorted(chance.sample(range(SHIFTS), 4)), 1.0)
            columns.append((chance.randint(0, 30), np.inf, held | {SHIFTS + person: 1.0}))
    start = np.cumsum([0, *(len(entries) for _, _, entries in columns)])
    made = Columns(
        np.array([cost for cost, _, _ in columns], np.float64),
        np.array([most for _, most, _ in columns], np.float64),
        start.astype(np.int64),
        np.array([row for *_, entries in columns for row in entries], np.int64),
        np.array([value for *_, entries in columns for value in entries.values()], np.float64),
    )
    return made, np.array([2.0] * SHIFTS + [1.0] * PEOPLE)


def solved(seed: int) -> float:
    """Solve one, and return what it costs."""
    columns, right = programme(seed)
    block, first = np.arange(PEOPLE, dtype=np.int64), np.arange(PEOPLE + 1, dtype=np.int64)
    found = Path(columns, right, block, first).run(1e-7, PATIENT)
    assert found is not None
    return float(columns.cost @ found[0])


@pytest.mark.parametrize("seed", range(8))
def test_it_ends_where_others_do(seed: int) -> None:
    """The value is that of HiGHS."""
    columns, right = programme(seed)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(columns.cost), len(right)
    model.col_cost_, model.col_upper_ = columns.cost, columns.most
    model.col_lower_ = np.zeros(len(columns.cost))
    model.row_lower_ = model.row_upper_ = right
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = columns.start.astype(np.int32)
    model.a_matrix_.index_ = columns.index.astype(np.int32)
    model.a_matrix_.value_ = columns.value
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.passModel(model)
    highs.run()
    assert solved(seed) == pytest.approx(highs.getObjectiveValue(), rel=1e-5)


def test_pulling_to_the_middle_saves_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same programmes take fewer factorisations, which are what costs."""
    factored = []
    factor = Normal.factor

    def counting(self: Normal, weight: np.ndarray) -> bool:
        factored.append(1)
        return factor(self, weight)

    monkeypatch.setattr(Normal, "factor", counting)
    for seed in range(8):
        solved(seed)
    pulled = len(factored)
    monkeypatch.setattr(path, "CENTRED", 0)
    for seed in range(8):
        solved(seed)
    assert pulled < 0.9 * (len(factored) - pulled)
