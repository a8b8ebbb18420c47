"""Problem: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.problems.record_checks import RECORD_CHECKS
from itsm_sandbox.problems.problems.rules import MACHINE
from itsm_sandbox.problems.problems.services import (
    facts_of,
    forget_handing_over,
    link,
    new_problem,
    plan_handing_over,
    retire_known_error,
    revise_known_error,
    ties_to,
    unlink,
    write_known_error,
)

register(
    ArtefactType(
        model=Problem,
        machine=MACHINE,
        label="Problem",
        path="problems",
        page="itsm_sandbox.show_problem",
        blank=new_problem,
        ties=ties_to,
        facts=facts_of,
        hides=hides_from_users,
        effects={
            "log": (link, plan_handing_over),
            "link_tickets": (link,),
            "unlink_tickets": (unlink,),
            "declare_known_error": (write_known_error,),
            "record_workaround": (revise_known_error,),
            "record_cause": (revise_known_error,),
            "close": (retire_known_error,),
            "cancel": (retire_known_error,),
        },
        after=(forget_handing_over,),
        tab=Tab("problems", 1, "Problems", "list_problems", "bug", for_support=True),
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
    )
)
