"""What has to be so before a step of a ticket is possible, and which columns follow from it.

Guards and setters look at these facts besides the ticket's own columns: `matrix` ("impact urgency" to priority),
`group_levels` (id to level), `suppliers` (ids of groups), `services` (id to {"version", "items"}), `reopen_until` (of a
resolved ticket) and `most_reminders`.
"""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.desk.tickets.rules.categories import PARENTS, SUBCATEGORIES, needs_identity
from itsm_sandbox.desk.tickets.rules.fields import NO_REPLY
from itsm_sandbox.engine.machine import Case
from itsm_sandbox.engine.roles import SUPPORT, Tie

Set = Mapping[str, Any]
_WANTED = 15  # characters of a reason that is more than a word


def own_or_at_the_desk(case: Case) -> str | None:
    """Guard of logging: a user reports for themselves; the service desk and monitoring also for others."""
    at_desk = case.actor.roles & (SUPPORT | {Tie.TIMER})
    return None if at_desk or case.get("requester_id") == case.actor.id else "Report it in your own name."


def not_classified(case: Case) -> str | None:
    return "It is classified already. To change that, reclassify it." if case.values.get("subcategory") else None


def classified(case: Case) -> str | None:
    return None if case.values.get("subcategory") else "First check that it is valid, and classify it."


def identity_checked(case: Case) -> str | None:
    if not needs_identity(case.get("subcategory")) or case.get("identity_method"):
        return None
    name = SUBCATEGORIES[case.get("subcategory")].label
    return f"“{name}” touches an account: first make sure who asks, and say how you did."


def duplicate_named(case: Case) -> str | None:
    named = case.given.get("duplicate_of_id")
    if case.given["rejection"] == "duplicate":
        if not named:
            return "Name the ticket that it is a duplicate of."
        return "A ticket is no duplicate of itself." if named == case.values.get("id") else None
    return "Only a duplicate names another ticket. Choose that reason, or leave the ticket out." if named else None


def is_request(case: Case) -> str | None:
    return None if case.values["type"] == "request" else "Only requests are approved; this is an incident."


def not_yet_approved(case: Case) -> str | None:
    return "It has been approved already." if case.values.get("approved_at") else None


def item_needs_approval(case: Case) -> str | None:
    item = _item(case, case.given["request_item"])
    if item is None or item.get("needs_approval"):
        return None
    return f"“{item['name']}” needs no approval in the catalogue. Triage it."


def approver_is_another(case: Case) -> str | None:
    if case.actor.id in {case.values["requester_id"], case.values.get("affected_user_id")}:
        return "Nobody approves what they asked for themselves. Another approver has to."
    return None


def approved_if_needed(case: Case) -> str | None:
    asked_for = case.values.get("request_item")
    item = _item(case, asked_for) if asked_for else None
    if item and item.get("needs_approval") and not case.values.get("approved_at"):
        return "What is asked for needs approval first."
    return None


def override_has_reason(case: Case) -> str | None:
    wanted = case.given.get("override")
    if not wanted:
        return None
    if wanted == _by_matrix(case):
        return f"The matrix gives {wanted} already. Leave the other priority empty."
    if len(case.given.get("override_reason") or "") < _WANTED:
        return "Say in a sentence why another priority than the matrix gives is right."
    return None


def somebody_gets_it(case: Case) -> str | None:
    told = case.given.get("group_id") or case.given.get("assigned_to_id")
    return None if told else "Choose the group or the person who is to work on it."


def given_elsewhere(case: Case) -> str | None:
    """Guard of reassigning: a group, a person or both, other than now."""
    group, person = case.given.get("group_id"), case.given.get("assigned_to_id")
    if not group and not person:
        return "Choose the group or the person who is to go on with it."
    if (group or None, person or None) == (case.values.get("group_id"), case.values.get("assigned_to_id")):
        return "That is who has it now. Choose another group or person."
    return None


def nobody_has_it(case: Case) -> str | None:
    if case.values.get("assigned_to_id") is None:
        return None
    if case.values["assigned_to_id"] == case.actor.id:
        return "You have it already."
    return "Somebody has it already. Reassign it, with what was done so far."


