"""What the record of a check of linked things shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import count
from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _found(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    items = list(values.get("items") or ())
    left = sum(item["is_current"] is None for item in items)
    if left:
        return Fact("everything_looked_at", f"{left} of {count(len(items), 'thing')} not looked at yet.", holds=False)
    missed = sum(item["is_sound"] is False and item["is_current"] is True for item in items)
    stale = sum(item["is_current"] is False for item in items)
    said = f"All of {count(len(items), 'thing')} looked at; {stale} out of date"
    return Fact(
        "everything_looked_at",
        f"{said}{f'; {missed} that the workplace knows to be gone were called current' if missed else ''}.",
        holds=not missed,
    )


def _items(items: Sequence[Mapping[str, Any]]) -> str:
    said = {None: "not looked at yet", True: "still current", False: "out of date"}
    return "\n".join(
        f"{number}. {item['what']} ({item['kind']}): {said[item['is_current']]}. "
        f"{item['seen']} {item['action']}".strip()
        for number, item in enumerate(items, 1)
    )


RECORD_CHECKS: tuple[RecordCheck, ...] = (_found,)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "items": _items,
}
