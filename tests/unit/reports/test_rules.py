"""Cells that no spreadsheet takes for a formula, and names of files."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables.safe_cells import FORMULA_STARTS, plain_text, safe_cell
from reports.rules import file_name


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rhello",
        "\nhello",
        "\uff1dcmd",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        "  =1",
        "\u200b=1",
        "\ufeff@x",
    ],
)
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["Aileen Murray", "O’Neill", "G1-F01@0.5", "a=b", "", "née", "50%"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text())
def test_no_cell_begins_like_a_formula_or_breaks_its_line(text: str) -> None:
    cell = safe_cell(text)
    assert not {"\r", "\n", "\t", "\x00"} & set(cell)
    seen = [letter for letter in cell if not letter.isspace() and unicodedata.category(letter) not in ("Cf", "Mn")]
    assert not seen or seen[0] not in FORMULA_STARTS


def test_a_cell_holds_what_a_spreadsheet_can_keep() -> None:
    assert len(plain_text("x" * 50_000)) < 32_767


def test_a_file_is_called_after_the_programme_and_the_day() -> None:
    assert file_name("IT Support (SCQF 8)", date(2026, 11, 22), "csv") == "cohort-it-support-scqf-8-2026-11-22.csv"
    assert file_name("../é\r\n", date(2026, 11, 22), "xlsx") == "cohort-e-2026-11-22.xlsx"
