"""What the record of a review of licence positions shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from itsm_sandbox.assets.positions.rules.counting import Status
from itsm_sandbox.assets.positions.rules.machine import products_to_explain
from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values, decided_by_owner


def _explained(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    positions = values.get("positions") or []
    if not positions:
        return None
    wanted = products_to_explain(positions)
    text = f"{values.get('findings') or ''}".casefold()
    missing = [name for name in wanted if name.casefold() not in text]
    if not wanted:
        return Fact("positions_explained", "No product was over-used, unlicensed, prohibited or about to end.")
    said = f"not named: {', '.join(missing)}" if missing else "all of them are named"
    return Fact(
        "positions_explained",
        f"Products over-used, unlicensed, prohibited or about to end: {len(wanted)}; {said}.",
        holds=not missing,
    )


def _positions(rows: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(_position(row) for row in rows)


def _position(row: Mapping[str, Any]) -> str:
    """One product in one line."""
    verdict = ", ".join(Status(name).label.lower() for name in row["statuses"])
    if row["metric"] == "free":
        return f"{row['name']}: needs no licence, on {row['installed']} devices; {verdict}"
    entitled = "no limit" if row["entitled"] is None else f"{row['entitled']} licensed"
    left = "" if row["balance"] is None else f", {str(row['balance']).replace('-', '−')} left"
    return f"{row['name']}: {entitled}, {row['consumed']} used{left}; {verdict}"


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _explained,
    decided_by_owner,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "positions": _positions,
}
