"""Files that come in: looked at first, then taken as a whole or not at all, and not kept."""

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from core import storage
from core.db import db, transaction
from core.errors import FieldErrors, NotFound
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Site, WorkEvent
from itsm_sandbox.engine.queries import list_sites
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.live_work.imports.rules.states import BatchState
from itsm_sandbox.live_work.imports.services.files import (
    LEFT_OPEN,
    NotReady,
    abandon_import,
    confirm_import,
    forget_left_open,
    map_columns,
    plan_import,
)
from itsm_sandbox.workplace.opening import add_colleague
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.imports import confirm, faults_of, make_import, upload
from tests.factories.software import make_devices
from tests.factories.workplaces import Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in
from tests.support.tables import book_of

pytestmark = pytest.mark.any_database

ASSETS = b"Asset tag,Kind,Make and model,Serial number,Cost,Bought on\nLT-1,Laptop,ProBook 440,S1,640,2025-08-01\n"
ASSETS += b"LT-2,laptop,ProBook 440,S2,,\n"


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_nothing_changes_until_confirmed_and_then_everything_came_in_with_its_events(workroom: Workroom) -> None:
    batch = make_import(workroom, ASSETS)
    outcome = plan_import(workroom.workplace.id, batch.id, by=workroom.apprentice).outcome
    assert (outcome.new, outcome.changed, outcome.unchanged, list(outcome.faults)) == (2, 0, 0, [])
    assert (count(Asset), storage.current().exists(batch.sha256)) == (0, True)
    confirm(workroom, batch)
    first = db.session.scalars(select(Asset).order_by(Asset.tag)).first()
    assert first
    assert (first.ref, first.type, first.serial, first.cost_pence, first.state) == (
        "AST-0001",
        "laptop",
        "S1",
        64_000,
        "in_stock",
    )
    assert (batch.state, batch.counts) == (BatchState.CONFIRMED, {"new": 2, "changed": 0, "unchanged": 0})
    assert not storage.current().exists(batch.sha256)
    told = db.session.scalars(select(WorkEvent).where(WorkEvent.verb == "imported")).one()
    assert told.data["given"]["sha256"] == batch.sha256
    verify_workplace(workroom.workplace.id)


def test_what_is_there_is_corrected_and_moved_and_the_same_file_again_changes_nothing(workroom: Workroom) -> None:
    confirm(workroom, make_import(workroom, ASSETS))
    again = make_import(workroom, ASSETS)
    outcome = plan_import(workroom.workplace.id, again.id, by=workroom.apprentice).outcome
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 2)
    with pytest.raises(NotReady, match="nothing to import"):
        confirm_import(workroom.workplace.id, again.id, outcome.seal, by=workroom.apprentice)
    confirm(workroom, make_import(workroom, b"Tag,Serial,Model,Supplier\nLT-1,s1,ProBook 450,Caledon IT\n"))
    asset = db.session.scalars(select(Asset).where(Asset.tag == "LT-1")).one()
    verbs = select(WorkEvent.verb).where(WorkEvent.subject_kind == Asset.kind, WorkEvent.subject_id == asset.id)
    assert (asset.model, asset.supplier) == ("ProBook 450", "Caledon IT")
    assert list(db.session.scalars(verbs.order_by(WorkEvent.seq))) == ["add", "update"]
    verify_workplace(workroom.workplace.id)


def test_one_row_with_a_fault_keeps_every_row_out(workroom: Workroom) -> None:
    batch = make_import(workroom, ASSETS + b"LT-3,Spaceship,X,S3,,\nLT-1,Laptop,Y,S4,,\n,Laptop,Z,S5,,soon\n")
    outcome = plan_import(workroom.workplace.id, batch.id, by=workroom.apprentice).outcome
    said = [(fault.row, fault.column) for fault in outcome.faults]
    assert said == [(4, "Kind"), (5, "Asset tag"), (6, "Bought on"), (6, "Asset tag")]
    with pytest.raises(NotReady, match="3 rows have faults"):
        confirm_import(workroom.workplace.id, batch.id, outcome.seal, by=workroom.apprentice)
    assert (count(Asset), batch.state) == (0, BatchState.MAPPED)


def test_a_tag_and_a_serial_number_that_belong_to_two_things_are_a_fault(workroom: Workroom) -> None:
    confirm(workroom, make_import(workroom, ASSETS))
    [(row, column, what)] = faults_of(workroom, b"Tag,Serial\nLT-1,S2\n")
    assert (row, column) == (2, "Tag")
    assert "is that of" in what or "which is that of" in what
    assert "An import cannot change that" in faults_of(workroom, b"Tag,Kind\nLT-1,Printer\n")[0][2]
    assert "There is no “Moonbase”" in faults_of(workroom, b"Tag,Site\nLT-1,Moonbase\n")[0][2]


