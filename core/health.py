"""Two addresses for whatever watches over the server: is the process alive, and can it do its work."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from core.readiness import list_faults

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show_alive() -> ResponseReturnValue:
    """Answer without asking anything else: a process that cannot do this should be started again."""
    return jsonify(status="alive")


@bp.get("/readyz")
def show_ready() -> ResponseReturnValue:
    """Answer 503 and name what fails; starting again would not mend that, so requests belong elsewhere meanwhile."""
    faults = list_faults()
    if faults:
        return jsonify(status="not ready", failing={fault.part: fault.problem for fault in faults}), 503
    return jsonify(status="ready")
