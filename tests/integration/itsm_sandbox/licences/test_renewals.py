"""What a renewal costs is committed once, whether the request for change that it names is approved later or earlier."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import db, transaction
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.services import raise_in
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.queries import list_expenditure
from tests.factories import MembershipFactory
from tests.factories.changes import STEP_1
from tests.factories.problems import let
from tests.factories.software import TODAY, begin, do, make_licence, make_product
from tests.factories.workplaces import Workroom, make_workroom
from tests.support.people import PersonClient, sign_in


@pytest.fixture
def room(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


@pytest.fixture
def licence(room: Workroom) -> Entitlement:
    return make_licence(room, make_product(room), ends_on=date(2026, 12, 31))


def submit_change(room: Workroom, pence: int) -> Change:
    """A request of the apprentice's that waits for its approval."""
    with transaction():
        workplace = lock_workplace(room.workplace.id)
        step_1 = {**STEP_1, "cost_pence": pence}
        change = raise_in(workplace, step_1, actor=room.desk, at=workplace.started_at)
    let(room, change, "submit_1", actor=room.desk, **step_1)
    return change


def approve(room: Workroom, change: Change) -> None:
    let(room, change, "approve_proceed", actor=room.head, comment="")


def renew(room: Workroom, licence: Entitlement, pence: int, **given: Any) -> None:
    ends_on = licence.ends_on or TODAY
    terms = {"ends_on": ends_on + timedelta(days=365), "order_ref": "ORD-2", "proof": "Invoice 2"}
    do(room, licence, "renew", cost_pence=pence, **{**terms, **given})


def rows(room: Workroom) -> list[tuple[str, int, bool]]:
    """Of each row of the record: the state, the amount, and whether a licence is named."""
    found = db.session.scalars(
        select(Expenditure).where(Expenditure.workplace_id == room.workplace.id).order_by(Expenditure.number)
    )
    return [(row.state, row.amount_pence, row.entitlement_id is not None) for row in found]


def test_a_change_that_is_approved_after_the_renewal_commits_nothing_again(
    room: Workroom, licence: Entitlement
) -> None:
    change = submit_change(room, 29_000)
    renew(room, licence, 29_000, change_ref=change.ref)
    approve(room, change)
    assert rows(room) == [("committed", 29_000, True)]
    verify_workplace(room.workplace.id)


def test_a_change_that_costs_more_than_its_renewals_commits_the_rest(room: Workroom, licence: Entitlement) -> None:
    other = make_licence(room, make_product(room, name="Reedpipe"), ends_on=date(2026, 12, 31))
    change = submit_change(room, 60_000)
    renew(room, licence, 29_000, change_ref=change.ref)
    renew(room, other, 20_000, change_ref=change.ref)
    assert rows(room) == [("committed", 29_000, True), ("committed", 20_000, True)]
    approve(room, change)
    assert rows(room)[2:] == [("committed", 11_000, False)]
    rest = db.session.scalars(select(Expenditure).order_by(Expenditure.number.desc())).first()
    assert rest
    assert rest.description == f"{change.ref} {change.title}, besides £490.00 that is counted already"
    third = make_licence(room, make_product(room, name="Padlock"), ends_on=date(2026, 12, 31))
    renew(room, third, 11_000, change_ref=change.ref)
    assert len(rows(room)) == 3
    verify_workplace(room.workplace.id)


def test_a_change_that_is_given_up_frees_what_is_its_own_and_leaves_the_renewal(
    room: Workroom, licence: Entitlement
) -> None:
    change = submit_change(room, 60_000)
    renew(room, licence, 29_000, change_ref=change.ref)
    approve(room, change)
    let(room, change, "withdraw", actor=room.desk, reason="The supplier took it back.")
    assert rows(room) == [("committed", 29_000, True), ("released", 31_000, False)]
    verify_workplace(room.workplace.id)


def test_a_renewal_whose_cost_a_change_carried_is_committed_when_the_change_is_given_up(
    room: Workroom, licence: Entitlement
) -> None:
    change = submit_change(room, 60_000)
    approve(room, change)
    renew(room, licence, 29_000, change_ref=change.ref)
    assert rows(room) == [("committed", 60_000, False)]
    let(room, change, "withdraw", actor=room.desk, reason="The supplier took it back.")
    assert rows(room) == [("released", 60_000, False), ("committed", 29_000, True)]
    verify_workplace(room.workplace.id)


def test_a_renewal_that_somebody_released_or_paid_is_not_committed_with_a_change_that_is_given_up(
    room: Workroom, licence: Entitlement
) -> None:
    change = submit_change(room, 60_000)
    renew(room, licence, 29_000, change_ref=change.ref)
    own = db.session.scalars(select(Expenditure)).one()
    do(room, own, "release", reason="It is not needed.")
    approve(room, change)
    other = make_licence(room, make_product(room, name="Reedpipe"), ends_on=date(2026, 12, 31))
    about = {"on": TODAY, "category": "software", "description": "Reedpipe", "change_id": change.ref}
    begin(room, Expenditure.kind, "pay", {**about, "amount_pence": 20_000})
    renew(room, other, 20_000, change_ref=change.ref)
    let(room, change, "withdraw", actor=room.desk, reason="The supplier took it back.")
    assert rows(room) == [("released", 29_000, True), ("released", 60_000, False), ("actual", 20_000, False)]


def test_what_was_taken_back_or_released_is_counted_no_more(room: Workroom, licence: Entitlement) -> None:
    change = submit_change(room, 29_000)
    about = {"on": TODAY, "category": "software", "description": "Lineworks", "change_id": change.ref}
    wrong = begin(room, Expenditure.kind, "pay", {**about, "amount_pence": 29_000})
    do(room, wrong, "correct", reason="It was another invoice.")
    bound = begin(room, Expenditure.kind, "commit", {**about, "amount_pence": 4_000})
    do(room, bound, "release", reason="It is not needed.")
    approve(room, change)
    assert rows(room)[-1] == ("committed", 29_000, False)
    renew(room, licence, 29_000, change_ref=change.ref)
    assert sum(pence for state, pence, _licence in rows(room) if state == "committed") == 29_000


def test_the_rest_tells_nobody_what_the_ict_owner_keeps_to_themselves(room: Workroom, licence: Entitlement) -> None:
    secret = {"on": TODAY, "category": "software", "description": "A discount", "amount_pence": 100}
    begin(room, Expenditure.kind, "pay", {**secret, "is_restricted": True, "entitlement_id": licence.ref})
    change = submit_change(room, 60_000)
    renew(room, licence, 29_000, change_ref=change.ref)
    approve(room, change)
    assert rows(room)[1:] == [("committed", 29_000, True), ("committed", 31_000, False)]
    seen = list_expenditure(room.workplace.id, TODAY, TODAY, sees_restricted=False)
    assert (seen.committed, seen.hidden) == (0, 3)


def test_the_form_of_a_renewal_says_what_naming_a_change_does(
    room: Workroom, licence: Entitlement, client: PersonClient
) -> None:
    change = submit_change(room, 29_000)
    sign_in(client, room.apprentice)
    step = f"/workplaces/{room.workplace.id}/licences/{licence.number}/do/renew"
    assert "An amount that both have is committed once, whichever comes first." in client.get(step).text
    sent = {"ends_on": "2027-12-31", "order_ref": "ORD-2", "cost_pence": "290", "change_ref": change.ref}
    assert client.post(step, data={**sent, "revision": str(licence.revision)}).status_code == 302
    approve(room, change)
    assert rows(room) == [("committed", 29_000, True)]
