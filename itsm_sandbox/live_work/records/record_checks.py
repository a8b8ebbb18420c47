"""What a live record shows by itself: what kind of thing it is, whose, and from which file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from itsm_sandbox.engine.logged_events import LoggedEvent, several
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values
from itsm_sandbox.live_work.records.rules import DONE


def _kind(record_kind: str) -> RecordCheck:
    def tell(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
        held = values.get("record_kind") == record_kind
        said = f"It is a {record_kind} of real work, as a service desk tool exported it."
        return Fact(f"live_{record_kind}", said, holds=True) if held else None

    return tell


def _mine(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    held = bool(values.get("is_mine"))
    says = "says" if held else "does not say"
    return Fact("live_mine", f"The export {says} that it was assigned to the apprentice.", holds=held)


def _resolved(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    held = values.get("stage") in {"resolved", "closed"} or values.get("resolved_at") is not None
    return Fact("live_resolved", f"The export {'says' if held else 'does not say'} that it was resolved.", holds=held)


def _did(done: str, said: str) -> RecordCheck:
    def tell(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
        told = any(done in (event.given.get("did") or ()) for event in several(events, {"note"}))
        return (
            Fact(f"live_did_{done}", f"The apprentice says: “{said.partition(': ')[2]}.”", holds=True) if told else None
        )

    return tell


def _source(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    where = f"row {values.get('row_number')} of {values.get('source_name')}"
    return Fact(
        "live_source",
        f"It is {where}. The SHA-256 of that file is {values.get('source_sha256')}; the file itself is not kept. "
        "Nobody but its owner vouches for it, so check it against the tool.",
    )


def _columns(columns: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in columns)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _kind("ticket"),
    _kind("change"),
    _kind("asset"),
    _mine,
    _resolved,
    *(_did(*one) for one in DONE),
    _source,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "columns": _columns,
}
