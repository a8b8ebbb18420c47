"""What the record of a monitoring log shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import count
from itsm_sandbox.engine.logged_events import LoggedEvent, first
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values


def _collected(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if first(events, "collect", "miss") is None:
        return None
    on_time, late, missed = (values.get(name) or 0 for name in ("on_time", "late", "missed"))
    said = f"Collected {count(values.get('collected') or 0, 'time')}: {on_time} in time, {late} late; {missed} missed."
    return Fact("collected_on_schedule", said, holds=on_time > 0 and not missed)


def _remarked(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if first(events, "collect") is None:
        return None
    red = [one for one in values.get("readings") or () if one["is_red"]]
    said = f"Red readings in the last collection: {len(red)}{', each with a remark' if red else ''}."
    return Fact("red_readings_remarked", said, holds=all(one["remark"] for one in red))


def _readings(readings: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for one in readings:
        red, remark = " (red)" if one["is_red"] else "", f". {one['remark']}" if one["remark"] else ""
        lines.append(f"{one['label']}: {one['text']}{red}{remark}")
    return "\n".join(lines)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _collected,
    _remarked,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "readings": _readings,
}
