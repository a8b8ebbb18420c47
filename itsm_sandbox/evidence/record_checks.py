"""What the record of an artefact shows by itself, without anybody's judgement: facts counted from its events."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from itsm_sandbox.assets.assets.record_checks import ASSET_FACTS
from itsm_sandbox.assets.licences.record_checks import LICENCE_FACTS
from itsm_sandbox.desk.tickets.rules.categories import needs_identity
from itsm_sandbox.engine.logged_events import Happening, first, last, several
from itsm_sandbox.engine.record_checks import Fact, Values
from itsm_sandbox.knowledge.articles.record_checks import KNOWLEDGE_FACTS
from itsm_sandbox.live_work.records.record_checks import LIVE_FACTS
from itsm_sandbox.projects.projects.record_checks import PROJECT_FACTS
from itsm_sandbox.reporting.custom_reports.record_checks import REPORT_FACTS
from itsm_sandbox.risk.assessments.record_checks import PLANNING_FACTS

__all__ = ["Fact", "Values", "facts_of", "practice_facts"]


def facts_of(kind: str, values: Values, events: Sequence[Happening]) -> list[Fact]:
    """Every fact that can be told of this kind of artefact, in a fixed order."""
    return [fact for tell in _TELL.get(kind, ()) if (fact := tell(values, events)) is not None]


def practice_facts(modes: Mapping[str, int]) -> list[Fact]:
    """What all one's tickets show together: how many were supported in each mode."""
    remote, on_premises = modes.get("remote", 0), modes.get("on_premises", 0)
    return [
        Fact(
            "both_modes_shown",
            f"Tickets classified in this workplace so far: {remote} remote, {on_premises} on premises.",
            holds=bool(remote and on_premises),
        )
    ]


# --- tickets ---


def _identity(values: Values, events: Sequence[Happening]) -> Fact | None:
    checked_at = values.get("identity_at")
    worked = first(events, "respond", "resolve")
    if not checked_at and not needs_identity(values.get("subcategory")):
        return Fact("identity_checked", "Its category asks for no check of identity.")
    if checked_at is None:
        return Fact("identity_checked", "Nobody’s identity was checked.", holds=False if worked else None)
    if worked and worked.at < checked_at:
        return Fact("identity_checked", "Identity was checked only after work had begun.", holds=False)
    return Fact("identity_checked", "Identity was checked before anything was done.", holds=True)


def _matrix(values: Values, events: Sequence[Happening]) -> Fact | None:
    if last(events, "triage") is None:
        return None
    if values.get("override_reason"):
        return Fact("priority_reasoned", "The priority departs from the matrix, with a reason.", holds=True)
    return Fact("priority_reasoned", "The priority is the one that the matrix gives.", holds=True)


def _reclassified(values: Values, events: Sequence[Happening]) -> Fact | None:
    if first(events, "triage") is None:
        return None
    times = int(values.get("reclassifications") or 0)
    said = "never" if not times else "once" if times == 1 else f"{times} times"
    return Fact("never_reclassified", f"Category or priority changed after triage: {said}.", holds=not times)


def _owner(_values: Values, events: Sequence[Happening]) -> Fact | None:
    owners = [event.changes["owner_id"] for event in events if "owner_id" in event.changes]
    if not owners:
        return None
    kept = all(before is None for before, _after in owners)
    return Fact("owner_never_changed", f"The owner {'never changed' if kept else 'changed'}.", holds=kept)


def _first_level(values: Values, events: Sequence[Happening]) -> Fact | None:
    if last(events, "resolve") is None:
        return None
    held = values.get("level") == 1 and not values.get("escalations")
    said = "It was resolved at the first level." if held else "It was not resolved at the first level."
    return Fact("resolved_at_first_level", said, holds=held)


def _first_contact(values: Values, events: Sequence[Happening]) -> Fact | None:
    if last(events, "resolve") is None or values.get("type") != "incident":
        return None
    handed_on = values.get("escalations") or values.get("reassignments") or values.get("reopens")
    held = values.get("level") == 1 and not handed_on and int(values.get("contacts") or 0) <= 1
    return Fact("first_contact_fix", f"First-contact fix: {'yes' if held else 'no'}.", holds=held)


def _handed_over(_values: Values, events: Sequence[Happening]) -> Fact | None:
    handed = several(events, {"escalate_functional"})
    if not handed:
        return None
    whole = all(event.given.get(part) for event in handed for part in ("group_id", "work_done", "asked"))
    said = f"{'' if whole else 'less than '}where to, what was done and what is asked"
    return Fact("handed_over_whole", f"The hand-over says {said}.", holds=whole)


def _escalated_in_time(values: Values, events: Sequence[Happening]) -> Fact | None:
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


def _reopened(values: Values, _events: Sequence[Happening]) -> Fact | None:
    times = int(values.get("reopens") or 0)
    return Fact("reopened", f"It was reopened {'once' if times == 1 else f'{times} times'}.") if times else None


def _in_time(values: Values, events: Sequence[Happening]) -> Fact | None:
    if last(events, "resolve") is None or values.get("fix_target_s") is None:
        return None
    held = values.get("fix_breached_at") is None
    return Fact("fixed_in_time", f"The fix target was {'met' if held else 'missed'}.", holds=held)


def _articles(values: Values, _events: Sequence[Happening]) -> Fact | None:
    used = len(values.get("articles_used") or ())
    return Fact("articles_used", f"Articles used: {used}.", holds=True) if used else None


