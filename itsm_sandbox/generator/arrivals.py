"""When things are reported in a world: a flow for each kind of report, busier at some hours than at others."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.clock import LONDON
from itsm_sandbox.desk.tickets.rules.scenarios import SCENARIOS, Scenario
from itsm_sandbox.engine.calendar import ServiceCalendar
from itsm_sandbox.engine.models import Colleague, WorkplaceKind

_BY_HOUR = {8: 1.5, 9: 1.9, 10: 1.4, 11: 1.2, 12: 0.6, 13: 1.1, 14: 1.0, 15: 0.8, 16: 0.5}
_BY_WEEKDAY = (1.5, 1.1, 1.0, 0.9, 0.7)
_BUSIEST = 1.9 * 1.5
_WEEK_HOURS = 62  # of the weights in the data: 600 tickets in half a year
_HOLIDAY_SHARE = 0.3  # of a school in July
_RISING_WEEKS = 6
_EVENING_SHARE = 0.04  # through the portal, when nobody is there
HIGHEST_RISE = 12.0


@dataclass(frozen=True, slots=True)
class Arrival:
    at: datetime
    scenario: Scenario
    requester: Colleague | None = None
    same_as: int | None = None  # the id of the ticket that it is a duplicate of
    cause: str = ""  # why it was planted


def list_arrivals(
    kind: WorkplaceKind, calendar: ServiceCalendar, rng: random.Random, begins: datetime, ends: datetime
) -> list[Arrival]:
    """Everything reported between two moments, in order."""
    found: list[Arrival] = []
    for code in sorted(SCENARIOS):
        if SCENARIOS[code].outage:
            continue  # those are planted
        own = random.Random(f"{rng.random()} {code}")  # noqa: S311 -- a practice world, not a secret
        flow = _Flow(SCENARIOS[code], kind, calendar, own, begins=begins, ends=ends)
        found += flow.reports()
    return sorted(found, key=lambda arrival: (arrival.at, arrival.scenario.code))


class _Flow:
    def __init__(
        self,
        scenario: Scenario,
        kind: WorkplaceKind,
        calendar: ServiceCalendar,
        rng: random.Random,
        *,
        begins: datetime,
        ends: datetime,
    ) -> None:
        self.scenario, self.kind, self.calendar, self.rng = scenario, kind, calendar, rng
        self.begins, self.ends = begins, ends
        most = _BUSIEST * (HIGHEST_RISE if scenario.rising else 1)
        self.highest = most * scenario.weight / _WEEK_HOURS  # an hour

    def reports(self) -> Iterator[Arrival]:
        """Candidates come as often as in the busiest hour; each is kept by how busy its own hour is."""
        hours, last = self.rng.expovariate(self.highest), (self.ends - self.begins) / timedelta(hours=1)
        while hours < last:
            at = self.begins + timedelta(seconds=round(hours * 3600))
            if self.rng.random() < self._share(at):
                yield Arrival(at, self.scenario)
            hours += self.rng.expovariate(self.highest)

    def _share(self, at: datetime) -> float:
        wall = at.astimezone(LONDON)
        if not self.calendar.version_on(wall.date()).spans(wall.date()):
            return 0
        busy = _BY_HOUR.get(wall.hour, _EVENING_SHARE if 17 <= wall.hour < 22 else 0) * _BY_WEEKDAY[wall.weekday()]
        if self.kind is WorkplaceKind.SCHOOL and wall.month == 7:
            busy *= _HOLIDAY_SHARE
        most = _BUSIEST * (HIGHEST_RISE if self.scenario.rising else 1)
        return busy * (self._rise(at) if self.scenario.rising else 1) / most

    def _rise(self, at: datetime) -> float:
        """Level at first; in the last weeks it grows to several times as much."""
        weeks_left = (self.ends - at) / timedelta(weeks=1)
        return 1 + (HIGHEST_RISE - 1) * max(0.0, 1 - weeks_left / _RISING_WEEKS)
