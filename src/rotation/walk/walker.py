"""The door: the automata of a limit over one person's line."""

from __future__ import annotations

from rotation.limits import Clash, Limit, Line, Run, Total
from rotation.walk.automaton import Automaton
from rotation.walk.clashes import clash_machine
from rotation.walk.explore import Machine, State, TooManyStates, build, never
from rotation.walk.runs import RunMachine
from rotation.walk.totals import MOST, total_automata

__all__ = ["TooManyStates", "automata"]


def automata(
    limit: Limit, line: Line, weight: int | None, *, most_states: int = 64
) -> list[Automaton]:
    """Turn what a limit asks of a line into automata that together price it, to the grain.

    Parameters
    ----------
    weight
        Price of one unit of breach; None: nothing may break it.
    most_states
        A total that would remember more values than these is counted and priced by a curve.

    Raises
    ------
    TooManyStates
        It would remember too much to be walked.
    """
    if weight == 0:
        return []
    if isinstance(limit, Total):
        made = total_automata(limit, line, weight, most_states)
    elif isinstance(limit, Run):
        made = _made(RunMachine(limit, line, weight), line)
    else:
        assert isinstance(limit, Clash)  # noqa: S101
        machine = clash_machine(limit, line, weight)
        made = [] if machine is None else _made(machine, line)
    return [each for each in made if each.stages.size or each.constant or each.curve]


def _made(machine: Machine[State], line: Line) -> list[Automaton]:
    made = build(machine, MOST)
    return [never(bool(line.open)) if made is None else made]
