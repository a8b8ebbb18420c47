"""One apprentice of the demo: enrolled, handing in work, judged, signed off, each deed at its moment."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property, partial
from io import BytesIO

from accounts.models import Membership
from assessment.judging.rules import VacsCheck
from assessment.judging.services.countersigning import countersign_decision
from assessment.judging.services.decisions import finish_assessment
from assessment.judging.services.drafts import (
    DecisionInput,
    JudgementInput,
    open_assessment,
    save_draft_judgement,
    save_drafts,
)
from assessment.records.services import confirm_record
from assessment.units.services import claim_unit, confirm_unit, sign_unit
from assessment.vocabulary import DecisionOutcome, Outcome, VoidReason
from assessment.voiding.queries import get_proposal
from assessment.voiding.services import agree_to_void, propose_void
from core import clock
from demo.calendar import Calendar
from demo.content import ApprenticeText, DecisionText, EvidenceText, VersionText, VoidText
from demo.files import make_file
from demo.people import Cast
from portfolio.enrolments.services import choose_optional_units, enrol_apprentice
from portfolio.evidence.models import EvidenceVersion
from portfolio.evidence.queries import get_draft, get_evidence
from portfolio.evidence.services.drafts import record_evidence, save_draft, start_evidence
from portfolio.evidence.services.files import attach_file
from portfolio.evidence.services.submission import answer_return, submit_evidence
from portfolio.meta_skills.services import evaluate_self, give_meta_skill_feedback
from portfolio.programmes.queries import list_programme_criteria, list_programme_units
from portfolio.vocabulary import EvidenceKind, Origin
from standards.queries import list_meta_skills

Deed = tuple[datetime, Callable[[], object]]
_WRITING = timedelta(minutes=35)
_ALL_FOUR = VacsCheck(is_valid=True, is_authentic=True, is_current=True, is_sufficient=True)


class Portfolio:
    """What one apprentice does, and what is done for them. Deeds are listed first and done in the order of time."""

    def __init__(self, text: ApprenticeText, cast: Cast, calendar: Calendar) -> None:
        self.text = text
        self.cast = cast
        self.calendar = calendar
        self.enrolment_id = 0
        self.evidence: dict[str, int] = {}  # by title
        self.decisions: dict[str, int] = {}
        self.proposals: dict[str, int] = {}

    def deeds(self) -> Iterator[Deed]:
        text, at = self.text, self.calendar.moment
        yield at(text.enrolled, "09:00"), self._enrol
        for piece in text.evidence:
            yield from self._deeds_on(piece)
        for unit in text.units:
            for step in ("claimed", "signed", "confirmed"):
                if step in unit:
                    yield at(*unit[step]), partial(self._take_step, unit["unit"], step)
        for day, when, skill, *said in text.self_evaluations:
            yield at(day, when), partial(self._evaluate_self, skill, *said)
        for day, when, author, skill, rating, comment in text.feedback:
            yield at(day, when), partial(self._give_feedback, author, skill, rating, comment)

    def _deeds_on(self, piece: EvidenceText) -> Iterator[Deed]:
        at = self.calendar.moment
        for number, version in enumerate(piece.versions, start=1):
            write = self._start if number == 1 else self._answer
            yield at(*version.at) - _WRITING, partial(write, piece, version)
            if not piece.is_draft:
                yield at(*version.at), partial(self._submit, piece)
            if piece.confirmed is not None:
                yield at(*piece.confirmed), partial(self._confirm, piece)
            if version.decision is not None:
                yield at(*version.decision.at), partial(self._judge, piece, version.decision)
                if version.decision.countersigned is not None:
                    day, when, by = version.decision.countersigned
                    yield at(day, when), partial(self._countersign, piece, by)
        if piece.opened is not None:
            yield at(*piece.opened), partial(self._begin_to_judge, piece)
        if piece.void is not None:
            day, when, by = piece.void.proposed
            yield at(day, when), partial(self._propose_void, piece, piece.void, by)
            day, when, by = piece.void.agreed
            yield at(day, when), partial(self._agree_to_void, piece, by)

    def _enrol(self) -> None:
        text, cast = self.text, self.cast
        admin = cast.admins[text.apprentice]
        enrolment = enrol_apprentice(
            cast.programmes[text.programme],
            cast.memberships[text.apprentice],
            cast.memberships[text.assessor],
            verifier_id=cast.id_of(text.verifier),
            line_manager_id=cast.id_of(text.line_manager),
            starts_on=clock.today(),
            planned_end_on=clock.today() + timedelta(weeks=text.weeks),
            by=cast.acting(admin),
        )
        self.enrolment_id = enrolment.id
        if text.optional:
            chosen = [self._units[code] for code in text.optional]
            choose_optional_units(enrolment.id, chosen, by=cast.acting(admin))

    def _start(self, piece: EvidenceText, version: VersionText) -> None:
        begin = record_evidence if piece.is_recorded else start_evidence
        evidence = begin(
            self.enrolment_id,
            by=self._maker(piece),
            title=self.calendar.fill(piece.title),
            kind=EvidenceKind(piece.kind),
        )
        self.evidence[piece.title] = evidence.id
        self._write(piece, version, {"origin": Origin(piece.origin), "done_on": self.calendar.date_of(piece.done)})

    def _answer(self, piece: EvidenceText, version: VersionText) -> None:
        answer_return(self.evidence[piece.title], by=self.cast.acting(self.text.apprentice))
        self._write(piece, version, {"answer": self.calendar.fill(version.answer)})

    def _write(self, piece: EvidenceText, version: VersionText, changes: dict[str, object]) -> None:
        evidence_id, by = self.evidence[piece.title], self._maker(piece)
        for name in version.files:
            attach_file(evidence_id, BytesIO(make_file(name, self.calendar)), name, by=by)
        if not piece.is_draft:
            changes |= {"is_authentic": True, "ai_use": "" if piece.is_recorded else "none"}
        save_draft(
            evidence_id,
            by=by,
            revision=get_draft(get_evidence(evidence_id)).revision,
            changes=changes | {"account": self.calendar.fill(version.account)},
            claims=[(self._criteria[claim.code], claim.locator, claim.reason) for claim in version.claims],
            tags=[(self._skills[name], how) for name, how in piece.tags.items()],
        )

    def _submit(self, piece: EvidenceText) -> None:
        submit_evidence(self.evidence[piece.title], by=self._maker(piece))

    def _maker(self, piece: EvidenceText) -> Membership:
        return self.cast.acting(self.text.assessor if piece.is_recorded else self.text.apprentice)

    def _confirm(self, piece: EvidenceText) -> None:
        seen = self._newest(piece).content_hash or ""
        confirm_record(self.evidence[piece.title], seen=seen, by=self.cast.acting(self.text.apprentice))

    def _propose_void(self, piece: EvidenceText, text: VoidText, by: str) -> None:
        proposal = propose_void(
            self.evidence[piece.title],
            reason=VoidReason(text.reason),
            comment=text.words,
            erases_files=False,
            by=self.cast.acting(by),
        )
        self.proposals[piece.title] = proposal.id

    def _agree_to_void(self, piece: EvidenceText, by: str) -> None:
        proposal_id = self.proposals[piece.title]
        agree_to_void(proposal_id, seen=get_proposal(proposal_id).seen, by=self.cast.acting(by))

    def _begin_to_judge(self, piece: EvidenceText) -> None:
        """Open it and answer the first claim, as somebody does who is then called away."""
        open_assessment(self.evidence[piece.title], by=self.cast.acting(self.text.assessor))
        claim = min(self._newest(piece).claims, key=lambda claim: claim.id)
        first = JudgementInput(claim.id, Outcome.MET, "", revision=0)
        save_draft_judgement(self.evidence[piece.title], first, by=self.cast.acting(self.text.assessor))

    def _judge(self, piece: EvidenceText, decision: DecisionText) -> None:
        evidence_id, by = self.evidence[piece.title], self.cast.acting(self.text.assessor)
        answers = []
        for claim in self._newest(piece).claims:
            outcome, feedback = decision.answers.get(self._codes[claim.criterion_id], ("met", ""))
            answers.append(JudgementInput(claim.id, Outcome(outcome), feedback, revision=0))
        is_returned = decision.return_in is not None
        chosen = DecisionInput(
            check=VacsCheck(is_valid=True, is_authentic=True, is_current=True) if is_returned else _ALL_FOUR,
            outcome=DecisionOutcome.RETURNED if is_returned else DecisionOutcome.ACCEPTED,
            target_on=clock.today() + timedelta(days=decision.return_in) if decision.return_in is not None else None,
            revision=0,
        )
        save_drafts(evidence_id, answers, chosen, by=by)
        self.decisions[piece.title] = finish_assessment(evidence_id, by=by).id

    def _countersign(self, piece: EvidenceText, by: str) -> None:
        countersign_decision(self.decisions[piece.title], by=self.cast.acting(by))

    def _take_step(self, unit: str, step: str) -> None:
        number, apprentice = self._units[unit], self.cast.acting(self.text.apprentice)
        if step == "claimed":
            claim_unit(self.enrolment_id, number, by=apprentice)
        elif step == "signed":
            sign_unit(self.enrolment_id, number, by=self.cast.acting(self.text.assessor))
        else:
            confirm_unit(self.enrolment_id, number, by=apprentice)

    def _evaluate_self(
        self,
        skill: str,
        rating: int,
        reflection: str,
        next_step: str,
        is_shared: bool,  # noqa: FBT001 -- in the order of the data file
    ) -> None:
        evaluate_self(
            self.enrolment_id,
            self._skills[skill],
            by=self.cast.acting(self.text.apprentice),
            rating=rating,
            reflection=reflection,
            next_step=next_step,
            is_shared=is_shared,
        )

    def _give_feedback(self, author: str, skill: str, rating: int, comment: str) -> None:
        give_meta_skill_feedback(
            self.enrolment_id, self._skills[skill], by=self.cast.acting(author), rating=rating, comment=comment
        )

    def _newest(self, piece: EvidenceText) -> EvidenceVersion:
        return get_draft(get_evidence(self.evidence[piece.title]))

    @cached_property
    def _units(self) -> dict[str, int]:
        units = list_programme_units(self.cast.programmes[self.text.programme])
        return {unit.unit.code: unit.id for unit in units}

    @cached_property
    def _criteria(self) -> dict[str, int]:
        rows = list_programme_criteria(self.cast.programmes[self.text.programme], self.enrolment_id)
        return {row.code: row.id for row in rows}

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {number: code for code, number in self._criteria.items()}

    @cached_property
    def _skills(self) -> dict[str, int]:
        return {row.code: row.id for row in list_meta_skills()}
