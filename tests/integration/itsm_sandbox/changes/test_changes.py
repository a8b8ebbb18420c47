"""A request for change through its steps, with each separation refusing the wrong person."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accounts.models import Membership, Notification
from core.db import db
from core.errors import FieldErrors
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.rules.text import hash_of_step
from itsm_sandbox.changes.changes.services import raise_change
from itsm_sandbox.engine.models import ChangeProfile, WorkEvent
from itsm_sandbox.engine.perform import Refused, perform
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.money.expenditure.models import Expenditure
from tests.factories import MembershipFactory
from tests.factories.changes import (
    CONSULTATION,
    MESSAGE,
    PLANNED,
    STEP_1,
    TO_STATE,
    Board,
    hold,
    make_asset,
    make_board,
    make_change,
    set_time,
    told,
)
from tests.factories.workplaces import MONDAY, seat

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def board(database: None) -> Board:
    return make_board()


def do(board: Board, change: Change, event: str, by: Membership, **given: Any) -> WorkEvent:
    return perform(board.workplace.id, Change.kind, change.number, event, given, by=by)


def verbs(change: Change) -> list[str]:
    return [event.verb for event in list_events(Change.kind, change.id)]


@pytest.mark.parametrize("state", TO_STATE)
def test_every_state_is_reached_by_the_hands_of_five(board: Board, state: str) -> None:
    change = make_change(board, state)
    assert change.state == state
    assert change.ref == "RFC-0001"


def test_nobody_decides_on_what_they_raised_themselves(board: Board) -> None:
    """The originator holds every role there is, and still others have to sign."""
    every = (WorkRole.INITIAL_APPROVER, WorkRole.PEER_REVIEWER, WorkRole.FINAL_APPROVER, WorkRole.ICT_OWNER)
    hold(board.seats["originator"], WorkRole.FIRST_LEVEL, *every)
    change = make_change(board, "awaiting_proceed")
    for event in ("approve_proceed", "return", "refuse_proceed"):
        with pytest.raises(Refused, match="You raised this request, so somebody else has to decide on it"):
            do(board, change, event, board.originator, comment="It is my own idea.")
    change = make_change(board, "peer_review")
    with pytest.raises(Refused, match="peer review means that somebody else reads it"):
        do(board, change, "review_ok", board.originator, checklist=["complete"])
    change = make_change(board, "awaiting_implement")
    do(board, change, "record_consultation", board.final, **CONSULTATION)
    with pytest.raises(Refused, match="You raised this request"):
        do(board, change, "approve_implement", board.originator)


def test_each_step_is_for_its_role(board: Board) -> None:
    change = make_change(board, "awaiting_proceed")
    for wrong in (board.peer, board.final, board.implementer):
        with pytest.raises(Refused, match="This is for initial approver of changes or ICT owner"):
            do(board, change, "approve_proceed", wrong)
    change = make_change(board, "peer_review")
    with pytest.raises(Refused, match="This is for peer reviewer of changes"):
        do(board, change, "review_ok", board.initial)
    change = make_change(board, "scheduled")
    with pytest.raises(Refused, match="This is for the implementer"):
        do(board, change, "start", board.originator)
    with pytest.raises(Refused, match="It is scheduled"):
        do(board, change, "finish", board.implementer)


def test_in_fits_the_two_approvals_come_from_two_people_and_in_primary_fits_from_the_owner(database: None) -> None:
    for profile in (ChangeProfile.FITS, ChangeProfile.PRIMARY_FITS):
        board = make_board(change_profile=profile)
        approver = [WorkRole.INITIAL_APPROVER, WorkRole.FINAL_APPROVER] if profile is ChangeProfile.FITS else []
        hold(board.seats["initial"], WorkRole.ICT_OWNER, *approver)
        change = make_change(board, "awaiting_implement")
        do(board, change, "record_consultation", board.initial, **CONSULTATION)
        if profile is ChangeProfile.FITS:
            with pytest.raises(Refused, match="By FITS another person gives the approval to implement"):
                do(board, change, "approve_implement", board.initial)
        else:
            do(board, change, "approve_implement", board.initial)
            assert change.proceed_by_id == change.implement_by_id


def test_the_owner_alone_does_not_approve_in_fits(board: Board) -> None:
    change = make_change(board, "awaiting_proceed")
    hold(board.seats["initial"], WorkRole.ICT_OWNER)
    with pytest.raises(Refused, match="Here this is for the initial approver of changes"):
        do(board, change, "approve_proceed", board.initial)


def test_an_approval_holds_for_the_text_that_was_signed(board: Board) -> None:
    change = make_change(board, "scheduled")
    signed = change.implement_hash
    assert signed == hash_of_step(2, change.values())
    same = {name: getattr(change, name) for name in board.step_2}
    with pytest.raises(Refused, match="Nothing in step 2 is different"):
        do(board, change, "amend", board.originator, **same, because="Just to see.")
    plan = [*change.plan[:2], "Test two computers only"]
    do(board, change, "amend", board.originator, **{**same, "plan": plan}, because="There are fewer computers.")
    assert change.state == "peer_review"
    assert signed != hash_of_step(2, change.values())
    checklist = told("review_ok", {}, {})[1]
    do(board, change, "review_ok", board.peer, **checklist)
    with pytest.raises(Refused, match="Talk to the users"):
        do(board, change, "approve_implement", board.final)
    do(board, change, "record_consultation", board.final, **CONSULTATION)
    do(board, change, "approve_implement", board.final)
    assert change.implement_hash == hash_of_step(2, change.values())


def test_peer_review_is_left_out_only_where_the_workplace_says_so(database: None) -> None:
    simple = make_board(peer_review_required=False)
    change = make_change(simple, "planning")
    do(simple, change, "submit_2", simple.originator, **simple.step_2)
    assert change.state == "awaiting_implement"
    assert verbs(change)[-2:] == ["submit_2", "omit_review"]
    do(simple, change, "record_consultation", simple.final, **CONSULTATION)
    do(simple, change, "approve_implement", simple.final)
    assert (change.state, change.reviewed_by_id) == ("scheduled", None)


def test_users_who_ask_for_another_time_are_answered(board: Board) -> None:
    change = make_change(board, "awaiting_implement")
    do(board, change, "record_consultation", board.final, **{**CONSULTATION, "reschedule": True, "objections": "Exam."})
    with pytest.raises(Refused, match="The users asked for another time"):
        do(board, change, "approve_implement", board.final)
    do(board, change, "reschedule", board.final, comment="There is an exam on Thursday.")
    assert change.state == "planning"
    with pytest.raises(Refused, match="has passed"):
        do(board, change, "submit_2", board.originator, **{**board.step_2, "planned_at": MONDAY - timedelta(days=1)})


def test_people_are_told_before_it_starts_and_it_starts_in_its_window(board: Board) -> None:
    change = make_change(board, "scheduled")
    with pytest.raises(Refused, match="Tell those who are affected first"):
        do(board, change, "start", board.implementer, deviation="")
    with pytest.raises(Refused, match="once it was sent"):
        do(board, change, "communicate", board.implementer, **{**MESSAGE, "sent_at": MONDAY + timedelta(hours=1)})
    do(board, change, "communicate", board.implementer, **MESSAGE)
    with pytest.raises(Refused, match=r"The window is from 10 Sep 2026 at 17:30 to 10 Sep 2026 at 18:30"):
        do(board, change, "start", board.implementer, deviation="")
    do(board, change, "start", board.implementer, deviation="The library closed early and the librarian agreed.")
    assert (change.state, change.started_at) == ("implementing", MONDAY)


def test_a_message_after_the_window_began_is_too_late(board: Board) -> None:
    change = make_change(board, "scheduled")
    set_time(board.workplace, PLANNED + timedelta(minutes=1))
    with pytest.raises(Refused, match="People have to know before it begins"):
        do(board, change, "communicate", board.implementer, **MESSAGE)


def test_falling_back_needs_its_trigger_or_its_time(board: Board) -> None:
    change = make_change(board, "implementing")
    set_time(board.workplace, PLANNED + timedelta(minutes=20))
    do(board, change, "deviate", board.implementer, what="Two ports are dead.", told_to="The librarian", decided="")
    given = {"because": "time", "seen": "Half of the computers have no link.", "differences": "The old switch is back."}
    with pytest.raises(Refused, match="The time limit runs out on 10 Sep 2026 at 18:05"):
        do(board, change, "fall_back", board.implementer, **given)
    do(board, change, "fall_back", board.implementer, **{**given, "because": "trigger"})
    assert (change.state, change.outcome) == ("implemented", "fallen_back")
    assert change.finished_at == PLANNED + timedelta(minutes=20)


def test_an_outcome_that_is_not_a_success_is_explained(board: Board) -> None:
    change = make_change(board, "implementing")
    given = {"outcome": "partially_successful", "tested": "Most computers sign in.", "differences": ""}
    with pytest.raises(Refused, match="Say what went otherwise"):
        do(board, change, "finish", board.implementer, **given)


def test_the_register_shows_the_change_before_it_is_closed(board: Board) -> None:
    asset = make_asset(board.workroom)
    change = make_change(board, "implemented", asset_ids=[asset.ref])
    set_time(board.workplace, PLANNED + timedelta(hours=1))
    note = {"note": "The register shows the new switch."}
    with pytest.raises(Refused, match="The register does not show this change yet for AST-0001"):
        do(board, change, "update_records", board.implementer, **note)
    work = {"work": "Mounted in the library.", "model": "Netgear GS724", "change_ref": change.ref}
    perform(board.workplace.id, Asset.kind, asset.number, "update", work, by=board.implementer)
    do(board, change, "update_records", board.implementer, **note)
    with pytest.raises(Refused, match="Before it is closed: write the review; link the incidents"):
        do(board, change, "close", board.initial)
    do(board, change, "write_review", board.originator, review="Photographs of the cables saved time.")
    with pytest.raises(Refused, match="or say that it caused none"):
        do(board, change, "link_incidents", board.implementer, incidents=[], none_caused=False)
    do(board, change, "link_incidents", board.implementer, incidents=[], none_caused=True)
    do(board, change, "close", board.initial, comment="")
    assert (change.state, change.closed_at is not None) == ("closed", True)


def test_a_cost_is_committed_with_the_approval_and_spent_with_the_outcome(board: Board) -> None:
    make_change(board, "planning", cost_pence=12_000)
    rows = select(Expenditure).where(Expenditure.workplace_id == board.workplace.id)
    assert [(row.state, row.amount_pence) for row in db.session.scalars(rows)] == [("committed", 12_000)]
    make_change(board, "implemented", cost_pence=5_000)
    states = {row.amount_pence: row.state for row in db.session.scalars(rows)}
    assert states == {12_000: "committed", 5_000: "actual"}
    withdrawn = make_change(board, "planning", cost_pence=700)
    do(board, withdrawn, "withdraw", board.originator, reason="The supplier took it back.")
    states = {row.amount_pence: row.state for row in db.session.scalars(rows)}
    assert states[700] == "released"


def test_an_emergency_is_approved_at_once_and_reviewed_after_the_fact(board: Board) -> None:
    change = make_change(board, "draft", type="emergency", cost_pence=3_000)
    step_1 = {name: value for name, value in STEP_1.items() if name != "type"}
    planned = MONDAY + timedelta(hours=1)
    given = {**step_1, **board.step_2, "cost_pence": 3_000, "planned_at": planned}
    with pytest.raises(Refused, match="This is for a normal change"):
        do(board, change, "submit_1", board.originator, **step_1)
    with pytest.raises(FieldErrors, match="Why it cannot wait"):
        do(board, change, "submit_emergency", board.originator, **given)
    given["urgent_because"] = "The whole school is without a network until this is done."
    do(board, change, "submit_emergency", board.originator, **given)
    do(board, change, "record_consultation", board.final, **CONSULTATION)
    do(board, change, "approve_implement", board.final)
    committed = db.session.scalars(select(Expenditure)).one()
    assert (committed.state, committed.amount_pence) == ("committed", 3_000)
    do(board, change, "communicate", board.implementer, **MESSAGE)
    set_time(board.workplace, planned)
    do(board, change, "start", board.implementer, deviation="")
    set_time(board.workplace, planned + timedelta(minutes=30))
    who, outcome = told("finish", {}, {})
    do(board, change, "finish", board.implementer, **outcome)
    for event in ("update_records", "link_incidents", "write_review"):
        who, given = told(event, {}, {})
        do(board, change, event, getattr(board, who), **given)
    with pytest.raises(Refused, match="have a peer review the emergency after the fact"):
        do(board, change, "close", board.initial)
    with pytest.raises(Refused, match="This is for peer reviewer of changes"):
        do(board, change, "review_after", board.originator, checklist=[], findings="All was well.")
    set_time(board.workplace, planned + timedelta(days=3))
    do(board, change, "review_after", board.peer, checklist=["fallback"], findings="The plan was short but sound.")
    assert "miss_review" in verbs(change)
    do(board, change, "close", board.initial)
    assert change.state == "closed"


def test_a_standard_change_follows_one_that_went_through_the_whole_chain(board: Board) -> None:
    template = make_change(board, "closed", cost_pence=2_000)
    about = {"type": "standard", "title": "Replace the switch in the hall", "items": ["Hall switch"]}
    with pytest.raises(Refused, match="choose a standard change to follow"):
        raise_change(board.workplace.id, about, by=board.originator)
    with pytest.raises(Refused, match="does not serve as a standard change"):
        raise_change(board.workplace.id, {**about, "template_id": template.ref}, by=board.originator)
    do(board, template, "make_standard", board.final, reason="Done ten times without an incident.")
    with pytest.raises(Refused, match=r"£20\.00 was approved"):
        raise_change(
            board.workplace.id, {**about, "template_id": template.ref, "cost_pence": 2_001}, by=board.originator
        )
    change = raise_change(board.workplace.id, {**about, "template_id": template.ref}, by=board.originator)
    assert (change.title, change.items, change.reason) == (about["title"], ["Hall switch"], template.reason)
    set_time(board.workplace, PLANNED + timedelta(days=1))
    planned = PLANNED + timedelta(days=2)
    window = {"planned_at": planned, "duration_minutes": 60}
    do(board, change, "schedule_standard", board.originator, **window, implementer_id=board.seats["implementer"].id)
    assert (change.state, change.plan, change.cost_pence) == ("scheduled", template.plan, 2_000)
    do(board, change, "communicate", board.implementer, **MESSAGE)
    set_time(board.workplace, planned + timedelta(minutes=1))
    do(board, change, "start", board.implementer, deviation="")
    assert change.state == "implementing"
    do(board, template, "end_standard", board.final, reason="The next model is another one.")
    with pytest.raises(Refused, match="does not serve"):
        raise_change(board.workplace.id, {**about, "template_id": template.ref}, by=board.originator)


def test_simulated_colleagues_answer_where_no_member_may(database: None) -> None:
    """The apprentice alone: others are simulated, answer by rule some service hours later, and say so in the log."""
    board = make_board()
    room = board.workroom
    for name in ("initial", "peer", "final"):
        hold(board.seats[name])
    hold(room.head, WorkRole.ICT_OWNER, WorkRole.INITIAL_APPROVER)
    hold(room.engineer, WorkRole.SECOND_LEVEL, WorkRole.PEER_REVIEWER)
    hold(room.teacher, WorkRole.FINAL_APPROVER, WorkRole.USER)
    change = raise_change(board.workplace.id, {**STEP_1, "reason": "It is old and slow by now."}, by=board.originator)
    step_1 = told("submit_1", STEP_1, {})[1]
    do(board, change, "submit_1", board.originator, **{**step_1, "reason": "It is old and slow by now."})
    set_time(board.workplace, MONDAY + timedelta(hours=4))
    do(board, change, "note", board.originator, note="Is anybody there?")
    assert (change.state, verbs(change)[-2:]) == ("draft", ["return", "note"])
    do(board, change, "submit_1", board.originator, **step_1)
    set_time(board.workplace, MONDAY + timedelta(days=1))
    do(board, change, "note", board.originator, note="Thank you")
    assert change.state == "planning"
    signer = list_events(Change.kind, change.id)[-2]
    assert (signer.verb, signer.actor_id, signer.acting_role) == ("approve_proceed", room.head.id, "initial_approver")
    assert signer.actor
    assert signer.actor.is_simulated
    in_lessons = {**board.step_2, "planned_at": PLANNED - timedelta(hours=4)}
    do(board, change, "submit_2", board.originator, **in_lessons)
    set_time(board.workplace, MONDAY + timedelta(days=2, hours=4))
    do(board, change, "note", board.originator, note="And now?")
    assert change.state == "planning"
    assert verbs(change)[-4:] == ["review_ok", "record_consultation", "reschedule", "note"]
    do(board, change, "submit_2", board.originator, **board.step_2)
    set_time(board.workplace, PLANNED - timedelta(hours=3))
    do(board, change, "note", board.originator, note="Thank you all.")
    assert change.state == "scheduled"
    assert change.implement_by_id == room.teacher.id


def test_a_simulated_colleague_never_signs_for_a_member_who_may(board: Board) -> None:
    change = make_change(board, "awaiting_proceed")
    hold(board.workroom.head, WorkRole.INITIAL_APPROVER)
    set_time(board.workplace, MONDAY + timedelta(days=5))
    do(board, change, "note", board.originator, note="Is anybody there?")
    assert change.state == "awaiting_proceed"


def test_somebody_simulated_carries_out_nothing(board: Board) -> None:
    change = make_change(board, "planning")
    given = {**board.step_2, "implementer_id": board.workroom.engineer.id}
    with pytest.raises(Refused, match="Choose somebody who is not simulated"):
        do(board, change, "submit_2", board.originator, **given)


def test_who_holds_no_support_role_raises_nothing(board: Board) -> None:
    user = MembershipFactory.create(centre=board.originator.centre)
    seat(board.workroom, user, WorkRole.USER)
    with pytest.raises(Refused, match="This is for"):
        raise_change(board.workplace.id, STEP_1, by=user)


def test_members_are_told_when_it_is_their_turn(board: Board) -> None:
    change = make_change(board, "peer_review")
    told = db.session.execute(select(Notification.membership_id, Notification.text).order_by(Notification.id)).all()
    sentence = f"Glenbrae Academy: {change.ref} {change.title} waits for you."
    assert told == [(board.initial.id, sentence), (board.originator.id, sentence), (board.peer.id, sentence)]
