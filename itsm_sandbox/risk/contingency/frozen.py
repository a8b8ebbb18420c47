"""What the log says of each issued version of a contingency plan."""

from itsm_sandbox.engine.frozen_tables import Moment
from itsm_sandbox.risk.contingency.rules import contents
from itsm_sandbox.risk.continuity.frozen import names_of_recipients, plan_versions
from itsm_sandbox.risk.continuity.rules import Part
from itsm_sandbox.risk.recovery.models import RecoveryPlan


def _contents_at(moment: Moment) -> list[Part]:
    recovery_id = moment.columns["recovery_plan_id"]
    name = ""
    if recovery_id:
        recovery = moment.other(RecoveryPlan.kind, recovery_id)
        name = f"{RecoveryPlan.prefix}-{recovery['number']:04d} {recovery['title']}"
    return contents(moment.columns, recovery=name, issued_to=names_of_recipients(moment))


FROZEN_TABLES = plan_versions("contingency_plan_id", beside="recovery_plan_id", contents=_contents_at)
