"""What may be in the way of a step in a risk assessment."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.engine.machine import Case, plain
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.steps.reasons import today
from itsm_sandbox.risk.assessments.rules.facts import AssessmentFacts
from itsm_sandbox.risk.assessments.rules.scores import counts, needs_owner

RECOMMENDED_FROM = 5
"""From the medium band on, something is recommended."""

ACTING = frozenset({"reduce", "transfer", "avoid"})
"""The decisions by which something is done."""


def risk_of(case: Case) -> dict[str, Any] | None:
    number = case.given.get("number")
    return next((risk for risk in case.values.get("risks") or [] if risk["number"] == number), None)


def year_is_sound(case: Case) -> str | None:
    year = case.given["year"]
    first, last = today(case).year - 1, today(case).year + 1
    return None if first <= year <= last else f"Choose a year from {first} to {last}."


def risk_is_open(case: Case) -> str | None:
    risks = counts(case.values["risks"])
    if case.given.get("number") is None:
        return None if any(risk["status"] == "open" for risk in risks) else "No risk is open."
    risk = risk_of(case)
    if risk is None:
        return f"There is no risk {case.given['number']}."
    if risk["status"] == "left_out":
        return f"Risk {risk['number']} was left out."
    return None if risk["status"] == "open" else f"What risk {risk['number']} recommends is done already."


def is_about_something(case: Case) -> str | None:
    given = case.given
    risk = risk_of(case) or {}
    about = given.get("service_id") or given.get("assets") or risk.get("service_id") or risk.get("assets")
    return None if about else "Choose a service, or name a group of assets."


def importance_is_known(case: Case) -> str | None:
    service_id, importance = case.given.get("service_id"), case.given.get("importance")
    if importance or risk_of(case) or (service_id and case.of(AssessmentFacts).service(service_id)[1]):
        return None
    return "Say how important it is; the catalogue does not tell."


def may_be_decided(case: Case, risk: Mapping[str, Any]) -> bool:
    """By whoever looks: from 10 on only by the ICT owner."""
    return risk["status"] == "open" and (not needs_owner(risk) or WorkRole.ICT_OWNER in case.actor.roles)


def may_be_funded(_case: Case, risk: Mapping[str, Any]) -> bool:
    is_to_act = risk["decision"] in ACTING
    return bool(risk["status"] == "open" and risk["cost_pence"] and is_to_act and not risk["is_funded"])


def something_is_to_decide(case: Case) -> str | None:
    """Told before a risk is chosen."""
    risks = counts(case.values["risks"])
    if case.given.get("number") is not None or any(may_be_decided(case, risk) for risk in risks):
        return None
    is_open = any(risk["status"] == "open" for risk in risks)
    return "What is open scores 10 or more: the ICT owner decides." if is_open else "No risk is open."


def something_is_to_fund(case: Case) -> str | None:
    """Told before a risk is chosen."""
    if case.given.get("number") is not None or any(may_be_funded(case, risk) for risk in case.values["risks"]):
        return None
    return "Nothing that costs money was decided on and is not committed yet."


def target_is_lower(case: Case) -> str | None:
    """What is recommended is to lower the score."""
    risk = {**(risk_of(case) or {}), **{name: value for name, value in case.given.items() if value not in (None, "")}}
    score, target = int(risk["likelihood"]) * int(risk["impact"]), risk.get("target")
    if target is None:
        return None
    return None if 1 <= target <= score else f"The target is from 1 to the score, which is {score}."


def one_change(case: Case) -> str | None:
    """The form begins with what the risk holds, so that alone changes nothing."""
    held = risk_of(case) or {}
    told = {name: plain(value) for name, value in case.given.items() if name != "number" and value not in (None, "")}
    is_other = any(str(value) != str(held.get(name)) for name, value in told.items())
    return None if is_other else "Change what is to be different."


def something_is_found(case: Case) -> str | None:
    return None if counts(case.values["risks"]) else "Identify a few key risks first."


def risks_are_thought_through(case: Case) -> str | None:
    """From the medium band on, a risk says what to do, who does it and by when."""
    bare = [
        str(risk["number"])
        for risk in counts(case.values["risks"])
        if risk["status"] == "open"
        and risk["score"] >= RECOMMENDED_FROM
        and not (risk["recommendation"] and risk["owner_id"] and risk["due_on"])
    ]
    if not bare:
        return None
    which = f"Risks {', '.join(bare)} need" if len(bare) > 1 else f"Risk {bare[0]} needs"
    return f"{which} a recommendation, somebody who carries it out, and a day."


def owner_decides_high(case: Case) -> str | None:
    risk = risk_of(case)
    if risk is None or not needs_owner(risk) or WorkRole.ICT_OWNER in case.actor.roles:
        return None
    return f"Risk {risk['number']} scores {risk['score']}: from 10 on the ICT owner decides."


def all_is_decided(case: Case) -> str | None:
    open_risks = [risk for risk in counts(case.values["risks"]) if risk["status"] == "open" and not risk["decision"]]
    high = [str(risk["number"]) for risk in open_risks if needs_owner(risk)]
    if high:
        return f"The ICT owner has yet to decide on {_named(high)}, which score 10 or more."
    low = [str(risk["number"]) for risk in open_risks]
    return f"Decide on {_named(low)} too: below 10 that is yours to do." if low else None


def _named(numbers: list[str]) -> str:
    return f"risk {numbers[0]}" if len(numbers) == 1 else f"risks {', '.join(numbers)}"


def is_decided_to_act(case: Case) -> str | None:
    risk = risk_of(case)
    if risk is None:
        return None
    if not risk["cost_pence"]:
        return f"What risk {risk['number']} recommends costs nothing."
    if risk["is_funded"]:
        return f"An amount is committed for risk {risk['number']} already."
    return None if risk["decision"] in ACTING else "The decision on it is not to act."


def due_is_ahead(case: Case) -> str | None:
    due = case.given.get("due_on")
    return None if due is None or due >= today(case) else "Choose a day that is still to come."


def due_is_ahead_or_kept(case: Case) -> str | None:
    """A day that has gone by may stand until somebody gives the risk more time."""
    due, held = case.given.get("due_on"), (risk_of(case) or {}).get("due_on")
    return None if due is not None and due.isoformat() == held else due_is_ahead(case)


def not_in_future(case: Case) -> str | None:
    return None if case.given["done_on"] <= today(case) else "Choose a day that has come."
