"""What no schedule can give, found by counting, before any solve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from rotation import duty, eligibility
from rotation.domain import Ask, Problem, Requirement, Shift, ShiftType, Sla, Span, Specialist
from rotation.durations import say_duration
from rotation.rule import Rule
from rotation.team import seats, words
from rotation.team.ranges import say_dates, say_spans
from rotation.team.reasons import why_not
from rotation.team.words import listed

_REASONS = 4


def impossible(problem: Problem, rules: Sequence[Rule]) -> list[str]:
    """List demands that no schedule can meet, in people's words; nothing is no proof of success.

    Seats that nobody may take, more seats at once than people for them, coverage that no shift
    or no person can give, service levels without cases, rules about nobody.
    """
    able = {
        shift: tuple(p for p in problem.people if eligibility.may_take(p, shift, problem))
        for shift in problem.shifts
    }
    return [
        *_shifts_never(problem),
        *_empty_seats(problem, able),
        *_mixes(problem),
        *seats.crowded(problem, able),
        *_coverage(problem, able),
        *_service_levels(problem),
        *_about_nobody(problem, rules),
    ]


def _shifts_never(problem: Problem) -> Iterator[str]:
    dated = {shift.type.id for shift in problem.shifts}
    for kind in problem.shift_types:
        if kind.id not in dated:
            yield f"{kind.id} has no date in the horizon"


def _empty_seats(problem: Problem, able: Mapping[Shift, tuple[Specialist, ...]]) -> Iterator[str]:
    """Name shifts with fewer people who may take them than they need, one cause with its dates."""
    causes: dict[tuple[str, str], list[date]] = defaultdict(list)
    for shift in problem.shifts:
        if len(able[shift]) < shift.seats.least:
            causes[shift.type.id, _cause(shift, able[shift], problem)].append(shift.date)
    for (name, cause), dates in causes.items():
        what, _, why = cause.partition("|")
        yield f"{what} {name} on {say_dates(dates, problem.horizon)}: {why}"


def _cause(shift: Shift, able: tuple[Specialist, ...], problem: Problem) -> str:
    """Say "nobody may take|why" or "only Ana may take|why"."""
    others = [person for person in problem.people if person not in able]
    why = listed([_reason(p, shift, problem) for p in _nearly_able(others, shift)], most=_REASONS)
    if not able:
        return f"nobody may take|{_unheard_of(shift.type, problem) or why}"
    names = listed([person.name for person in able])
    need = f"it needs {shift.seats.least} people"
    return f"only {names} may take|{need}{'; ' + why if why else ''}"


def _reason(person: Specialist, shift: Shift, problem: Problem) -> str:
    return f"{person.name} {', '.join(why_not(person, shift, problem)[:2])}"


def _nearly_able(people: Sequence[Specialist], shift: Shift) -> list[Specialist]:
    """Put those first who lack the least: they are whom a team lead thinks of."""
    return sorted(people, key=lambda p: (len(eligibility.lacks(p, shift.type)), p.id))


def _unheard_of(kind: ShiftType, problem: Problem) -> str:
    """Say which language or skill of a shift nobody has at all."""
    asks = [Ask(language=name, level=level) for name, level in sorted(kind.languages.items())]
    asks += [Ask(skill=skill) for skill in sorted(kind.skills)]
    return " and ".join(says for ask in asks if (says := _nobody(ask, problem)))


def _nobody(ask: Ask, problem: Problem) -> str:
    """Say that nobody is of a kind, and what was likely meant; empty where somebody is."""
    if any(ask.met_by(person) for person in problem.people):
        return ""
    if ask.skill is not None:
        skills = {skill for person in problem.people for skill in person.skills}
        return f'nobody has the skill "{ask.skill}"{words.hint(ask.skill, skills)}'
    best = [p for p in problem.people if p.speaks(str(ask.language), min(type(ask.level)))]
    less = f" ({listed([p.name for p in best])} below that level)" if best else ""
    return f"nobody speaks {ask}{less}"


def _mixes(problem: Problem) -> Iterator[str]:
    for kind in problem.shift_types:
        for line in kind.mix:
            says = _nobody(line.ask, problem)
            if says:
                yield f"the mix of {kind.id} cannot be met: {says}"


def _coverage(problem: Problem, able: Mapping[Shift, tuple[Specialist, ...]]) -> Iterator[str]:
    for requirement in problem.requirements:
        nobody = _nobody(requirement.ask, problem)
        if nobody:
            yield f"coverage {requirement.id} cannot be met: {nobody}"
            continue
        short = list(_uncoverable(requirement, problem, able))
        if short:
            total = sum((span.length for span in short), timedelta())
            where = say_spans(short, requirement.window.time_zone, problem.horizon)
            people = "nobody" if requirement.people == 1 else f"fewer than {requirement.people}"
            yield (
                f"coverage {requirement.id} cannot be met for {say_duration(total)}:"
                f" {people} with {requirement.ask} may be on a shift {where}"
            )


def _uncoverable(
    requirement: Requirement, problem: Problem, able: Mapping[Shift, tuple[Specialist, ...]]
) -> Iterator[Span]:
    """Cut windows where shifts start or end, and list the pieces that cannot have their people."""
    past: dict[Shift, set[Specialist]] = defaultdict(set)
    for served in problem.history or ():
        past[served.shift].add(served.person)
    on = {shift: frozenset(filter(requirement.ask.met_by, who)) for shift, who in past.items()}
    room = {shift: len(who) for shift, who in on.items()}
    for shift in problem.shifts:
        on[shift] = frozenset(filter(requirement.ask.met_by, able[shift]))
        room[shift] = min(shift.seats.most, len(on[shift]))
    useful = [shift for shift in on if shift.type.responds and on[shift]]
    for window in duty.judged_windows(requirement, problem):
        near = [shift for shift in useful if shift.span.overlaps(window)]
        for piece in duty.cut(window, near):
            here = [shift for shift in near if shift.span.overlaps(piece)]
            people = frozenset[Specialist]().union(*(on[shift] for shift in here))
            if min(len(people), sum(room[shift] for shift in here)) < requirement.people:
                yield piece


def _service_levels(problem: Problem) -> Iterator[str]:
    languages = {line.language for line in problem.demand}
    severities = {line.severity for line in problem.demand}
    for sla in problem.slas:
        if not problem.demand:
            yield f"sla {sla.id} cannot be judged: there is neither demand.csv nor cases.csv"
            continue
        for what, asked, there in (
            ("language", sla.languages, languages),
            ("severity", sla.severities, severities),
        ):
            for name in asked:
                if name not in there:
                    hint = words.hint(name, there)
                    yield f'sla {sla.id}: no demand has the {what} "{name}"{hint}'
        for language in sorted(_judged_languages(sla, problem)):
            nobody = _nobody(Ask(language=language, level=problem.team.working_level), problem)
            if nobody:
                yield f"sla {sla.id} cannot be kept in {language}: {nobody}"


def _judged_languages(sla: Sla, problem: Problem) -> set[str]:
    """Return the languages of the cases that an agreement is about."""
    return {
        line.language
        for line in problem.demand
        if line.cases_per_hour > 0
        and (not sla.languages or line.language in sla.languages)
        and (not sla.severities or line.severity in sla.severities)
    }


def _about_nobody(problem: Problem, rules: Sequence[Rule]) -> Iterator[str]:
    skills = {skill for person in problem.people for skill in person.skills}
    for each in rules:
        if each.people is not None and not each.members(problem):
            skill = each.people.skill
            hint = words.hint(skill, skills) if skill and skill not in skills else ""
            yield f"rule {each.label} is about nobody: {each.people}{hint}"
