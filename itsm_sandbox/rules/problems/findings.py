"""What is counted and written from a problem and the tickets like those it explains."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any


def count_since(moments: Sequence[datetime], since: datetime) -> int:
    """How many of them came later."""
    return sum(1 for moment in moments if moment > since)


def rate_before_and_after(
    moments: Sequence[datetime], opened_at: datetime, fixed_at: datetime, now: datetime, span: timedelta
) -> tuple[float, float | None]:
    """Tickets a week in the span before the problem was logged, and since the fix; None before a week has passed."""
    before = sum(1 for moment in moments if opened_at - span <= moment < opened_at) / (span / timedelta(days=7))
    weeks = (now - fixed_at) / timedelta(days=7)
    return before, count_since(moments, fixed_at) / weeks if weeks >= 1 else None


def article_text(values: Mapping[str, Any], ref: str) -> str:
    """What the known error's article says, from the problem's own fields."""
    parts = [("How to recognise it", "symptoms"), ("What to do now", "workaround"), ("Why it happens", "root_cause")]
    told = [f"{heading}\n{values[name].strip()}" for heading, name in parts if (values.get(name) or "").strip()]
    return "\n\n".join([*told, f"This is the known error of {ref}; it holds until that is resolved."])
