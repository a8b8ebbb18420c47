"""Draws a figure as SVG, the same for the screen, for print and for papers.

The drawing libraries are large, so they are loaded with the first chart: that one takes some seconds, each after it a
tenth of one.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from itsm_sandbox.engine.charts.chart import Figure, FigureKind, read_number, shares_so_far

if TYPE_CHECKING:
    import altair as alt

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


def svg(figure: Figure) -> bytes:
    """Draw the figure on a light plate."""
    return _draw(figure)


@lru_cache(maxsize=128)
def _draw(figure: Figure) -> bytes:
    import vl_convert  # noqa: PLC0415 -- see the module's docstring

    drawn: str = vl_convert.vegalite_to_svg(specification(figure))
    return drawn.encode()


def specification(figure: Figure) -> dict[str, Any]:
    """The chart in Vega-Lite."""
    import altair as alt  # noqa: PLC0415 -- see the module's docstring

    layers = _LAYERS[figure.kind](alt, figure)
    for name, value in figure.limits:
        layers += _limit(alt, name, value)
    width = DONUT_WIDTH if figure.kind is FigureKind.DONUT else WIDTH  # its legend stands beside it
    chart = alt.layer(*layers).properties(
        width=width, background="white", padding=12, title=figure.title, description=figure.sentence
    )
    if figure.kind is FigureKind.PARETO:
        chart = chart.resolve_scale(y="independent")
    if not _lies(figure):
        chart = chart.properties(height=HEIGHT)
    made: dict[str, Any] = _in_our_style(chart).to_dict()
    return made


def _rows(figure: Figure) -> "alt.InlineData":
    import altair as alt  # noqa: PLC0415 -- see the module's docstring

    rows = [
        {"label": label, "series": one.name, "value": value, "place": place}
        for place, one in enumerate(figure.series)
        for label, value in zip(figure.labels, one.values, strict=True)
        if value is not None or figure.kind is FigureKind.LINE  # where a line has nothing to tell it has a gap
    ]
    return alt.InlineData(values=rows)


def _lies(figure: Figure) -> bool:
    """Whether its rows give it its height."""
    if figure.kind is FigureKind.HEAT:
        return True
    return figure.kind is FigureKind.BAR and max(map(len, figure.labels), default=0) > LONG_LABEL


def _across(alt: Any, figure: Figure, **axis: Any) -> Any:
    angle = -40 if sum(map(len, figure.labels)) > 80 else 0
    overlap = False if angle and len(figure.labels) <= MOST_LEANING else "greedy"
    return alt.X(
        "label:N",
        sort=list(figure.labels),
        title=figure.across,
        axis=alt.Axis(labelAngle=angle, labelOverlap=overlap, labelLimit=160, **axis),
    )


def _up(alt: Any, figure: Figure) -> Any:
    return alt.Y("value:Q", title=figure.up, scale=alt.Scale(zero=True, nice=True), axis=_ticks(alt, figure))


def _ticks(alt: Any, figure: Figure) -> Any:
    """Only whole ticks where only whole numbers are drawn."""
    whole = all(value == int(value) for one in figure.series for value in one.values if value is not None)
    return alt.Axis(tickCount=6, tickMinStep=1) if whole else alt.Axis(tickCount=6)


def _by_series(alt: Any, figure: Figure) -> Any:
    names = [one.name for one in figure.series]
    return alt.Color("series:N", sort=names, scale=_scale(alt, names, COLOURS), legend=_legend(alt, figure))


def _legend(alt: Any, figure: Figure) -> Any:
    if len(figure.series) < 2:
        return None
    as_drawn = {"symbolType": "stroke", "symbolSize": 600} if figure.kind is FigureKind.LINE else {}
    return alt.Legend(title=None, orient="top", labelLimit=300, **as_drawn)


def _scale(alt: Any, names: list[str], values: Any) -> Any:
    return alt.Scale(domain=names, range=[values[place % len(values)] for place in range(len(names))])


def _bars(alt: Any, figure: Figure) -> list[Any]:
    chart = alt.Chart(_rows(figure))
    if _lies(figure):
        up = alt.X("value:Q", title=figure.up, axis=_ticks(alt, figure))
        across = alt.Y("label:N", sort=list(figure.labels), title=figure.across, axis=alt.Axis(labelLimit=240))
        bars = chart.mark_bar(color=COLOURS[0]).encode(x=up, y=across)
        words = chart.mark_text(align="left", dx=5, color=INK).encode(x=up, y=across, text=_words(alt))
        return [bars.properties(height=alt.Step(ROW)), words]
    up, across = _up(alt, figure), _across(alt, figure)
    bars = chart.mark_bar(color=COLOURS[0]).encode(x=across, y=up)
    return [bars, chart.mark_text(dy=-7, color=INK).encode(x=across, y=up, text=_words(alt))]


def _words(alt: Any) -> Any:
    return alt.Text("value:Q", format=",~g")


def _grouped(alt: Any, figure: Figure) -> list[Any]:
    names = [one.name for one in figure.series]
    beside = alt.XOffset("series:N", sort=names)
    across = _across(alt, figure)
    bars = alt.Chart(_rows(figure)).mark_bar()
    return [bars.encode(x=across, xOffset=beside, y=_up(alt, figure), color=_by_series(alt, figure))]


def _stacked(alt: Any, figure: Figure) -> list[Any]:
    bars = alt.Chart(_rows(figure)).mark_bar(stroke="white", strokeWidth=1)
    return [
        bars.encode(
            x=_across(alt, figure), y=_up(alt, figure), color=_by_series(alt, figure), order=alt.Order("place:Q")
        )
    ]


def _lines(alt: Any, figure: Figure) -> list[Any]:
    names = [one.name for one in figure.series]
    dash = alt.StrokeDash("series:N", sort=names, scale=_scale(alt, names, DASHES), legend=_legend(alt, figure))
    lines = alt.Chart(_rows(figure)).mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=36, filled=True))
    return [
        lines.encode(
            x=_across(alt, figure, grid=False), y=_up(alt, figure), color=_by_series(alt, figure), strokeDash=dash
        )
    ]


def _pareto(alt: Any, figure: Figure) -> list[Any]:
    values = figure.series[0].values
    rows = [{"label": label, "share": share} for label, share in zip(figure.labels, shares_so_far(values), strict=True)]
    share = alt.Y(
        "share:Q",
        title="Share so far, in %",
        scale=alt.Scale(domain=[0, 100]),
        axis=alt.Axis(orient="right", grid=False, titleColor=COLOURS[1]),
    )
    across = _across(alt, figure)
    bars = alt.Chart(_rows(figure)).mark_bar(color=COLOURS[0]).encode(x=across, y=_up(alt, figure))
    point = alt.OverlayMarkDef(color=COLOURS[1], size=36)
    line = alt.Chart(alt.InlineData(values=rows)).mark_line(color=COLOURS[1], strokeWidth=2.5, point=point)
    return [bars, line.encode(x=across, y=share)]


def _histogram(alt: Any, figure: Figure) -> list[Any]:
    across = _across(alt, figure).scale(paddingInner=0.02, paddingOuter=0)
    chart = alt.Chart(_rows(figure))
    bars = chart.mark_bar(color=COLOURS[0], stroke="white").encode(x=across, y=_up(alt, figure))
    return [bars, chart.mark_text(dy=-7, color=INK).encode(x=across, y=_up(alt, figure), text=_words(alt))]


def _donut(alt: Any, figure: Figure) -> list[Any]:
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
    legend = alt.Legend(
        title=f"{figure.across}: {figure.up.lower()}", orient="right", labelLimit=380, symbolType="square"
    )
    chart = alt.Chart(alt.InlineData(values=rows))
    parts = chart.mark_arc(innerRadius=70, outerRadius=120, stroke="white", strokeWidth=2).encode(
        theta=alt.Theta("value:Q", stack=True),
        order=alt.Order("place:Q"),
        color=alt.Color("part:N", sort=names, scale=_scale(alt, names, COLOURS), legend=legend),
    )
    middle = alt.Chart(alt.InlineData(values=[{"whole": read_number(whole)}]))
    return [parts, middle.mark_text(fontSize=22, fontWeight="bold", color=INK).encode(text="whole:N")]


def _heat(alt: Any, figure: Figure) -> list[Any]:
    """Colour tells how much, and so does the number in each field."""
    chart = alt.Chart(_rows(figure))
    names = [one.name for one in figure.series]
    most = max((value or 0 for one in figure.series for value in one.values), default=0)
    down = alt.Y("series:N", sort=names, title=figure.rows, axis=alt.Axis(labelLimit=200))
    colour = alt.Color("value:Q", title=figure.up, scale=alt.Scale(scheme="blues", domain=[0, max(1, most)]))
    across = _across(alt, figure)
    fields = chart.mark_rect(stroke="white").encode(x=across, y=down, color=colour)
    ink = alt.condition(alt.datum.value > 0.6 * most, alt.value("white"), alt.value(INK))
    words = chart.mark_text(fontSize=11).encode(x=across, y=down, text=_words(alt), color=ink)
    return [fields.properties(height=alt.Step(ROW)), words]


def _scatter(alt: Any, figure: Figure) -> list[Any]:
    first, second = figure.series
    rows = [
        {"label": label, "x": x, "y": y}
        for label, x, y in zip(figure.labels, first.values, second.values, strict=True)
        if x is not None and y is not None
    ]
    chart = alt.Chart(alt.InlineData(values=rows))
    across = alt.X("x:Q", title=figure.across, scale=alt.Scale(zero=True, nice=True))
    up = alt.Y("y:Q", title=figure.up, scale=alt.Scale(zero=True, nice=True))
    points = chart.mark_point(size=90, filled=True, color=COLOURS[0]).encode(x=across, y=up)
    words = chart.mark_text(align="left", dx=8, dy=-6, fontSize=11, color=INK).encode(x=across, y=up, text="label:N")
    return [points, words]


def _limit(alt: Any, name: str, value: float) -> list[Any]:
    chart = alt.Chart(alt.InlineData(values=[{"limit": value, "name": name}]))
    rule = chart.mark_rule(color=INK, strokeDash=[5, 4], strokeWidth=1.5).encode(y="limit:Q")
    words = chart.mark_text(align="right", baseline="bottom", dy=-4, dx=-4, color=INK, fontWeight="bold")
    return [rule, words.encode(y="limit:Q", x=alt.value(WIDTH), text="name:N")]


def _in_our_style(chart: Any) -> Any:
    axis = {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": 600, "titlePadding": 10}
    return (
        chart.configure(font=FONT)
        .configure_axis(
            **axis, labelColor=INK, titleColor=INK, gridColor=FAINT, domainColor="#6b7280", tickColor="#6b7280"
        )
        .configure_title(fontSize=15, fontWeight=600, anchor="start", color=INK, offset=14)
        .configure_legend(labelFontSize=13, labelColor=INK, symbolStrokeWidth=3)
        .configure_text(fontSize=13)
        .configure_view(stroke=None)
    )


_LAYERS: dict[FigureKind, Any] = {
    FigureKind.BAR: _bars,
    FigureKind.GROUPED: _grouped,
    FigureKind.STACKED: _stacked,
    FigureKind.LINE: _lines,
    FigureKind.PARETO: _pareto,
    FigureKind.HISTOGRAM: _histogram,
    FigureKind.DONUT: _donut,
    FigureKind.HEAT: _heat,
    FigureKind.SCATTER: _scatter,
}
