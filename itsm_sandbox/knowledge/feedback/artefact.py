"""Feedback on an article: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.knowledge.feedback import rules as feedback_rules
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.feedback.record_checks import RECORD_CHECKS
from itsm_sandbox.knowledge.procedure_changes.services import (
    facts_of_feedback,
    hides,
    new_feedback,
    raise_change_request,
    ties_to,
)

register(
    ArtefactType(
        model=Feedback,
        machine=feedback_rules.MACHINE,
        label="Feedback on an article",
        path="feedback",
        page="itsm_sandbox.show_feedback",
        blank=new_feedback,
        ties=ties_to,
        facts=facts_of_feedback,
        hides=hides,
        effects={"raise_change": (raise_change_request,)},
        tab=Tab("knowledge", 4, "Feedback", "list_feedback", "message-2", for_support=True),
        waits_for={"new": (WorkRole.SINGLE_POINT_OF_CONTACT, "is feedback that nobody has answered")},
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
    )
)
