"""The steps of a service through the catalogue, and what each refuses."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from itsm_sandbox.catalogue.procedures import rules as procedures
from itsm_sandbox.catalogue.services.rules import COLUMNS, MACHINE, differences, target_faults
from itsm_sandbox.engine.durations import duration, minutes_of
from itsm_sandbox.engine.machine import Actor, Case, refuse
from itsm_sandbox.engine.priority import DEFAULT_TARGETS
from itsm_sandbox.engine.roles import WorkRole
from tests.factories.facts import facts_for

NOW = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
TODAY = date(2026, 9, 7)
TARGETS = {priority: list(pair) for priority, pair in DEFAULT_TARGETS.items()}
LEVELS: dict[str, Any] = {
    "availability": "Always",
    "user_groups": ["Staff"],
    "targets": TARGETS,
    "first_level_id": 1,
    "second_level_id": 2,
    "contract": "",
    "agreed_with": [],
    "request_items": [],
    "version_number": 0,
}
OWNER = (WorkRole.ICT_OWNER,)


def said(event: str, state: str, *roles: WorkRole, given: Any = None, facts: Any = None, **values: Any) -> str | None:
    who = Actor(1, frozenset(roles or OWNER))
    case = Case(state, {**LEVELS, **values}, who, NOW, given or {}, facts_for("service", **(facts or {})))
    return refuse(MACHINE, event, case)


def test_only_maintenance_and_the_ict_owner_list_services() -> None:
    assert said("list", "", WorkRole.MAINTENANCE) is None
    assert said("list", "", WorkRole.USER) == "This is for maintenance or ICT owner."


@pytest.mark.parametrize("missing", ["availability", "user_groups", "targets"])
def test_nothing_is_agreed_or_published_before_its_levels_are_estimated(missing: str) -> None:
    assert "First estimate its levels" in str(said("agree", "draft", **{missing: ""}))
    assert "First estimate its levels" in str(said("publish", "agreed", **{missing: ""}))


def test_levels_are_agreed_with_users_at_a_meeting_that_was_held() -> None:
    met = {"on": TODAY, "people": [7, 8], "note": "All agreed to these times."}
    facts = {"users": frozenset({8})}
    assert said("agree", "draft", given=met, facts=facts) is None
    assert "at least one ICT user" in str(said("agree", "draft", given={**met, "people": [7]}, facts=facts))
    late = {**met, "on": date(2026, 9, 8)}
    assert said("agree", "draft", given=late, facts=facts) == "A meeting is recorded after it was held."
    assert said("agree", "draft", WorkRole.MAINTENANCE, given=met, facts=facts) == "This is for ICT owner."


def test_a_service_is_published_with_support_and_a_review_within_a_year() -> None:
    def publish(due: date, **values: Any) -> str | None:
        facts = {"suppliers": frozenset({2})} if values.pop("supplied", False) else {}
        return said("publish", "agreed", given={"review_due_on": due}, facts=facts, **values)

    assert publish(date(2027, 9, 7)) is None
    assert "at least once a year" in str(publish(date(2027, 9, 9)))
    assert "in the future" in str(publish(TODAY))
    assert "First arrange who supports it" in str(publish(date(2027, 1, 1), second_level_id=None))
    assert "Name the contract" in str(publish(date(2027, 1, 1), supplied=True))
    assert publish(date(2027, 1, 1), supplied=True, contract="C-1") is None


def test_the_fix_time_is_never_shorter_than_the_response_time() -> None:
    assert target_faults(TARGETS) is None
    assert target_faults({**TARGETS, "P2": [60, 30]}) == "For P2, the fix time is shorter than the response time."
    assert target_faults({"P1": [1, 2]}) == "Give a response and a fix time for P2, P3, P4, P5."


def test_a_service_with_open_tickets_is_not_retired() -> None:
    reason = {"reason": "Nobody uses it any more."}
    assert "2 open tickets are about it" in str(said("retire", "published", given=reason, facts={"open_tickets": 2}))
    assert said("retire", "published", given=reason, facts={"open_tickets": 0}) is None


def test_what_users_can_ask_for_is_named_once() -> None:
    items = [{"name": "New account", "needs_approval": True, "steps": []}]
    given = {"item": "new account", "needs_approval": False, "steps": []}
    assert said("offer_item", "draft", given=given, request_items=items) == "Users can ask for that already."
    assert said("drop_item", "draft", given={"item": "Chair"}, request_items=items) is not None


def test_versions_say_what_changed() -> None:
    class Version:
        def __init__(self, number: int, **content: Any) -> None:
            self.number, self.content = number, {**dict.fromkeys(COLUMNS), **content}

    second, first = Version(2, availability="Nights too"), Version(1, availability="Days")
    newest, oldest = differences([second, first])
    assert (newest.changed, newest.is_first) == (("Availability",), False)
    assert (oldest.changed, oldest.is_first) == ((), True)


@pytest.mark.parametrize(("text", "minutes"), [("45", 45), ("4 h", 240), ("2h30", 150), ("1 hour 5 min", 65)])
def test_times_are_read_as_people_write_them(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes
    assert minutes_of(duration(minutes)) == minutes


@pytest.mark.parametrize("text", ["", "soon", "-5", "4 h x"])
def test_a_text_that_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Write a time such as"):
        minutes_of(text)


def test_the_memo_keeps_every_key_message_whatever_is_written_around_them() -> None:
    memo = procedures.memo_of("Dear all", "Elspeth")
    assert memo.startswith("Dear all")
    assert memo.endswith("Elspeth")
    assert all(message in memo for message in procedures.KEY_MESSAGES)
