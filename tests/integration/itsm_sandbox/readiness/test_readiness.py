"""Preparing change management: what is missing is derived, roles become the workplace's, and only then it goes live."""

from datetime import timedelta
from typing import Any

import pytest

from core.db import transaction
from itsm_sandbox.changes.changes.services import raise_change
from itsm_sandbox.changes.readiness.models import ChangeSetup
from itsm_sandbox.changes.readiness.queries import facts_for
from itsm_sandbox.changes.readiness.rules import parts_of
from itsm_sandbox.changes.readiness.services import begin_setup
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import Refused, apply, perform
from itsm_sandbox.engine.roles import WorkRole
from tests.factories.changes import AFTER_START, PLANNED, STEP_1, TO_STATE, Board, hold, make_board, set_time, told
from tests.factories.workplaces import MONDAY
from tests.support.people import PersonClient, sign_in

MESSAGE = "From October every change to ICT is asked for on a form; ask the service desk when in doubt."


@pytest.fixture
def board(database: None) -> Board:
    """Nobody holds a change role yet."""
    board = make_board()
    hold(board.seats["initial"], WorkRole.ICT_OWNER)
    hold(board.seats["peer"], WorkRole.SECOND_LEVEL)
    hold(board.seats["final"], WorkRole.USER)
    return board


@pytest.fixture
def setup(board: Board) -> ChangeSetup:
    return begin_setup(board.workplace.id, by=board.originator)


def do(board: Board, event: str, **given: Any) -> WorkEvent:
    return perform(board.workplace.id, ChangeSetup.kind, 1, event, given, by=board.originator)


def roles_given(board: Board, **over: Any) -> dict[str, Any]:
    chosen = {
        "initial_approver_id": board.seats["initial"].id,
        "peer_reviewer_id": board.seats["peer"].id,
        "final_approver_id": board.seats["final"].id,
        "roles_note": "They know the school and its network best.",
    }
    return {**chosen, **over}


def missing(setup: ChangeSetup) -> list[str]:
    return [part.name for part in parts_of(setup.values(), facts_for(setup)) if not part.is_done]


def test_roles_follow_the_rules_of_the_table_and_become_the_workplace_s(board: Board, setup: ChangeSetup) -> None:
    with pytest.raises(Refused, match="choose somebody from support, or a supplier"):
        do(board, "assign_roles", **roles_given(board, peer_reviewer_id=board.seats["final"].id))
    with pytest.raises(Refused, match="By FITS the initial and the final approver are two people"):
        do(board, "assign_roles", **roles_given(board, final_approver_id=board.seats["initial"].id))
    with pytest.raises(Refused, match="Choose a peer reviewer, or let the workplace leave out"):
        do(board, "assign_roles", **roles_given(board, peer_reviewer_id=None))
    do(board, "assign_roles", **roles_given(board))
    assert WorkRole.INITIAL_APPROVER in board.seats["initial"].roles
    assert WorkRole.PEER_REVIEWER in board.seats["peer"].roles
    do(board, "assign_roles", **roles_given(board, peer_reviewer_id=board.seats["implementer"].id))
    assert WorkRole.PEER_REVIEWER not in board.seats["peer"].roles
    assert "roles" not in missing(setup)


def test_until_it_is_live_only_the_pilot_is_raised(board: Board, setup: ChangeSetup) -> None:
    with pytest.raises(Refused, match="Change management is not live here yet"):
        raise_change(board.workplace.id, STEP_1, by=board.originator)
    pilot = raise_change(board.workplace.id, {**STEP_1, "is_pilot": True}, by=board.originator)
    assert setup.pilot_id == pilot.id
    with pytest.raises(Refused, match="Take the pilot through all its steps"):
        do(board, "review_pilot", pilot_review="With all five of us: the form was clear, the fall-back was not.")


def test_it_goes_live_when_nothing_is_missing_and_the_day_has_come(board: Board, setup: ChangeSetup) -> None:
    assert missing(setup) == ["roles", "training", "date", "communication", "materials", "pilot"]
    with pytest.raises(Refused, match=r"Still missing: Nobody is initial approver of changes or peer reviewer"):
        do(board, "go_live")
    do(board, "assign_roles", **roles_given(board))
    two = [board.seats["initial"].id, board.seats["peer"].id]
    do(board, "record_training", on=MONDAY.date(), people=two, covered="The three steps and who signs them.")
    assert missing(setup)[0] == "training"
    do(board, "record_training", on=MONDAY.date(), people=[board.seats["final"].id], covered="What to ask the users.")
    with pytest.raises(Refused, match="Set a date to come"):
        do(board, "set_date", goes_live_at=MONDAY - timedelta(days=1))
    do(board, "set_date", goes_live_at=MONDAY + timedelta(days=7))
    do(board, "communicate", audience="All staff", communication=MESSAGE)
    do(board, "list_materials", materials=["Request for change form", "Example, in the staff folder"])
    assert missing(setup) == ["pilot"]
    pilot = raise_change(board.workplace.id, {**STEP_1, "is_pilot": True}, by=board.originator)
    with transaction():
        workplace = lock_workplace(board.workplace.id)
        for event in TO_STATE["closed"]:
            who, given = told(event, STEP_1, board.step_2)
            at = PLANNED + timedelta(minutes=AFTER_START[event]) if event in AFTER_START else MONDAY
            apply(workplace, pilot, event, given, actor=board.seats[who], at=at)
    set_time(board.workplace, PLANNED + timedelta(hours=1))
    do(board, "review_pilot", pilot_review="With all five of us: the form was clear, the fall-back was not.")
    assert missing(setup) == []
    with pytest.raises(Refused, match="The start date is 14 Sep 2026 at 09:00"):
        do(board, "go_live")
    set_time(board.workplace, MONDAY + timedelta(days=7))
    do(board, "go_live")
    assert setup.state == "live"
    assert raise_change(board.workplace.id, STEP_1, by=board.originator).state == "draft"


def test_a_workplace_has_one_set_up(board: Board, setup: ChangeSetup) -> None:
    with pytest.raises(Refused, match="is being prepared here already"):
        begin_setup(board.workplace.id, by=board.originator)


def test_its_page_says_what_is_missing(board: Board, client: PersonClient) -> None:
    sign_in(client, board.originator)
    assert "Prepare change management" in client.get(f"/workplaces/{board.workplace.id}/changes").text
    begun = client.post(f"/workplaces/{board.workplace.id}/set-up")
    assert begun.location == f"/workplaces/{board.workplace.id}/set-up/1"
    page = client.get(begun.location).text
    assert "0 of 6 parts are done" in page
    assert "Nobody is initial approver of changes or peer reviewer of changes or final approver of changes yet." in page
    assert "It is the pilot" in client.get(f"/workplaces/{board.workplace.id}/changes/new").text
    assert client.get(f"{begun.location}/do/record_training").status_code == 200
    assert client.get(f"{begun.location}/do/assign_roles").status_code == 200
