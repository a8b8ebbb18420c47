"""Monitoring log: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.reporting.monitoring.frozen import FROZEN_TABLES
from itsm_sandbox.reporting.monitoring.models import MonitoringLog
from itsm_sandbox.reporting.monitoring.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.reporting.monitoring.rules import (
    MACHINE,
)
from itsm_sandbox.reporting.monitoring.services import (
    facts_of,
    keep_collection,
    keep_missed,
    new_log,
    ties_to,
    watch_schedule,
)

register(
    ArtefactType(
        model=MonitoringLog,
        machine=MACHINE,
        label="Monitoring log",
        path="monitoring",
        page="itsm_sandbox.show_monitoring_log",
        blank=new_log,
        ties=ties_to,
        facts=facts_of,
        hides=hides_from_users,
        effects={"collect": (keep_collection,), "miss": (keep_missed,)},
        after=(watch_schedule,),
        tab=Tab("reports", 7, "Monitoring", "list_monitoring_logs", "heart-rate-monitor", for_support=True),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
        frozen_tables=FROZEN_TABLES,
    )
)
