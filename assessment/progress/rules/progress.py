"""How far along an apprentice is, against the plan and in words; the thresholds that decide are data."""

import json
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from importlib import resources

WEEK = 7
WEEKS_STILL_ON_PLAN = 0.75
WEEKS_TO_SAY_MONTHS = 9
DAYS_IN_MONTH = 30.44


@dataclass(frozen=True)
class ProgressThresholds:
    """What counts as on track and as quick: points are hundredths of the programme."""

    green_from_points: int
    amber_from_points: int
    silent_after_days: int
    turnaround_window_days: int
    turnaround_decisions: int  # the newest that count, for each assessor
    turnaround_goal_working_days: int
    most_criteria_in_one_task: int
    country: str
    subdivision: str

    @property
    def turnaround_window(self) -> timedelta:
        return timedelta(days=self.turnaround_window_days)


def _load_thresholds() -> ProgressThresholds:
    data = json.loads((resources.files("assessment.data") / "progress.json").read_text(encoding="utf-8"))
    calendar = data.pop("calendar")
    return ProgressThresholds(**data, **calendar)


THRESHOLDS = _load_thresholds()


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def label(self) -> str:
        return {"green": "On track", "amber": "A little behind", "red": "At risk"}[self.value]


@dataclass(frozen=True)
class Plan:
    """The time an apprentice has; the planned share grows evenly from the first day to the last."""

    starts_on: date
    planned_end_on: date

    @property
    def days(self) -> int:
        return max(1, (self.planned_end_on - self.starts_on).days)

    def elapsed(self, today: date) -> int:
        return min(self.days, max(0, (today - self.starts_on).days))

    def week(self, today: date) -> int:
        """Which week of the programme it is, counted from 1 and never past the last."""
        return min(self.weeks, self.elapsed(today) // WEEK + 1)

    @property
    def weeks(self) -> int:
        return -(-self.days // WEEK)


@dataclass(frozen=True)
class Progress:
    """One enrolment's counts beside its plan on one day."""

    plan: Plan
    total: int
    met: int
    working: int
    more: int
    last_submitted_on: date | None
    today: date

    @property
    def percent(self) -> int:
        """Criteria met, in whole percent; 100 only when none is left."""
        return 100 * self.met // self.total if self.total else 0

    @property
    def waiting_percent(self) -> int:
        return min(100 - self.percent, 100 * self.working // self.total) if self.total else 0

    @property
    def planned_percent(self) -> int:
        return round(100 * self.plan.elapsed(self.today) / self.plan.days)

    @property
    def open(self) -> int:
        return self.total - self.met

    @property
    def not_started(self) -> int:
        return self.total - self.met - self.working - self.more

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.met >= self.total

    @property
    def has_started(self) -> bool:
        return self.today >= self.plan.starts_on

    @property
    def is_overdue(self) -> bool:
        return self.today > self.plan.planned_end_on and not self.is_complete

    @cached_property
    def gap(self) -> int:
        """Achieved minus planned, as a whole number: hundredths of the programme times `total` times the plan's days.

        Kept whole so that this rule and the same rule in SQL cannot differ by rounding.
        """
        return 100 * (self.met * self.plan.days - self.plan.elapsed(self.today) * self.total)

    @property
    def silent_days(self) -> int:
        """Days since anything was submitted, or since the first day."""
        since = max(self.last_submitted_on or self.plan.starts_on, self.plan.starts_on)
        return max(0, (self.today - since).days)

    @property
    def is_silent(self) -> bool:
        return self.has_started and not self.is_complete and self.silent_days > THRESHOLDS.silent_after_days

    @property
    def rag(self) -> Rag:
        if self.is_complete or not self.has_started:
            return Rag.GREEN
        if self.is_silent:
            return Rag.RED
        scale = self.total * self.plan.days
        if self.gap >= THRESHOLDS.green_from_points * scale:
            return Rag.GREEN
        return Rag.AMBER if self.gap >= THRESHOLDS.amber_from_points * scale else Rag.RED

    @property
    def weeks_ahead(self) -> float:
        """How many weeks of the plan the difference is worth; below zero when behind."""
        return self.gap / (100 * self.total * WEEK) if self.total else 0.0

    @property
    def phrase(self) -> str:
        """Where that leaves them: "about 2 weeks behind plan", "on plan", "finished"."""
        if self.is_complete:
            return "finished: every criterion is met"
        if not self.has_started:
            return "not due to start yet"
        weeks = self.weeks_ahead
        if abs(weeks) < WEEKS_STILL_ON_PLAN:
            return "on plan"
        return f"about {_stretch(abs(weeks))} {'ahead of' if weeks > 0 else 'behind'} plan"

    def sentence(self, name: str = "") -> str:
        """Say it of an apprentice by name, or to them without one."""
        return f"{name} is {self.phrase}." if name else f"You are {self.phrase}."

    @property
    def silence(self) -> str:
        """A sentence when nothing has been submitted for too long, else nothing."""
        if not self.is_silent:
            return ""
        if self.last_submitted_on is None:
            return "Nothing has been submitted yet."
        return f"Nothing has been submitted for {_stretch(self.silent_days / WEEK)}."


def _stretch(weeks: float) -> str:
    if weeks < WEEKS_TO_SAY_MONTHS:
        number, unit = max(1, round(weeks)), "week"
    else:
        number, unit = round(weeks * WEEK / DAYS_IN_MONTH), "month"
    return f"{number} {unit}{'' if number == 1 else 's'}"


def working_days(start: date, end: date, holidays: Container[date]) -> int:
    """Count the working days after `start` up to and with `end`; 0 on the same day."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if day.weekday() < 5 and day not in holidays)
