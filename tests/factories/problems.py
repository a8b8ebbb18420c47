"""Problems, analyses and process reviews in any state, and many tickets of one kind at once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from core.clock import LONDON
from core.db import transaction
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.desk.tickets.rules.categories import PARENTS
from itsm_sandbox.desk.tickets.rules.derived import Step
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import Artefact, Colleague, WorkEvent
from itsm_sandbox.engine.perform import apply, apply_first
from itsm_sandbox.engine.queries import sim_now
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.problems.services import new_problem
from itsm_sandbox.problems.reviews.models import ProcessReview
from itsm_sandbox.problems.reviews.services import new_review
from itsm_sandbox.problems.trends.models import Trend
from itsm_sandbox.problems.trends.services import new_trend
from tests.factories.histories import store
from tests.factories.workplaces import MONDAY, Workroom

SUNDAY = date(2026, 9, 6)
"""The last day of the week before the workroom's Monday."""

LOG: Mapping[str, Any] = {
    "title": "Wireless drops in the new wing",
    "description": "Laptops lose the wireless network several times a day in rooms 20 to 26.",
    "source": "monitoring",
    "subcategory": "wifi",
}
WORKAROUND = "Let the user connect to the network of the old wing until the lesson is over."
ROOT_CAUSE = "Two access points use the same channel, which the log of the controller shows."
STEPS: Mapping[str, Mapping[str, Any]] = {
    "investigate": {"method": "five_whys"},
    "declare_known_error": {
        "symptoms": "The user says that the wireless comes and goes.",
        "workaround": WORKAROUND,
        "root_cause": "",
    },
    "resolve": {
        "no_change_reason": "The timetable moved the classes, nothing technical had to change.",
        "verification": "I asked each teacher of the new wing after a week, and nobody lost the network.",
    },
    "close": {"lessons": "Look at the controller's log first; it would have shown the cause on the first day."},
    "cancel": {"reason": "The wing is being pulled down."},
}
PATHS: Mapping[str, tuple[str, ...]] = {
    "new": (),
    "investigating": ("investigate",),
    "known_error": ("investigate", "declare_known_error"),
    "awaiting_change": ("investigate", "declare_known_error", "request_change"),
    "resolved": ("investigate", "declare_known_error", "resolve"),
    "closed": ("investigate", "declare_known_error", "resolve", "close"),
    "cancelled": ("cancel",),
}
VIEW: Mapping[str, Any] = {
    "title": "What kept us busy before term",
    "question": "Which kind of ticket rises, and is it worth a problem?",
    "from_on": SUNDAY - timedelta(days=83),
    "to_on": SUNDAY,
    "grouping": "category",
    "ticket_type": "",
    "category": "",
    "service_id": None,
    "site_id": None,
}
FINDING: Mapping[str, Any] = {
    "standout": "Network",
    "narrative": "Network tickets doubled in the last two weeks of the period while everything else stayed as it was "
    "all summer; they come from the new wing, where the access points went in.",
}
PROPOSAL: Mapping[str, Any] = {
    "proposal": "Log a problem, and give the access points of the new wing different channels."
}
PERIOD: Mapping[str, Any] = {
    "title": "First-line support in August",
    "from_on": date(2026, 8, 1),
    "to_on": date(2026, 8, 31),
}


def make_problem(workroom: Workroom, state: str = "new", **over: Any) -> Problem:
    """One that second-level support has taken to this state; what is given wins over the usual answers."""
    problem = new_problem()
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        given = {**LOG, **{name: value for name, value in over.items() if name not in {"change", "fixed_at"}}}
        apply_first(workplace, problem, "log", given, actor=workroom.engineer, at=sim_now(workplace))
    for event in PATHS[state]:
        given = dict(STEPS.get(event, {}))
        if event == "resolve":
            given["fixed_at"] = over.get("fixed_at", problem.created_at)
        if event == "request_change":
            given["change_id"] = (over.get("change") or bare_change(workroom)).id
        let(workroom, problem, event, actor=workroom.engineer, **given)
    return problem


def make_trend(workroom: Workroom, state: str = "draft", **over: Any) -> Trend:
    """An analysis by the person at the desk; there must be tickets to count before its finding is written."""
    trend = new_trend(workroom.desk)
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        apply_first(workplace, trend, "start", {**VIEW, **over}, actor=workroom.desk, at=sim_now(workplace))
    if state in {"found", "recorded"}:
        let(workroom, trend, "write_finding", **FINDING)
    if state == "recorded":
        let(workroom, trend, "record", **PROPOSAL)
    return trend


def make_review(workroom: Workroom, **over: Any) -> ProcessReview:
    review = new_review(workroom.desk)
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        apply_first(workplace, review, "start", {**PERIOD, **over}, actor=workroom.desk, at=sim_now(workplace))
    return review


def let(
    workroom: Workroom, artefact: Artefact, event: str, *, actor: Colleague | None = None, **given: Any
) -> WorkEvent:
    """Let the person at the desk do it now, or `actor`."""
    with transaction():
        workplace = lock_workplace(workroom.workplace.id)
        return apply(workplace, artefact, event, given, actor=actor or workroom.desk, at=sim_now(workplace))


def log_many(workroom: Workroom, subcategory: str, moments: Iterable[datetime], **over: Any) -> None:
    """Incidents of this kind that nobody has touched yet."""
    about = {
        "type": "incident",
        "channel": "phone",
        "category": PARENTS.get(subcategory, ""),
        "subcategory": subcategory,
        "priority": None,
        "requester_id": workroom.teacher.id,
        "level": 1,
        **over,
    }
    store(workroom, [(about, [Step(moment, "log", "", "new")]) for moment in moments])


def weekly(count: int, weeks_ago: Iterable[int], *, hour: int = 10) -> list[datetime]:
    """So many moments in each of these weeks before the workroom's Monday; 1 is the last week."""
    return [
        datetime.combine(SUNDAY + timedelta(days=1 + day % 5 - 7 * ago), datetime.min.time(), tzinfo=LONDON)
        + timedelta(hours=hour, minutes=day)
        for ago in weeks_ago
        for day in range(count)
    ]


def set_time(workroom: Workroom, moment: datetime) -> None:
    """Let the workplace's clock stand still at another time."""
    with transaction():
        lock_workplace(workroom.workplace.id).clock_sim_at = moment


def bare_change(workroom: Workroom, state: str = "scheduled", **over: Any) -> Change:
    """A request for change as other rooms leave it, without its steps."""
    about: dict[str, Any] = {
        "title": "Set the channels apart",
        "asset_ids": [],
        "items": [],
        "service_ids": [],
        "plan": [],
    }
    with transaction() as session:
        number = session.query(Change).filter_by(workplace_id=workroom.workplace.id).count() + 1
        change = Change(
            workplace_id=workroom.workplace.id,
            number=number,
            state=state,
            created_at=MONDAY,
            changed_at=MONDAY,
            **{**_required_of_change(), **about, **over},
        )
        session.add(change)
    return change


def _required_of_change() -> dict[str, Any]:
    """Empty values for the columns without a default."""
    empty = {"VARCHAR": "", "TEXT": "", "JSON": [], "INTEGER": 0, "BOOLEAN": False}
    return {
        column.key: empty[str(column.type).split("(")[0]]
        for column in Change.__table__.columns
        if not column.nullable and column.default is None and column.key not in _GIVEN
    }


_GIVEN = {"id", "workplace_id", "number", "state", "created_at", "changed_at", "revision"}
