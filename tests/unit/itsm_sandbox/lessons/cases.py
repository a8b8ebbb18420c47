"""Steps of a lesson learnt: those that are possible, and those that a guard refuses."""

from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import NOW, Asked

UPDATED, OLD = 1, 2
OF_A_CHANGE = {"source": "change", "change_id": 4}
UNNAMED = OF_A_CHANGE | {"change_id": None}
UPDATED_AT = {UPDATED: NOW, OLD: None}

act = partial(Asked, "act", "evaluated", facts={"changed_since": UPDATED_AT.get})

KIND = "lesson"

POSSIBLE = (
    Asked("collect", START, given=OF_A_CHANGE),
    Asked("collect", START, given={"source": "other"}),
    Asked("correct", "collected", given=OF_A_CHANGE),
    Asked("evaluate", "collected"),
    act(given={"article_id": UPDATED}),
    act(given={"no_update_reason": "Nothing is done by it."}),
    Asked("set_aside", "collected"),
)
REFUSED = (
    (Asked("collect", START, given=UNNAMED), "Name the change that it comes from, such as RFC-0004."),
    (Asked("correct", "collected", given=UNNAMED), "Name the change that it comes from, such as RFC-0004."),
    (act(), "Choose the article that was updated because of it, or say why none has to be."),
    (act(given={"article_id": OLD}), "No version of that article was published since the lesson was collected."),
)
