"""Whatever bytes a file holds, the answer is words and never a traceback."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rotation.errors import InvalidInput
from rotation.team.folder import default_horizon, read
from tests.team.folders import DECEMBER, write

HEADERS = {
    "people": "id,name,time_zone,holidays,languages,fte,starts_on,not_before",
    "leave": "person,from,to,kind,note",
    "requests": "person,want,from,to,shift,weight",
    "demand": "language,severity,days,from,to,time_zone,cases_per_hour,handle_minutes",
    "cases": "opened_at,language,severity,handle_minutes,responded_at",
    "history": "shift,date,person,start,end,kind",
    "ledger": "person,load,closing",
    "locked": "shift,date,person,start,end",
    "published": "shift,date,person,start,end",
}
CELLS = st.one_of(
    st.sampled_from(
        ["ana", "bo", "day", "es-night", "work", "off", "UTC", "es", "es:B2", "urgent", "leave",
         "2026-12-24", "2026-11-30", "9999-12-31", "1900-01-01", "2026-11-30T10:00Z", "24:00",
         "9999-12-31T23:59:00-14:00", "1900-01-01T00:00Z", "2026-12-24T02:30", "mon", "weekends",
         "0", "1", "-1", "0.5", "1e308", "١", "", "", '"', '"a\nb"', "\x00", "=1+1"]
    ),
    st.text(max_size=4),
)  # fmt: skip
TABLES = st.lists(st.lists(CELLS, max_size=8).map(",".join), max_size=4).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(HEADERS)), TABLES)
def test_any_cells(stem: str, rows: str) -> None:
    """Cells that are nearly right, or nothing like it."""
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name), **{stem: f"{HEADERS[stem]}\n{rows}\n".encode("utf-8", "ignore")})
        with contextlib.suppress(InvalidInput):
            read(folder, DECEMBER)
        default_horizon(folder, DECEMBER.first)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*sorted(HEADERS), "rota"]), st.binary(max_size=60))
def test_any_bytes(stem: str, content: bytes) -> None:
    """Bytes that were never text."""
    with tempfile.TemporaryDirectory() as name, contextlib.suppress(InvalidInput):
        read(write(Path(name), **{stem: content}), DECEMBER)
