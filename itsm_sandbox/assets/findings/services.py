"""Findings: what follows from each step, and what simulated colleagues answer where nobody real can."""

from collections.abc import Mapping
from datetime import datetime, time
from functools import partial
from typing import Any

from core.clock import LONDON
from core.db import db
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.assets.findings.models import Finding
from itsm_sandbox.assets.findings.queries import find_registered, missing_in_register
from itsm_sandbox.assets.findings.rules import WORKERS, answer_action, answer_proposal
from itsm_sandbox.assets.network.services import settle_on_network
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.simulation import apply_if_possible, find_simulated_owner, plan_answer
from itsm_sandbox.engine.timers import forget, schedule, timer

AUTHORISE, VERIFY, EXPIRE = "finding.authorise", "finding.verify", "finding.expire"
_MINUTES = {AUTHORISE: 90, VERIFY: 60}
"""Of service time until they get to it, besides what their temperament adds."""


def find_simulated_verifier(finding: Finding) -> Colleague | None:
    """Somebody simulated who may look at it, when no member but the one who acted may."""
    able = [
        one
        for one in list_colleagues(finding.workplace_id)
        if one.id != finding.acted_by_id and not one.roles.isdisjoint(WORKERS)
    ]
    return able[0] if able and all(one.is_simulated for one in able) else None


def blank(author: Colleague | None) -> Finding:
    return Finding(title="", type="", key="", seen={}, recorded={}, author_id=author.id if author else None)


def facts_of(finding: Finding) -> Mapping[str, Any]:
    return {"missing_in_register": partial(missing_in_register, finding), "registered": partial(_registered, finding)}


def _registered(finding: Finding) -> int | None:
    """The asset that was added for unknown hardware."""
    if finding.decision != "register" or finding.type != Outcome.UNKNOWN_HARDWARE:
        return None
    asset = find_registered(finding)
    return asset.id if asset else None


def do_it(deed: Deed) -> None:
    settle_on_network(deed.artefact, deed.event.at)


def plan_answers(deed: Deed) -> None:
    finding: Finding = deed.artefact
    verb, at = deed.event.verb, deed.event.at
    forget(finding, AUTHORISE, VERIFY)
    if verb == "propose":
        plan_answer(finding, AUTHORISE, find_simulated_owner(finding.workplace_id), at, _MINUTES[AUTHORISE])
    elif verb == "act":
        plan_answer(finding, VERIFY, find_simulated_verifier(finding), at, _MINUTES[VERIFY])
    if finding.decision == "accept_exception" and finding.expires_on and verb in {"decide", "authorise"}:
        schedule(finding, EXPIRE, datetime.combine(finding.expires_on, time(23, 59), LONDON))


@timer(AUTHORISE)
def _authorise(_workplace: Workplace, due: Timer) -> None:
    finding = db.session.get_one(Finding, due.subject_id)
    owner = find_simulated_owner(finding.workplace_id)
    if owner is not None and finding.proposed:
        event, given = answer_proposal(finding.values(), due.at.astimezone(LONDON).date())
        apply_if_possible(finding, owner, event, given, due.at)


@timer(VERIFY)
def _verify(_workplace: Workplace, due: Timer) -> None:
    finding = db.session.get_one(Finding, due.subject_id)
    verifier = find_simulated_verifier(finding)
    if verifier is not None:
        event, given = answer_action(finding.values())
        apply_if_possible(finding, verifier, event, given, due.at)


@timer(EXPIRE)
def _expire(_workplace: Workplace, due: Timer) -> None:
    apply_if_possible(db.session.get_one(Finding, due.subject_id), None, "expire", {}, due.at)
