"""What simulated colleagues answer to a change, and how its history reads."""

from datetime import datetime
from typing import Any

import pytest

from itsm_sandbox.changes.changes.rules import MACHINE
from itsm_sandbox.changes.changes.rules.answers import (
    answer_consultation,
    answer_implement,
    answer_proceed,
    answer_review,
    answer_review_after,
)
from itsm_sandbox.changes.changes.rules.fields import CHECKLIST
from itsm_sandbox.changes.changes.rules.history import describe_change
from itsm_sandbox.changes.changes.rules.text import COLUMNS_2
from itsm_sandbox.engine.history import role_words
from itsm_sandbox.engine.machine import find_faults
from tests.factories.change_cases import FACTS, FULL
from tests.factories.changes import CONSULTATION, PLANNED
from tests.factories.workplaces import MONDAY


def test_a_sound_request_is_approved_at_every_desk() -> None:
    assert answer_proceed(FULL).event == "approve_proceed"
    review = answer_review(FULL)
    assert (review.event, review.given["checklist"]) == ("review_ok", [name for name, _ in CHECKLIST])
    assert answer_consultation(FULL, user="Morag", open_minutes=0).given["reschedule"] is False
    assert answer_implement(FULL, FACTS, MONDAY).event == "approve_implement"
    assert answer_review_after(FULL).given["checklist"] == [name for name, _ in CHECKLIST]


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"description": "A new switch please."}, "Describe the change"),
        ({"reason": "It is old and slow by now."}, "Say more on the reason"),
        ({"cost_pence": 90_000, "reason": "It drops the library's computers twice a week, as everybody knows well."},
         "worth £900"),
    ],
)  # fmt: skip
def test_a_thin_request_is_returned_with_what_is_missing(over: dict[str, Any], says: str) -> None:
    answer = answer_proceed({**FULL, **over})
    assert answer.event == "return"
    assert says in answer.given["comment"]


@pytest.mark.parametrize(
    ("over", "point"),
    [
        ({"plan": ["Back up the switch", "Test the computers"]}, "complete"),
        ({"plan": ["Mount the new one", "Move the cables", "Tidy the room"]}, "order"),
        ({"impact": "They notice a little."}, "dependencies"),
        ({"fallback": "We would call the supplier and wait for somebody to come and look at it all."}, "fallback"),
        ({"duration_minutes": 10, "fallback_minutes": 5}, "time"),
        ({"fallback_minutes": 60}, "time"),
        ({"failure_impact": "No network for some."}, "risks"),
        ({"failure_likelihood": 4, "failure_severity": 4, "test_plan": "Sign in."}, "risks"),
    ],
)
def test_each_point_of_the_checklist_fails_by_its_rule(over: dict[str, Any], point: str) -> None:
    answer = answer_review({**FULL, **over})
    assert (answer.event, answer.given["failing"]) == ("review_changes", [point])
    assert answer.given["comment"]
    assert point not in answer_review_after({**FULL, **over}).given["checklist"]


def test_users_object_to_long_work_in_opening_hours_but_not_in_an_emergency() -> None:
    objection = answer_consultation(FULL, user="Morag", open_minutes=45)
    assert objection.given["reschedule"] is True
    assert "45 minutes" in objection.given["objections"]
    assert "simulated" in objection.given["with_whom"]
    assert not answer_consultation({**FULL, "type": "emergency"}, user="Morag", open_minutes=45).given["reschedule"]


@pytest.mark.parametrize(
    ("over", "facts", "now"),
    [
        ({}, {"reschedule_asked": True}, MONDAY),
        ({}, {}, PLANNED),
        ({"failure_likelihood": 5, "failure_severity": 4}, {}, MONDAY),
    ],
)
def test_what_should_not_go_ahead_is_returned_for_another_time(
    over: dict[str, Any], facts: dict[str, Any], now: datetime
) -> None:
    assert answer_implement({**FULL, **over}, {**FACTS, **facts}, now).event == "reschedule"


def test_an_answer_passes_the_table_it_is_given_to() -> None:
    """Whatever a simulated colleague says has all that its step asks for."""
    for answer in (
        answer_proceed(FULL),
        answer_proceed({**FULL, "reason": "Old."}),
        answer_review(FULL),
        answer_review({**FULL, "plan": []}),
        answer_review_after(FULL),
        answer_consultation(FULL, user="Morag", open_minutes=45),
        answer_implement(FULL, FACTS, MONDAY),
        answer_implement(FULL, FACTS, PLANNED),
    ):
        transition = next(one for one in MACHINE.transitions if one.event == answer.event)
        assert find_faults(transition.fields, answer.given) == {}


def test_the_history_reads_by_the_names_of_its_steps() -> None:
    told = describe_change(
        "record_consultation", "awaiting_implement", {"given": {**CONSULTATION, "reschedule": True}, "shown": {}}
    )
    assert told.label == "Record a consultation"
    assert ("How", "Staff meeting") in told.answers
    assert ("They asked for another time", "Yes") in told.answers
    assert all(label != "Objections" for label, _ in told.answers)
    changed = describe_change(
        "edit_2", "planning", {"given": {}, "changes": {"test_plan": ["", "Sign in."], "revision": [1, 2]}}
    )
    assert changed.changed == "how success is tested"
    everything = describe_change("submit_2", "planning", {"changes": {name: [None, 1] for name in COLUMNS_2}})
    assert everything.changed == f"{len(COLUMNS_2)} parts of the form"
    words = [role_words(role) for role in ("initial_approver", "ict_owner", "originator", "anyone", "")]
    assert words == ["initial approver of changes", "ICT owner", "originator", "", ""]
    assert describe_change("link_pilot", "draft", {}).label == "Link pilot"
