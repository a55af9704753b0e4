"""Runs of CP-SAT are stopped, all of them, and begin again when told so."""

from __future__ import annotations

from ortools.sat.python import cp_model

from rotation.board.stopping import Stopping


def one() -> cp_model.CpModel:
    """Make a model of one variable."""
    model = cp_model.CpModel()
    model.new_bool_var("x")
    return model


def test_nothing_begins_between_an_end_and_a_beginning() -> None:
    """What is run before and after has CP-SAT's status; what is run between has none."""
    stopping = Stopping()
    solved = []
    for tell in (stopping.begin, stopping.end, stopping.begin):
        tell()
        solved.append(stopping.solve(cp_model.CpSolver(), one()))
    assert solved == [cp_model.OPTIMAL, None, cp_model.OPTIMAL]
    assert stopping.running == set()
