"""What budgets, risk assessments and continuity plans show by themselves."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values
from itsm_sandbox.risk.assessments.rules.scores import counts, needs_owner


def _decided(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    high = [risk for risk in counts(values.get("risks") or []) if needs_owner(risk)]
    if not high:
        return None
    decided = [risk for risk in high if risk["decision"]]
    simulated = sum(bool(risk["decided_by_simulated"]) for risk in decided)
    said = (
        f"Risks of 10 and more: {len(high)}; decided on: {len(decided)}, {simulated} of them by a simulated ICT owner."
    )
    return Fact("high_risks_decided", said, holds=len(decided) == len(high))


def _carried(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    carried = [risk for risk in values.get("risks") or [] if risk["carried_from"]]
    if values.get("previous_id") is None:
        return None
    return Fact("risks_carried", f"Taken over from the assessment before: {len(carried)}.", holds=bool(carried))


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _decided,
    _carried,
)
