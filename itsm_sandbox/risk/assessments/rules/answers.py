"""How a simulated ICT owner answers a risk assessment: by rules on what it says, never by chance."""

import re
from collections.abc import Sequence

from itsm_sandbox.engine.steps.reasons import Reply
from itsm_sandbox.risk.assessments.rules.scores import Risk, counts, needs_owner

_DEAR_PENCE = 200_000
_VERY_HIGH = 17
_TRANSFERS = re.compile(r"insur|contract|supplier|maintenance agreement|warrant|outsourc|hosted", re.IGNORECASE)
_AVOIDS = re.compile(r"\bstop|switch off|retire|withdraw|remove|do without", re.IGNORECASE)


def answer_assessment(risks: Sequence[Risk]) -> list[Reply]:
    """How a simulated ICT owner answers: returns what is too thin to decide on, else decides on each high risk."""
    asks = []
    high = [one for one in counts(risks) if one["status"] == "open" and needs_owner(one) and not one["decision"]]
    for risk in high:
        if len(risk["recommendation"]) < 30:
            asks.append(f"Risk {risk['number']}: say more exactly what you recommend.")
        if risk["target"] is None or risk["target"] >= risk["score"]:
            asks.append(f"Risk {risk['number']}: say to which score the recommendation brings it down.")
        if risk["cost_pence"] is None:
            asks.append(f"Risk {risk['number']}: say what it would cost, 0 if only time.")
    if asks:
        return [Reply("return_it", {"comment": " ".join(asks)})]
    return [Reply("decide_risk", {"number": risk["number"], **_decision_on(risk)}) for risk in high]


def _decision_on(risk: Risk) -> dict[str, str]:
    cost, words = risk["cost_pence"] or 0, risk["recommendation"]
    pounds = f"£{cost / 100:,.2f}"
    if cost >= _DEAR_PENCE and risk["score"] < _VERY_HIGH and risk["importance"] not in {"critical", "high"}:
        return {"decision": "accept", "note": f"{pounds} is too much for this one. Bring it again next year."}
    if _TRANSFERS.search(words):
        return {"decision": "transfer", "note": "Get it in writing from them, with the times they promise."}
    if _AVOIDS.search(words):
        return {"decision": "avoid", "note": "Tell those who use it first."}
    price = f"{pounds} may be spent on it." if cost else "It costs only time."
    return {"decision": "reduce", "note": f"Bring it from {risk['score']} down to {risk['target']}. {price}"}
