"""Signing, and keeping what somebody writes beside it, so that it can be erased and every proof stays valid."""

from datetime import datetime
from typing import Any

from accounts.models import Membership
from assessment.signatures.models import Remark
from assessment.signatures.rules import STATEMENTS
from core import clock
from core.db import db
from core.errors import FieldErrors
from core.ledger import commitment, new_salt
from core.text import without_controls

LONGEST_REMARK = 4000
METHOD = "session"  # the signer was signed in; stronger methods come with their own words


def signing_time() -> datetime:
    """Return now, to the millisecond, which is as exact as the ledger says it."""
    moment = clock.now()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def signature(kind: str, content_hash: str) -> dict[str, Any]:
    """Return the columns of `Signed` for the statement of this kind, put on what has this hash, now."""
    return {"statement": STATEMENTS[kind], "content_hash": content_hash, "method": METHOD, "at": signing_time()}


def signature_in_role(kind: str, content_hash: str, signer: Membership) -> dict[str, Any]:
    """Return the columns of `SignedInRole`."""
    return {"by_id": signer.id, "role": signer.role.value, **signature(kind, content_hash)}


def make_remark(text: str) -> tuple[Remark, str]:
    """Return the row and its commitment."""
    salt = new_salt()
    return Remark(salt=salt, text=text), commitment(salt, text)


def keep_remark(text: str, *, needed: str) -> dict[str, Any]:
    """Keep it and return the columns of `Remarked`. An empty comment is refused with the sentence `needed`."""
    words = without_controls(text).replace("\r\n", "\n").strip()
    if not words:
        raise FieldErrors({"comment": needed})
    if len(words) > LONGEST_REMARK:
        raise FieldErrors({"comment": f"Use at most {LONGEST_REMARK} characters."})
    remark, hidden = make_remark(words)
    db.session.add(remark)
    db.session.flush()
    return {"remark_id": remark.id, "comment_commitment": hidden}
