"""What usually comes next in a project."""

from collections.abc import Mapping
from typing import Any


def next_step(values: Mapping[str, Any]) -> str:
    """What usually comes next, for somebody who leads a project for the first time."""
    state = values["state"]
    if state == "draft" and not values["reasons"]:
        return "Add at least two options, then recommend one of them."
    if state == "approved" and not values["roles"]:
        return "Say who does what, then add tasks and milestones."
    if state == "approved":
        return "Complete the plan, then set its baseline."
    if state == "planned" and not values["report_due_on"]:
        return "Set when you report and to whom; then begin the work."
    return _NEXT.get(state, "")


_NEXT = {
    "draft": "Submit the case; the ICT owner decides on it.",
    "submitted": "The ICT owner reads the case and decides.",
    "planned": "Begin the work.",
    "running": "Tell progress as it comes, escalate in time what goes wrong, and report the status when it is due.",
}
