"""Reviews of the first-line process: what is counted for one, and whose it is."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from core.db import db
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.queries import get_colleague, sim_now
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.actions import owns_open_action
from itsm_sandbox.problems.reviews.models import ProcessReview
from itsm_sandbox.problems.reviews.queries import count_first_line


def new_review(author: Colleague | None) -> ProcessReview:
    """An empty one for `begin`."""
    return ProcessReview(title="", figures={}, actions=[], author_id=author.id if author else None)


def numbers_of(review: ProcessReview) -> dict[str, Any]:
    """What is counted now; once the actions are agreed, what was counted then."""
    if review.figures:
        return review.figures
    now = sim_now(db.session.get_one(Workplace, review.workplace_id))
    return count_first_line(review.workplace_id, review.from_on, review.to_on, now)


def facts_of(review: ProcessReview) -> Mapping[str, Any]:
    return {"figures": partial(numbers_of, review), "name_of": lambda row_id: get_colleague(row_id).name}


def ties_to(review: ProcessReview, colleague: Colleague) -> frozenset[Tie]:
    ties = {Tie.ANYONE}
    if review.author_id == colleague.id:
        ties.add(Tie.AUTHOR)
    if owns_open_action(review.actions, colleague.id):
        ties.add(Tie.ASSIGNED)
    return frozenset(ties)
