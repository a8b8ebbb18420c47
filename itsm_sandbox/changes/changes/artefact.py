"""Request for change: all that this kind of artefact is."""

from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.queries.lists import facts_for
from itsm_sandbox.changes.changes.record_checks import RECORD_CHECKS
from itsm_sandbox.changes.changes.rules import MACHINE
from itsm_sandbox.changes.changes.services import (
    commit,
    leave_out_review,
    note_review,
    release,
    settle,
    ties_to,
    wait_for_review,
)
from itsm_sandbox.changes.changes.simulation import plan_answers
from itsm_sandbox.changes.changes.turns import tell_next
from itsm_sandbox.changes.readiness.services import link_pilot
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.engine.roles import WorkRole

register(
    ArtefactType(
        model=Change,
        machine=MACHINE,
        label="Request for change",
        path="changes",
        page="itsm_sandbox.show_change",
        ties=ties_to,
        facts=facts_for,
        effects={
            "raise": (link_pilot,),
            "approve_proceed": (commit,),
            "approve_implement": (commit,),
            "schedule_standard": (commit,),
            "finish": (settle, wait_for_review),
            "fall_back": (settle, wait_for_review),
            "refuse_implement": (release,),
            "withdraw": (release,),
            "review_after": (note_review,),
            "submit_2": (leave_out_review,),
            "amend": (leave_out_review,),
        },
        after=(plan_answers, tell_next),
        tab=Tab("changes", 1, "Requests for change", "list_changes", "replace"),
        waits_for={
            "awaiting_proceed": (WorkRole.INITIAL_APPROVER, "waits for your approval to proceed"),
            "peer_review": (WorkRole.PEER_REVIEWER, "waits for your peer review"),
            "awaiting_implement": (WorkRole.FINAL_APPROVER, "waits for your approval to implement"),
        },
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
        ids_in={"asset_ids": "asset", "service_ids": "service"},
    )
)
