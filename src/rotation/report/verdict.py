"""The first lines of the page: may this rota be published, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rotation.domain import Schedule
from rotation.report.heat import HeatMap
from rotation.report.tables import open_seats, plain

if TYPE_CHECKING:
    from rotation.rule import Breach
    from rotation.staffing.service import SlaRow

Tone = Literal["good", "bad", "unsure"]


@dataclass(frozen=True)
class Verdict:
    """One question answered: what about, how it stands, and the answer in words."""

    about: str
    tone: Tone
    says: str


def verdicts(
    schedule: Schedule,
    maps: Sequence[HeatMap],
    sla_rows: Sequence[SlaRow],
    breaches: Sequence[Breach],
) -> list[Verdict]:
    """Answer for seats, coverage, SLAs and hard rules; what the team has none of is left out."""
    found = [_seats(schedule)]
    found += [_coverage(maps)] if maps else []
    found += [_slas(whole_slas(sla_rows))] if sla_rows else []
    return [*found, _hard_rules(breaches)]


def _seats(schedule: Schedule) -> Verdict:
    empty = sum(1 for _ in open_seats(schedule))
    if empty:
        return Verdict("Seats", "bad", f"{count(empty, 'seat')} below the minimum nobody fills.")
    return Verdict("Seats", "good", "Every seat is filled.")


def _coverage(maps: Sequence[HeatMap]) -> Verdict:
    short = [each for each in maps if each.short > 0]
    if not short:
        return Verdict("Coverage", "good", "Every coverage window has its people at every minute.")
    hours = plain(round(sum(each.short for each in short), 2))
    names = ", ".join(each.requirement.id for each in short)
    return Verdict("Coverage", "bad", f"{hours} person-hours short: {names}.")


def whole_slas(rows: Sequence[SlaRow]) -> list[SlaRow]:
    """Return the line of each whole SLA, or all its lines where it has none."""
    whole = {row.sla for row in rows if not row.language and not row.severity}
    return [row for row in rows if row.sla not in whole or not (row.language or row.severity)]


def _slas(rows: Sequence[SlaRow]) -> Verdict:
    failing = _names(rows, "FAIL")
    if failing:
        return Verdict("Service levels", "bad", f"Predicted to miss the target: {failing}.")
    unsure = _names(rows, "UNDECIDED")
    if unsure:
        return Verdict("Service levels", "unsure", f"Too close to call: {unsure}.")
    return Verdict("Service levels", "good", "Every SLA is predicted to be met.")


def _names(rows: Sequence[SlaRow], verdict: str) -> str:
    return ", ".join(sorted({row.sla for row in rows if row.verdict == verdict}))


def _hard_rules(breaches: Sequence[Breach]) -> Verdict:
    broken = Counter(breach.rule for breach in breaches if breach.weight is None)
    if not broken:
        return Verdict("Hard rules", "good", "No hard rule is broken.")
    rules = ", ".join(f"{rule} ({times})" for rule, times in sorted(broken.items()))
    return Verdict("Hard rules", "bad", f"Broken {count(broken.total(), 'time')}: {rules}.")


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number of things.

    Examples
    --------
    >>> count(1, "seat"), count(3, "seat"), count(2, "person", "people")
    ('1 seat', '3 seats', '2 people')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
