"""What simulated people do about tickets in roles that nobody real holds: answer, judge, approve, take over, work.

They do it by rule, some service time later, through the same machine as everybody, and are shown as simulated.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.db import db
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.queries.tickets import find_article_about, list_steps
from itsm_sandbox.desk.tickets.rules.categories import needs_identity
from itsm_sandbox.desk.tickets.rules.outcomes import (
    MOST_REOPENINGS,
    scenario_of,
    what_a_handover_lacks,
    what_is_not_right,
)
from itsm_sandbox.engine.models import Colleague, GroupMember, SupportGroup, Timer, Workplace
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.simulation import apply_if_possible
from itsm_sandbox.engine.temperaments import answer_after_minutes, draw, forgets_to_answer, rating, thanks
from itsm_sandbox.engine.timers import forget, schedule_after, timer

REPLY, JUDGE, APPROVE, WORK, FRONT = (
    "ticket.user_replies",
    "ticket.user_judges",
    "ticket.owner_approves",
    "ticket.colleague_works",
    "ticket.desk_takes_in",
)
GROUPS = {
    "Service desk": "desk",
    "Network and servers": "network",
    "Systems and applications": "systems",
    "Lomond Print Services": "print",
    "Carron Software": "records",
}
"""The groups of a generated workplace, by the names that scenarios know them by."""

_JUDGES_AFTER_MINUTES = 100
_APPROVES_AFTER_MINUTES = 150
_TAKES_IN_AFTER_MINUTES = 12
_BEGINS_AFTER_MINUTES = 25
_WORKS_FOR_MINUTES = 140
_CONFIRMS_PERCENT, _THANKS_PERCENT = 60, 75  # the rest says nothing, and the ticket closes by itself
_PLAIN_FIX = "The cause was found and removed, and it was tested together with the user."
_NOTHING_MORE = "I have told you all I know about it. It is as I wrote."


def plan_answers(deed: Deed) -> None:
    """After each event of a ticket: let those who are simulated do what is now for them to do."""
    ticket: Ticket = deed.artefact
    verb = deed.event.verb
    question = _question(deed)
    if question and _is_simulated(ticket.requester_id):
        _plan(ticket, REPLY, deed.event.at, _patience(ticket), question=question)
    if verb in {"resolve", "resolve_no_reply"} and _is_simulated(ticket.requester_id):
        _plan(ticket, JUDGE, deed.event.at, _JUDGES_AFTER_MINUTES)
    if verb == "request_approval":
        _plan(ticket, APPROVE, deed.event.at, _APPROVES_AFTER_MINUTES)
    if verb in {"log", "approve"}:
        _plan(ticket, FRONT, deed.event.at, _TAKES_IN_AFTER_MINUTES)
    if verb in {"triage", "escalate_functional", "reassign", "reopen", "resume", "take"} and _find_worker(ticket):
        _plan(ticket, WORK, deed.event.at, _BEGINS_AFTER_MINUTES)
    if ticket.state in {"closed", "cancelled"}:
        forget(ticket, REPLY, JUDGE, APPROVE, WORK, FRONT)


@timer(REPLY)
def _reply(workplace: Workplace, due: Timer) -> None:
    """They tell what they know when they are asked about it, and nothing else."""
    ticket, requester = _with_requester(due)
    if requester is None or forgets_to_answer(requester.temperament, ticket.number):
        return
    scenario = scenario_of(ticket.values())
    answer = scenario.answer_to(due.details["question"]) if scenario else None
    apply_if_possible(ticket, requester, "reply", {"text": answer or _NOTHING_MORE}, due.at)


@timer(JUDGE)
def _judge(workplace: Workplace, due: Timer) -> None:
    """Reopen what does not help; confirm, say thank you or say nothing when it does."""
    ticket, requester = _with_requester(due)
    if requester is None or ticket.state != "resolved":
        return
    wrong = what_is_not_right(ticket.values())
    if wrong and ticket.reopens < MOST_REOPENINGS:
        apply_if_possible(ticket, requester, "reopen", {"reason": wrong}, due.at)
        return
    drawn = draw(workplace.seed, "judge", ticket.number, ticket.reopens)
    if wrong is None and drawn < _CONFIRMS_PERCENT:
        given = {
            "rating": str(rating(ticket.values(), requester.temperament)),
            "satisfaction_comment": thanks(requester.temperament),
        }
        apply_if_possible(ticket, requester, "confirm", given, due.at)
    elif wrong is None and drawn < _THANKS_PERCENT:
        apply_if_possible(ticket, requester, "reply", {"text": thanks(requester.temperament)}, due.at)


@timer(APPROVE)
def _approve(workplace: Workplace, due: Timer) -> None:
    """The ICT owner agrees to what has a reason; where a member is ICT owner, they decide."""
    ticket = db.session.get_one(Ticket, due.subject_id)
    owner = _stand_in(workplace, WorkRole.ICT_OWNER)
    if owner is not None and ticket.state == "awaiting_approval":
        apply_if_possible(ticket, owner, "approve", {"comment": "Agreed."}, due.at)


@timer(FRONT)
def _take_in(workplace: Workplace, due: Timer) -> None:
    """Where no member is first-level support, a simulated colleague classifies and triages, and rightly so."""
    ticket = db.session.get_one(Ticket, due.subject_id)
    desk = _stand_in(workplace, WorkRole.FIRST_LEVEL)
    scenario = scenario_of(ticket.values())
    if desk is None or ticket.state != "new" or scenario is None or ticket.service_id is None:
        return
    if not ticket.subcategory:
        given = {
            "type": scenario.type,
            "subcategory": scenario.subcategory,
            "service_id": ticket.service_id,
            "affected_user_id": ticket.requester_id,
            "identity_method": "called_back" if needs_identity(scenario.subcategory) else "",
            "support_mode": scenario.mode,
            "site_id": ticket.site_id,
            "location": ticket.location,
        }
        apply_if_possible(ticket, desk, "validate_classify", given, due.at)
    first_group = db.session.scalar(
        select(SupportGroup).where(SupportGroup.workplace_id == workplace.id, SupportGroup.level == 1).limit(1)
    )
    if first_group is not None:
        given = {"impact": scenario.impact, "urgency": scenario.urgency, "group_id": first_group.id}
        apply_if_possible(ticket, desk, "triage", given, due.at)


@timer(WORK)
def _work(workplace: Workplace, due: Timer) -> None:
    """Answer first; then solve it, or hand it back with the reason."""
    ticket = db.session.get_one(Ticket, due.subject_id)
    worker = _find_worker(ticket)
    if worker is None:
        return
    if ticket.state == "assigned":
        given = {"contact": "message", "text": "I have it now and will look at it.", "minutes": 2}
        if apply_if_possible(ticket, worker, "respond", given, due.at):
            _plan(ticket, WORK, due.at, _WORKS_FOR_MINUTES)
    elif ticket.state == "in_progress":
        _go_on(workplace, ticket, worker, due.at)


def _go_on(workplace: Workplace, ticket: Ticket, worker: Colleague, at: datetime) -> None:
    group = db.session.get(SupportGroup, ticket.group_id) if ticket.group_id else None
    code = GROUPS.get(group.name, "") if group else ""
    scenario = scenario_of(ticket.values())
    if ticket.level == 1 and scenario is not None and not scenario.is_for_desk:
        target = _group_for(workplace, scenario.group)
        given = {
            "group_id": target.id if target else None,
            "work_done": scenario.handover.format(**_words(ticket)),
            "asked": "Please find out what is behind it, and tell me when it is done.",
        }
        if target is not None and apply_if_possible(ticket, worker, "escalate_functional", given, at):
            return
    lacking = what_a_handover_lacks(ticket.values(), code, _handed_over_with(ticket)) if ticket.level > 1 else None
    desk = _group_for(workplace, "desk")
    if lacking and desk is not None:
        given = {"group_id": desk.id, "assigned_to_id": None, "work_done": lacking}
        apply_if_possible(ticket, worker, "reassign", given, at)
        return
    apply_if_possible(ticket, worker, "resolve", _resolution(workplace, ticket, at), at)


def _resolution(workplace: Workplace, ticket: Ticket, at: datetime) -> dict[str, Any]:
    scenario = scenario_of(ticket.values())
    late = ticket.fix_breached_at is not None or (ticket.fix_due_at is not None and at > ticket.fix_due_at)
    article = find_article_about(workplace, ticket) if scenario and scenario.article else None
    text = scenario.fix.format(**_words(ticket)) if scenario else _PLAIN_FIX
    return {
        "resolution_code": scenario.codes[0] if scenario else "fixed",
        "resolution": text,
        "articles_used": [article] if article else [],
        "proposal": "" if article else "There is no article on this yet; a short one would help.",
        "breach_reason": "There was more to do than hands to do it." if late else "",
        "minutes": 30,
    }


def _words(ticket: Ticket) -> dict[str, str]:
    return {"room": ticket.location or "the room", "wing": "the building", "device": "the device"}


def _handed_over_with(ticket: Ticket) -> str:
    """What was said to have been done, the last time it was handed over."""
    told = [step.given.get("work_done") for step in list_steps(ticket.id) if step.verb == "escalate_functional"]
    return str(told[-1] or "") if told else ""


def _question(deed: Deed) -> str:
    """What the requester was just asked, where they can read it."""
    told: Mapping[str, Any] = deed.given
    if deed.event.verb == "wait" and deed.artefact.pending_reason == "user":
        return str(told.get("note") or "")
    text = str(told.get("text") or "")
    is_for_them = deed.event.verb in {"respond", "remind"} or (deed.event.verb == "note" and told.get("is_public"))
    return text if is_for_them and "?" in text else ""


def _find_worker(ticket: Ticket) -> Colleague | None:
    """The simulated person who has it, or one of a group in which nobody is real."""
    if ticket.assigned_to_id is not None:
        holder = db.session.get_one(Colleague, ticket.assigned_to_id)
        return holder if holder.is_simulated and holder.left_at is None else None
    members = db.session.scalars(
        select(Colleague)
        .join(GroupMember, GroupMember.colleague_id == Colleague.id)
        .where(GroupMember.group_id == ticket.group_id, Colleague.left_at.is_(None))
        .order_by(Colleague.id)
    ).all()
    if not members or any(not one.is_simulated for one in members):
        return None
    return members[ticket.number % len(members)]


def _stand_in(workplace: Workplace, role: WorkRole) -> Colleague | None:
    """The simulated holder of a role; None where a member holds it."""
    holders = [one for one in list_colleagues(workplace.id) if role in one.roles]
    return holders[0] if holders and all(one.is_simulated for one in holders) else None


def _group_for(workplace: Workplace, code: str) -> SupportGroup | None:
    names = [name for name, known in GROUPS.items() if known == code]
    return db.session.scalar(
        select(SupportGroup).where(SupportGroup.workplace_id == workplace.id, SupportGroup.name.in_(names))
    )


def _is_simulated(colleague_id: int | None) -> bool:
    colleague = db.session.get(Colleague, colleague_id) if colleague_id else None
    return colleague is not None and colleague.is_simulated


def _with_requester(due: Timer) -> tuple[Ticket, Colleague | None]:
    """The ticket, with its requester when that is a simulated person who still works there."""
    ticket = db.session.get_one(Ticket, due.subject_id)
    requester = db.session.get_one(Colleague, ticket.requester_id)
    return ticket, requester if requester.is_simulated and requester.left_at is None else None


def _patience(ticket: Ticket) -> int:
    return answer_after_minutes(db.session.get_one(Colleague, ticket.requester_id).temperament)


def _plan(ticket: Ticket, name: str, after: datetime, minutes: int, **details: Any) -> None:
    schedule_after(ticket, name, after, minutes * 60, **details)
