"""What the record of a request for change shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence
from itertools import pairwise

from itsm_sandbox.engine.logged_events import LoggedEvent, first, last, several
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values

_ORDER = ("submit_1", "approve_proceed", "submit_2", "review_ok", "approve_implement", "communicate", "start", "finish")


def _order(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    came = [event for verb in _ORDER if (event := first(events, verb))]
    if len(came) < 2:
        return None
    held = all(one.seq < next_one.seq for one, next_one in pairwise(came))
    return Fact("steps_in_order", f"The steps came {'in' if held else 'out of'} order.", holds=held)


def _separation(name: str, verb: str, what: str) -> RecordCheck:
    def tell(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
        decided, originator = last(events, verb), values.get("originator_id")
        if decided is None or originator is None:
            return None
        apart = decided.actor_id != originator
        by = "a simulated colleague, which is no authorisation" if decided.is_simulated else decided.actor
        said = f"{what} was given by {by}"
        return Fact(name, f"{said}{', not the originator' if apart else ', who is the originator'}.", holds=apart)

    return tell


def _two_approvers(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    proceed, implement = last(events, "approve_proceed"), last(events, "approve_implement")
    if proceed is None or implement is None:
        return None
    held = proceed.actor_id != implement.actor_id
    return Fact("approvers_differ", f"Both approvals came from {'two people' if held else 'one person'}.", holds=held)


def _told_before(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    started = first(events, "start")
    if started is None:
        return None
    told = first(events, "communicate")
    held = told is not None and told.seq < started.seq
    said = "Those concerned were told before the work started." if held else "Nobody was told before the work started."
    return Fact("told_before_start", said, holds=held)


def _deviation(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    deviated, finished = several(events, {"deviate"}), first(events, "finish", "fall_back")
    if not deviated:
        return None
    held = finished is None or deviated[0].seq < finished.seq
    return Fact("deviation_told", "A departure from the plan was told while the work was going on.", holds=held)


def _fall_back(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if not values.get("fallback"):
        return None
    used = first(events, "fall_back") is not None
    return Fact(
        "fall_back", f"A fall-back was planned{' and carried out' if used else '; it was not needed'}.", holds=True
    )


def _records(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if first(events, "finish", "fall_back") is None:
        return None
    held = values.get("records_updated_at") is not None
    return Fact("records_updated", f"The records {'were' if held else 'are not yet'} updated.", holds=held)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _order,
    _separation("proceed_separate", "approve_proceed", "Approval to proceed"),
    _separation("review_separate", "review_ok", "The peer review"),
    _separation("implement_separate", "approve_implement", "Approval to implement"),
    _two_approvers,
    _told_before,
    _deviation,
    _fall_back,
    _records,
)
