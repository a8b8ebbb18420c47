"""What follows from the steps of contingency and recovery plans: versions frozen at issue, and the owner's answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.db import db
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.queries import get_colleague, last_told, list_colleagues
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.simulation import READING_MINUTES, answer_as_owner, plan_owner_answer
from itsm_sandbox.engine.steps.reasons import Reply
from itsm_sandbox.engine.timers import forget
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.continuity.models import PlanVersion
from itsm_sandbox.risk.continuity.rules import IN_FORCE, Part, PlanFacts, answer_loss, answer_plan, frozen
from itsm_sandbox.risk.recovery.models import RecoveryPlan

AnyPlan = ContingencyPlan | RecoveryPlan
Contents = Callable[[Any], Sequence[Part]]
"""From a plan, what a reader finds under each heading."""

_URGENT_MINUTES = 15
"""Of service time, for what cannot wait."""


def facts_of_plan(_plan: AnyPlan) -> PlanFacts:
    return PlanFacts(name_of=lambda row_id: get_colleague(row_id).name)


def ties_to_plan(plan: AnyPlan, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if plan.author_id == colleague.id else {Tie.ANYONE})


def freezing(contents: Contents) -> Callable[[Deed], None]:
    """Keep what is issued, with its hash, so that whoever has a copy can tell which version it is."""

    def freeze(deed: Deed) -> None:
        plan: AnyPlan = deed.artefact
        content, sha256 = frozen(contents(plan))
        issued = PlanVersion(
            number=plan.version,
            content=content,
            sha256=sha256,
            issued_at=deed.event.at,
            issued_by_id=deed.actor.id if deed.actor else None,
        )
        if isinstance(plan, ContingencyPlan):
            issued.contingency_plan_id = plan.id
        else:
            issued.recovery_plan_id = plan.id
        db.session.add(issued)

    return freeze


def names_of(workplace_id: int, ids: Sequence[int]) -> list[str]:
    """People by name, in the order in which they were chosen; those who left are left out."""
    names = {one.id: one.name for one in list_colleagues(workplace_id)}
    return [names[one] for one in ids if one in names]


def let_owner_answer(
    model: type[AnyPlan], name: str, thin: Callable[[Mapping[str, Any]], list[str]], hours: Callable[[Any], int]
) -> Callable[[Deed], None]:
    """Register how a simulated ICT owner answers plans of this kind; what comes back plans each answer after an event.

    `thin` says what a plan lacks; `hours` from how long a loss on it is invoked.
    """
    approve, loss, back = f"{name}.approve", f"{name}.loss", f"{name}.back"
    urgent = {"report_loss": loss, "report_restored": back}

    def answer_report(plan: AnyPlan) -> list[Reply]:
        told = last_told(plan, "report_loss")
        return [answer_loss(told["expected_hours"], hours(plan), told["lost"])] if told else []

    answer_as_owner(approve, model, ("with_owner",), lambda plan: [answer_plan(thin(plan.values()))])
    answer_as_owner(loss, model, IN_FORCE, answer_report)
    answer_as_owner(back, model, ("invoked",), _stand_down)

    def plan_answers(deed: Deed) -> None:
        plan: AnyPlan = deed.artefact
        if plan.state != "with_owner":
            forget(plan, approve)
        if deed.event.verb == "submit":
            plan_owner_answer(deed, approve, READING_MINUTES)
        elif deed.event.verb in urgent:
            plan_owner_answer(deed, urgent[deed.event.verb], _URGENT_MINUTES)

    return plan_answers


def _stand_down(plan: AnyPlan) -> list[Reply]:
    told = last_told(plan, "report_restored")
    how = f"Work goes on as usual; what was done by hand is entered afterwards. {told.get('checked', '')}".strip()
    return [Reply("stand_down", {"how": how})]
