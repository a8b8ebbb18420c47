"""A ticket's events as people read them: what was said to whom, and how its clocks stand in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsm_sandbox.desk.tickets.rules.clocks import Clock, ClockStatus
from itsm_sandbox.engine.durations import duration

_FROM_REQUESTER = frozenset({"reply", "reopen", "confirm"})
_TEXTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "log": (("description", ""),),
    "respond": (("text", ""),),
    "note": (("text", ""),),
    "reply": (("text", ""),),
    "communicate": (("text", ""),),
    "reject": (("text", ""),),
    "remind": (("text", ""),),
    "reopen": (("reason", ""),),
    "confirm": (("satisfaction_comment", ""),),
    "resolve": (("resolution", ""),),
    "wait": (("note", ""),),
    "resume": (("note", ""),),
    "escalate_functional": (("work_done", "Done so far: "), ("asked", "Asked: ")),
    "reassign": (("work_done", "Done so far: "),),
    "escalate_hierarchical": (("reason", ""),),
    "declare_major": (("reason", ""),),
    "stand_down": (("reason", ""),),
    "reclassify": (("reason", ""),),
    "cancel": (("reason", ""),),
    "refuse": (("comment", ""),),
    "approve": (("comment", ""),),
    "request_approval": (("note", ""),),
}
_HEADINGS: Mapping[str, str] = {
    "log": "reported it",
    "respond": "answered",
    "reply": "wrote",
    "communicate": "told everybody",
    "reject": "rejected it",
    "remind": "sent a reminder",
    "reopen": "reopened it",
    "confirm": "confirmed it",
    "resolve": "resolved it",
    "wait": "is waiting",
    "resume": "went on",
    "escalate_functional": "escalated it to",
    "reassign": "reassigned it",
    "escalate_hierarchical": "told management:",
    "declare_major": "declared a major incident",
    "stand_down": "stood down the major incident",
    "reclassify": "reclassified it",
    "cancel": "cancelled it",
    "refuse": "refused it",
    "approve": "approved it",
    "request_approval": "asked for approval",
    "take": "took it",
    "triage": "triaged it",
    "validate_classify": "checked and classified it",
    "auto_close": "closed it after five service days",
    "resolve_no_reply": "resolved it without a reply",
    "clock.warned": "counts three quarters of the time used:",
    "clock.breached": "records a missed target:",
    "follow_up.due": "says that it is time to follow up",
    "communication.due": "asks that people be told how it stands",
    "parent.resolved": "says that its major incident was resolved:",
    "join_major": "made it part of",
    "leave_major": "took it out of its major incident",
    "link_problem": "linked it to",
    "unlink_problem": "took it from its problem",
    "link_change": "linked it to",
}
_NAMED = ("group_id", "to_id", "parent_id", "problem_id", "change_id")
_PUBLIC = frozenset(
    {"log", "respond", "reply", "communicate", "reject", "remind", "reopen", "confirm", "resolve", "cancel", "refuse"}
    | {"approve", "auto_close", "resolve_no_reply"}
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One turn of the conversation. What is not public is for support only."""

    at: datetime
    verb: str
    heading: str
    text: str
    actor: Any  # the colleague, or None for the workplace itself
    is_public: bool
    is_from_requester: bool
    is_by_hand: bool  # somebody wrote something; the rest are one-line facts


def conversation_of(events: Iterable[Any], requester_id: int) -> list[Saying]:
    """What was said, oldest first. `events` have verb, at, actor, actor_id and data with what was given and shown."""
    return [_saying(event, requester_id) for event in events]


def _saying(event: Any, requester_id: int) -> Saying:
    given, shown = event.data["given"], event.data["shown"]
    parts = [f"{before}{given[name]}" for name, before in _TEXTS.get(event.verb, ()) if given.get(name)]
    named = next((shown[name] for name in _NAMED if shown.get(name)), "")
    heading = _HEADINGS.get(event.verb, "") if event.verb != "note" else _note_heading(given)
    if event.verb == "wait":
        named = {"user": "for the user", "supplier": "for a supplier", "change": "for a change"}.get(
            given.get("pending_reason", ""), "for a time that was agreed"
        )
    if event.verb.startswith("clock."):
        named = str(given.get("clock", ""))
    is_public = event.verb in _PUBLIC or (event.verb == "note" and bool(given.get("is_public")))
    return Saying(
        at=event.at,
        verb=event.verb,
        heading=" ".join(filter(None, (heading, named))) or event.verb.replace("_", " "),
        text="\n".join(parts),
        actor=event.actor,
        is_public=is_public,
        is_from_requester=event.actor_id == requester_id and event.verb in _FROM_REQUESTER | {"log", "cancel"},
        is_by_hand=bool(parts),
    )


def _note_heading(given: Mapping[str, Any]) -> str:
    return "wrote to the requester" if given.get("is_public") else "noted, for support only"


@dataclass(frozen=True, slots=True)
class Ring:
    """A clock as it is drawn: the share of the target that is used, a tone, and the words that say it."""

    label: str
    percent: int
    tone: str  # met, sub, more or bad
    words: str


def ring_of(label: str, clock: Clock) -> Ring:
    target = clock.target_s
    if target is None:
        used = f", {_span(clock.elapsed_s)} so far" if clock.elapsed_s else ""
        return Ring(label, 0, "none", f"no target before triage{used}")
    percent = min(100, 100 * clock.elapsed_s // target) if target else 100
    left = max(target - clock.elapsed_s, 0)
    words = {
        ClockStatus.RUNNING: f"{_span(left)} left",
        ClockStatus.PAUSED: f"paused, {_span(left)} left",
        ClockStatus.BREACHED: f"missed, {_span(clock.elapsed_s - target)} over",
        ClockStatus.MET: f"met in {_span(clock.elapsed_s)}" if clock.elapsed_s else "met at once",
        ClockStatus.MISSED: f"missed by {_span(clock.elapsed_s - target)}",
        ClockStatus.STOPPED: f"stopped at {_span(clock.elapsed_s)}",
    }[clock.status]
    return Ring(label, percent, _tone(clock.status, percent), words)


def ring_for_row(elapsed_s: int, target_s: int | None, *, is_counting: bool) -> Ring | None:
    """The fix clock of a ticket in a list; None before triage."""
    if target_s is None:
        return None
    left = target_s - elapsed_s
    percent = min(100, 100 * elapsed_s // target_s)
    words = f"{_span(left)} left" if left >= 0 else f"{_span(-left)} over"
    status = ClockStatus.BREACHED if left < 0 else ClockStatus.RUNNING if is_counting else ClockStatus.PAUSED
    return Ring("Fix", percent, _tone(status, percent), words if is_counting else f"paused, {words}")


def _tone(status: ClockStatus, percent: int) -> str:
    if status in {ClockStatus.BREACHED, ClockStatus.MISSED}:
        return "bad"
    if status is ClockStatus.MET:
        return "met"
    if status in {ClockStatus.PAUSED, ClockStatus.STOPPED}:
        return "none"
    return "more" if percent >= 75 else "sub"


def _span(seconds: int) -> str:
    return duration(seconds // 60) if seconds >= 60 else f"{seconds} s"
