"""Asset report: all that this kind of artefact is."""

from itsm_sandbox.assets.asset_reports.models import AssetReport
from itsm_sandbox.assets.asset_reports.record_checks import FROZEN_WORDS, RECORD_CHECKS, charts_of
from itsm_sandbox.assets.asset_reports.rules.machine import ASSET_REPORT
from itsm_sandbox.assets.asset_reports.services import ask_owner, facts_of, forget_answer, new_asset_report
from itsm_sandbox.assets.positions.services import ties_of_author
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register

register(
    ArtefactType(
        model=AssetReport,
        machine=ASSET_REPORT,
        label="Asset report",
        path="asset-reports",
        page="itsm_sandbox.show_asset_report",
        blank=new_asset_report,
        ties=ties_of_author,
        facts=facts_of,
        hides=hides_from_users,
        effects={"issue": (ask_owner,), "decide": (forget_answer,), "return": (forget_answer,)},
        tab=Tab("assets", 8, "Asset reports", "list_asset_reports", "report-money", for_support=True),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
        charts=charts_of,
    )
)
