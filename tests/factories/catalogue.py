"""Services and the support procedure, taken through their own steps by an apprentice who holds every function."""

from datetime import timedelta
from typing import Any

from itsm_sandbox.catalogue.procedures.models import Procedure
from itsm_sandbox.catalogue.procedures.rules import TEMPLATE
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.engine.priority import DEFAULT_TARGETS
from itsm_sandbox.engine.roles import WorkRole
from tests.factories.workplaces import MONDAY, Workroom

ROLES_OF_ONE = (
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.FIRST_LEVEL,
    WorkRole.MAINTENANCE,
    WorkRole.ICT_OWNER,
)
TODAY = MONDAY.date()
LISTED = {
    "name": "Printing",
    "description": "Print and copy from any computer in the school.",
    "importance": "high",
    "owner_id": None,
}
LEVELS = {
    "availability": "School days from 8 to 17",
    "user_groups": ["Teachers", "Pupils"],
    "targets": {priority: list(pair) for priority, pair in DEFAULT_TARGETS.items()},
}


def do(workroom: Workroom, service: Service, event: str, **given: Any) -> None:
    perform(workroom.workplace.id, Service.kind, service.number, event, given, by=workroom.apprentice)


def list_printing(workroom: Workroom, **over: Any) -> Service:
    listed: Service = create(workroom.workplace.id, Service.kind, "list", {**LISTED, **over}, by=workroom.apprentice)
    return listed


def agree_service(workroom: Workroom, **over: Any) -> Service:
    """Listed, estimated, with support arranged, and agreed with the teacher at a meeting."""
    service = list_printing(workroom, **over)
    do(workroom, service, "estimate_levels", **LEVELS)
    support = {"first_level_id": workroom.first_line.id, "second_level_id": workroom.second_line.id, "contract": ""}
    do(workroom, service, "arrange_support", **support)
    met = {"on": TODAY, "people": [workroom.teacher.id, workroom.head.id], "others": ""}
    do(workroom, service, "agree", **met, note="All agreed that mornings matter most.")
    return service


def publish_service(workroom: Workroom, **over: Any) -> Service:
    service = agree_service(workroom, **over)
    do(workroom, service, "publish", review_due_on=TODAY + timedelta(days=200))
    return service


def write_procedure(workroom: Workroom, *, issue: bool = True) -> Procedure:
    """With the covering memo, and issued to all ICT users unless told otherwise."""
    given = {"title": "How to get support", "body": TEMPLATE}
    procedure: Procedure = create(workroom.workplace.id, Procedure.kind, "begin", given, by=workroom.apprentice)
    steps: list[tuple[str, dict[str, Any]]] = [
        ("hand_over", {}),
        ("write_memo", {"opening": "From Monday on there is one way to ask for help.", "closing": "Elspeth Grant"}),
        ("issue", {"meeting": ""}),
    ]
    for event, given in steps[: None if issue else -1]:
        perform(workroom.workplace.id, Procedure.kind, procedure.number, event, given, by=workroom.apprentice)
    return procedure
