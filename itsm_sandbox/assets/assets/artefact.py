"""Asset: all that this kind of artefact is."""

from itsm_sandbox.assets.assets.derivation import AssetDerivation
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.assets.record_checks import RECORD_CHECKS
from itsm_sandbox.assets.assets.rules import ASSET
from itsm_sandbox.assets.assets.services import (
    blank_asset,
    check_first,
    facts_of,
    keep_sighting,
    plan_answer,
    release_seats,
)
from itsm_sandbox.assets.network.services import follow_on_network
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, register

register(
    ArtefactType(
        model=Asset,
        machine=ASSET,
        label="Asset",
        path="assets",
        page="itsm_sandbox.show_asset",
        blank=blank_asset,
        check_first=check_first,
        facts=facts_of,
        effects={"sight": (keep_sighting,), "dispose": (release_seats,)},
        after=(follow_on_network, plan_answer),
        tab=Tab("assets", 1, "Register", "list_assets", "devices"),
        record_checks=RECORD_CHECKS,
        derived=AssetDerivation,
    )
)
