"""From work in a practice workplace to evidence that an assessor judges."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accounts.models import Membership
from assessment.models import CriterionStanding, CriterionState
from core import storage
from core.db import db
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.services import raise_change
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.models import Artefact, ChangeProfile
from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.engine.queries import get_visit
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.evidence.add_to_portfolio import Choice, add_to_portfolio, propose_evidence
from itsm_sandbox.evidence.models import Snapshot
from itsm_sandbox.evidence.suggestions import REQUIREMENTS
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.reviews.models import ProcessReview
from itsm_sandbox.problems.trends.models import Trend
from portfolio import queries, services
from portfolio.services import enrol_apprentice
from standards.models import Criterion, Framework
from tests.factories import CentreFactory, MembershipFactory
from tests.factories.assessment import judge
from tests.factories.changes import PLANNED, STEP_1, TO_STATE, told
from tests.factories.changes import STEP_2 as PLAN
from tests.factories.portfolio import World, make_programme
from tests.factories.problems import FINDING, LOG, PERIOD, PROPOSAL, STEPS, VIEW, let, log_many, set_time, weekly
from tests.factories.tickets import LONG_ENOUGH, make_ticket
from tests.factories.workplaces import DESK, Workroom, make_workroom

ALONE = {*DESK, WorkRole.MAINTENANCE, WorkRole.IMPLEMENTATION}
WALKED = {"SR1", "SR2", "SR3", "SR4", "SR5", "SR6", "PM5", "PM6", "PM7"}
HOW_TO = "How to change the lamp of a projector."
FINDINGS = "The first answer came late on most mornings, since nobody looked at the portal before ten."
AFTERWARDS = ("update_records", "link_incidents", "write_review", "close")
OTHER_STEPS: dict[str, dict[str, Any]] = {
    "deviate": {
        "what": "The new switch has no rails; it stands on the shelf for now.",
        "told_to": "Elspeth Grant, ICT owner",
        "decided": "Go on, and order rails.",
    },
    "fall_back": {
        "because": "trigger",
        "seen": "Four computers did not sign in after the second attempt.",
        "differences": "The old switch is back in its place.",
    },
}


@dataclass(frozen=True)
class Apprentice:
    """Somebody on the whole occupation profile, with a workplace of their own."""

    world: World
    room: Workroom

    @property
    def me(self) -> Membership:
        return self.world.apprentice

    def do(self, kind: str, number: int, event: str, **given: Any) -> None:
        perform(self.room.workplace.id, kind, number, event, given, by=self.me)

    def add_to_portfolio(self, artefact: Artefact) -> set[str]:
        """Take what is suggested, submit it, and let the assessor judge all of it as met; return the codes."""
        workplace_id, kind, number = self.room.workplace.id, artefact.kind, artefact.number
        codes = [
            one.code for one in propose_evidence(get_visit(workplace_id, self.me), kind, number, by=self.me).suggestions
        ]
        evidence_id = add_to_portfolio(workplace_id, kind, number, Choice(artefact.ref, codes), by=self.me)
        evidence = queries.get_evidence(evidence_id)
        changes = {"is_authentic": True, "ai_use": "none"}
        revision = queries.get_draft(evidence).revision
        services.save_draft(evidence_id, by=self.me, revision=revision, changes=changes)
        services.submit_evidence(evidence_id, by=self.me)
        judge(self.world, queries.get_evidence(evidence_id))
        return set(codes)


@pytest.fixture
def apprentice(loaded_standards: None) -> Apprentice:
    centre = CentreFactory.create()
    admin = MembershipFactory.create(centre=centre, provider_admin=True)
    profile = db.session.scalars(select(Framework).where(Framework.key == "scqf8-it-support")).one()
    programme = make_programme(admin, profile, optional=False)
    me, assessor = MembershipFactory.create(centre=centre), MembershipFactory.create(centre=centre, assessor=True)
    verifier = MembershipFactory.create(centre=centre, verifier=True)
    manager = MembershipFactory.create(centre=centre, line_manager=True)
    enrolment = enrol_apprentice(
        programme.id,
        me.id,
        assessor.id,
        verifier_id=verifier.id,
        starts_on=date(2026, 9, 1),
        planned_end_on=date(2028, 8, 31),
        by=admin,
    )
    world = World(centre, admin, me, assessor, verifier, manager, programme, enrolment)
    return Apprentice(world, make_workroom(me, roles=ALONE, change_profile=ChangeProfile.PRIMARY_FITS))


def test_the_map_is_the_profile_s_own(apprentice: Apprentice) -> None:
    world = apprentice.world
    units = {requirement.unit for requirement in REQUIREMENTS}
    rows = queries.list_programme_criteria(world.programme.id, world.enrolment.id)
    asked = [row.code for row in rows if row.kind == "performance" and row.code.rstrip("0123456789") in units]
    assert sorted(asked) == sorted(requirement.code for requirement in REQUIREMENTS)
    assert len(asked) == 43


def test_every_service_request_requirement_and_changes_are_worked_minted_and_judged(apprentice: Apprentice) -> None:
    judged = {
        "a ticket fixed remotely": resolve_a_ticket(apprentice, "remote"),
        "a ticket fixed on premises": resolve_a_ticket(apprentice, "on_premises"),
        "a ticket escalated": escalate_a_ticket(apprentice),
        **look_for_a_trend(apprentice),
        "a review": review(apprentice),
        "a change": change_something(apprentice),
    }
    assert judged == {
        "a ticket fixed remotely": {"SR1", "SR2", "SR3"},
        "a ticket fixed on premises": {"SR1", "SR2", "SR3"},
        "a ticket escalated": {"SR1", "SR2", "SR4"},
        "an analysis": {"SR5"},
        "its problem": {"SR5", "PM10"},
        "a review": {"SR6"},
        "a change": {"PM5", "PM6", "PM7", "PM8", "PM10"},
    }
    assert set().union(*judged.values()) >= WALKED

    # The default rule of sufficiency: what is simulated counts beside live work, never alone.
    standings = standings_of(apprentice)
    assert standings.keys() >= WALKED
    for code, standing in standings.items():
        assert standing.met, code
        assert standing.state == CriterionState.MORE_NEEDED, code


def test_both_modes_and_first_contact_fixes_are_told_on_the_paper(apprentice: Apprentice) -> None:
    resolve_a_ticket(apprentice, "remote")
    resolve_a_ticket(apprentice, "on_premises")
    first, second = (facts_in(evidence_id) for evidence_id in added())
    assert (first["both_modes_shown"], second["both_modes_shown"]) == (False, True)
    assert second["owner_never_changed"] is second["resolved_at_first_level"] is second["first_contact_fix"] is True


def test_a_change_tells_who_held_each_separation_and_that_they_were_simulated(apprentice: Apprentice) -> None:
    change_something(apprentice)
    content = content_of(added()[0])
    approvals = [event for event in content["events"] if event["is_simulated_approval"]]
    assert [event["event"] for event in approvals] == ["approve_proceed", "review_ok", "approve_implement"]
    facts = {fact["name"]: fact for fact in content["facts"]}
    for name in ("proceed_separate", "review_separate", "implement_separate"):
        assert facts[name]["holds"] is True
        assert "a simulated colleague, which is no authorisation" in facts[name]["sentence"]
    assert facts["approvers_differ"]["holds"] is False  # one ICT owner gives both where the profile is Primary FITS
    assert facts["steps_in_order"]["holds"] is facts["deviation_told"]["holds"] is True
    assert facts["fall_back"]["sentence"] == "A fall-back was planned and carried out."


def resolve_a_ticket(apprentice: Apprentice, mode: str) -> set[str]:
    room = apprentice.room
    ticket = make_ticket(room, "in_progress", support_mode=mode)
    resolved = {"resolution_code": "fixed", "resolution": LONG_ENOUGH, "articles_used": [], "proposal": HOW_TO}
    apprentice.do(Ticket.kind, ticket.number, "resolve", **resolved)
    let(room, ticket, "confirm", actor=room.teacher, rating="5")
    return apprentice.add_to_portfolio(ticket)


def escalate_a_ticket(apprentice: Apprentice) -> set[str]:
    room = apprentice.room
    ticket = make_ticket(room, "in_progress")
    handed = {"group_id": room.second_line.id, "work_done": "I tried another cable.", "asked": "Look at the switch."}
    apprentice.do(Ticket.kind, ticket.number, "escalate_functional", **handed)
    return apprentice.add_to_portfolio(ticket)


def look_for_a_trend(apprentice: Apprentice) -> dict[str, set[str]]:
    room, workplace_id = apprentice.room, apprentice.room.workplace.id
    log_many(room, "wifi", weekly(2, range(1, 13)))
    log_many(room, "wifi", weekly(6, [1, 2], hour=14))
    trend = create(workplace_id, Trend.kind, "start", dict(VIEW), by=apprentice.me)
    apprentice.do(Trend.kind, trend.number, "write_finding", **FINDING)
    apprentice.do(Trend.kind, trend.number, "record", **PROPOSAL)
    problem = create(
        workplace_id, Problem.kind, "log", {**LOG, "source": "trend", "trend_id": trend.id}, by=apprentice.me
    )
    for event in ("investigate", "declare_known_error", "resolve", "close"):
        given = dict(STEPS[event])
        if event == "resolve":
            given["fixed_at"] = problem.created_at
        apprentice.do(Problem.kind, problem.number, event, **given)
    return {"an analysis": apprentice.add_to_portfolio(trend), "its problem": apprentice.add_to_portfolio(problem)}


def review(apprentice: Apprentice) -> set[str]:
    started = create(apprentice.room.workplace.id, ProcessReview.kind, "start", dict(PERIOD), by=apprentice.me)
    action = {"what": "Look at the portal at nine each morning", "due_on": date(2026, 9, 14)}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("record_findings", {"findings": FINDINGS}),
        ("add_action", {**action, "owner_id": apprentice.room.desk.id}),
        ("agree_actions", {"agreed_with": "Elspeth Grant, ICT owner"}),
    ]
    for event, given in steps:
        apprentice.do(ProcessReview.kind, started.number, event, **given)
    return apprentice.add_to_portfolio(started)


def change_something(apprentice: Apprentice) -> set[str]:
    """As originator and implementer; simulated colleagues approve and review."""
    room = apprentice.room
    change = raise_change(room.workplace.id, dict(STEP_1), by=apprentice.me)
    plan = {**PLAN, "implementer_id": room.desk.id}
    others = {
        "approve_proceed": room.head,
        "review_ok": room.engineer,
        "record_consultation": room.head,
        "approve_implement": room.head,
        "close": room.head,
    }
    for event in (*TO_STATE["scheduled"], "communicate", "start", "deviate", "fall_back", *AFTERWARDS):
        if event == "start":
            set_time(room, PLANNED + timedelta(minutes=5))
        given = OTHER_STEPS[event] if event in OTHER_STEPS else told(event, {**change.values(), **STEP_1}, plan)[1]
        if event in others:
            let(room, change, event, actor=others[event], **given)
        else:
            apprentice.do(Change.kind, change.number, event, **given)
    assert change.state == "closed"
    return apprentice.add_to_portfolio(change)


def added() -> list[int]:
    return list(db.session.scalars(select(Snapshot.evidence_id).order_by(Snapshot.id)))


def content_of(evidence_id: int) -> dict[str, Any]:
    data = queries.get_version(evidence_id, 1).files[1]
    with storage.current().open(data.sha256) as file:
        content: dict[str, Any] = json.load(file)
    return content


def facts_in(evidence_id: int) -> dict[str, bool | None]:
    return {fact["name"]: fact["holds"] for fact in content_of(evidence_id)["facts"]}


def standings_of(apprentice: Apprentice) -> dict[str, CriterionStanding]:
    rows = db.session.execute(
        select(Criterion.code, CriterionStanding)
        .join(Criterion, Criterion.id == CriterionStanding.criterion_id)
        .where(CriterionStanding.enrolment_id == apprentice.world.enrolment.id)
    )
    return dict(rows.all())
