"""How many speakers each hour needs for an agreement to be kept."""

from __future__ import annotations

from collections import defaultdict

from rotation import clock, duty
from rotation.domain import Problem, Sla, Span
from rotation.staffing.demand import Piece, intensities, rate
from rotation.staffing.erlang import fewest_servers
from rotation.staffing.grid import laid_out


def required(sla: Sla, problem: Problem) -> list[tuple[Span, str, int]]:
    """List the fewest speakers per language who attain an agreement in every hour by itself.

    Each language is looked at alone, with all of its cases, whatever their severity, because they
    share its speakers: enough for the sum of languages only if nobody is counted in two at once.
    Hours without cases that the agreement is about need nobody; under `coverage` neither does time
    outside the window. Neighbouring stretches with one number are one; sorted by language, start.
    """
    span = duty.judged_span(problem)
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for piece in intensities(problem.demand, span):
        if not sla.languages or piece.language in sla.languages:
            pieces[piece.language].append(piece)
    running = _running(sla, span)
    found: list[tuple[Span, str, int]] = []
    for language in sorted(pieces):
        found += [(when, language, many) for when, many in _needs(sla, pieces[language], running)]
    return _merged(found)


def _running(sla: Sla, span: Span) -> list[Span]:
    """List the stretches in which an agreement asks for people."""
    if sla.clock == "calendar":
        return [span]
    return clock.joined(list(clock.windows(sla.window, span)))


def _needs(sla: Sla, pieces: list[Piece], running: list[Span]) -> list[tuple[Span, int]]:
    """Count the people of one language in each stretch of constant demand."""
    inside = [
        (part, piece)
        for piece in pieces
        for window in running
        if (part := piece.span.within(window)) is not None
    ]
    edges = {edge for part, _ in inside for edge in (part.start, part.end)}
    return [
        (when, fewest_servers(*rate(present), sla.target, sla.attainment))
        for when, present in laid_out(inside, edges)
        if any(not sla.severities or piece.severity in sla.severities for piece in present)
    ]


def _merged(found: list[tuple[Span, str, int]]) -> list[tuple[Span, str, int]]:
    whole: list[tuple[Span, str, int]] = []
    for when, language, people in found:
        if whole:
            before, same, many = whole[-1]
            if (before.end, same, many) == (when.start, language, people):
                whole[-1] = (Span(before.start, when.end), language, people)
                continue
        whole.append((when, language, people))
    return whole
