"""Software with its licences: registering, giving out, renewing, reclaiming, and the positions that follow."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from core.db import db, transaction
from core.errors import FieldErrors
from itsm_sandbox.assets.allocations.queries import AllocationFilter, list_allocations
from itsm_sandbox.assets.assets.rules import KEEPERS
from itsm_sandbox.assets.licences.queries import LicenceFilter, count_due, find_position, list_licences, list_positions
from itsm_sandbox.assets.positions.rules.counting import Position, Status
from itsm_sandbox.assets.software.models import ConcurrentUse, SoftwareProduct
from itsm_sandbox.assets.software.queries import SoftwareFilter, list_software
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import Refused, create
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.services import commit_cost
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.problems import let
from tests.factories.software import (
    PRODUCT,
    TODAY,
    begin,
    do,
    give_out,
    install,
    make_device,
    make_devices,
    make_licence,
    make_product,
)
from tests.factories.workplaces import Workroom, make_workroom
from tests.support.people import PersonClient, sign_in


@pytest.fixture
def room(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


def position(room: Workroom, product: SoftwareProduct, on: date = TODAY) -> Position:
    return find_position(product, on)


def test_a_product_waits_for_the_owner_who_reads_what_it_is_for(room: Workroom) -> None:
    workplace_id, kind = room.workplace.id, SoftwareProduct.kind
    product = create(workplace_id, kind, "add", {**PRODUCT, "purpose": "For lessons"}, by=room.apprentice)
    assert (product.state, product.authorisation) == ("waiting", "undecided")
    with pytest.raises(Refused, match="This is for ICT owner"):
        do(room, product, "authorise", authorisation="allowed", reason="I would like to.")
    let_time_pass(workplace_id, Step.NEXT, by=room.apprentice)
    db.session.refresh(product)
    assert (product.state, product.authorisation) == ("listed", "restricted")
    do(room, product, "ask_authorisation", purpose=PRODUCT["purpose"])
    let_time_pass(workplace_id, Step.NEXT, by=room.apprentice)
    db.session.refresh(product)
    assert product.authorisation == "allowed"
    with pytest.raises(FieldErrors) as refused:
        create(workplace_id, kind, "add", {**PRODUCT, "name": "LINEWORKS studio"}, by=room.apprentice)
    assert "name" in refused.value.errors


def test_a_position_follows_licences_installations_and_days(room: Workroom) -> None:
    product = make_product(room)
    devices = make_devices(room, "L-1", "L-2", "L-3")
    install(room, product, *devices)
    assert position(room, product).status is Status.UNLICENSED
    licence = make_licence(room, product)
    found = position(room, product)
    assert (found.entitled, found.consumed, found.balance) == (2, 3, -1)
    assert (found.status, found.at_risk_pence) == (Status.NON_COMPLIANT, 14_500)
    make_licence(room, product, quantity=1, ends_on=None)
    assert position(room, product).status is Status.AT_LIMIT
    after = position(room, product, date(2027, 1, 1))
    assert (after.balance, after.last_ended_on) == (-2, date(2026, 12, 31))
    do(room, licence, "renew", ends_on=date(2027, 12, 31), order_ref="ORD-2", cost_pence=40_000, proof="Invoice 2")
    assert (licence.quantity, position(room, product, date(2027, 1, 1)).balance) == (2, 0)
    with pytest.raises(Refused, match="31 Dec 2027"):
        do(room, licence, "renew", ends_on=date(2027, 6, 1), order_ref="ORD-3", cost_pence=1)


def test_each_metric_is_counted_from_what_is_there(room: Workroom) -> None:
    device = make_device(room, "L-1", custodian_id=room.teacher.id)
    per_user = make_product(room, name="Tablature", metric="per_user")
    install(room, per_user, device)
    licence = make_licence(room, per_user)
    give_out(room, licence, colleague_id=room.engineer.id)
    give_out(room, licence)  # to the teacher, who uses it too
    at_once = make_product(room, name="Plotline", metric="concurrent")
    make_licence(room, at_once, quantity=5)
    with transaction() as session:
        for ago, peak in ((2, 4), (40, 6), (200, 9)):
            on = TODAY - timedelta(days=ago)
            session.add(ConcurrentUse(workplace_id=room.workplace.id, product_id=at_once.id, on=on, peak=peak))
    lines = {line.product.name: line.position for line in list_positions(room.workplace.id, TODAY)}
    assert (lines["Tablature"].consumed, lines["Tablature"].seats) == (2, 2)
    assert (lines["Plotline"].consumed, lines["Plotline"].balance) == (6, -1)
    shelf = list_software(room.workplace.id, SoftwareFilter(status="non_compliant"), TODAY)
    assert [line.product.name for line in shelf.page.items] == ["Plotline"]
    assert shelf.counts[Status.AT_LIMIT] == 1


def test_what_is_given_out_is_explained_when_it_is_refused(room: Workroom) -> None:
    indoors = make_product(room, remote_use_allowed=False)
    licence = make_licence(room, indoors, quantity=1)
    with pytest.raises(Refused, match="does not allow use away from the premises"):
        give_out(room, licence, mode="remote")
    with pytest.raises(Refused, match="Give it to one"):
        give_out(room, licence, colleague_id=room.teacher.id, asset_id=make_device(room, "L-1").id)
    allocation = give_out(room, licence)
    with pytest.raises(Refused, match="All 1 of this licence are given out"):
        give_out(room, licence, colleague_id=room.engineer.id)
    more = make_licence(room, indoors, quantity=5)
    with pytest.raises(Refused, match=f"They have it already: {allocation.ref}"):
        give_out(room, more)
    with pytest.raises(Refused, match="The licence ended on 31 Dec 2026"):
        give_out(room, more, colleague_id=room.engineer.id, from_on=date(2027, 2, 1))
    with pytest.raises(Refused, match="Reclaim what is given out of it first"):
        do(room, licence, "end", ends_on=TODAY, reason="It was given up.")
    forbidden = make_product(room, name="Torrentail", authorisation="prohibited")
    with pytest.raises(Refused, match="Torrentail is prohibited here"):
        make_licence(room, forbidden)


def test_what_is_not_used_is_found_and_reclaimed_with_its_installation(room: Workroom) -> None:
    product = make_product(room)
    device = make_device(room, "L-1", custodian_id=room.teacher.id)
    install(room, product, device, last_used_on=date(2026, 4, 1))
    licence = make_licence(room, product)
    fresh = give_out(room, licence, colleague_id=room.engineer.id)
    idle = give_out(room, licence, from_on=date(2026, 3, 1), mode="remote")
    workplace_id = room.workplace.id
    listed = list_allocations(workplace_id, AllocationFilter(show="idle"), TODAY).items
    assert [(row.Allocation.ref, row.used_on) for row in listed] == [(idle.ref, date(2026, 4, 1))]
    assert position(room, product).idle == 1
    with pytest.raises(Refused, match="less than 90 days ago"):
        do(room, fresh, "reclaim", to_on=TODAY, reason="not_used", uninstalled=False)
    do(room, idle, "reclaim", to_on=TODAY, reason="not_used", uninstalled=True)
    assert idle.state == "reclaimed"
    after = position(room, product, TODAY + timedelta(days=1))
    assert (after.consumed, after.seats, after.balance) == (0, 1, 2)
    do(room, fresh, "record_use", last_used_on=TODAY, source="The list of sign-ins")
    assert fresh.last_used_on == TODAY


def test_renewals_that_are_due_come_first(room: Workroom) -> None:
    product = make_product(room)
    make_licence(room, product, ends_on=TODAY + timedelta(days=61))
    ended = make_licence(room, product, ends_on=TODAY - timedelta(days=5))
    soon = make_licence(room, product, ends_on=TODAY + timedelta(days=60))
    found = list_licences(room.workplace.id, LicenceFilter(show="due"), TODAY).items
    assert [row.Entitlement for row in found] == [ended, soon]
    assert count_due(room.workplace.id, TODAY) == 2
    do(room, ended, "end", ends_on=TODAY - timedelta(days=5), reason="Nobody needs it any more.")
    assert count_due(room.workplace.id, TODAY) == 1


def test_a_renewal_commits_what_it_costs_once(room: Workroom) -> None:
    licence = make_licence(room, make_product(room), supplier="Braemar Design")
    terms = {"order_ref": "ORD-2", "proof": "Invoice 2"}
    do(room, licence, "renew", ends_on=date(2027, 12, 31), cost_pence=29_000, **terms)
    row = db.session.scalars(select(Expenditure)).one()
    assert (row.state, row.category, row.amount_pence, row.supplier, row.entitlement_id) == (
        "committed", "software", 29_000, "Braemar Design", licence.id
    )  # fmt: skip
    assert row.description == f"Renewal of {licence.ref} Lineworks Studio until 31 Dec 2027, order ORD-2"
    assert (row.entered_by_id, row.is_restricted) == (room.desk.id, False)
    do(room, licence, "renew", ends_on=date(2028, 12, 31), cost_pence=0, **terms)
    assert db.session.scalar(select(func.count()).select_from(Expenditure)) == 1
    secret = {"on": TODAY, "category": "software", "description": "A discount", "amount_pence": 100}
    kept = begin(room, Expenditure.kind, "pay", {**secret, "is_restricted": True, "entitlement_id": licence.id})
    do(room, licence, "renew", ends_on=date(2029, 12, 31), cost_pence=30_000, **terms)
    newest = db.session.scalars(select(Expenditure).order_by(Expenditure.id.desc())).first()
    assert newest
    assert (newest.number, newest.is_restricted) == (kept.number + 1, True)
    verify_workplace(room.workplace.id)


def test_what_a_change_committed_is_not_committed_again_by_the_renewal(room: Workroom) -> None:
    licence = make_licence(room, make_product(room))
    begun, empty = room.workplace.started_at, ("asset_ids", "items", "service_ids", "plan")
    about = {"number": 1, "state": "awaiting_proceed", "title": "Renew it", **{name: [] for name in empty}}
    change = Change(**about, workplace_id=room.workplace.id, created_at=begun, changed_at=begun, cost_pence=29_000)
    with transaction() as session:
        session.add(change)
        session.flush()
        commit_cost(lock_workplace(room.workplace.id), change, room.head, begun)
    terms = {"ends_on": date(2027, 12, 31), "order_ref": "ORD-2", "proof": "Invoice 2"}
    do(room, licence, "renew", cost_pence=29_000, change_ref=change.ref, **terms)
    assert db.session.scalars(select(Expenditure.change_id)).all() == [change.id]


def test_seats_are_released_with_their_device_by_whoever_may_dispose_of_it(room: Workroom) -> None:
    licence = make_licence(room, make_product(room))
    device = make_device(room, "L-1", state="retired", serial="S-1")
    seat = give_out(room, licence, asset_id=device.id)
    told: dict[str, Any] = {"wipe_method": "destroyed", "wiped_by": "Forth Recycling", "wipe_certificate": "FR-1"}
    told |= {"disposal_route": "weee", "taken_by": "Forth Recycling", "release_seats": True}
    assert not room.head.roles & set(KEEPERS)
    with pytest.raises(Refused, match="This is for"):
        let(room, seat, "reclaim", actor=room.head, to_on=TODAY, reason="retired", uninstalled=True)
    with pytest.raises(Refused, match="This is for the workplace's timer"):
        do(room, seat, "release_with_device", to_on=TODAY, device="L-1")
    let(room, device, "dispose", actor=room.head, **told)
    assert (seat.state, seat.to_on) == ("reclaimed", TODAY)
    last = db.session.scalars(select(WorkEvent).order_by(WorkEvent.seq.desc())).first()
    assert last
    assert (last.verb, last.actor_id, last.acting_role) == ("release_with_device", room.head.id, "ict_owner")


def test_a_product_is_retired_when_nothing_depends_on_it(room: Workroom) -> None:
    product = make_product(room)
    device = make_device(room, "L-1")
    install(room, product, device)
    with pytest.raises(Refused, match="Take it off the devices first: 1 have it"):
        let(room, product, "retire", reason="Nobody needs it any more.")
    install_free = make_product(room, name="Reedpipe")
    do(room, install_free, "retire", reason="Nobody needs it any more.")
    assert install_free.state == "retired"


def test_pages_show_and_begin_with_few_queries(
    room: Workroom, client: PersonClient, query_counter: QueryCounter
) -> None:
    product = make_product(room)
    install(room, product, *make_devices(room, *(f"L-{number}" for number in range(5))))
    licence = make_licence(room, product)
    allocation = give_out(room, licence)
    sign_in(client, room.apprentice)
    place = f"/workplaces/{room.workplace.id}"
    for path, word in (
        ("/software", "Over-used"),
        (f"/software/{product.number}", "−3"),
        ("/licences?show=due", "No renewal is due"),
        (f"/licences/{licence.number}", "ORD-1"),
        ("/allocations", allocation.ref),
        (f"/allocations/{allocation.number}", "Never seen"),
        ("/licence-reviews", "No reviews yet"),
        ("/asset-reports", "No reports yet"),
        (f"/allocations/add?licence={licence.id}", "Lineworks Studio, LIC-0001: 2"),
    ):
        before = len(query_counter)
        assert word in client.get(place + path).text, path
        assert len(query_counter) - before <= 12, path
