"""The days on which the centre does not work."""

from collections.abc import Container
from datetime import date
from functools import cache

import holidays

from assessment.progress.rules.progress import THRESHOLDS


@cache
def working_holidays() -> Container[date]:
    """Return the public holidays of the country and the part of it named in data; years are added as they are asked."""
    return holidays.country_holidays(THRESHOLDS.country, subdiv=THRESHOLDS.subdivision)
