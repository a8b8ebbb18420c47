"""The rules of the register of assets."""

from itsm_sandbox.rules.assets.fields import ASSET_TYPES, KEEPERS
from itsm_sandbox.rules.assets.machine import ASSET

__all__ = ["ASSET", "ASSET_TYPES", "KEEPERS"]
