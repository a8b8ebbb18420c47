"""How simulated people are: how long they take to answer, how they judge what was done for them. Never by chance."""

import hashlib
from collections.abc import Mapping
from typing import Any

_MINUTES = {"quick": 15, "impatient": 20, "chatty": 40, "brief": 60, "patient": 90, "busy": 240}
_USUAL_MINUTES = 60
_NEVER_ANSWERS_IN = 7  # one question in so many, of those who are busy
_THANKS = {
    "chatty": "Thank you so much, it all works again and I can get on with my day.",
    "brief": "Works.",
    "impatient": "Works now.",
}


def answer_after_minutes(temperament: str) -> int:
    """Service minutes until they see what was asked."""
    return _MINUTES.get(temperament, _USUAL_MINUTES)


def forgets_to_answer(temperament: str, ticket_number: int) -> bool:
    """Busy people overlook some questions altogether."""
    return temperament == "busy" and ticket_number % _NEVER_ANSWERS_IN == 0


def rating(values: Mapping[str, Any], temperament: str) -> int:
    """From 5 down: for a late answer, a missed fix target, for each time it came back, and for little patience."""
    lost = bool(values.get("response_breached_at")) + 2 * bool(values.get("fix_breached_at"))
    lost += int(values.get("reopens") or 0) + (temperament == "impatient")
    return max(1, 5 - lost)


def thanks(temperament: str) -> str:
    return _THANKS.get(temperament, "Thank you, it works.")


def draw(*parts: object) -> int:
    """A number from 0 to 99, the same whenever the same is asked, so that a workplace goes on as its seed says."""
    text = "\x1f".join(str(part) for part in parts)
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 100
