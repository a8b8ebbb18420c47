"""What the record of an audit shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import count
from itsm_sandbox.assets.audits.rules.machine import share
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.engine.logged_events import LoggedEvent, first
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _compared(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    figures = values.get("figures")
    if not figures:
        return None
    expected, found, accurate = figures["expected"], figures["found"], figures["accurate"]
    said = f"Of {count(expected, 'asset')} that should be there, {found} were found and {accurate} were as recorded."
    return Fact("compared", said, holds=first(events, "reconcile") is not None)


def _strangers(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    counts = (values.get("figures") or {}).get("counts")
    if not counts:
        return None
    wanted = (Outcome.UNKNOWN_HARDWARE, Outcome.UNKNOWN_SOFTWARE, Outcome.PROHIBITED_SOFTWARE)
    told = ", ".join(f"{one.label.lower()} {counts.get(one, 0)}" for one in wanted)
    return Fact(
        "unauthorised_found", f"Found and not authorised: {told}.", holds=any(counts.get(one) for one in wanted)
    )


def _figures(figures: Mapping[str, Any]) -> str:
    expected = figures["expected"]
    lines = [
        f"Found: {share(figures['found'], expected)} ({figures['found']} of {expected})",
        f"As recorded: {share(figures['accurate'], expected)} ({figures['accurate']} of {expected})",
    ]
    lines += [f"{one.label}: {figures['counts'][one]}" for one in Outcome if figures["counts"].get(one)]
    return "\n".join(lines)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _compared,
    _strangers,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "figures": _figures,
}
