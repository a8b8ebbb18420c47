"""The demo centre, made once for each database; a test that changes it works on a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.hashing import is_password
from accounts.models import Centre, Membership, Person
from accounts.queries import get_membership
from assessment.judging.models import Decision
from assessment.judging.rules import VacsCheck
from assessment.judging.services.decisions import finish_assessment
from assessment.judging.services.drafts import DecisionInput, JudgementInput, save_drafts
from assessment.progress.rules.progress import Plan, Progress, Rag
from assessment.records.models import Confirmation
from assessment.records.queries import list_to_confirm
from assessment.standing.models import CriterionStanding, EnrolmentStanding, UnitStanding
from assessment.vocabulary import CriterionState, Outcome, UnitState, VoidReason
from assessment.voiding.models import VoidProposal
from core import clock
from core.audit import AuditEvent
from core.db import db
from core.ledger.models import LedgerEntry
from demo.content import sign_ins
from itsm_sandbox.changes.readiness.models import ChangeSetup
from itsm_sandbox.engine.models import Artefact, Workplace
from itsm_sandbox.home.verify import verify_workplace
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.reporting.monitoring.models import Collection
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import Claim, Evidence, EvidenceVersion
from portfolio.evidence.queries import get_draft, get_evidence
from portfolio.evidence.services.drafts import save_draft
from portfolio.evidence.services.submission import answer_return, submit_evidence
from portfolio.programmes.models import ProgrammeUnit
from portfolio.vocabulary import EvidenceState
from standards.models import Criterion, Unit
from tests.support.stages import Stages, app_on, run_command

# Whichever test comes first makes the demo; on PostgreSQL the browser tests of the main job do.
pytestmark = [pytest.mark.any_database, pytest.mark.timeout(300)]


@pytest.fixture
def demo(stages: Stages, tmp_path: Path) -> Iterator[Flask]:
    instance = tmp_path / "instance"
    shutil.copytree(stages.demo.folder, instance)
    address = stages.backend.copy(stages.demo.address)
    with app_on(address, instance) as app:
        yield app
    stages.backend.drop(address)


def enrolment_of(name: str) -> Enrolment:
    return db.session.scalars(
        select(Enrolment).join(Enrolment.apprentice).join(Membership.person).where(Person.name == name)
    ).one()


def state_of(enrolment: Enrolment, unit: str) -> UnitState:
    return db.session.scalars(
        select(UnitStanding.state)
        .join(ProgrammeUnit, ProgrammeUnit.id == UnitStanding.programme_unit_id)
        .join(Unit, Unit.id == ProgrammeUnit.unit_id)
        .where(UnitStanding.enrolment_id == enrolment.id, Unit.code == unit)
    ).one()


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.usefixtures("demo")
def test_there_is_something_of_everything_to_see() -> None:
    assert count(Centre) == 2
    assert count(Enrolment) == 11
    states = set(db.session.scalars(select(Evidence.state)))
    assert states == set(EvidenceState) - {EvidenceState.WITHDRAWN}
    lights = set()
    for standing, enrolment in db.session.execute(
        select(EnrolmentStanding, Enrolment).join(Enrolment, Enrolment.id == EnrolmentStanding.enrolment_id)
    ):
        last = standing.last_submitted_at
        plan = Plan(enrolment.starts_on, enrolment.planned_end_on)
        done = (standing.total, standing.met, standing.working, standing.more)
        lights.add(Progress(plan, *done, last.date() if last else None, clock.today()).rag)
    assert lights == set(Rag)
    waiting = select(func.count()).where(Decision.needs_countersignature)
    assert db.session.scalar(waiting) == 4
    assert state_of(enrolment_of("Zofia Kowalska"), "AM") is UnitState.CLAIMED


@pytest.mark.usefixtures("demo")
def test_a_record_is_confirmed_one_waits_and_a_duplicate_is_void() -> None:
    assert db.session.scalars(select(Confirmation.is_right)).all() == [True]
    waiting = list_to_confirm(enrolment_of("Zofia Kowalska").id)
    assert [row.recorded_by for row in waiting] == ["Fiona MacRae"]
    assert db.session.scalars(select(VoidProposal.reason)).all() == [VoidReason.DUPLICATE]


@pytest.mark.usefixtures("demo")
def test_every_room_of_the_workplace_of_one_s_own_holds_something() -> None:
    own = db.session.scalars(select(Workplace.id).where(Workplace.is_solo)).one()
    models: list[Any] = [*Artefact.__subclasses__(), ImportBatch]
    held = {model for model in models if db.session.scalar(select(model.id).where(model.workplace_id == own).limit(1))}
    assert set(models) - held == {ChangeSetup}  # it is set up where several approve
    states = set(db.session.scalars(select(Article.state).where(Article.workplace_id == own)))
    assert {"planned", "draft", "quality_review", "approved", "published", "retired"} <= states
    assert db.session.scalars(select(Collection.outcome).order_by(Collection.number)).all() == [
        *("extra", "on_time", "on_time")
    ]
    verify_workplace(own)


@pytest.mark.usefixtures("demo")
def test_everybody_shown_can_sign_in_with_the_password_shown() -> None:
    shown = sign_ins()
    assert [role for role, _, _ in shown[:4]] == ["Apprentice", "Assessor", "Line manager", "Provider admin"]
    for _, email, password in shown:
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        assert is_password(password, person.password_hash)


@pytest.mark.usefixtures("demo")
def test_history_is_over_and_in_order() -> None:
    times = db.session.scalars(select(LedgerEntry.at).order_by(LedgerEntry.log_id, LedgerEntry.seq)).all()
    assert max(times) < clock.now()
    assert (max(times) - min(times)).days > 70
    first = db.session.scalars(select(LedgerEntry.at).where(LedgerEntry.log_id == 1).order_by(LedgerEntry.seq)).all()
    assert list(first) == sorted(first)


def test_the_ledger_proves_it(demo: Flask) -> None:
    size = count(LedgerEntry)
    assert size > 200
    printed = run_command(demo, "ledger", "verify")
    assert printed.count("Log ") == 2
    assert "not as they should be" not in printed
    assert run_command(demo, "ledger", "checkpoint").startswith("No log changed")
    assert "0 rows were not" in run_command(demo, "assessment", "derive")


@pytest.mark.usefixtures("demo")
def test_aileens_unit_is_one_returned_item_away_from_ready() -> None:
    enrolment = enrolment_of("Aileen Murray")
    returned = db.session.scalars(
        select(Evidence).where(Evidence.enrolment_id == enrolment.id, Evidence.state == EvidenceState.ACTION_REQUIRED)
    ).one()
    missing = select(Criterion.code).join(CriterionStanding, CriterionStanding.criterion_id == Criterion.id)
    missing = missing.where(
        CriterionStanding.enrolment_id == enrolment.id,
        CriterionStanding.state != CriterionState.MET,
        Criterion.code.startswith("SR"),
    )
    claimed = select(Criterion.code).join(Claim, Claim.criterion_id == Criterion.id).join(EvidenceVersion)
    claimed = claimed.where(EvidenceVersion.evidence_id == returned.id)
    assert set(db.session.scalars(missing)) == {"SR5", "SR6", "SR-K15"} < set(db.session.scalars(claimed))
    assert state_of(enrolment, "SR") is UnitState.OPEN
    assert state_of(enrolment, "SP") is UnitState.CONFIRMED

    apprentice, assessor = get_membership(enrolment.apprentice_id), get_membership(enrolment.assessor_id)
    draft = answer_return(returned.id, by=apprentice)
    changes = {"account": "With three months and who decided.", "is_authentic": True, "ai_use": "none"}
    save_draft(returned.id, by=apprentice, revision=draft.revision, changes=changes)
    submit_evidence(returned.id, by=apprentice)
    version = get_draft(get_evidence(returned.id))
    answers = [JudgementInput(claim.id, Outcome.MET, "", revision=0) for claim in version.claims]
    all_four = VacsCheck(is_valid=True, is_authentic=True, is_current=True, is_sufficient=True)
    save_drafts(returned.id, answers, DecisionInput(all_four, None, None, revision=0), by=assessor)
    finish_assessment(returned.id, by=assessor)

    assert state_of(enrolment, "SR") is UnitState.READY


def test_it_is_made_once(demo: Flask) -> None:
    before = (count(AuditEvent), count(LedgerEntry), count(Person))

    result = demo.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "The demo centre is here already. Nothing was changed." in result.output
    assert "aileen.murray@example.org" in run_command(demo, "demo", "--if-empty")

    assert (count(AuditEvent), count(LedgerEntry), count(Person)) == before
