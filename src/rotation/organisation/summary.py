"""What the organisation's report says, as plain values: the same input gives the same ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.domain import Horizon
from rotation.organisation.across import Across
from rotation.organisation.judging import loads
from rotation.organisation.reading import Team
from rotation.organisation.sharing import Sharing, person_of
from rotation.organisation.work import Held
from rotation.report.tables import dates


@dataclass(frozen=True)
class Row:
    """One team in the report.

    Parameters
    ----------
    status
        Of run.json; or `lost`: its workers died; or `wrong`: its input is.
    price, bound
        In units of weight.
    linked
        Rounds of searches that it took to divide its shared people's time; 1: none was in a clash.
    seconds
        Of searching, in all rounds; stands in run.json alone.
    """

    team: str
    name: str
    status: str
    exit_status: int
    people: int = 0
    shifts: int = 0
    price: float | None = None
    bound: float | None = None
    gap: float | None = None
    empty_seats: int = 0
    minutes_short: int = 0
    failures: tuple[str, ...] = ()
    says: str = ""
    linked: int = 1
    seconds: float = 0.0
    folder: str = ""


@dataclass(frozen=True)
class SharedPerson:
    """Somebody in several teams: number and hours of their shifts in each."""

    id: str
    name: str
    teams: Mapping[str, tuple[int, float]]

    @property
    def shifts(self) -> int:
        """All their shifts."""
        return sum(count for count, _ in self.teams.values())

    @property
    def hours(self) -> float:
        """Elapsed hours of all their shifts."""
        return sum(hours for _, hours in self.teams.values())


@dataclass(frozen=True)
class Summary:
    """All teams of an organisation for one horizon."""

    name: str
    horizon: Horizon
    rows: tuple[Row, ...]
    shared: tuple[SharedPerson, ...]
    across: tuple[Across, ...] = ()

    @property
    def exit_status(self) -> int:
        """The worst of all teams."""
        return max((row.exit_status for row in self.rows), default=0)

    @property
    def price(self) -> float:
        """What all rotas cost together."""
        return round(sum(row.price or 0.0 for row in self.rows), 4)

    @property
    def bound(self) -> float:
        """What they would cost at least, each with its shared people to itself."""
        return round(sum(row.bound or 0.0 for row in self.rows), 4)

    def counts(self) -> dict[str, int]:
        """Count teams, people and what is short."""
        return {
            "teams": len(self.rows),
            "made": sum(row.price is not None for row in self.rows),
            "short": sum(row.exit_status == 1 for row in self.rows),
            "without_a_rota": sum(row.price is None for row in self.rows),
            "shifts": sum(row.shifts for row in self.rows),
            "empty_seats": sum(row.empty_seats for row in self.rows),
            "minutes_short": sum(row.minutes_short for row in self.rows),
            "shared_people": len(self.shared),
        }

    def facts(self) -> dict[str, Any]:
        """Return what organisation.json holds."""
        return {
            "organisation": self.name,
            "horizon": dates(self.horizon.first, self.horizon.last),
            "exit_status": self.exit_status,
            "objective": self.price,
            "bound": self.bound,
            "counts": self.counts(),
            "teams": [_row(row) for row in self.rows],
            "shared": [_person(person) for person in self.shared],
            "across": [vars(each) for each in self.across],
        }


def _row(row: Row) -> dict[str, Any]:
    return {
        "team": row.team,
        "name": row.name,
        "status": row.status,
        "exit_status": row.exit_status,
        "people": row.people,
        "shifts": row.shifts,
        "objective": row.price,
        "bound": row.bound,
        "gap": row.gap,
        "empty_seats": row.empty_seats,
        "minutes_short": row.minutes_short,
        "rounds": row.linked,
        "failures": list(row.failures),
        "says": row.says,
        "folder": row.folder,
    }


def _person(person: SharedPerson) -> dict[str, Any]:
    return {
        "person": person.id,
        "name": person.name,
        "shifts": person.shifts,
        "hours": round(person.hours, 2),
        "teams": [
            {"team": team, "shifts": count, "hours": round(hours, 2)}
            for team, (count, hours) in person.teams.items()
        ],
    }


def shared_people(
    teams: Sequence[Team], sharing: Sharing, rotas: Mapping[int, Held]
) -> tuple[SharedPerson, ...]:
    """Say what each shared person does in each of their teams."""
    return tuple(
        SharedPerson(
            who,
            person_of(teams, sharing, who).name,
            loads(teams, {n: rotas.get(n, ()) for n in sharing.teams[who]}, who),
        )
        for who in sharing.teams
    )
