"""Steps of a monitoring log: those that are possible, and those that a guard refuses."""

from datetime import timedelta
from functools import partial

from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.reporting.monitoring.rules import WINDOWS, Reading
from tests.support.steps import NOW, Asked

SECOND = timedelta(seconds=1)
TIMER = frozenset({Tie.TIMER})
GREEN = Reading("Open tickets", "12", is_red=False, limit="more than 30")
RED = Reading("Major incidents under way", "1", is_red=True, limit="more than 0")
DAILY, MISSED_NOW = {"rhythm": "daily"}, NOW - WINDOWS["daily"].missed

collect = partial(Asked, "collect", "running", facts={"readings": [GREEN, RED]})
miss = partial(Asked, "miss", "running", roles=TIMER)

KIND = "monitoring_log"

POSSIBLE = (
    Asked("begin", START),
    collect(given={"remarks": ["Major incidents under way: the network, since nine."]}),
    collect(facts={"readings": [GREEN]}),
    Asked("change_schedule", "running"),
    miss(values=DAILY | {"due_at": MISSED_NOW}),
    Asked("lapse", "running", roles=TIMER),
    Asked("resume", "lapsed"),
    Asked("stop", "running"),
)
REFUSED = (
    (collect(facts={"readings": []}), "There is nothing to read yet"),
    (collect(), "Say something of each in at least 15 characters"),
    (collect(given={"remarks": ["Major incidents under way: the network."]}), "Major incidents under way."),
    (miss(values=DAILY | {"due_at": MISSED_NOW + SECOND}), "Nothing was missed: the next collection is due"),
    (miss(values=DAILY | {"due_at": None}), "Nothing was missed: the next collection is due never."),
)
