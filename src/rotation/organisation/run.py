"""Every team of an organisation: searched where there is room, linked, judged, written."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from rotation.board import Progress, Settings
from rotation.errors import OutputRefused
from rotation.errors import Problem as Wrong
from rotation.organisation import sharing as shared_people
from rotation.organisation.claims import Links
from rotation.organisation.columns import Column
from rotation.organisation.judging import double_bookings
from rotation.organisation.master import Divided, divide
from rotation.organisation.promises import broken
from rotation.organisation.reading import Team
from rotation.organisation.sharing import Sharing
from rotation.organisation.summary import Row
from rotation.organisation.work import Finish, Finished, Found, Held, Search, finish, search
from rotation.pool import Done, Pool, Told
from rotation.team import outputs

Jobs = Mapping[int, Search | Finish]
Ended = Mapping[int, Any]
Steps = Generator[Jobs, Ended, None]


@dataclass(frozen=True)
class Organisation:
    """Teams that were read, who is in several of them, all that is wrong and all that is odd."""

    teams: tuple[Team, ...]
    sharing: Sharing
    wrong: tuple[Wrong, ...]
    odd: tuple[str, ...]


def link(teams: Sequence[Team]) -> Organisation:
    """Find who is in several teams, and what of it cannot be meant."""
    found = shared_people.sharing(teams)
    wrong = list(shared_people.contradictions(teams, found))
    odd = list(shared_people.odd(teams, found))
    teams = shared_people.with_absences(teams, found)
    for group in found.groups:
        if len(group) > 1:
            said = list(broken(Links.of(teams, found, group)))
            odd += [each for each in said if isinstance(each, str)]
            wrong += [each for each in said if not isinstance(each, str)]
    return Organisation(tuple(teams), found, tuple(wrong), tuple(odd))


class Teller(Protocol):
    """Whoever wants to hear how it goes."""

    def going(self, team: str, progress: Progress) -> None:
        """Hear where the search for a team stands."""

    def linking(self, teams: Sequence[str]) -> None:
        """Hear that the time of shared people is being divided."""

    def ended(self, row: Row) -> None:
        """Hear how a team ended."""


@dataclass
class Making:
    """Making the rotas of an organisation.

    Parameters
    ----------
    horizon_name
        Name of the folder below each team's `out`.
    """

    organisation: Organisation
    horizon_name: str
    settings: Settings
    as_of: datetime
    teller: Teller
    rows: dict[int, Row] = field(default_factory=dict)
    rotas: dict[int, Held] = field(default_factory=dict)

    def folder(self, position: int) -> Path:
        """Name the output folder of a team."""
        return self.organisation.teams[position].folder / "out" / self.horizon_name

    def refuse_foreign(self) -> None:
        """Refuse places that hold anything but older outputs, all of them at once."""
        says = []
        for position in range(len(self.organisation.teams)):
            folder = self.folder(position)
            for place in (folder, outputs.failed_folder(folder)):
                try:
                    outputs.refuse_foreign(place)
                except OutputRefused as refused:
                    says.append(str(refused))
        if says:
            raise OutputRefused("\n".join(says))

    def run(self, pool: Pool) -> None:
        """Make every rota; `rows` says how each team ended."""
        groups = [self._group(group) for group in self.organisation.sharing.groups]
        _Exchange(pool, self._names(), self.teller).run(groups)

    def _names(self) -> Sequence[str]:
        return [team.name for team in self.organisation.teams]

    def _group(self, group: tuple[int, ...]) -> Steps:
        """Make the rotas of teams that hang together; one of them alone is a group too."""
        began = dict.fromkeys(group, 0.0)
        links = Links.of(self.organisation.teams, self.organisation.sharing, group)
        divided = yield from self._divided(links, began)
        held = [divided.chosen[position].found.held or () for position in group]
        teams = [links.teams[position] for position in group]
        double = double_bookings(teams, held)
        if double:
            self._refuse(group, divided, double)
            return
        jobs = {n: self._finish(links, n, divided) for n in group if self._answered(divided, n)}
        finished: Ended = yield jobs
        for position in group:
            self._write(position, divided, finished.get(position), began[position])

    def _divided(self, links: Links, seconds: dict[int, float]) -> Generator[Jobs, Ended, Divided]:
        """Pass the rounds of the master on, and add up how long each team was searched."""
        rounds = divide(links, self.settings)
        asked = next(rounds)
        while True:
            answers: Ended = (yield asked) if asked else {}
            for position, found in answers.items():
                seconds[position] += found.seconds
            try:
                asked = rounds.send(answers)
            except StopIteration as ended:
                divided: Divided = ended.value
                return divided
            self.teller.linking([links.teams[position].name for position in asked])

    def _answered(self, divided: Divided, position: int) -> bool:
        found = divided.chosen[position].found
        return found.held is not None or not found.says.startswith(LOST)

    def _finish(self, links: Links, position: int, divided: Divided) -> Finish:
        column: Column = divided.chosen[position]
        teams = self.organisation.teams
        elsewhere = {
            who: ", ".join(teams[n].name for n in links.shared[who] if n != position)
            for who in links.people(position)
        }
        return Finish(
            teams[position].reading,
            self.settings,
            column.found,
            column.added,
            min(divided.bounds[position], column.found.price),
            elsewhere,
            self.as_of,
            outputs.earlier_feeds(self.folder(position)),
            linked=divided.rounds > 1,
        )

    def _refuse(self, group: tuple[int, ...], divided: Divided, double: list[str]) -> None:
        says = f"a defect of rotation itself, please report it: {double[0]}"
        for position in group:
            self._end(position, self._row(position, divided, "refused", 3, says=says))

    def _write(
        self, position: int, divided: Divided, finished: Finished | Found | None, seconds: float
    ) -> None:
        found = divided.chosen[position].found
        if not isinstance(finished, Finished):
            says = finished.says if finished else found.says
            row = self._row(position, divided, "lost", 3, says=says, seconds=seconds)
            self._end(position, row)
            return
        run = finished.run
        folder = self.folder(position)
        where = folder if found.held is not None else outputs.failed_folder(folder)
        try:
            outputs.write(where, finished.files)
        except OutputRefused as refused:
            row = self._row(position, divided, "refused", 2, says=str(refused), seconds=seconds)
            self._end(position, row)
            return
        self.rotas[position] = found.held or ()
        row = self._row(
            *(position, divided, run["status"], run["exit_status"]),
            says=finished.says if found.held is not None else finished.says.splitlines()[0],
            price=run["objective"],
            bound=run["bound"],
            gap=run["gap"],
            empty_seats=finished.empty_seats,
            minutes_short=finished.minutes_short,
            failures=finished.failures,
            seconds=seconds,
            folder=where.relative_to(self.organisation.teams[position].folder).as_posix(),
        )
        self._end(position, row)

    def _row(
        self, position: int, divided: Divided, status: str, exit_status: int, **more: Any
    ) -> Row:
        team = self.organisation.teams[position]
        problem = team.problem
        return Row(
            *(team.name, problem.team.name, status, exit_status),
            people=len(problem.people),
            shifts=len(problem.shifts),
            linked=divided.rounds,
            **more,
        )

    def _end(self, position: int, row: Row) -> None:
        self.rows[position] = row
        self.teller.ended(row)


LOST = "not searched: "
"""How the reason begins where nobody was left to search a team."""


@dataclass
class _Exchange:
    """Passes jobs from many groups to one pool, and answers back, each group at its own pace.

    No more jobs are made than the pool has room for, so that memory does not grow with the number
    of teams.
    """

    pool: Pool
    names: Sequence[str]
    teller: Teller

    def run(self, groups: Sequence[Steps]) -> None:
        waiting = deque(groups)
        ready: deque[tuple[_Going, int]] = deque()
        going: dict[int, tuple[_Going, int]] = {}
        number = 0
        while waiting or ready or going:
            while len(going) < self.pool.width and (waiting or ready):
                if not ready:
                    ready.extend(_Going(waiting.popleft()).begin())
                    continue
                each, position = ready.popleft()
                number += 1
                going[number] = (each, position)
                job = each.jobs[position]
                self.pool.submit(number, search if isinstance(job, Search) else finish, job)
            if going:
                ready.extendleft(reversed(list(self._heard(going))))

    def _heard(self, going: dict[int, tuple[_Going, int]]) -> Iterator[tuple[_Going, int]]:
        event = self.pool.next()
        each, position = going[event.key]
        if isinstance(event, Told):
            if isinstance(event.says, Progress):
                self.teller.going(self.names[position], event.says)
            return
        del going[event.key]
        answer = event.answer if isinstance(event, Done) else Found(None, says=LOST + event.says)
        yield from each.answered(position, answer)


class _Going:
    """A group whose jobs are being done."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self.jobs: Jobs = {}
        self._answers: dict[int, Any] = {}

    def begin(self) -> Iterator[tuple[_Going, int]]:
        """Make the first jobs."""
        yield from self._go(lambda: next(self._steps))

    def answered(self, position: int, answer: object) -> Iterator[tuple[_Going, int]]:
        """Take an answer; the last one of a round leads to the next jobs."""
        self._answers[position] = answer
        if len(self._answers) == len(self.jobs):
            answers, self._answers = self._answers, {}
            yield from self._go(lambda: self._steps.send(answers))

    def _go(self, on: Callable[[], Jobs]) -> Iterator[tuple[_Going, int]]:
        try:
            self.jobs = on()
            while not self.jobs:
                self.jobs = self._steps.send({})
        except StopIteration:
            return
        yield from ((self, position) for position in sorted(self.jobs))
