"""A schedule judged: every table that a lead or a manager reads, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rotation.calendars.feeds import feeds
from rotation.constraints.ledger import Balance, balances
from rotation.domain import Schedule
from rotation.duty import Stretch, stretches
from rotation.report import tables
from rotation.report.page import ReportInput, page
from rotation.report.spreadsheet import workbook
from rotation.report.tables import Table
from rotation.report.verdict import whole_slas
from rotation.rule import Breach, Rule, judge
from rotation.staffing.service import SlaRow, sla_rows


@dataclass(frozen=True)
class Judgement:
    """A schedule with its breaches, service levels and ledger."""

    schedule: Schedule
    breaches: tuple[Breach, ...]
    slas: tuple[SlaRow, ...]
    ledger: tuple[Balance, ...]
    short: tuple[Stretch, ...]
    sentences: Mapping[str, str]

    @classmethod
    def of(
        cls, schedule: Schedule, rules: Sequence[Rule], breaches: Sequence[Breach] | None = None
    ) -> Judgement:
        """Judge a schedule; breaches that are known already are taken as they are."""
        cover = (
            stretch
            for requirement in schedule.problem.requirements
            for stretch in stretches(requirement, schedule)
        )
        return cls(
            schedule,
            tuple(judge(rules, schedule) if breaches is None else breaches),
            tuple(sla_rows(schedule)),
            tuple(balances(tuple(rules), schedule)),
            tuple(stretch for stretch in cover if stretch.short),
            {each.label: str(each) for each in rules},
        )

    @property
    def hard(self) -> list[Breach]:
        """The breaches of rules that must hold."""
        return [breach for breach in self.breaches if breach.weight is None]

    def failures(self) -> list[str]:
        """Say what makes the exit status 1, a line for each kind; empty: nothing."""
        empty = sum(1 for _ in tables.open_seats(self.schedule))
        minutes = sum(stretch.minutes_short for stretch in self.short)
        failed = [row.sla for row in whole_slas(self.slas) if row.verdict == "FAIL"]
        names = dict.fromkeys(stretch.requirement.id for stretch in self.short)
        found = []
        if empty:
            found.append(f"{empty} seat{'s' * (empty > 1)} below the minimum nobody fills")
        if self.short:
            found.append(f"coverage is {minutes / 60:g} person-hours short: {', '.join(names)}")
        if failed:
            found.append(f"service level missed: {', '.join(dict.fromkeys(failed))}")
        if self.hard:
            count = len(self.hard)
            found.append(f"{count} breach{'es' * (count > 1)} of rules that must hold")
        return found

    def tables(self) -> list[Table]:
        """List the tables beside the schedule."""
        return [
            tables.coverage_table(self.schedule),
            tables.sla_table(self.slas),
            tables.fairness_table(self.ledger),
            tables.breaches_table(self.breaches),
        ]

    def files(
        self,
        *,
        run: Mapping[str, Any],
        proof: str,
        as_of: datetime,
        earlier_feeds: Mapping[str, bytes] | None,
    ) -> dict[str, bytes]:
        """Make every file of an output folder; without feeds where `earlier_feeds` is None."""
        rota = tables.schedule_table(self.schedule)
        beside = self.tables()
        summary = ReportInput(
            schedule=self.schedule,
            proof=proof,
            as_of=as_of,
            sla_rows=self.slas,
            balances=self.ledger,
            breaches=self.breaches,
            rules=self.sentences,
            run=run,
        )
        made = {f"{table.name}.csv": tables.to_csv(table) for table in (rota, *beside)}
        made["schedule.json"] = tables.schedule_json(self.schedule)
        made["schedule.xlsx"] = workbook(self.schedule, [rota, *beside], as_of)
        made["report.html"] = page(summary).encode()
        made["run.json"] = tables.json_bytes(run)
        if earlier_feeds is not None:
            for name, body in feeds(self.schedule, earlier_feeds, as_of).items():
                made[f"feeds/{name}"] = body
        return made
