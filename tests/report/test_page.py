"""The page tells everything, needs nothing, and does not do what people's text says."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from rotation.domain import Request, Schedule, Team
from rotation.report.grid import grid
from rotation.report.page import (
    ReportInput,
    broken,
    cell_words,
    hour_words,
    load_name,
    page,
    percent,
    run_facts,
    signed,
)
from tests.problems import at, day, leave, person, problem, requirement, schedule, shift_type
from tests.report.samples import AS_OF, balance, breach, sla_row, two_shifts, week

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}"
VOID = frozenset(("meta", "br", "line", "circle", "rect"))
RUN = {
    "horizon": {"from": "2026-12-07", "to": "2026-12-13"},
    "status": "optimal",
    "objective": 1250,
    "gap": 0.0125,
    "bound": None,
    "seconds": 12.375,
    "versions": {"rotation": "0.1.0", "tzdata": "2026f"},
    "input_sha256": "9f86d081",
}


class Reader(HTMLParser):
    """Reads a page: its tags, its text, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag, which must be this one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.said.append(data)

    @property
    def text(self) -> str:
        """All text, spaces tidied."""
        return " ".join(" ".join(self.said).split())


def summary(made: Schedule | None = None, **changed: Any) -> ReportInput:
    """Make an input with a line of everything."""
    fields: dict[str, Any] = {
        "schedule": made or two_shifts(week()),
        "proof": "No rota is cheaper: proved.",
        "as_of": AS_OF,
        "sla_rows": [sla_row()],
        "balances": [balance("ana"), balance("bo", unavoidable=1.5)],
        "breaches": [breach("fair", 10, says="Ana serves one night too many")],
        "run": RUN,
    }
    return ReportInput(**(fields | changed))


def hostile() -> ReportInput:
    """Make an input in which every text from people is hostile."""
    ana = person("ana", name=HOSTILE)
    kind = shift_type("day", name=HOSTILE)
    of = problem(
        [ana],
        [replace(kind, id=HOSTILE)],
        team=Team(name=HOSTILE, holidays=((day("2026-12-09"), HOSTILE),)),
        absences=(leave(ana, "2026-12-11", kind=HOSTILE),),
        requests=(
            Request("ana", "off", day("2026-12-07"), day("2026-12-07"), HOSTILE, 1, HOSTILE),
        ),
        requirements=(requirement(HOSTILE, HOSTILE),),
        history=(),
    )
    made = Schedule(of, schedule(problem([ana], [kind]), "day 2026-12-07 ana").assignments)
    return summary(
        made,
        proof=HOSTILE,
        sla_rows=[sla_row(HOSTILE, language=HOSTILE, verdict="FAIL", worst_hour=HOSTILE)],
        balances=[balance(HOSTILE, HOSTILE)],
        breaches=[breach(HOSTILE, None, person=HOSTILE, says=HOSTILE), breach(HOSTILE, 3)],
        run={HOSTILE: HOSTILE, "versions": {HOSTILE: HOSTILE}},
    )


def test_page_is_whole_html() -> None:
    """Every tag is closed, tables have captions and scopes, the language is named."""
    text = page(summary())
    read = Reader(text)
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert read.open == []
    names = [tag for tag, _ in read.tags]
    assert names.count("table") == names.count("caption") > 5
    assert all("scope" in attributes for tag, attributes in read.tags if tag == "th")
    assert names.count("h1") == names.count("title") == 1


def test_page_needs_nothing() -> None:
    """No scripts, no loads, links only inside the page, and a policy that forbids the rest."""
    text = page(hostile())
    read = Reader(text)
    assert not {"script", "img", "link", "iframe", "object", "form"} & {t for t, _ in read.tags}
    links = [
        value
        for _, attributes in read.tags
        for name, value in attributes.items()
        if name in ("href", "src", "action", "style") or name.startswith("on")
    ]
    assert links
    assert all(link and re.fullmatch(r"#[a-z]+", link) for link in links)
    targets = {attributes.get("id") for _, attributes in read.tags}
    assert {link.removeprefix("#") for link in links if link} <= targets
    css = text.split("<style>")[1].split("</style>")[0]
    assert not re.search(r"url\(|@import|expression", css)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = next(a["content"] for t, a in read.tags if t == "meta" and "http-equiv" in a)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_hostile_text_is_only_text() -> None:
    """Markup, quotes and template code in names are shown, not obeyed."""
    text = page(hostile())
    assert "<script" not in text
    assert "<img" not in text
    assert HOSTILE in Reader(text).text
    assert text.count("{{ 7 * 7 }}") > 10


def test_links_of_people_are_not_links() -> None:
    """A javascript address as a name or note is text in no attribute that is followed."""
    text = "javascript:alert(1)"
    ana = person("ana", name=text, email=text)
    wish = Request("ana", "off", day("2026-12-07"), day("2026-12-07"), None, 1, text)
    of = problem([ana], [shift_type("day")], requests=(wish,))
    found = Reader(page(summary(schedule(of, "day 2026-12-07 ana"))))
    held = {name for _, a in found.tags for name, value in a.items() if value and text in value}
    assert held == {"title"}
    assert text in found.text


def test_page_is_the_same_for_the_same_input() -> None:
    """Nothing depends on when or in what order it was made; seconds are left out."""
    rows = [breach("rest"), breach("fair", 2), breach("rest", person="bo")]
    first = page(summary(breaches=rows))
    again = page(summary(breaches=rows[::-1], run={**RUN, "seconds": 99.5}))
    assert first == again
    assert "12.37" not in first
    assert page(summary(as_of=at("2026-11-21T09:00"))) != first


