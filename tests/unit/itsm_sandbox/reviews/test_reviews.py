"""The table of a process review."""

from datetime import UTC, date, datetime
from typing import Any

from itsm_sandbox.engine.machine import Actor, Case, list_offers, refuse
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.problems.reviews.rules import MACHINE
from tests.factories.facts import facts_for

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
OPEN = {"what": "Try", "owner_id": 2, "owner": "Isla", "due_on": "2026-09-20", "done_on": None, "outcome": ""}
DONE = {**OPEN, "done_on": "2026-09-08"}


def case(state: str, ties: frozenset[str] = frozenset({Tie.AUTHOR}), given: Any = None, **values: Any) -> Case:
    stored = {"findings": "", "actions": [], **values}
    facts = facts_for("review", figures={"now": {}}, name_of="Isla Reid")
    return Case(state, stored, Actor(1, ties), NOW, given or {}, facts)


def changes(event: str, about: Case) -> Any:
    assert refuse(MACHINE, event, about) is None
    transition = MACHINE.find(event, about.state)
    assert transition
    assert transition.sets
    return transition.sets(about)


def test_actions_are_agreed_after_findings_and_with_an_owner_and_a_day() -> None:
    assert refuse(MACHINE, "agree_actions", case("draft")) == "Write your findings first."
    assert refuse(MACHINE, "agree_actions", case("draft", findings="So it is.")) == (
        "Add at least one action, with who does it and by when."
    )
    assert changes("agree_actions", case("draft", findings="So it is.", actions=[OPEN])) == {"figures": {"now": {}}}


def test_an_action_is_due_on_a_day_to_come() -> None:
    given = {"what": "Try it again", "owner_id": 2, "due_on": date(2026, 9, 7)}
    assert changes("add_action", case("draft", given=given)) == {
        "actions": [
            {
                "what": "Try it again",
                "owner_id": 2,
                "owner": "Isla Reid",
                "due_on": "2026-09-07",
                "done_on": None,
                "outcome": "",
            }
        ]
    }
    assert refuse(MACHINE, "add_action", case("draft", given={**given, "due_on": date(2026, 9, 6)})) == (
        "Choose a day that is still to come."
    )


def test_an_action_is_finished_once_by_its_owner_or_the_author() -> None:
    given = {"number": 1, "outcome": "It worked as we hoped."}
    owner = frozenset({Tie.ASSIGNED})
    done = changes("finish_action", case("agreed", owner, given, actions=[OPEN]))
    assert done["actions"][0]["done_on"] == "2026-09-07"
    assert refuse(MACHINE, "finish_action", case("agreed", owner, given, actions=[DONE, OPEN])) == (
        "Action 1 is done already."
    )
    assert refuse(MACHINE, "finish_action", case("agreed", owner, {**given, "number": 3}, actions=[OPEN])) == (
        "There is no action 3; there are 1."
    )
    said = [offer.refusal for offer in list_offers(MACHINE, case("agreed", owner, actions=[DONE]))]
    assert "No action is open." in said
    nobody = frozenset({WorkRole.FIRST_LEVEL})
    assert refuse(MACHINE, "finish_action", case("agreed", nobody, given, actions=[OPEN])) == (
        "This is for the author or the person it is assigned to."
    )


def test_more_time_and_leaving_out_change_one_action() -> None:
    later = changes(
        "postpone_action", case("agreed", given={"number": 2, "due_on": date(2026, 10, 1)}, actions=[DONE, OPEN])
    )
    assert [action["due_on"] for action in later["actions"]] == ["2026-09-20", "2026-10-01"]
    assert changes("remove_action", case("draft", given={"number": 1}, actions=[OPEN])) == {"actions": []}


def test_it_is_closed_when_all_is_done() -> None:
    assert refuse(MACHINE, "close", case("agreed", actions=[DONE, OPEN, OPEN])) == "Actions 2, 3 are still open."
    assert refuse(MACHINE, "close", case("agreed", actions=[OPEN])) == "Action 1 is still open."
    assert refuse(MACHINE, "close", case("agreed", actions=[DONE])) is None


def test_the_screen_offers_in_a_draft_only_what_a_draft_can_do() -> None:
    possible = {offer.transition.event for offer in list_offers(MACHINE, case("draft")) if offer.is_possible}
    assert possible == {"record_findings", "add_action", "request_procedure_change", "adjust", "cancel"}
