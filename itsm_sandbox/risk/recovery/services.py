"""Recovery plans: what is frozen when one is issued, and how a simulated ICT owner answers."""

from itsm_sandbox.catalogue.services.queries import get_service_words
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.queries import get_colleague
from itsm_sandbox.risk.continuity.rules import Part
from itsm_sandbox.risk.continuity.services import names_of
from itsm_sandbox.risk.recovery.models import RecoveryPlan
from itsm_sandbox.risk.recovery.rules import contents


def blank(author: Colleague | None) -> RecoveryPlan:
    return RecoveryPlan(title="", steps=[], author_id=author.id if author else None)


def contents_of(plan: RecoveryPlan) -> list[Part]:
    return contents(
        plan.values(),
        service=get_service_words(plan.workplace_id, plan.service_id)[0] if plan.service_id else "",
        leader=get_colleague(plan.responsible_id).name if plan.responsible_id else "",
        issued_to=names_of(plan.workplace_id, plan.issued_to),
    )