def test_failures_are_counted_and_shown() -> None:
    """The page of a bad rota begins with what is wrong."""
    rows = [sla_row(verdict="FAIL", worst_hour="2026-12-09T23:00:00Z", attainment=0.5)]
    said = Reader(page(summary(sla_rows=rows, breaches=[breach("rest")]))).text
    for words in (
        "Look at 4 things before you publish this rota.",
        "No rota is cheaper: proved.",
        "amer-day (Amer day): 6 seats on Tue 8 Dec – Sun 13 Dec",
        "50.0 % of cases within the target, 95.0 % wanted; worst from Wed 9 Dec 23:00",
        "rest , 1 time: Ana rests 9 h, needs 11 h (Mon 7 Dec 06:00)",
        "input sha256 9f86d081",
        "rotation 0.1.0, tzdata 2026f",
    ):
        assert words in said


def test_a_good_rota_says_so() -> None:
    """Nothing to look at: no section of failures, and empty sections are left out."""
    of = problem([person("ana")], [shift_type("day")], "2026-12-07", "2026-12-07")
    made = schedule(of, "day 2026-12-07 ana")
    text = page(summary(made, sla_rows=[], balances=[], breaches=[]))
    assert "Nothing stands against publishing this rota." in text
    sections = [a.get("id") for tag, a in Reader(text).tags if tag == "section"]
    assert sections == ["rota", "run"]


def test_month_stays_small() -> None:
    """28 people, a month and six languages stay under a megabyte."""
    people = [person(f"person-{n}", name=f"Somebody Longname {n}") for n in range(28)]
    kind = shift_type("americas-day-shift", people=28)
    of = problem(
        people,
        [kind],
        "2026-12-01",
        "2026-12-31",
        requirements=tuple(requirement(f"language-{n}", "en") for n in range(6)),
    )
    everyone = " ".join(who.id for who in people)
    made = schedule(of, *(f"{kind.id} 2026-12-{n:02d} {everyone}" for n in range(1, 32)))
    rows = [balance(who.id, load) for who in people for load in ("a", "b", "c", "d", "e")]
    broken_rules = [breach("fair", 1, person=who.id) for who in people for _ in range(20)]
    text = page(summary(made, balances=rows, breaches=broken_rules))
    assert len(text.encode()) < 1_000_000
    assert "the first 200 of 560, breaches.csv has the rest" in text


def test_tooltip_tells_local_times() -> None:
    """A cell's words are on the clock of its person, also in a half-hour zone."""
    kind = shift_type("late", "22:00", "06:00", "America/Chicago")
    long = shift_type("watch", end=None, duration_days=7, kind="standby")
    of = problem(
        [person("ana"), person("priya")],
        [kind, long],
        "2027-03-13",
        "2027-03-13",
        holidays={"ana": {"2027-03-13": "Pi day"}},
    )
    made = schedule(of, "late 2027-03-13 ana", "late 2027-03-13 priya", "watch 2027-03-13 priya")
    said = [
        cell_words(cell, region.time_zone)
        for region in grid(made).regions
        for row in region.rows
        for cell in row.cells
    ]
    # The clock springs forward in Chicago that night; 22:00 CST is 09:30 the next day in Kolkata.
    assert said == [
        "Sat 13 Mar: late 22:00–06:00 night; Pi day",
        "",
        "Sat 13 Mar: watch 14:30–Sat 20 Mar 14:30",
        "Sun 14 Mar: late 09:30–16:30",
    ]


def test_part_leave_is_said() -> None:
    """Leave that covers part of a date says so."""
    absence = leave(person("ana", time_zone="UTC"), "2026-12-07", kind="sick")
    of = problem([person("ana")], [shift_type("day")], absences=(absence,))
    cells = grid(schedule(of)).regions[0].rows[0].cells
    # UTC's 7 December is 6 Dec 18:00 to 7 Dec 18:00 in Chicago.
    assert cell_words(cells[0], "America/Chicago") == "Mon 7 Dec: sick, part of the day"


def test_broken_rules_are_ordered() -> None:
    """Hard rules come first, then the dearest."""
    rows = [breach("fair", 1), breach("requests", 5), breach("rest"), breach("fair", 1)]
    found = [(each.rule, each.price, each.amount) for each in broken(rows)]
    assert found == [("rest", 0.0, 1.0), ("requests", 5.0, 1.0), ("fair", 2.0, 2.0)]


def test_run_facts_leave_out_what_varies() -> None:
    """Facts come in their order, without seconds and unknowns."""
    assert run_facts(RUN) == [
        ("horizon", "from 2026-12-07, to 2026-12-13"),
        ("status", "optimal"),
        ("objective", "1250"),
        ("gap", "0.0125"),
        ("versions", "rotation 0.1.0, tzdata 2026f"),
        ("input sha256", "9f86d081"),
    ]


@pytest.mark.parametrize(
    ("amount", "words"), [(1.5, "+1.50"), (-0.25, "−0.25"), (0.0, "0.00"), (-0.001, "0.00")]
)
def test_differences_have_their_sign(amount: float, words: str) -> None:
    """Zero has none."""
    assert signed(amount) == words


def test_small_words() -> None:
    """Loads, shares and hours are written for people."""
    assert (load_name("shifts:watch"), load_name("odd")) == ("Shifts: watch", "odd")
    assert (percent(0.9517), percent(None), percent(float("nan"))) == ("95.2 %", "–", "–")
    assert hour_words("2026-12-09T23:00:00Z", "Asia/Kolkata") == "Thu 10 Dec 04:30"
    assert hour_words("soon", "UTC") == "soon"
    assert hour_words("2026-12-09T23:00:00", "UTC") == "2026-12-09T23:00:00"
