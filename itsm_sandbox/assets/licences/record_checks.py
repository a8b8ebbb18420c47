"""What records of software, licences, positions and asset reports show by themselves, and how they read on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import iso_day
from itsm_sandbox.assets.asset_reports.rules.counting import figures_to_draw
from itsm_sandbox.assets.assets.rules import ASSET_TYPES
from itsm_sandbox.assets.positions.rules.counting import Status
from itsm_sandbox.assets.positions.rules.machine import products_to_explain
from itsm_sandbox.engine.charts.chart import Figure
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.logged_events import Happening, first, last
from itsm_sandbox.engine.record_checks import Fact, Values

_NEEDED = {"name": "name", "publisher": "publisher", "metric": "how it is licensed"}


def _complete(values: Values, _events: Sequence[Happening]) -> Fact:
    missing = [words for name, words in _NEEDED.items() if not values.get(name)]
    said = f"Its record lacks {' and '.join(missing)}." if missing else "Its record is complete."
    return Fact("record_complete", said, holds=not missing)


def _allowed(values: Values, events: Sequence[Happening]) -> Fact | None:
    decided = last(events, "authorise")
    if decided is None:
        return None
    by = "a simulated colleague, which is no authorisation" if decided.is_simulated else decided.actor
    verdict = str(values.get("authorisation"))
    return Fact("use_decided", f"Its use is {verdict}; that was decided by {by}.", holds=verdict == "allowed")


def _proved(values: Values, _events: Sequence[Happening]) -> Fact:
    held = bool(str(values.get("proof") or "").strip() or values.get("order_ref"))
    said = "An order or a proof is named." if held else "Neither an order nor a proof is named."
    return Fact("licence_proved", said, holds=held)


def _renewed(_values: Values, events: Sequence[Happening]) -> Fact | None:
    times = sum(event.verb == "renew" for event in events)
    return Fact("licence_renewed", f"Renewed: {times}.", holds=True) if times else None


def _mode(values: Values, _events: Sequence[Happening]) -> Fact:
    where = "away from the premises" if values.get("mode") == "remote" else "on the premises"
    return Fact("allocation_mode", f"It is given out for use {where}.")


def _reclaimed(_values: Values, events: Sequence[Happening]) -> Fact | None:
    if first(events, "release_with_device"):
        return Fact("allocation_reclaimed", "It was released when its device was disposed of.", holds=True)
    return Fact("allocation_reclaimed", "It was reclaimed.", holds=True) if first(events, "reclaim") else None


def _explained(values: Values, _events: Sequence[Happening]) -> Fact | None:
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


def _frozen(values: Values, events: Sequence[Happening]) -> Fact | None:
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


def _decided(_values: Values, events: Sequence[Happening]) -> Fact | None:
    decided = last(events, "decide")
    if decided is None:
        return None
    by = "a simulated ICT owner, which is no authorisation" if decided.is_simulated else decided.actor
    return Fact("decision_recorded", f"A decision was recorded, by {by}.", holds=True)


def modes_of_allocations(modes: Mapping[str, int]) -> Fact:
    """What all that one gave out, changed or reclaimed shows together."""
    remote, on_premises = modes.get("remote", 0), modes.get("on_premises", 0)
    return Fact(
        "both_modes_given",
        f"Allocations worked on in this workplace so far: {remote} remote, {on_premises} on premises.",
        holds=bool(remote and on_premises),
    )


LICENCE_FACTS: Mapping[str, Sequence[Callable[[Values, Sequence[Happening]], Fact | None]]] = {
    "software_product": (_complete, _allowed),
    "entitlement": (_proved, _renewed),
    "allocation": (_mode, _reclaimed),
    "licence_position": (_explained, _decided),
    "asset_report": (_frozen, _decided),
}


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


def charts_of_report(figures: Mapping[str, Any]) -> list[Figure]:
    return figures_to_draw(figures, dict(ASSET_TYPES))


LICENCE_WRITERS: Mapping[tuple[ArtefactKind, str], Callable[[Any], str]] = {
    (ArtefactKind.LICENCE_POSITION, "positions"): _positions,
    (ArtefactKind.ASSET_REPORT, "figures"): _figures,
}
