"""Check of linked things: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.knowledge.checks.models import AssetCheck
from itsm_sandbox.knowledge.checks.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.knowledge.checks.rules import MACHINE
from itsm_sandbox.knowledge.checks.services import blank, facts_of, follow_up, ties_to

register(
    ArtefactType(
        model=AssetCheck,
        machine=MACHINE,
        label="Check of linked things",
        path="checks",
        page="itsm_sandbox.show_asset_check",
        blank=blank,
        ties=ties_to,
        facts=facts_of,
        hides=hides_from_users,
        effects={"finish": (follow_up,)},
        tab=Tab("knowledge", 6, "Checks", "list_asset_checks", "checklist", for_support=True),
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
    )
)
