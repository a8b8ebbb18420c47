"""A project's rows as people choose them, what their forms begin with, and to whom a project is handed over."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from itsm_sandbox.engine.items import choices_of, choose, held_by, steps_on_rows, words_of_items
from itsm_sandbox.engine.machine import Actor, Case, list_offers, refuse
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.projects.projects.rules import MACHINE
from tests.factories.facts import facts_for

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
LEADER, OTHER, OWNER = 1, 2, 3
NAMES = {LEADER: "Ailsa", OTHER: "Rory", OWNER: "Elspeth"}


def task(number: int, name: str, **over: Any) -> dict[str, Any]:
    days = {"starts_on": "2026-09-14", "ends_on": "2026-09-18", "baseline_starts_on": None, "baseline_ends_on": None}
    about = {"package": "Laptops", "after": [], "is_milestone": False, "owner_id": OTHER, "owner": "Rory"}
    return {"number": number, "name": name, **days, **about, "percent": 0, "done_on": None, **over}


TASKS = [task(1, "Order"), task(3, "Move the printers", after=[1], percent=40), task(4, "Open", is_milestone=True)]


def case(
    state: str, given: Mapping[str, Any] | None = None, *, actor: int = LEADER, roles: Any = (Tie.LEADER,), **over: Any
) -> Case:
    values = {"author_id": LEADER, "decided_by_id": OWNER, "tasks": TASKS, "roles": [], "risks": [], "options": []}
    values |= {"contingencies": [], "escalations": [], "report_due_on": None, "reasons": "", **over.pop("values", {})}
    facts = {"name_of": NAMES.get, "leaders": [LEADER, OTHER], "leader_left": False, "handing_over": ["Ailsa"]}
    facts |= {"writers": {LEADER}, "is_owner_s_own": False, **over}
    return Case(state, values, Actor(actor, frozenset(roles)), NOW, given or {}, facts_for("project", **facts))


def fields_of(event: str, state: str) -> Any:
    return MACHINE.get(event, state).fields


def test_a_row_is_chosen_by_its_words_and_its_form_begins_with_what_it_holds() -> None:
    now, fields = case("approved"), fields_of("change_task", "approved")
    assert choices_of(fields[0], now) == [(1, "1. Order"), (3, "3. Move the printers"), (4, "4. Open (milestone)")]
    chosen = choose(fields, now, {"number": "3"})
    assert held_by(fields, now.values, chosen) == {
        "name": "Move the printers",
        "package": "Laptops",
        "starts_on": date(2026, 9, 14),
        "ends_on": date(2026, 9, 18),
        "after": [1],
        "is_milestone": False,
        "owner_id": OTHER,
    }
    follows = next(asked for asked in fields if asked.name == "after")
    assert [number for number, _words in choices_of(follows, case("approved", chosen))] == [1, 4]


@pytest.mark.parametrize("text", ["", "2", "x", "-1", "9" * 40, "³"])
def test_an_address_that_names_no_row_chooses_none(text: str) -> None:
    now, fields = case("approved"), fields_of("change_task", "approved")
    assert choose(fields, now, {"number": text}) == {}
    assert held_by(fields, now.values, {}) == {}


def test_the_only_row_is_chosen_without_asking() -> None:
    now, fields = case("approved", values={"tasks": TASKS[:1]}), fields_of("change_task", "approved")
    assert choose(fields, now, {}) == {"number": 1}
    assert choose(fields, now, {"number": "7"}) == {}


def test_an_event_tells_the_row_by_the_words_it_had() -> None:
    given = {"number": 3, "name": "Carry the printers", "after": [1, 4]}
    assert words_of_items(fields_of("change_task", "approved"), case("approved", given)) == {
        "number": "3. Move the printers",
        "after": "1. Order; 4. Open (milestone)",
    }


def test_beside_a_row_stands_what_can_be_done_to_it_now() -> None:
    def labels(now: Case, column: str, number: int) -> list[str]:
        steps = steps_on_rows(list_offers(MACHINE, now), now)
        return [step.label for step in steps.get((column, number), [])]

    assert labels(case("approved"), "tasks", 3) == ["Edit", "Take out"]
    assert labels(case("running"), "tasks", 3) == ["Tell progress", "Move"]
    assert labels(case("running", actor=OWNER, roles=(WorkRole.ICT_OWNER,)), "tasks", 3) == []
    asked = {"number": 1, "what": "Nothing came", "to_id": OWNER, "answer": ""}
    plans = [
        {"number": 1, "trigger": "No delivery", "with_id": OWNER, "status": "proposed"},
        {"number": 2, "trigger": "No money", "with_id": OWNER, "status": "agreed"},
    ]
    logs: dict[str, Any] = {"values": {"escalations": [asked], "contingencies": plans}}
    assert labels(case("running", **logs), "contingencies", 1) == ["Write again"]
    assert labels(case("running", **logs), "contingencies", 2) == ["Carry out"]
    theirs = case("running", actor=OWNER, roles=(Tie.APPROVER,), **logs)
    assert labels(theirs, "contingencies", 1) == ["Agree", "Ask more"]
    assert labels(theirs, "contingencies", 2) == []
    assert labels(theirs, "escalations", 1) == ["Answer"]


def test_nothing_follows_itself() -> None:
    given = {"number": 3, "starts_on": date(2026, 9, 14), "ends_on": date(2026, 9, 18), "after": [3]}
    assert refuse(MACHINE, "change_task", case("approved", given)) == "A task cannot follow itself."


def test_changed_duties_stay_apart() -> None:
    rows = [
        {"number": 1, "colleague_id": OTHER, "person": "Rory", "role": "implementer", "duty": "R", "package": "Wiring"},
        {"number": 2, "colleague_id": OTHER, "person": "Rory", "role": "tester", "duty": "A", "package": "Laptops"},
    ]
    given = {"number": 2, "role": "tester", "package": "wiring", "duty": "A"}
    said = refuse(MACHINE, "change_role", case("running", given, values={"roles": rows}))
    assert said is not None
    assert "does not see what is wrong with it" in said


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "planned", "running"])
def test_the_leader_or_the_ict_owner_hands_a_project_over(state: str) -> None:
    given = {"leader_id": OTHER, "reason": "I leave at the end of the month."}
    for actor, role in ((LEADER, Tie.LEADER), (OWNER, WorkRole.ICT_OWNER)):
        now = case(state, given, actor=actor, roles=(role,))
        assert refuse(MACHINE, "hand_over", now) is None
        sets = MACHINE.get("hand_over", state).sets
        assert sets is not None
        assert sets(now) == {"author_id": OTHER}
    others = case(state, given, actor=OTHER, roles=(WorkRole.SECOND_LEVEL,))
    assert refuse(MACHINE, "hand_over", others) == "This is for the leader or ICT owner."


def test_a_project_goes_only_to_somebody_who_can_lead_it() -> None:
    def said(leader_id: int, **over: Any) -> str:
        return refuse(MACHINE, "hand_over", case("running", {"leader_id": leader_id}, **over)) or ""

    assert said(OTHER, leaders=[LEADER]).startswith("There is nobody to hand it to: simulated colleagues")
    assert said(LEADER) == "Ailsa leads it already. Choose somebody else."
    assert said(OWNER).startswith("Elspeth cannot lead a project: that takes a role in support")
    approves = {"number": 1, "colleague_id": OTHER, "role": "approver"}
    assert said(OTHER, values={"roles": [approves]}).startswith("Rory is an approver in it")
    closed = refuse(MACHINE, "hand_over", case("closed", {"leader_id": OTHER})) or ""
    assert closed.startswith("It is closed; this can be done while it is")


def test_who_wrote_a_case_does_not_decide_on_it_after_handing_it_over() -> None:
    owner = (WorkRole.ICT_OWNER,)
    wrote = case("submitted", {"decision": "Go on"}, actor=OWNER, roles=owner, writers={OWNER}, is_owner_s_own=True)
    assert (refuse(MACHINE, "approve_case", wrote) or "").startswith("Nobody decides on their own case")
    above = case("submitted", actor=OTHER, roles=(WorkRole.FINAL_APPROVER,), writers={OWNER}, is_owner_s_own=True)
    assert refuse(MACHINE, "approve_case", above) is None
