"""What a record shows by itself: facts counted from events, and whose doing counts as help."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.discovery import import_package
from itsm_sandbox.desk.tickets.record_checks import modes_shown
from itsm_sandbox.engine.logged_events import LoggedEvent, help_in
from itsm_sandbox.engine.record_checks import Fact, Values, facts_shown
from itsm_sandbox.engine.registry import get_type

NINE = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
ME, FRIEND, SIMULATED = 1, 2, 3
NAMES = {ME: "Aileen Murray", FRIEND: "Callum Reid", SIMULATED: "Elspeth Grant"}


import_package("itsm_sandbox")  # the kinds of artefact register themselves


def facts_of(kind: str, values: Values, events: Sequence[LoggedEvent]) -> list[Fact]:
    return facts_shown(get_type(kind).record_checks, values, events)


def happened(seq: int, verb: str, by: int | None = ME, role: str = "first_level", **about: Any) -> LoggedEvent:
    return LoggedEvent(
        seq=seq,
        verb=verb,
        actor_id=by,
        actor=NAMES.get(by or 0, "The workplace"),
        is_simulated=by == SIMULATED,
        role=role,
        at=NINE + timedelta(minutes=seq),
        recorded_at=NINE,
        from_state="",
        to_state="",
        changes=about.get("changes", {}),
        given=about.get("given", {}),
        shown={},
        hash="",
    )


def said(kind: str, values: dict[str, Any], *events: LoggedEvent) -> dict[str, bool | None]:
    return {fact.name: fact.holds for fact in facts_of(kind, values, events)}


@pytest.mark.parametrize(
    ("events", "word", "why"),
    [
        ([happened(1, "triage")], "solo", "No other member worked on it and no hint was used."),
        ([happened(1, "log", SIMULATED, "user"), happened(2, "resolve")], "solo", "No other member"),
        ([happened(1, "log", FRIEND, "requester"), happened(2, "resolve")], "solo", "No other member"),
        ([happened(1, "triage", FRIEND), happened(2, "resolve")], "assisted", "Callum Reid worked on it too."),
        ([happened(1, "use_hint"), happened(2, "resolve")], "assisted", "A hint was used."),
        ([happened(1, "approve_proceed", FRIEND, "initial_approver"), happened(2, "start")], "solo", "No other"),
    ],
)
def test_help_is_what_other_members_do_at_work_or_a_hint(events: list[LoggedEvent], word: str, why: str) -> None:
    found = help_in(events, ME)
    assert found.word == word
    assert found.why.startswith(why)


def test_identity_is_checked_before_anything_is_done_or_not() -> None:
    respond = happened(5, "respond")
    before, after = NINE + timedelta(minutes=4), NINE + timedelta(minutes=6)
    assert said("ticket", {"identity_at": before}, respond)["identity_checked"] is True
    assert said("ticket", {"identity_at": after}, respond)["identity_checked"] is False
    account = {"subcategory": "password", "identity_at": None}
    assert said("ticket", account, respond)["identity_checked"] is False
    assert said("ticket", account)["identity_checked"] is None
    assert said("ticket", {"subcategory": "printer_fault"}, respond)["identity_checked"] is None


def test_the_owner_is_kept_from_the_first_one_named() -> None:
    named = happened(1, "triage", changes={"owner_id": [None, 7]})
    assert said("ticket", {}, named)["owner_never_changed"] is True
    handed = happened(2, "reassign", changes={"owner_id": [7, 8]})
    assert said("ticket", {}, named, handed)["owner_never_changed"] is False


def test_a_first_contact_fix_is_one_contact_at_the_first_level_without_anybody_else() -> None:
    values = {"type": "incident", "level": 1, "contacts": 1, "escalations": 0, "reassignments": 0, "reopens": 0}
    resolved = happened(3, "resolve")
    assert said("ticket", values, resolved)["first_contact_fix"] is True
    for change in ({"level": 2}, {"contacts": 2}, {"reopens": 1}, {"escalations": 1}, {"reassignments": 1}):
        assert said("ticket", values | change, resolved)["first_contact_fix"] is False
    assert "first_contact_fix" not in said("ticket", values)
    assert said("ticket", values | {"escalations": 1}, resolved)["resolved_at_first_level"] is False


def test_a_hand_over_is_whole_with_where_to_what_was_done_and_what_is_asked() -> None:
    given = {"group_id": 2, "work_done": "Tried another cable.", "asked": "Look at the switch."}
    assert said("ticket", {}, happened(1, "escalate_functional", given=given))["handed_over_whole"] is True
    assert (
        said("ticket", {}, happened(1, "escalate_functional", given=given | {"asked": ""}))["handed_over_whole"]
        is False
    )


def test_an_escalation_by_the_timer_is_nobody_s_merit() -> None:
    missed = {"fix_breached_at": NINE + timedelta(minutes=3)}
    timer = happened(1, "escalate_hierarchical", None, "timer")
    assert "escalated_in_time" not in said("ticket", missed, timer)
    assert said("ticket", missed, timer, happened(2, "escalate_functional"))["escalated_in_time"] is True
    assert said("ticket", missed, timer, happened(4, "escalate_functional"))["escalated_in_time"] is False


def test_each_separation_of_a_change_is_told_with_whoever_held_it() -> None:
    events = [
        happened(1, "submit_1", ME, "originator"),
        happened(2, "approve_proceed", SIMULATED, "initial_approver"),
        happened(3, "submit_2", ME, "originator"),
        happened(4, "review_ok", FRIEND, "peer_reviewer"),
        happened(5, "approve_implement", SIMULATED, "final_approver"),
        happened(6, "communicate", ME, "implementer"),
        happened(7, "start", ME, "implementer"),
        happened(8, "deviate", ME, "implementer"),
        happened(9, "fall_back", ME, "implementer"),
    ]
    values = {"originator_id": ME, "fallback": "Put the old switch back.", "records_updated_at": None}
    facts = {fact.name: fact for fact in facts_of("change", values, events)}
    assert facts["steps_in_order"].holds
    assert facts["proceed_separate"].sentence == (
        "Approval to proceed was given by a simulated colleague, which is no authorisation, not the originator."
    )
    assert facts["review_separate"].sentence == "The peer review was given by Callum Reid, not the originator."
    assert facts["approvers_differ"].holds is False
    assert facts["told_before_start"].holds
    assert facts["deviation_told"].holds
    assert facts["fall_back"].sentence == "A fall-back was planned and carried out."
    assert facts["records_updated"].holds is False


def test_an_originator_who_approved_their_own_change_would_be_seen() -> None:
    facts = said("change", {"originator_id": ME}, happened(1, "approve_proceed", ME, "initial_approver"))
    assert facts["proceed_separate"] is False


def test_a_review_s_actions_have_owners_and_dates() -> None:
    whole = {"what": "Train", "owner_id": 1, "due_on": "2026-10-01", "done_on": "2026-09-30"}
    assert said("review", {"actions": [whole]})["actions_owned"] is True
    assert said("review", {"actions": [whole, whole | {"owner_id": None}]})["actions_owned"] is False
    assert said("review", {"actions": []})["actions_owned"] is False


def test_both_modes_are_shown_by_tickets_together() -> None:
    assert modes_shown({"remote": 3, "on_premises": 1}).holds is True
    assert modes_shown({"remote": 3}).holds is False


def test_what_has_no_facts_has_none() -> None:
    assert facts_of("procedure", {}, [happened(1, "write")]) == []
