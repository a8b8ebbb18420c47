"""M21 and M22: the assets and the licences."""

from itsm_sandbox.engine.numbers import Metric, Number, Unit, share
from itsm_sandbox.reporting.metrics.rules.reading import Reading


def accuracy(reading: Reading) -> Metric:
    estate = reading.estate
    kept = estate.in_use + estate.in_stock
    return Metric(
        "M21",
        "Assets",
        "Accurate: sightings in the period that agree with the register ÷ sightings that were compared with it. Seen: "
        "assets in use or in stock that were seen in the last 12 months ÷ assets in use or in stock. In use: assets in "
        "use ÷ assets in use or in stock. Seen and in use are counted as the register is now.",
        (
            share("Accurate", estate.matched, estate.sighted),
            share("Seen", estate.seen, kept),
            share("In use", estate.in_use, kept),
        ),
    )


def compliance(reading: Reading) -> Metric:
    used = [one for one in reading.estate.positions if one.is_used]
    return Metric(
        "M22",
        "Licences",
        "Within licences: products whose position is not below 0, and that are not prohibited ÷ products in use, on "
        "the last day of the period; free products are left out. Value at risk: what is missing × price of one more. "
        "Not in use: what is left over × price of one more.",
        (
            share("Within licences", sum(not one.status.is_breach for one in used), len(used)),
            Number("Value at risk", sum(one.at_risk_pence for one in reading.estate.positions), Unit.MONEY),
            Number("Not in use", sum(one.unused_pence for one in reading.estate.positions), Unit.MONEY),
        ),
    )
