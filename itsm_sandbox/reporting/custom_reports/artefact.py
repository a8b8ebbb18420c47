"""Custom report: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.reporting.custom_reports.frozen import FROZEN_TABLES
from itsm_sandbox.reporting.custom_reports.models import ReportDefinition
from itsm_sandbox.reporting.custom_reports.record_checks import FROZEN_WORDS, RECORD_CHECKS, chart_of_issue
from itsm_sandbox.reporting.custom_reports.rules import MACHINE
from itsm_sandbox.reporting.custom_reports.services import (
    facts_of,
    hides,
    keep_issue,
    keep_schedule,
    let_somebody_ask,
    new_definition,
    ties_to,
)

register(
    ArtefactType(
        model=ReportDefinition,
        machine=MACHINE,
        label="Custom report",
        path="custom-reports",
        page="itsm_sandbox.show_report_definition",
        blank=new_definition,
        ties=ties_to,
        facts=facts_of,
        hides=hides,
        effects={
            "issue": (keep_issue,),
            "issue_unattended": (keep_issue,),
            "send": (let_somebody_ask,),
        },
        after=(keep_schedule,),
        tab=Tab("reports", 5, "Custom reports", "list_report_definitions", "report-search", for_support=True),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
        charts=chart_of_issue,
        frozen_tables=FROZEN_TABLES,
    )
)
