"""What budgets, risk assessments and continuity plans show by themselves."""

from collections.abc import Callable, Mapping, Sequence

from itsm_sandbox.engine.logged_events import Happening, last, several
from itsm_sandbox.engine.record_checks import Fact, Values
from itsm_sandbox.risk.assessments.rules.scores import counts, needs_owner


def _by(event: Happening) -> str:
    return "a simulated colleague, which is no authorisation" if event.is_simulated else event.actor


def _agreed(values: Values, events: Sequence[Happening]) -> Fact | None:
    """Somebody else agreed to what is done when it fails."""
    approved = last(events, "approve")
    if approved is None:
        return None
    apart = approved.actor_id != values.get("author_id")
    said = f"The plan was approved by {_by(approved)}{', not its author' if apart else ', who wrote it'}."
    return Fact("plan_agreed", said, holds=apart)


def _practised(values: Values, _events: Sequence[Happening]) -> Fact | None:
    exercises, actions = values.get("exercises") or [], values.get("actions") or []
    if not values.get("version"):
        return None
    open_actions = sum(not action["done_on"] for action in actions)
    said = f"Exercises on it: {len(exercises)}. Actions that followed: {len(actions)}, {open_actions} of them open."
    return Fact("plan_practised", said, holds=bool(exercises))


def _used(values: Values, events: Sequence[Happening]) -> Fact | None:
    invoked = several(events, {"invoke"})
    if not invoked:
        return Fact("plan_used", "It was never invoked.") if values.get("version") else None
    times = "once" if len(invoked) == 1 else f"{len(invoked)} times"
    return Fact("plan_used", f"It was invoked {times}, last by {_by(invoked[-1])}.", holds=True)


def _decided(values: Values, _events: Sequence[Happening]) -> Fact | None:
    high = [risk for risk in counts(values.get("risks") or []) if needs_owner(risk)]
    if not high:
        return None
    decided = [risk for risk in high if risk["decision"]]
    simulated = sum(bool(risk["decided_by_simulated"]) for risk in decided)
    said = (
        f"Risks of 10 and more: {len(high)}; decided on: {len(decided)}, {simulated} of them by a simulated ICT owner."
    )
    return Fact("high_risks_decided", said, holds=len(decided) == len(high))


def _carried(values: Values, _events: Sequence[Happening]) -> Fact | None:
    carried = [risk for risk in values.get("risks") or [] if risk["carried_from"]]
    if values.get("previous_id") is None:
        return None
    return Fact("risks_carried", f"Taken over from the assessment before: {len(carried)}.", holds=bool(carried))


def _set(values: Values, events: Sequence[Happening]) -> Fact | None:
    was_set = last(events, "set", "set_staff")
    if was_set is None:
        return None
    proposed = any(event.verb == "propose" for event in events)
    apart = was_set.actor_id != values.get("author_id")
    said = f"The budget was set by {_by(was_set)}{', not by who proposed it' if proposed and apart else ''}."
    return Fact("budget_set", said, holds=True)


_PLAN = (_agreed, _practised, _used)
PLANNING_FACTS: Mapping[str, Sequence[Callable[[Values, Sequence[Happening]], Fact | None]]] = {
    "contingency_plan": _PLAN,
    "recovery_plan": _PLAN,
    "risk_assessment": (_decided, _carried),
    "budget": (_set,),
}
