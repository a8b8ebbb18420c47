"""What is possible with a request to change a procedure, and what its guards refuse."""

from itsm_sandbox.engine.machine import START
from tests.support.steps import Asked

KIND = "procedure_change_request"
RETIRED = "Its article is retired."


def request(event: str, state: str, why_not: str | None = None) -> Asked:
    """`why_not` says why no new version of its article can be planned."""
    return Asked(event, state, facts={"why_not_planned": why_not})


POSSIBLE = (
    request("raise", START),
    request("accept", "open"),
    request("reject", "open"),
    request("link_article", "accepted"),
    request("done", "accepted"),
)
REFUSED = ((request("accept", "open", RETIRED), RETIRED),)
