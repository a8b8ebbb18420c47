"""What all signatures share: the moment, the method, and what somebody wrote beside one."""

from datetime import datetime

from assessment.judging.models import Remark
from core import clock
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


METHOD = "session"  # the signer was signed in; stronger methods come with their own words


def signing_time() -> datetime:
    """Return now, to the millisecond, which is as exact as the ledger says it."""
    moment = clock.now()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
