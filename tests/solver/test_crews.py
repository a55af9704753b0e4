"""Whose lines are made anew together."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from rotation.solver import crews as module
from rotation.solver.crews import AT_FIRST, FEWEST, FIRST_DAYS, KINDS, Crews
from rotation.solver.lines import work
from tests.solver.middle_teams import middle_team
from tests.solver.test_dive import SOFT

WORK = work(middle_team(3), SOFT)

PEOPLE = len(WORK.walks)

NOTHING = [np.zeros(0, np.int32) for _ in WORK.walks]


def test_the_same_seed_draws_the_same() -> None:
    """Crews come from the seed alone."""
    one, other = (Crews(WORK, Random(7)) for _ in range(2))
    for _ in range(20):
        mine, theirs = one.draw(NOTHING, None), other.draw(NOTHING, None)
        assert (mine.kind, mine.blocks) == (theirs.kind, theirs.blocks)
        assert (mine.open_ is None) == (not mine.kind.endswith("stretch"))
        if mine.open_ is not None and theirs.open_ is not None:
            assert mine.open_.tolist() == theirs.open_.tolist()


def test_crews_are_some_of_the_people() -> None:
    """Each has as many people as the size says, nobody twice, and everybody is in one some day."""
    crews = Crews(WORK, Random(1))
    seen: set[int] = set()
    kinds: set[str] = set()
    for _ in range(200):
        drawn = crews.draw(NOTHING, None)
        number = PEOPLE if drawn.kind.endswith("stretch") else max(FEWEST, round(crews.size))
        assert len(set(drawn.blocks)) == len(drawn.blocks) == number
        kinds.add(drawn.kind)
        if not drawn.kind.endswith("stretch"):
            seen.update(drawn.blocks)
    assert seen == set(range(PEOPLE))
    assert kinds == set(KINDS)


def test_first_crews_are_small_where_much_is_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth of the people, or as many as have so many possible assignments; three at least."""
    each = len(WORK.linear.pairs) / PEOPLE
    for most, size in ((1e9, 8.0), (5 * each, 5.0), (each, FEWEST)):
        monkeypatch.setattr(module, "FIRST_PAIRS", most)
        monkeypatch.setattr(module, "FIRST_SHARE", 8.0 / PEOPLE)
        assert Crews(WORK, Random(1)).size == pytest.approx(size)


def test_who_differs_most_is_drawn_soonest() -> None:
    """Only the last person's line is not what the master would have: they are in every crew."""
    crews = Crews(WORK, Random(2))
    crews.worth = {"disagreeing": 1.0}
    shares = {walk.block: np.zeros(len(walk.x)) for walk in WORK.walks}
    shares[PEOPLE - 1][:] = 1.0
    drawn = [crews.draw(NOTHING, shares).blocks for _ in range(50)]
    # Their weight is at least 20 shifts to 0.2 for each of the others.
    assert sum(PEOPLE - 1 in blocks for blocks in drawn) >= 48


def able() -> np.ndarray:
    """Return who could take the seat that costs most while nobody is on duty."""
    held = WORK.linear.held
    paid = Crews(WORK, Random(0))._levels.price(np.arange(held.rows), np.zeros(held.rows))
    paid[np.diff(held.start) == 0] = 0
    row = int(paid.argmax())
    return held.index[held.start[row] : held.start[row + 1]]


def test_what_is_dear_is_drawn_with_who_could_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One seat costs all there is to pay: whoever could take it is in the crew before others."""
    crews = Crews(WORK, Random(5))
    crews.worth = {"dear": 1.0}
    crews.size = 3.0
    chosen = able()[:2]
    monkeypatch.setattr(crews, "_dear", lambda _: chosen)
    blocks = {int(crews._block[x]) for x in chosen}
    drawn = [set(crews.draw(NOTHING, None).blocks) for _ in range(50)]
    # Each of the others has a fiftieth of their weight.
    assert sum(blocks <= each for each in drawn) >= 40


def test_a_dear_stretch_is_where_something_is_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the seat is open in each, and whoever could take it is there before others."""
    monkeypatch.setattr(module, "MANY", 3)
    crews = Crews(WORK, Random(6))
    crews.worth = {"dear stretch": 1.0}
    crews.days = 2.0
    (seat,) = able()[:1]
    monkeypatch.setattr(crews, "_dear", lambda _: np.array([seat]))
    for _ in range(20):
        drawn = crews.draw(NOTHING, None)
        assert drawn.open_ is not None
        assert drawn.open_[seat]
        assert int(crews._block[seat]) in drawn.blocks
        assert len(drawn.blocks) == 3


def test_dear_is_what_the_rota_pays_for() -> None:
    """With nobody on duty it is a row that costs something then."""
    crews = Crews(WORK, Random(7))
    held = WORK.linear.held
    paid = crews._levels.price(np.arange(held.rows), np.zeros(held.rows))
    rows = [held.index[first:end].tobytes() for first, end in pairwise(held.start)]
    dear = {x for x, price in zip(rows, paid, strict=True) if price > 0 and x}
    drawn = {crews._dear(NOTHING).tobytes() for _ in range(50)}
    assert drawn <= dear
    assert len(drawn) > 1


