"""Making a rule by name and judging a rota of a few rows with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rotation.domain import Problem
from rotation.errors import InvalidRule
from rotation.rule import Breach, Rule, registry
from tests.problems import schedule

RULES = registry()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def rule(name: str, /, **parameters: Any) -> Rule:
    """Make a rule as rota.toml would."""
    return RULES[name](**parameters)


def judged(each: Rule, of: Problem, *rows: str) -> list[Breach]:
    """List the breaches of one rule in a rota of rows such as "day 2026-12-07 ana"."""
    return list(each.breaches(schedule(of, *rows)))


def amounts(each: Rule, of: Problem, *rows: str) -> list[float]:
    """List how far the rule is broken, a number for each breach."""
    return [breach.amount for breach in judged(each, of, *rows)]


def sentences(each: Rule, of: Problem, *rows: str) -> list[str]:
    """List what the breaches say."""
    return [breach.says for breach in judged(each, of, *rows)]


def refusal(name: str, /, **parameters: Any) -> tuple[str, str]:
    """Return the field and the words with which a rule refuses its parameters."""
    with pytest.raises(InvalidRule) as refused:
        rule(name, **parameters)
    return refused.value.field, refused.value.says
