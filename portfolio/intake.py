"""The door through which other packages hand in evidence: plain values in, a draft of the apprentice's out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from sqlalchemy import Select, select

from accounts.models import Membership
from core.errors import FieldErrors
from core.storage import Readable
from portfolio.enrolments.models import Enrolment
from portfolio.enrolments.queries import find_current_enrolment, get_current_enrolment
from portfolio.evidence.queries import get_draft, get_evidence
from portfolio.evidence.services.drafts import save_draft, start_evidence
from portfolio.evidence.services.erasing import remove_unless_held
from portfolio.evidence.services.files import attach_file
from portfolio.programmes.queries import list_programme_criteria
from portfolio.vocabulary import COUNTS_FOR_NOTHING, Assistance, EvidenceKind, Origin

__all__ = [
    "Assistance",
    "DraftClaim",
    "DraftFile",
    "EvidenceDraft",
    "EvidenceKind",
    "Origin",
    "apprentices_assessed_by",
    "is_gone",
    "known_criteria",
    "receive",
    "remove_unless_held",
]


@dataclass(frozen=True, slots=True)
class DraftFile:
    name: str
    content: bytes | Readable


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A criterion of the apprentice's programme by its code."""

    code: str
    locator: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """`enrolment_id` None means the apprentice's current enrolment. `source` names what it came from, once for ever."""

    title: str
    origin: Origin
    kind: EvidenceKind = EvidenceKind.SANDBOX_ARTEFACT
    assistance: Assistance | None = None
    account: str = ""
    done_on: date | None = None
    claims: Sequence[DraftClaim] = ()
    files: Sequence[DraftFile] = ()
    enrolment_id: int | None = None
    source: str = ""


def apprentices_assessed_by(assessor: Membership) -> Select[int]:
    """The memberships of those allocated to this assessor, for use inside another select."""
    return select(Enrolment.apprentice_id).where(Enrolment.assessor_id == assessor.id)


def receive(draft: EvidenceDraft, *, by: Membership) -> int:
    """Keep it as a draft in the apprentice's portfolio and return its id. The same source gives the same draft.

    The apprentice submits it themselves, with their own declarations.
    """
    enrolment = get_current_enrolment(by, draft.enrolment_id)
    known = {row.code: row.id for row in list_programme_criteria(enrolment.programme_id, enrolment.id)}
    unknown = [claim.code for claim in draft.claims if claim.code not in known]
    if unknown:
        raise FieldErrors({"criteria": f"{', '.join(unknown)} is not part of this programme."})
    evidence = start_evidence(enrolment.id, by=by, title=draft.title, kind=draft.kind, request_key=draft.source)
    if get_draft(evidence).revision > 1:
        return evidence.id  # it arrived before, and its owner may have changed it since
    for file in draft.files:
        content = BytesIO(file.content) if isinstance(file.content, bytes) else file.content
        attach_file(evidence.id, content, file.name, by=by)
    changes: dict[str, Any] = {"origin": draft.origin, "assistance": draft.assistance, "account": draft.account}
    if draft.done_on is not None:
        changes["done_on"] = draft.done_on
    claims = [(known[claim.code], claim.locator, claim.reason) for claim in draft.claims]
    save_draft(evidence.id, by=by, revision=1, changes=changes, claims=claims)
    return evidence.id


def known_criteria(who: Membership) -> dict[str, str]:
    """What an apprentice's current programme asks, by code; nothing for somebody without one."""
    enrolment = find_current_enrolment(who)
    if enrolment is None:
        return {}
    return {row.code: row.statement for row in list_programme_criteria(enrolment.programme_id, enrolment.id)}


def is_gone(evidence_id: int) -> bool:
    """Whether what was handed in was taken back by its owner or made void since, so that it counts for nothing."""
    return get_evidence(evidence_id).state in COUNTS_FOR_NOTHING
