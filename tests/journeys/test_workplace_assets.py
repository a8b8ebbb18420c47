"""An apprentice alone keeps the register, proves where things are, and sees what is not authorised through."""

from typing import Any

import pytest

from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.audits.services import upload_scan
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.findings.queries import list_unsettled
from itsm_sandbox.engine.perform import create
from itsm_sandbox.engine.queries import list_sites
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
from tests.factories.workplaces import MONDAY
from tests.journeys.test_workplace_requirements import Apprentice, apprentice

__all__ = ["apprentice"]

pytestmark = pytest.mark.any_database

CAUSE = "A teacher brought it in September and put it on the network in the library to show pictures."
WHY = "Lessons use it every week, it is kept up to date and costs nothing; without it they would stop."
DONE = "Added to the register with the serial number that was seen, labelled, and shown to the teacher."
SAYS = "Everything else was where the register says. One computer had been brought in without asking; it is known now."
SCAN = b"serial,mac,host name,place,user\nRP-1,02:00:00:00:00:99,raspberrypi,Library,\n"


def add_asset(apprentice: Apprentice, tag: str, **given: Any) -> Asset:
    about = {"tag": tag, "type": "laptop", "model": "Dell Latitude", "purchased_on": MONDAY.date(), **given}
    asset: Asset = create(apprentice.room.workplace.id, Asset.kind, "add", about, by=apprentice.me)
    return asset


def wait(apprentice: Apprentice) -> None:
    let_time_pass(apprentice.room.workplace.id, Step.OPENING, by=apprentice.me)


def test_a_thing_is_recorded_followed_and_seen(apprentice: Apprentice) -> None:
    asset = add_asset(apprentice, "GA-1", serial="S-1", warranty_ends_on=MONDAY.date())
    assert apprentice.add_to_portfolio(asset) == {"AM1"}
    site = list_sites(apprentice.room.workplace.id)[0].id
    here = {"site_id": site, "location": "Room 4"}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("hand_out", {"custodian_id": apprentice.room.teacher.id, **here}),
        ("sight", {"condition": "good", "label_read": True, **here}),
        ("take_back", {"condition": "Works"}),
        ("retire", {"reason": "Its battery is swollen."}),
        (
            "dispose",
            {
                "wipe_method": "destroyed",
                "wiped_by": "Forth Recycling",
                "wipe_certificate": "FR-2291",
                "disposal_route": "weee",
                "taken_by": "Forth Recycling",
            },
        ),
    ]
    for event, given in steps:
        apprentice.do(Asset.kind, asset.number, event, **given)
    assert apprentice.add_to_portfolio(asset) == {"AM1", "AM3"}


def test_an_unknown_device_is_found_and_seen_through(apprentice: Apprentice) -> None:
    workplace_id = apprentice.room.workplace.id
    given = {"title": "All devices on the network", "method": "scan", "site_id": None}
    audit: Audit = create(workplace_id, Audit.kind, "start", given, by=apprentice.me)
    upload_scan(workplace_id, audit.number, "scan.csv", SCAN, by=apprentice.me)
    apprentice.do(Audit.kind, audit.number, "reconcile")
    finding: Finding = list_unsettled(workplace_id)[0]
    apprentice.do(Finding.kind, finding.number, "investigate", cause=CAUSE)
    apprentice.do(Finding.kind, finding.number, "propose", proposed="register", reason=WHY)
    wait(apprentice)
    assert finding.state == "decided"
    add_asset(apprentice, "GA-2", type="desktop", serial="RP-1")
    apprentice.do(Finding.kind, finding.number, "act", evidence=DONE)
    wait(apprentice)
    assert finding.state == "verified"
    apprentice.do(Finding.kind, finding.number, "close")
    apprentice.do(Audit.kind, audit.number, "conclude", conclusion=SAYS)
    apprentice.do(Audit.kind, audit.number, "close")
    assert apprentice.add_to_portfolio(finding) == {"AM4"}
    assert apprentice.add_to_portfolio(audit) == {"AM4"}
