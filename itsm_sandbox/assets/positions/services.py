"""Reviews of the licence positions: what is frozen, and what a simulated ICT owner answers."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from core.db import db
from itsm_sandbox.assets.positions.models import LicencePosition
from itsm_sandbox.assets.positions.queries import freeze_positions
from itsm_sandbox.assets.positions.rules.machine import answer_of_owner
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.simulation import apply_as_owner, plan_owner_answer
from itsm_sandbox.engine.timers import forget, timer

DECIDE = "licence_position.decide"
_READING_MINUTES = 180


def new_licence_position(author: Colleague | None) -> LicencePosition:
    """An empty one for `begin`."""
    return LicencePosition(as_of_on=date.min, positions=[], author_id=author.id if author else None)


def positions_of(review: LicencePosition) -> list[dict[str, Any]]:
    """What was frozen when it was sent; while it is being written, what is counted now."""
    if review.state != "draft" and review.positions:
        return review.positions
    return freeze_positions(review.workplace_id, review.as_of_on)


def facts_of(review: LicencePosition) -> Mapping[str, Any]:
    return {"positions": partial(positions_of, review)}


def ties_of_author(artefact: Any, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if artefact.author_id == colleague.id else {Tie.ANYONE})


def ask_owner(deed: Deed) -> None:
    plan_owner_answer(deed, DECIDE, _READING_MINUTES)


def forget_answer(deed: Deed) -> None:
    forget(deed.artefact, DECIDE)


@timer(DECIDE)
def _decide(_workplace: Workplace, due: Timer) -> None:
    review = db.session.get_one(LicencePosition, due.subject_id)
    answer = answer_of_owner(review.positions, review.findings, review.plan)
    apply_as_owner(review, answer.event, answer.given, due.at)
