"""The commands: parse, call, print. Nothing heavy is imported before one of them needs it."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rotation import __version__
from rotation.cli.helping import opener
from rotation.cli.parameters import (
    AS_OF,
    DAY,
    FOLDER,
    JSON,
    MONTH,
    Asked,
    refuse_with_all,
    refuse_without_all,
    search_options,
)
from rotation.cli.telling import (
    DONE,
    NONE,
    SHORT,
    WRONG,
    as_instant,
    horizon_of,
    month_of,
    read_folder,
    say_warnings,
    told,
    write_json,
)
from rotation.threads import alone

if TYPE_CHECKING:
    from rotation.domain import Problem
    from rotation.team.folder import Reading


class _Program(click.Group):
    """The program; a place that cannot be written to ends it in words."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run, and say where results could not be written."""
        alone()
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            click.echo(f"cannot be written: {error.strerror or error}", err=True)
            sys.exit(WRONG)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rotation")
def main() -> None:
    """Fair on-call rotas for teams that follow the sun.

    A team folder (rota.toml, people.csv, ...) goes in; a rota, calendars to subscribe to,
    coverage and service levels come out.

    \b
    Exit status: 0 done; 1 done, but something is short (it is said what);
    2 the input or the call is wrong; 3 no schedule obeys the hard rules;
    130 stopped with Ctrl-C before there was anything to keep.

    Shell completion: see `rotation completion --help`.
    """  # noqa: D301


@main.command()
@FOLDER
@click.option("--example", metavar="NAME", help="safety-escalations or small-team.")
def init(folder: Path, example: str | None) -> None:
    """Make a team folder that works at once."""
    with told():
        from rotation.team.template import create

        create(folder, example)
    click.echo(f"{folder} is ready. Next: rotation check {folder}")


@main.command()
@FOLDER
@click.option("--month", type=MONTH, metavar="YYYY-MM", help="Default: the month to come.")
@JSON
def check(folder: Path, month: date | None, as_json: bool) -> None:
    """Find input errors and impossible demands, all of them, before any solve.

    The month to come is the one after the last date in history.csv, else after today.
    """
    with told():
        from rotation.errors import InvalidInput
        from rotation.team.checks import impossible
        from rotation.team.folder import default_horizon, read

        horizon = month_of(month) if month else default_horizon(folder, datetime.now(UTC).date())
        try:
            reading = read(folder, horizon)
        except InvalidInput as wrong:
            if as_json:
                write_json({"horizon": horizon.name, "errors": [vars(p) for p in wrong.problems]})
            raise
        found = impossible(reading.problem, reading.rules)
    if as_json:
        write_json(
            {
                "horizon": horizon.name,
                "errors": [],
                "impossible": found,
                "warnings": list(reading.warnings),
            }
        )
    else:
        say_warnings(reading.warnings)
        _say_check(horizon.name, reading, found)
    sys.exit(SHORT if found else DONE)


def _say_check(name: str, reading: Reading, found: list[str]) -> None:
    from rotation.report.terminal import printable

    problem = reading.problem
    click.echo(
        f"{name}: {len(problem.people)} people, {len(problem.shifts)} shifts,"
        f" {len(problem.requirements)} coverage requirements, {len(reading.rules)} rules"
    )
    for line in found:
        click.echo(f"impossible: {printable(line)}")
    if not found:
        click.echo("No errors, and nothing that is impossible by itself.")


