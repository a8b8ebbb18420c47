"""The table of a request for change, walked: where each step leads, who may do it, and what it refuses."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itsm_sandbox.rules.calendar import CalendarVersion, ServiceCalendar
from itsm_sandbox.rules.changes import MACHINE
from itsm_sandbox.rules.changes.answers import (
    answer_consultation,
    answer_implement,
    answer_proceed,
    answer_review,
    answer_review_after,
)
from itsm_sandbox.rules.changes.calendar import agenda_of, month_of
from itsm_sandbox.rules.changes.clashes import Window, clashes_of, find_clashes
from itsm_sandbox.rules.changes.deadlines import review_due_at
from itsm_sandbox.rules.changes.facts import Happening, facts_of, signatures
from itsm_sandbox.rules.changes.fields import CHECKLIST
from itsm_sandbox.rules.changes.machine import BEFORE_IMPLEMENTING
from itsm_sandbox.rules.changes.signers import Person, find_turn, list_signers
from itsm_sandbox.rules.changes.story import role_words, tell
from itsm_sandbox.rules.changes.text import COLUMNS_1, COLUMNS_2, differences, hash_of_step, lines_of, values_at
from itsm_sandbox.rules.machine import START, Actor, Case, find_faults, refuse
from itsm_sandbox.rules.roles import Tie, WorkRole
from tests.factories.changes import CONSULTATION, MESSAGE, PLANNED, STEP_1, STEP_2
from tests.factories.workplaces import MONDAY

ORIGINATOR, INITIAL, PEER, FINAL, IMPLEMENTER, OTHER = 1, 2, 3, 4, 5, 6
FULL: dict[str, Any] = {
    **STEP_1,
    **STEP_2,
    "asset_ids": [],
    "service_ids": [],
    "implementer_id": IMPLEMENTER,
    "originator_id": ORIGINATOR,
    "proceed_by_id": INITIAL,
    "reviewed_by_id": PEER,
    "implement_by_id": FINAL,
}
FULL["reviewed_hash"] = FULL["implement_hash"] = hash_of_step(2, FULL)
FACTS: dict[str, Any] = {
    "profile": "fits",
    "peer_review_required": True,
    "consultations": 1,
    "reschedule_asked": False,
    "communicated": 1,
    "incidents_said": True,
    "assets_missing": [],
    "members": frozenset({1, 2, 3, 4, 5, 6}),
    "is_live": True,
}

# The table of FITS as the design has it: from, event, to.
TABLE = [
    ("draft", "submit_1", "awaiting_proceed"),
    ("awaiting_proceed", "approve_proceed", "planning"),
    ("awaiting_proceed", "refuse_proceed", "rejected"),
    ("awaiting_proceed", "return", "draft"),
    ("planning", "submit_2", "peer_review"),
    ("peer_review", "omit_review", "awaiting_implement"),
    ("peer_review", "review_ok", "awaiting_implement"),
    ("peer_review", "review_changes", "planning"),
    ("awaiting_implement", "record_consultation", None),
    ("awaiting_implement", "approve_implement", "scheduled"),
    ("awaiting_implement", "refuse_implement", "rejected"),
    ("awaiting_implement", "reschedule", "planning"),
    ("awaiting_implement", "amend", "peer_review"),
    ("scheduled", "amend", "peer_review"),
    ("scheduled", "communicate", None),
    ("scheduled", "start", "implementing"),
    ("implementing", "deviate", None),
    ("implementing", "fall_back", "implemented"),
    ("implementing", "finish", "implemented"),
    ("implemented", "update_records", None),
    ("implemented", "link_incidents", None),
    ("implemented", "write_review", None),
    ("implemented", "review_after", None),
    ("implemented", "close", "closed"),
    ("draft", "submit_emergency", "awaiting_implement"),
    ("draft", "schedule_standard", "scheduled"),
    *((state, "withdraw", "cancelled") for state in BEFORE_IMPLEMENTING),
]


def case(
    state: str,
    actor: int,
    *roles: str,
    given: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    now: datetime = MONDAY,
    **values: Any,
) -> Case:
    ties = {Tie.ANYONE}
    merged = {**FULL, **values}
    if actor == merged["originator_id"]:
        ties.add(Tie.ORIGINATOR)
    if actor == merged["implementer_id"]:
        ties.add(Tie.IMPLEMENTER)
    who = Actor(actor, frozenset({*roles, *ties}))
    return Case(state, merged, who, now, given or {}, {**FACTS, **(facts or {})})


@pytest.mark.parametrize(("state", "event", "to"), TABLE)
def test_the_table_leads_where_fits_says(state: str, event: str, to: str | None) -> None:
    transition = MACHINE.find(event, state)
    assert transition
    assert transition.to == to


def test_every_state_is_reached_and_every_open_one_is_left() -> None:
    names = {state.name for state in MACHINE.states}
    targets = {transition.to for transition in MACHINE.transitions if transition.to}
    sources = {source for transition in MACHINE.transitions for source in transition.sources if transition.to}
    assert targets == names
    assert sources == {START, *MACHINE.open_states}
    assert {state.name for state in MACHINE.states if not state.is_open} == {"closed", "rejected", "cancelled"}


@pytest.mark.parametrize("transition", MACHINE.transitions, ids=lambda one: f"{one.event} from {one.sources[0]}")
def test_a_step_is_refused_to_whoever_has_no_part_in_it(transition: Any) -> None:
    if Tie.ANYONE in transition.who:
        return
    for state in transition.sources:
        sentence = refuse(MACHINE, transition.event, case(state, OTHER, WorkRole.USER))
        assert sentence
        assert sentence.startswith("This is for ")


@pytest.mark.parametrize("transition", MACHINE.transitions, ids=lambda one: f"{one.event} from {one.sources[0]}")
def test_a_step_is_refused_in_every_other_state(transition: Any) -> None:
    everywhere = {source for one in MACHINE.transitions if one.event == transition.event for source in one.sources}
    for state in MACHINE.states:
        if state.name not in everywhere:
            everybody = case(state.name, ORIGINATOR, *WorkRole, Tie.IMPLEMENTER, Tie.TIMER)
            assert refuse(MACHINE, transition.event, everybody)


SEPARATED = [
    ("awaiting_proceed", "approve_proceed", ORIGINATOR, WorkRole.INITIAL_APPROVER, "somebody else has to decide"),
    ("peer_review", "review_ok", ORIGINATOR, WorkRole.PEER_REVIEWER, "somebody else reads it"),
    ("peer_review", "review_changes", ORIGINATOR, WorkRole.PEER_REVIEWER, "somebody else reads it"),
    ("awaiting_implement", "approve_implement", ORIGINATOR, WorkRole.FINAL_APPROVER, "somebody else has to decide"),
    ("awaiting_implement", "approve_implement", INITIAL, WorkRole.FINAL_APPROVER, "By FITS another person"),
    ("awaiting_implement", "refuse_implement", INITIAL, WorkRole.FINAL_APPROVER, "By FITS another person"),
    ("closed", "make_standard", ORIGINATOR, WorkRole.FINAL_APPROVER, "somebody else has to decide"),
]


@pytest.mark.parametrize(("state", "event", "who", "role", "says"), SEPARATED)
def test_the_separations_hold_whatever_role_is_held(state: str, event: str, who: int, role: str, says: str) -> None:
    sentence = refuse(MACHINE, event, case(state, who, role, outcome="successful"))
    assert sentence
    assert says in sentence


def test_the_implementer_may_be_the_originator() -> None:
    signed = hash_of_step(2, {**FULL, "implementer_id": ORIGINATOR})
    own = case("scheduled", ORIGINATOR, now=PLANNED, implementer_id=ORIGINATOR, implement_hash=signed)
    assert refuse(MACHINE, "start", own) is None


def test_primary_fits_lets_the_owner_give_both_approvals() -> None:
    primary = {"profile": "primary_fits"}
    owner = (INITIAL, WorkRole.ICT_OWNER)
    assert refuse(MACHINE, "approve_proceed", case("awaiting_proceed", *owner, facts=primary)) is None
    assert refuse(MACHINE, "approve_implement", case("awaiting_implement", *owner, facts=primary)) is None
    for event, state in (("approve_proceed", "awaiting_proceed"), ("approve_implement", "awaiting_implement")):
        assert "the ICT owner gives it in Primary FITS" in str(refuse(MACHINE, event, case(state, *owner)))


WRONG_STEP_2 = [
    ({"plan": ["Do it"]}, "at least doing it and checking it"),
    ({"failure_likelihood": 6}, "from 1 to 5"),
    ({"failure_severity": 0}, "from 1 to 5"),
    ({"duration_minutes": 0}, "from 1 to 10,080"),
    ({"duration_minutes": 20_000}, "from 1 to 10,080"),
    ({"fallback_minutes": 61}, "within the time of the change"),
    ({"planned_at": MONDAY - timedelta(minutes=1)}, "has passed"),
    ({"implementer_id": 99}, "Choose somebody who is not simulated"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG_STEP_2)
def test_step_2_says_what_is_wrong_with_it(wrong: dict[str, Any], says: str) -> None:
    step_2 = {**STEP_2, "implementer_id": IMPLEMENTER, **wrong}
    assert says in str(refuse(MACHINE, "submit_2", case("planning", ORIGINATOR, given=step_2)))
    step_2.update({name: FULL[name] for name in wrong})
    assert refuse(MACHINE, "submit_2", case("planning", ORIGINATOR, given=step_2)) is None


def test_what_is_saved_half_written_is_asked_for_when_it_is_sent() -> None:
    edit, submit = MACHINE.find("edit_2", "planning"), MACHINE.find("submit_2", "planning")
    assert edit
    assert submit
    assert find_faults(edit.fields, {}) == {}
    assert find_faults(submit.fields, {}).keys() == set(COLUMNS_2)


def test_an_approval_waits_for_users_and_for_the_text_that_was_reviewed() -> None:
    final = (FINAL, WorkRole.FINAL_APPROVER)
    assert "Talk to the users" in str(
        refuse(MACHINE, "approve_implement", case("awaiting_implement", *final, facts={"consultations": 0}))
    )
    assert "has passed" in str(refuse(MACHINE, "approve_implement", case("awaiting_implement", *final, now=PLANNED)))
    changed = case("awaiting_implement", *final, test_plan="Another test than the one that was read.")
    assert "It has to be reviewed again" in str(refuse(MACHINE, "approve_implement", changed))
    simplified = replace(changed, facts={**FACTS, "peer_review_required": False})
    assert refuse(MACHINE, "approve_implement", simplified) is None


def test_a_start_waits_for_the_text_that_was_approved() -> None:
    changed = case("scheduled", IMPLEMENTER, now=PLANNED, fallback="Another fall-back than the approved one.")
    assert "It has to be reviewed and approved again" in str(refuse(MACHINE, "start", changed))


def test_closing_names_everything_that_is_missing() -> None:
    bare = case(
        "implemented", INITIAL, WorkRole.INITIAL_APPROVER, type="emergency", reviewed_by_id=None,
        facts={"incidents_said": False},
    )  # fmt: skip
    assert refuse(MACHINE, "close", bare) == (
        "Before it is closed: bring the records up to date; write the review; link the incidents that it caused, or "
        "say that there were none; have a peer review the emergency after the fact."
    )


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"type": "emergency"}, "Only a normal change"),
        ({"reviewed_by_id": None}, "Only a normal change"),
        ({"outcome": "fallen_back"}, "Only a change that was successful"),
        ({"is_template": True}, "already"),
    ],
)
def test_a_standard_change_is_earned(values: dict[str, Any], says: str) -> None:
    earned = case("closed", FINAL, WorkRole.FINAL_APPROVER, outcome="successful")
    assert refuse(MACHINE, "make_standard", earned) is None
    sentence = refuse(MACHINE, "make_standard", replace(earned, values={**earned.values, **values}))
    assert says in str(sentence)


# The text that is signed.

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


def happening(verb: str, **given: Any) -> Happening:
    return Happening(verb, 1, {"given": given, "changes": {}})


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


# Who signs, and whose turn it is.

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
    assert find_turn("implemented", {**FULL, "review": "Well.", "records_updated_at": MONDAY}, FACTS).event == "close"  # type: ignore[union-attr]  # asserted above


# Clashes and the calendar.


def window(number: int, starts: int, minutes: int, **over: Any) -> Window:
    about: dict[str, Any] = {"service_ids": frozenset(), "asset_ids": frozenset(), "implementer_id": number, **over}
    return Window(number, number, f"Change {number}", "scheduled", MONDAY + timedelta(minutes=starts), minutes, **about)


def test_windows_clash_on_what_they_share_and_only_while_they_overlap() -> None:
    first = window(1, 0, 60, service_ids=frozenset({7}), asset_ids=frozenset({1}))
    same_service = window(2, 30, 60, service_ids=frozenset({7, 8}))
    both = window(3, 59, 5, asset_ids=frozenset({1}), implementer_id=1)
    after = window(4, 60, 60, service_ids=frozenset({7}))
    found = find_clashes([after, both, same_service, first])
    assert [(one.first.id, one.second.id, one.because) for one in found] == [
        (1, 2, ("the same service",)),
        (1, 3, ("the same asset", "the same implementer")),
        (2, 4, ("the same service",)),
    ]
    assert (
        found[1].sentence
        == "RFC-0001 and RFC-0003 are planned for the same time on the same asset and the same implementer."
    )
    assert [one.second.id for one in clashes_of(same_service, [first, both, after, same_service])] == [1, 4]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 200), st.integers(1, 3)), max_size=8))
def test_clashes_are_those_that_comparing_all_pairs_finds(drawn: list[tuple[int, int, int]]) -> None:
    windows = [window(n, at, minutes, implementer_id=who) for n, (at, minutes, who) in enumerate(drawn, start=1)]
    wanted = {
        frozenset({one.id, two.id})
        for one in windows
        for two in windows
        if one.id < two.id and one.implementer_id == two.implementer_id and one.overlaps(two)
    }
    assert {frozenset({one.first.id, one.second.id}) for one in find_clashes(windows)} == wanted


def test_a_month_shows_whole_weeks_and_a_change_on_each_of_its_days() -> None:
    month = month_of("2026-09", date(2026, 11, 22))
    assert (month.name, month.previous.key, month.next.key) == ("September 2026", "2026-08", "2026-10")
    assert (month.days[0], month.days[-1], len(month.days) % 7) == (date(2026, 8, 31), date(2026, 10, 4), 0)
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(month.days))
    for nonsense in ("", "2026-13", "1999-01", "2026-9", "x" * 50):
        assert month_of(nonsense, date(2026, 11, 22)).key == "2026-11"
    overnight = replace(window(1, 0, 120), starts_at=datetime(2026, 9, 9, 22, 30, tzinfo=UTC))
    assert agenda_of([overnight], month) == {date(2026, 9, 9): [overnight], date(2026, 9, 10): [overnight]}


def test_an_emergency_is_reviewed_by_the_end_of_the_second_service_day() -> None:
    calendar = ServiceCalendar((CalendarVersion(date(2026, 1, 1)),))
    friday = datetime(2026, 9, 11, 9, 0, tzinfo=UTC)
    assert review_due_at(calendar, friday) == datetime(2026, 9, 15, 16, 0, tzinfo=UTC)


# Simulated colleagues.


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
    told = tell(
        "record_consultation", "awaiting_implement", {"given": {**CONSULTATION, "reschedule": True}, "shown": {}}
    )
    assert told.label == "Record a consultation"
    assert ("How", "Staff meeting") in told.answers
    assert ("They asked for another time", "Yes") in told.answers
    assert all(label != "Objections" for label, _ in told.answers)
    changed = tell("edit_2", "planning", {"given": {}, "changes": {"test_plan": ["", "Sign in."], "revision": [1, 2]}})
    assert changed.changed == "how success is tested"
    everything = tell("submit_2", "planning", {"changes": {name: [None, 1] for name in COLUMNS_2}})
    assert everything.changed == f"{len(COLUMNS_2)} parts of the form"
    words = [role_words(role) for role in ("initial_approver", "ict_owner", "originator", "anyone", "")]
    assert words == ["initial approver of changes", "ICT owner", "originator", "", ""]
    assert tell("link_pilot", "draft", {}).label == "Link pilot"
