"""The pages of the practice workplace, one module for each noun, under one blueprint."""

from typing import Any

from flask import Blueprint, request

from accounts.session import find_acting
from itsm_sandbox.services.errands import catch_up

bp = Blueprint("itsm_sandbox", __name__, url_prefix="/workplaces")


@bp.before_request
def let_time_pass() -> None:
    """Before anybody in a workplace looks or acts, what was due since somebody last did happens."""
    workplace_id = (request.view_args or {}).get("workplace_id")
    if workplace_id is not None and find_acting() is not None:
        catch_up(workplace_id)


def _register() -> Any:
    from itsm_sandbox.views import acting, charts, registers  # noqa: PLC0415 -- its routes need the blueprint above

    return acting, charts, registers


_register()
