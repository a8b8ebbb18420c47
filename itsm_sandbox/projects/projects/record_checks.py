"""What the record of a project shows by itself: duties kept apart, dates kept, reports on time."""

from collections.abc import Sequence
from datetime import date

from core.clock import LONDON
from itsm_sandbox.engine.logged_events import LoggedEvent, last, several
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values
from itsm_sandbox.projects.projects.rules.people import find_conflict, find_gaps
from itsm_sandbox.projects.projects.rules.plan import find_faults, tasks_of

_DECISIONS = {"approve_case": "approved", "return_case": "sent back", "refuse_case": "refused"}


def _decided(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if last(events, "submit_case") is None:
        return None
    decided = last(events, *_DECISIONS)
    if decided is None:
        return Fact("case_decided", "The case has not been decided on yet.", holds=False)
    by = "a simulated colleague, which is no authorisation" if decided.is_simulated else decided.actor
    return Fact("case_decided", f"The case was {_DECISIONS[decided.verb]} by {by}.", holds=True)


def _options(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    count = len(values.get("options") or ())
    if not count:
        return None
    said = f"Options compared by cost, benefit and risk: {count}; one is recommended."
    return Fact("options_compared", said, holds=count >= 2 and bool(values.get("recommended")))


def _apart(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    rows = values.get("roles") or []
    if not rows:
        return None
    held = find_conflict(rows) is None
    said = "No two duties that must be separate are with one person."
    return Fact("duties_apart", said if held else "Duties that must be separate are with one person.", holds=held)


def _raci(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    rows = values.get("roles") or []
    if not rows:
        return None
    gaps = find_gaps(rows)
    whole = "Each piece of work has one who answers for it and somebody who does it; each missing skill has training."
    return Fact("duties_whole", whole if not gaps else f"Not complete: {gaps[0]}", holds=not gaps)


def _sound_plan(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    if not values.get("baselined_on"):
        return None
    faults = find_faults(tasks_of(values.get("tasks") or []))
    if faults:
        return Fact("plan_sound", f"Since the baseline the plan has a fault: {faults[0]}", holds=False)
    calendar = "Work on closed days is explained." if values.get("calendar_note") else "It keeps to open days."
    return Fact("plan_sound", f"Dependencies are valid, and the baseline was set. {calendar}", holds=True)


def _milestones(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    milestones = [task for task in tasks_of(values.get("tasks") or []) if task.is_milestone]
    reached = [task for task in milestones if task.is_done]
    if not reached:
        return None
    on_time = sum((task.slip or 0) <= 0 for task in reached)
    words = ", ".join(f"{task.name}: {_slip(task.slip)}" for task in reached)
    said = f"Milestones reached: {len(reached)} of {len(milestones)}, {on_time} by the day of the baseline. {words}."
    return Fact("milestones_kept", said, holds=on_time == len(reached))


def _escalated(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    rows = values.get("escalations") or []
    if not rows:
        return None
    before = sum(bool(row["is_before"]) for row in rows)
    said = f"Escalations: {len(rows)}, {before} before the day of the task or milestone in danger had passed."
    return Fact("escalated_before_milestone", said, holds=before == len(rows))


def _contingencies(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    rows = values.get("contingencies") or []
    if not rows:
        return None
    agreed = sum(row["status"] in {"agreed", "carried_out"} for row in rows)
    done = sum(row["status"] == "carried_out" for row in rows)
    said = f"Contingencies: {len(rows)}, {agreed} agreed to by somebody else, {done} carried out."
    return Fact("contingencies_agreed", said, holds=bool(agreed))


def _reports(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    reports = several(events, {"report_status"})
    if not reports:
        return None
    due = [event.changes.get("report_due_on") for event in reports]
    late = sum(
        event.at.astimezone(LONDON).date() > date.fromisoformat(str(change[0]))
        for event, change in zip(reports, due, strict=True)
        if change
    )
    said = f"Status reports: {len(reports)}, {len(reports) - late} on time, {late} late; each in a version for those "
    return Fact("reports_on_schedule", f"{said}who decide and one for those who will use it.", holds=not late)


def _slip(days: int | None) -> str:
    if not days:
        return "on the day"
    return f"{abs(days)} day{'' if abs(days) == 1 else 's'} {'late' if days > 0 else 'early'}"


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _options,
    _decided,
    _apart,
    _raci,
    _sound_plan,
    _milestones,
    _escalated,
    _contingencies,
    _reports,
)
