"""What an asset report counts from the register and the licences, and the charts of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.formatting import iso_day
from itsm_sandbox.assets.positions.rules.counting import Status
from itsm_sandbox.engine.charts.chart import Chart, ChartKind, Series

REPLACE_AFTER_YEARS = 4
WARNED = timedelta(days=183)
AGES = ("under 1 year", "1 to 2", "2 to 3", "3 to 4", "4 to 5", "5 and more", "not said")
WARRANTIES = ("runs on", "ends within 6 months", "ended", "not said")
STATES = ("in_use", "in_stock", "in_repair", "on_loan", "missing")
_SPARE = frozenset({"in_use", "in_stock"})
_MOST_TO_REPLACE = 25
_MOST_DRAWN = 10
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Thing:
    """One asset of the register that is still looked after."""

    ref: str
    tag: str
    type: str
    model: str
    state: str
    purchased_on: date | None
    warranty_ends_on: date | None
    cost_pence: int | None


def count_assets(things: Sequence[Thing], on: date) -> dict[str, Any]:
    """Age, warranty, use, cost and what to replace, as JSON keeps it. States are those of the moment of counting."""
    ages = Counter(_age_band(one, on) for one in things)
    warranties = Counter(_warranty(one, on) for one in things)
    due = sorted((one for one in things if _is_due(one, on)), key=lambda one: (one.purchased_on or date.max, one.tag))
    in_use = sum(one.state == "in_use" for one in things)
    spare = sum(one.state == "in_stock" for one in things)
    types = sorted({one.type for one in things})
    return {
        "on": on.isoformat(),
        "total": len(things),
        "in_use": in_use,
        "in_stock": spare,
        "cost_pence": sum(one.cost_pence or 0 for one in things),
        "ages": [[band, ages[band]] for band in AGES],
        "warranties": [[word, warranties[word]] for word in WARRANTIES],
        "types": [_count_type(kind, [one for one in things if one.type == kind], on) for kind in types],
        "replace": [_due_row(one) for one in due[:_MOST_TO_REPLACE]],
        "replace_count": len(due),
        "replace_pence": sum(one.cost_pence or 0 for one in due),
    }


def count_licences(positions: Sequence[Mapping[str, Any]], yearly_pence: int) -> dict[str, Any]:
    """How the licences stand, from the positions as a review freezes them."""
    used = [row for row in positions if needs_licence(row) and (row["consumed"] or row["installed"])]
    return {
        "positions": [dict(row) for row in positions],
        "products_in_use": len(used),
        "compliant": sum(not is_breach(row) for row in used),
        "at_risk_pence": sum(row["at_risk_pence"] for row in positions),
        "unused_pence": sum(row["unused_pence"] for row in positions),
        "idle": sum(row["idle"] for row in positions),
        "licence_pence": yearly_pence,
    }


def needs_licence(row: Mapping[str, Any]) -> bool:
    """A free product counts only when nobody may use it."""
    return bool(row["metric"] != "free" or row["authorisation"] == "prohibited")


def is_breach(row: Mapping[str, Any]) -> bool:
    return any(Status(name).is_breach for name in row["statuses"])


def charts_to_draw(figures: Mapping[str, Any], types: Mapping[str, str]) -> list[Chart]:
    """Four charts of what a report froze."""
    on, total = iso_day(figures["on"]), figures["total"]
    bands, warranties, kinds = figures["ages"], figures["warranties"], figures["types"]
    old = sum(number for band, number in bands if band in {"4 to 5", "5 and more"})
    ended = next(number for word, number in warranties if word == "ended")
    charts = [
        Chart(
            ChartKind.HISTOGRAM,
            "Assets by age",
            f"{old} of {total} assets were bought four years ago or earlier.",
            "Years since purchase",
            "Assets",
            tuple(band for band, _ in bands),
            (Series("Assets", tuple(number for _, number in bands)),),
        ),
        Chart(
            ChartKind.BAR,
            "Assets by warranty",
            f"The warranty of {ended} of {total} assets had ended on {on}.",
            "Warranty",
            "Assets",
            tuple(word for word, _ in warranties),
            (Series("Assets", tuple(number for _, number in warranties)),),
        ),
        Chart(
            ChartKind.STACKED,
            "Use of assets by kind",
            f"{figures['in_use']} are in use and {figures['in_stock']} in stock.",
            "Kind",
            "Assets",
            tuple(types.get(row["type"], row["type"]) for row in kinds),
            tuple(
                Series(state.replace("_", " "), tuple(row["states"].get(state, 0) for row in kinds))
                for state in STATES
                if any(row["states"].get(state) for row in kinds)
            ),
        ),
    ]
    drawn = licence_chart(figures["positions"])
    return [*charts, drawn] if drawn else charts


def licence_chart(positions: Sequence[Mapping[str, Any]]) -> Chart | None:
    """What is licensed beside what is used, for those with the largest difference first; None without any."""
    limited = [row for row in positions if row["balance"] is not None and (row["entitled"] or row["consumed"])]
    limited.sort(key=lambda row: (row["balance"] >= 0, -abs(row["balance"]), row["name"]))
    drawn = limited[:_MOST_DRAWN]
    if not drawn:
        return None
    over = sum(row["balance"] < 0 for row in limited)
    return Chart(
        ChartKind.GROUPED,
        "Licensed and used",
        f"{over} of {len(limited)} products with a limit are used beyond their licences."
        + (f" The {_MOST_DRAWN} with the largest difference are drawn." if len(limited) > _MOST_DRAWN else ""),
        "Product",
        "Devices, people, seats or sites",
        tuple(row["name"] for row in drawn),
        (
            Series("Licensed", tuple(row["entitled"] for row in drawn)),
            Series("Used", tuple(row["consumed"] for row in drawn)),
        ),
    )


def _count_type(kind: str, things: Sequence[Thing], on: date) -> dict[str, Any]:
    ages = [(on - one.purchased_on).days / _YEAR for one in things if one.purchased_on]
    return {
        "type": kind,
        "total": len(things),
        "states": dict(Counter(one.state for one in things)),
        "mean_age": round(sum(ages) / len(ages), 1) if ages else None,
        "out_of_warranty": sum(_warranty(one, on) == "ended" for one in things),
        "cost_pence": sum(one.cost_pence or 0 for one in things),
        "replace": sum(_is_due(one, on) for one in things),
    }


def _due_row(one: Thing) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "tag": one.tag,
        "type": one.type,
        "model": one.model,
        "purchased_on": one.purchased_on.isoformat() if one.purchased_on else None,
        "warranty_ends_on": one.warranty_ends_on.isoformat() if one.warranty_ends_on else None,
        "cost_pence": one.cost_pence,
    }


def _age_band(one: Thing, on: date) -> str:
    if one.purchased_on is None:
        return AGES[-1]
    years = int((on - one.purchased_on).days / _YEAR)
    return AGES[min(max(years, 0), len(AGES) - 2)]


def _warranty(one: Thing, on: date) -> str:
    if one.warranty_ends_on is None:
        return "not said"
    if one.warranty_ends_on < on:
        return "ended"
    return "ends within 6 months" if one.warranty_ends_on <= on + WARNED else "runs on"


def _is_due(one: Thing, on: date) -> bool:
    """In use or in stock, old enough, and without a warranty."""
    if one.state not in _SPARE or one.purchased_on is None:
        return False
    return (on - one.purchased_on).days >= REPLACE_AFTER_YEARS * _YEAR and _warranty(one, on) in {"ended", "not said"}
