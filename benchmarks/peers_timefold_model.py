"""The rules of the set as Timefold's constraint streams.

Timefold turns the bodies of the constraints into Java, so that they keep to its small Python.
"""

from timefold.solver.score import (
    BiConstraintStream,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

from benchmarks.peers_timefold_facts import Cell, Cover, Most, Person, Wish


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    """List every rule of the set."""
    chains = factory.for_each(Cell).group_by(
        lambda cell: cell.person,
        ConstraintCollectors.to_consecutive_sequences(lambda cell: cell.day.number),
    )
    return [
        never_next(factory),
        most_of_a_shift(factory),
        minutes(factory),
        in_row(chains),
        off_in_row(chains),
        weekends(factory),
        cover(factory),
        wished_for(factory),
        wished_away(factory),
    ]


def never_next(factory: ConstraintFactory) -> Constraint:
    """Some shifts may not follow some on the next day."""
    return (
        factory.for_each(Cell)
        .filter(lambda cell: len(cell.kind.never_next) > 0)
        .join(
            Cell,
            Joiners.equal(lambda cell: cell.person),
            Joiners.equal(lambda cell: cell.following, lambda cell: cell.day),
        )
        .filter(lambda cell, after: after.kind.id in cell.kind.never_next)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("never next")
    )


def most_of_a_shift(factory: ConstraintFactory) -> Constraint:
    """A contract bounds the number of a shift."""
    return (
        factory.for_each(Cell)
        .group_by(lambda cell: cell.person, lambda cell: cell.kind, ConstraintCollectors.count())
        .join(
            Most,
            Joiners.equal(lambda person, kind, number: person, lambda most: most.person),
            Joiners.equal(lambda person, kind, number: kind, lambda most: most.kind),
        )
        .filter(lambda person, kind, number, most: number > most.number)
        .penalize(HardSoftScore.ONE_HARD, lambda person, kind, number, most: number - most.number)
        .as_constraint("most of a shift")
    )


def minutes(factory: ConstraintFactory) -> Constraint:
    """A contract bounds the minutes; a breach counts in the shortest shifts that mend it."""
    return (
        factory.for_each(Cell)
        .group_by(
            lambda cell: cell.person, ConstraintCollectors.sum(lambda cell: cell.kind.minutes)
        )
        .complement(Person, lambda person: 0)
        .filter(lambda person, total: total > person.max_minutes or total < person.min_minutes)
        .penalize(
            HardSoftScore.ONE_HARD,
            lambda person, total: (
                1
                + (
                    total - person.max_minutes - 1
                    if total > person.max_minutes
                    else person.min_minutes - total - 1
                )
                // person.unit
            ),
        )
        .as_constraint("minutes")
    )


def in_row(chains: BiConstraintStream) -> Constraint:
    """Bounds days in a row; a run that touches an edge may be short."""
    return (
        chains.flatten_last(lambda chain: chain.getConsecutiveSequences())
        .filter(
            lambda person, run: (
                run.getCount() > person.max_in_row
                or (
                    run.getCount() < person.min_in_row
                    and run.getFirstItem().day.number > 0
                    and run.getLastItem().day.number < person.last_day
                )
            )
        )
        .penalize(
            HardSoftScore.ONE_HARD,
            lambda person, run: (
                run.getCount() - person.max_in_row
                if run.getCount() > person.max_in_row
                else person.min_in_row - run.getCount()
            ),
        )
        .as_constraint("in row")
    )


def off_in_row(chains: BiConstraintStream) -> Constraint:
    """Days off between two runs are at least so many."""
    return (
        chains.flatten_last(lambda chain: chain.getBreaks())
        .filter(lambda person, gap: gap.getLength() - 1 < person.min_off_in_row)
        .penalize(
            HardSoftScore.ONE_HARD,
            lambda person, gap: person.min_off_in_row + 1 - gap.getLength(),
        )
        .as_constraint("off in row")
    )


def weekends(factory: ConstraintFactory) -> Constraint:
    """A contract bounds the weekends with any work."""
    return (
        factory.for_each(Cell)
        .filter(lambda cell: cell.day.weekend > 0)
        .group_by(
            lambda cell: cell.person,
            ConstraintCollectors.count_distinct(lambda cell: cell.day.weekend),
        )
        .filter(lambda person, number: number > person.max_weekends)
        .penalize(HardSoftScore.ONE_HARD, lambda person, number: number - person.max_weekends)
        .as_constraint("weekends")
    )


def cover(factory: ConstraintFactory) -> Constraint:
    """Somebody missing costs, and somebody too many."""
    return (
        factory.for_each(Cell)
        .join(
            Cover,
            Joiners.equal(lambda cell: cell.day, lambda cover: cover.day),
            Joiners.equal(lambda cell: cell.kind, lambda cover: cover.kind),
        )
        .group_by(lambda cell, cover: cover, ConstraintCollectors.count_bi())
        .complement(Cover, lambda cover: 0)
        .filter(lambda cover, number: number != cover.people)
        .penalize(
            HardSoftScore.ONE_SOFT,
            lambda cover, number: (
                cover.under * (cover.people - number)
                if number < cover.people
                else cover.over * (number - cover.people)
            ),
        )
        .as_constraint("cover")
    )


def wished_for(factory: ConstraintFactory) -> Constraint:
    """A shift that somebody wants and does not have costs its weight."""
    return (
        factory.for_each(Wish)
        .filter(lambda wish: wish.on)
        .if_not_exists(
            Cell,
            Joiners.equal(lambda wish: wish.person, lambda cell: cell.person),
            Joiners.equal(lambda wish: wish.day, lambda cell: cell.day),
            Joiners.equal(lambda wish: wish.kind, lambda cell: cell.kind),
        )
        .penalize(HardSoftScore.ONE_SOFT, lambda wish: wish.weight)
        .as_constraint("wished for")
    )


def wished_away(factory: ConstraintFactory) -> Constraint:
    """A shift that somebody has and does not want costs its weight."""
    return (
        factory.for_each(Wish)
        .filter(lambda wish: not wish.on)
        .join(
            Cell,
            Joiners.equal(lambda wish: wish.person, lambda cell: cell.person),
            Joiners.equal(lambda wish: wish.day, lambda cell: cell.day),
            Joiners.equal(lambda wish: wish.kind, lambda cell: cell.kind),
        )
        .penalize(HardSoftScore.ONE_SOFT, lambda wish, cell: wish.weight)
        .as_constraint("wished away")
    )
