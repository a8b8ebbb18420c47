"""Keeping what somebody wrote beside a deed, so that it can be erased and every proof stays valid."""

from assessment.judging.models import Remark
from core.db import db
from core.errors import FieldErrors
from core.forms import without_controls
from core.ledger import commitment, new_salt

LONGEST_REMARK = 4000


def keep_remark(text: str, *, field: str, needed: str) -> tuple[Remark, str]:
    """Return the row and its commitment. An empty text is refused with the sentence `needed` beside the field."""
    words = without_controls(text).replace("\r\n", "\n").strip()
    if not words:
        raise FieldErrors({field: needed})
    if len(words) > LONGEST_REMARK:
        raise FieldErrors({field: f"Use at most {LONGEST_REMARK} characters."})
    salt = new_salt()
    remark = Remark(salt=salt, text=words)
    db.session.add(remark)
    db.session.flush()
    return remark, commitment(salt, words)
