"""What simulated people report: what they say, what is true, and what they tell only when they are asked. Data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from itsm_sandbox.desk.tickets.rules.categories import PARENTS

DESK_GROUP = "desk"


@dataclass(frozen=True, slots=True)
class Scenario:
    code: str
    type: str
    subcategory: str
    service: str
    impact: str
    urgency: str
    mode: str
    weight: float  # reports a week
    group: str  # of those who can solve it
    titles: Sequence[str]
    says: Sequence[str]
    asked: Sequence[Mapping[str, Any]]  # {"about": words, "answer": text}
    codes: Sequence[str]  # ways of resolving it that are right
    article: str | None  # that helps
    fix: str
    handover: str = ""
    asset: str = ""  # the type of thing it is about
    item: str = ""  # of the catalogue
    channel: str = ""  # the only way it comes in
    rising: bool = False
    outage: bool = False

    @property
    def is_for_desk(self) -> bool:
        return self.group == DESK_GROUP

    def answer_to(self, question: str) -> str | None:
        """What they say when the question touches something they know; None when it touches nothing."""
        words = question.lower()
        found = [one["answer"] for one in self.asked if any(word in words for word in one["about"])]
        return " ".join(found) or None

    def truth(self) -> dict[str, Any]:
        """What the ticket keeps for assessors."""
        return {
            "code": self.code,
            "type": self.type,
            "category": PARENTS[self.subcategory],
            "subcategory": self.subcategory,
            "impact": self.impact,
            "urgency": self.urgency,
            "group": self.group,
            "codes": list(self.codes),
            "article": self.article,
        }


def _read() -> dict[str, Scenario]:
    text = (resources.files("itsm_sandbox.desk.tickets.data") / "scenarios.json").read_text(encoding="utf-8")
    return {one["code"]: Scenario(**one) for one in json.loads(text)}


SCENARIOS = _read()
