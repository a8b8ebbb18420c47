"""What the metrics of assets and licences are computed from."""

from collections.abc import Mapping

from itsm_sandbox.assets.licences.queries import list_positions
from itsm_sandbox.reporting.metrics.rules.reading import Estate, Period


def read_estate(workplace_id: int, period: Period, counts: Mapping[str, int]) -> Estate:
    """The counts of assets are read already; the positions of all products take two queries."""
    positions = [
        position
        for product, position in list_positions(workplace_id, period.last_day)
        if product.metric != "free" or product.authorisation == "prohibited"
    ]
    return Estate(**counts, positions=positions)
