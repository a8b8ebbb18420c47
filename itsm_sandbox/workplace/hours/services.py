"""Changing the opening hours: always another version, from a day that has not begun."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from accounts.models import Membership
from core import clock
from core.db import db
from core.errors import FieldErrors
from core.events import publish
from itsm_sandbox.engine.models import OpeningHours
from itsm_sandbox.workplace.hours.rules import SUBDIVISIONS
from itsm_sandbox.workplace.set_up import arranging


def change_hours(
    workplace_id: int,
    *,
    from_on: date,
    week: Sequence[Sequence[Sequence[int]]],
    subdivision: str,
    closures: Sequence[Sequence[str]],
    by: Membership,
) -> OpeningHours:
    """Add a version; the due times of open tickets follow it. What happened before stays judged by the old one."""
    with arranging(workplace_id, by) as here:
        if from_on <= here.at.astimezone(clock.LONDON).date():
            raise FieldErrors({"from_on": "Choose tomorrow or later; a day that has begun keeps its hours."})
        if not any(week):
            raise FieldErrors({"monday": "Open on at least one day of the week."})
        if subdivision not in dict(SUBDIVISIONS):
            raise FieldErrors({"subdivision": "Choose whose bank holidays are kept."})
        last = db.session.scalar(select(func.max(OpeningHours.number)).where(OpeningHours.workplace_id == workplace_id))
        content: dict[str, Any] = {
            "from_on": from_on,
            "week": [[list(span) for span in day] for day in week],
            "subdivision": subdivision,
            "closures": [list(one) for one in closures],
        }
        version = OpeningHours(
            workplace_id=workplace_id,
            number=(last or 0) + 1,
            made_by_id=here.colleague.id if here.colleague else None,
            made_at=clock.now(),
            **content,
        )
        db.session.add(version)
        db.session.flush()
        here.record("hours_changed", given={"number": version.number, **content})
        publish("hours.changed", workplace=here.workplace)
        return version
