"""The rules of the register of assets."""

from itsm_sandbox.assets.assets.rules.fields import ASSET_TYPES, KEEPERS
from itsm_sandbox.assets.assets.rules.machine import ASSET

__all__ = ["ASSET", "ASSET_TYPES", "KEEPERS"]
