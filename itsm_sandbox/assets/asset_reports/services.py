"""Asset reports: what is frozen when one is issued, and what a simulated ICT owner decides."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from core.db import db
from itsm_sandbox.assets.asset_reports.models import AssetReport
from itsm_sandbox.assets.asset_reports.queries import count_for_report
from itsm_sandbox.assets.asset_reports.rules.machine import answer_of_owner
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.simulation import apply_as_owner, plan_owner_answer
from itsm_sandbox.engine.timers import forget, timer

DECIDE = "asset_report.decide"
_READING_MINUTES = 240


def new_asset_report(author: Colleague | None) -> AssetReport:
    """An empty one for `begin`."""
    return AssetReport(title="", as_of_on=date.min, figures={}, author_id=author.id if author else None)


def numbers_of(report: AssetReport) -> dict[str, Any]:
    """What was frozen when it was issued; while it is being written, what is counted now."""
    if report.state != "draft" and report.figures:
        return report.figures
    return count_for_report(report.workplace_id, report.as_of_on)


def facts_of(report: AssetReport) -> Mapping[str, Any]:
    return {"figures": partial(numbers_of, report)}


def ask_owner(deed: Deed) -> None:
    plan_owner_answer(deed, DECIDE, _READING_MINUTES)


def forget_answer(deed: Deed) -> None:
    forget(deed.artefact, DECIDE)


@timer(DECIDE)
def _decide(_workplace: Workplace, due: Timer) -> None:
    report = db.session.get_one(AssetReport, due.subject_id)
    text = f"{report.analysis} {report.recommendation}"
    answer = answer_of_owner(report.figures, text, report.cost_pence)
    apply_as_owner(report, answer.event, answer.given, due.at)
