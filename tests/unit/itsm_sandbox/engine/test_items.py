"""Rows of an artefact that a step is about: offered by their words, with what they hold, whichever kind keeps them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from itsm_sandbox.engine.items import choices_of, held_by, is_only_on_rows, row_asked, steps_on_rows
from itsm_sandbox.engine.machine import Actor, Case, Field, Machine, list_offers
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.problems.reviews import rules as reviews
from itsm_sandbox.reporting.custom_reports.rules import machine as custom_reports
from itsm_sandbox.reporting.dashboards import rules as dashboards
from itsm_sandbox.reporting.meetings import rules as meetings
from itsm_sandbox.reporting.service_reports.rules import machine as reports
from itsm_sandbox.risk.contingency import rules as contingency_plans
from tests.factories.facts import facts_for

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ACTIONS = [
    {"what": "Look at the portal at nine", "owner_id": 7, "owner": "Iona", "due_on": "2026-12-01", "done_on": None},
    {"what": "Teach the trainee", "owner_id": 7, "owner": "Iona", "due_on": "2026-12-01", "done_on": "2026-11-03"},
]
TILES = [
    {"metric": "M6", "shape": "line", "why": "It shows a trend."},
    {"metric": "M8", "shape": "table", "why": "It shows parts."},
]


def case(state: str, *, facts: object = None, **values: Any) -> Case:
    return Case(state, values, Actor(7, frozenset({Tie.AUTHOR, Tie.ANYONE, Tie.ASSIGNED})), NOW, facts=facts)


def asked(machine: Machine, event: str, state: str) -> Field:
    return next(one for one in machine.get(event, state).fields if one.items)


def offered(machine: Machine, event: str, state: str, **values: Any) -> list[str]:
    return [words for _, words in choices_of(asked(machine, event, state), case(state, **values))]


def held(machine: Machine, event: str, state: str, number: int, values: Mapping[str, Any]) -> dict[str, Any]:
    fields = machine.get(event, state).fields
    row = row_asked(fields)
    assert row
    return held_by(fields, values, {row.name: number})


def test_only_actions_that_are_not_done_are_offered() -> None:
    open_one = ["1. Look at the portal at nine"]
    assert offered(meetings.MACHINE, "finish_action", "held", actions=ACTIONS) == open_one
    assert offered(reviews.MACHINE, "postpone_action", "agreed", actions=ACTIONS) == open_one
    assert offered(reports.MACHINE, "finish_action", "reviewed", meeting={"actions": ACTIONS}) == open_one
    assert offered(reports.MACHINE, "finish_action", "reviewed", meeting={}) == []


def test_the_form_begins_with_what_the_row_of_that_place_holds() -> None:
    assert held(reviews.MACHINE, "postpone_action", "agreed", 1, {"actions": ACTIONS}) == {"due_on": date(2026, 12, 1)}
    held_of_tile = held(dashboards.MACHINE, "change_tile", "draft", 2, {"tiles": TILES})
    assert held_of_tile == {"shape": "table", "why": "It shows parts."}


def test_tiles_messages_and_questions_are_told_by_their_words() -> None:
    tiles = offered(dashboards.MACHINE, "remove_tile", "draft", tiles=TILES)
    assert [words.split()[:2] for words in tiles] == [["1.", "M6"], ["2.", "M8"]]
    told = [{"who": "Parents and carers"}, {"who": "The council"}]
    assert offered(contingency_plans.MACHINE, "drop_communication", "draft", communications=told) == [
        "1. Parents and carers",
        "2. The council",
    ]
    questions = [{"question": "Why so many?", "answer": "A storm."}, {"question": "What of the library?", "answer": ""}]
    assert offered(custom_reports.MACHINE, "answer", "in_use", questions=questions) == ["2. What of the library?"]


def test_issues_are_told_by_their_day_and_words_and_a_reader_asks_about_what_they_were_sent() -> None:
    issues = [
        {"number": 2, "issued_at": NOW, "narrative": "Wireless takes most of our time."},
        {"number": 1, "issued_at": NOW - timedelta(days=7), "narrative": "Printing " * 30},
    ]
    sent = [{"issue": 1, "audience": "staff", "to": [{"id": 7, "name": "Iona"}]}]
    here = case(
        "in_use", issues=2, sent=sent, questions=[], rhythm="", facts=facts_for("report_definition", list_issues=issues)
    )
    for event in ("comment_issue", "send", "record_questions"):
        first, second = [words for _, words in choices_of(asked(custom_reports.MACHINE, event, "in_use"), here)]
        assert first == "2. 20 Nov 2026 at 09:00: Wireless takes most of our time."
        assert second.startswith("1. 13 Nov 2026 at 09:00: Printing")
        assert second.endswith(" …")
    steps = steps_on_rows(list_offers(custom_reports.MACHINE, here), here)
    assert [one.label for one in steps["issues", 2]] == ["Comment", "Send", "Record a question"]
    assert [one.label for one in steps["issues", 1]] == ["Comment", "Send", "Ask about it", "Record a question"]


def test_a_step_without_a_key_is_left_to_the_links_beside_the_rows() -> None:
    here = case("agreed", actions=ACTIONS)
    offers = list_offers(reviews.MACHINE, here)
    steps = steps_on_rows(offers, here)
    assert [(one.event, one.label) for one in steps["actions", 1]] == [
        ("finish_action", "Finish"),
        ("postpone_action", "Give it more time"),
    ]
    assert ("actions", 2) not in steps
    assert [one.transition.event for one in offers if is_only_on_rows(one)] == ["postpone_action"]
