"""The rota for a manager: one HTML file that needs nothing else."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from rotation import clock
from rotation.domain import DAY_NAMES, MONTHS, Schedule, Shift, say_date
from rotation.report import charts, findings
from rotation.report.grid import Cell, grid
from rotation.report.heat import HOURS, heat_maps
from rotation.report.tables import plain, utc
from rotation.report.verdict import count, verdicts, whole_slas

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from rotation.constraints.ledger import Balance
    from rotation.rule import Breach
    from rotation.staffing.service import SlaRow

COLOURS = 8
"""Number of colours for shift types; after the last they come round again."""
MOST_ROWS = 200
"""Breaches of one rule that the page lists; breaches.csv has them all."""

LOAD_NAMES = {
    "weekends": "Weekends worked",
    "nights": "Night shifts",
    "holidays": "Hours on own holidays",
    "hours": "Counted hours",
    "unsocial": "Unsocial hours",
    "shifts": "Shifts",
}


@dataclass(frozen=True, kw_only=True)
class ReportInput:
    """All that the page shows.

    Parameters
    ----------
    proof
        What is known about how good the rota is, in one sentence.
    run
        The facts of run.json; its seconds are left out, so that the page stays the same.
    as_of
        The only clock on the page.
    rules
        Rule -> its sentence.
    """

    schedule: Schedule
    proof: str
    as_of: datetime
    sla_rows: Sequence[SlaRow] = ()
    balances: Sequence[Balance] = ()
    breaches: Sequence[Breach] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    run: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Broken:
    """The breaches of one rule, with their number and price."""

    rule: str
    weight: int | None
    breaches: tuple[Breach, ...]

    @property
    def price(self) -> float:
        """What they cost together."""
        return sum((self.weight or 0) * breach.amount for breach in self.breaches)

    @property
    def amount(self) -> float:
        """How far the rule is broken altogether."""
        return sum(breach.amount for breach in self.breaches)


def page(summary: ReportInput) -> str:
    """Write the page; the same input gives the same text."""
    from markupsafe import Markup

    css = _source("page.css")
    own = Markup(css)  # noqa: S704 (our own file)
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return _template().render(css=own, digest=digest, **_facts(summary))


def _facts(summary: ReportInput) -> dict[str, Any]:
    """Gather what the template names."""
    schedule = summary.schedule
    maps = heat_maps(schedule)
    answers = verdicts(schedule, maps, summary.sla_rows, summary.breaches)
    wishes = findings.wishes(schedule)
    return {
        "summary": summary,
        "problem": schedule.problem,
        "zone": schedule.problem.team.time_zone,
        "verdicts": answers,
        "failures": sum(answer.tone == "bad" for answer in answers),
        "grid": grid(schedule),
        "maps": maps,
        "hours": HOURS,
        "seats": findings.empty_seats(schedule),
        "shortages": findings.shortages(schedule),
        "failing": [row for row in whole_slas(summary.sla_rows) if row.verdict == "FAIL"],
        "slas": charts.interval_marks(summary.sla_rows),
        "sla_axis": charts.sla_axis(summary.sla_rows),
        "loads": charts.balance_marks(summary.balances),
        "granted": [wish for wish in wishes if wish.granted],
        "refused": [wish for wish in wishes if not wish.granted],
        "carriers": findings.carriers(schedule),
        "broken": broken(summary.breaches),
        "run": run_facts(summary.run),
    }


def broken(breaches: Sequence[Breach]) -> list[Broken]:
    """Group breaches by rule: hard rules first, then by price."""
    by_rule: dict[tuple[str, int | None], list[Breach]] = defaultdict(list)
    for breach in sorted(breaches, key=lambda breach: breach.order):
        by_rule[breach.rule, breach.weight].append(breach)
    found = [Broken(rule, weight, tuple(lines)) for (rule, weight), lines in by_rule.items()]
    return sorted(found, key=lambda b: (b.weight is not None, -b.price, b.rule, b.weight or 0))


def run_facts(run: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List the facts of a run as words, without the seconds it took."""
    found: list[tuple[str, str]] = []
    for name, value in run.items():
        if name == "seconds" or value is None:
            continue
        if isinstance(value, Mapping):
            words = ", ".join(f"{key} {value[key]}" for key in value)
        else:
            words = plain(value) if isinstance(value, float) else str(value)
        found.append((name.replace("_", " "), words))
    return found


def cell_words(cell: Cell, zone: str) -> str:
    """Say what one person's date holds, on their own clock, for the tooltip."""
    words = [_shift_words(shift, lived.is_night, zone) for shift, lived in cell.shifts]
    if cell.absence:
        words.append(cell.absence if cell.whole else f"{cell.absence}, part of the day")
    words += [cell.holiday] if cell.holiday else []
    return f"{say_date(cell.day)}: {'; '.join(words)}" if words else ""


def _shift_words(shift: Shift, is_night: bool, zone: str) -> str:
    start, end = clock.local(shift.start, zone), clock.local(shift.end, zone)
    until = f"{end:%H:%M}" if end - start < clock.DAY else findings.say_moment(shift.end, zone)
    return f"{shift.type.id} {start:%H:%M}–{until}{' night' if is_night else ''}"


def load_name(load: str) -> str:
    """Name a kind of load for people; ``shifts:watch`` is Shifts: watch."""
    kind, _, which = load.partition(":")
    return LOAD_NAMES.get(kind, kind) + (f": {which}" if which else "")


def signed(amount: float, places: int = 2) -> str:
    """Write a difference with its sign: +1.50, −0.25, 0.00."""
    rounded = round(amount, places) + 0.0
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):.{places}f}"


def percent(share: float | None) -> str:
    """Write a share with one decimal; an unknown one is a dash."""
    return "–" if share is None or share != share else f"{100 * share:.1f} %"


def hour_words(text: str, zone: str) -> str:
    """Write an instant that is text on a zone's clock; what is no instant stays as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return findings.say_moment(moment, zone) if moment.tzinfo else text


def _source(name: str) -> str:
    return resources.files("rotation.report").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    return _environment().get_template("page.html.j2")


def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        plain=lambda number: plain(round(number, 2)),
        signed=signed,
        percent=percent,
        count=count,
        utc=utc,
        hour=hour_words,
        moment=findings.say_moment,
        date=say_date,
        load=load_name,
    )
    environment.globals.update(
        cell_words=cell_words, colours=COLOURS, most_rows=MOST_ROWS, months=MONTHS, days=DAY_NAMES
    )
    return environment
