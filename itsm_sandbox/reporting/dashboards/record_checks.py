"""What the record of a dashboard shows by itself, and how what it keeps reads on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import count, iso_day
from itsm_sandbox.engine.charts.chart import Chart, chart_from
from itsm_sandbox.engine.logged_events import LoggedEvent
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values
from itsm_sandbox.reporting.dashboards.rules import FEWEST_METRICS, shows_service_levels
from itsm_sandbox.reporting.metrics.rules.drawing import METRIC_CHOICES, SHAPES

FEWEST_KINDS = 3


_DRAWN = {"bar": "bars", "line": "line", "donut": "donut", "stacked": "stacked bars"}


def _metrics(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    tiles = values.get("tiles") or ()
    shown = len({tile["metric"] for tile in tiles})
    with_levels = shows_service_levels(tiles)
    return Fact(
        "shows_five_metrics",
        f"It shows {count(shown, 'metric')}, service levels {'' if with_levels else 'not '}among them.",
        holds=shown >= FEWEST_METRICS and with_levels,
    )


def _kinds(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    drawn = sorted({_DRAWN[tile["shape"]] for tile in values.get("tiles") or () if tile["shape"] in _DRAWN})
    if not drawn:
        return None
    said = f"Kinds of chart, each with its reason: {', '.join(drawn)}."
    return Fact("three_kinds_of_chart", said, holds=len(drawn) >= FEWEST_KINDS)


def charts_of_tiles(values: Mapping[str, Any]) -> list[Chart]:
    """The pictures of the tiles that were frozen."""
    tiles = (values.get("figures") or {}).get("tiles", ())
    return [chart_from(tile["figure"]) for tile in tiles if tile["figure"]]


def _tiles(tiles: Sequence[Mapping[str, Any]]) -> str:
    names, shapes = dict(METRIC_CHOICES), dict(SHAPES)
    return "\n".join(
        f"{number}. {names.get(tile['metric'], tile['metric'])}. {shapes[tile['shape']]}: {tile['why']}"
        for number, tile in enumerate(tiles, 1)
    )


def _published(figures: Mapping[str, Any]) -> str:
    lines = [f"{iso_day(figures['from_on'])} to {iso_day(figures['to_on'])}."]
    for tile in figures["tiles"]:
        told = "; ".join(f"{one['label']}: {one['text']}" for one in tile["numbers"])
        lines.append(f"{tile['id']} {tile['name']}. {told}")
    return "\n".join(lines)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _metrics,
    _kinds,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "tiles": _tiles,
    "figures": _published,
}
