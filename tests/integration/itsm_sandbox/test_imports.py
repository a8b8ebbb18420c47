"""Files that come in: looked at first, then taken as a whole or not at all, and not kept."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from accounts.models import Role
from core import storage
from core.db import db, transaction
from core.errors import FieldErrors, NotFound
from itsm_sandbox.models import (
    Asset,
    Entitlement,
    ImportBatch,
    Installation,
    LiveRecord,
    Site,
    SoftwareProduct,
    Ticket,
    WorkEvent,
)
from itsm_sandbox.queries.licences import find_position
from itsm_sandbox.queries.workplaces import get_visit, list_sites
from itsm_sandbox.rules.importing.states import BatchState
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.roles import WorkRole
from itsm_sandbox.services.acting import act
from itsm_sandbox.services.imports import (
    LEFT_OPEN,
    NotReady,
    abandon_import,
    confirm_import,
    forget_left_open,
    map_columns,
    plan_import,
)
from itsm_sandbox.services.log import lock_workplace
from itsm_sandbox.services.minting import Choice, mint, propose_evidence
from itsm_sandbox.services.verification import verify_workplace
from itsm_sandbox.services.workplaces import add_colleague
from portfolio.queries import get_draft, get_evidence
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.imports import make_import, make_live_import, upload
from tests.factories.portfolio import World, make_world
from tests.factories.software import TODAY, make_device, make_devices, make_product
from tests.factories.workplaces import Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in
from tests.support.tables import book_of

pytestmark = pytest.mark.any_database

ASSETS = b"Asset tag,Kind,Make and model,Serial number,Cost,Bought on\nLT-1,Laptop,ProBook 440,S1,640,2025-08-01\n"
ASSETS += b"LT-2,laptop,ProBook 440,S2,,\n"
NOTE = "I asked what the picture showed, changed the loose cable and had the teacher try it before I left."


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


@pytest.fixture
def world(loaded_standards: None) -> World:
    return make_world()


def confirm(workroom: Workroom, batch: ImportBatch) -> ImportBatch:
    outcome = plan_import(workroom.workplace.id, batch.id, by=workroom.apprentice).outcome
    assert not outcome.faults, outcome.faults
    return confirm_import(workroom.workplace.id, batch.id, outcome.seal, by=workroom.apprentice)


def faults_of(workroom: Workroom, data: bytes, what: str = "assets") -> list[tuple[int, str, str]]:
    batch = make_import(workroom, data, what)
    faults = plan_import(workroom.workplace.id, batch.id, by=workroom.apprentice).outcome.faults
    return [(fault.row, fault.column, fault.what) for fault in faults]


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
    verbs = select(WorkEvent.verb).where(WorkEvent.subject_kind == ArtefactKind.ASSET, WorkEvent.subject_id == asset.id)
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


def test_live_records_come_in_masked_and_apart_from_everything_simulated(workroom: Workroom) -> None:
    batch = make_live_import(workroom)
    confirm(workroom, batch)
    records = db.session.scalars(select(LiveRecord).order_by(LiveRecord.number)).all()
    assert [(record.external_id, record.stage, record.is_mine) for record in records] == [
        ("1204", "resolved", True),
        ("1207", "waiting", True),
        ("1211", "open", False),
    ]
    assert ["Requester", "Person 1"] in records[0].columns
    assert records[0].source_sha256 == batch.sha256
    assert (batch.my_names, storage.current().exists(batch.sha256), count(Ticket)) == ([], False, 0)
    again = make_live_import(workroom)
    outcome = plan_import(workroom.workplace.id, again.id, by=workroom.apprentice).outcome
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 3)
    verify_workplace(workroom.workplace.id)


def test_a_live_record_is_its_owners_and_those_who_assess_them(workroom: Workroom, client: PersonClient) -> None:
    confirm(workroom, make_live_import(workroom))
    colleague = MembershipFactory.create(centre=workroom.apprentice.centre)
    seat(workroom, colleague, WorkRole.FIRST_LEVEL)
    admin = MembershipFactory.create(centre=workroom.apprentice.centre, role=Role.PROVIDER_ADMIN)
    address = f"/workplaces/{workroom.workplace.id}/live-records"
    for person, status, text in (
        (workroom.apprentice, 200, "1204"),
        (colleague, 404, "No live work"),
        (admin, 200, "1204"),
    ):
        sign_in(client, person)
        assert client.get(f"{address}/1").status_code == status
        assert text in client.get(address).text


def test_a_live_record_becomes_live_evidence_with_the_hash_of_its_file(world: World) -> None:
    workroom = make_workroom(world.apprentice)
    batch = make_live_import(workroom)
    confirm(workroom, batch)
    workplace_id, kind = workroom.workplace.id, ArtefactKind.LIVE_RECORD
    visit = get_visit(workplace_id, world.apprentice)
    assert not propose_evidence(visit, kind, 1, by=world.apprentice).suggestions
    act(workplace_id, kind, 1, "note", {"did": ["classified"], "note": NOTE}, by=world.apprentice)
    proposal = propose_evidence(visit, kind, 1, by=world.apprentice)
    assert proposal.content["source"]["sha256"] == batch.sha256
    evidence_id = mint(workplace_id, kind, 1, Choice(proposal.title, ()), by=world.apprentice)
    draft = get_draft(get_evidence(evidence_id))
    assert (str(draft.origin), draft.assistance, [file.name for file in draft.files]) == (
        "live",
        None,
        ["LIV-0001.pdf", "LIV-0001.json"],
    )


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
    book = book_of(["Note"], ["See the other sheet"], Register=[["Tag", "Kind", "Model"], ["LT-9", "Laptop", "X"]])
    batch = upload(workroom, book, name="register.xlsx")
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


INSTALLED = b"Serial number,Asset tag,Product,Version,Installed on\n"


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
