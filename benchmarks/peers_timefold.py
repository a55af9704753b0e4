"""Timefold, by its last release for Python.

It runs in one thread: more need its paid edition. Its settings are the ones it comes with, without
the assertions of its default mode, which are for development.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from benchmarks.nrp_reader import read_instance
from benchmarks.peers_telling import Asked, Missing, Row, Search, Teller, tell_of

if TYPE_CHECKING:
    from benchmarks.peers_timefold_facts import Roster

INSTALL = (
    "python -m pip install timefold==1.24.0b0 (Python 3.10 to 3.12), and a Java runtime from 17 on:"
    " apt-get install openjdk-17-jre-headless"
)

REST = 0.2
"""Seconds between two rosters that are copied to Python: each copy takes its time from the search,
and those found in between are passed over."""


def prepare(asked: Asked) -> Search:
    """Start the Java machine, and read the instance."""
    path = asked.path
    try:
        from benchmarks.peers_timefold_facts import roster_of
    except ModuleNotFoundError as error:
        if error.name and not error.name.startswith(("timefold", "jpype", "_jpyinterpreter")):
            raise
        raise Missing(INSTALL) from None
    except Exception as error:
        if "JVM" in f"{type(error).__name__} {error}":
            raise Missing(INSTALL) from None
        raise
    manager = _manager(asked.seed)
    problem = roster_of(read_instance(path))
    return lambda asked, teller: _search(manager, problem, teller)


def _manager(seed: int) -> Any:
    """Turn the rules into Java, once for all instances, as our own machine code is made once."""
    from timefold.solver import SolverFactory, SolverManager
    from timefold.solver.config import EnvironmentMode, ScoreDirectorFactoryConfig, SolverConfig

    from benchmarks.peers_timefold_facts import Cell, Roster
    from benchmarks.peers_timefold_model import constraints

    config = SolverConfig(
        solution_class=Roster,
        entity_class_list=[Cell],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=constraints
        ),
    )
    return SolverManager.create(SolverFactory.create(config))


def _search(manager: Any, problem: Roster, teller: Teller) -> None:
    from timefold.solver.config import Duration, SolverConfigOverride, TerminationConfig

    lock = threading.Lock()

    def tell(best: Roster) -> None:
        score = best.score
        if score is not None and score.is_feasible:
            with lock:
                teller.found(-score.soft_score, None, rows_of(best))
        time.sleep(REST)

    limit = TerminationConfig(spent_limit=Duration(milliseconds=round(teller.left() * 1000)))
    builder = manager.solve_builder().with_problem_id("roster").with_problem(problem)
    builder = builder.with_config_override(SolverConfigOverride(termination_config=limit))
    job = builder.with_best_solution_consumer(tell).run()
    tell(job.get_final_best_solution())
    manager.close()


def rows_of(roster: Roster) -> Iterator[Row]:
    """List the assignments of a roster."""
    for cell in roster.cells:
        if cell.kind is not None:
            yield cell.person.id, cell.day.number, cell.kind.id


if __name__ == "__main__":
    sys.exit(tell_of(prepare))
