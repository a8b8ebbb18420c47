"""The facts of a monthly report: what its steps ask besides its own columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.engine.steps.actions import NamesPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReportFacts(NamesPeople):
    """What the steps of a monthly report count and look up."""

    figures: Callable[[], dict[str, Any]]  # of its month
