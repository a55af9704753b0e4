"""`rotation generate --all`: every team of an organisation."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from rotation.cli.helping import opener
from rotation.cli.parameters import Asked
from rotation.cli.telling import STOPPED, fail, say_warnings, told, write_json
from rotation.news import News

if TYPE_CHECKING:
    from rotation.board import Progress
    from rotation.domain import Horizon
    from rotation.errors import Problem
    from rotation.organisation.run import Making, Organisation
    from rotation.organisation.summary import Row, Summary
    from rotation.pool import Pool


def generate_all(folder: Path, horizon: Horizon, as_of: datetime, asked: Asked) -> NoReturn:
    """Make the rotas of every team below a folder, and end with the worst exit status of all."""
    began = time.monotonic()
    with told():
        from rotation.board import Settings
        from rotation.organisation import output
        from rotation.organisation.run import Making

        output.refuse_foreign(folder, horizon)
        organisation, wrong = _read(folder, horizon, asked)
        teller = _Teller(len(organisation.teams), asked.seconds, quiet=asked.quiet)
        settings = Settings(seconds=asked.seconds, workers=1, seed=asked.seed)
        making = Making(organisation, horizon.name, settings, as_of, teller)
        making.refuse_foreign()
        with closing(_pool(asked, len(organisation.teams))) as pool:
            _run(making, pool)
        summary = output.summary(folder, horizon, making, wrong)
        seconds = time.monotonic() - began
        where = output.write(folder, summary, making, seconds)
    _say(summary, where, asked)
    sys.exit(summary.exit_status)


def _run(making: Making, pool: Pool) -> None:
    """Make every rota; Ctrl-C keeps what is written and ends the rest."""
    try:
        making.run(pool)
    except KeyboardInterrupt:
        done, teams = len(making.rows), len(making.organisation.teams)
        says = f"Stopped by you: {done} of {teams} teams had ended and are written"
        fail(f"{says}; there is no report of the organisation.", STOPPED)


def _read(folder: Path, horizon: Horizon, asked: Asked) -> tuple[Organisation, list[Problem]]:
    """Read every team; end here where one is wrong and nobody said to keep going."""
    from rotation.errors import InvalidInput
    from rotation.organisation.folders import team_folders
    from rotation.organisation.reading import read_teams, warnings
    from rotation.organisation.run import link

    teams, wrong = read_teams(team_folders(folder), horizon)
    organisation = link(teams)
    wrong += organisation.wrong
    if wrong and (organisation.wrong or not teams or not asked.keep_going):
        if asked.as_json:
            errors = [vars(each) for each in InvalidInput(wrong).problems]
            write_json({"horizon": horizon.name, "errors": errors})
        raise InvalidInput(wrong)
    for each in InvalidInput(wrong).problems:
        _err(f"left out: {each}")
    say_warnings([*warnings(teams), *organisation.odd])
    return organisation, wrong


def _pool(asked: Asked, teams: int) -> Pool:
    elsewhere = opener(asked.scheduler)
    if elsewhere is not None:
        return elsewhere()
    from rotation.organisation.pool import LocalPool

    return LocalPool(min(asked.workers, teams))


def _err(says: str) -> None:
    from rotation.report.terminal import printable

    click.echo(printable(says), err=True)


class _Teller:
    """Writes a line for each team: now and then while it is searched, and when it has ended."""

    EVERY = 10.0

    def __init__(self, teams: int, seconds: float, *, quiet: bool) -> None:
        self._teams, self._ended = teams, 0
        self._seconds = seconds
        self._quiet = quiet
        self._news: defaultdict[str, News] = defaultdict(lambda: News(self.EVERY))

    def going(self, team: str, progress: Progress) -> None:
        """Say where the search for a team stands."""
        from rotation.progress import says

        news = self._news[team].due(time.monotonic(), rota=progress.best is not None)
        if news and not self._quiet:
            _err(f"{team}: {says(progress, self._seconds)}")

    def linking(self, teams: Sequence[str]) -> None:
        """Say that the time of shared people is being divided."""
        self._news.clear()
        if not self._quiet and teams:
            _err(f"{', '.join(teams)}: dividing the time of shared people")

    def ended(self, row: Row) -> None:
        """Say how a team ended."""
        self._ended += 1
        if not self._quiet:
            _err(f"{row.team}: {ended_words(row)} ({self._ended} of {self._teams})")


def ended_words(row: Row) -> str:
    """Say in one line how a team ended: state, price, gap, what is short."""
    if row.price is None:
        return f"{row.status}: {row.says}"
    parts = [row.status, f"price {row.price:,.0f}"]
    if row.gap:
        parts.append(f"gap {row.gap * 100:.1f} %")
    parts += [f"short: {each}" for each in row.failures]
    return ", ".join(parts)


def _say(summary: Summary, where: Path, asked: Asked) -> None:
    for each in summary.across:
        _err(f"warning: over all teams of {each.person}, {each.rule} of {each.team}: {each.says}")
    if asked.as_json:
        write_json(summary.facts() | {"folder": str(where)})
        for row in summary.rows:
            if row.exit_status:
                _err(f"{row.team}: {ended_words(row)}")
        return
    from rotation.report.terminal import printable

    for row in summary.rows:
        if row.exit_status:
            click.echo(printable(f"{row.team}: {ended_words(row)}"))
    click.echo(whole_words(summary))
    click.echo(f"Written to {where}; open {where / 'organisation.html'}")


def whole_words(summary: Summary) -> str:
    """Say in one line how all teams ended together."""
    from rotation.report.verdict import count

    counts = summary.counts()
    parts = [f"{counts['made']} of {count(counts['teams'], 'team')} have a rota"]
    if counts["short"]:
        parts.append(f"{counts['short']} with something short")
    if counts["shared_people"]:
        people = count(counts["shared_people"], "shared person", "shared people")
        parts.append(f"{people}, not in two places at once")
    return f"{', '.join(parts)}."
