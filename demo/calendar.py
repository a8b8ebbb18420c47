"""The demo's calendar: working days counted up to the last one before today, so that history always ends just now."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import LONDON
from core.formatting import day as in_words

LAST_DAY = 65  # thirteen weeks of working days
_PLACE = re.compile(r"\[\[([di])(\d+)]]")


@dataclass(frozen=True)
class Calendar:
    """Day 1 is a working day thirteen weeks ago, day 65 the last working day before `today`."""

    today: date

    def date_of(self, number: int) -> date:
        last = self.today - timedelta(days=1)
        while last.weekday() >= 5:
            last -= timedelta(days=1)
        weeks, days = divmod(last.weekday() + number - LAST_DAY, 5)
        return last - timedelta(days=last.weekday()) + timedelta(weeks=weeks, days=days)

    def moment(self, number: int, clock_time: str) -> datetime:
        """The moment at a time of day in the United Kingdom, such as `14:20`."""
        return datetime.combine(self.date_of(number), time.fromisoformat(clock_time), tzinfo=LONDON)

    def fill(self, text: str) -> str:
        """Put real dates for `[[d12]]` (8 Sep 2026) and `[[i12]]` (2026-09-08)."""
        return _PLACE.sub(lambda place: self._name(place[1], int(place[2])), text)

    def _name(self, form: str, number: int) -> str:
        found = self.date_of(number)
        return found.isoformat() if form == "i" else in_words(found)
