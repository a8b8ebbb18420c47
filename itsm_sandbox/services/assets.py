"""Assets: what forbids to register one."""

from collections.abc import Mapping
from typing import Any

from core.errors import FieldErrors
from itsm_sandbox.models import Asset, Colleague
from itsm_sandbox.queries.assets import is_tag_taken
from itsm_sandbox.rules.assets import ASSET
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.services.rooms import ROOMS, Room


def _check_tag(workplace_id: int, given: Mapping[str, Any]) -> None:
    if is_tag_taken(workplace_id, given.get("tag") or ""):
        raise FieldErrors({"tag": "Another asset has this tag. Look it up before you add it a second time."})


def _blank_asset(_adder: Colleague | None) -> Asset:
    return Asset(tag="", type="")


ROOMS[ArtefactKind.ASSET] = Room(Asset, ASSET, "itsm_sandbox.show_asset", blank=_blank_asset, check_first=_check_tag)
