"""What the record of a finding shows by itself, and how what it keeps reads on paper."""

from collections.abc import Sequence

from itsm_sandbox.assets.findings.rules import AUTHORISING
from itsm_sandbox.engine.logged_events import LoggedEvent, last
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _authorised(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    decided = last(events, "authorise", "decide")
    if decided is None or not values.get("decision"):
        return None
    if values["decision"] not in AUTHORISING:
        return Fact("decision_authorised", "The decision needs no authorisation by the ICT owner.")
    by = "a simulated ICT owner, which is no authorisation" if decided.is_simulated else decided.actor
    return Fact("decision_authorised", f"The decision was authorised by {by}.", holds=decided.role == "ict_owner")


def _checked(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    checked, acted = last(events, "verify", "sighted_again"), last(events, "act")
    if checked is None or acted is None:
        return None
    if checked.verb == "sighted_again":
        return Fact("verified_by_another", "A later audit shows that it is settled.", holds=True)
    by = f"{checked.actor}{', a simulated colleague' if checked.is_simulated else ''}"
    held = checked.actor_id != acted.actor_id
    return Fact("verified_by_another", f"It was verified by {by}{'' if held else ', who did it'}.", holds=held)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _authorised,
    _checked,
)
