"""What the record of an asset report shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import iso_day
from itsm_sandbox.assets.asset_reports.rules.counting import charts_to_draw
from itsm_sandbox.assets.assets.rules import ASSET_TYPES
from itsm_sandbox.assets.positions.record_checks import _position
from itsm_sandbox.engine.charts.chart import Chart
from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values, decided_by_owner


def _frozen(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if not values.get("figures"):
        return None
    times = sum(event.verb == "issue" for event in events)
    return Fact(
        "figures_of_register",
        f"The figures were counted by the workplace from the register when it was issued{_again(times)}.",
        holds=True,
    )


def _again(times: int) -> str:
    return f", the last of {times} times" if times > 1 else ""


def _figures(figures: Mapping[str, Any]) -> str:
    lines = [
        (
            f"On {iso_day(figures['on'])}: {figures['total']} assets, {figures['in_use']} in use and "
            f"{figures['in_stock']} in stock, bought for {_pounds(figures['cost_pence'])}."
        ),
        "Years since purchase: " + ", ".join(f"{band} {number}" for band, number in figures["ages"]) + ".",
        "Warranty: " + ", ".join(f"{word} {number}" for word, number in figures["warranties"]) + ".",
        f"To replace: {figures['replace_count']}, {_pounds(figures['replace_pence'])} at the price then.",
        (
            f"Products in use within their licences: {figures['compliant']} of {figures['products_in_use']}; at risk "
            f"{_pounds(figures['at_risk_pence'])}, not in use {_pounds(figures['unused_pence'])}."
        ),
    ]
    lines += [f"Replace {row['tag']}: {row['model']}" for row in figures["replace"]]
    lines += [_position(row) for row in figures["positions"]]
    return "\n".join(lines)


def _pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


def charts_of(values: Values) -> list[Chart]:
    """The pictures of what was counted."""
    return charts_to_draw(values["figures"], dict(ASSET_TYPES)) if values.get("figures") else []


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _frozen,
    decided_by_owner,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "figures": _figures,
}