# --- problems, trends, reviews ---


def _from_trend(values: Values, _events: Sequence[Happening]) -> Fact | None:
    held = values.get("trend_id") is not None
    said = "It was opened from an analysis of the tickets." if held else "It was not opened from an analysis."
    return Fact("opened_from_trend", said, holds=held)


def _recurred(values: Values, _events: Sequence[Happening]) -> Fact | None:
    times = values.get("recurrences")
    if times is None:
        return None
    said = "never" if not times else "once" if times == 1 else f"{times} times"
    return Fact("recurrences", f"It came back before it was called resolved: {said}.", holds=not times)


def _proposed(values: Values, _events: Sequence[Happening]) -> Fact | None:
    held = bool(str(values.get("proposal") or "").strip())
    said = "Something is proposed that would prevent it." if held else "Nothing is proposed yet."
    return Fact("prevention_proposed", said, holds=held)


def _actions(values: Values, _events: Sequence[Happening]) -> Fact | None:
    actions = [action for action in values.get("actions") or () if isinstance(action, dict)]
    if not actions:
        return Fact("actions_owned", "No action has been agreed yet.", holds=False)
    owned = all(action.get("owner_id") and action.get("due_on") for action in actions)
    done = sum(1 for action in actions if action.get("done_on"))
    who = "each with an owner and a date" if owned else "not all with an owner and a date"
    return Fact("actions_owned", f"Actions agreed: {len(actions)}, {who}; {done} carried out.", holds=owned)


# --- changes ---

_ORDER = ("submit_1", "approve_proceed", "submit_2", "review_ok", "approve_implement", "communicate", "start", "finish")


def _order(_values: Values, events: Sequence[Happening]) -> Fact | None:
    came = [event for verb in _ORDER if (event := first(events, verb))]
    if len(came) < 2:
        return None
    held = all(one.seq < next_one.seq for one, next_one in pairwise(came))
    return Fact("steps_in_order", f"The steps came {'in' if held else 'out of'} order.", holds=held)


def _separation(name: str, verb: str, what: str) -> Callable[[Values, Sequence[Happening]], Fact | None]:
    def tell(values: Values, events: Sequence[Happening]) -> Fact | None:
        decided, originator = last(events, verb), values.get("originator_id")
        if decided is None or originator is None:
            return None
        apart = decided.actor_id != originator
        by = "a simulated colleague, which is no authorisation" if decided.is_simulated else decided.actor
        said = f"{what} was given by {by}"
        return Fact(name, f"{said}{', not the originator' if apart else ', who is the originator'}.", holds=apart)

    return tell


def _two_approvers(_values: Values, events: Sequence[Happening]) -> Fact | None:
    proceed, implement = last(events, "approve_proceed"), last(events, "approve_implement")
    if proceed is None or implement is None:
        return None
    held = proceed.actor_id != implement.actor_id
    return Fact("approvers_differ", f"Both approvals came from {'two people' if held else 'one person'}.", holds=held)


def _told_before(_values: Values, events: Sequence[Happening]) -> Fact | None:
    started = first(events, "start")
    if started is None:
        return None
    told = first(events, "communicate")
    held = told is not None and told.seq < started.seq
    said = "Those concerned were told before the work started." if held else "Nobody was told before the work started."
    return Fact("told_before_start", said, holds=held)


def _deviation(_values: Values, events: Sequence[Happening]) -> Fact | None:
    deviated, finished = several(events, {"deviate"}), first(events, "finish", "fall_back")
    if not deviated:
        return None
    held = finished is None or deviated[0].seq < finished.seq
    return Fact("deviation_told", "A departure from the plan was told while the work was going on.", holds=held)


def _fall_back(values: Values, events: Sequence[Happening]) -> Fact | None:
    if not values.get("fallback"):
        return None
    used = first(events, "fall_back") is not None
    return Fact(
        "fall_back", f"A fall-back was planned{' and carried out' if used else '; it was not needed'}.", holds=True
    )


def _records(values: Values, events: Sequence[Happening]) -> Fact | None:
    if first(events, "finish", "fall_back") is None:
        return None
    held = values.get("records_updated_at") is not None
    return Fact("records_updated", f"The records {'were' if held else 'are not yet'} updated.", holds=held)


def _went_live(_values: Values, events: Sequence[Happening]) -> Fact | None:
    live = first(events, "go_live")
    return Fact("went_live", "Change management went live in this workplace.", holds=True) if live else None


_TELL: Mapping[str, Sequence[Callable[[Values, Sequence[Happening]], Fact | None]]] = {
    "ticket": (
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
    ),
    "problem": (_from_trend, _recurred),
    "trend": (_proposed,),
    "review": (_actions,),
    "change": (
        _order,
        _separation("proceed_separate", "approve_proceed", "Approval to proceed"),
        _separation("review_separate", "review_ok", "The peer review"),
        _separation("implement_separate", "approve_implement", "Approval to implement"),
        _two_approvers,
        _told_before,
        _deviation,
        _fall_back,
        _records,
    ),
    "setup": (_went_live,),
    **LIVE_FACTS,
    **PLANNING_FACTS,
    **PROJECT_FACTS,
    **KNOWLEDGE_FACTS,
    **ASSET_FACTS,
    **LICENCE_FACTS,
    **REPORT_FACTS,
}
