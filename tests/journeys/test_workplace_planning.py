"""An apprentice alone plans for the loss of services, practises it, and takes it into the portfolio."""

from datetime import timedelta
from typing import Any

import pytest

from itsm_sandbox.engine.models import Artefact
from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.money.budgets.queries import read_standing
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.continuity.queries import list_plan_versions
from itsm_sandbox.risk.recovery.models import RecoveryPlan
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
from tests.factories.catalogue import list_printing
from tests.factories.workplaces import MONDAY
from tests.journeys.test_workplace_requirements import Apprentice, added, apprentice, facts_in

__all__ = ["apprentice"]

pytestmark = pytest.mark.any_database

TODAY = MONDAY.date()
STEPS = [
    "Tell the service desk that the recovery begins, and note the time.",
    "Start the spare print server and restore its queues from last night.",
    "Print a page from one computer of each site.",
]
MANUAL = ["Bring what must be printed to the office on a stick.", "The office prints it on its own printer by four."]
EXERCISE = {
    "exercise_kind": "table_top",
    "on": TODAY,
    "scenario": "The print server does not start on the morning of an examination.",
    "result": "The papers were in the office after twenty minutes; the office knew what to do.",
    "gaps": "Nobody had the key to the room with the spare toner.",
    "new_actions": ["Put a second key into the office"],
}

SCOPE = "All services, with the servers that they rest on."
RISK = {
    "hazard": "The server cupboard overheats",
    "cause": "One small fan, and nobody measures",
    "controls": "The door is left open",
    "likelihood": "3",
    "impact": "5",
    "target": 6,
    "recommendation": "Put in a thermometer that sends a warning.",
    "cost_pence": 38_000,
}


def test_a_contingency_plan_is_written_approved_issued_and_practised(apprentice: Apprentice) -> None:
    room = apprentice.room
    service = list_printing(room)
    recovery: RecoveryPlan = begin(
        apprentice, RecoveryPlan.kind, "draft",
        title="Bringing back printing", service_id=service.id, rto_hours=4, rpo_hours=24, responsible_id=room.desk.id,
    )  # fmt: skip
    plan: ContingencyPlan = begin(
        apprentice, ContingencyPlan.kind, "draft",
        title="When printing is lost for long", service_ids=[service.id], trigger_hours=4,
        trigger="The print server is lost, and nobody knows when it comes back.",
    )  # fmt: skip

    do(apprentice, recovery, "write_steps", steps=STEPS, verification="A teacher and the office print a page each.")
    do(apprentice, recovery, "name_sources", backup_source="The nightly backup.", dependencies="Power and network.")
    do(apprentice, plan, "write_procedure", service_id=service.id, manual_steps=["Use paper"])
    do(apprentice, plan, "write_contacts", contacts=["Elspeth Grant, 201", "Lomond Print Services, 0131 496 0111"])
    do(apprentice, plan, "add_communication", who="Staff", how="Notice", how_often="Hourly", by="Office")
    do(apprentice, plan, "link_recovery", recovery_plan_id=recovery.ref)

    # What is too thin to work by comes back, and says what is missing.
    do(apprentice, plan, "submit")
    wait_for(apprentice, plan, "draft")
    returned = list_events(plan.kind, plan.id)[-1]
    assert returned.actor
    assert returned.actor.is_simulated
    assert "Printing: write the manual steps" in returned.data["given"]["comment"]

    do(apprentice, plan, "write_procedure", service_id=service.id, manual_steps=MANUAL)
    do(apprentice, plan, "submit")
    wait_for(apprentice, plan, "approved")
    issued = {"issued_to": [room.head.id, room.desk.id], "offsite_place": "Red folder at home", "offsite_on": TODAY}
    do(apprentice, plan, "issue", **issued, review_due_on=TODAY + timedelta(days=300))
    (version,) = list_plan_versions(plan)
    assert ["While Printing is lost", [f"{number}. {step}" for number, step in enumerate(MANUAL, 1)]] in (
        version.content["parts"]
    )

    do(apprentice, plan, "exercise", **EXERCISE, people=[room.desk.id, room.teacher.id])
    assert "PM7" in apprentice.add_to_portfolio(plan)
    told = facts_in(added()[-1])
    assert (told["plan_agreed"], told["plan_practised"], told["plan_used"]) == (True, True, None)

    # It is invoked by the ICT owner alone, who is asked; a short loss is waited for.
    do(apprentice, plan, "report_loss", lost="The print server restarts, as it did before.", expected_hours=1)
    wait(apprentice)
    assert plan.state == "issued"
    do(apprentice, plan, "report_loss", lost="The print server does not start again.", expected_hours=20)
    wait_for(apprentice, plan, "invoked")
    do(apprentice, plan, "record_step", what="The office prints what is brought on sticks.", told="All staff")
    do(apprentice, plan, "report_restored", checked="Both sites print a page within a minute.")
    wait_for(apprentice, plan, "stood_down")
    worked = "The office coped; the notice on the doors came too late for the first lesson."
    do(apprentice, plan, "review", worked=worked, reviewed_with="Elspeth Grant", new_actions=["Print the notice now"])
    do(apprentice, plan, "revise", why="The notice is printed in advance.")
    assert (plan.state, plan.version, len(plan.actions), plan.uses[0]["log"][0]["told"]) == ("draft", 1, 2, "All staff")


