"""Sums of literals, as CP-SAT takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ortools.sat.python import cp_model

Lit = Any
"""A CP-SAT literal; its stubs do not name one type for variables and their negations."""

Terms = Sequence[tuple[int, Lit]]
"""A linear sum: (coefficient, literal or variable)."""


def linear(terms: Terms) -> Any:
    """Write a sum as a CP-SAT expression."""
    return cp_model.LinearExpr.weighted_sum(
        [var for _, var in terms], [coefficient for coefficient, _ in terms]
    )
