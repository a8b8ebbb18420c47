"""What to do next: for an apprentice the gap that one task closes most, for a manager the one thing that helps."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.progress.rules.progress import THRESHOLDS, Progress


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Criteria of one unit under one heading (or None), with nothing waiting and nothing met."""

    programme_unit_id: int
    unit_code: str
    unit_title: str
    heading: str | None
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A task worth doing: how much is open in its unit, and how much of it one piece of work could cover."""

    programme_unit_id: int
    unit_code: str
    unit_title: str
    heading: str | None
    open_in_unit: int
    coverable: int

    @property
    def sentence(self) -> str:
        have = "criterion has" if self.open_in_unit == 1 else "criteria have"
        about = f" about “{self.heading}”" if self.heading else ""
        return f"{self.open_in_unit} {have} no evidence yet. One good write-up{about} could cover {self._amount}."

    @property
    def _amount(self) -> str:
        return "it" if self.open_in_unit == 1 else "1 of them" if self.coverable == 1 else f"up to {self.coverable}"


def widest_gap(groups: Iterable[OpenGroup]) -> Gap | None:
    """Return the gap that one task closes most; of equals the first, so that the order is the document's.

    One task shows both what a person did and what they know, so the kinds under one heading are taken together.
    """
    open_in_unit: dict[int, int] = {}
    together: dict[tuple[int, str | None], int] = {}
    units: dict[int, OpenGroup] = {}
    for group in groups:
        key = (group.programme_unit_id, group.heading)
        open_in_unit[group.programme_unit_id] = open_in_unit.get(group.programme_unit_id, 0) + group.count
        together[key] = together.get(key, 0) + group.count
        units.setdefault(group.programme_unit_id, group)
    if not together:
        return None
    most = THRESHOLDS.most_criteria_in_one_task
    unit_id, heading = max(together, key=lambda key: (min(most, together[key]), open_in_unit[key[0]]))
    unit = units[unit_id]
    return Gap(
        programme_unit_id=unit_id,
        unit_code=unit.unit_code,
        unit_title=unit.unit_title,
        heading=heading,
        open_in_unit=open_in_unit[unit_id],
        coverable=min(most, together[unit_id, heading]),
    )


@dataclass(frozen=True, slots=True)
class UnitNeed:
    """The unit of one apprentice with the most criteria that have no evidence."""

    code: str
    title: str
    not_started: int

    @property
    def phrase(self) -> str:
        return "1 criterion has" if self.not_started == 1 else f"{self.not_started} criteria have"


def manager_advice(progress: Progress, *, first_name: str, returned: int, waiting: int, need: UnitNeed | None) -> str:
    """Return the one thing a line manager can do for this apprentice now."""
    pieces = "a piece of work" if returned == 1 else f"{returned} pieces of work"
    choices = (
        (progress.is_complete, f"Nothing is left to do. Tell {first_name} well done."),
        (not progress.has_started, f"Make sure {first_name} has time set aside for their first week."),
        (returned, f"The assessor asked for more on {pieces}. Ask {first_name} what would help to finish."),
        (progress.is_silent, f"Agree an hour this week for {first_name} to write up a job they have done."),
        (need, need and f"Find {first_name} a task in {need.code} {need.title}: {need.phrase} no evidence yet."),
        (waiting, "Nothing for now: the assessor has their work."),
    )
    fallback = f"Ask {first_name} what they need to close their last gaps."
    return next((sentence for holds, sentence in choices if holds and sentence), fallback)