def test_what_was_confirmed_is_what_was_looked_at(workroom: Workroom) -> None:
    one, other = make_import(workroom, ASSETS), make_import(workroom, ASSETS)
    seal = plan_import(workroom.workplace.id, one.id, by=workroom.apprentice).outcome.seal
    confirm(workroom, other)
    with pytest.raises(NotReady, match="changed since you looked"):
        confirm_import(workroom.workplace.id, one.id, seal, by=workroom.apprentice)


def test_software_and_licences_come_in_through_their_own_tables(workroom: Workroom) -> None:
    products = b"Name,Publisher,How it is licensed,Price of one more,Remote\nDrawing Pro,Inkwell,Per device,12.50,yes\n"
    confirm(workroom, make_import(workroom, products, "software"))
    product = db.session.scalars(select(SoftwareProduct)).one()
    assert (product.publisher, product.unit_price_pence, product.remote_use_allowed) == ("Inkwell", 1250, True)
    licences = b"Product,Seats,Start date,Expiry date,Order,Cost\ndrawing pro,30,01/08/2026,31/07/2027,PO-7,375\n"
    confirm(workroom, make_import(workroom, licences, "licences"))
    licence = db.session.scalars(select(Entitlement)).one()
    assert (licence.product_id, licence.quantity, licence.order_ref) == (product.id, 30, "PO-7")
    confirm(workroom, make_import(workroom, licences.replace(b",30,", b",40,"), "licences"))
    assert licence.quantity == 40
    verify_workplace(workroom.workplace.id)


def test_nobody_else_sees_an_import_and_what_is_over_stays_over(workroom: Workroom) -> None:
    batch = make_import(workroom, ASSETS)
    colleague = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, colleague, WorkRole.FIRST_LEVEL)
    with pytest.raises(NotFound):
        plan_import(workroom.workplace.id, batch.id, by=colleague)
    abandon_import(workroom.workplace.id, batch.id, by=workroom.apprentice)
    assert not storage.current().exists(batch.sha256)
    with pytest.raises(NotReady, match="not imported"):
        confirm_import(workroom.workplace.id, batch.id, "", by=workroom.apprentice)


def test_what_nobody_comes_back_to_is_forgotten_and_a_shared_file_stays(workroom: Workroom) -> None:
    old, young = upload(workroom, ASSETS), upload(workroom, ASSETS)
    with transaction():
        old.uploaded_at -= LEFT_OPEN + timedelta(minutes=1)
    assert forget_left_open() == 1
    assert (old.state, storage.current().exists(young.sha256)) == (BatchState.ABANDONED, True)
    abandon_import(workroom.workplace.id, young.id, by=workroom.apprentice)
    assert not storage.current().exists(young.sha256)


def test_a_file_that_cannot_be_read_is_not_kept(workroom: Workroom) -> None:
    with pytest.raises(FieldErrors, match="holds values"):
        upload(workroom, b"1,2\n3,4\n")
    assert count(ImportBatch) == 0
    with pytest.raises(FieldErrors, match="what you are called"):
        upload(workroom, ASSETS, "live", tool="glpi", record_kind="ticket", my_names=" , ")
    batch = upload(workroom, b"Room,Floor\n1,2\n")
    with pytest.raises(FieldErrors, match="Choose the column that holds “Asset tag”"):
        map_columns(workroom.workplace.id, batch.id, batch.mapping, by=workroom.apprentice)


def test_the_pages_lead_from_the_file_to_the_register_in_few_queries(
    workroom: Workroom, client: PersonClient, query_counter: QueryCounter
) -> None:
    sign_in(client, workroom.apprentice)
    base = f"/workplaces/{workroom.workplace.id}/imports"
    sent = {"file": (io.BytesIO(ASSETS + b"=1+1,Nothing,x,y,,\n"), "register.csv"), "request_key": "a"}
    where = client.post(f"{base}/add?what=assets", data=sent, content_type="multipart/form-data").headers["Location"]
    assert "Kind" in client.get(where).text
    looked = client.post(where, data={f"column_{n}": name for n, name in enumerate(("tag", "type", "model", "serial"))})
    before = len(query_counter)
    page = client.get(looked.headers["Location"])
    assert len(query_counter) - before <= 12
    assert "Rows with faults" in page.text
    faults = client.get(looked.headers["Location"] + "/faults.csv").text
    assert "Row,Column" in faults
    assert "\n4,Kind" in faults


