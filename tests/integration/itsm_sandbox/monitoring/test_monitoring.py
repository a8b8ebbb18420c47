"""Readings that are due today, as the front page tells those who collect them."""

from datetime import timedelta
from typing import Any

import pytest

from core.db import transaction
from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.home.queries import list_waiting
from itsm_sandbox.reporting.monitoring.models import MonitoringLog
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.problems import set_time
from tests.factories.workplaces import MONDAY, Workroom, make_workroom

pytestmark = pytest.mark.any_database

WATCH: dict[str, Any] = {
    "title": "Morning check of the desk",
    "article_id": None,
    "routine": "Whoever is first at the desk reads it and tells the second level what is red.",
    "rhythm": "daily",
    "weekday": "0",
    "time": "10:30",
    "watched": ["open", "breached"],
    "disk_limit": 85,
    "open_limit": 30,
}


@pytest.fixture
def room(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


def begin(room: Workroom, **over: Any) -> MonitoringLog:
    log: MonitoringLog = create(room.workplace.id, MonitoringLog.kind, "begin", {**WATCH, **over}, by=room.apprentice)
    return log


def told(room: Workroom, who: Any, hours: float = 0) -> list[tuple[str, str]]:
    return [(one.ref, one.asks) for one in list_waiting(room.workplace.id, who, MONDAY + timedelta(hours=hours))]


def test_what_is_due_today_waits_for_whoever_collects_it_until_it_is_collected(
    room: Workroom, query_counter: QueryCounter
) -> None:
    log = begin(room)
    begin(room, title="Weekly look at old tickets", rhythm="weekly", weekday="2")
    before = len(query_counter)
    assert told(room, room.desk) == [("MON-0001", "has readings to collect today")]
    assert len(query_counter) - before == 1
    assert told(room, room.engineer) == told(room, room.teacher) == []

    set_time(room, MONDAY + timedelta(hours=1))
    perform(room.workplace.id, log.kind, log.number, "collect", {"remarks": []}, by=room.apprentice)
    assert told(room, room.desk, hours=1) == []
    assert told(room, room.desk, hours=24) == [("MON-0001", "has readings to collect today")]


def test_the_log_of_somebody_who_left_waits_for_everybody_who_may_collect_it(room: Workroom) -> None:
    log = begin(room)
    with transaction():
        room.engineer.left_at = MONDAY
        log.author_id = room.engineer.id
    assert told(room, room.desk) == [("MON-0001", "has readings to collect today")]
    assert told(room, room.teacher) == []
