"""Audits and findings: what the network shows, what comes of it, and who may decide."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from core.db import db, transaction
from core.errors import FieldErrors
from itsm_sandbox.assets.assets.models import Asset, Sighting
from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.audits.services import upload_scan
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.licences.queries import list_positions
from itsm_sandbox.assets.network.models import NetworkDevice
from itsm_sandbox.assets.network.queries import list_devices
from itsm_sandbox.assets.positions.rules.counting import Status
from itsm_sandbox.engine.models import Site, Workplace, WorkplaceKind
from itsm_sandbox.engine.perform import Refused, create, perform
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.generator.models import PlantedTruth
from itsm_sandbox.generator.world import build_world
from itsm_sandbox.home.truths.queries import list_truths
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.workplace.opening import Plan
from tests.factories import MembershipFactory
from tests.factories.changes import set_time
from tests.factories.workplaces import DESK, MONDAY, Workroom, make_workroom
from tests.support.people import PersonClient, sign_in

LONG = "It belongs to a teacher, who brought it in September and put it on the network in the library."
WHY = "It is used for lessons every week, is up to date, and costs us nothing; without it a lesson fails."
DONE = "Added to the register with its serial number, labelled, and shown to the teacher on Tuesday."


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


@pytest.fixture
def do(workroom: Workroom) -> Callable[..., None]:
    def carry_out(kind: str, number: int, event: str, **given: Any) -> None:
        perform(workroom.workplace.id, kind, number, event, given, by=workroom.apprentice)

    return carry_out


def begin(workroom: Workroom, kind: str, event: str, **given: Any) -> Any:
    return create(workroom.workplace.id, kind, event, given, by=workroom.apprentice)


def add_asset(workroom: Workroom, tag: str, **given: Any) -> Asset:
    about = {"tag": tag, "type": "laptop", "model": "Dell", "serial": f"S-{tag}", **given}
    asset: Asset = begin(workroom, Asset.kind, "add", **about)
    return asset


def site_of(workroom: Workroom) -> int:
    found = select(Site.id).where(Site.workplace_id == workroom.workplace.id)
    site_id = db.session.scalars(found).first()
    assert site_id
    return site_id


def put_on_network(workroom: Workroom, **over: Any) -> None:
    row = {
        "workplace_id": workroom.workplace.id, "device": 99, "at": MONDAY, "serial": "X-1",
        "macs": ["02:00:00:00:00:99"], "tag": "", "host_name": "mystery", "site": "", "place": "Library", "user": "",
        "software": [], "is_there": True, **over,
    }  # fmt: skip
    with transaction() as session:
        session.add(NetworkDevice(**row))


def finding_of(outcome: str) -> Finding:
    latest = select(Finding).where(Finding.type == outcome).order_by(Finding.id.desc()).limit(1)
    return db.session.scalars(latest).one()


def test_an_unknown_device_is_found_authorised_registered_and_verified(
    workroom: Workroom, do: Callable[..., None]
) -> None:
    known = add_asset(workroom, "GA-1")
    do(Asset.kind, 1, "hand_out", custodian_id=workroom.teacher.id, site_id=site_of(workroom), location="R1")
    put_on_network(workroom)
    audit: Audit = begin(workroom, Audit.kind, "start", title="All devices", method="scan")
    with pytest.raises(Refused, match="Nothing was seen yet"):
        do(Audit.kind, 1, "reconcile")
    do(Audit.kind, 1, "take_scan")
    do(Audit.kind, 1, "reconcile")
    assert (audit.figures["expected"], audit.figures["accurate"]) == (1, 1)
    assert known.last_verified_on == MONDAY.date()
    finding = finding_of("unknown_hardware")
    assert (finding.seen["serial"], finding.audit_id) == ("X-1", audit.id)
    with pytest.raises(Refused, match="Write first what the audit says"):
        do(Audit.kind, 1, "close")

    do(Finding.kind, 1, "investigate", cause=LONG)
    with pytest.raises(Refused, match="Only the ICT owner may decide that"):
        do(Finding.kind, 1, "decide", decision="register", reason=WHY)
    with pytest.raises(Refused, match="For this class of finding choose among"):
        do(Finding.kind, 1, "propose", proposed="buy_licence", reason=WHY)
    do(Finding.kind, 1, "propose", proposed="register", reason=WHY)
    pass_days(workroom, 1)
    assert (finding.state, finding.decision, finding.decided_by_id) == ("decided", "register", workroom.head.id)
    with pytest.raises(Refused, match="Add it to the register first"):
        do(Finding.kind, 1, "act", evidence=DONE)
    new = add_asset(workroom, "GA-2", serial="X-1")
    do(Finding.kind, 1, "act", evidence=DONE)
    assert finding.asset_id == new.id
    with pytest.raises(Refused, match="Somebody else verifies"):
        do(Finding.kind, 1, "verify", verification="I looked at it again myself.")
    pass_days(workroom, 2)
    assert finding.state == "verified"
    do(Finding.kind, 1, "close")
    do(Audit.kind, 1, "conclude", conclusion=LONG + WHY)
    do(Audit.kind, 1, "close")
    set_time(workroom.workplace, MONDAY)
    verify_workplace(workroom.workplace.id)


def pass_days(workroom: Workroom, days: int) -> None:
    set_time(workroom.workplace, MONDAY + timedelta(days=days))
    catch_up(workroom.workplace.id)


def test_thin_words_come_back_from_the_simulated_owner(workroom: Workroom, do: Callable[..., None]) -> None:
    put_on_network(workroom)
    begin(workroom, Audit.kind, "start", title="All devices", method="scan")
    do(Audit.kind, 1, "take_scan")
    do(Audit.kind, 1, "reconcile")
    do(Finding.kind, 1, "investigate", cause="It is a small computer behind the display.")
    do(Finding.kind, 1, "propose", proposed="register", reason=WHY)
    pass_days(workroom, 1)
    finding = finding_of("unknown_hardware")
    assert (finding.state, finding.proposed, finding.decision) == ("investigating", "", "")


def test_another_audit_verifies_what_is_gone_and_finds_nothing_twice(
    workroom: Workroom, do: Callable[..., None]
) -> None:
    put_on_network(workroom)
    begin(workroom, Audit.kind, "start", title="All devices", method="scan")
    for event in ("take_scan", "reconcile", "reconcile"):
        do(Audit.kind, 1, event)
    assert db.session.query(Finding).count() == 1
    do(Finding.kind, 1, "investigate", cause=LONG)
    do(Finding.kind, 1, "decide", decision="quarantine", reason=WHY)
    do(Finding.kind, 1, "act", evidence=DONE)
    assert not list_devices(workroom.workplace.id)
    begin(workroom, Audit.kind, "start", title="Once more", method="scan")
    scan = b"serial,mac,host name,place\nS-9,020000000009,other,R9\n"
    upload_scan(workroom.workplace.id, 2, "scan.csv", scan, by=workroom.apprentice)
    do(Audit.kind, 2, "reconcile")
    first = db.session.scalars(select(Finding).order_by(Finding.id)).first()
    assert first
    assert first.state == "verified"
    assert "AUD-0002" in first.verification
    assert db.session.query(Finding).count() == 2
    verify_workplace(workroom.workplace.id)


def test_a_walk_round_sees_things_by_label_and_says_what_has_moved(workroom: Workroom, client: PersonClient) -> None:
    site = site_of(workroom)
    moved = add_asset(workroom, "GA-1", type="printer", site_id=site, location="Library")
    missed = add_asset(workroom, "GA-2", type="printer", site_id=site, location="Library")
    for asset in (moved, missed):
        given = {"site_id": site, "location": "Library"}
        perform(workroom.workplace.id, Asset.kind, asset.number, "install", given, by=workroom.apprentice)
    audit = begin(workroom, Audit.kind, "start", title="The library", method="walk_round")
    sign_in(client, workroom.apprentice)
    path = f"/workplaces/{workroom.workplace.id}"
    label = client.get(f"{path}/assets/1/label").text
    assert "<svg" in label
    walk = f"{path}/audits/{audit.number}/walk"
    told = {"tag": f"http://localhost{path}/assets/1", "site_id": str(site), "place": "Room 9"}
    answer = client.post(walk, data=told)
    assert "place=Room+9" in answer.location
    assert "GA-1" in client.get(answer.location).text
    perform(workroom.workplace.id, Audit.kind, audit.number, "reconcile", {}, by=workroom.apprentice)
    db.session.expire_all()
    assert [one.type for one in db.session.scalars(select(Finding).order_by(Finding.type))] == ["moved", "not_found"]
    assert (missed.last_verified_on, moved.last_verified_on) == (None, MONDAY.date())
    for page in ("audits", f"audits/{audit.number}", f"audits/{audit.number}/sightings", "findings", "findings/1"):
        assert client.get(f"{path}/{page}").status_code == 200, page
    sheet = client.get(f"{path}/assets/labels?q=library").text
    assert sheet.count('class="segno"') == 2
    history = client.get(f"{path}/assets/1/history.csv")
    assert history.data.startswith(b"\xef\xbb\xbfAsset,Kind")
    assert b"Install it in a place" in history.data


def test_a_scan_goes_out_and_comes_in_as_a_file(workroom: Workroom, client: PersonClient) -> None:
    put_on_network(workroom, software=["Draw", "Sums"])
    audit = begin(workroom, Audit.kind, "start", title="All devices", method="scan")
    sign_in(client, workroom.apprentice)
    path = f"/workplaces/{workroom.workplace.id}/audits/{audit.number}"
    file = client.get(f"{path}/scan.csv").data
    client.post(f"{path}/scan", data={"file": (BytesIO(file), "scan.csv")})
    row = db.session.scalars(select(Sighting)).one()
    assert (row.serial, row.macs, row.software) == ("X-1", ["02:00:00:00:00:99"], ["Draw", "Sums"])
    wrong = client.post(f"{path}/scan", data={"file": (BytesIO(b"serial,mac\nS1,zz\n"), "scan.csv")})
    assert (wrong.status_code, "is no address of a network card" in wrong.text) == (422, True)
    assert db.session.query(Sighting).count() == 1


def test_a_missing_thing_is_written_off_by_the_owner_alone(
    workroom: Workroom, do: Callable[..., None], client: PersonClient
) -> None:
    asset = add_asset(workroom, "GA-1")
    do(Asset.kind, 1, "report_missing", last_seen="In room 4 on Friday")
    sign_in(client, workroom.apprentice)
    path = f"/workplaces/{workroom.workplace.id}"
    assert f"{path}/tickets/new?gone=1" in client.get(f"{path}/assets/1").text
    prefilled = client.get(f"{path}/tickets/new?gone=1").text
    assert "Security: missing laptop GA-1" in prefilled
    assert 'value="AST-0001"' in prefilled
    with pytest.raises(Refused, match="This is for ICT owner"):
        do(Asset.kind, 1, "write_off", reason="It is not there")
    do(Asset.kind, 1, "ask_to_write_off", searched="In room 4, in the staff room and in the stores.")
    pass_days(workroom, 1)
    assert asset.state == "missing"  # too little was searched
    searched = "In room 4, the staff room, the stores and the office; asked all four teachers and the cleaners."
    do(Asset.kind, 1, "ask_to_write_off", searched=searched)
    pass_days(workroom, 2)
    assert asset.state == "written_off"


def test_what_is_planned_is_ordered_received_lent_and_seen(workroom: Workroom, do: Callable[..., None]) -> None:
    site = site_of(workroom)
    asset = begin(workroom, Asset.kind, "plan", tag="GA-9", type="laptop", model="Dell")
    do(Asset.kind, 1, "order", supplier="Forth", order_number="PO-1", cost_pence=50_000)
    came = {"serial": "S9", "macs": ["02-00-00-00-00-0A"], "purchased_on": MONDAY.date()}
    do(Asset.kind, 1, "receive", **came, site_id=site, location="Stores")
    assert (asset.state, asset.macs) == ("in_stock", ["02:00:00:00:00:0a"])
    due = MONDAY.date() + timedelta(days=14)
    with pytest.raises(FieldErrors, match="Due back on"):
        do(Asset.kind, 1, "lend", custodian_id=workroom.teacher.id, site_id=site, location="R4")
    do(Asset.kind, 1, "lend", custodian_id=workroom.teacher.id, due_back_on=due, site_id=site, location="R4")
    assert [one.serial for one in list_devices(workroom.workplace.id)] == ["S9"]
    with pytest.raises(Refused, match="Read the tag"):
        do(Asset.kind, 1, "sight", site_id=site, location="R4", condition="good")
    do(Asset.kind, 1, "sight", site_id=site, location="R5", condition="good", label_read=True)
    assert (asset.last_verified_on, asset.location) == (MONDAY.date(), "R5")
    assert db.session.scalars(select(Sighting.outcome)).all() == ["moved"]
    do(Asset.kind, 1, "take_back", condition="Works")
    assert (asset.state, asset.due_back_on, list_devices(workroom.workplace.id)) == ("in_stock", None, [])
    verify_workplace(workroom.workplace.id)


def test_the_audit_of_a_generated_world_finds_what_is_hidden_and_nobody_at_work_can_list_it(database: None) -> None:
    me = MembershipFactory.create()
    workplace = build_world(Plan("Glenbrae Academy", WorkplaceKind.SCHOOL, MONDAY), [(me, DESK)], by=me)
    audit: Audit = create(
        workplace.id, Audit.kind, "start", {"title": "All devices", "method": "scan", "site_id": None}, by=me
    )
    for event in ("take_scan", "reconcile"):
        perform(workplace.id, Audit.kind, audit.number, event, {}, by=me)
    counts = audit.figures["counts"]
    assert (counts["unknown_hardware"], counts["not_found"], counts["prohibited_software"]) == (3, 2, 1)
    assert all(counts[name] for name in ("moved", "wrong_custodian", "state_conflict"))
    planted = select(PlantedTruth.name).where(PlantedTruth.workplace_id == workplace.id).order_by(PlantedTruth.id)
    names, truths = db.session.scalars(planted).all(), list_truths(db.session.get_one(Workplace, workplace.id))
    touched = {name for name, truth in zip(names, truths, strict=True) if truth.is_touched}
    assert touched >= {"unknown_devices", "missing_assets", "prohibited_program"}
    positions = list_positions(workplace.id, MONDAY.date())
    assert {Status.NON_COMPLIANT, Status.UNLICENSED, Status.PROHIBITED} <= {line.position.status for line in positions}
    assert set(names) >= {"over_used_product", "expired_licence", "stale_article", "change_with_incidents"}
    verify_workplace(workplace.id)
