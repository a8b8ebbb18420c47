"""What every deed of setting a workplace up begins with, and the line in its log that it ends with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Membership, Person
from accounts.permissions import require
from core.db import db, transaction
from itsm_sandbox.engine.log import lock_workplace, record
from itsm_sandbox.engine.models import Colleague, WorkEvent, Workplace
from itsm_sandbox.engine.queries import get_visit, sim_now
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.permissions import POLICY


@dataclass(frozen=True, slots=True)
class Arranging:
    """A locked workplace, and who sets it up: somebody at work there, or one who watches (no colleague)."""

    workplace: Workplace
    colleague: Colleague | None
    by: Membership
    at: datetime  # in the workplace's time

    def record(
        self,
        verb: str,
        *,
        changes: Mapping[str, Any] | None = None,
        given: Mapping[str, Any] | None = None,
        shown: Mapping[str, Any] | None = None,
    ) -> WorkEvent:
        """Log it as done to the workplace itself."""
        outsider = {} if self.colleague else {"by": db.session.get_one(Person, self.by.person_id).name}
        return record(
            self.workplace,
            self.workplace,
            verb,
            actor=self.colleague,
            role="" if self.colleague else str(self.by.role),
            at=self.at,
            changes=changes,
            given={**(given or {}), **outsider},
            shown=shown,
        )


@contextmanager
def arranging(workplace_id: int, by: Membership) -> Iterator[Arranging]:
    """Let pass what is due, ask whether they may set it up, and hold the end of its log."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "set_up_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        yield Arranging(workplace, visit.colleague, by, sim_now(workplace))
