"""A workplace's own time: real, faster, or standing still. Always computed from one anchor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ClockMode(StrEnum):
    REAL = "real"
    ACCELERATED = "accelerated"
    PAUSED = "paused"

    @property
    def label(self) -> str:
        return {"real": "Real time", "accelerated": "Faster", "paused": "Standing still"}[self]


@dataclass(frozen=True, slots=True)
class SimClock:
    """At `real_at` the workplace's clock showed `sim_at`; since then it runs `rate` times as fast as ours."""

    mode: ClockMode
    rate: int
    real_at: datetime
    sim_at: datetime

    def read(self, now: datetime) -> datetime:
        speeds = {ClockMode.PAUSED: 0, ClockMode.REAL: 1, ClockMode.ACCELERATED: self.rate}
        return self.sim_at + speeds[self.mode] * max(now - self.real_at, timedelta())
