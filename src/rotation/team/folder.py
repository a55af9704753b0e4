"""A team folder, read and checked: everything wrong with it is said at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from rotation import clock
from rotation.clock import DAY
from rotation.domain import Assignment, Horizon, Problem, ShiftKey, Specialist, Team
from rotation.local import horizon_span
from rotation.rule import Rule
from rotation.team import moments
from rotation.team.absences import read_absences
from rotation.team.complaints import Complaints
from rotation.team.dated_seats import read_seats, with_seats
from rotation.team.demand import read_demand
from rotation.team.document import Document, read_document
from rotation.team.history import FILE as HISTORY
from rotation.team.history import read_history
from rotation.team.inputs import Inputs
from rotation.team.ledger import read_ledger
from rotation.team.people import read_people
from rotation.team.promises import PUBLISHED, read_published, with_locked
from rotation.team.records import COLUMNS
from rotation.team.requests import read_requests
from rotation.team.rota import Rota, read_rota
from rotation.team.rule_keys import Known
from rotation.team.rules import read_rules
from rotation.team.schedules import read_schedule, schedule_dates
from rotation.team.tables import read_table
from rotation.team.words import no_such

ROTA = "rota.toml"
_EARLIEST, _LATEST = date(1970, 1, 1), date(2200, 12, 31)

__all__ = [
    "Reading",
    "default_horizon",
    "month_after",
    "read",
    "read_schedule",
    "schedule_dates",
]


@dataclass(frozen=True)
class Reading:
    """A team folder as read for one horizon.

    Parameters
    ----------
    warnings
        What is odd but can be meant: rows that are ignored, ends of shifts in a clock change.
    input_sha256
        Hash of the names and bytes of every file that was read.
    """

    problem: Problem
    rules: tuple[Rule, ...]
    warnings: tuple[str, ...]
    input_sha256: str


def read(folder: Path, horizon: Horizon) -> Reading:
    """Read a team folder for the dates of a horizon.

    Raises
    ------
    InvalidInput
        With every problem of every file.
    """
    complaints = Complaints()
    if not folder.is_dir():
        got = "a file" if folder.exists() else "no such folder"
        complaints.add(str(folder), 0, "", f"must be a team folder, got {got}")
    if not _EARLIEST <= horizon.first <= horizon.last <= _LATEST:
        says = f"must run forward between {_EARLIEST} and {_LATEST}"
        complaints.add("", 0, "horizon", f"{says}, got {horizon.first} to {horizon.last}")
    complaints.raise_if_any()
    inputs = Inputs(folder, complaints)
    problem, rules = _read_all(inputs, horizon)
    inputs.warn_of_near_names()
    complaints.raise_if_any()
    odd = (*clock.oddities(problem.shift_types, horizon), *_read_elsewhere(problem))
    if not problem.shifts:
        complaints.warn(f"no shift of rota.toml starts from {horizon.first} to {horizon.last}")
    return Reading(problem, rules, (*complaints.warnings, *odd), inputs.sha256())


def _read_elsewhere(problem: Problem) -> Iterator[str]:
    """Warn of zones that other programs on this computer read otherwise than we do."""
    zones = {person.time_zone for person in problem.people}
    zones |= {kind.time_zone for kind in problem.shift_types}
    for name in clock.foreign_zone_differences(zones, horizon_span(problem)):
        yield (
            f"{name}: other programs on this computer may show shifts at another hour;"
            f" its zone database differs from {clock.tzdata_version()}, which is used here"
        )


def _read_all(inputs: Inputs, horizon: Horizon) -> tuple[Problem, tuple[Rule, ...]]:
    """Read every file; later ones make do with what earlier ones could be read for."""
    document = _document(inputs)
    rota = read_rota(document) if document else Rota()
    people, ids = read_people(inputs)
    known = Known(rota.shift_ids, ids)
    rules = read_rules(document, known) if document else ()
    by_id = {person.id: person for person in people}
    history = read_history(inputs, rota, by_id, ids, horizon)
    seats = read_seats(inputs, rota, known)
    problem = Problem(
        team=rota.team,
        horizon=horizon,
        people=people,
        shift_types=rota.shift_types,
        shifts=with_seats(clock.expand(rota.shift_types, horizon), seats),
        absences=read_absences(inputs, by_id, ids, horizon),
        history=history,
        requests=tuple(w for w in read_requests(inputs, known) if w.person in by_id),
        requirements=rota.requirements,
        slas=rota.slas,
        demand=read_demand(inputs, rota.team),
        ledger=read_ledger(inputs, ids),
        public_holidays=_holidays(people, rota.team, horizon, history),
    )
    problem = with_locked(problem, inputs, rota, known)
    published = _published(rules, inputs, problem, document)
    return replace(problem, published=published), rules


def _document(inputs: Inputs) -> Document | None:
    text = inputs.text(ROTA)
    if text is None:
        inputs.must_be_there(ROTA)
        return None
    return read_document(text, ROTA, inputs.complaints)


def _published(
    rules: tuple[Rule, ...], inputs: Inputs, problem: Problem, document: Document | None
) -> tuple[tuple[ShiftKey, str], ...] | None:
    """Read what was published, from the file that rule keep names."""
    against = sorted({str(each.against) for each in rules if hasattr(each, "against")})
    at = ("rules", "keep", "against")
    file = against[0] if against else PUBLISHED
    if document is not None and against:
        if len(against) > 1:
            document.tell(at, f"must be one file for all of [[rules.keep]], got {len(against)}")
        if Path(file).is_absolute() or ".." in Path(file).parts:
            document.tell(at, f'must be a file inside the team folder, got "{file}"')
            return None
        if inputs.content(file) is None and file == PUBLISHED:
            inputs.complaints.warn(f"rules.keep: there is no {PUBLISHED}, so nothing is kept")
        elif inputs.content(file) is None:
            options = [path.name for path in inputs.folder.glob("*.csv")]
            document.tell(at, no_such("file", file, options))
    return read_published(file, inputs, problem)


def _holidays(
    people: tuple[Specialist, ...],
    team: Team,
    horizon: Horizon,
    history: tuple[Assignment, ...] | None,
) -> Mapping[str, Mapping[date, str]]:
    """Look up everybody's holidays for the years of the horizon and of the history."""
    from rotation.calendars.public_holidays import holidays_of

    first = min([horizon.first, *(past.shift.date for past in history or ())])
    years = range(first.year - 1, horizon.last.year + 2)
    by_code = {
        code: holidays_of(code, years) for code in {person.holidays for person in people} - {""}
    }
    own = dict(team.holidays)
    return MappingProxyType(
        {
            person.id: MappingProxyType({**own, **by_code.get(person.holidays, {})})
            for person in people
        }
    )


def default_horizon(folder: Path, today: date) -> Horizon:
    """Choose the month to check where nobody says which.

    The calendar month after the last date in history.csv; without history, the one after today.
    """
    inputs = Inputs(folder, Complaints())
    text = inputs.text(HISTORY)
    rows = read_table(text, HISTORY, COLUMNS, inputs.complaints) if text is not None else []
    dates = [day for row in rows if (day := row.get("date", moments.day_of, None)) is not None]
    return month_after(max((day for day in dates if day.year < date.max.year), default=today))


def month_after(day: date) -> Horizon:
    """Return the calendar month that follows a date's.

    Examples
    --------
    >>> month_after(date(2026, 12, 31)).name
    '2027-01'
    """
    first = (day.replace(day=28) + 4 * DAY).replace(day=1)
    return Horizon(first, (first.replace(day=28) + 4 * DAY).replace(day=1) - DAY)
