"""Draws a figure as SVG, the same for the screen, for print and for papers.

A chart is a plain Vega-Lite dict. The library that draws it is large, so it is loaded with the first chart: that one
takes a second or two, each after it a tenth of one.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from itsm_sandbox.engine.charts.chart import Chart, ChartKind, read_number, shares_so_far

Spec = dict[str, Any]

WIDTH = 680
DONUT_WIDTH = 320
HEIGHT = 280
ROW = 30  # of bars that lie
MOST_LEANING = 20  # labels that still have room beside one another when they lean
LONG_LABEL = 12
FONT = "Inter, Liberation Sans, Arial, sans-serif"
INK = "#1f2937"
FAINT = "#d7dbe2"
# After Okabe and Ito: told apart with every kind of colour vision, dark enough on white.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#a6507e", "#8a6d00", "#3b3b3b", "#56b4e9", "#e69f00")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 4], [1, 3], [10, 2])


def svg(figure: Chart) -> bytes:
    """Draw the figure on a light plate."""
    return _draw(figure)


@lru_cache(maxsize=128)
def _draw(figure: Chart) -> bytes:
    import vl_convert  # noqa: PLC0415 -- see the module's docstring

    drawn: str = vl_convert.vegalite_to_svg(specification(figure))
    return drawn.encode()


def specification(figure: Chart) -> Spec:
    """The chart in Vega-Lite."""
    layers = list(_LAYERS[figure.kind](figure))
    for name, value in figure.limits:
        layers += _limit(name, value)
    chart: Spec = {
        "title": figure.title,
        "description": figure.sentence,
        "width": DONUT_WIDTH if figure.kind is ChartKind.DONUT else WIDTH,  # its legend stands beside it
        "height": {"step": ROW} if _lies(figure) else HEIGHT,
        "padding": 12,
        "background": "white",
        "layer": layers,
        "config": _STYLE,
    }
    if figure.kind is ChartKind.PARETO:
        chart["resolve"] = {"scale": {"y": "independent"}}
    return chart


def _layer(rows: Sequence[Spec], mark: str, encoding: Spec, **style: Any) -> Spec:
    return {"data": {"values": list(rows)}, "mark": {"type": mark, **style}, "encoding": encoding}


def _number(field: str, title: str = "", **more: Any) -> Spec:
    return {"field": field, "type": "quantitative", **({"title": title} if title else {}), **more}


def _name(field: str, **more: Any) -> Spec:
    return {"field": field, "type": "nominal", **more}


def _rows(figure: Chart) -> list[Spec]:
    return [
        {"label": label, "series": one.name, "value": value, "place": place}
        for place, one in enumerate(figure.series)
        for label, value in zip(figure.labels, one.values, strict=True)
        if value is not None or figure.kind is ChartKind.LINE  # where a line has nothing to tell it has a gap
    ]


def _lies(figure: Chart) -> bool:
    """Whether its rows give it its height."""
    if figure.kind is ChartKind.HEAT:
        return True
    return figure.kind is ChartKind.BAR and max(map(len, figure.labels), default=0) > LONG_LABEL


def _across(figure: Chart, **axis: Any) -> Spec:
    angle = -40 if sum(map(len, figure.labels)) > 80 else 0
    overlap = False if angle and len(figure.labels) <= MOST_LEANING else "greedy"
    axis |= {"labelAngle": angle, "labelOverlap": overlap, "labelLimit": 160}
    return _name("label", sort=list(figure.labels), title=figure.across, axis=axis)


def _up(figure: Chart) -> Spec:
    return _number("value", figure.up, scale=_FROM_ZERO, axis=_ticks(figure))


def _ticks(figure: Chart) -> Spec:
    """Only whole ticks where only whole numbers are drawn."""
    whole = all(value == int(value) for one in figure.series for value in one.values if value is not None)
    return {"tickCount": 6, "tickMinStep": 1} if whole else {"tickCount": 6}


def _by_series(figure: Chart, styles: Sequence[Any] = COLOURS) -> Spec:
    names = [one.name for one in figure.series]
    return _name("series", sort=names, scale=_scale(names, styles), legend=_legend(figure))


def _legend(figure: Chart) -> Spec | None:
    if len(figure.series) < 2:
        return None
    as_drawn = {"symbolType": "stroke", "symbolSize": 600} if figure.kind is ChartKind.LINE else {}
    return {"title": None, "orient": "top", "labelLimit": 300, **as_drawn}


def _scale(names: Sequence[str], styles: Sequence[Any]) -> Spec:
    return {"domain": list(names), "range": [styles[place % len(styles)] for place in range(len(names))]}


def _bars(figure: Chart) -> list[Spec]:
    rows = _rows(figure)
    if _lies(figure):
        lying: Spec = {
            "x": _number("value", figure.up, axis=_ticks(figure)),
            "y": _name("label", sort=list(figure.labels), title=figure.across, axis={"labelLimit": 240}),
        }
        words = _layer(rows, "text", {**lying, "text": _WORDS}, align="left", dx=5, color=INK)
        return [_layer(rows, "bar", lying, color=COLOURS[0]), words]
    standing: Spec = {"x": _across(figure), "y": _up(figure)}
    words = _layer(rows, "text", {**standing, "text": _WORDS}, dy=-7, color=INK)
    return [_layer(rows, "bar", standing, color=COLOURS[0]), words]


def _grouped(figure: Chart) -> list[Spec]:
    beside = _name("series", sort=[one.name for one in figure.series])
    encoding = {"x": _across(figure), "xOffset": beside, "y": _up(figure), "color": _by_series(figure)}
    return [_layer(_rows(figure), "bar", encoding)]


def _stacked(figure: Chart) -> list[Spec]:
    encoding = {"x": _across(figure), "y": _up(figure), "color": _by_series(figure), "order": _number("place")}
    return [_layer(_rows(figure), "bar", encoding, stroke="white", strokeWidth=1)]


def _lines(figure: Chart) -> list[Spec]:
    encoding = {
        "x": _across(figure, grid=False),
        "y": _up(figure),
        "color": _by_series(figure),
        "strokeDash": _by_series(figure, DASHES),
    }
    return [_layer(_rows(figure), "line", encoding, strokeWidth=2.5, point={"size": 36, "filled": True})]


def _pareto(figure: Chart) -> list[Spec]:
    values = figure.series[0].values
    rows = [{"label": label, "share": share} for label, share in zip(figure.labels, shares_so_far(values), strict=True)]
    share = _number(
        "share",
        "Share so far, in %",
        scale={"domain": [0, 100]},
        axis={"orient": "right", "grid": False, "titleColor": COLOURS[1]},
    )
    bars = _layer(_rows(figure), "bar", {"x": _across(figure), "y": _up(figure)}, color=COLOURS[0])
    point = {"color": COLOURS[1], "size": 36}
    line = _layer(rows, "line", {"x": _across(figure), "y": share}, color=COLOURS[1], strokeWidth=2.5, point=point)
    return [bars, line]


def _histogram(figure: Chart) -> list[Spec]:
    across = {**_across(figure), "scale": {"paddingInner": 0.02, "paddingOuter": 0}}
    encoding: Spec = {"x": across, "y": _up(figure)}
    rows = _rows(figure)
    bars = _layer(rows, "bar", encoding, color=COLOURS[0], stroke="white")
    return [bars, _layer(rows, "text", {**encoding, "text": _WORDS}, dy=-7, color=INK)]


def _donut(figure: Chart) -> list[Spec]:
    """Parts around a hole that tells the whole; the legend names each part with its size and share."""
    values = [value or 0 for value in figure.series[0].values]
    whole = sum(values)
    names = [
        f"{label}: {read_number(value)} ({100 * value / whole:.0f} %)" if whole else label
        for label, value in zip(figure.labels, values, strict=True)
    ]
    rows = [
        {"part": name, "value": value, "place": place}
        for place, (name, value) in enumerate(zip(names, values, strict=True))
    ]
    legend = {
        "title": f"{figure.across}: {figure.up.lower()}", "orient": "right", "labelLimit": 380, "symbolType": "square"
    }  # fmt: skip
    encoding = {
        "theta": _number("value", stack=True),
        "order": _number("place"),
        "color": _name("part", sort=names, scale=_scale(names, COLOURS), legend=legend),
    }
    parts = _layer(rows, "arc", encoding, innerRadius=70, outerRadius=120, stroke="white", strokeWidth=2)
    middle = [{"whole": read_number(whole)}]
    words = _layer(middle, "text", {"text": _name("whole")}, fontSize=22, fontWeight="bold", color=INK)
    return [parts, words]


def _heat(figure: Chart) -> list[Spec]:
    """Colour tells how much, and so does the number in each field."""
    names = [one.name for one in figure.series]
    most = max((value or 0 for one in figure.series for value in one.values), default=0)
    place: Spec = {
        "x": _across(figure),
        "y": _name("series", sort=names, title=figure.rows, axis={"labelLimit": 200}),
    }
    colour = _number("value", figure.up, scale={"scheme": "blues", "domain": [0, max(1, most)]})
    ink = {"condition": {"test": f"datum.value > {0.6 * most}", "value": "white"}, "value": INK}
    rows = _rows(figure)
    fields = _layer(rows, "rect", {**place, "color": colour}, stroke="white")
    return [fields, _layer(rows, "text", {**place, "text": _WORDS, "color": ink}, fontSize=11)]


def _scatter(figure: Chart) -> list[Spec]:
    first, second = figure.series
    rows = [
        {"label": label, "x": x, "y": y}
        for label, x, y in zip(figure.labels, first.values, second.values, strict=True)
        if x is not None and y is not None
    ]
    place: Spec = {
        "x": _number("x", figure.across, scale=_FROM_ZERO),
        "y": _number("y", figure.up, scale=_FROM_ZERO),
    }
    points = _layer(rows, "point", place, size=90, filled=True, color=COLOURS[0])
    beside = {"align": "left", "dx": 8, "dy": -6, "fontSize": 11, "color": INK}
    return [points, _layer(rows, "text", {**place, "text": _name("label")}, **beside)]


def _limit(name: str, value: float) -> list[Spec]:
    rows, height = [{"limit": value, "name": name}], _number("limit")
    rule = _layer(rows, "rule", {"y": height}, color=INK, strokeDash=[5, 4], strokeWidth=1.5)
    above = {"align": "right", "baseline": "bottom", "dy": -4, "dx": -4, "color": INK, "fontWeight": "bold"}
    return [rule, _layer(rows, "text", {"y": height, "x": {"value": WIDTH}, "text": _name("name")}, **above)]


_FROM_ZERO = {"zero": True, "nice": True}
_WORDS = _number("value", format=",~g")
_STYLE = {
    "font": FONT,
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": 600,
        "titlePadding": 10,
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": FAINT,
        "domainColor": "#6b7280",
        "tickColor": "#6b7280",
    },
    "title": {"fontSize": 15, "fontWeight": 600, "anchor": "start", "color": INK, "offset": 14},
    "legend": {"labelFontSize": 13, "labelColor": INK, "symbolStrokeWidth": 3},
    "text": {"fontSize": 13},
    "view": {"stroke": None},
}
_LAYERS: Mapping[ChartKind, Callable[[Chart], list[Spec]]] = {
    ChartKind.BAR: _bars,
    ChartKind.GROUPED: _grouped,
    ChartKind.STACKED: _stacked,
    ChartKind.LINE: _lines,
    ChartKind.PARETO: _pareto,
    ChartKind.HISTOGRAM: _histogram,
    ChartKind.DONUT: _donut,
    ChartKind.HEAT: _heat,
    ChartKind.SCATTER: _scatter,
}
