"""One peer on one instance, in a process of its own, and what stood at each time asked for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from benchmarks.peers_judge import EXAMPLE, WrongRoster, objective_of, team_at
from benchmarks.peers_telling import Asked, Found, command_of
from rotation.domain import Problem
from rotation.rule import Rule

PEERS: Mapping[str, tuple[str, ...]] = {
    "rotation": ("benchmarks.peers_rotation",),
    "cp-sat": ("benchmarks.peers_cp_sat", "portfolio"),
    "cp-sat-few": ("benchmarks.peers_cp_sat", "few"),
    "highs": ("benchmarks.peers_highs",),
    "timefold": ("benchmarks.peers_timefold",),
}
"""Name -> module, and what it is told first."""

SLACK, LATE = 0.05, 1.0
"""A roster counts for a time if it is there within that share of it and so many seconds more."""

PATIENCE = 120.0
"""Seconds beyond all of that for loading libraries, before a process is ended."""


@dataclass(frozen=True)
class Mark:
    """What stood when a time passed, by our judge."""

    seconds: float
    objective: float | None = None
    bound: float | None = None


@dataclass(frozen=True)
class Run:
    """One run of one peer; `says` is why it has nothing to show."""

    peer: str
    instance: str
    seed: int
    marks: tuple[Mark, ...] = ()
    ended: float | None = None
    says: str = ""


def run_of(peer: str, asked: Asked, pythons: Mapping[str, str]) -> Run:
    """Run a peer in a process of its own, and judge what it says."""
    messages, errors = _messages(peer, asked, pythons)
    name = EXAMPLE if asked.instance == EXAMPLE else Path(asked.instance).stem
    found: list[Found] = []
    ended, says = None, ""
    for message in messages:
        if "missing" in message:
            says = f"not installed: {message['missing']}"
        elif "unsupported" in message:
            says = message["unsupported"]
        elif "ended" in message:
            ended = message["ended"]
        else:
            found.append(_found(message))
    if ended is None and not says:
        says = f"did not end: {errors or 'killed after its time'}"
    judging = _Judging(asked.instance)
    marks = tuple(judging.mark(seconds, found) for seconds in asked.marks)
    marks = marks if ended is not None or found else ()
    return Run(peer, name, asked.seed, marks, ended, says or judging.says)


def _found(message: Mapping[str, Any]) -> Found:
    roster = message["roster"]
    rows = None if roster is None else tuple((who, day, kind) for who, day, kind in roster)
    return Found(message["seconds"], message["objective"], message["bound"], rows)


def _messages(
    peer: str, asked: Asked, pythons: Mapping[str, str]
) -> tuple[list[dict[str, Any]], str]:
    """Run the process to its end; its messages, and the last line of what it complains of."""
    module, *told = PEERS[peer]
    command = [pythons.get(peer, sys.executable), "-m", module, *told, *command_of(asked)]
    try:
        process = subprocess.Popen(
            command,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        return [], f"{command[0]}: {error.strerror}"
    try:
        out, complaints = process.communicate(timeout=_patience(asked.marks[-1]))
    except subprocess.TimeoutExpired:
        return list(_read(_end(process))), ""
    except BaseException:
        _end(process)
        raise
    lines = [line for line in complaints.splitlines() if line.strip()]
    return list(_read(out)), lines[-1] if lines and process.returncode else ""


def _patience(seconds: float) -> float:
    return seconds * (1 + SLACK) + LATE + PATIENCE


def _end(process: subprocess.Popen[str]) -> str:
    """End a process and all that it started."""
    os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[0]


def _environment() -> dict[str, str]:
    """Let any interpreter find this project's sources, itself installed or not."""
    root = Path(__file__).resolve().parents[1]
    places = [str(root), str(root / "src"), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}


def _read(text: str) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        try:
            message = json.loads(line)
        except ValueError:  # a process that was ended in the middle of a line
            continue
        yield message


@cache
def _team(instance: str) -> tuple[Problem, tuple[Rule, ...]]:
    return team_at(instance)


@dataclass
class _Judging:
    """Our judge's word on what a peer found."""

    instance: str
    says: str = ""
    _known: dict[int, float | None] = field(default_factory=dict)

    def mark(self, seconds: float, found: list[Found]) -> Mark:
        """Say what stood when the time passed: the last roster that breaks no hard rule."""
        there = [each for each in found if each.seconds <= seconds * (1 + SLACK) + LATE]
        bounds = [each.bound for each in there if each.bound is not None]
        bound = max(bounds) if bounds else None
        if bound is not None and self.instance != EXAMPLE:
            bound = ceil(bound - 1e-6)  # every price of the set is whole
        objectives = (self._objective(each) for each in reversed(there))
        objective = next((each for each in objectives if each is not None), None)
        return Mark(seconds, objective, bound)

    def _objective(self, found: Found) -> float | None:
        """Judge a roster; where there is none yet, take the peer's word for its price.

        Only peers that stand or fall with our own model have none until their last.
        """
        if found.roster is None:
            return found.objective
        if id(found) not in self._known:
            problem, rules = _team(self.instance)
            try:
                self._known[id(found)] = objective_of(problem, rules, found.roster)
            except WrongRoster as error:
                self.says = f"refused: {error}"
                self._known[id(found)] = None
        return self._known[id(found)]
