"""Reviews of the first-line process: starting one, and what is counted for it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from core.db import db, transaction
from itsm_sandbox.models import Colleague, ProcessReview, Workplace
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.queries.reviews import count_first_line
from itsm_sandbox.queries.workplaces import get_colleague, get_visit, sim_now
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.reviews import MACHINE
from itsm_sandbox.rules.roles import Tie
from itsm_sandbox.services.acting import begin
from itsm_sandbox.services.errands import catch_up
from itsm_sandbox.services.log import lock_workplace
from itsm_sandbox.services.problems import hides_from_users
from itsm_sandbox.services.rooms import ROOMS, Room


def start_review(workplace_id: int, given: Mapping[str, Any], *, by: Membership) -> ProcessReview:
    """Take a period to look at."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        review = new_review(visit.colleague)
        begin(workplace, review, "start", given, actor=visit.colleague, at=sim_now(workplace))
        return review


def new_review(author: Colleague | None) -> ProcessReview:
    """An empty one for `begin`."""
    return ProcessReview(title="", figures={}, actions=[], author_id=author.id if author else None)


def figures_of(review: ProcessReview) -> dict[str, Any]:
    """What is counted now; once the actions are agreed, what was counted then."""
    if review.figures:
        return review.figures
    now = sim_now(db.session.get_one(Workplace, review.workplace_id))
    return count_first_line(review.workplace_id, review.from_on, review.to_on, now)


def _facts(review: ProcessReview) -> Mapping[str, Any]:
    return {"figures": partial(figures_of, review), "name_of": lambda row_id: get_colleague(row_id).name}


def _ties(review: ProcessReview, colleague: Colleague) -> frozenset[Tie]:
    ties = {Tie.ANYONE}
    if review.author_id == colleague.id:
        ties.add(Tie.AUTHOR)
    if any(action["owner_id"] == colleague.id and not action["done_on"] for action in review.actions):
        ties.add(Tie.ASSIGNED)
    return frozenset(ties)


ROOMS[ArtefactKind.REVIEW] = Room(
    ProcessReview, MACHINE, "itsm_sandbox.show_review", ties=_ties, facts=_facts, hides=hides_from_users
)
