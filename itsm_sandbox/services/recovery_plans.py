"""Recovery plans: what is frozen when one is issued, and how a simulated ICT owner answers."""

from itsm_sandbox.models import Colleague, RecoveryPlan
from itsm_sandbox.queries.catalogue import get_service_words
from itsm_sandbox.queries.workplaces import get_colleague
from itsm_sandbox.rules.continuity import Part
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.recovery_plans import MACHINE, contents, thin_parts
from itsm_sandbox.services.continuity import facts_of_plan, freezing, let_owner_answer, names_of, ties_to_plan
from itsm_sandbox.services.rooms import ROOMS, Room, hides_from_users


def _blank(author: Colleague | None) -> RecoveryPlan:
    return RecoveryPlan(title="", steps=[], author_id=author.id if author else None)


def _contents_of(plan: RecoveryPlan) -> list[Part]:
    return contents(
        plan.values(),
        service=get_service_words(plan.workplace_id, plan.service_id)[0] if plan.service_id else "",
        leader=get_colleague(plan.responsible_id).name if plan.responsible_id else "",
        issued_to=names_of(plan.workplace_id, plan.issued_to),
    )


ROOMS[ArtefactKind.RECOVERY_PLAN] = Room(
    RecoveryPlan,
    MACHINE,
    "itsm_sandbox.show_recovery_plan",
    blank=_blank,
    ties=ties_to_plan,
    facts=facts_of_plan,
    hides=hides_from_users,
    effects={"issue": (freezing(_contents_of),)},
    after=(let_owner_answer(RecoveryPlan, "recovery_plan", thin_parts, lambda plan: plan.rto_hours),),
)