def test_one_sheet_of_a_workbook_is_chosen(workroom: Workroom, client: PersonClient) -> None:
    history = book_of(["Note"], ["See the other sheet"], Register=[["Tag", "Kind", "Model"], ["LT-9", "Laptop", "X"]])
    batch = upload(workroom, history, name="register.xlsx")
    sign_in(client, workroom.apprentice)
    client.post(f"/workplaces/{workroom.workplace.id}/imports/{batch.id}/columns", data={"sheet": "Register"})
    assert batch.mapping == {"Tag": "tag", "Kind": "type", "Model": "model"}


def test_without_a_file_the_page_says_so(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    page = client.post(f"/workplaces/{workroom.workplace.id}/imports/add?what=live", data={"tool": "glpi"})
    assert page.status_code == 422
    assert "Choose a file." in page.text


def test_what_stands_elsewhere_now_is_moved(workroom: Workroom) -> None:
    with transaction() as session:
        session.add(Site(workplace_id=workroom.workplace.id, name="Annexe"))
    confirm(workroom, make_import(workroom, ASSETS))
    confirm(workroom, make_import(workroom, b"Tag,Site,Room or place\nLT-1,annexe,Room 4\n"))
    asset = db.session.scalars(select(Asset).where(Asset.tag == "LT-1")).one()
    moved = db.session.scalars(select(WorkEvent).where(WorkEvent.verb == "move")).one()
    assert (asset.location, moved.data["shown"]) == ("Room 4", {"site_id": "Annexe"})
    assert "row 2" in moved.data["given"]["note"]
    verify_workplace(workroom.workplace.id)


def test_what_has_a_custodian_is_handed_out_to_them(workroom: Workroom) -> None:
    site = list_sites(workroom.workplace.id)[0].name
    head = "Tag,Kind,Model,Site,Room or place,Custodian\n"
    rows = f"LT-1,Laptop,ProBook,{site},Room 4,sinclair morag\nLT-2,Laptop,ProBook,,,\n"
    confirm(workroom, make_import(workroom, (head + rows).encode()))
    first, second = db.session.scalars(select(Asset).order_by(Asset.tag)).all()
    assert (first.state, first.custodian_id, first.location) == ("in_use", workroom.teacher.id, "Room 4")
    assert (second.state, second.custodian_id) == ("in_stock", None)
    rows = f"LT-1,Laptop,ProBook,{site},Room 5,{workroom.engineer.login}\n"
    rows += f"LT-2,Laptop,ProBook,{site},Room 6,Morag Sinclair\n"
    confirm(workroom, make_import(workroom, (head + rows).encode()))
    assert (first.custodian_id, first.location) == (workroom.engineer.id, "Room 5")
    assert (second.state, second.custodian_id, second.location) == ("in_use", workroom.teacher.id, "Room 6")
    verbs = db.session.scalars(select(WorkEvent.verb).where(WorkEvent.subject_kind == "asset").order_by(WorkEvent.seq))
    assert list(verbs) == ["add", "hand_out", "add", "pass_on", "hand_out"]
    verify_workplace(workroom.workplace.id)


def test_a_custodian_who_is_nobody_here_is_a_fault_that_says_what_to_do(workroom: Workroom) -> None:
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        add_colleague(workplace, "Morag Sinclair", roles={WorkRole.USER}, at=workroom.workplace.started_at)
    data = b"Tag,Kind,Model,Custodian\nLT-1,Laptop,X,Ailsa Nobody\nLT-2,Laptop,X,Morag Sinclair\n"
    data += b"LT-3,Laptop,X,Dougal Weir\n"
    batch = make_import(workroom, data)
    faults = plan_import(workroom.workplace.id, batch.id, by=workroom.apprentice).outcome.faults
    assert [(fault.row, fault.what) for fault in faults] == [
        (2, "There is no “Ailsa Nobody” in this workplace (custodian)."),
        (3, "2 in this workplace are called “Morag Sinclair” (custodian)."),
        (4, "Choose “Site”."),
        (4, "Fill in “Room or place”."),
    ]
    assert "page People" in faults[0].to_do
    assert "login" in faults[1].to_do


def test_what_is_on_loan_is_not_handed_to_somebody_else_by_a_file(workroom: Workroom) -> None:
    make_devices(workroom, "LT-1", state="on_loan", custodian_id=workroom.teacher.id)
    said = faults_of(workroom, b"Tag,Custodian\nLT-1,Dougal Weir\n")
    assert [(row, column) for row, column, _ in said] == [(2, "Custodian")]
