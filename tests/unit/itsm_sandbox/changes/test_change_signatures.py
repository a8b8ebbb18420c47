"""The text of a change that is signed, and who signs it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsm_sandbox.changes.changes.rules import MACHINE
from itsm_sandbox.changes.changes.rules.counts import ChangeEvent, facts_of, signatures
from itsm_sandbox.changes.changes.rules.signers import Person, find_turn, list_signers
from itsm_sandbox.changes.changes.rules.text import COLUMNS_1, COLUMNS_2, differences, hash_of_step, lines_of, values_at
from tests.factories.change_cases import FACTS, FINAL, FULL, INITIAL, ORIGINATOR, OTHER, PEER
from tests.factories.changes import CONSULTATION, MESSAGE, PLANNED
from tests.factories.workplaces import MONDAY

_WORDS = st.text(max_size=30)


@given(st.lists(_WORDS, max_size=4), _WORDS, _WORDS)
def test_two_different_plans_never_have_the_same_text(plan: list[str], impact: str, fallback: str) -> None:
    """No text can pass for the label or the answer of another question."""
    one = {**FULL, "plan": plan, "impact": impact, "fallback": fallback}
    lines = lines_of(2, one)
    assert sum(not line.startswith("  ") for line in lines) == len(COLUMNS_2)
    other = {**one, "plan": [*plan, "x"]}
    assert hash_of_step(2, one) != hash_of_step(2, other)


def test_the_hash_is_the_same_for_what_the_log_keeps_and_what_the_row_holds() -> None:
    logged = {**FULL, "planned_at": PLANNED.isoformat()}
    assert hash_of_step(2, logged) == hash_of_step(2, FULL)
    assert hash_of_step(2, {**FULL, "cost_pence": 1}) != hash_of_step(2, FULL), "step 2 is signed with its step 1"
    assert hash_of_step(1, {**FULL, "impact": "Another"}) == hash_of_step(1, FULL)


@pytest.mark.parametrize("name", [*COLUMNS_1, *COLUMNS_2])
def test_every_answer_of_the_form_is_part_of_what_is_signed(name: str) -> None:
    before = FULL[name]
    after: Any = [7] if isinstance(before, list) else 77 if isinstance(before, int) else f"{before} and more"
    after = before + timedelta(minutes=1) if isinstance(before, datetime) else after
    assert hash_of_step(2, {**FULL, name: after}) != hash_of_step(2, FULL)


def test_differences_show_what_was_signed_and_what_is_there_now() -> None:
    found = differences(["Title: old", "Cost: £1.00"], ["Title: new", "Cost: £1.00"])
    assert [(line.mark, line.text) for line in found] == [
        ("gone", "Title: old"), ("new", "Title: new"), ("same", "Cost: £1.00")
    ]  # fmt: skip


def test_the_columns_at_an_event_are_what_was_given_and_changed_until_then() -> None:
    events = [
        {"given": {"title": "A switch", "cost_pence": 0, "note": "x"}, "changes": {"reason": ["", "Old"]}},
        {"given": {"title": "A router"}, "changes": {"title": ["A switch", "A router"], "proceed_by_id": [None, 2]}},
    ]
    assert values_at(events) == {"title": "A router", "cost_pence": 0, "reason": "Old"}


def happening(verb: str, **given: Any) -> ChangeEvent:
    return ChangeEvent(verb, 1, {"given": given, "changes": {}})


def test_a_consultation_counts_for_the_plan_it_was_about() -> None:
    events = [happening("submit_2"), happening("record_consultation", reschedule=True)]
    assert facts_of(events)["reschedule_asked"] is True
    events += [happening("reschedule"), happening("submit_2")]
    assert (facts_of(events)["consultations"], facts_of(events)["reschedule_asked"]) == (0, False)
    events += [happening("record_consultation", **CONSULTATION), happening("approve_implement")]
    assert (facts_of(events)["consultations"], facts_of(events)["communicated"]) == (1, 0)
    events.append(happening("communicate", **MESSAGE))
    assert facts_of(events)["communicated"] == 1


def test_a_signature_holds_only_for_its_text() -> None:
    values = {name: FULL[name] for name in (*COLUMNS_1, *COLUMNS_2)}
    events = [happening("submit_2", **values), happening("review_ok")]
    (signed,) = signatures(events, FULL, {})
    assert (signed.holds, signed.differences) == (True, [])
    (signed,) = signatures(events, {**FULL, "test_plan": "None at all."}, {})
    assert not signed.holds
    assert [line.mark for line in signed.differences if line.mark != "same"] == ["gone", "new"]


PEOPLE = [
    Person(ORIGINATOR, "Olga", frozenset({"peer_reviewer", "final_approver"}), is_simulated=False),
    Person(INITIAL, "Ian", frozenset({"initial_approver", "final_approver"}), is_simulated=False),
    Person(PEER, "Pat", frozenset({"peer_reviewer"}), is_simulated=True),
    Person(FINAL, "Fay", frozenset({"final_approver"}), is_simulated=False),
    Person(OTHER, "Una", frozenset({"ict_owner"}), is_simulated=False),
]


@pytest.mark.parametrize(
    ("event", "profile", "says"),
    [
        ("approve_proceed", "fits", [("Ian", None)]),
        ("approve_proceed", "primary_fits", [("Ian", None), ("Una", None)]),
        ("review_ok", "fits", [("Pat", None), ("Olga", "raised this request")]),
        (
            "approve_implement",
            "fits",
            [("Fay", None), ("Ian", "gave the approval to proceed"), ("Olga", "raised this request")],
        ),
        (
            "approve_implement",
            "primary_fits",
            [("Fay", None), ("Ian", None), ("Una", None), ("Olga", "raised this request")],
        ),
        ("close", "fits", [("Ian", None), ("Una", None)]),
    ],
)
def test_who_may_sign_and_why_others_may_not(event: str, profile: str, says: list[tuple[str, str | None]]) -> None:
    found = list_signers(event, PEOPLE, FULL, {**FACTS, "profile": profile}, MONDAY)
    assert [(one.person.name, one.refusal) for one in found] == says


def test_somebody_is_always_next_until_it_is_over() -> None:
    for state in MACHINE.states:
        turn = find_turn(state.name, FULL, FACTS)
        assert (turn is not None) is state.is_open
    last = find_turn("implemented", {**FULL, "review": "Well.", "records_updated_at": MONDAY}, FACTS)
    assert last is not None
    assert last.event == "close"
