"""Charts as pictures. The address holds the chart itself, signed, so that a picture never changes and asks nothing."""

import json
from typing import Any

from flask import Response, current_app, request, url_for
from itsdangerous import BadData, URLSafeSerializer

from accounts.session import login_required
from core.errors import NotFound
from itsm_sandbox.engine.charts.chart import Chart, chart_from, read_number
from itsm_sandbox.engine.charts.drawing import svg
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import enter


@bp.get("/<int:workplace_id>/charts/<drawn>.svg")
@login_required
def show_chart(workplace_id: int, drawn: str) -> Response:
    enter(workplace_id)
    try:
        chart = chart_from(_serializer(workplace_id).loads(drawn))
    except BadData as error:
        raise NotFound("There is no such chart in this workplace.") from error
    response = Response(svg(chart), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@bp.app_template_global()
def chart_address(chart: Chart) -> str:
    """Where the picture of this chart is, in the workplace whose page is being drawn."""
    workplace_id = (request.view_args or {})["workplace_id"]
    return url_for("itsm_sandbox.show_chart", workplace_id=workplace_id, drawn=sign(chart, workplace_id))


def sign(chart: Chart, workplace_id: int) -> str:
    """The chart as the address of its picture in this workplace holds it."""
    signed = _serializer(workplace_id).dumps(chart.plain())
    return signed if isinstance(signed, str) else signed.decode()


bp.add_app_template_filter(read_number, "figure_number")


def _serializer(workplace_id: int) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"chart {workplace_id}", serializer=_Compact())


class _Compact:
    """JSON without spaces, letters as they are."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def loads(text: str | bytes) -> Any:
        return json.loads(text)
