"""`flask standards`, as another program calls it."""

import json
from typing import Any

import pytest
from flask import Flask

from standards import services
from standards.rules import MalformedDocument

pytestmark = pytest.mark.usefixtures("loaded_standards")

NOWHERE = "no-such-framework"


def run(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=["standards", *words])
    assert result.exit_code == 0, result.output
    return result.output


def shown(app: Flask, key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(app, "show", key, "--json"))
    return found


def test_list_prints_each_framework_with_its_counts(app: Flask) -> None:
    assert json.loads(run(app, "list", "--json")) == [
        {
            "key": "eskitp5056",
            "title": "IT/technology systems installation, implementation and handover Level 6 Role",
            "version": "1",
            "counts": {"performance": 13, "knowledge": 33},
        },
        {
            "key": "scqf8-it-support",
            "title": "Technical Apprenticeship in Digital Technology - IT Support Pathway at SCQF Level 8",
            "version": "October 2022",
            "counts": {"performance": 59, "knowledge": 101},
        },
        {
            "key": "it-in-education",
            "title": "IT In Education Professional Standards",
            "version": "1.2",
            "counts": {"performance": 145, "knowledge": 97},
        },
        {"key": "meta-skills", "title": "Meta-skills", "version": "1", "counts": {"meta_skill": 12}},
    ]


def test_show_prints_units_criteria_and_alignments_in_document_order(app: Flask) -> None:
    profile = shown(app, "scqf8-it-support")
    assert list(profile) == ["key", "title", "metadata", "units", "alignments"]
    assert [unit["code"] for unit in profile["units"]] == ["PM", "DT", "MS", "SR", "SP", "AM", "AS", "RM"]
    assert list(profile["units"][0]) == ["code", "title", "mandatory", "goal", "outline", "criteria"]
    assert [unit["mandatory"] for unit in profile["units"]] == [True] * 6 + [False] * 2
    assert profile["units"][3]["criteria"][6] == {
        "code": "SR-K1",
        "kind": "knowledge",
        "level": None,
        "heading": None,
        "statement": "Organisational service management policies and procedures and how to apply them",
    }
    assert len(profile["alignments"]) == 93
    assert profile["alignments"][0] == {"from": "PM", "to": "Adapting", "type": "develops"}
    assert profile["alignments"][-1] == {"from": "RM", "to": "ESKITP7024", "type": "related_standard"}
    assert profile["metadata"]["minimum_optional_units"] == 1


def test_show_keeps_levels_headings_and_stems(app: Flask) -> None:
    grid = shown(app, "it-in-education")
    assert [unit["code"] for unit in grid["units"]] == [f"G{number}" for number in range(1, 8)]
    assert {criterion["level"] for unit in grid["units"] for criterion in unit["criteria"]} == {"0.5", "1", "2", "3"}
    assert grid["units"][1]["criteria"][0]["heading"] == "Health & Safety"
    standard = shown(app, "eskitp5056")
    assert [unit["code"] for unit in standard["units"]] == ["ESKITP5056"]
    assert "K10" in [criterion["code"] for criterion in standard["units"][0]["criteria"]]
    assert standard["metadata"]["suite"] == "IT and Telecoms"
    skills = shown(app, "meta-skills")
    assert {criterion["kind"] for unit in skills["units"] for criterion in unit["criteria"]} == {"meta_skill"}


def test_people_may_read_lists_too(app: Flask) -> None:
    assert "it-in-education  IT In Education Professional Standards, version 1.2" in run(app, "list")
    assert "    K3.1  accurate plans and schedules" in run(app, "show", "eskitp5056")


def test_loading_again_says_that_all_is_there(app: Flask) -> None:
    lines = run(app, "load").splitlines()
    assert len(lines) == 4
    assert all(line.endswith(": already loaded") for line in lines)


def test_an_unknown_key_ends_with_a_sentence(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["standards", "show", NOWHERE, "--json"])
    assert result.exit_code == 1
    assert "There is no such framework." in result.output


def test_a_refused_document_ends_with_file_and_line(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise MalformedDocument("grid.txt", 7, "A row has 6 cells, but this one has 5.")

    monkeypatch.setattr(services, "load_frameworks", refuse)
    result = app.test_cli_runner().invoke(args=["standards", "load"])
    assert result.exit_code == 1
    assert result.output == "Error: grid.txt, line 7: A row has 6 cells, but this one has 5.\n"
