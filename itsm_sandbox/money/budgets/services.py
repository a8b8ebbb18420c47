"""Budgets: who may not see which, that none overlap, and what a simulated ICT owner makes of a proposal."""

from collections.abc import Mapping
from typing import Any

from core.errors import FieldErrors
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.queries import get_colleague, last_told
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.simulation import READING_MINUTES, answer_as_owner, plan_owner_answer
from itsm_sandbox.engine.steps.reasons import Reply
from itsm_sandbox.engine.timers import forget
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.money.budgets.queries import find_overlapping, read_standing
from itsm_sandbox.money.budgets.rules import BudgetFacts, answer_budget, answer_revision

ANSWER, ANSWER_REVISION = "budget.answer", "budget.answer_revision"


def no_amounts(author: Colleague | None) -> Budget:
    return Budget(title="", split_lines=[], revisions=[], author_id=author.id if author else None)


def no_overlap(workplace_id: int, given: Mapping[str, Any]) -> None:
    """One budget at a time, besides the one for staff."""
    if not given.get("from_on") or not given.get("to_on"):
        return  # the table says that they are missing
    is_for_staff = "staff_pence" in given
    other = find_overlapping(workplace_id, given["from_on"], given["to_on"], is_restricted=is_for_staff)
    if other:
        raise FieldErrors({"from_on": f"{other.ref} covers some of these days already. Begin after it ends."})


def facts_of(_budget: Budget) -> BudgetFacts:
    return BudgetFacts(name_of=lambda row_id: get_colleague(row_id).name)


def ties_to(budget: Budget, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if budget.author_id == colleague.id else {Tie.ANYONE})


def hides(budget: Budget, colleague: Colleague) -> bool:
    """What staff cost is for the ICT owner alone."""
    return budget.is_restricted and WorkRole.ICT_OWNER not in colleague.roles


def await_owner(deed: Deed) -> None:
    if deed.artefact.state != "proposed":
        forget(deed.artefact, ANSWER)
    elif deed.event.verb == "propose":
        plan_owner_answer(deed, ANSWER, READING_MINUTES)
    if deed.event.verb == "ask_revision":
        plan_owner_answer(deed, ANSWER_REVISION, READING_MINUTES)


def _answer_revision(budget: Budget) -> list[Reply]:
    asked = last_told(budget, "ask_revision")
    lines = {line.category: line for line in read_standing(budget, sees_restricted=False).lines}
    line = lines[asked["category"]]
    return [answer_revision(budget.values(), asked, line.committed + line.spent)]


answer_as_owner(ANSWER_REVISION, Budget, ("set",), _answer_revision)
answer_as_owner(ANSWER, Budget, ("proposed",), lambda budget: [answer_budget(budget.values())])
