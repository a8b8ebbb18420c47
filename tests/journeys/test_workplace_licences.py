"""An apprentice alone keeps software and licences, from nothing to evidence for AM1, AM2, AM5 and AM6."""

from datetime import date

from core.db import db
from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.asset_reports.models import AssetReport
from itsm_sandbox.assets.positions.models import LicencePosition
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.engine.queries import get_visit
from itsm_sandbox.evidence.add_to_portfolio import propose_evidence
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
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
)
from tests.factories.workplaces import Workroom
from tests.journeys.test_workplace_requirements import Apprentice, apprentice

__all__ = ["apprentice"]

WRITTEN = (
    "Lineworks Studio is on three devices and licensed for two, since a laptop was set up from the picture of the "
    "design room. One copy has not been used since the spring."
)
ANALYSIS = (
    "Three laptops are in use. All 3 are older than four years, and none has a warranty any more, so that each repair "
    "is paid for."
)
RECOMMENDATION = (
    "Replace the three oldest laptops, since each repair costs a third of a new one; buy no licence, because the copy "
    "that was not used can be taken back."
)


def wait(room: Workroom) -> None:
    """Until somebody simulated has answered."""
    let_time_pass(room.workplace.id, Step.NEXT, by=room.apprentice)
    db.session.expire_all()


def test_am1_am2_and_am5_software_is_registered_its_positions_reviewed_and_licences_moved(
    apprentice: Apprentice,
) -> None:
    room = apprentice.room
    product = begin(room, SoftwareProduct.kind, "add", dict(PRODUCT))
    wait(room)
    assert (product.state, product.authorisation) == ("listed", "allowed")
    devices = make_devices(room, "L-1", "L-2")
    unused = make_device(room, "L-3", number=600, custodian_id=room.teacher.id)
    install(room, product, *devices)
    install(room, product, unused, last_used_on=date(2026, 4, 2))
    licence = make_licence(room, product)
    idle = give_out(room, licence, from_on=date(2026, 3, 2))

    review = begin(room, LicencePosition.kind, "start", {"as_of_on": TODAY})
    do(room, review, "write", findings="It is over-used. " * 6, plan="Reclaim one. " * 8)
    do(room, review, "position_review")
    wait(room)
    assert review.state == "draft"  # returned: no product is named
    do(room, review, "write", findings=WRITTEN, plan=f"{WRITTEN} I take that copy off and give it back.")
    do(room, review, "position_review")
    assert review.positions[0]["balance"] == -1
    wait(room)
    assert (review.state, review.decision) == ("decided", "agreed")

    do(room, idle, "reclaim", to_on=TODAY, reason="not_used", uninstalled=True)
    remote = give_out(room, licence, colleague_id=room.engineer.id, mode="remote")
    do(room, licence, "renew", ends_on=date(2027, 12, 31), order_ref="ORD-2", cost_pence=29_000, proof="Invoice 2")
    visit = get_visit(room.workplace.id, apprentice.me)
    proposal = propose_evidence(visit, Allocation.kind, remote.number, by=apprentice.me)
    shown = {one["name"]: one["holds"] for one in proposal.content["facts"]}
    assert shown["both_modes_given"] is True
    assert apprentice.add_to_portfolio(product) == {"AM1"}
    assert apprentice.add_to_portfolio(review) == {"AM2"}
    for piece in (idle, remote, licence):
        assert apprentice.add_to_portfolio(piece) == {"AM5"}


def test_am6_a_report_with_figures_and_a_recommendation_is_issued_and_decided(apprentice: Apprentice) -> None:
    room = apprentice.room
    about = {"purchased_on": date(2021, 5, 3), "warranty_ends_on": date(2024, 5, 2), "cost_pence": 60_000}
    make_devices(room, "L-1", "L-2", "L-3", **about)
    given = {"title": "Laptops before the new year", "as_of_on": TODAY}
    report = begin(room, AssetReport.kind, "start", given)
    do(room, report, "write", analysis=ANALYSIS, recommendation=RECOMMENDATION)
    do(room, report, "issue")
    wait(room)
    assert report.state == "draft"  # returned: it does not say what it would cost
    do(room, report, "write", analysis=ANALYSIS, recommendation=RECOMMENDATION, cost_pence=180_000)
    do(room, report, "issue")
    make_device(room, "L-4", number=600)  # comes too late for the figures
    wait(room)
    assert (report.state, report.decision, report.figures["total"]) == ("decided", "agreed", 3)
    assert report.figures["replace_pence"] == 180_000
    assert apprentice.add_to_portfolio(report) == {"AM6"}
