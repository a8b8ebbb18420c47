"""The metrics of a workplace: each a pure function of one reading, with the formula that is shown beside it."""

from collections.abc import Callable

from itsm_sandbox.engine.numbers import Metric, Number, Unit
from itsm_sandbox.reporting.metrics.rules import estate, operations, quality, work
from itsm_sandbox.reporting.metrics.rules.reading import Period, Reading, month_of, period_of

__all__ = ["METRICS", "Metric", "Number", "Period", "Reading", "Unit", "compute", "month_of", "period_of"]

METRICS: dict[str, Callable[[Reading], Metric]] = {
    "M1": work.logged,
    "M2": work.resolved,
    "M3": work.backlog,
    "M4": work.growth,
    "M5": work.ages,
    "M6": work.response_times,
    "M7": work.resolution_times,
    "M8": work.attainment,
    "M9": quality.first_contact,
    "M10": quality.first_line,
    "M11": quality.reopened,
    "M12": quality.escalated,
    "M13": quality.pending,
    "M14": quality.misclassified,
    "M15": quality.repeats,
    "M16": quality.trend,
    "M17": operations.availability,
    "M18": operations.changes,
    "M19": operations.problems,
    "M20": operations.knowledge,
    "M21": estate.accuracy,
    "M22": estate.compliance,
    "M23": quality.satisfaction,
    "M24": operations.cost,
}


def compute(reading: Reading, *ids: str) -> tuple[Metric, ...]:
    """The metrics of these ids, or all, in their order."""
    return tuple(METRICS[one](reading) for one in ids or METRICS)
