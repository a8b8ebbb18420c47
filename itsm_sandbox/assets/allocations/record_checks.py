"""What the record of an allocation shows by itself, and how what it keeps reads on paper."""

from collections.abc import Mapping, Sequence

from itsm_sandbox.engine.logged_events import LoggedEvent, first
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _mode(values: Values, _events: Sequence[LoggedEvent]) -> Fact:
    where = "away from the premises" if values.get("mode") == "remote" else "on the premises"
    return Fact("allocation_mode", f"It is given out for use {where}.")


def _reclaimed(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if first(events, "release_with_device"):
        return Fact("allocation_reclaimed", "It was released when its device was disposed of.", holds=True)
    return Fact("allocation_reclaimed", "It was reclaimed.", holds=True) if first(events, "reclaim") else None


def modes_given(modes: Mapping[str, int]) -> Fact:
    """What all that one gave out, changed or reclaimed shows together."""
    remote, on_premises = modes.get("remote", 0), modes.get("on_premises", 0)
    return Fact(
        "both_modes_given",
        f"Allocations worked on in this workplace so far: {remote} remote, {on_premises} on premises.",
        holds=bool(remote and on_premises),
    )


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _mode,
    _reclaimed,
)
