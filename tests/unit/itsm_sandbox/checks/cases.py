"""What is possible with a check of what an article points to, and what its guards refuse."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.engine.machine import START
from tests.support.steps import Asked

KIND = "asset_check"
NEW, CURRENT, STALE = ({"title": "Printer", "is_current": answer, "action": ""} for answer in (None, True, False))
IN_FORCE = 1


def check(event: str, state: str, *items: Mapping[str, Any], **given: Any) -> Asked:
    """Of these things; the article is in force."""
    facts: Mapping[str, Any] = {"version": lambda article: int(article == IN_FORCE)}
    return Asked(event, state, given, {"items": list(items)}, facts)


POSSIBLE = (
    check("begin_check", START, article_id=IN_FORCE),
    check("check", "open", CURRENT, NEW, answer="yes"),
    check("check", "open", NEW, answer="no", action="Name B-12."),
    check("finish", "open", CURRENT, verdict="current"),
    check("finish", "open", CURRENT, STALE, verdict="change_needed"),
    check("cancel", "open"),
)
REFUSED = (
    (check("begin_check", START, article_id=IN_FORCE + 1), "That article is not in force yet."),
    (check("check", "open", CURRENT, STALE), "Everything was looked at. Finish the check."),
    (check("check", "open", NEW, answer="no", action="Name B12."), "Say what is to be done about it."),
    (check("finish", "open", CURRENT, NEW, verdict="current"), "1 of 2 things have not been looked at yet."),
    (check("finish", "open", CURRENT, STALE, verdict="current"), "1 of its things is out of date"),
    (check("finish", "open", STALE, STALE, verdict="current"), "2 of its things are out of date"),
)
