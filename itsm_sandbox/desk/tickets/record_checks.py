"""What the record of a ticket shows by itself, and how what it keeps reads on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from core import formatting
from itsm_sandbox.desk.tickets.rules.categories import needs_identity
from itsm_sandbox.engine.durations import span
from itsm_sandbox.engine.logged_events import LoggedEvent, first, last, several
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def modes_shown(modes: Mapping[str, int]) -> Fact:
    """What all one's tickets show together: how many were supported in each mode."""
    remote, on_premises = modes.get("remote", 0), modes.get("on_premises", 0)
    return Fact(
        "both_modes_shown",
        f"Tickets classified in this workplace so far: {remote} remote, {on_premises} on premises.",
        holds=bool(remote and on_premises),
    )


def _identity(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    checked_at = values.get("identity_at")
    worked = first(events, "respond", "resolve")
    if not checked_at and not needs_identity(values.get("subcategory")):
        return Fact("identity_checked", "Its category asks for no check of identity.")
    if checked_at is None:
        return Fact("identity_checked", "Nobody’s identity was checked.", holds=False if worked else None)
    if worked and worked.at < checked_at:
        return Fact("identity_checked", "Identity was checked only after work had begun.", holds=False)
    return Fact("identity_checked", "Identity was checked before anything was done.", holds=True)


def _matrix(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if last(events, "triage") is None:
        return None
    if values.get("override_reason"):
        return Fact("priority_reasoned", "The priority departs from the matrix, with a reason.", holds=True)
    return Fact("priority_reasoned", "The priority is the one that the matrix gives.", holds=True)


def _reclassified(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if first(events, "triage") is None:
        return None
    times = int(values.get("reclassifications") or 0)
    said = "never" if not times else "once" if times == 1 else f"{times} times"
    return Fact("never_reclassified", f"Category or priority changed after triage: {said}.", holds=not times)


def _owner(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    owners = [event.changes["owner_id"] for event in events if "owner_id" in event.changes]
    if not owners:
        return None
    kept = all(before is None for before, _after in owners)
    return Fact("owner_never_changed", f"The owner {'never changed' if kept else 'changed'}.", holds=kept)


def _first_level(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if last(events, "resolve") is None:
        return None
    held = values.get("level") == 1 and not values.get("escalations")
    said = "It was resolved at the first level." if held else "It was not resolved at the first level."
    return Fact("resolved_at_first_level", said, holds=held)


def _first_contact(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if last(events, "resolve") is None or values.get("type") != "incident":
        return None
    handed_on = values.get("escalations") or values.get("reassignments") or values.get("reopens")
    held = values.get("level") == 1 and not handed_on and int(values.get("contacts") or 0) <= 1
    return Fact("first_contact_fix", f"First-contact fix: {'yes' if held else 'no'}.", holds=held)


def _handed_over(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    handed = several(events, {"escalate_functional"})
    if not handed:
        return None
    whole = all(event.given.get(part) for event in handed for part in ("group_id", "work_done", "asked"))
    said = f"{'' if whole else 'less than '}where to, what was done and what is asked"
    return Fact("handed_over_whole", f"The hand-over says {said}.", holds=whole)


def _escalated_in_time(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    escalations = several(events, {"escalate_functional", "escalate_hierarchical"})
    escalated = next((event for event in escalations if event.actor_id is not None), None)
    if escalated is None:
        return None
    missed = values.get("fix_breached_at")
    held = missed is None or escalated.at <= missed
    return Fact(
        "escalated_in_time",
        f"It was escalated {'before the fix target was missed' if held else 'after the fix target had been missed'}.",
        holds=held,
    )


def _reopened(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    times = int(values.get("reopens") or 0)
    return Fact("reopened", f"It was reopened {'once' if times == 1 else f'{times} times'}.") if times else None


def _in_time(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if last(events, "resolve") is None or values.get("fix_target_s") is None:
        return None
    held = values.get("fix_breached_at") is None
    return Fact("fixed_in_time", f"The fix target was {'met' if held else 'missed'}.", holds=held)


def _articles(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    used = len(values.get("articles_used") or ())
    return Fact("articles_used", f"Articles used: {used}.", holds=True) if used else None


def clocks_in_words(values: Mapping[str, Any]) -> list[dict[str, str]]:
    """Both clocks as they were at the last event."""
    rows = [
        ("Response", "response_target_s", values.get("response_s"), "response_breached_at"),
        ("Fix", "fix_target_s", values.get("running_s") or 0, "fix_breached_at"),
    ]
    told = []
    for name, target, used, breached in rows:
        missed = values.get(breached)
        told.append(
            {
                "clock": name,
                "target": span(values.get(target)) or "None agreed",
                "used": span(used) or "Not yet answered",
                "missed": formatting.when(missed) if missed else "No",
            }
        )
    waits = {"Waiting": values.get("pending_s"), "Resolved before reopening": values.get("resolved_s")}
    return told + [
        {"clock": name, "target": "", "used": span(seconds), "missed": ""} for name, seconds in waits.items() if seconds
    ]


CLOCK_COLUMNS = frozenset(
    {
        "responded_at",
        "resolved_at",
        "ended_at",
        "response_target_s",
        "fix_target_s",
        "response_due_at",
        "fix_due_at",
        "response_breached_at",
        "fix_breached_at",
        "response_s",
        "running_s",
        "pending_s",
        "resolved_s",
    }
)
"""What its clocks were at its last event."""


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _identity,
    _matrix,
    _reclassified,
    _owner,
    _first_level,
    _first_contact,
    _handed_over,
    _escalated_in_time,
    _in_time,
    _reopened,
    _articles,
)
