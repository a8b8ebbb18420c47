"""Judging as an assessor does it, in one call."""

from datetime import date

from sqlalchemy import select

from accounts.models import Membership
from assessment.judging.models import Decision
from assessment.judging.queries.decisions import find_draft_decision, find_drafts
from assessment.judging.rules import VacsCheck
from assessment.judging.services.decisions import finish_assessment
from assessment.judging.services.drafts import DecisionInput, JudgementInput, open_assessment, save_drafts
from assessment.queries import get_newest_version
from assessment.standing.models import CriterionStanding
from assessment.vocabulary import DecisionOutcome, Outcome, VoidReason
from assessment.voiding.models import VoidAnswer, VoidProposal
from assessment.voiding.queries import get_proposal
from assessment.voiding.services import agree_to_void, propose_void
from core.db import db
from portfolio.evidence.models import Evidence
from portfolio.evidence.services.drafts import save_draft
from portfolio.evidence.services.submission import answer_return, submit_evidence
from tests.factories.portfolio import World, make_draft

SOUND = VacsCheck(is_valid=True, is_authentic=True, is_current=True, is_sufficient=True)
MORE = "Show the result as well."


def judge(
    world: World,
    evidence: Evidence,
    *outcomes: Outcome,
    then: DecisionOutcome | None = None,
    by: Membership | None = None,
) -> Decision:
    """Judge the claims in document order and sign; the last outcome holds for the rest, "met" when there is none."""
    by = by or world.assessor
    draft(world, evidence, *outcomes, then=then, by=by)
    return finish_assessment(evidence.id, by=by)


def draft(
    world: World,
    evidence: Evidence,
    *outcomes: Outcome,
    then: DecisionOutcome | None = None,
    by: Membership | None = None,
    check: VacsCheck = SOUND,
    target_on: date | None = None,
) -> None:
    by = by or world.assessor
    open_assessment(evidence.id, by=by)
    version = get_newest_version(evidence)
    claims = sorted(version.claims, key=lambda claim: claim.criterion.position)
    chosen = [*outcomes, *([outcomes[-1]] if outcomes else [Outcome.MET]) * len(claims)][: len(claims)]
    kept = find_drafts(version.id)
    decision = find_draft_decision(version.id)
    save_drafts(
        evidence.id,
        [
            JudgementInput(
                claim.id,
                outcome,
                "" if outcome is Outcome.MET else MORE,
                kept[claim.id].revision if claim.id in kept else 0,
            )
            for claim, outcome in zip(claims, chosen, strict=True)
        ],
        DecisionInput(check, then, target_on, decision.revision if decision else 0),
        by=by,
    )


def submit(world: World, *criteria: int, day: int = 2, title: str = "Restoring a mailbox") -> Evidence:
    """Submit live work of that day in November that claims these criteria (all of them when none is named)."""
    evidence = make_draft(world, title=title, criteria=criteria or world.criteria, done_on=date(2026, 11, day))
    submit_evidence(evidence.id, by=world.apprentice)
    return evidence


def answer(world: World, evidence: Evidence, account: str = "I added what you asked for.") -> Evidence:
    """Answer a return with the next version; an empty account leaves the work as it was."""
    version = answer_return(evidence.id, by=world.apprentice)
    changes = {"is_authentic": True, "ai_use": "none", "answer": "See the second picture."}
    if account:
        changes["account"] = account
    save_draft(evidence.id, by=world.apprentice, revision=version.revision, changes=changes)
    submit_evidence(evidence.id, by=world.apprentice)
    return evidence


def make_ready(world: World, *criteria: int) -> None:
    """Submit and judge as met, on two days, what these criteria need."""
    for day in (2, 3):
        judge(world, submit(world, *criteria, day=day), Outcome.MET)


def propose(
    world: World,
    evidence: Evidence,
    *,
    reason: VoidReason = VoidReason.MALPRACTICE,
    comment: str = "The picture is from another centre.",
    erases_files: bool = False,
) -> VoidProposal:
    """Propose that it is void, as the centre's admin."""
    return propose_void(evidence.id, reason=reason, comment=comment, erases_files=erases_files, by=world.admin)


def make_void(world: World, evidence: Evidence, *, erases_files: bool = False) -> VoidAnswer:
    """Propose it as the admin, and agree as the verifier."""
    proposal = propose(world, evidence, erases_files=erases_files)
    return agree_to_void(proposal.id, seen=get_proposal(proposal.id).seen, by=world.verifier)


def standing_of(world: World, criterion_id: int) -> CriterionStanding | None:
    return db.session.scalar(
        select(CriterionStanding).where(
            CriterionStanding.enrolment_id == world.enrolment.id, CriterionStanding.criterion_id == criterion_id
        )
    )
