"""Monitoring logs: what is read on a schedule, from when a reading is red, and what is said of a red one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any

from core.formatting import day, when
from itsm_sandbox.engine.calendar import ServiceCalendar
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.recurrence import next_open_day, next_weekday
from itsm_sandbox.engine.roles import SUPPORT, Tie, WorkRole
from itsm_sandbox.engine.steps.remarks import asks_for_remarks, remark_on

WATCHERS = (*sorted(SUPPORT), WorkRole.ICT_OWNER)
WATCHED = (
    ("disks", "Disk space of the servers"),
    ("outages", "Services that are not available"),
    ("majors", "Major incidents under way"),
    ("open", "Open tickets"),
    ("breached", "Open tickets past their fix target"),
    ("unanswered", "Tickets without a first answer past their response target"),
)
RHYTHMS = (("daily", "On every day with service hours"), ("weekly", "Once a week"))
WEEKDAYS = tuple(
    (str(number), name)
    for number, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
)
TIMES = tuple((f"{hour:02d}:{minute:02d}",) * 2 for hour in range(7, 19) for minute in (0, 30))
MISSED_BEFORE_IT_LAPSES = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Around the time a collection is due: how long before it counts for it, is in time, and is not yet missed."""

    before: timedelta
    in_time: timedelta
    missed: timedelta


WINDOWS = {
    "daily": Window(timedelta(hours=6), timedelta(hours=1), timedelta(hours=12)),
    "weekly": Window(timedelta(hours=24), timedelta(hours=8), timedelta(hours=48)),
}


@dataclass(frozen=True, slots=True)
class Reading:
    label: str
    text: str
    is_red: bool
    limit: str

    def plain(self, remark: str) -> dict[str, Any]:
        return {**asdict(self), "remark": remark}


@dataclass(frozen=True, slots=True)
class Found:
    """What is found when somebody looks."""

    disks: Sequence[tuple[str, int, int, datetime]]  # server, GB used, GB free, when it was read
    outages: Sequence[str]  # names of services
    majors: int
    open: int
    breached: int
    unanswered: int


def readings_of(found: Found, watched: Sequence[str], *, disk_limit: int, open_limit: int) -> list[Reading]:
    """In the order of the list, only what is watched."""
    readings: list[Reading] = []
    if "disks" in watched:
        readings += [_disk(*one, limit=disk_limit) for one in found.disks]
    counts: tuple[tuple[str, int, int], ...] = (
        ("outages", len(found.outages), 0),
        ("majors", found.majors, 0),
        ("open", found.open, open_limit),
        ("breached", found.breached, 0),
        ("unanswered", found.unanswered, 0),
    )
    labels = dict(WATCHED)
    for name, number, limit in counts:
        if name in watched:
            text = str(number) + (f" ({', '.join(found.outages)})" if name == "outages" and number else "")
            readings.append(Reading(labels[name], text, number > limit, f"more than {limit}"))
    return readings


def _disk(server: str, used: int, free: int, at: datetime, *, limit: int) -> Reading:
    percent = round(100 * used / max(1, used + free))
    text = f"{percent} % used, {free:,} GB free, read {day(at)}"
    return Reading(f"Disk of {server}", text, percent > limit, f"more than {limit} % used")


def next_due(calendar: ServiceCalendar, rhythm: str, weekday: str, at: str, after: datetime) -> datetime | None:
    hour, minute = map(int, at.split(":"))
    if rhythm == "daily":
        return next_open_day(calendar, after, time(hour, minute))
    return next_weekday(after, int(weekday), time(hour, minute))


def outcome_of(rhythm: str, due_at: datetime | None, now: datetime) -> str:
    """Of a collection made now: "on_time", "late", or "extra" when none is due about now."""
    window = WINDOWS[rhythm]
    if due_at is None or now < due_at - window.before:
        return "extra"
    return "on_time" if now <= due_at + window.in_time else "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringFacts:
    """What the guards of a monitoring log look up."""

    readings: Callable[[], Sequence[Reading]]  # as they are now
    next_due: Callable[[str, str, str, datetime], datetime | None]  # by rhythm, weekday and time, after a moment


def _reds_are_remarked(case: Case) -> str | None:
    reds = [one.label for one in case.of(MonitoringFacts).readings() if one.is_red]
    return asks_for_remarks(reds, case.given.get("remarks") or ())


def _something_is_watched(case: Case) -> str | None:
    return None if case.of(MonitoringFacts).readings() else "There is nothing to read yet, such as a server’s counters."


def _started(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.actor.id, **_rescheduled(case)}


def _rescheduled(case: Case) -> Mapping[str, Any]:
    return {"due_at": _due_after(case, case.now), "missed_in_a_row": 0}


