"""All teams of an organisation for a manager: one HTML file that needs nothing else."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from rotation.report.page import _environment, _source, run_facts

NOT_SHOWN = ("team_seconds", "horizon", "objective", "bound", "exit_status")


def organisation_page(facts: Mapping[str, Any], run: Mapping[str, Any], as_of: datetime) -> str:
    """Write the page; the same input gives the same text.

    Parameters
    ----------
    facts
        What organisation.json holds.
    run
        The organisation's run.json; its seconds are left out, so that the page stays the same.
    """
    from markupsafe import Markup

    css = _source("page.css")
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return (
        _environment()
        .get_template("organisation.html.j2")
        .render(
            css=Markup(css),  # noqa: S704 (our own file)
            digest=digest,
            whole=facts,
            counts=facts["counts"],
            teams=facts["teams"],
            attention=[team for team in facts["teams"] if team["exit_status"]],
            shared=facts["shared"],
            across=facts["across"],
            first=date.fromisoformat(facts["horizon"]["from"]),
            last=date.fromisoformat(facts["horizon"]["to"]),
            run=run_facts({key: run[key] for key in run if key not in NOT_SHOWN}),
            as_of=as_of,
        )
    )
