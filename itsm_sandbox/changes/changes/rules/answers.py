"""How a simulated colleague answers a request for change: by rules on what it says, never by chance.

These answers stand in for people who are not there. They are practice: none of them is a real authorisation.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from itsm_sandbox.changes.changes.rules.facts import ChangeFacts
from itsm_sandbox.changes.changes.rules.fields import CHECKLIST, EMERGENCY
from itsm_sandbox.engine.steps.reasons import Reply

Values = Mapping[str, Any]

_LONG_ENOUGH = 60
_DEAR_PENCE = 50_000
_WORTH = re.compile(
    r"cost|budget|price|cheap|sav(e|ing)|quote|afford|worth|licen[cs]e|warrant|renew|fund", re.IGNORECASE
)
_PREPARES = re.compile(
    r"back.?up|copy|export|snapshot|save|note (down|the)|record|photo|check|test|confirm|download|prepare",
    re.IGNORECASE,
)
_CHECKS = re.compile(r"test|check|confirm|verif|ask .* to (try|sign in|use)|log ?in|sign ?in|print", re.IGNORECASE)
_RESTORES = re.compile(
    r"restor|put back|roll(ed)? ?back|revert|reinstate|swap|undo|return|reconnect|re-?connect|uninstall|previous|old ",
    re.IGNORECASE,
)
_TOO_RISKY = 16
_DISTURBS_MINUTES = 30


def answer_proceed(values: Values) -> Reply:
    """Approve when the reason and the cost let somebody decide; else return it and say what is missing."""
    asks = []
    if len(values.get("description") or "") < _LONG_ENOUGH:
        asks.append("Describe the change so that somebody who was not there understands it.")
    if len(values.get("reason") or "") < _LONG_ENOUGH:
        asks.append("Say more on the reason: who gains from it, and what happens if nothing is done.")
    cost = values.get("cost_pence") or 0
    if cost >= _DEAR_PENCE and not _WORTH.search(values.get("reason") or ""):
        asks.append(f"Say why it is worth £{cost / 100:,.0f}, and which budget pays for it.")
    if asks:
        return Reply("return", {"comment": " ".join(asks)})
    return Reply("approve_proceed", {"comment": "Go ahead and plan it." + (" The cost is agreed." if cost else "")})


def answer_review(values: Values) -> Reply:
    """Pass the plan when all six points hold by their rules; else name those that do not."""
    failing = {name: comment for name, comment in _points(values).items() if comment}
    if failing:
        return Reply("review_changes", {"failing": list(failing), "comment": " ".join(failing.values())})
    return Reply("review_ok", {"checklist": [name for name, _ in CHECKLIST], "comment": "The plan is sound."})


def answer_review_after(values: Values) -> Reply:
    failing = {name: comment for name, comment in _points(values).items() if comment}
    holding = [name for name, _ in CHECKLIST if name not in failing]
    findings = " ".join(failing.values()) or "Planned and carried out soundly, as far as the record shows."
    return Reply("review_after", {"checklist": holding, "findings": findings})


def answer_consultation(values: Values, *, user: str, open_minutes: int) -> Reply:
    """What a user says when asked about the date: they object to long work in opening hours, save in an emergency."""
    objects = open_minutes > _DISTURBS_MINUTES and values.get("type") != EMERGENCY
    objection = (
        f"{open_minutes} minutes of it lie in opening hours, when people need the service. Can it be done outside them?"
    )
    return Reply(
        "record_consultation",
        {
            "with_whom": f"{user} (simulated), for the users",
            "how": "conversation",
            "told": "The date and time, and what the plan says of the impact on their work.",
            "objections": objection if objects else "",
            "reschedule": objects,
        },
    )


def answer_implement(values: Values, facts: ChangeFacts, now: datetime) -> Reply:
    """Approve once users were consulted and agree, the date is to come, and the risk is not too high."""
    planned = values.get("planned_at")
    if planned is None or planned <= now:
        return Reply("reschedule", {"comment": "The time has passed. Please plan it for another."})
    if facts.reschedule_asked:
        return Reply("reschedule", {"comment": "The users asked for another time. Please find one with them in mind."})
    score = (values.get("failure_likelihood") or 0) * (values.get("failure_severity") or 0)
    if score >= _TOO_RISKY and values.get("type") != EMERGENCY:
        comment = f"The risk is {score} of 25. Split it, test it first, or make the fall-back quicker."
        return Reply("reschedule", {"comment": comment})
    return Reply("approve_implement", {"comment": "Approved for the time that is planned."})


def _points(values: Values) -> dict[str, str]:
    """Each point of the checklist with what is wrong by it, or an empty text."""
    plan: list[str] = values.get("plan") or []
    minutes, limit = values.get("duration_minutes") or 0, values.get("fallback_minutes") or 0
    score = (values.get("failure_likelihood") or 0) * (values.get("failure_severity") or 0)
    half = (len(plan) + 1) // 2
    has_object = bool(values.get("asset_ids") or values.get("service_ids") or values.get("items"))
    wrong = {
        "complete": (
            len(plan) < 3 or any(len(task) < 8 for task in plan),
            "Write each task so that somebody else could do it: at least three, with what is done where.",
        ),
        "order": (
            not any(_PREPARES.search(task) for task in plan[:half])
            or not any(_CHECKS.search(task) for task in plan[half:]),
            "Begin by preparing, such as with a back-up, and end by testing that it works.",
        ),
        "dependencies": (
            len(values.get("impact") or "") < _LONG_ENOUGH or not has_object,
            "Say which services and users depend on it, and what they notice while it is done.",
        ),
        "fallback": (
            len(values.get("fallback") or "") < _LONG_ENOUGH or not _RESTORES.search(values.get("fallback") or ""),
            "The fall-back has to restore service: say how you get back to how it was, step by step.",
        ),
        "time": (
            minutes < 5 * len(plan) or limit >= minutes,
            "The time is short: allow at least five minutes a task, and begin the fall-back before the window ends.",
        ),
        "risks": (
            len(values.get("failure_impact") or "") < 40 or (score >= 12 and len(values.get("test_plan") or "") < 40),
            "Say what failure would mean for whom; with a high risk, say in the test plan how you notice it early.",
        ),
    }
    return {name: comment if is_wrong else "" for name, (is_wrong, comment) in wrong.items()}