def follow_up_told(case: Case) -> str | None:
    at, reason = case.given.get("follow_up_at"), case.given["pending_reason"]
    if at is None and reason in {"user", "scheduled"}:
        return "Say when to remind them." if reason == "user" else "Say for when it was agreed."
    if at is not None and at <= case.now:
        return "Choose a time that is still to come."
    if reason == "change" and not (case.given.get("change_ref") or case.values.get("change_id")):
        return "Name the request for change that has to be made first."
    return None


def waits_for_the_user(case: Case) -> str | None:
    return None if case.values["pending_reason"] == "user" else "It is not waiting for an answer from the user."


def reminded_enough(case: Case) -> str | None:
    most, so_far = case.facts.get("most_reminders", 3), case.values.get("reminders", 0)
    if so_far >= most:
        return None
    return f"They were reminded {so_far} of {most} times. Remind them, or wait for the next reminder."


def goes_higher(case: Case) -> str | None:
    group = case.given["group_id"]
    if group in case.facts.get("suppliers", ()) and group != case.values.get("group_id"):
        return None
    if case.facts["group_levels"].get(group, 0) > case.values["level"]:
        return None
    return f"That group is no higher than level {case.values['level']}. Choose a higher one, or reassign it instead."


def knowledge_told(case: Case) -> str | None:
    if case.given.get("articles_used") or len(case.given.get("proposal") or "") >= _WANTED:
        return None
    return "Name the article you used, or say in a sentence what a new one should tell."


def breach_explained(case: Case) -> str | None:
    due = case.values.get("fix_due_at")
    late = case.values.get("fix_breached_at") or (due is not None and case.now > due)
    if not late or len(case.given.get("breach_reason") or "") >= _WANTED:
        return None
    return "Its fix target was missed. Say in a sentence why."


def within_five_days(case: Case) -> str | None:
    until = case.facts.get("reopen_until")
    if until is None or case.now <= until:
        return None
    return "It was resolved more than five service days ago. Report it again; the new ticket will follow this one."


def something_changes(case: Case) -> str | None:
    names = ("type", "subcategory", "service_id", "impact", "urgency")
    changed = [name for name in names if case.given.get(name) and case.given[name] != case.values.get(name)]
    return None if changed or case.given.get("override") else "Nothing would change. Choose what it really is."


def triaged_to_change_priority(case: Case) -> str | None:
    asked = case.given.get("impact") or case.given.get("urgency") or case.given.get("override")
    if asked and not case.values.get("priority"):
        return "It has no priority yet: leave impact and urgency to triage."
    return None


def is_major(case: Case) -> str | None:
    return None if case.values["is_major"] else "It is no major incident."


def not_major(case: Case) -> str | None:
    return "It is a major incident already." if case.values["is_major"] else None


def can_be_major(case: Case) -> str | None:
    if case.values["type"] != "incident":
        return "Only an incident can be major."
    every = case.given["communicate_every"]
    return None if 5 <= every <= 480 else "Tell people at least every 8 hours, and not more often than every 5 minutes."


def other_parent(case: Case) -> str | None:
    if case.values["is_major"]:
        return "A major incident is not part of another one."
    return "A ticket is not part of itself." if case.given["parent_id"] == case.values.get("id") else None


def has_parent(case: Case) -> str | None:
    return None if case.values.get("parent_id") else "It is not part of a major incident."


def has_problem(case: Case) -> str | None:
    return None if case.values.get("problem_id") else "It has no problem to be taken from."


def set_log(case: Case) -> Set:
    return {
        "affected_user_id": case.given.get("affected_user_id") or case.given["requester_id"],
        "service_version": _version(case),
    }


def set_classified(case: Case) -> Set:
    follows: dict[str, Any] = {"category": PARENTS[case.given["subcategory"]], "service_version": _version(case)}
    if case.given.get("identity_method"):
        follows |= {"identity_by_id": case.actor.id, "identity_at": case.now}
    return follows | ({} if case.values.get("owner_id") else {"owner_id": case.actor.id})


