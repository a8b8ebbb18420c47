"""Masking names, and the layouts of three tools."""

import json
from importlib import resources

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.tables.cells import read_moment
from core.tables.mapping import LEAVE
from core.tables.table import Table, read_csv
from itsm_sandbox.live_work.imports.rules.layouts import OTHER, RECORD_KINDS, TOOLS, layout_of
from itsm_sandbox.live_work.imports.rules.live import (
    Reading,
    find_live_faults,
    fingerprint,
    guess_live,
    new_among,
    read_live,
)
from itsm_sandbox.live_work.imports.rules.masking import Mask
from tests.support.tables import SAMPLES

ME = ("Aileen Murray", "aileen.murray")
OTHERS = ("Moira", "Kerr", "Hamish", "Sinclair", "Jim", "Weir", "0141", "example.org")
NAMED_TOOLS = [tool for tool, _ in TOOLS if tool != OTHER]
KINDS = [kind for kind, _ in RECORD_KINDS]


def read_sample(tool: str, kind: str) -> Reading:
    table = read_csv((SAMPLES / f"{tool}-{kind}s.csv").read_bytes())
    layout = layout_of(tool, kind)
    mapping = guess_live(table.columns, layout)
    assert not find_live_faults(mapping, table.columns, layout)
    return read_live(table, mapping, layout, ME)


def test_a_person_is_the_same_number_everywhere_and_the_importer_is_me() -> None:
    mask = Mask(["Aileen Murray"])
    for cell in ("Kerr Moira", "Sean O'Neil; Jim Kerr"):
        mask.meet(cell)
    assert mask.person("Kerr, Moira\nMURRAY Aileen") == "Person 1, me"
    said = mask.text("Moira Kerr (m.kerr@example.org, 0141 496 0123) asked Kerr; O'Neil, Sean and Aileen did it.")
    assert said == "Person 1 ([e-mail 1], [phone 1]) asked [a person]; Person 2 and me did it."
    assert mask.text("m.kerr@example.org or m.kerr2@example.org") == "[e-mail 1] or [e-mail 2]"
    assert mask.text("Serial 0123456789, 192.168.100.200, 01-09-2026 10:30", phones=False).startswith("Serial 0123")
    assert mask.text("On 01-09-2026 10:30 at 192.168.100.200") == "On 01-09-2026 10:30 at 192.168.100.200"


@given(st.text("abcxyz .,;'-@0123456789+()", max_size=80), st.text("abcxyz -", min_size=3, max_size=20))
@example("", "a----a")
def test_a_name_that_was_met_is_never_left_in_a_text(text: str, name: str) -> None:
    mask = Mask()
    mask.meet(name)
    words = name.split()
    if words and all(len(word.strip("-")) > 2 for word in words):
        assert name.strip() not in f" {mask.text(f'{text} {name} {text}')} ".split(" ")


def test_a_moment_is_read_as_a_tool_writes_it() -> None:
    dates = layout_of("jira", "ticket").dates
    assert read_moment("05/Oct/26 9:12 AM", dates).isoformat() == "2026-10-05T09:12:00+01:00"


@given(st.text(" \t\n,.;:/|_'’()-–—", min_size=1, max_size=12))
@example("    ")
@example(" -- ")
@example("----")
@example("_")
def test_a_short_name_is_masked_whatever_separates_its_words(gap: str) -> None:
    mask = Mask()
    mask.meet("Jo Lu")
    assert mask.text(f"It was Jo{gap}Lu, not Jo.") == "It was Person 1, not Jo."
    assert mask.text(f"It was Lu{gap}Jo, not Joan.") == "It was Person 1, not Joan."


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tool", NAMED_TOOLS)
def test_an_export_of_each_tool_and_kind_comes_in_with_nobody_else_named(tool: str, kind: str) -> None:
    reading = read_sample(tool, kind)
    assert reading.drafts
    assert not reading.faults
    for draft in reading.drafts:
        assert draft.given["external_id"]
        assert draft.given["title"]
        whole = json.dumps([draft.given["title"], draft.given["category"], draft.given["columns"]])
        assert not [name for name in OTHERS if name in whole], whole


def test_what_an_export_says_of_a_ticket_is_understood() -> None:
    first, second, third = (draft.given for draft in read_sample("glpi", "ticket").drafts)
    assert (first["external_id"], first["stage"], first["is_mine"]) == ("1204", "resolved", True)
    assert first["opened_at"].isoformat() == "2026-10-05T09:12:00+01:00"
    assert (second["stage"], second["resolved_at"], third["is_mine"]) == ("waiting", None, False)
    assert ["Technician", "me"] in first["columns"]
    jira = read_sample("jira", "ticket").drafts[0].given
    assert [text for name, text in jira["columns"] if name == "Watchers"] == ["Person 1", "Person 2"]
    assert read_sample("servicenow", "change").drafts[0].given["stage"] == "closed"


def test_rows_that_cannot_come_in_say_where_and_what_to_do() -> None:
    table = read_csv(b"ID;Title;Opening date\n1;First;2026-10-05 09:12\n1;Again;tomorrow\n;None;\n2;;\n")
    layout = layout_of("glpi", "ticket")
    reading = read_live(table, guess_live(table.columns, layout), layout, ME)
    assert [(fault.row, fault.column) for fault in reading.faults] == [
        (3, "ID"),
        (3, "Opening date"),
        (4, "ID"),
        (5, "Title"),
    ]
    assert "stands in row 2" in reading.faults[0].what
    assert all(fault.to_do for fault in reading.faults)
    assert len(reading.drafts) == 1


def test_columns_of_people_cannot_be_kept_as_they_are_and_unknown_ones_are_left_out() -> None:
    columns = ("ID", "Title", "Requester", "Shoe size")
    layout = layout_of("glpi", "ticket")
    mapping = guess_live(columns, layout)
    assert mapping == {"ID": "external_id", "Title": "title", "Requester": "person", "Shoe size": LEAVE}
    assert "holds names of people" in " ".join(find_live_faults({**mapping, "Requester": "keep"}, columns, layout))
    assert "Choose the column" in find_live_faults({**mapping, "ID": LEAVE}, columns, layout)[0]


def test_the_same_rows_again_are_unchanged_whatever_number_a_person_has() -> None:
    drafts = read_sample("glpi", "ticket").drafts
    kept = {drafts[0].given["external_id"]: {fingerprint_of(drafts[0].given["columns"])}}
    new, changed, unchanged = new_among(drafts, kept)
    assert (len(new), len(changed), unchanged) == (2, 0, 1)


def fingerprint_of(columns: list[list[str]]) -> str:
    return fingerprint([[name, text.replace("Person 1", "Person 7")] for name, text in columns])


def test_every_layout_says_where_it_is_from() -> None:
    for tool in NAMED_TOOLS:
        text = (resources.files("itsm_sandbox.live_work.imports.data") / "layouts" / f"{tool}.json").read_text(
            encoding="utf-8"
        )
        data = json.loads(text)
        assert set(data["kinds"]) == set(KINDS)
        assert data["not_sourced"]
        assert all(source["address"].startswith("https://") and source["says"] for source in data["sources"])
        for kind in data["kinds"].values():
            sourced = {column["as"] for column in kind["columns"] if column.get("sourced", True)}
            assert {"external_id", "title"} <= sourced


def test_samples_are_tables() -> None:
    assert all(isinstance(read_csv(path.read_bytes()), Table) for path in SAMPLES.glob("*.csv"))
