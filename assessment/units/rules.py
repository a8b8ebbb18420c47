"""The steps that a unit can take, and why not."""

from collections.abc import Callable

from assessment.standing.rules.units import UnitFacts
from assessment.vocabulary import UnitEvent, UnitState

Guard = Callable[[UnitFacts], str | None]


def _everything_met(facts: UnitFacts) -> str | None:
    missing = facts.total - facts.met
    if missing or not facts.total:
        return f"{missing} of {facts.total} criteria {'is' if missing == 1 else 'are'} not met yet."
    if facts.open_evidence:
        pieces = "1 piece" if facts.open_evidence == 1 else f"{facts.open_evidence} pieces"
        return f"{pieces} of evidence for this unit {'is' if facts.open_evidence == 1 else 'are'} still open."
    return None


def _stale_only(facts: UnitFacts) -> str | None:
    return None if facts.is_stale else "It is signed off, and nothing has changed since."


def _not_stale(facts: UnitFacts) -> str | None:
    return "What was signed has changed since, so the assessor has to sign it again." if facts.is_stale else None


# (state, event) → the guards that must all be silent. What is not in the table is refused with a sentence below.
UNIT_STEPS: dict[tuple[UnitState, UnitEvent], tuple[Guard, ...]] = {
    (UnitState.READY, UnitEvent.CLAIMED): (_everything_met,),
    (UnitState.READY, UnitEvent.SIGNED): (_everything_met,),
    (UnitState.CLAIMED, UnitEvent.SIGNED): (_everything_met,),
    (UnitState.SIGNED, UnitEvent.SIGNED): (_stale_only, _everything_met),
    (UnitState.CONFIRMED, UnitEvent.SIGNED): (_stale_only, _everything_met),
    (UnitState.SIGNED, UnitEvent.CONFIRMED): (_not_stale,),
}

_NOT_NOW: dict[tuple[UnitState, UnitEvent], str] = {
    (UnitState.CLAIMED, UnitEvent.CLAIMED): "You have claimed it. It waits for your assessor's signature.",
    (UnitState.SIGNED, UnitEvent.CLAIMED): "It is signed off already.",
    (UnitState.CONFIRMED, UnitEvent.CLAIMED): "It is signed off and confirmed already.",
    (UnitState.CONFIRMED, UnitEvent.CONFIRMED): "You have confirmed it already.",
}


def why_not(event: UnitEvent, facts: UnitFacts) -> str | None:
    """Return the sentence that says why this step is refused now, or None when it is possible."""
    guards = UNIT_STEPS.get((facts.state, event))
    if guards is None:
        if sentence := _NOT_NOW.get((facts.state, event)):
            return sentence
        if event is UnitEvent.CONFIRMED:
            return "Your assessor has not signed it yet."
        return _everything_met(facts) or "That cannot be done to this unit now."
    return next((sentence for guard in guards if (sentence := guard(facts))), None)