def test_where_nothing_is_paid_anybody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing dear to look at."""
    crews = Crews(WORK, Random(8))
    monkeypatch.setattr(crews._levels, "price", lambda rows, _: np.zeros(len(rows)))
    assert len(crews._dear(NOTHING)) == 0
    crews.worth = {"dear": 1.0, "dear stretch": 1.0}
    for _ in range(10):
        assert crews.draw(NOTHING, None).blocks


def test_a_stretch_is_some_days_in_a_row() -> None:
    """Three days of the horizon, fewer at its ends, and every day is open in one some day."""
    crews = Crews(WORK, Random(4))
    crews.worth = {"stretch": 1.0}
    crews.days = 3.2
    first = min(shift.start.date() for _, shift in WORK.linear.pairs)
    seen: set[int] = set()
    for _ in range(100):
        open_ = crews.draw(NOTHING, None).open_
        assert open_ is not None
        starts = [WORK.linear.pairs[x][1].start for x in np.flatnonzero(open_)]
        if starts:
            # Days are 24 hours from the first start of all.
            assert (max(starts) - min(starts)).total_seconds() < 3 * 86400
        seen |= {(start.date() - first).days for start in starts}
    assert seen == {(shift.start.date() - first).days for _, shift in WORK.linear.pairs}


def test_few_people_of_very_many_make_a_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not everybody where there are more than a linear solver likes."""
    monkeypatch.setattr(module, "MANY", 4)
    crews = Crews(WORK, Random(4))
    crews.worth = {"stretch": 1.0}
    assert len(crews.draw(NOTHING, None).blocks) == 4


@pytest.mark.parametrize(("seconds", "change"), [(0.1, 1.15), (3.0, 1.0), (4.5, 0.8), (20.0, 0.5)])
def test_the_size_follows_the_time(seconds: float, change: float) -> None:
    """Of 45 s a crew may take 3.6 (8 %): below 1.35 (3 %) the next is larger, above smaller.

    After 4.5 s by 3.6 / 4.5; after 20 s by a half at most.
    """
    crews = Crews(WORK, Random(1), 45.0)
    crews.size = crews.days = 4.0
    crews.learn("alike", seconds, better=False)
    assert crews.size == pytest.approx(max(3.0, 4.0 * change))
    assert crews.days == 4.0
    crews.learn("stretch", seconds, better=False)
    assert crews.days == pytest.approx(4.0 * change)
    assert crews.size == pytest.approx(max(3.0, 4.0 * change))


def test_what_finds_something_has_more_time() -> None:
    """Whoever always did has (1 + 0.05) / 0.05 times as much as those who never did."""
    crews = Crews(WORK, Random(1))
    crews.worth = {kind: float(kind == "alike") for kind in KINDS}
    crews.took = {False: 1.0, True: 1.0}
    drawn = Counter(crews.draw(NOTHING, None).kind for _ in range(2000))
    # 1.05 of 1.05 + 5 * 0.05 is 0.81; those twice as slow are drawn half as often.
    assert 0.77 < drawn["alike"] / 2000 < 0.85
    crews.took[False] = 2.0
    drawn = Counter(crews.draw(NOTHING, None).kind for _ in range(2000))
    # 0.525 of 0.525 + 3 * 0.025 + 2 * 0.05
    assert 0.70 < drawn["alike"] / 2000 < 0.80


def test_the_first_crew_says_what_one_takes() -> None:
    """Of whole lines, or for a stretch; later ones change three tenths of it."""
    crews = Crews(WORK, Random(1))
    crews.learn("alike", 5.0, better=False)
    assert crews.took == {False: 5.0, True: AT_FIRST[True]}
    crews.learn("dear", 1.0, better=False)
    crews.learn("dear stretch", 0.1, better=False)
    assert crews.took == pytest.approx({False: 0.7 * 5.0 + 0.3 * 1.0, True: 0.1})


def test_what_finds_nothing_is_forgotten_slowly() -> None:
    """Ten crews of 2 s each that found nothing, after what is thought of each at first."""
    crews = Crews(WORK, Random(1))
    for _ in range(10):
        crews.learn("alike", 2.0, better=False)
        crews.learn("dear", 2.0, better=True)
    # 0.9 ** 10 = 0.349
    assert crews.worth["alike"] == pytest.approx(0.349, abs=1e-3)
    assert crews.worth["dear"] == pytest.approx(1.0)
    assert crews.took[False] == pytest.approx(2.0)


def test_over_a_long_horizon_stretches_are_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole lines are taken to find nothing in 10 s: 0.05 / 10 to 1.05 / 0.2 at first."""
    monkeypatch.setattr(module, "LONG", 0)
    crews = Crews(WORK, Random(1))
    drawn = Counter(crews.draw(NOTHING, None).kind for _ in range(1000))
    # 4 * 0.005 of 10.5 + 4 * 0.005 is 0.002
    assert sum(drawn[kind] for kind in KINDS[:-2]) < 40
    assert min(drawn[kind] for kind in KINDS[-2:]) > 400


def test_a_stretch_is_to_be_short() -> None:
    """In ten minutes it has 4 s, and others 10; what takes half as long again is given up."""
    crews = Crews(WORK, Random(1), 600.0)
    assert crews.patience("stretch") == crews.patience("dear stretch") == 6.0
    assert crews.patience("alike") == 15.0
    crews.learn("stretch", 8.0, better=False)
    assert crews.days == pytest.approx(FIRST_DAYS * 4 / 8)
