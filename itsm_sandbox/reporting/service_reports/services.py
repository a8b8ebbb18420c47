"""Monthly service reports: preparing one, what is counted for it, and who signs it off where nobody real may."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from accounts.models import Membership
from core.db import db
from core.errors import FieldErrors
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.perform import apply, create
from itsm_sandbox.engine.queries import get_colleague, list_colleagues, sim_now
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.timers import forget, schedule_after, timer
from itsm_sandbox.reporting.service_reports.models import ServiceReport
from itsm_sandbox.reporting.service_reports.queries import count_month, find_report, was_sent_to

SIGN_OFF = "report.sign_off"
SIGNS_AFTER_S = 3 * 3600  # of service time


def prepare_report(workplace_id: int, month_on: date, *, by: Membership) -> ServiceReport:
    """Begin the report of a month; there is one for each."""
    report: ServiceReport = create(
        workplace_id, ServiceReport.kind, "prepare", {"month_on": month_on.replace(day=1)}, by=by
    )
    return report


def check_month(workplace_id: int, given: Mapping[str, Any]) -> None:
    """There is no report of it yet, and it has begun."""
    existing = find_report(workplace_id, given["month_on"])
    if existing is not None:
        raise FieldErrors({"month_on": f"{existing.ref} is the report of this month. Go on with that one."})
    if given["month_on"] > sim_now(db.session.get_one(Workplace, workplace_id)).date():
        raise FieldErrors({"month_on": "Choose this month or an earlier one."})


def new_report(author: Colleague | None) -> ServiceReport:
    """An empty one for `begin`."""
    return ServiceReport(
        month_on=date.min, figures={}, sent_to=[], meeting={}, author_id=author.id if author is not None else None
    )


def numbers_of_report(report: ServiceReport) -> dict[str, Any]:
    """What was frozen when it was issued; before that, what is counted now."""
    if report.figures:
        return report.figures
    now = sim_now(db.session.get_one(Workplace, report.workplace_id))
    return count_month(report.workplace_id, report.month_on, now)


def facts_of(report: ServiceReport) -> Mapping[str, Any]:
    return {
        "figures": cache(lambda: numbers_of_report(report)),
        "name_of": lambda colleague_id: get_colleague(colleague_id).name,
    }


def ties_to(report: ServiceReport, colleague: Colleague) -> frozenset[Tie]:
    ties = {Tie.ANYONE}
    if report.author_id == colleague.id:
        ties.add(Tie.AUTHOR)
    actions = report.meeting.get("actions", ())
    if any(one["owner_id"] == colleague.id and not one["done_on"] for one in actions):
        ties.add(Tie.ASSIGNED)
    return frozenset(ties)


def hides(report: ServiceReport, colleague: Colleague) -> bool:
    """A report is for those it was sent to; who runs ICT sees it from the beginning."""
    return not colleague.runs_ict and not was_sent_to(report, colleague.id)


def ask_stand_in(deed: Deed) -> None:
    """Where nobody real may sign it off, a simulated ICT owner does, some service hours later."""
    if find_stand_in(deed.artefact) is None:
        return
    schedule_after(deed.artefact, SIGN_OFF, deed.event.at, SIGNS_AFTER_S)


def forget_stand_in(deed: Deed) -> None:
    forget(deed.artefact, SIGN_OFF)


def find_stand_in(report: ServiceReport) -> Colleague | None:
    """The simulated ICT owner who may sign; None when a member may, or when nobody may."""
    may = [
        one
        for one in list_colleagues(report.workplace_id)
        if WorkRole.ICT_OWNER in one.roles and one.id != report.author_id
    ]
    return may[0] if may and all(one.is_simulated for one in may) else None


@timer(SIGN_OFF)
def _sign_off(workplace: Workplace, due: Timer) -> None:
    report = db.session.get_one(ServiceReport, due.subject_id)
    owner = find_stand_in(report)
    if owner is not None and report.state == "issued":
        apply(workplace, report, "sign_off", {"remark": "Read and signed off."}, actor=owner, at=due.at)
