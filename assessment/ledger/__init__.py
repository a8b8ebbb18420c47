"""What the ledger says of everything that is signed in assessment, made again from the rows at each verification."""

from collections.abc import Sequence

from sqlalchemy import select

from assessment.ledger import decisions, records, units, voiding  # each registers what it describes
from core.db import db
from core.ledger import known_logs
from portfolio.models import Enrolment, Evidence

__all__ = ["decisions", "records", "units", "voiding"]


@known_logs
def _list_centres() -> Sequence[int]:
    """The centres whose log has to hold something, also when somebody took all of it away."""
    return db.session.scalars(
        select(Enrolment.centre_id)
        .join(Evidence, Evidence.enrolment_id == Enrolment.id)
        .where(Evidence.submitted_number.is_not(None))
        .distinct()
        .order_by(Enrolment.centre_id)
    ).all()
