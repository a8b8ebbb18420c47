"""The paper of a snapshot: words set apart, nothing read as markup, every character printable or named."""

import json
from typing import Any

import pytest

from itsm_sandbox.evidence.paper.paper import _UNPRINTABLE, paper_of, pdf_of

SHA = "ab" * 32


def an_event(number: int, *, mine: bool, **about: Any) -> dict[str, Any]:
    return {
        "number": number,
        "seq": number + 40,
        "event": "triage",
        "label": "Triage",
        "by": "Aileen Murray" if mine else "Elspeth Grant",
        "is_mine": mine,
        "is_simulated": not mine,
        "is_simulated_approval": False,
        "role": "first_level",
        "role_label": "first-level support",
        "at": "2026-09-07T08:00:00+00:00",
        "recorded_at": "2026-11-22T11:24:44+00:00",
        "from": "New",
        "to": "Assigned",
        "changes": [],
        "told": [],
        "hash": "cd" * 32,
        **about,
    }


def a_content(title: str = "No picture in the music room") -> dict[str, Any]:
    changed = {"name": "priority", "label": "Priority", "before_shown": "P3", "after_shown": "P2"}
    told = [{"name": "note", "label": "Note", "shown": "Tried another cable."}]
    return {
        "origin": "simulated",
        "artefact": {
            "kind": "ticket",
            "kind_label": "Ticket",
            "ref": "INC-0042",
            "title": title,
            "state": "assigned",
            "state_label": "Assigned",
            "fields": [{"label": "Title", "shown": title}],
        },
        "assistance": {"value": "solo", "why": "No other member worked on it and no hint was used."},
        "workplace": {"name": "Glenbrae Academy", "clock": "Standing still"},
        "taken": {
            "by": "Aileen Murray",
            "at": "2026-09-07T08:00:00+00:00",
            "recorded_at": "2026-11-22T11:24:44+00:00",
        },
        "log": {"first": 41, "last": 43, "hash": "cd" * 32},
        "clocks": [{"clock": "Fix", "target": "4 h 0 min", "used": "2 h 5 min", "missed": "No"}],
        "facts": [{"name": "owner", "sentence": "The owner never changed.", "holds": True}],
        "related": ["PRB-0003 Projectors fail (its problem)"],
        "events": [
            an_event(1, mine=True, changes=[changed], told=told),
            an_event(2, mine=False, event="approve", label="Approve", is_simulated_approval=True),
        ],
    }


def test_what_the_apprentice_did_stands_apart_from_what_others_did() -> None:
    paper = paper_of(a_content(), SHA)
    assert [event["label"] for event in paper["mine"]] == ["Triage"]
    assert [event["who"] for event in paper["others"]] == ["Elspeth Grant (simulated)"]
    assert paper["others"][0]["simulated_approval"]
    assert {"label": "Priority", "shown": "P3 → P2"} in paper["mine"][0]["lines"]
    assert {"label": "Note", "shown": "Tried another cable."} in paper["mine"][0]["lines"]


def test_the_paper_of_live_work_says_so_and_names_its_file() -> None:
    content = a_content() | {"origin": "live", "source": {"name": "export.csv", "sha256": "ef" * 32, "row": 7}}
    paper = paper_of(content, SHA)
    about = {row["label"]: row["shown"] for row in paper["about"]}
    assert paper["is_live"]
    assert about["Source file"] == "export.csv, row 7"
    assert about["SHA-256 of it"] == "ef" * 32
    assert "practice workplace" not in json.dumps(paper)
    assert pdf_of(content, SHA).startswith(b"%PDF")


def test_times_are_told_on_both_clocks_in_british_words() -> None:
    paper = paper_of(a_content(), SHA)
    frozen = next(row["shown"] for row in paper["about"] if row["label"] == "Frozen")
    assert frozen == "22 Nov 2026 at 11:24; in the workplace it was 7 Sep 2026 at 09:00"


def test_the_same_content_gives_the_same_pdf() -> None:
    first = pdf_of(a_content(), SHA)
    assert first.startswith(b"%PDF-")
    assert pdf_of(a_content(), SHA) == first


@pytest.mark.parametrize(
    "title",
    [
        '#import "x.typ": * ] $ \\ *bold* <label> @ref',
        '#read("/etc/passwd") "quoted" `code`',
        "Emoji 😀, 中文, العربية, Ελληνικά, Кириллица, Gàidhlig, soft\u00adhyphen, \u202eturned",
        "A\nB\tC\r\nD",
        "x" * 3000,
        "",
    ],
)
def test_any_text_can_be_printed_as_an_accessible_pdf(title: str) -> None:
    assert pdf_of(a_content(title), SHA).startswith(b"%PDF-")


def test_every_character_that_counts_as_printable_is_in_the_font() -> None:

    letters = [chr(code) for code in range(0x20, 0x2FFF) if not 0xD800 <= code < 0xE000]
    assert pdf_of(a_content(" ".join(one for one in letters if not _UNPRINTABLE.match(one))), SHA)