@main.command()
@FOLDER
@click.option("--month", type=MONTH, metavar="YYYY-MM", help="A whole month.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="First date, with --to.")
@click.option("--to", "last", type=DAY, metavar="DATE", help="Last date, inclusive.")
@search_options
@AS_OF
@click.option("--quiet", is_flag=True, help="No progress.")
@JSON
def generate(
    folder: Path,
    month: date | None,
    first: date | None,
    last: date | None,
    out: Path | None,
    seconds: float,
    seed: int,
    workers: int,
    every_team: bool,
    scheduler: str | None,
    keep_going: bool,
    as_of: datetime | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Make the rota for a month, with calendars, coverage, fairness and a report.

    Ctrl-C stops the search and keeps the best rota so far.

    With --all, DIR holds team folders, at any depth: all of them are made, and people who are in
    several teams are never in two places at once.
    """
    horizon = horizon_of(month, first, last)
    if every_team:
        from rotation.cli.many import generate_all

        refuse_with_all(out)
        asked = Asked(seconds, seed, workers, scheduler, keep_going, quiet=quiet, as_json=as_json)
        generate_all(folder, horizon, as_instant(as_of), asked)
    refuse_without_all(keep_going=keep_going)
    with told():
        reading = read_folder(folder, horizon)
        from rotation.board import Settings
        from rotation.progress import Teller
        from rotation.report.terminal import printable
        from rotation.team.generate import Failed
        from rotation.team.generate import generate as make

        with closing(Teller(seconds, sys.stderr, quiet=quiet)) as teller:
            made = make(
                reading,
                out or folder / "out" / horizon.name,
                Settings(seconds=seconds, workers=workers, seed=seed),
                as_instant(as_of),
                on_progress=teller.tell,
                on_conflict=teller.blaming,
                opener=opener(scheduler),
            )
    if as_json:
        write_json(made.run | {"folder": str(made.folder)})
    if isinstance(made, Failed):
        for line in made.says.splitlines():
            click.echo(printable(line), err=True)
        click.echo(f"Written to {made.folder}; the last good output stays.", err=True)
        sys.exit(NONE)
    failures = made.judgement.failures()
    if not as_json:
        _say_made(made.proof, failures, made.folder, reading.problem)
    elif failures:
        say_failures(failures)
    sys.exit(SHORT if failures else DONE)


def say_failures(failures: list[str]) -> None:
    """Say on standard error what makes the exit status 1."""
    for line in failures:
        click.echo(f"short: {line}", err=True)


def nothing_short(problem: Problem) -> str:
    """Say that nothing is short, of what there is."""
    if not problem.shifts:
        return "No shift starts in these dates."
    covered = ", every coverage window has its people" if problem.requirements else ""
    return f"Every seat is filled{covered}."


def _say_made(proof: str, failures: list[str], folder: Path, problem: Problem) -> None:
    click.echo(proof)
    if not failures:
        click.echo(nothing_short(problem))
    for line in failures:
        click.echo(f"short: {line}")
    click.echo(f"Written to {folder}; open {folder / 'report.html'}")


@main.command()
@FOLDER
@click.option(
    "--schedule",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="A schedule.csv or schedule.json, whoever made it.",
)
@click.option("--month", type=MONTH, metavar="YYYY-MM", help="Default: the dates in FILE.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the tables there."
)
@AS_OF
@JSON
def audit(
    folder: Path,
    path: Path,
    month: date | None,
    out: Path | None,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Judge any schedule by the team's rules: breaches, coverage, service levels, fairness."""
    with told():
        from rotation.team.folder import read_schedule, schedule_dates
        from rotation.team.generate import audit as judge_it

        horizon = month_of(month) if month else schedule_dates(path)
        reading = read_folder(folder, horizon)
        schedule, warnings = read_schedule(path, reading.problem)
        say_warnings(warnings)
        judgement, run = judge_it(reading, schedule, out, as_instant(as_of))
    failures = judgement.failures()
    if as_json:
        from rotation.report.tables import to_json

        tables = {table.name: to_json(table) for table in judgement.tables()}
        write_json({"run": run, "failures": failures} | tables)
    elif out is None:
        from rotation.report.terminal import text

        for table in judgement.tables():
            click.echo(text(table))
    for line in failures:
        click.echo(f"short: {line}", err=as_json)
    if out is not None and not as_json:
        click.echo(f"Written to {out}")
    sys.exit(SHORT if failures else DONE)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash: echo 'eval "$(rotation completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(rotation completion zsh)"' >> ~/.zshrc
    fish: rotation completion fish > ~/.config/fish/completions/rotation.fish
    """  # noqa: D301
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101
    click.echo(kind(main, {}, "rotation", "_ROTATION_COMPLETE").source())
