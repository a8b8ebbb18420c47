"""Recovery plans: what is frozen when one is issued, and how a simulated ICT owner answers."""

from collections.abc import Sequence

from core.formatting import day
from itsm_sandbox.models import Colleague, RecoveryPlan
from itsm_sandbox.queries.catalogue import get_service_words
from itsm_sandbox.queries.workplaces import get_colleague
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.recovery_plans import MACHINE, thin_parts
from itsm_sandbox.services.continuity import facts_of_plan, freezing, let_owner_answer, names_of, ties_to_plan
from itsm_sandbox.services.problems import hides_from_users
from itsm_sandbox.services.rooms import ROOMS, Room


def _blank(author: Colleague | None) -> RecoveryPlan:
    return RecoveryPlan(title="", steps=[], author_id=author.id if author else None)


def contents_of(plan: RecoveryPlan) -> list[tuple[str, Sequence[str]]]:
    """The plan as it goes to those who act on it."""
    copy = f"{plan.offsite_place}, since {day(plan.offsite_on)}" if plan.offsite_on else plan.offsite_place
    service = [get_service_words(plan.workplace_id, plan.service_id)[0]] if plan.service_id else []
    return [
        ("Service", service),
        ("Must be back within", [f"{plan.rto_hours} hours"]),
        ("Work that may be lost", [f"{plan.rpo_hours} hours"]),
        ("Led by", [get_colleague(plan.responsible_id).name] if plan.responsible_id else []),
        ("Needs first", [plan.dependencies]),
        ("Backup", [plan.backup_source]),
        ("Steps", [f"{number}. {step}" for number, step in enumerate(plan.steps, 1)]),
        ("How one knows that it is back", [plan.verification]),
        ("Issued to", names_of(plan.workplace_id, plan.issued_to)),
        ("Copy off site", [copy]),
        ("Review due", [day(plan.review_due_on)] if plan.review_due_on else []),
    ]


ROOMS[ArtefactKind.RECOVERY_PLAN] = Room(
    RecoveryPlan,
    MACHINE,
    "itsm_sandbox.show_recovery_plan",
    blank=_blank,
    ties=ties_to_plan,
    facts=facts_of_plan,
    hides=hides_from_users,
    effects={"issue": (freezing(contents_of),)},
    after=(let_owner_answer(RecoveryPlan, "recovery_plan", thin_parts, lambda plan: plan.rto_hours),),
)
