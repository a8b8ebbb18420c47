"""Money, risk and continuity on screen: what is restricted stays so, files hold what one may see, warnings show."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Centre, Membership
from core.db import db, transaction
from core.errors import FieldErrors
from itsm_sandbox.engine.models import WorkplaceKind
from itsm_sandbox.engine.perform import Refused, create, get_artefact, perform
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.generator.world import build_world
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.workplace.opening import Plan
from tests.factories import MembershipFactory
from tests.factories.workplaces import DESK, MONDAY, Workroom, furnish, make_workroom, seat
from tests.support.people import PersonClient, sign_in

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("database")]

TODAY = MONDAY.date()
BUDGET = {
    "title": "ICT budget",
    "from_on": TODAY,
    "to_on": TODAY + timedelta(days=364),
    "hardware_pence": 10_000,
    "contracts_pence": 50_000,
    "basis": "Last year’s spending and the contract of the printers.",
}
SECRET = "Overtime of the service desk"


@pytest.fixture
def workroom() -> Workroom:
    return make_workroom(MembershipFactory.create(), roles=DESK)


@pytest.fixture
def owner(workroom: Workroom) -> Membership:
    member: Membership = MembershipFactory.create(centre=db.session.get_one(Centre, workroom.apprentice.centre_id))
    seat(workroom, member, WorkRole.ICT_OWNER)
    return member


def begin(workroom: Workroom, kind: str, event: str, by: Membership, **given: Any) -> Any:
    return create(workroom.workplace.id, kind, event, given, by=by)


def pay(workroom: Workroom, category: str, pence: int, what: str, by: Membership) -> Any:
    about = {"on": TODAY, "category": category, "supplier": "=1+1", "description": what, "amount_pence": pence}
    return begin(workroom, Expenditure.kind, "pay", by, **about, vat_pence=pence // 5)


def test_spending_stands_against_the_budget_and_staff_only_for_the_ict_owner(
    workroom: Workroom, owner: Membership, client: PersonClient
) -> None:
    with pytest.raises(Refused, match="This is for ICT owner"):
        begin(workroom, Budget.kind, "set", workroom.apprentice, **BUDGET)
    begin(workroom, Budget.kind, "set", owner, **BUDGET)
    period = {name: BUDGET[name] for name in ("from_on", "to_on")}
    begin(workroom, Budget.kind, "set_staff", owner, title="Staff", **period, staff_pence=777_700)
    with pytest.raises(FieldErrors, match="covers some of these days"):
        begin(workroom, Budget.kind, "set", owner, **BUDGET)
    row = pay(workroom, "hardware", 12_000, "Two chargers", workroom.apprentice)
    pay(workroom, "staff", 123_400, SECRET, owner)

    path = f"/workplaces/{workroom.workplace.id}"
    sign_in(client, workroom.apprentice)
    mine = client.get(f"{path}/budgets/1").text
    assert "£20.00 too much" in mine
    assert "Most was spent on hardware" in mine
    assert "£1,234.00" not in mine
    assert "£7,777.00" not in mine
    assert client.get(f"{path}/budgets/2").status_code == 404
    assert "Staff</a>" not in client.get(f"{path}/budgets").text
    assert "Hardware is £20.00 over its £100.00" in client.get(f"{path}/expenditure/{row.number}").text
    mine_read = read_csv(client.get(f"{path}/expenditure/record.csv").data)
    client.post("/sign-out")

    sign_in(client, owner)
    theirs = client.get(f"{path}/budgets/1").text
    assert "£1,234.00" in theirs
    assert "£7,777.00" in theirs
    theirs_read = read_csv(client.get(f"{path}/expenditure/record.csv").data)
    sheet = client.get(f"{path}/expenditure/record.xlsx")
    assert sheet.data[:2] == b"PK"
    assert [len(mine_read), len(theirs_read)] == [3, 4]
    assert not any(SECRET in cell for line in mine_read for cell in line)
    assert mine_read[1][3] == "'=1+1"


def test_whoever_enters_what_is_for_the_ict_owner_is_told_so(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    path = f"/workplaces/{workroom.workplace.id}/expenditure"
    row = {"on": "2026-09-07", "category": "staff", "description": SECRET, "amount_pence": "12.50"}
    entered = client.post(f"{path}/add", data=row)
    assert entered.location == path
    shown = client.get(path).text
    assert "You cannot open it yourself" in shown
    assert SECRET not in shown
    committed = begin(
        workroom, Expenditure.kind, "commit", workroom.apprentice, on=TODAY, category="cables",
        description="Cover", amount_pence=700,
    )  # fmt: skip
    turned = {"on": "2026-09-07", "category": "staff", "supplier": "Agency", "amount_pence": "7"}
    settled = client.post(f"{path}/{committed.number}/do/settle", data=turned)
    assert settled.location == f"/workplaces/{workroom.workplace.id}"
    assert client.get(f"{path}/{committed.number}").status_code == 404


def test_every_page_of_planning_stands_bare_and_begins_what_it_is_for(workroom: Workroom, client: PersonClient) -> None:
    furnish(workroom)
    sign_in(client, workroom.apprentice)
    path = f"/workplaces/{workroom.workplace.id}"
    for kind in ("budgets", "risk-assessments", "contingency-plans", "recovery-plans"):
        for page in (kind, f"{kind}/add", f"{kind}/1"):
            assert client.get(f"{path}/{page}").status_code == 200, page
    for kind in ("contingency-plans", "recovery-plans"):
        assert client.get(f"{path}/{kind}/1/versions/1").status_code == 200
        assert client.get(f"{path}/{kind}/1/versions/2").status_code == 404
    begun = client.post(
        f"{path}/risk-assessments/add",
        data={"year": "2026", "title": "Risks of the year", "scope": "All services of the catalogue."},
    )
    assert begun.location == f"{path}/risk-assessments/2"
    added = client.post(
        f"{begun.location}/do/add_risk",
        data={
            "assets": "Switches",
            "importance": "high",
            "hazard": "A main switch fails",
            "cause": "It is past its warranty",
            "controls": "A spare one",
            "likelihood": "2",
            "impact": "4",
        },
    )
    assert added.location == begun.location
    shown = client.get(begun.location).text
    assert "Risk 1: A main switch fails" in shown
    assert "8 Medium" in shown
    assert f'href="{begun.location}/do/revise_risk?number=1"' in shown
    revised = client.get(f"{begun.location}/do/revise_risk?number=1").text
    assert "<strong>1. A main switch fails</strong>" in revised
    assert "It is past its warranty</textarea>" in revised
    assert '<option selected value="4">4 Work stops for many</option>' in revised
    data = {"number": "1", "cause": "It is old"}
    assert client.post(f"{begun.location}/do/revise_risk", data=data).location == begun.location
    assert "<dt>Risk</dt><dd>1. A main switch fails</dd>" in client.get(begun.location).text


def test_whoever_carries_a_risk_out_stays_among_the_choices(workroom: Workroom, client: PersonClient) -> None:
    helper: Membership = MembershipFactory.create(centre=db.session.get_one(Centre, workroom.apprentice.centre_id))
    people = {"user": workroom.teacher, "leaver": seat(workroom, helper, WorkRole.MAINTENANCE)}
    about = {"year": 2026, "title": "Risks of the year", "scope": "All services of the catalogue."}
    assessment = begin(workroom, RiskAssessment.kind, "begin", workroom.apprentice, **about)
    risk = {"assets": "Switches", "importance": "high", "hazard": "A main switch fails", "cause": "It is old"}
    risk |= {"controls": "A spare one", "likelihood": "2", "impact": "4"}
    place = (workroom.workplace.id, RiskAssessment.kind, assessment.number)
    for person in (people["user"], people["leaver"], workroom.engineer):
        perform(*place, "add_risk", {**risk, "owner_id": person.id}, by=workroom.apprentice)
    with transaction():
        people["leaver"].left_at = MONDAY

    sign_in(client, workroom.apprentice)
    step = f"/workplaces/{workroom.workplace.id}/risk-assessments/{assessment.number}/do/revise_risk"
    for number, person, words in (
        (1, people["user"], "Morag Sinclair (simulated)"),
        (2, people["leaver"], f"{people['leaver'].name} (has left)"),
        (3, workroom.engineer, "Dougal Weir (simulated)"),
    ):
        form = client.get(f"{step}?number={number}").text
        assert form.count(words) == 1
        assert f'<option selected value="{person.id}">{words}</option>' in form
    sent = {"number": "1", "cause": "It is past its warranty", "owner_id": str(people["user"].id)}
    assert client.post(step, data={**sent, "revision": str(assessment.revision)}).status_code == 302
    assert (assessment.risks[0]["owner"], assessment.risks[0]["cause"]) == ("Morag Sinclair", sent["cause"])
    unknown = client.post(step, data={**sent, "number": "3", "revision": str(assessment.revision)})
    assert "Not a valid choice" in unknown.text
    assert assessment.risks[2]["owner"] == "Dougal Weir"


def test_a_generated_world_has_plans_that_nobody_kept_up(client: PersonClient) -> None:
    me = MembershipFactory.create()
    plan = Plan("Glenbrae Academy", WorkplaceKind.SCHOOL, datetime(2026, 11, 20, 9, tzinfo=UTC), seed=7)
    workplace = build_world(plan, [(me, (*DESK, WorkRole.MAINTENANCE))], by=me)
    begun = {"year": 2026, "title": "Risks of 2026", "scope": "All services of the catalogue."}
    assessment = create(workplace.id, RiskAssessment.kind, "begin", begun, by=me)
    carried = [(risk["number"], risk["carried_number"], risk["score_before"]) for risk in assessment.risks]
    assert carried == [(1, 1, 15), (2, 2, 15), (3, 3, 10), (4, 5, 6)]
    old = get_artefact(workplace.id, RiskAssessment.kind, 1)
    assert (old.year, old.state) == (2025, "superseded")

    sign_in(client, me)
    path = f"/workplaces/{workplace.id}"
    assert "Review was due" in client.get(f"{path}/contingency-plans/1").text
    assert "While Files and shared drives is lost" in client.get(f"{path}/contingency-plans/1/versions/1").text
    assert "Over budget" in client.get(f"{path}/budgets/1").text
    reviewed = {
        "worked": "A contact left months ago, and nobody practised it.",
        "reviewed_with": "The office",
    }
    perform(workplace.id, ContingencyPlan.kind, 1, "review", reviewed, by=me)
    perform(workplace.id, ContingencyPlan.kind, 1, "revise", {"why": "New contacts are needed."}, by=me)
    contacts = {"contacts": ["Service desk, 240", "Forth Computing, 0131 496 0100"]}
    perform(workplace.id, ContingencyPlan.kind, 1, "write_contacts", contacts, by=me)
    perform(workplace.id, ContingencyPlan.kind, 1, "submit", {}, by=me)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
