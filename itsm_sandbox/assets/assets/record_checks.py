"""What the records of assets, audits and findings show by themselves, and their figures in words."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from core.formatting import count, day
from itsm_sandbox.assets.audits.rules.machine import share
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.assets.findings.rules import AUTHORISING
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.logged_events import Happening, first, last
from itsm_sandbox.engine.record_checks import Fact, Values

Teller = Callable[[Values, Sequence[Happening]], Fact | None]


def _whole(values: Values, _events: Sequence[Happening]) -> Fact | None:
    wanted = {
        "serial": "a serial number",
        "location": "a place",
        "purchased_on": "a day of purchase",
        "warranty_ends_on": "an end of warranty",
    }
    lacking = [words for name, words in wanted.items() if not values.get(name)]
    said = f"Its record lacks {', '.join(lacking)}." if lacking else "Its record is complete."
    return Fact("record_complete", said, holds=not lacking)


def _history(_values: Values, events: Sequence[Happening]) -> Fact | None:
    moves = [event for event in events if event.from_state != event.to_state]
    chained = all(one.to_state == after.from_state for one, after in pairwise(events))
    said = f"Changes of state: {len(moves)}, each with an event that says who and when."
    return Fact("every_state_has_an_event", said, holds=chained)


def _verified(values: Values, _events: Sequence[Happening]) -> Fact | None:
    on = values.get("last_verified_on")
    return Fact("place_verified", f"It was last seen on {day(on)}.", holds=True) if on else None


def _disposed(values: Values, events: Sequence[Happening]) -> Fact | None:
    if first(events, "dispose") is None:
        return None
    held = bool(values.get("wipe_method"))
    return Fact("wiped_before_disposal", "How its data were made unreadable is recorded.", holds=held)


def _compared(values: Values, events: Sequence[Happening]) -> Fact | None:
    figures = values.get("figures")
    if not figures:
        return None
    expected, found, accurate = figures["expected"], figures["found"], figures["accurate"]
    said = f"Of {count(expected, 'asset')} that should be there, {found} were found and {accurate} were as recorded."
    return Fact("compared", said, holds=first(events, "reconcile") is not None)


def _strangers(values: Values, _events: Sequence[Happening]) -> Fact | None:
    counts = (values.get("figures") or {}).get("counts")
    if not counts:
        return None
    wanted = (Outcome.UNKNOWN_HARDWARE, Outcome.UNKNOWN_SOFTWARE, Outcome.PROHIBITED_SOFTWARE)
    told = ", ".join(f"{one.label.lower()} {counts.get(one, 0)}" for one in wanted)
    return Fact(
        "unauthorised_found", f"Found and not authorised: {told}.", holds=any(counts.get(one) for one in wanted)
    )


def _authorised(values: Values, events: Sequence[Happening]) -> Fact | None:
    decided = last(events, "authorise", "decide")
    if decided is None or not values.get("decision"):
        return None
    if values["decision"] not in AUTHORISING:
        return Fact("decision_authorised", "The decision needs no authorisation by the ICT owner.")
    by = "a simulated ICT owner, which is no authorisation" if decided.is_simulated else decided.actor
    return Fact("decision_authorised", f"The decision was authorised by {by}.", holds=decided.role == "ict_owner")


def _checked(_values: Values, events: Sequence[Happening]) -> Fact | None:
    checked, acted = last(events, "verify", "sighted_again"), last(events, "act")
    if checked is None or acted is None:
        return None
    if checked.verb == "sighted_again":
        return Fact("verified_by_another", "A later audit shows that it is settled.", holds=True)
    by = f"{checked.actor}{', a simulated colleague' if checked.is_simulated else ''}"
    held = checked.actor_id != acted.actor_id
    return Fact("verified_by_another", f"It was verified by {by}{'' if held else ', who did it'}.", holds=held)


ASSET_FACTS: Mapping[str, Sequence[Teller]] = {
    "asset": (_whole, _history, _verified, _disposed),
    "audit": (_compared, _strangers),
    "finding": (_authorised, _checked),
}


def _figures(figures: Mapping[str, Any]) -> str:
    expected = figures["expected"]
    lines = [
        f"Found: {share(figures['found'], expected)} ({figures['found']} of {expected})",
        f"As recorded: {share(figures['accurate'], expected)} ({figures['accurate']} of {expected})",
    ]
    lines += [f"{one.label}: {figures['counts'][one]}" for one in Outcome if figures["counts"].get(one)]
    return "\n".join(lines)


ASSET_WRITERS: Mapping[tuple[ArtefactKind, str], Callable[[Any], str]] = {
    (ArtefactKind.AUDIT, "figures"): _figures,
}
