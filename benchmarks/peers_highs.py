"""HiGHS, given the compact programme of an instance as a whole, to branch and bound."""

from __future__ import annotations

import sys
from typing import Any

from benchmarks.nrp_reader import read_instance
from benchmarks.peers_compact import Compact, Programme
from benchmarks.peers_telling import Asked, Missing, Search, Teller, tell_of

INSTALL = 'python -m pip install "highspy>=1.14,<1.15"'


def prepare(asked: Asked) -> Search:
    """Load the library, and read the instance."""
    path = asked.path
    try:
        import highspy
    except ModuleNotFoundError:
        raise Missing(INSTALL) from None
    instance = read_instance(path)

    def search(asked: Asked, teller: Teller) -> None:
        compact = Compact(instance)
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", asked.workers)
        highs.setOptionValue("random_seed", asked.seed)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 0.999)  # prices are whole
        highs.passModel(model_of(compact.programme))
        _listen(highs, compact, teller)
        highs.setOptionValue("time_limit", teller.left())
        highs.run()
        _last(highs, compact, teller)

    return search


def _listen(highs: Any, compact: Compact, teller: Teller) -> None:
    """Tell of every better roster as it is found."""

    def better(event: Any) -> None:
        out = event.data_out
        roster = compact.roster(out.mip_solution)
        teller.found(out.objective_function_value, bound_of(out.mip_dual_bound), roster)

    highs.cbMipImprovingSolution.subscribe(better)


def _last(highs: Any, compact: Compact, teller: Teller) -> None:
    import highspy

    found = highs.getInfo()
    if found.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        roster = compact.roster(highs.getSolution().col_value)
        teller.found(found.objective_function_value, bound_of(found.mip_dual_bound), roster)


def bound_of(bound: float) -> float | None:
    """Tell a bound from none."""
    return bound if abs(bound) < 1e20 else None


def model_of(programme: Programme) -> Any:
    """Write a programme as HiGHS reads it: row by row."""
    import highspy
    import numpy as np

    model = highspy.HighsLp()
    columns, rows = len(programme.prices), programme.rows
    model.num_col_, model.num_row_ = columns, len(rows)
    model.col_cost_ = np.array(programme.prices)
    model.col_lower_ = np.zeros(columns)
    model.col_upper_ = np.array(programme.most, dtype=float)
    model.row_lower_ = np.array([least for least, _, _ in rows], dtype=float)
    model.row_upper_ = np.array([most for _, _, most in rows], dtype=float)
    model.offset_ = programme.constant
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[whole] for whole in programme.whole]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(terms) for _, terms, _ in rows)])
    model.a_matrix_.index_ = np.array([c for _, terms, _ in rows for _, c in terms], dtype=int)
    model.a_matrix_.value_ = np.array([v for _, terms, _ in rows for v, _ in terms], dtype=float)
    return model


if __name__ == "__main__":
    sys.exit(tell_of(prepare))