def set_triaged(case: Case) -> Set:
    return {
        "priority": case.given.get("override") or _by_matrix(case),
        "level": _level(case),
        "owner_id": case.values.get("owner_id") or case.actor.id,
    }


def set_reclassified(case: Case) -> Set:
    follows: dict[str, Any] = {"service_version": _version(case)}
    if case.given.get("subcategory"):
        follows["category"] = PARENTS[case.given["subcategory"]]
    if case.given.get("identity_method") and case.given["identity_method"] != case.values.get("identity_method"):
        follows |= {"identity_by_id": case.actor.id, "identity_at": case.now}
    moved = any(case.get(name) != case.values.get(name) for name in ("impact", "urgency"))
    if case.given.get("override"):
        follows["priority"] = case.given["override"]
    elif moved and case.values.get("priority"):
        follows |= {"priority": _by_matrix(case), "override_reason": ""}
    return follows


def set_responded(case: Case) -> Set:
    follows = {"assigned_to_id": case.values.get("assigned_to_id") or case.actor.id, **add_effort(case)}
    return follows | ({"support_mode": "on_premises"} if case.given["contact"] == "visit" else {})


def set_taken(case: Case) -> Set:
    return {"assigned_to_id": case.actor.id}


def set_waiting(case: Case) -> Set:
    return {"reminders": 0, "change_id": case.given.get("change_ref") or case.values.get("change_id")}


def set_working_again(_case: Case) -> Set:
    return {"pending_reason": "", "follow_up_at": None, "reminders": 0}


def set_escalated(case: Case) -> Set:
    return {**set_working_again(case), "assigned_to_id": None, "level": _level(case)}


def set_reassigned(case: Case) -> Set:
    """The person and group told; a group without a person has nobody yet, a person alone keeps their group."""
    group = case.given.get("group_id") or case.values.get("group_id")
    return {"group_id": group, "assigned_to_id": case.given.get("assigned_to_id"), "level": _level(case)}


def set_management_told(_case: Case) -> Set:
    return {"is_escalated": True}


def set_resolved(case: Case) -> Set:
    return add_effort(case)


def set_no_reply(case: Case) -> Set:
    text = f"There was no answer after {case.values['reminders']} reminders, so nothing more could be done."
    return {**set_working_again(case), "resolution_code": NO_REPLY, "resolution": text}


def set_reminded(case: Case) -> Set:
    return {"reminders": case.values.get("reminders", 0) + 1}


def set_rating(case: Case) -> Set:
    return {"satisfaction": int(case.given["rating"])} if case.given.get("rating") else {}


def set_approved(case: Case) -> Set:
    return {"approved_at": case.now}


def set_major(_case: Case) -> Set:
    return {"is_major": True}


def set_stood_down(_case: Case) -> Set:
    return {"is_major": False, "communicate_every": None}


def set_no_parent(_case: Case) -> Set:
    return {"parent_id": None}


def set_no_problem(_case: Case) -> Set:
    return {"problem_id": None}


def add_effort(case: Case) -> Set:
    spent = case.given.get("minutes") or 0
    return {"effort_minutes": case.values.get("effort_minutes", 0) + spent} if spent else {}


def _by_matrix(case: Case) -> str | None:
    priority: str | None = case.facts["matrix"].get(f"{case.get('impact')} {case.get('urgency')}")
    return priority


def _level(case: Case) -> int:
    level: int = case.facts["group_levels"].get(case.given.get("group_id"), case.values["level"])
    return level


def _version(case: Case) -> int | None:
    """The version of the service in force when the ticket was given to it; it stays with an unchanged service."""
    service = case.get("service_id")
    if service == case.values.get("service_id") and case.values.get("service_version"):
        kept: int = case.values["service_version"]
        return kept
    return (case.facts["services"].get(service) or {}).get("version") or None


def _item(case: Case, name: str) -> Mapping[str, Any] | None:
    items = (case.facts["services"].get(case.get("service_id")) or {}).get("items", ())
    return next((item for item in items if item["name"].lower() == name.strip().lower()), None)
