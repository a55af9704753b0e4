"""How well a schedule keeps its service level agreements, before the month has happened."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rotation.domain import Schedule, Sla
from rotation.staffing.backlog import Leg, legs
from rotation.staffing.cover import Cover, cover
from rotation.staffing.wait import Patience

METHOD = "erlang-c mean field"
"""How attainment is predicted: Erlang C per language on busy shares from `sharing`."""

Verdict = Literal["PASS", "FAIL", "UNDECIDED"]
_Z95 = 1.959963984540054


@dataclass(frozen=True, kw_only=True)
class SlaRow:
    """One line of sla.csv; `language` and `severity` are empty on the line for the whole agreement.

    Parameters
    ----------
    cases
        Expected number of cases that are judged.
    attainment, low, high
        Predicted share answered in time and its 95 % interval.
    target
        The attainment wanted.
    worst_hour
        Start of the UTC hour with the lowest predicted attainment, the first of equals, as ISO 8601
        with Z; empty where there are no cases.
    """

    sla: str
    language: str
    severity: str
    cases: float
    attainment: float
    low: float
    high: float
    target: float
    verdict: Verdict
    method: str
    worst_hour: str


@dataclass(frozen=True)
class _Arrivals:
    """Cases of one kind in one cell, and how many of them are answered in time."""

    hour: datetime
    cases: float
    met: float


def sla_rows(schedule: Schedule) -> list[SlaRow]:
    """Predict each agreement of a schedule, per language and severity and as a whole.

    Attainment is the mean of what each stretch of constant cover and demand attains, weighted by
    its cases. A severity has no people of its own: all cases of a language share its speakers.
    Under `calendar` the clock always runs and every case counts, whenever it arrives; under
    `coverage` it runs inside the window only, so that a case which arrives outside starts at the
    next opening. Both metrics wait for the same thing, somebody to take the case.

    Nothing to judge is attainment 1 between 0 and 1: UNDECIDED.
    """
    timeline = cover(schedule)
    lines = legs(timeline)
    kinds = sorted({kind for cell in timeline.cells for kind in cell.rates})
    return [row for sla in schedule.problem.slas for row in _rows_of(sla, kinds, timeline, lines)]


def _rows_of(
    sla: Sla, kinds: list[tuple[str, str]], timeline: Cover, lines: dict[str, list[Leg]]
) -> Iterator[SlaRow]:
    wanted = _wanted(sla, kinds)
    met = {
        language: _met(sla, timeline, lines[language])
        for language in sorted({language for language, _ in wanted} & lines.keys())
    }
    arrivals = {kind: _arrivals(kind, timeline, met.get(kind[0], [])) for kind in wanted}
    yield _row(sla, "", "", [one for kind in wanted for one in arrivals[kind]])
    for language, severity in wanted:
        yield _row(sla, language, severity, arrivals[language, severity])


def _wanted(sla: Sla, kinds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """List the kinds of cases an agreement is about: with demand, or named by it in full."""
    named = {(language, severity) for language in sla.languages for severity in sla.severities}
    expected = {
        (language, severity)
        for language, severity in kinds
        if (not sla.languages or language in sla.languages)
        and (not sla.severities or severity in sla.severities)
    }
    return sorted(named | expected)


def _met(sla: Sla, timeline: Cover, line: list[Leg]) -> list[float]:
    patience = Patience(sla, timeline, line)
    return [patience.met(leg) for leg in line]


def _arrivals(kind: tuple[str, str], timeline: Cover, met: list[float]) -> list[_Arrivals]:
    return [
        _Arrivals(
            cell.hour,
            cell.rates[kind] * cell.hours,
            cell.rates[kind] * cell.hours * share,
        )
        for cell, share in zip(timeline.cells, met, strict=False)
        if kind in cell.rates
    ]


def _row(sla: Sla, language: str, severity: str, arrivals: list[_Arrivals]) -> SlaRow:
    cases = math.fsum(one.cases for one in arrivals)
    attainment = math.fsum(one.met for one in arrivals) / cases if cases else 1.0
    low, high = interval(attainment, cases)
    return SlaRow(
        sla=sla.id,
        language=language,
        severity=severity,
        cases=cases,
        attainment=attainment,
        low=low,
        high=high,
        target=sla.attainment,
        verdict=verdict(low, high, sla.attainment),
        method=METHOD,
        worst_hour=_worst_hour(arrivals),
    )


def interval(attainment: float, cases: float) -> tuple[float, float]:
    """Bound the share of `cases` that is attained in one month, 95 times in 100 (Wilson's score).

    A month of a rare language is short: ten expected cases leave much to chance.

    Sources
    -------
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.

    Examples
    --------
    >>> interval(1.0, 0)
    (0.0, 1.0)
    """
    if not cases:
        return 0.0, 1.0
    square = _Z95**2
    middle = (attainment + square / (2 * cases)) / (1 + square / cases)
    spread = attainment * (1 - attainment) / cases + square / (4 * cases**2)
    half = _Z95 * math.sqrt(max(0.0, spread)) / (1 + square / cases)
    return max(0.0, middle - half), min(1.0, middle + half)


def verdict(low: float, high: float, target: float) -> Verdict:
    """Decide only where the whole interval lies on one side of the target."""
    if low >= target:
        return "PASS"
    return "FAIL" if high < target else "UNDECIDED"


def _worst_hour(arrivals: Iterable[_Arrivals]) -> str:
    hours: dict[datetime, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for one in arrivals:
        cases, met = hours[one.hour]
        hours[one.hour] = (cases + one.cases, met + one.met)
    if not hours:
        return ""
    # Equal cover and demand must tie exactly, whatever the arithmetic left in the last digits.
    worst = min(hours, key=lambda hour: (round(hours[hour][1] / hours[hour][0], 9), hour))
    return f"{worst:%Y-%m-%dT%H:%M:%SZ}"
