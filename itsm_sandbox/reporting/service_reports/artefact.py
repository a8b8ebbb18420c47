"""Service report: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.reporting.service_reports.models import ServiceReport
from itsm_sandbox.reporting.service_reports.rules.machine import MACHINE
from itsm_sandbox.reporting.service_reports.services import (
    ask_stand_in,
    check_month,
    facts_of,
    forget_stand_in,
    hides,
    new_report,
    ties_to,
)

register(
    ArtefactType(
        model=ServiceReport,
        machine=MACHINE,
        label="Service report",
        path="reports",
        page="itsm_sandbox.show_report",
        blank=new_report,
        check_first=check_month,
        ties=ties_to,
        facts=facts_of,
        hides=hides,
        effects={"issue": (ask_stand_in,), "return": (forget_stand_in,), "sign_off": (forget_stand_in,)},
        tab=Tab("reports", 1, "Monthly service reports", "list_reports", "report-analytics"),
    )
)
