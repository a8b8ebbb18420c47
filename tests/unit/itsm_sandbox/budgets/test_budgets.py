"""Budgets: what is left, what is over, and how a simulated ICT owner answers; the record as a file."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl

from itsm_sandbox.money.budgets.rules import (
    answer_budget,
    answer_revision,
    chart_of_lines,
    default_period,
    highest,
    lines_of,
)
from itsm_sandbox.money.expenditure.export import HEADINGS, Spent, write_csv, write_xlsx
from itsm_sandbox.money.expenditure.rules import SPENDING_CATEGORIES

VALUES: dict[str, Any] = {"hardware_pence": 100_000, "mice_pence": 5_000, "contracts_pence": 60_000}
SUMS = {("hardware", False): 90_000, ("hardware", True): 20_000, ("mice", False): 4_600, ("staff", False): 9_900_000}
ROWS = [
    Spent(date(2026, 9, 7), 1, "=HYPERLINK(1)", "+Forth", "actual", "hardware", 12_050, 2_410, "printers", 4),
    Spent(date(2026, 9, 8), 2, "Correction", "", "actual", "hardware", -12_050, None, "", None),
    Spent(date(2026, 9, 9), 3, "Cables", "", "committed", "cables", 700, None, "", None),
]


def test_each_category_says_what_is_left_and_whether_it_is_over() -> None:
    lines = {line.category: line for line in lines_of(VALUES, SUMS, staff=False)}
    assert (lines["hardware"].left, lines["hardware"].verdict, lines["hardware"].used_percent) == (-10_000, "over", 110)
    assert lines["mice"].verdict == "nearly"
    assert lines["contracts"].verdict == "within"
    assert lines["cables"].verdict == "none"
    top = highest(list(lines.values()))
    assert top
    assert top.category == "hardware"


def test_what_staff_cost_is_in_no_figure_of_those_who_may_not_see_it() -> None:
    lines = lines_of({**VALUES, "staff_pence": 9_000_000}, SUMS, staff=False)
    assert "staff" not in {line.category for line in lines}
    assert sum(line.spent for line in lines) == 94_600
    assert "staff" in {line.category for line in lines_of(VALUES, SUMS, staff=True)}


def test_the_picture_says_what_is_over() -> None:
    figure = chart_of_lines("Spending", lines_of(VALUES, SUMS, staff=False))
    assert figure.sentence == "Over budget: hardware. Most was spent on hardware."
    assert figure.labels == ("Hardware", "Mice", "Contract")


def test_a_simulated_owner_sets_what_rests_on_something() -> None:
    basis = "Spending of last year, two contracts, and four laptops that are out of warranty."
    assert answer_budget({**VALUES, "basis": basis}).event == "set"
    returned = answer_budget({"basis": "A guess, more or less.", "contracts_pence": 0})
    assert returned.event == "return_it"
    assert "what the amounts rest on" in returned.given["comment"]


def test_a_simulated_owner_revises_what_is_well_asked_for() -> None:
    reason = "Two boards failed after their warranty, and lessons in two rooms wait for them."
    asked = {"category": "hardware", "wanted_pence": 130_000, "reason": reason}
    revised = answer_revision(VALUES, asked, 110_000)
    assert (revised.event, revised.given["hardware_pence"], revised.given["mice_pence"]) == ("revise", 130_000, 5_000)
    assert answer_revision(VALUES, {**asked, "wanted_pence": 1}, 110_000).event == "decline_revision"
    assert "Say more" in answer_revision(VALUES, {**asked, "reason": "We need more money"}, 0).given["comment"]


def test_a_financial_year_begins_in_april() -> None:
    assert default_period(date(2026, 3, 31)) == (date(2025, 4, 1), date(2026, 3, 31))
    assert default_period(date(2026, 4, 1)) == (date(2026, 4, 1), date(2027, 3, 31))


def test_the_record_has_the_ten_columns_and_no_cell_is_a_formula() -> None:
    assert [label for _, label in SPENDING_CATEGORIES] == list(HEADINGS[5:15])
    read = list(csv.reader(io.StringIO(write_csv(ROWS).decode("utf-8-sig"))))
    assert read[0] == list(HEADINGS)
    assert (read[1][2], read[1][3]) == ("'=HYPERLINK(1)", "'+Forth")
    hardware = HEADINGS.index("Hardware")
    assert [row[hardware] for row in read[1:]] == ["120.50", "-120.50", "", "0.00"]
    assert read[1][-1] == "RFC-0004"
    history = openpyxl.load_workbook(io.BytesIO(write_xlsx(ROWS, "Record")))
    sheet = history.active
    assert sheet
    assert (sheet.cell(2, 3).value, sheet.cell(2, 3).data_type) == ("=HYPERLINK(1)", "s")
    assert (sheet.cell(4, HEADINGS.index("Cables") + 1).value, sheet.cell(5, hardware + 1).value) == (7, 0)