def test_a_budget_and_a_risk_assessment_get_the_ict_owner_s_answers(apprentice: Apprentice) -> None:
    service = list_printing(apprentice.room)
    period = {"title": "ICT budget", "from_on": TODAY, "to_on": TODAY + timedelta(days=364)}
    basis = "Spending of last year, the contract of the printers, and toner for both sites."
    budget: Budget = begin(
        apprentice, Budget.kind, "propose", **period, contracts_pence=60_000, hardware_pence=20_000, basis=basis
    )
    wait_for(apprentice, budget, "set")

    first = assess(apprentice, TODAY.year, service_id=service.id)
    do(apprentice, first, "fund_risk", number=1, category="hardware")
    standing = {line.category: line for line in read_standing(budget, sees_restricted=False).lines}
    assert (standing["hardware"].committed, standing["hardware"].verdict) == (38_000, "over")

    # What is over is asked for, and comes with the amount before.
    reason = "The fan came on top: without it the servers stop on every hot afternoon."
    do(apprentice, budget, "ask_revision", category="hardware", wanted_pence=40_000, reason=reason)
    wait(apprentice)
    assert (budget.hardware_pence, budget.revisions[0]["before"]) == (40_000, {"hardware_pence": 20_000})

    # The next year takes over what was not done, and shows it against this one.
    second: RiskAssessment = begin(
        apprentice, RiskAssessment.kind, "begin", year=TODAY.year + 1, title="Risks next year", scope=SCOPE
    )
    assert [(risk["carried_from"], risk["decision"]) for risk in second.risks] == [(first.ref, "")]
    assert (second.previous_id, first.state) == (first.id, "superseded")


def assess(apprentice: Apprentice, year: int, **about: Any) -> RiskAssessment:
    """Complete, with one high risk that the ICT owner wants reduced."""
    assessment: RiskAssessment = begin(
        apprentice, RiskAssessment.kind, "begin", year=year, title="Risks of the year", scope=SCOPE
    )
    due = {"owner_id": apprentice.room.desk.id, "due_on": TODAY + timedelta(days=60)}
    do(apprentice, assessment, "add_risk", **RISK, **due, **about)
    do(apprentice, assessment, "hand_over", summary="Heat is what could hurt most, and it is cheap to mend.")
    wait(apprentice)
    assert (assessment.risks[0]["decision"], assessment.risks[0]["decided_by_simulated"]) == ("reduce", True)
    do(apprentice, assessment, "complete", filed_with="Service desk")
    return assessment


def begin(apprentice: Apprentice, kind: str, event: str, **given: Any) -> Any:
    return create(apprentice.room.workplace.id, kind, event, given, by=apprentice.me)


def do(apprentice: Apprentice, artefact: Artefact, event: str, **given: Any) -> None:
    perform(apprentice.room.workplace.id, artefact.kind, artefact.number, event, given, by=apprentice.me)


def wait(apprentice: Apprentice) -> None:
    let_time_pass(apprentice.room.workplace.id, Step.NEXT, by=apprentice.me)


def wait_for(apprentice: Apprentice, artefact: Artefact, state: str) -> None:
    """Let time pass until the simulated ICT owner has answered."""
    for _ in range(5):
        if artefact.state == state:
            return
        wait(apprentice)
    assert artefact.state == state
