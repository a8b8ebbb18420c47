"""Dashboard: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.reporting.dashboards.models import Dashboard
from itsm_sandbox.reporting.dashboards.record_checks import FROZEN_WORDS, RECORD_CHECKS, charts_of_tiles
from itsm_sandbox.reporting.dashboards.rules import MACHINE
from itsm_sandbox.reporting.dashboards.services import facts_of, new_dashboard, ties_to

register(
    ArtefactType(
        model=Dashboard,
        machine=MACHINE,
        label="Dashboard",
        path="dashboards",
        page="itsm_sandbox.show_dashboard",
        blank=new_dashboard,
        ties=ties_to,
        facts=facts_of,
        hides=hides_from_users,
        tab=Tab("reports", 4, "Dashboards", "list_dashboards", "layout-dashboard", for_support=True),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
        charts=charts_of_tiles,
    )
)
