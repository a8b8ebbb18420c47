"""Finding again when an asset was last seen, from the sightings of audits."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.assets.audits.queries import list_last_seen
from itsm_sandbox.engine.models import WorkEvent


class AssetDerivation:
    """Of one workplace."""

    def __init__(self, workplace_id: int) -> None:
        self._seen = list_last_seen(workplace_id)

    def take_in(self, event: WorkEvent) -> None:
        """Nothing: sightings have rows of their own."""

    def columns_of(self, asset: Asset) -> Mapping[str, Any]:
        return {"last_verified_on": self._seen.get(asset.id)}
