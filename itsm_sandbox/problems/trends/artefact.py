"""Trend analysis: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.problems.trends.models import Trend
from itsm_sandbox.problems.trends.record_checks import FROZEN_WORDS, RECORD_CHECKS, charts_of
from itsm_sandbox.problems.trends.rules import MACHINE
from itsm_sandbox.problems.trends.services import facts_of, new_trend, ties_to

register(
    ArtefactType(
        model=Trend,
        machine=MACHINE,
        label="Trend analysis",
        path="trends",
        page="itsm_sandbox.show_trend",
        blank=new_trend,
        ties=ties_to,
        facts=facts_of,
        hides=hides_from_users,
        tab=Tab("problems", 2, "Analyses", "list_trends", "chart-line", for_support=True),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
        charts=charts_of,
    )
)
