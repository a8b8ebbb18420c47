"""The workplace's own clock: real, faster or standing still, and letting time pass. It only ever goes forward."""

from datetime import datetime

from accounts.models import Membership
from core import clock
from core.errors import FieldErrors
from itsm_sandbox.engine.clock import ClockMode
from itsm_sandbox.engine.models import Workplace
from itsm_sandbox.engine.perform import Refused
from itsm_sandbox.engine.queries import get_calendar
from itsm_sandbox.engine.timers import catch_up, next_timer_at
from itsm_sandbox.workplace.clock.advance import Step, moment_after
from itsm_sandbox.workplace.set_up import arranging

FASTEST = 240
"""Times as fast as ours: six minutes for a day."""


def set_clock(workplace_id: int, mode: ClockMode, *, rate: int = 1, by: Membership) -> Workplace:
    """Run at another pace from this moment on."""
    if mode is ClockMode.ACCELERATED and not 2 <= rate <= FASTEST:
        raise FieldErrors({"rate": f"Choose between 2 and {FASTEST} times as fast."})
    with arranging(workplace_id, by) as here:
        pace = rate if mode is ClockMode.ACCELERATED else 1
        changes = {"clock_mode": mode, "clock_rate": pace, "clock_sim_at": here.at, "clock_real_at": clock.now()}
        here.record("clock_set", changes=changes, given={"mode": mode, "rate": pace})
        return here.workplace


def let_time_pass(workplace_id: int, step: Step, *, by: Membership) -> datetime:
    """Move the clock of a workplace of one's own forward; all that was due until then happens in its order."""
    with arranging(workplace_id, by) as here:
        if not here.workplace.is_solo:
            raise Refused("Others work here too, so time passes by the clock. You can set its pace.")
        until = moment_after(
            step, here.at, next_happening=next_timer_at(workplace_id), calendar=get_calendar(workplace_id)
        )
        if until is None:
            raise Refused("Nothing is planned to happen by itself. Let 15 minutes or an hour pass.")
        changes = {"clock_sim_at": until, "clock_real_at": clock.now()}
        here.record("time_passed", changes=changes, given={"step": step, "until": until})
    while catch_up(workplace_id):
        pass
    return until
