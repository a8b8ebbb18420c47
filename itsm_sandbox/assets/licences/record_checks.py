"""What records of software, licences, positions and asset reports show by themselves, and how they read on paper."""

from collections.abc import Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _proved(values: Values, _events: Sequence[LoggedEvent]) -> Fact:
    held = bool(str(values.get("proof") or "").strip() or values.get("order_ref"))
    said = "An order or a proof is named." if held else "Neither an order nor a proof is named."
    return Fact("licence_proved", said, holds=held)


def _renewed(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    times = sum(event.verb == "renew" for event in events)
    return Fact("licence_renewed", f"Renewed: {times}.", holds=True) if times else None


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _proved,
    _renewed,
)
