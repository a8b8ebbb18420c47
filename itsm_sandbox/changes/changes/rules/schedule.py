"""A month of the forward schedule: whole weeks, with what happens on each day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.clock import LONDON
from itsm_sandbox.changes.changes.rules.clashes import Window


@dataclass(frozen=True, slots=True)
class Month:
    first: date

    @property
    def name(self) -> str:
        return f"{self.first:%B %Y}"

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return f"{self.first:%Y-%m}"

    @property
    def next(self) -> "Month":
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def previous(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def first_shown(self) -> date:
        return self.first - timedelta(days=self.first.weekday())

    @property
    def after_last_shown(self) -> date:
        last = self.next.first - timedelta(days=1)
        return last + timedelta(days=7 - last.weekday())

    @property
    def days(self) -> list[date]:
        return [self.first_shown + timedelta(days=n) for n in range((self.after_last_shown - self.first_shown).days)]


def month_of(key: str, today: date) -> Month:
    """The month of an address such as "2026-09"; anything else is the present one."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", key)
    return Month(date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1))


def agenda_of(windows: Sequence[Window], month: Month) -> dict[date, list[Window]]:
    """The changes of each day shown that has any, in their order; one that lasts over midnight is on both."""
    found: dict[date, list[Window]] = {}
    for window in sorted(windows, key=lambda one: (one.starts_at, one.id)):
        day = window.starts_at.astimezone(LONDON).date()
        last = max(day, (window.ends_at - timedelta(microseconds=1)).astimezone(LONDON).date())
        while day <= last:
            if month.first_shown <= day < month.after_last_shown:
                found.setdefault(day, []).append(window)
            day += timedelta(days=1)
    return dict(sorted(found.items()))
