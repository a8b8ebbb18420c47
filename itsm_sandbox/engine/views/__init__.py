"""The pages of the practice workplace, under one blueprint; each noun adds its own to it."""

from flask import Blueprint, g, request

from accounts.session import find_acting
from core.formatting import count
from itsm_sandbox.engine.durations import duration
from itsm_sandbox.engine.numbers import pounds
from itsm_sandbox.engine.queries import find_workplace, sim_now
from itsm_sandbox.engine.timers import catch_up

bp = Blueprint("itsm_sandbox", __name__, url_prefix="/workplaces")
bp.add_app_template_global(count, "count")
bp.add_app_template_filter(duration, "duration")


@bp.app_template_filter("pounds")
def _amount(pence: int | None) -> str:
    return "" if pence is None else pounds(pence)


@bp.before_request
def let_time_pass() -> None:
    """Before anybody of the centre looks or acts in a workplace, what was due since somebody last did happens."""
    me, workplace_id = find_acting(), (request.view_args or {}).get("workplace_id")
    if me is None or workplace_id is None:
        return
    found = find_workplace(workplace_id)
    if found is None:
        return
    workplace, next_at = found
    g.workplace = workplace  # held, so that nothing in this request reads it again
    if workplace.centre_id == me.centre_id and next_at is not None and next_at <= sim_now(workplace):
        catch_up(workplace_id)
