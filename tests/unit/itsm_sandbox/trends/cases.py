"""What is possible with a trend analysis, and what its guards refuse."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from itsm_sandbox.engine.machine import START
from tests.support.steps import TODAY, Asked

KIND = "trend"
DAY = timedelta(days=1)
FIGURES = {"rows": [["Network", [1, 2]]], "total": 3}
FACTS: Mapping[str, Any] = {"figures": FIGURES, "ref_of": lambda _kind, _row: "KB-0001"}


def trend(event: str, state: str, given: Mapping[str, Any] | None = None, **facts: Any) -> Asked:
    return Asked(event, state, given or {}, {}, {**FACTS, **facts})


def period(days: int, ends_on: Any = TODAY) -> list[Asked]:
    given = {"from_on": ends_on - (days - 1) * DAY, "to_on": ends_on}
    return [trend("start", START, given), trend("adjust", "draft", given)]


POSSIBLE = (
    *period(14),
    *period(731),
    trend("write_finding", "draft", {"standout": "network "}),
    trend("write_finding", "draft", {"standout": "None"}),
    trend("record", "found"),
    trend("propose_prevention", "found", {"article_id": 1}),
    trend("propose_prevention", "found", {"change_ref": 1}),
    trend("look_again", "found"),
    trend("note", "draft"),
    trend("drop", "draft"),
)
REFUSED = (
    *((one, "The last day comes after the first.") for one in period(0)),
    *((one, "Take at least 14 days; these are 13.") for one in period(13)),
    *((one, "Take at most 731 days; these are 732.") for one in period(732)),
    *((one, "The last day is today or earlier") for one in period(14, TODAY + DAY)),
    (
        trend("write_finding", "draft", {"standout": "none"}, figures={"rows": [], "total": 0}),
        "No tickets are counted.",
    ),
    (trend("write_finding", "draft", {"standout": "Printing"}), "There is no group “Printing” in the table."),
    (trend("propose_prevention", "found"), "Choose an article or name a request for change."),
)
