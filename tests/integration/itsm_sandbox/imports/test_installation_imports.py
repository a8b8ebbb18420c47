"""Installations that come in from an inventory: a product on a device, as it is now."""

from datetime import date

import pytest
from sqlalchemy import select

from core.db import db, transaction
from itsm_sandbox.assets.licences.queries import find_position
from itsm_sandbox.assets.software.models import Installation
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.live_work.imports.services.files import NotReady, plan_import
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.imports import confirm, faults_of, make_import
from tests.factories.software import TODAY, make_device, make_devices, make_product
from tests.factories.workplaces import Workroom, make_workroom
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.any_database

INSTALLED = b"Serial number,Asset tag,Product,Version,Installed on\n"


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


def test_installations_come_in_as_an_inventory_tells_them(workroom: Workroom) -> None:
    product = make_product(workroom)
    first, second = make_devices(workroom, "L-1", "L-2")
    data = INSTALLED + b",L-1,lineworks studio,7.1,2026-03-02\n,L-2,Lineworks Studio,7.0,\n"
    batch = make_import(workroom, data, "installations")
    outcome = plan_import(workroom.workplace.id, batch.id, by=workroom.apprentice).outcome
    assert (outcome.new, outcome.effects[0].name) == (2, f"Lineworks Studio on {first.ref} L-1")
    confirm(workroom, batch)
    rows = db.session.scalars(select(Installation).order_by(Installation.asset_id)).all()
    assert [(row.version, row.first_seen_on, row.last_seen_on) for row in rows] == [
        ("7.1", date(2026, 3, 2), TODAY),
        ("7.0", TODAY, TODAY),
    ]
    assert find_position(product, TODAY).consumed == 2
    with transaction():
        rows[1].removed_on = TODAY
    newer = INSTALLED + b",L-1,Lineworks Studio,7.2,\n,L-2,Lineworks Studio,,\n"
    assert confirm(workroom, make_import(workroom, newer, "installations")).counts == {
        "new": 0, "changed": 2, "unchanged": 0
    }  # fmt: skip
    for row in rows:
        db.session.refresh(row)
    assert [(row.version, row.removed_on) for row in rows] == [("7.2", None), ("7.0", None)]
    assert rows[0].first_seen_on == date(2026, 3, 2)
    with pytest.raises(NotReady, match="nothing to import"):
        confirm(workroom, make_import(workroom, newer, "installations"))
    told = db.session.scalars(select(WorkEvent).where(WorkEvent.verb == "imported").order_by(WorkEvent.seq)).all()
    assert [event.data["given"]["what"] for event in told] == ["installations", "installations"]
    assert second.id == rows[1].asset_id


def test_rows_of_installations_that_mean_nothing_say_what_to_do(workroom: Workroom) -> None:
    make_product(workroom)
    make_devices(workroom, "L-1", serial="S-1")
    make_device(workroom, "L-2", serial="S-2", number=600)
    make_device(workroom, "L-3", serial="S-3", number=601, state="disposed")
    rows = [
        "S-9,,Lineworks Studio,,",
        "S-1,L-2,Lineworks Studio,,",
        ",,Lineworks Studio,,",
        "S-1,,Netherpad,,",
        "S-1,L-1,Lineworks Studio,,2027-01-01",
        "S-3,,Lineworks Studio,,",
        "S-2,,Lineworks Studio,,",
        ",L-2,Lineworks Studio,,",
        "S-1,,,,",
    ]
    assert faults_of(workroom, INSTALLED + "\n".join(rows).encode(), "installations") == [
        (2, "Serial number", "The asset register has no serial number “S-9”."),
        (3, "Asset tag", "The serial number and the tag are those of different things: AST-0500 and AST-0600."),
        (4, "Serial number", "Neither a serial number nor an asset tag is told."),
        (5, "Product", "There is no “Netherpad” in this workplace (product)."),
        (6, "Installed on", "This day is still to come."),
        (7, "Serial number", "AST-0601 is disposed of: nothing is installed on it any more."),
        (9, "Product", "Row 8 says the same of AST-0600."),
        (10, "Product", "“Product” is empty."),
    ]
    used = b"Asset tag,Product,Installed on,Last used on\nL-1,Lineworks Studio,2026-09-01,2026-08-01\n"
    assert [what for *_, what in faults_of(workroom, used, "installations")] == ["It was used before it was installed."]


def test_the_pages_of_installations_show_what_would_come_in(
    workroom: Workroom, client: PersonClient, query_counter: QueryCounter
) -> None:
    make_product(workroom)
    make_devices(workroom, "L-1")
    sign_in(client, workroom.apprentice)
    base = f"/workplaces/{workroom.workplace.id}"
    assert "what=installations" in client.get(f"{base}/imports").text
    assert "a product on a device" in client.get(f"{base}/imports/add?what=installations").text
    batch = make_import(workroom, INSTALLED + b",L-1,Lineworks Studio,7.1,\n", "installations")
    before = len(query_counter)
    page = client.get(f"{base}/imports/{batch.id}")
    assert len(query_counter) - before <= 12
    assert "Lineworks Studio on AST-0500 L-1" in page.text
