"""Contingency and recovery plans: what they need before they are handed over, and how a simulated owner answers."""

from datetime import UTC, date, datetime
from typing import Any

from itsm_sandbox.engine.machine import Actor, Case, refuse
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.risk.contingency import rules as contingency_plans
from itsm_sandbox.risk.continuity.rules import answer_loss, answer_plan, exercises_in_words, frozen
from itsm_sandbox.risk.recovery import rules as recovery_plans
from tests.factories.facts import facts_for

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DESK = Actor(7, frozenset({Tie.AUTHOR, Tie.ANYONE, WorkRole.FIRST_LEVEL}))
STEPS = ["Take the printed forms from the red folder.", "Write the date and your name, and hand it in by four."]
PLAN: dict[str, Any] = {
    "state": "draft",
    "service_ids": [3],
    "contacts": ["Elspeth Grant, ICT owner, 201", "Forth Computing, 0131 496 0100"],
    "procedures": [{"service_id": 3, "service": "Files", "steps": STEPS}],
    "communications": [{"who": "Staff", "how": "Notice on the door", "how_often": "hourly", "by": "Office"}],
    "recovery_plan_id": 1,
}


def refusal(plan: dict[str, Any], event: str, **given: Any) -> str | None:
    case = Case(plan["state"], plan, DESK, NOW, given, facts_for("contingency_plan"))
    return refuse(contingency_plans.MACHINE, event, case)


def test_it_is_handed_over_only_when_every_part_is_there() -> None:
    assert refusal(PLAN, "submit") is None
    for name in ("contacts", "procedures", "communications", "recovery_plan_id"):
        assert refusal({**PLAN, name: None}, "submit"), name


def test_only_the_ict_owner_approves_and_invokes() -> None:
    assert refusal({**PLAN, "state": "with_owner"}, "approve") == "This is for ICT owner."
    assert refusal({**PLAN, "state": "issued"}, "invoke", why="x" * 20) == "This is for ICT owner."


def test_what_was_issued_can_come_into_force_while_the_next_version_is_written() -> None:
    assert refusal({**PLAN, "version": 1}, "report_loss", lost="x" * 20, expected_hours=9) is None
    assert "Nothing was issued yet" in (refusal(PLAN, "report_loss", lost="x" * 20, expected_hours=9) or "")


def test_an_exercise_needs_somebody_else() -> None:
    issued = {**PLAN, "state": "issued"}
    assert "at least one other" in (refusal(issued, "exercise", on=NOW.date(), people=[7]) or "")
    assert refusal(issued, "exercise", on=NOW.date(), people=[7, 8]) is None


def test_an_exercise_keeps_its_gaps_and_actions_and_a_restore_test_its_day() -> None:
    given = {
        "exercise_kind": "restore_test",
        "on": date(2026, 11, 19),
        "people": [7, 8],
        "scenario": "One folder of the office from last night.",
        "result": "It was back after forty minutes.",
        "gaps": "The password was not in the safe.",
        "new_actions": ["Put the password into the safe"],
    }
    plan = {"state": "issued", "version": 2, "last_tested_on": None}
    transition = recovery_plans.MACHINE.get("exercise", "issued")
    assert transition.sets
    facts = facts_for("recovery_plan", name_of={7: "Iona", 8: "Dougal"}.get)
    changes = transition.sets(Case("issued", plan, DESK, NOW, given, facts))
    assert changes["last_tested_on"] == date(2026, 11, 19)
    assert changes["exercises"][0]["version"] == 2
    assert changes["actions"][0]["from"] == "Exercise of 19 Nov 2026"
    assert "with Iona, Dougal, on version 2" in exercises_in_words(changes["exercises"])


def test_a_simulated_owner_returns_what_would_help_nobody() -> None:
    assert answer_plan(contingency_plans.thin_parts(PLAN)).event == "approve"
    thin = {**PLAN, "procedures": [{"service_id": 3, "service": "Files", "steps": ["Use paper"]}], "contacts": ["Me"]}
    returned = answer_plan(contingency_plans.thin_parts(thin))
    assert returned.event == "return_it"
    assert "Files: write the manual steps" in returned.given["comment"]
    assert "No contact has a telephone number" in returned.given["comment"]


def test_a_simulated_owner_invokes_it_for_a_long_loss_only() -> None:
    assert answer_loss(8, 4, "The server burnt.").event == "invoke"
    assert answer_loss(2, 4, "The server restarts.").event == "keep_watching"


def test_a_version_keeps_what_it_said() -> None:
    content, digest = frozen([("Steps", ["1. Begin"])])
    assert content == {"parts": [["Steps", ["1. Begin"]]]}
    assert frozen([("Steps", ["1. Begin"])])[1] == digest != frozen([("Steps", ["1. End"])])[1]
