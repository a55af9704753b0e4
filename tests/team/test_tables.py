"""CSV as spreadsheets save it."""

from __future__ import annotations

import pytest

from rotation.team.complaints import Complaints
from rotation.team.inputs import decoded
from rotation.team.tables import Columns, Row, read_table

COLUMNS = Columns(required=("id", "name"), optional=("note",))


def rows(text: str, columns: Columns = COLUMNS) -> tuple[list[Row], list[str]]:
    """Read a table and return its rows and complaints."""
    complaints = Complaints()
    found = read_table(text, "x.csv", columns, complaints)
    return found, [str(problem) for problem in complaints.problems]


@pytest.mark.parametrize(
    "text",
    [
        "id,name\nana,Ana\n",
        "id;name\r\nana;Ana\r\n",
        "id\tname\nana\tAna\n",
        "sep=;\nid;name\nana;Ana",
        "\n id , name ,,\n\n ana ,Ana, ,\n,,,\n",
        '"id","name"\n"ana","Ana"\n',
    ],
)
def test_spreadsheet_habits_are_forgiven(text: str) -> None:
    """Separators, line ends, spaces, blank columns and blank lines do not change the meaning."""
    found, complaints = rows(text)
    assert [dict(row.cells) for row in found] == [{"id": "ana", "name": "Ana"}]
    assert complaints == []


def test_a_record_stands_on_its_first_line() -> None:
    """A quoted line break moves the records after it, not its own."""
    found, _ = rows('id,name,note\na,A,"two\nlines"\n\nb,B,x\n')
    assert [row.line for row in found] == [2, 5]
    assert found[0].note("note") == "two lines"


def test_what_is_wrong_with_a_header_is_all_told() -> None:
    """Unknown, repeated, nameless and missing columns are told with line 1."""
    _, complaints = rows("id,nmae,id,,note\na,b,c,d,e\n")
    assert complaints == [
        'x.csv:1: nmae: no such column "nmae"; did you mean "name"?',
        "x.csv:1: id: must be there once, got a second column of that name",
        "x.csv:1: column 4: must have a name",
        "x.csv:1: name: must be a column of this file, got none",
    ]


def test_open_files_keep_other_columns_to_themselves() -> None:
    """Columns that are not ours are ignored where the contract says so."""
    open_columns = Columns(required=("id",), open=True)
    found, complaints = rows("id,else\na,b\n", open_columns)
    assert (dict(found[0].cells), complaints) == ({"id": "a"}, [])


def test_broken_records_do_not_hide_the_others() -> None:
    """A stray quote and a row that is too long are told, and the rows around them read."""
    found, complaints = rows('id,name\n"a"b,c\nd,e,f\ng,h\n')
    assert [row.cells["id"] for row in found] == ["d", "g"]
    assert complaints[0].startswith("x.csv:2: must be a CSV record, got one with: ")
    assert complaints[1:] == ["x.csv:3: must have at most 2 cells like the header, got 3"]


def test_an_unclosed_quote_is_told_where_it_opens() -> None:
    """The line is that of the record that never ends."""
    assert rows('id,name\na,"b\nc,d\n')[1] == [
        "x.csv:2: must be a CSV record, got one with: unclosed quote"
    ]


def test_an_empty_file_lacks_a_header() -> None:
    """A file without a header says which columns belong there."""
    assert rows("\n\n")[1] == ["x.csv:1: must begin with a header: id,name,note"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id\n".encode("utf-16"), "x.csv:1: must be UTF-8 text, got UTF-16"),
        ("id\n".encode("utf-16-le"), "x.csv:1: must be UTF-8 text, got UTF-16"),
        ("id\nJosé\n".encode("latin-1"), "x.csv:2: must be UTF-8 text, got the byte 0xE9"),
        (b"PK\x03\x04rest", "x.csv:1: must be plain text, got a spreadsheet"),
    ],
)
def test_other_encodings_are_refused_in_words(content: bytes, says: str) -> None:
    """UTF-16, latin-1 and a renamed spreadsheet are named, with their line."""
    complaints = Complaints()
    assert decoded(content, "x.csv", complaints) is None
    assert str(complaints.problems[0]).startswith(says)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """Excel begins UTF-8 with a mark, which is dropped."""
    assert decoded(b"\xef\xbb\xbfid", "x.csv", Complaints()) == "id"
