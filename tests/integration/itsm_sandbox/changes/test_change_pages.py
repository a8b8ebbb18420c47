"""The pages of change management: the list, the form in three steps, the forward schedule, the set-up."""

from datetime import timedelta

import pytest

from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.queries.lists import count_waiting_for
from itsm_sandbox.engine.perform import perform
from itsm_sandbox.engine.roles import WorkRole
from tests.conftest import QueryCounter
from tests.factories.changes import (
    PLANNED,
    STEP_1,
    TO_STATE,
    Board,
    hold,
    make_asset,
    make_board,
    make_change,
    set_time,
)
from tests.support.people import PersonClient, sign_in


@pytest.fixture
def board(database: None) -> Board:
    return make_board()


def path(board: Board, rest: str = "") -> str:
    return f"/workplaces/{board.workplace.id}/{rest}"


def test_the_form_shows_its_three_steps_in_every_state(board: Board, client: PersonClient) -> None:
    sign_in(client, board.initial)
    for state in TO_STATE:
        change = make_change(board, state)
        page = client.get(path(board, f"changes/{change.number}"))
        assert page.status_code == 200, state
        assert "Step 3: outcome" in page.text


def test_the_list_says_who_is_next_and_what_waits_for_me(board: Board, client: PersonClient) -> None:
    make_change(board, "awaiting_proceed", title="Renew the wireless")
    make_change(board, "peer_review", title="Move the printer")
    sign_in(client, board.peer)
    page = client.get(path(board, "changes"))
    assert f"<strong>{board.initial.person.name}</strong> decides whether to go ahead" in page.text
    assert "My turn (1)" in page.text
    mine = client.get(path(board, "changes?show=turn"))
    assert "Move the printer" in mine.text
    assert "Renew the wireless" not in mine.text
    found = client.get(path(board, "changes?q=WIRELESS"))
    assert "Move the printer" not in found.text
    assert [count_waiting_for(board.workplace, board.seats[name]) for name in ("initial", "peer", "final")] == [1, 1, 0]


def test_a_request_is_raised_by_its_form_and_step_1_is_there_again_when_it_is_sent(
    board: Board, client: PersonClient
) -> None:
    sign_in(client, board.originator)
    assert "mark it as the pilot" not in client.get(path(board, "changes/new")).text
    sent = {**STEP_1, "items": "Library switch\nIts cables", "cost_pence": "12.50"}
    answer = client.post(path(board, "changes/new"), data=sent)
    assert answer.location == path(board, "changes/1")
    page = client.get(path(board, "changes/1/do/submit_1"))
    assert "Library switch\nIts cables" in page.text
    assert 'value="12.50"' in page.text
    answer = client.post(path(board, "changes/1/do/submit_1"), data={**sent, "description": "Too short"})
    assert answer.status_code == 422
    assert "Write at least 20 characters; there are 9." in answer.text


def test_assets_that_were_named_are_named_again(board: Board, client: PersonClient) -> None:
    asset = make_asset(board.workroom)
    make_change(board, "draft", asset_ids=[asset.ref])
    sign_in(client, board.originator)
    assert 'value="AST-0001"' in client.get(path(board, "changes/1/do/submit_1")).text


def test_the_page_explains_who_may_not_sign(board: Board, client: PersonClient) -> None:
    hold(board.seats["originator"], WorkRole.FIRST_LEVEL, WorkRole.PEER_REVIEWER)
    make_change(board, "peer_review")
    sign_in(client, board.peer)
    page = client.get(path(board, "changes/1"))
    assert "may not: raised this request" in page.text
    hold(board.seats["peer"], WorkRole.SECOND_LEVEL)
    sign_in(client, board.originator)
    page = client.get(path(board, "changes/1"))
    assert "Nobody here may sign this" in page.text
    assert "You raised this request; peer review means that somebody else reads it." in page.text


def test_an_edit_after_the_signature_shows_what_is_different(board: Board, client: PersonClient) -> None:
    change = make_change(board, "scheduled")
    sign_in(client, board.final)
    page = client.get(path(board, "changes/1"))
    assert page.text.count("The text is as it was when it was signed") == 3
    same = {name: getattr(change, name) for name in board.step_2}
    changed = {**same, "test_plan": "Ask the librarian whether it works.", "because": "The librarian knows best."}
    perform(board.workplace.id, Change.kind, 1, "amend", changed, by=board.originator)
    page = client.get(path(board, "changes/1"))
    assert page.text.count("so this signature does not hold for it") == 2
    assert "Now: </span>How success is tested: Ask the librarian whether it works." in page.text


def test_a_simulated_signature_is_never_shown_as_real(database: None, client: PersonClient) -> None:
    board = make_board()
    hold(board.seats["initial"])
    hold(board.workroom.head, WorkRole.INITIAL_APPROVER)
    make_change(board, "awaiting_proceed")
    sign_in(client, board.originator)
    waiting = client.get(path(board, "changes/1")).text
    assert "Elspeth Grant" in waiting
    set_time(board.workplace, PLANNED - timedelta(days=1))
    page = client.get(path(board, "changes/1")).text
    assert "Simulated approval" in page
    assert "it is no authorisation by a person" in page


def test_clashes_are_shown_on_the_schedule_and_on_the_change(board: Board, client: PersonClient) -> None:
    make_change(board, "planning", title="Renew the wireless")
    for number in (1, 2):
        if number == 2:
            make_change(board, "scheduled", title="Move the server", planned_at=PLANNED + timedelta(minutes=30))
        else:
            make_change(board, "scheduled", title="Replace the switch")
    sign_in(client, board.peer)
    page = client.get(path(board, "changes/schedule?month=2026-09")).text
    assert "RFC-0002 and RFC-0003 are planned for the same time with the same implementer." in page
    assert "17:30 RFC-0002 Replace the switch" in page
    assert "18:00 RFC-0003 Move the server" in page
    assert "planned for the same time" in client.get(path(board, "changes/2")).text
    assert "RFC-0002" not in client.get(path(board, "changes/schedule?month=2026-11")).text
    assert client.get(path(board, "changes/schedule?month=nonsense")).status_code == 200


@pytest.mark.parametrize("rest", ["changes", "changes/1", "changes/schedule?month=2026-09", "changes/new"])
def test_a_page_asks_the_same_few_queries_whatever_is_stored(
    board: Board, client: PersonClient, query_counter: QueryCounter, rest: str
) -> None:
    make_change(board, "implemented")
    sign_in(client, board.initial)
    client.get(path(board, rest))
    before = len(query_counter)
    client.get(path(board, rest))
    alone = len(query_counter) - before
    for state in ("planning", "scheduled", "peer_review"):
        make_change(board, state)
    before = len(query_counter)
    client.get(path(board, rest))
    assert len(query_counter) - before <= alone
    assert alone <= 16
