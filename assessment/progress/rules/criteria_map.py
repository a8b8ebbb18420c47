"""How the criteria page narrows what it shows, and how a row says what is still needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessment.vocabulary import CriterionState


class Show(StrEnum):
    """What the page is narrowed to. One step away: claimed, and one reason is all that is left."""

    ALL = "all"
    GAPS = "gaps"
    ONE_STEP = "one-step"
    WAITING = "waiting"
    MET = "met"

    @property
    def label(self) -> str:
        return {
            "all": "All",
            "gaps": "Gaps",
            "one-step": "One step away",
            "waiting": "Waiting",
            "met": "Met",
        }[self.value]


_GAPS = (CriterionState.NOT_STARTED, CriterionState.MORE_NEEDED, CriterionState.CHALLENGED)


@dataclass(frozen=True, slots=True)
class MapFilter:
    show: Show = Show.ALL
    kind: str = ""
    unit_id: int | None = None  # of the programme

    def keeps(self, kind: str, state: str, reasons: Sequence[str]) -> bool:
        if self.kind and kind != self.kind:
            return False
        if self.show is Show.ALL:
            return True
        if self.show is Show.GAPS:
            return state in _GAPS
        if self.show is Show.ONE_STEP:
            return len(reasons) == 1 and state in (CriterionState.MORE_NEEDED, CriterionState.WORKING_TOWARDS)
        return state == (CriterionState.MET if self.show is Show.MET else CriterionState.WORKING_TOWARDS)


def needed_phrase(reasons: Sequence[str]) -> str:
    """Join the reasons into one phrase: "Two occasions; nothing observed yet"."""
    text = "; ".join(reasons)
    return text[:1].upper() + text[1:]
