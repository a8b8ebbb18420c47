"""Reading uploaded tables, and the text in their cells."""

import io
import zipfile

import pytest

from core.tables.cells import read_choice, read_day, read_moment, read_money
from core.tables.faults import Unreadable
from core.tables.reader import read_table
from core.tables.table import MOST_ROWS, UnreadableTable, read_csv
from tests.support.tables import book_of


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_text_is_read_in_every_usual_alphabet_with_every_usual_sign(codec: str, sign: str) -> None:
    text = f'Tag{sign}Room\r\nLT-1{sign}"Café{sign} ground floor"\r\n\r\nLT-2{sign}\r\n'
    table = read_csv(text.encode(codec))
    assert table.columns == ("Tag", "Room")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("LT-1", f"Café{sign} ground floor".replace("\t", "\t"))),
        (4, ("LT-2", "")),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"Tag,Room\n", "no rows"),
        (b"1,2\n3,4\n", "holds values, not the names"),
        (b"anna@example.org,Room\nx,y\n", "holds values, not the names"),
        (b"Tag,Room\nLT-1,Room 1,upstairs\n", "names for 2 columns only"),
        (b'Tag,Room\nLT-1,"Room 1\n', "cannot be read"),
        (b"Tag\x00,Room\nLT-1,1\n", "characters that no table has"),
        (b"Tag,Room\n\x81\x8d,1\n", "no text that we can read"),
        (b"Tag,Note\nLT-1," + b"x" * 33_000 + b"\n", "more than 32,000"),
        (b"Tag\n" + b"x\n" * (MOST_ROWS + 1), "more than 20,000 rows"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableTable, match=said):
        read_csv(data)


def test_columns_with_one_name_are_told_apart_and_those_without_are_numbered() -> None:
    assert read_csv(b"Labels,Labels,,Note\na,b,c,d\n").columns == ("Labels", "Labels (2)", "Column 3", "Note")


def test_a_workbook_gives_values_as_text_and_what_formulas_last_gave() -> None:
    data = book_of(["Tag", "Cost", "On"], ["LT-1", 640.5, True], ["LT-2", "=1+1", None], Other=[["Key"], ["K1"]])
    table = read_table("assets.xlsx", io.BytesIO(data))
    assert table.sheets == ("Sheet", "Other")
    assert [row.cells for row in table.rows] == [("LT-1", "640.5", "Yes"), ("LT-2", "", "")]
    assert read_table("assets.xlsx", io.BytesIO(data), "Other").columns == ("Key",)


@pytest.mark.parametrize("name", ["assets.xlsx", "assets.xls"])
def test_what_is_no_workbook_is_refused(name: str) -> None:
    with pytest.raises(UnreadableTable, match="no Excel workbook"):
        read_table(name, io.BytesIO(b"\xd0\xcf\x11\xe0 old"))


def test_a_workbook_that_unpacks_to_too_much_is_not_opened() -> None:
    whole = io.BytesIO(book_of(["Tag"], ["LT-1"]))
    bomb = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(member.filename, source.read(member))
        target.writestr("xl/media/zeros.bin", b"\0" * 70_000_000)
    with pytest.raises(UnreadableTable, match="unpacks to far more"):
        read_table("assets.xlsx", bomb)


def test_entities_in_a_workbook_are_not_unfolded() -> None:
    whole = io.BytesIO(book_of(["Tag"], ["LT-1"]))
    evil = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(evil, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename.endswith("sheet1.xml"):
                data = b'<!DOCTYPE a [<!ENTITY b "c">]>' + data
            target.writestr(member.filename, data)
    with pytest.raises(UnreadableTable, match="cannot be read"):
        read_table("assets.xlsx", evil)


def test_a_broken_workbook_and_one_with_macros_are_refused() -> None:
    whole = book_of(["Tag"], ["LT-1"])
    with pytest.raises(UnreadableTable, match="cannot be read"):
        read_table("assets.xlsx", io.BytesIO(whole[: len(whole) // 2]))
    file = io.BytesIO(whole)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(UnreadableTable, match="macros"):
        read_table("assets.xlsm", file)


def test_cells_are_read_as_people_write_them() -> None:
    assert {read_day(text).isoformat() for text in ("2026-09-30", "30/09/2026", "30 Sep 2026", "2026-09-30 12:00")} == {
        "2026-09-30"
    }
    assert [read_money(text) for text in ("£1,234.50", "640", "0.5")] == [123_450, 64_000, 50]
    assert read_choice("Desktop computer", (("desktop", "Desktop computer"),)) == "desktop"
    assert read_moment("05/Oct/26 9:12 AM", ["%d/%b/%y %I:%M %p"]).isoformat() == "2026-10-05T09:12:00+01:00"


@pytest.mark.parametrize("text", ["31/02/2026", "09/30/2026", "soon", "0001-01-01", "2026-13-01"])
def test_what_is_no_date_is_told_so(text: str) -> None:
    with pytest.raises(Unreadable, match=r"no date|in the year"):
        read_day(text)
