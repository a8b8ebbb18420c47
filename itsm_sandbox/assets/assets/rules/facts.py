"""The facts of an asset: what its steps ask besides its own columns."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFacts:
    """What the guards of an asset look up."""

    seats: Callable[[], int]  # licences that are allocated to it
