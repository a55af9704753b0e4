"""What was proved of a rota, in plain words."""

from __future__ import annotations

from math import ceil

from rotation.solver.solve import Solution


def proof(solution: Solution) -> str:
    """Say how good a rota is known to be.

    Examples
    --------
    >>> percent(0.0078), percent(0.00004), percent(0.5)
    ('0.8 %', '0.01 %', '50 %')
    """
    stopped = "Stopped early by you. " if solution.interrupted else ""
    if solution.status == "optimal":
        return f"{stopped}Optimal: no other rota has a lower price."
    if solution.gap is None:
        return f"{stopped or 'Stopped early. '}How much better a rota could be is not known."
    return f"{stopped}Within {percent(solution.gap)} of the best possible."


def percent(share: float) -> str:
    """Write a share for people, never below what it is."""
    places = 0 if share >= 0.1 else 1 if share >= 0.001 else 2
    steps = ceil(share * 100 * 10**places - 1e-9)  # the float of 0.8 % may lie a hair above it
    return f"{max(1, steps) / 10**places:.{places}f} %"