def _due_after(case: Case, after: datetime) -> datetime | None:
    return case.of(MonitoringFacts).next_due(case.get("rhythm"), case.get("weekday"), case.get("time"), after)


def _collected(case: Case) -> Mapping[str, Any]:
    values, lines = case.values, case.given.get("remarks") or ()
    outcome = outcome_of(values["rhythm"], values["due_at"], case.now)
    changes: dict[str, Any] = {
        "readings": [one.plain(remark_on(one.label, lines)) for one in case.of(MonitoringFacts).readings()],
        "collected": values["collected"] + 1,
        "missed_in_a_row": 0,
    }
    if outcome != "extra":
        changes[outcome] = values[outcome] + 1
        changes["due_at"] = _due_after(case, max(case.now, values["due_at"]))
    return changes


def _missed(case: Case) -> Mapping[str, Any]:
    return {
        "missed": case.values["missed"] + 1,
        "missed_in_a_row": case.values["missed_in_a_row"] + 1,
        "due_at": _due_after(case, case.now),
    }


def _stopped(_case: Case) -> Mapping[str, Any]:
    return {"due_at": None}


def missed_at(rhythm: str, due_at: datetime) -> datetime:
    """From when on it counts as missed."""
    return due_at + WINDOWS[rhythm].missed


def _is_due(case: Case) -> str | None:
    """Only for the timer: the collection that it notes as missed is the one that is due."""
    due_at = case.values["due_at"]
    if due_at is None or missed_at(case.values["rhythm"], due_at) > case.now:
        return f"Nothing was missed: the next collection is due {when(due_at) if due_at else 'never'}."
    return None


_SETTINGS = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: Morning check of servers and services."),
    Field("article_id", "Procedure that asks for it", Ask.ROW, required=False, offers="articles"),
    Field(
        "routine",
        "Routine",
        Ask.LONG_TEXT,
        at_least=40,
        hint="Who reads it, who is told when a reading is red, and what they do first.",
    ),
    Field("rhythm", "How often", Ask.CHOICE, choices=RHYTHMS),
    Field("weekday", "Weekday, when weekly", Ask.CHOICE, choices=WEEKDAYS),
    Field("time", "At what time", Ask.CHOICE, choices=TIMES),
    Field("watched", "What is read", Ask.MANY, choices=WATCHED),
    Field("disk_limit", "Disk limit, in % used", Ask.NUMBER, hint="A disk is red when more of it is used."),
    Field("open_limit", "Limit of open tickets", Ask.NUMBER, hint="Red when there are more."),
)

MACHINE = Machine(
    "monitoring log",
    (
        State("running", "Running", "sub", "heart-rate-monitor"),
        State("lapsed", "Lapsed", "bad", "player-pause"),
        State("stopped", "Stopped", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "begin", "Start a monitoring log", (START,), "running", who=WATCHERS, fields=_SETTINGS, sets=_started
        ),
        Transition(
            "collect",
            "Collect the readings",
            ("running",),
            None,
            who=WATCHERS,
            fields=(
                Field(
                    "remarks",
                    "Remarks on the readings",
                    Ask.LINES,
                    required=False,
                    keep=False,
                    hint="One a line: the reading as it is named, a colon, and what you make of it. Each red one "
                    "needs a remark: since when, why, who was told.",
                ),
            ),
            guards=(_something_is_watched, _reds_are_remarked),
            key="c",
            tone="primary",
            sets=_collected,
            hint="What is read at this moment is frozen with your remarks.",
        ),
        Transition(
            "change_schedule",
            "Change what is read and when",
            ("running",),
            None,
            who=(Tie.AUTHOR, WorkRole.ICT_OWNER),
            fields=_SETTINGS,
            key="e",
            sets=_rescheduled,
        ),
        Transition("miss", "Nobody collected", ("running",), None, who=(Tie.TIMER,), guards=(_is_due,), sets=_missed),
        Transition("lapse", "Nobody collects any more", ("running",), "lapsed", who=(Tie.TIMER,), sets=_stopped),
        Transition(
            "resume",
            "Take it up again",
            ("lapsed",),
            "running",
            who=WATCHERS,
            fields=(Field("reason", "What will be different", Ask.LONG_TEXT, at_least=20, keep=False),),
            key="r",
            tone="primary",
            sets=_rescheduled,
        ),
        Transition(
            "stop",
            "Stop it",
            ("running", "lapsed"),
            "stopped",
            who=(Tie.AUTHOR, WorkRole.ICT_OWNER),
            fields=(Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            tone="danger",
            sets=_stopped,
        ),
    ),
)
