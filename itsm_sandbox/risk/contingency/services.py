"""Contingency plans: what is frozen when one is issued, and how a simulated ICT owner answers."""

from itsm_sandbox.catalogue.services.queries import get_service_words
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.contingency.rules import ContingencyFacts, contents
from itsm_sandbox.risk.continuity.queries import find_recovery_of
from itsm_sandbox.risk.continuity.rules import Part
from itsm_sandbox.risk.continuity.services import facts_of_plan, names_of


def blank(author: Colleague | None) -> ContingencyPlan:
    return ContingencyPlan(
        title="", service_ids=[], contacts=[], procedures=[], communications=[], author_id=author.id if author else None
    )


def facts_of(plan: ContingencyPlan) -> ContingencyFacts:
    return ContingencyFacts(
        name_of=facts_of_plan(plan).name_of, service_name=lambda row_id: get_service_words(plan.workplace_id, row_id)[0]
    )


def contents_of(plan: ContingencyPlan) -> list[Part]:
    recovery = find_recovery_of(plan)
    name = f"{recovery.ref} {recovery.title}" if recovery else ""
    return contents(plan.values(), recovery=name, issued_to=names_of(plan.workplace_id, plan.issued_to))
